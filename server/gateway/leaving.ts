// How a node that stops gives up its lines: each at an instant of its own, and none waited for longer than is good.

import type { Chance, Timers } from '../ports.ts';
import { durationMs } from '../../shared/kernel/units.ts';

const DRAWN_BYTES = 4;

/** Lines go within `spreadMs`, each when it is drawn, lest all come to another node at once; 0 where there is none. */
export interface Leaving {
  readonly spreadMs: number;
  drawMs(): number;
}

export const AT_ONCE: Leaving = { spreadMs: 0, drawMs: () => 0 };

/** The instants say nothing about how many lines there are (WALL4). */
export const leavingWithin = (spreadMs: number, chance: Chance): Leaving => ({
  spreadMs,
  drawMs: () => Number.parseInt(chance.hex(DRAWN_BYTES), 16) % spreadMs,
});

/** Resolves with the promise, or after `limitMs` without it. */
export const atMost = async (
  timers: Timers,
  limitMs: number,
  promise: Promise<unknown>,
): Promise<void> => {
  const tooLong = Promise.withResolvers<void>();
  const cancel = timers.after(durationMs(limitMs), tooLong.resolve);
  await Promise.race([promise, tooLong.promise]);
  cancel();
};
