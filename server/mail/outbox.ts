// Letters on their way to the mail server, in this process alone. A letter is tried again only while it surely has not
// arrived, a few times, and is then given up: what it tells stands in the room anyway, and a second copy would be worse.

import type { CancelTimer, Log, Timers } from '../ports.ts';
import type { Handed, Letter, Post } from './smtp.ts';
import { durationMs } from '../../shared/kernel/units.ts';

/** Waits before the second, third and fourth try. */
export const RETRY_AFTER_MS: readonly number[] = [60_000, 5 * 60_000, 15 * 60_000];
/** Letters that wait or are under way; further ones are given up at once. */
const MOST_WAITING = 500;
/** Letters that are handed over at the same time. */
const AT_ONCE = 2;

/** What became of one try, for the figures. `dropped`: too many waited. `given-up`: the last try failed. */
export type MailCount = Handed['outcome'] | 'dropped' | 'given-up';

export interface OutboxDeps {
  readonly post: Post;
  readonly timers: Timers;
  readonly log: Log;
  readonly counted: (count: MailCount) => void;
}

interface Waiting {
  readonly letter: Letter;
  readonly tries: number;
}

export class Outbox {
  readonly #deps: OutboxDeps;
  readonly #ready: Waiting[] = [];
  readonly #later = new Set<CancelTimer>();
  #underWay = 0;
  #isWorking = true;
  #isClosed = false;

  constructor(deps: OutboxDeps) {
    this.#deps = deps;
  }

  /** False from a try that failed until one that did not; that one letter is refused is no failure. */
  get isWorking(): boolean {
    return this.#isWorking;
  }

  /** Takes a letter over; returns at once. */
  add(letter: Letter): void {
    if (this.#isClosed) return;
    if (this.#ready.length + this.#later.size + this.#underWay >= MOST_WAITING) {
      this.#deps.counted('dropped');
      return;
    }
    this.#ready.push({ letter, tries: 0 });
    this.#next();
  }

  /** What waits is given up. */
  close(): void {
    this.#isClosed = true;
    for (const cancel of this.#later) cancel();
    this.#later.clear();
    this.#ready.length = 0;
    this.#deps.post.close();
  }

  #next(): void {
    while (!this.#isClosed && this.#underWay < AT_ONCE) {
      const waiting = this.#ready.shift();
      if (!waiting) return;
      this.#underWay += 1;
      void this.#hand(waiting).finally(() => {
        this.#underWay -= 1;
        this.#next();
      });
    }
  }

  async #hand({ letter, tries }: Waiting): Promise<void> {
    const { post, log, counted } = this.#deps;
    const { outcome, code } = await post.hand(letter);
    this.#isWorking = outcome === 'sent' || outcome === 'refused';
    counted(outcome);
    if (outcome === 'sent' || this.#isClosed) return;
    const afterMs = outcome === 'later' ? RETRY_AFTER_MS[tries] : undefined;
    // Neither address nor answer: the answer of a mail server quotes the address.
    log.warn({ letterId: letter.id, outcome, code, afterMs }, 'a letter was not sent');
    if (afterMs === undefined) {
      if (outcome === 'later') counted('given-up');
      return;
    }
    this.#again({ letter, tries: tries + 1 }, afterMs);
  }

  #again(waiting: Waiting, afterMs: number): void {
    const cancel = this.#deps.timers.after(durationMs(afterMs), () => {
      this.#later.delete(cancel);
      this.#ready.push(waiting);
      this.#next();
    });
    this.#later.add(cancel);
  }
}
