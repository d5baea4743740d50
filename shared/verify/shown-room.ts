// What a bundle shows of the stream of a room, kept so that it can be put in order and run again.

import type { Actor } from '../kernel/decider.ts';
import type { Json } from '../kernel/json.ts';
import type { EpochMs } from '../kernel/units.ts';
import type { Part } from '../record/cuts.ts';
import type { Leaf } from '../record/leaves.ts';
import type { RoomEvent } from '../room/types.ts';
import { joined } from '../record/cuts.ts';
import { isOrder } from '../record/seal.ts';

/** An event as far as it is shown. */
export interface ShownEvent {
  /** With holes where parts are hidden. */
  readonly event: RoomEvent | undefined;
  readonly parts: ReadonlySet<string>;
}

export interface ShownEntry {
  readonly entry: string;
  readonly atMs: EpochMs;
  readonly by: Actor | undefined;
  readonly events: readonly ShownEvent[];
}

interface Kept {
  readonly atMs: EpochMs;
  readonly events: Map<string, Part[]>;
  by: Actor | undefined;
}

/** What a leaf is about, for people. */
export const aboutLeaf = ({
  event,
  name,
  value,
}: Pick<Leaf, 'event' | 'name' | 'value'>): string => {
  if (event === '')
    return name === 'by' ? 'who did it' : name === 'own' ? 'a command' : 'the order';
  const inner = (value as { readonly event?: { readonly type?: Json } } | null)?.event?.type;
  const type = inner ?? (value as { readonly type?: Json } | null)?.type;
  return name === '' && typeof type === 'string' ? type : `part ${name}`;
};

export class ShownRoom {
  readonly #entries = new Map<string, Kept>();
  /** By segment and place in it. */
  readonly #ordered: Map<number, readonly string[][]>[] = [];
  /** Hash and command of what the viewer did itself, in all streams. */
  readonly #own = new Map<string, string>();

  take(stream: string, segment: number, leaf: Leaf): void {
    const { entry, event, name, value, atMs } = leaf;
    if (event === '' && name === 'own') {
      this.#own.set(`${stream} ${entry}`, (value as { readonly id: string }).id);
    }
    if (!stream.startsWith('room:')) return;
    if (isOrder(leaf)) {
      const rows = value as unknown as readonly string[][];
      const at = (this.#ordered[segment] ??= new Map<number, readonly string[][]>());
      at.set(Number(name.slice('order:'.length)), rows);
      return;
    }
    const kept = this.#entries.get(entry) ?? this.#keep(entry, atMs);
    if (event === '') {
      if (name === 'by') kept.by = value as unknown as Actor;
      return;
    }
    const parts = kept.events.get(event) ?? [];
    parts.push({ name, value });
    kept.events.set(event, parts);
  }

  /** The command that the viewer gave with an entry of a stream. */
  ownCommand(stream: string, entry: string): string | undefined {
    return this.#own.get(`${stream} ${entry}`);
  }

  /** Whether the order of all entries is shown. */
  get isOrdered(): boolean {
    return this.#ordered.length > 0;
  }

  /** Entries in their order; without one, by time. */
  entries(): readonly ShownEntry[] {
    if (!this.isOrdered) {
      return [...this.#entries]
        .map(([entry, kept]) => shownEntry(entry, kept, [...kept.events.keys()]))
        .sort((a, b) => a.atMs - b.atMs || placeInTime(a) - placeInTime(b));
    }
    const rows = this.#ordered.flatMap((chunks) =>
      [...chunks].sort(([a], [b]) => a - b).flatMap(([, each]) => each),
    );
    return rows.flatMap(([entry = '', ...events]) => {
      const kept = this.#entries.get(entry);
      return kept ? [shownEntry(entry, kept, events)] : [];
    });
  }

  /** What a bundle of this viewer leaves open. */
  notChecked(): readonly string[] {
    return this.isOrdered
      ? []
      : [
          'What is hidden from this viewer is there as hashes; nobody can tell from them what, or how much, it is.',
          'The order of entries within one millisecond is not shown to this viewer.',
        ];
  }

  #keep(entry: string, atMs: EpochMs): Kept {
    const kept: Kept = { atMs, events: new Map(), by: undefined };
    this.#entries.set(entry, kept);
    return kept;
  }
}

/** A frozen book may be answered within its millisecond; nothing else that counts comes before it in that one (BIG2). */
const placeInTime = ({ events }: ShownEntry): number =>
  events.some(({ event }) => event?.type === 'Auction' && event.event.type === 'BookFrozen')
    ? 0
    : 1;

const shownEntry = (entry: string, kept: Kept, events: readonly string[]): ShownEntry => ({
  ...{ entry, atMs: kept.atMs, by: kept.by },
  events: events.map((id) => {
    const parts = kept.events.get(id) ?? [];
    const event = joined(parts);
    return {
      event: event as unknown as RoomEvent | undefined,
      parts: new Set(parts.map(({ name }) => name)),
    };
  }),
});
