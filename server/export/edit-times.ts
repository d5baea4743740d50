// When each character of a sheet's text was written and removed: read from the sheet's record, for the text itself knows
// no time. What was read once is kept, so that the next question costs only what came since.

import { fromBase64 } from 'lib0/buffer';
import * as Y from 'yjs';
import type { SheetId } from '../../shared/kernel/ids.ts';
import type { EpochMs } from '../../shared/kernel/units.ts';
import type { Journal, Timers } from '../ports.ts';
import { sheetStream } from '../../shared/kernel/ids.ts';
import { durationMs } from '../../shared/kernel/units.ts';
import { SheetSeals } from '../../shared/room/record-seals.ts';
import { bodyOf } from '../host/fold.ts';
import type { EntryBody } from '../../shared/record/entry.ts';

const PAGE_ENTRIES = 100;
const MAX_KEPT = 16;

interface Range {
  readonly from: number;
  readonly to: number;
  readonly atMs: EpochMs;
}

/** Clocks of one client, each with the instant that was told first: later updates may tell of it once more. */
class FirstTimes {
  /** In order and apart from each other. */
  readonly #ranges: Range[] = [];

  at(clock: number): EpochMs | undefined {
    const range = this.#ranges[this.#after(clock) - 1];
    return range && clock < range.to ? range.atMs : undefined;
  }

  add({ from, to, atMs }: Range): void {
    let place = this.#after(from);
    let next = Math.max(from, this.#ranges[place - 1]?.to ?? from);
    while (next < to) {
      const following = this.#ranges[place];
      const end = Math.min(to, following?.from ?? to);
      if (next < end) {
        const before = this.#ranges[place - 1];
        if (before?.to === next && before.atMs === atMs) {
          this.#ranges[place - 1] = { ...before, to: end };
        } else {
          this.#ranges.splice(place, 0, { from: next, to: end, atMs });
          place += 1;
        }
      }
      next = Math.max(end, following?.to ?? to);
      place += 1;
    }
  }

  /** The first place whose range begins after a clock. */
  #after(clock: number): number {
    let [low, high] = [0, this.#ranges.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#ranges[middle]?.from ?? 0) <= clock) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

type ByClient = Map<number, FirstTimes>;

const timesOf = (clients: ByClient, client: number): FirstTimes => {
  const known = clients.get(client) ?? new FirstTimes();
  clients.set(client, known);
  return known;
};

/** The times of one sheet. */
export class TextTimes {
  readonly #written: ByClient = new Map();
  readonly #removed: ByClient = new Map();
  readonly #seals = new SheetSeals();
  #toldAtMs: EpochMs | undefined;
  version = 0;

  /** When the last thing happened that all readers of the sheet see: what a side keeps to itself moves no date. */
  get toldAtMs(): EpochMs | undefined {
    return this.#toldAtMs;
  }

  took(body: EntryBody, atMs: EpochMs): void {
    if (this.#seals.ends(body)) this.#toldAtMs = atMs;
  }

  add(update: Uint8Array, atMs: EpochMs): void {
    const { structs, ds } = Y.decodeUpdate(update);
    for (const { id, length } of structs) {
      timesOf(this.#written, id.client).add({ from: id.clock, to: id.clock + length, atMs });
    }
    for (const [client, items] of ds.clients) {
      for (const { clock, len } of items) {
        timesOf(this.#removed, client).add({ from: clock, to: clock + len, atMs });
      }
    }
  }

  writtenAt(client: number, clock: number): EpochMs | undefined {
    return this.#written.get(client)?.at(clock);
  }

  removedAt(client: number, clock: number): EpochMs | undefined {
    return this.#removed.get(client)?.at(clock);
  }
}

export interface EditTimesDeps {
  readonly journal: Pick<Journal, 'read'>;
  readonly timers: Timers;
}

/** Times of the sheets that were asked for last. */
export class EditTimes {
  readonly #deps: EditTimesDeps;
  readonly #kept = new Map<SheetId, Promise<TextTimes>>();

  constructor(deps: EditTimesDeps) {
    this.#deps = deps;
  }

  /** Times of all text up to now. Rejects with a fault when the journal cannot be read. */
  async of(sheetId: SheetId): Promise<TextTimes> {
    const before = this.#kept.get(sheetId) ?? Promise.resolve(new TextTimes());
    const reading = before.then((times) => this.#catchUp(sheetId, times));
    this.#kept.delete(sheetId);
    this.#kept.set(sheetId, reading);
    for (const [oldest] of this.#kept) {
      if (this.#kept.size <= MAX_KEPT) break;
      this.#kept.delete(oldest);
    }
    try {
      return await reading;
    } catch (cause) {
      if (this.#kept.get(sheetId) === reading) this.#kept.delete(sheetId);
      throw cause;
    }
  }

  async #catchUp(sheetId: SheetId, times: TextTimes): Promise<TextTimes> {
    for (;;) {
      const page = await this.#deps.journal.read(sheetStream(sheetId), times.version, PAGE_ENTRIES);
      for (const entry of page) {
        const body = bodyOf(entry);
        times.took(body, entry.at);
        const updates = body.kind === 'text' ? body.updates : [];
        for (const { update } of updates) times.add(fromBase64(update), entry.at);
        times.version = entry.version;
      }
      if (page.length < PAGE_ENTRIES) return times;
      await new Promise<void>((resolve) => {
        this.#deps.timers.after(durationMs(0), resolve);
      });
    }
  }
}
