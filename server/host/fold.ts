// Turns stored entries back into state. The same fold serves loading, other nodes' entries and our own.

import type { Decider } from '../../shared/kernel/decider.ts';
import type { EntryBody, StoredEntry } from '../../shared/record/entry.ts';
import type { Answer, Receipt } from '../../shared/record/receipt.ts';
import type { Confirmed } from './types.ts';
import { hash } from 'node:crypto';
import { GENESIS_HEAD, entryText } from '../../shared/record/entry.ts';
import { epochMs } from '../../shared/kernel/units.ts';

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
    entryHash: hash('sha256', entryText(entry), 'hex'),
    outcome: rejection ? 'refused' : 'accepted',
    ...(rejection && { rejection }),
  };
  return rejection ? { ok: false, rejection, receipt } : { ok: true, receipt };
};

/** What an entry does to the document, as updates ready for Yjs. */
export const updatesOf = <State, Command, Event>(
  decider: Decider<State, Command, Event>,
  body: EntryBody,
): Uint8Array[] => {
  if (body.kind === 'text') return body.updates.map((part) => Buffer.from(part.update, 'base64'));
  const updates: Uint8Array[] = [];
  for (const event of body.events) {
    const update = decider.textOf?.(event as Event);
    if (update !== undefined) updates.push(Buffer.from(update, 'base64'));
  }
  return updates;
};
