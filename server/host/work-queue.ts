// The serial queue of one stream: one piece of work at a time, in order, each batch after the one before is settled.
// When a batch fails, everybody who waits is told; nobody waits for ever.

import { JournalFault } from '../journal/fault.ts';
import type { Item } from './items.ts';
import { takeBatch } from './items.ts';

/** The most that may wait; beyond it submissions are refused as `unavailable`. */
const MAX_QUEUE_ITEMS = 20_000;

export interface Work<Command> {
  /** Runs before each batch and once more at the end: loading, catching up. */
  readonly prepare: () => Promise<void>;
  /** Whether a command may write text. */
  readonly writesText?: (command: Command) => boolean;
  readonly settle: (items: readonly Item<Command>[]) => Promise<void>;
  readonly failed: (cause: unknown) => void;
}

export class WorkQueue<Command> {
  readonly #work: Work<Command>;
  readonly #items: Item<Command>[] = [];
  /** How many, from the head, came before the last `prepare` began: only for them does it count. */
  #ready = 0;
  #isRunning = false;
  #isPoked = false;

  constructor(work: Work<Command>) {
    this.#work = work;
  }

  get isIdle(): boolean {
    return !this.#isRunning && this.#items.length === 0;
  }

  push(item: Item<Command>): void {
    if (this.#items.length >= MAX_QUEUE_ITEMS) {
      item.failed(new JournalFault('unavailable', 'too many commands wait'));
      return;
    }
    this.#items.push(item);
    this.poke();
  }

  /** Puts items before all others; for use inside `prepare`. */
  putFirst(items: readonly Item<Command>[]): void {
    this.#items.unshift(...items);
    this.#ready += items.length;
  }

  /** Makes `prepare` run soon even when nothing is queued. */
  poke(): void {
    this.#isPoked = true;
    if (this.#isRunning) return;
    this.#isRunning = true;
    void this.#run();
  }

  async #run(): Promise<void> {
    while (this.#isPoked || this.#items.length > 0) {
      // What is asked for at the same moment shares one look.
      await Promise.resolve();
      this.#isPoked = false;
      this.#ready = this.#items.length;
      try {
        await this.#work.prepare();
        if (this.#ready > 0) {
          const { writesText } = this.#work;
          await this.#settle(takeBatch(this.#items, this.#ready, writesText));
        }
      } catch (cause) {
        this.#work.failed(cause);
        for (const item of this.#items.splice(0)) item.failed(cause);
      }
    }
    this.#isRunning = false;
  }

  async #settle(items: readonly Item<Command>[]): Promise<void> {
    try {
      await this.#work.settle(items);
    } catch (cause) {
      for (const item of items) item.failed(cause);
      throw cause;
    }
  }
}
