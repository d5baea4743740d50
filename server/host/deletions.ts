// Who deleted what in a sheet's text. Yjs keeps that something is gone, not who took it away; the journal knows. The
// first deletion by the order of the journal counts, so every node says the same.

import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import type * as Y from 'yjs';
import type { SeatId } from '../../shared/kernel/ids.ts';
import type { Removals } from '../../shared/sheet/redline/author-tables.ts';

interface Range {
  readonly clock: number;
  length: number;
  readonly by: SeatId;
}

export class Deletions {
  /** By client, in the order of clocks, apart from each other. */
  readonly #ranges = new Map<number, Range[]>();

  /** Seat that deleted what has this id; undefined for what stands, and for opening states. */
  byOf(client: number, clock: number): SeatId | undefined {
    const ranges = this.#ranges.get(client) ?? [];
    const range = ranges[this.#after(ranges, clock) - 1];
    return range && clock < range.clock + range.length ? range.by : undefined;
  }

  /** All that is known of one client, as data. */
  of(client: number): Removals | undefined {
    const known = this.#ranges.get(client);
    if (!known) return undefined;
    const seats = [...new Set(known.map(({ by }) => by))];
    const places = new Map(seats.map((seatId, place) => [seatId, place]));
    const ranges = new Float64Array(known.length * 3);
    known.forEach(({ clock, length, by }, at) => {
      ranges.set([clock, length, places.get(by) ?? 0], at * 3);
    });
    return { ranges, seats };
  }

  /** Takes note of what is newly deleted. */
  add(client: number, { clock, length }: { clock: number; length: number }, by: SeatId): void {
    const ranges = this.#ranges.get(client) ?? [];
    this.#ranges.set(client, ranges);
    const place = this.#after(ranges, clock);
    const [before, after] = [ranges[place - 1], ranges[place]];
    const range: Range = { clock, length, by };
    if (before && before.by === by && before.clock + before.length === clock)
      before.length += length;
    else if (after && after.by === by && clock + length === after.clock) {
      ranges[place] = { ...range, length: length + after.length };
    } else ranges.splice(place, 0, range);
  }

  clear(): void {
    this.#ranges.clear();
  }

  write(encoder: encoding.Encoder): void {
    encoding.writeVarUint(encoder, this.#ranges.size);
    for (const [client, ranges] of this.#ranges) {
      encoding.writeVarUint(encoder, client);
      encoding.writeVarUint(encoder, ranges.length);
      for (const { clock, length, by } of ranges) {
        encoding.writeVarUint(encoder, clock);
        encoding.writeVarUint(encoder, length);
        encoding.writeVarString(encoder, by);
      }
    }
  }

  read(decoder: decoding.Decoder): void {
    this.clear();
    for (let clients = decoding.readVarUint(decoder); clients > 0; clients -= 1) {
      const client = decoding.readVarUint(decoder);
      const ranges: Range[] = [];
      for (let left = decoding.readVarUint(decoder); left > 0; left -= 1) {
        const [clock, length] = [decoding.readVarUint(decoder), decoding.readVarUint(decoder)];
        ranges.push({ clock, length, by: decoding.readVarString(decoder) });
      }
      this.#ranges.set(client, ranges);
    }
  }

  /** Index of the first range that begins after a clock. */
  #after(ranges: readonly Range[], clock: number): number {
    let [low, high] = [0, ranges.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((ranges[middle]?.clock ?? 0) <= clock) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** Reads what a transaction deletes as it grows: `fresh` gives what came since the last call. */
export class DeletionReader {
  readonly #seen = new Map<number, number>();

  *fresh({
    deleteSet,
  }: Y.Transaction): Generator<{ client: number; clock: number; length: number }> {
    for (const [client, items] of deleteSet.clients) {
      for (let index = this.#seen.get(client) ?? 0; index < items.length; index += 1) {
        const item = items[index];
        if (item) yield { client, clock: item.clock, length: item.len };
      }
      this.#seen.set(client, items.length);
    }
  }
}
