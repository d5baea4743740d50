// What the clients do and learn, counted within each life of the server. Clients pace each other by these counts, and
// the server is struck down at a count: at a moment of the work, not of the clock.

/** `sent`, `typed`: left a client. `answered`, `saved`: the client was told so. `connected`: a line is up. */
export type Deed = 'sent' | 'answered' | 'typed' | 'saved' | 'connected' | 'started';

export type Counts = Readonly<Record<Deed, number>>;

const NONE: Counts = { sent: 0, answered: 0, typed: 0, saved: 0, connected: 0, started: 0 };

/** When to strike: once all counts are reached, at the next deed of one kind. */
export interface Moment {
  readonly after: Partial<Counts>;
  readonly at: Deed;
}

export class Deeds {
  #counts: Counts = NONE;
  #instants = 0;
  #watch: ((deed: Deed) => void) | undefined;
  /** Runs the clients on after each deed. */
  readonly #listeners = new Set<() => void>();

  get counts(): Counts {
    return this.#counts;
  }

  /** An instant after all that were given out before: the order in which things happen to all clients. */
  instant(): number {
    this.#instants += 1;
    return this.#instants;
  }

  note(deed: Deed): void {
    this.#counts = { ...this.#counts, [deed]: this.#counts[deed] + 1 };
    this.#watch?.(deed);
    for (const listener of this.#listeners) listener();
  }

  onEach(listener: () => void): void {
    this.#listeners.add(listener);
  }

  newLife(): void {
    this.#counts = NONE;
  }

  /** Strikes within the very deed that makes the moment; resolves then. */
  strikeAt({ after, at }: Moment, strike: () => void): Promise<void> {
    return new Promise((resolve) => {
      let isReached = false;
      this.#watch = (deed) => {
        if (isReached && deed === at) {
          this.#watch = undefined;
          strike();
          resolve();
        }
        isReached = this.#isReached(after);
      };
      isReached = this.#isReached(after);
    });
  }

  #isReached(after: Partial<Counts>): boolean {
    return Object.entries(after).every(([deed, count]) => this.#counts[deed as Deed] >= count);
  }
}
