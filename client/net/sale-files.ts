// The files of a large sale: its lots, a team's bids out and in. Every answer is a value; nothing here throws.

import type { Rejection } from '../../shared/kernel/rejection.ts';
import type { ProtocolError } from '../../shared/protocol/errors.ts';
import type { BidFileCheck, BidFileTaken } from '../../shared/protocol/bid-files.ts';
import { v7 as uuid } from 'uuid';
import { pageAt } from '../router.ts';

/** Where a file of an auction is, for the seat that this page is open at; undefined on another page. */
export const saleFile = (auctionId: string, name: string): string | undefined => {
  const page = pageAt(location.pathname);
  if (page.kind !== 'room') return undefined;
  const { roomId, seatId } = page;
  return `/api/rooms/${roomId}/auctions/${auctionId}/${name}?seat=${seatId}`;
};

/** What became of a draft from a file. */
export interface DraftTaken {
  readonly ok: boolean;
  readonly lots?: number;
  readonly count?: number;
  readonly problems?: readonly {
    readonly row: number;
    readonly column: string;
    readonly typed: string;
    readonly allowed: string;
  }[];
  readonly rejection?: Rejection;
}

type Told<T> =
  | { readonly value: T }
  | { readonly error: ProtocolError | { readonly code: 'protocol/unavailable' } };

const send = async <T>(
  method: string,
  path: string | undefined,
  body: object,
): Promise<Told<T>> => {
  try {
    if (path === undefined) throw new Error('no seat is open');
    const response = await fetch(path, {
      ...{ method, credentials: 'same-origin', body: JSON.stringify(body) },
      headers: { 'content-type': 'application/json' },
    });
    // The shape is the server's promise, kept by its tests.
    const answer = (await response.json()) as T & { readonly error?: ProtocolError };
    return answer.error ? { error: answer.error } : { value: answer };
  } catch (cause) {
    console.warn('a file could not be sent', cause);
    return { error: { code: 'protocol/unavailable' } };
  }
};

/** Has a file looked at; nothing is done. */
export const checkBidFile = (auctionId: string, file: string): Promise<Told<BidFileCheck>> =>
  send('POST', saleFile(auctionId, 'bids/check'), { file });

/** Sends a file as bids and instructions, all or none. */
export const sendBidFile = (auctionId: string, file: string): Promise<Told<BidFileTaken>> =>
  send('POST', saleFile(auctionId, 'bids'), { id: uuid(), file });

/** Drafts an auction from rules and a table of lots. */
export const sendDraft = (
  auctionId: string,
  draft: { readonly rules: unknown; readonly lots: string },
): Promise<Told<DraftTaken>> => send('PUT', saleFile(auctionId, 'draft'), { id: uuid(), ...draft });

/** The text of the list of lots; undefined when it cannot be had. */
export const fetchLots = async (auctionId: string): Promise<string | undefined> => {
  const path = saleFile(auctionId, 'lots.csv');
  if (path === undefined) return undefined;
  try {
    const response = await fetch(path, { credentials: 'same-origin' });
    return response.ok ? await response.text() : undefined;
  } catch (cause) {
    console.warn('the lots could not be fetched', cause);
    return undefined;
  }
};
