// Turns stored entries back into state. The same fold serves loading, other nodes' entries and our own.

import type { Decider } from '../../shared/kernel/decider.ts';
import type { EntryBody, StoredEntry } from '../../shared/record/entry.ts';
import type { Answer, Receipt } from '../../shared/record/receipt.ts';
import type { SeatId } from '../../shared/kernel/ids.ts';
import type { Confirmed, TextPart } from './types.ts';
import { GENESIS_HEAD, entryText } from '../../shared/record/entry.ts';
import { epochMs } from '../../shared/kernel/units.ts';
import { sha256 } from '../platform/sha256.ts';

export interface Folded<State> extends Confirmed<State> {
  /** Version of the last entry that was not text. */
  readonly lastDecision: number;
}

export const beginning = <State>(initial: State): Folded<State> => ({
  state: initial,
  version: 0,
  at: epochMs(0),
  head: GENESIS_HEAD,
  lastDecision: 0,
});

export const bodyOf = (entry: StoredEntry): EntryBody => JSON.parse(entry.body) as EntryBody;

/** The state after one more entry. Text claims client ids; the text itself is applied by the text part. */
export const foldEntry = <State, Command, Event>(
  decider: Decider<State, Command, Event>,
  before: Folded<State>,
  entry: StoredEntry,
  body: EntryBody,
): Folded<State> => {
  if (entry.version !== before.version + 1) {
    throw new Error(
      `${entry.stream}: entry ${String(entry.version)} follows ${String(before.version)}`,
    );
  }
  const place = { version: entry.version, at: entry.at, head: entry.head };
  if (body.kind === 'text') {
    let state = before.state;
    for (const update of body.updates) {
      if (update.claims && decider.evolveClaims) {
        state = decider.evolveClaims(state, update.by, update.claims);
      }
    }
    return { ...place, state, lastDecision: before.lastDecision };
  }
  const context = { at: entry.at, by: body.by, id: body.id };
  let state = before.state;
  for (const event of body.events) state = decider.evolve(state, event as Event, context);
  return { ...place, state, lastDecision: entry.version };
};

/** The answer that an entry gives to whoever sends its command again. */
export const answerOf = (entry: StoredEntry, body: EntryBody): Answer | undefined => {
  if (body.kind !== 'decision') return undefined;
  const { rejection } = body;
  const receipt: Receipt = {
    stream: entry.stream,
    commandId: body.id,
    atMs: entry.at,
    entryHash: sha256(entryText(entry)),
    outcome: rejection ? 'refused' : 'accepted',
    ...(rejection && { rejection }),
  };
  return rejection ? { ok: false, rejection, receipt } : { ok: true, receipt };
};

/** An update ready for Yjs, and the seat that sent it; null for what the server wrote. */
export interface AuthoredUpdate {
  readonly update: Uint8Array;
  readonly by: SeatId | null;
}

/** What an entry does to the document; `after` is the state that it leads to. */
export const updatesOf = <State, Command, Event>(
  decider: Decider<State, Command, Event>,
  body: EntryBody,
  after: State,
): AuthoredUpdate[] => {
  if (body.kind === 'text') {
    return body.updates.map(({ by, update }) => ({ by, update: Buffer.from(update, 'base64') }));
  }
  const updates: AuthoredUpdate[] = [];
  for (const event of body.events) {
    const update = decider.textOf?.(event as Event);
    if (update === undefined) continue;
    const by = decider.textAuthor?.(after, event as Event) ?? null;
    updates.push({ by, update: Buffer.from(update, 'base64') });
  }
  return updates;
};

/** Puts what entries did into the document; answers it merged into one update. */
export const applyTo = (text: TextPart, updates: readonly AuthoredUpdate[]): Uint8Array =>
  text.apply(
    updates.map(({ update }) => update),
    updates.map(({ by }) => by),
  );
