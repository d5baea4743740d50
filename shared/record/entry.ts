// What is stored: entries of a stream, and the hash chain over them.
//
// entryHash(n) = SHA-256(stream \n atMs \n body), head(n) = SHA-256(head(n−1) ‖ entryHash(n)) over the hexadecimal
// texts. The chain fixes the order, so a version is in no hash: it counts what others did, and whoever checks a hash
// must not learn it. The salt in each body keeps a short secret (a price, a quantity) from being guessed out of it.

import type { Actor } from '../kernel/decider.ts';
import type { CommandId, SeatId, StreamName } from '../kernel/ids.ts';
import type { Json } from '../kernel/json.ts';
import type { Rejection } from '../kernel/rejection.ts';
import type { EpochMs } from '../kernel/units.ts';

/** A command that was decided: its events, and the refusal where the rules record refusals. */
export interface DecisionBody {
  readonly kind: 'decision';
  readonly id: CommandId;
  readonly by: Actor;
  readonly events: readonly Json[];
  readonly rejection?: Rejection;
  /** 32 random hexadecimal digits. */
  readonly salt: string;
}

/** Text edits of one sheet that were checked and made durable together, in the order they were applied. */
export interface TextBody {
  readonly kind: 'text';
  readonly updates: readonly TextUpdate[];
  readonly salt: string;
}

export interface TextUpdate {
  readonly by: SeatId;
  /** A Yjs update (version 1 encoding) as base64. */
  readonly update: string;
  /** Client ids that this update uses for the first time and that are the seat's from now on. */
  readonly claims?: readonly number[];
}

export type EntryBody = DecisionBody | TextBody;

/** One entry as the journal holds it. `body` is canonical JSON of an EntryBody. */
export interface StoredEntry {
  readonly stream: StreamName;
  /** 1 for the first entry of a stream, then without gaps. */
  readonly version: number;
  readonly at: EpochMs;
  readonly body: string;
  /** Head of the chain after this entry: 64 hexadecimal digits. */
  readonly head: string;
}

/** The head before the first entry. */
export const GENESIS_HEAD = '0'.repeat(64);

/** Text over which an entry is hashed. No part but the body can hold a line break. */
export const entryText = ({
  stream,
  at,
  body,
}: Pick<StoredEntry, 'stream' | 'at' | 'body'>): string => `${stream}\n${String(at)}\n${body}`;
