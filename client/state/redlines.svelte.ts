// Redlines of the open sheet as state of the page: asked for while somebody looks at them, and asked for again when a
// clause has changed. The server makes and proves them; what is shown is what it said last.

import { SvelteMap } from 'svelte/reactivity';
import type { Result } from '../../shared/protocol/messages.ts';
import type {
  ClauseNotCompared,
  ClauseRedline,
  DraftRedlineMessage,
  RedlineAnswer,
  RedlineMessage,
} from '../../shared/protocol/redline.ts';

export type CompareClauses = (
  message: RedlineMessage | DraftRedlineMessage,
) => Promise<Result<RedlineAnswer>>;

/** How a sheet's clauses are shown: to write in, against their base, or the base alone. */
export type Reading = 'clean' | 'redline' | 'base';

export interface ShownRedline extends ClauseRedline {
  readonly authors: RedlineAnswer['authors'];
}

/** What of an answer is to be shown, or said, in one place of it; undefined where there is nothing. */
export const shownOf = (
  { clauses, authors }: RedlineAnswer,
  place: number,
): ShownRedline | ClauseNotCompared | undefined => {
  const clause = clauses[place];
  if (!clause) return undefined;
  return 'rejection' in clause ? clause : { ...clause, authors };
};

/** Typing goes on meanwhile; a redline that is always half a second old reads better than one that flickers. */
const GATHER_MS = 350;
const RETRY_MS = 2_000;

export class SheetRedlines {
  readonly #sheetId: string;
  readonly #compare: CompareClauses;
  readonly #shown = new SvelteMap<string, ShownRedline | ClauseNotCompared>();
  /** What each clause looked like here when it was last asked for. */
  readonly #asked: Record<string, string> = {};
  #reading = $state<Reading>('clean');
  #hasFailed = $state(false);
  #timer: ReturnType<typeof setTimeout> | undefined;
  #wanted: readonly (readonly [termId: string, sign: string])[] = [];
  #isAsking = false;
  #isClosed = false;

  constructor(sheetId: string, compare: CompareClauses) {
    this.#sheetId = sheetId;
    this.#compare = compare;
  }

  get reading(): Reading {
    return this.#reading;
  }

  /** The server did not answer; it is asked again. */
  get hasFailed(): boolean {
    return this.#hasFailed;
  }

  show(reading: Reading): void {
    this.#reading = reading;
  }

  of(termId: string): ShownRedline | ClauseNotCompared | undefined {
    return this.#shown.get(termId);
  }

  /** Says how the clauses stand here, by any text that changes with them; those that changed are asked for. */
  keepUp(clauses: readonly (readonly [termId: string, sign: string])[]): void {
    this.#wanted = clauses;
    // The first time at once: the server compares while the page puts its editors away.
    if (this.#shown.size === 0) void this.#ask();
    else this.#askAfter(GATHER_MS);
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
  }

  #askAfter(waitMs: number): void {
    clearTimeout(this.#timer);
    if (this.#isClosed) return;
    this.#timer = setTimeout(() => void this.#ask(), waitMs);
  }

  async #ask(): Promise<void> {
    if (this.#isAsking || this.#reading === 'clean') return;
    const changed = this.#wanted.filter(([id, sign]) => this.#asked[id] !== sign);
    if (changed.length === 0) return;
    this.#isAsking = true;
    const result = await this.#compare({
      topic: { kind: 'sheet', id: this.#sheetId },
      clauses: changed.map(([termId]) => ({
        termId,
        base: { kind: 'agreed' },
        text: { kind: 'standing' },
      })),
    });
    this.#isAsking = false;
    if (this.#isClosed) return;
    this.#hasFailed = !result.ok;
    const isDone = result.ok && this.#take(changed, result.value);
    this.#askAfter(isDone ? GATHER_MS : RETRY_MS);
  }

  /** False where something is to be asked for again. */
  #take(changed: readonly (readonly [string, string])[], answer: RedlineAnswer): boolean {
    let isDone = true;
    changed.forEach(([termId, sign], index) => {
      const shown = shownOf(answer, index);
      if (shown) this.#shown.set(termId, shown);
      if (shown && 'rejection' in shown && shown.rejection.code === 'redline/busy') isDone = false;
      else this.#asked[termId] = sign;
    });
    return isDone;
  }
}
