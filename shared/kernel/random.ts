// Chance drawn from a seed: the same seed gives the same course, so that what happened once can be seen again. Not for
// secrets: who knows the seed knows all that follows.

import { sha256Hex } from './hash.ts';

const SEED_DIGITS = 8;

/** A stream of numbers that follows from a seed. */
export class Random {
  readonly seed: number;
  #state: number;

  /** `seed`: a whole number; of larger ones the lowest 32 bits count. */
  constructor(seed: number) {
    this.seed = seed;
    this.#state = seed >>> 0;
  }

  /** Chance of its own for whoever is named by a text, so that the parts of a course do not disturb each other. */
  static of(text: string): Random {
    return new Random(Number.parseInt(sha256Hex(text).slice(0, SEED_DIGITS), 16));
  }

  /** From 0 to below 1 (mulberry32). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A whole number from `minimum` to `maximum`, both included. */
  between(minimum: number, maximum: number): number {
    return minimum + Math.floor(this.next() * (maximum - minimum + 1));
  }

  /** True once in `of` times. */
  oneIn(of: number): boolean {
    return this.between(1, of) === 1;
  }

  /** One of them. Throws RangeError when there is none. */
  pick<T>(from: readonly T[]): T {
    if (from.length === 0) throw new RangeError('nothing to pick from');
    return from[this.between(0, from.length - 1)] as T;
  }

  /** The same things in another order. */
  shuffled<T>(from: readonly T[]): T[] {
    const left = [...from];
    return from.map(() => left.splice(this.between(0, left.length - 1), 1)[0] as T);
  }

  /** Chance of its own for one part of a course. */
  fork(): Random {
    return new Random(Math.floor(this.next() * 2 ** 32));
  }
}
