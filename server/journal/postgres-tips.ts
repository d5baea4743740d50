// Where streams ended when this node last looked. A memory that may be behind: an append that stands on an old tip
// loses its race and looks again, and nothing is refused on one that is older than the question.

import type { Tip } from './postgres-plan.ts';

/** Positions in the order of questions and answers of one node; later is greater. */
export type Moment = number;

interface Kept {
  readonly tip: Tip;
  readonly seenAt: Moment;
}

const MAX_KEPT = 50_000;

export class Tips {
  readonly #kept = new Map<string, Kept>();
  #moment: Moment = 0;

  /** The next position; taken before a question is asked, so that its answer is at least that fresh. */
  mark(): Moment {
    return (this.#moment += 1);
  }

  get(stream: string): Tip | undefined {
    return this.#kept.get(stream)?.tip;
  }

  /** True when the tip was looked up after that moment. */
  isFresh(stream: string, since: Moment): boolean {
    return (this.#kept.get(stream)?.seenAt ?? -1) > since;
  }

  /** What an answer said that was asked at `seenAt`; a later answer is kept against an earlier one. */
  learn(stream: string, tip: Tip, seenAt: Moment): void {
    const kept = this.#kept.get(stream);
    if (kept && kept.seenAt > seenAt) return;
    if (!kept && this.#kept.size >= MAX_KEPT) this.#kept.clear();
    this.#kept.set(stream, { tip, seenAt });
  }

  forget(stream: string): void {
    this.#kept.delete(stream);
  }
}
