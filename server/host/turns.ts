// When a node writes into a stream that other nodes write into too. Where two meet now and then nobody waits. Where
// races are lost again and again each node waits a random time before each try, winners like losers, so that most tries
// succeed and nobody is starved.

import type { Chance, Timers } from '../ports.ts';
import { durationMs } from '../../shared/kernel/units.ts';

/** Races lost above those won, up to which nobody waits. */
const FREE_LOSSES = 2;
const MAX_LOSSES = 5;

export class Turns {
  readonly #timers: Timers;
  readonly #chance: Chance;
  #losses = 0;

  constructor(timers: Timers, chance: Chance) {
    this.#timers = timers;
    this.#chance = chance;
  }

  get isContended(): boolean {
    return this.#losses > FREE_LOSSES;
  }

  lost(): void {
    this.#losses = Math.min(this.#losses + 1, MAX_LOSSES);
  }

  won(): void {
    this.#losses = Math.max(this.#losses - 1, 0);
  }

  /** Resolves after a random time within a span that doubles with each race lost and halves with each one won. */
  async wait(): Promise<void> {
    const spanMs = 2 ** this.#losses;
    const waitMs = Math.floor((spanMs * Number.parseInt(this.#chance.hex(2), 16)) / 0x1_0000);
    await new Promise<void>((resolve) => void this.#timers.after(durationMs(waitMs), resolve));
  }
}
