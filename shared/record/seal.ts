// The chain that everybody can compare. A stream is cut into segments, each ending with something that everybody saw;
// a seal is the hash of the seal before it and of the tree over the segment's leaves. So the seals move at moments that
// are known anyway, and say nothing about who did what between them.

import type { StreamName } from '../kernel/ids.ts';
import type { Json } from '../kernel/json.ts';
import type { EpochMs } from '../kernel/units.ts';
import type { OpenEntry, RecordForm, SaltedLeaf, Sha256 } from './leaves.ts';
import { canonicalJson } from '../kernel/json.ts';
import { eventId, eventsOf, leafHash, leafSalt, leavesOf } from './leaves.ts';
import { LeafTree } from './tree.ts';

/** The seal of a stream before its first segment. */
export const firstSeal = (stream: StreamName, sha256: Sha256): string =>
  sha256(`parley record 1\n${stream}`);

/** The seal after a segment whose tree has this root. */
export const nextSeal = (before: string, root: string, sha256: Sha256): string =>
  sha256(`seal\n${before}${root}`);

/** Part of the order of a segment's entries, `order:0` for the first of them; for those who may count them. */
const ORDER_ENTRIES = 500;
const ORDER = 'order:';
const ORDERS_A_STEP = 10;

/** Whether a leaf is about the order of a segment and not about one entry. */
export const isOrder = ({ entry, name }: Pick<SaltedLeaf, 'entry' | 'name'>): boolean =>
  entry === '' && name.startsWith(ORDER);

/** A segment with everything that is in it. */
export interface Segment {
  readonly leaves: readonly SaltedLeaf[];
  /** Whole events by the ids that leaves name them by. */
  readonly events: ReadonlyMap<string, Json>;
  readonly tree: LeafTree;
  readonly atMs: EpochMs;
}

/** `[entry, event, event, …]` for each entry: hashes of entries and ids of events as leaves have them. */
export type OrderRow = readonly string[];

/** Makes a segment, entry by entry. */
export class Segmenting {
  readonly #form: RecordForm;
  readonly #sha256: Sha256;
  readonly #entries: { readonly hash: string; readonly events: readonly string[] }[] = [];
  readonly #leaves: SaltedLeaf[] = [];
  readonly #events = new Map<string, Json>();
  readonly #salts: string[] = [];
  #atMs: EpochMs | undefined;

  constructor(form: RecordForm, sha256: Sha256) {
    this.#form = form;
    this.#sha256 = sha256;
  }

  add(entry: OpenEntry): void {
    const { hash, body, at } = entry;
    const { salt } = body;
    const whole = eventsOf(body);
    const events = whole.map((_, place) => eventId(salt, place, this.#sha256));
    for (const [place, event] of whole.entries()) this.#events.set(events[place] ?? '', event);
    this.#entries.push({ hash, events });
    this.#leaves.push(...leavesOf(entry, this.#form.cutsOf, this.#sha256));
    this.#salts.push(salt);
    this.#atMs = at;
  }

  /** The segment of what was added, in steps. Throws RangeError when that was nothing. */
  *finishing(): Generator<undefined, Segment> {
    const atMs = this.#atMs;
    if (atMs === undefined) throw new RangeError('a segment has entries');
    const secret = this.#sha256(`empty\n${this.#salts.join('')}`);
    yield;
    const leaves = [...this.#leaves, ...(yield* this.#orderLeaves(atMs, secret))];
    yield;
    const { minimumLevels } = this.#form;
    const hashes = leaves.map(({ hash }) => hash);
    const tree = yield* LeafTree.growing(hashes, { secret, minimumLevels }, this.#sha256);
    return { leaves, events: this.#events, tree, atMs };
  }

  *#orderLeaves(atMs: EpochMs, secret: string): Generator<undefined, readonly SaltedLeaf[]> {
    const leaves: SaltedLeaf[] = [];
    for (let from = 0; from < this.#entries.length; from += ORDER_ENTRIES) {
      const rows = this.#entries
        .slice(from, from + ORDER_ENTRIES)
        .map(({ hash, events }): OrderRow => [hash, ...events]);
      const name = `${ORDER}${String(from)}`;
      const leaf = { atMs, entry: '', event: '', name, value: rows as unknown as Json };
      const salt = leafSalt(secret, name, this.#sha256);
      leaves.push({ ...leaf, salt, hash: leafHash({ ...leaf, salt }, this.#sha256) });
      if (leaves.length % ORDERS_A_STEP === 0) yield;
    }
    return leaves;
  }
}

/** A seal as it is told. */
export interface Seal {
  /** When what everybody saw happened. */
  readonly atMs: EpochMs;
  readonly root: string;
  readonly head: string;
}

/** What a server states of where a stream's seals stand. */
export interface SealStatement {
  readonly stream: StreamName;
  /** How many seals there are; each ends with something that everybody saw. */
  readonly seals: number;
  readonly head: string;
  readonly atMs: EpochMs;
  readonly keyId: string;
}

/** Seals of a stream from some place on, and the server's word for where they stand. */
export interface SealsAnswer extends SealStatement {
  /** The seal before the first segment. */
  readonly first: string;
  /** How many seals come before `next`. */
  readonly after: number;
  readonly next: readonly Seal[];
  readonly signature: string;
}

/** The text that is signed for a statement. */
export const sealText = ({ stream, seals, head, atMs, keyId }: SealStatement): string =>
  `parley seal 1\n${canonicalJson({ stream, seals, head, atMs, keyId })}`;
