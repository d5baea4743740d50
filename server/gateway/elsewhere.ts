// Who is in one room through other nodes, and how good their lines are, as nodes tell each other by signals. Signals may
// be lost, so everything is told again from time to time, and what nobody repeats is forgotten.

import { z } from 'zod';
import type { SeatId } from '../../shared/kernel/ids.ts';
import type { Bus, CancelTimer, Chance, Timers } from '../ports.ts';
import { durationMs } from '../../shared/kernel/units.ts';
import { readSignal, writeSignal } from './bus-signals.ts';

/** Between two times that a node tells of everybody. */
const RENEW_MS = 5_000;
/** A node that was not heard of for this long is taken to be dead. */
const EXPIRY_MS = 10_000;
const TELLER_BYTES = 8;
/** Within this time a node that died is forgotten by all others. */
export const FORGOTTEN_MS = EXPIRY_MS + RENEW_MS;

const lineSchema = z.strictObject({
  roundTripMs: z.number(),
  clockErrorMs: z.number(),
  atMs: z.number(),
});

/** What a page measured of its line, and when the server was told. */
export type Line = z.infer<typeof lineSchema>;

const peopleSchema = z.strictObject({
  kind: z.enum(['all', 'some']),
  teller: z.string(),
  /** Grows with each message of a teller. */
  number: z.int().nonnegative(),
  /** Connections by seat; all there are, or those that changed. */
  seats: z.record(z.string(), z.int().nonnegative()),
  lines: z.record(z.string(), lineSchema),
});

const signalSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('ask') }),
  z.strictObject({ kind: z.literal('gone'), teller: z.string() }),
  peopleSchema,
]);

type Signal = z.infer<typeof signalSchema>;
type People = z.infer<typeof peopleSchema>;

/** What a room asks of the other nodes. */
export interface Elsewhere {
  /** Connections of a seat through other nodes. */
  countOf(seatId: SeatId): number;
  /** Lines by seat, as other nodes were told. */
  lines(): ReadonlyMap<SeatId, Line>;
  /** A seat has so many connections here now; told with the next `tell`. */
  counted(seatId: SeatId, connections: number): void;
  /** A line was measured here; told with the next `tell`. */
  measured(seatId: SeatId, line: Line): void;
  /** Tells other nodes what is new. */
  tell(): void;
  /** Says that nobody is here any more. */
  close(): void;
}

/** For a room whose node is the only one. */
export const NOBODY: Elsewhere = {
  countOf: () => 0,
  lines: () => new Map(),
  counted: () => undefined,
  measured: () => undefined,
  tell: () => undefined,
  close: () => undefined,
};

export interface ElsewhereDeps {
  readonly roomId: string;
  readonly bus: Pick<Bus, 'signal' | 'onSignal' | 'onGap'>;
  readonly timers: Timers;
  readonly chance: Chance;
  readonly nowMs: () => number;
  /** Called when somebody came, went or was measured elsewhere. */
  readonly changed: (news: ElsewhereNews) => void;
}

export interface ElsewhereNews {
  readonly hasLines: boolean;
}

interface Teller {
  number: number;
  heardMs: number;
  isGone: boolean;
  seats: Map<SeatId, number>;
  readonly lines: Map<SeatId, Line>;
}

/** Asks at once who is elsewhere, and keeps telling who is here until it is closed. */
export const openElsewhere = (deps: ElsewhereDeps): Elsewhere => new PeopleElsewhere(deps);

class PeopleElsewhere implements Elsewhere {
  readonly #deps: ElsewhereDeps;
  readonly #topic: string;
  readonly #teller: string;
  readonly #tellers = new Map<string, Teller>();
  readonly #seats = new Map<SeatId, number>();
  readonly #lines = new Map<SeatId, Line>();
  readonly #untoldSeats = new Set<SeatId>();
  readonly #untoldLines = new Set<SeatId>();
  readonly #stops: readonly (() => void)[];
  #number = 0;
  #cancelRenew: CancelTimer | undefined;

