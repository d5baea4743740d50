// An entry as leaves: each event in its parts, who did it, and what only its author knows of it. A leaf can be shown
// without the others: it has salt of its own, it names its entry by hash, and it counts nothing.

import type { Json } from '../kernel/json.ts';
import type { EpochMs } from '../kernel/units.ts';
import type { Cut } from './cuts.ts';
import type { EntryBody, StoredEntry } from './entry.ts';
import { canonicalJson } from '../kernel/json.ts';
import { cutApart } from './cuts.ts';

/** SHA-256 of a text's UTF-8 bytes as 64 hexadecimal digits; handed in, so that a server uses its own fast one. */
export type Sha256 = (text: string) => string;

/** What can be shown of an entry by itself. */
export interface Leaf {
  readonly atMs: EpochMs;
  /** Hash of the entry (record/entry.ts), as receipts have it; '' for the order of a segment. */
  readonly entry: string;
  /** Tells the events of an entry apart, without their number or order; '' for what is of the whole entry. */
  readonly event: string;
  /** `by` and `own` of the entry; of an event the name of the part (record/cuts.ts). */
  readonly name: string;
  readonly value: Json;
}

/** A leaf with what proves it. */
export interface SaltedLeaf extends Leaf {
  /** 32 hexadecimal digits made from the entry's salt, which none of them gives away. */
  readonly salt: string;
  /** `leafHash`. */
  readonly hash: string;
}

const EVENT_DIGITS = 16;
const SALT_DIGITS = 32;

/** Hash of a leaf: salt, a line feed, and the canonical JSON of `[atMs, entry, event, name, value]`. */
export const leafHash = (
  { salt, atMs, entry, event, name, value }: Leaf & { readonly salt: string },
  sha256: Sha256,
): string => sha256(`${salt}\n${canonicalJson([atMs, entry, event, name, value])}`);

/** Salt of one leaf, from the salt of its entry. */
export const leafSalt = (entrySalt: string, place: string, sha256: Sha256): string =>
  sha256(`${entrySalt}\n${place}`).slice(0, SALT_DIGITS);

/** What stands for an event of an entry by its place in it, 0 for the first. */
export const eventId = (entrySalt: string, place: number, sha256: Sha256): string =>
  sha256(`${entrySalt}\nevent ${String(place)}`).slice(0, EVENT_DIGITS);

/** An entry with what was made of it when it was read. */
export interface OpenEntry extends Pick<StoredEntry, 'at'> {
  readonly body: EntryBody;
  /** `entryHash`. */
  readonly hash: string;
}

/** How a kind of stream cuts its events. */
export type CutsOf = (event: Json) => readonly Cut[];

/** What is particular to a kind of stream. */
export interface RecordForm {
  readonly cutsOf: CutsOf;
  /** Levels that a segment's tree has at least; so many hidden leaves go unnoticed (record/tree.ts). */
  readonly minimumLevels: number;
}

/** Text edits count as one event, whose authors are a part of their own. */
const TEXT_CUTS: readonly Cut[] = [{ path: 'updates.*.by' }, { path: 'updates.*.claims' }];

/** The events of an entry as they are cut: those of a decision, or its text as one. */
export const eventsOf = (body: EntryBody): readonly Json[] =>
  body.kind === 'decision'
    ? body.events
    : [{ type: 'TextWritten', updates: body.updates as unknown as Json }];

/** What is of a whole entry: who acted, and what the author alone was told. */
const entryParts = (body: EntryBody): readonly { name: string; value: Json }[] => {
  if (body.kind === 'text') return [];
  const { by, id, rejection } = body;
  const own = { id, ...(rejection && { rejection: rejection as unknown as Json }) };
  return [
    { name: 'by', value: by as unknown as Json },
    { name: 'own', value: own },
  ];
};

/** All leaves of an entry: first of its events in order, each in its parts, then of the entry itself. */
export const leavesOf = (
  { at: atMs, body, hash: entry }: OpenEntry,
  cutsOf: CutsOf,
  sha256: Sha256,
): readonly SaltedLeaf[] => {
  const salted = (event: string, name: string, value: Json): SaltedLeaf => {
    const leaf = { atMs, entry, event, name, value };
    const salt = leafSalt(body.salt, `${event} ${name}`, sha256);
    return { ...leaf, salt, hash: leafHash({ ...leaf, salt }, sha256) };
  };
  const events = eventsOf(body).flatMap((event, place) => {
    const id = eventId(body.salt, place, sha256);
    const cuts = body.kind === 'text' ? TEXT_CUTS : cutsOf(event);
    return cutApart(event, cuts).map(({ name, value }) => salted(id, name, value));
  });
  return [...events, ...entryParts(body).map(({ name, value }) => salted('', name, value))];
};
