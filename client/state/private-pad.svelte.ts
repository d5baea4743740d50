// A bidder's own walk-away prices: the furthest it wants to go, for each lot or package. They are kept in this browser and
// nowhere else: nothing that the server does not have can leak from it. Signing out forgets them.

import { SvelteMap } from 'svelte/reactivity';
import type { Direction } from '../../shared/auction/types.ts';

export const PAD_PREFIX = 'parley-pad:';

type PadStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** Key of a lot in the pad. */
export const lotKey = (lotId: string): string => `lot ${lotId}`;
/** Key of a package in the pad. */
export const packageKey = (packageId: string): string => `package ${packageId}`;

const parse = (stored: string | null): readonly (readonly [string, number])[] => {
  if (stored === null) return [];
  try {
    const value: unknown = JSON.parse(stored);
    if (typeof value !== 'object' || value === null) return [];
    return Object.entries(value).filter(
      (entry): entry is [string, number] => Number.isSafeInteger(entry[1]) && Number(entry[1]) >= 0,
    );
  } catch (cause) {
    console.warn('the pad kept in this browser cannot be read', cause);
    return [];
  }
};

export class PrivatePad {
  readonly #name: string;
  readonly #storage: PadStorage;
  readonly #walkAway: SvelteMap<string, number>;

  /** `place`: the seat and the auction. */
  constructor(place: string, storage: PadStorage) {
    this.#name = `${PAD_PREFIX}${place}`;
    this.#storage = storage;
    this.#walkAway = new SvelteMap(parse(storage.getItem(this.#name)));
  }

  /** In mills; undefined where none is set. */
  walkAway(key: string): number | undefined {
    return this.#walkAway.get(key);
  }

  setWalkAway(key: string, mills: number | undefined): void {
    if (mills === undefined) this.#walkAway.delete(key);
    else this.#walkAway.set(key, mills);
    try {
      if (this.#walkAway.size === 0) this.#storage.removeItem(this.#name);
      else this.#storage.setItem(this.#name, JSON.stringify(Object.fromEntries(this.#walkAway)));
    } catch (cause) {
      console.warn('this browser has no room for the pad', cause);
    }
  }
}

/** How much better than the walk-away price an amount is, in mills; below 0 it is beyond it. */
export const marginOf = (
  direction: Direction,
  amountMills: number,
  walkAwayMills: number,
): number => (direction === 'forward' ? walkAwayMills - amountMills : amountMills - walkAwayMills);