  constructor(deps: ElsewhereDeps) {
    this.#deps = deps;
    this.#topic = `people:${deps.roomId}`;
    // Each time a room is opened it speaks anew, so that nothing said before its closing can be taken for news.
    this.#teller = deps.chance.hex(TELLER_BYTES);
    this.#stops = [
      deps.bus.onSignal(this.#topic, (payload) => {
        this.#heard(payload);
      }),
      deps.bus.onGap((stream) => {
        if (stream === undefined) this.#introduce();
      }),
    ];
    this.#signal({ kind: 'ask' });
    this.#renewLater();
  }

  countOf(seatId: SeatId): number {
    let count = 0;
    for (const { seats } of this.#tellers.values()) count += seats.get(seatId) ?? 0;
    return count;
  }

  lines(): ReadonlyMap<SeatId, Line> {
    const newest = new Map<SeatId, Line>();
    for (const { lines } of this.#tellers.values()) {
      for (const [seatId, line] of lines) {
        if (line.atMs > (newest.get(seatId)?.atMs ?? -1)) newest.set(seatId, line);
      }
    }
    return newest;
  }

  counted(seatId: SeatId, connections: number): void {
    if (connections > 0) this.#seats.set(seatId, connections);
    else this.#seats.delete(seatId);
    this.#untoldSeats.add(seatId);
  }

  measured(seatId: SeatId, line: Line): void {
    this.#lines.set(seatId, line);
    this.#untoldLines.add(seatId);
  }

  tell(): void {
    if (this.#untoldSeats.size + this.#untoldLines.size === 0) return;
    const seats = [...this.#untoldSeats].map((seatId) => [seatId, this.#seats.get(seatId) ?? 0]);
    const lines = [...this.#lines].filter(([seatId]) => this.#untoldLines.has(seatId));
    this.#untoldSeats.clear();
    this.#untoldLines.clear();
    this.#say('some', Object.fromEntries(seats) as People['seats'], Object.fromEntries(lines));
  }

  close(): void {
    this.#cancelRenew?.();
    for (const stop of this.#stops) stop();
    this.#signal({ kind: 'gone', teller: this.#teller });
  }

  #introduce(): void {
    this.#signal({ kind: 'ask' });
    this.#tellAll();
  }

  #tellAll(): void {
    this.#untoldSeats.clear();
    this.#untoldLines.clear();
    this.#say('all', Object.fromEntries(this.#seats), Object.fromEntries(this.#lines));
  }

  #say(kind: People['kind'], seats: People['seats'], lines: People['lines']): void {
    this.#number += 1;
    this.#signal({ kind, teller: this.#teller, number: this.#number, seats, lines });
  }

  #signal(signal: Signal): void {
    this.#deps.bus.signal(this.#topic, writeSignal(signal));
  }

  #renewLater(): void {
    this.#cancelRenew = this.#deps.timers.after(durationMs(RENEW_MS), () => {
      this.#renewLater();
      this.#expire();
      this.#tellAll();
    });
  }

  #expire(): void {
    const oldestMs = this.#deps.nowMs() - EXPIRY_MS;
    const dead = [...this.#tellers].filter(([, { heardMs }]) => heardMs < oldestMs);
    for (const [name] of dead) this.#tellers.delete(name);
    if (dead.some(([, { isGone }]) => !isGone)) this.#deps.changed({ hasLines: true });
  }

  #heard(payload: Uint8Array): void {
    const signal = readSignal(signalSchema, payload);
    if (signal?.kind === 'ask') this.#tellAll();
    else if (signal && signal.teller !== this.#teller) this.#note(signal);
  }

  #note(signal: Exclude<Signal, { kind: 'ask' }>): void {
    const { changed, nowMs } = this.#deps;
    const teller = this.#tellers.get(signal.teller) ?? newTeller();
    this.#tellers.set(signal.teller, teller);
    teller.heardMs = nowMs();
    if (signal.kind === 'gone') {
      // Kept for a while, lest a message that was overtaken brings it back.
      teller.isGone = true;
      teller.seats.clear();
      teller.lines.clear();
      changed({ hasLines: true });
    } else if (!teller.isGone && signal.number > teller.number) {
      const { hasSeats, hasLines } = take(teller, signal);
      if (hasSeats || hasLines) changed({ hasLines });
    }
  }
}

const newTeller = (): Teller => ({
  number: -1,
  heardMs: 0,
  isGone: false,
  seats: new Map(),
  lines: new Map(),
});

/** Takes in what a node says; answers what of it is new. */
const take = (teller: Teller, { kind, number, seats, lines }: People) => {
  const before = teller.seats;
  teller.number = number;
  teller.seats = kind === 'all' ? new Map() : new Map(before);
  for (const [seatId, count] of Object.entries(seats)) {
    if (count > 0) teller.seats.set(seatId, count);
    else teller.seats.delete(seatId);
  }
  const isSame =
    before.size === teller.seats.size && [...before].every(([id, n]) => teller.seats.get(id) === n);
  let hasLines = false;
  for (const [seatId, line] of Object.entries(lines)) {
    if (line.atMs <= (teller.lines.get(seatId)?.atMs ?? -1)) continue;
    teller.lines.set(seatId, line);
    hasLines = true;
  }
  return { hasSeats: !isSame, hasLines };
};
