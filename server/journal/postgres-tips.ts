// Where streams ended when this node last looked. A memory that may be behind: an append that stands on an old tip
// loses its race and looks again, and nothing is refused on one that is older than the question. What it must never
// meet is a stream that has become shorter, or another one: then the database was put back under a running node.

import { JournalFault } from './fault.ts';
import type { Tip } from './postgres-plan.ts';

/** Positions in the order of questions and answers of one node; later is greater. */
export type Moment = number;

interface Kept {
  readonly tip: Tip;
  /** When the question was asked that the tip answers: it is at least that fresh. */
  readonly askedAt: Moment;
  /** When the answer was there: what is asked later must find this or more. */
  readonly knownAt: Moment;
  readonly fault: JournalFault | undefined;
}

const MAX_KEPT = 50_000;

const rewritten = (stream: string, was: Tip, is: Tip): JournalFault =>
  new JournalFault(
    'corrupt',
    `${stream} had ${String(was.version)} entries and now has ${String(is.version)} others: the database was put back under this server, which must be started again`,
  );

export class Tips {
  readonly #kept = new Map<string, Kept>();
  #moment: Moment = 0;

  /** The next position; taken before a question is asked. */
  mark(): Moment {
    return (this.#moment += 1);
  }

  get(stream: string): Tip | undefined {
    return this.#kept.get(stream)?.tip;
  }

  /** Why the stream can no longer be written or read by this node. */
  faultOf(stream: string): JournalFault | undefined {
    return this.#kept.get(stream)?.fault;
  }

  /** True when the tip was looked up after that moment. */
  isFresh(stream: string, since: Moment): boolean {
    return (this.#kept.get(stream)?.askedAt ?? -1) > since;
  }

  /** What an answer said that was asked at `askedAt`. Of answers that overlap the one that saw more is kept. */
  learn(stream: string, tip: Tip, askedAt: Moment): void {
    const kept = this.#kept.get(stream);
    if (!kept) {
      if (this.#kept.size >= MAX_KEPT) this.#kept.clear();
      this.#keep(stream, { tip, askedAt, fault: undefined });
      return;
    }
    const isLess = tip.version < kept.tip.version;
    const isOther = tip.version === kept.tip.version && tip.head !== kept.tip.head;
    if (askedAt > kept.knownAt && (isLess || isOther)) {
      const fault = kept.fault ?? rewritten(stream, kept.tip, tip);
      this.#keep(stream, { tip: kept.tip, askedAt, fault });
      return;
    }
    const freshest = Math.max(askedAt, kept.askedAt);
    const { fault } = kept;
    this.#keep(stream, { tip: isLess ? kept.tip : tip, askedAt: freshest, fault });
  }

  /** For a stream that was thought not to exist, and that somebody else has made. */
  forget(stream: string): void {
    this.#kept.delete(stream);
  }

  #keep(stream: string, kept: Omit<Kept, 'knownAt'>): void {
    this.#kept.set(stream, { ...kept, knownAt: this.mark() });
  }
}
