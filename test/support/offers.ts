// A sheet of two sides with its text, for tests of offers.

import * as Y from 'yjs';
import type { ClauseNode } from '../../shared/sheet/clause-hash.ts';
import type { OfferCommand } from '../../shared/sheet/offers/types.ts';
import type { Side } from '../../shared/room/types.ts';
import type { SheetCommand, SheetEvent, SheetState, SheetView } from '../../shared/sheet/types.ts';
import { createTextPart } from '../../server/host/text.ts';
import { sheetDecider } from '../../shared/sheet/sheet.ts';
import { CLAUSES_ROOT } from '../../shared/sheet/text-seed.ts';
import { viewSheet } from '../../shared/sheet/view.ts';
import { Stream, seat } from './stream.ts';

export const LEADS = { carrier: seat('usps-lead'), shipper: seat('harbor-lead') } as const;
export const SIDES: readonly Side[] = ['carrier', 'shipper'];

export type SheetStream = Stream<SheetState, SheetCommand, SheetEvent>;

export const offerSheet = (kind: 'bilateral' | 'common' = 'bilateral'): SheetStream => {
  const stream: SheetStream = new Stream(sheetDecider);
  stream.text = createTextPart();
  stream.text.load(undefined);
  stream.must({
    ...{ type: 'CreateSheet', sheetId: 's1', roomId: 'room', kind, lots: [] },
    parties: { carrierTeamId: 'usps', shipperTeamId: kind === 'common' ? null : 'harbor' },
    ...{ title: 'USPS and Harbor Parcel', template: 'usps-last-mile' },
  });
  return stream;
};

export const field = (value: number) => ({ kind: 'field', value }) as const;

export const paragraphs = (...texts: readonly string[]): readonly ClauseNode[] =>
  texts.map((text) => ({ type: 'paragraph', content: [{ type: 'text', text }] }));

export const wording = (...texts: readonly string[]) =>
  ({ kind: 'wording', blocks: paragraphs(...texts) }) as const;

type Items = Extract<OfferCommand, { type: 'MakeOffer' }>['items'];

/** Makes an offer and answers its id. */
export const offer = (
  stream: SheetStream,
  side: Side,
  items: Items,
  more: Partial<Extract<OfferCommand, { type: 'MakeOffer' }>> = {},
): string => {
  const id = `o${String(stream.state.offers?.next ?? 1)}`;
  stream.must({ type: 'MakeOffer', side, items, ...more }, LEADS[side]);
  return id;
};

export const viewOf = (stream: SheetStream, side: Side | null): SheetView =>
  viewSheet(stream.state, { side, nameOf: (id) => id });

export const otherOf = (side: Side): Side => (side === 'carrier' ? 'shipper' : 'carrier');

/** An acceptance of an offer as the view shows it. */
export const acceptance = (stream: SheetStream, offerId: string): SheetCommand => {
  const shown = viewOf(stream, 'carrier').offers?.[offerId];
  const side = otherOf(shown?.side ?? 'carrier');
  return { type: 'AcceptOffer', side, offerId, hash: shown?.hash ?? '' };
};

export const acceptedBy = (command: SheetCommand) =>
  LEADS['side' in command && command.side ? command.side : 'carrier'];

/** Edits a clause as a seat would, past all doors. */
export const typeInto = (
  { text }: SheetStream,
  termId: string,
  change: (fragment: Y.XmlFragment) => void,
): void => {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, text?.encode() ?? new Uint8Array([0, 0]), 'server');
  const updates: Uint8Array[] = [];
  doc.on('update', (update: Uint8Array) => updates.push(update));
  const fragment = doc.getMap<Y.XmlFragment>(CLAUSES_ROOT).get(termId);
  if (fragment)
    doc.transact(() => {
      change(fragment);
    });
  text?.apply(updates);
};
