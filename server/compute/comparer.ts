// Compares wordings that are too long for the event loop, in a thread of its own: one that takes too long, or whose
// changes are too many to be sent and read, is refused by itself and nothing else waits for it (RED10).

import type { Rejection } from '../../shared/kernel/rejection.ts';
import { reject } from '../../shared/kernel/rejection.ts';
import type { AuthorTables } from '../../shared/sheet/redline/author-tables.ts';
import type { ChangesBy } from '../../shared/sheet/redline/changes-by.ts';
import type { Redline } from '../../shared/sheet/redline/types.ts';
import type { Timers } from '../ports.ts';
import { JobThread } from './job-thread.ts';

const BOUNDS = { heapMb: 768, jobMs: 20_000, waiting: 24 } as const;

/** Two clauses with their authors (AuthoredClause) as JSON: a text is far sooner sent than what it stands for. */
export interface CompareJob {
  readonly base: string;
  readonly text: string;
  readonly by: ChangesBy<AuthorTables>;
}

/** What the thread answers: the redline as JSON, unless it is too long. */
export type CompareResult =
  | { readonly redline: string; readonly hash: string }
  | { readonly tooLong: { readonly size: number; readonly maximum: number } };

/** A redline, and the hash of the wording that it leads to; or why there is none. */
export type Compared =
  { readonly redline: Redline; readonly hash: string } | { readonly rejection: Rejection };

export interface Comparer {
  /** Rejects with a fault alone. */
  compare(job: CompareJob): Promise<Compared>;
  close(): Promise<void>;
}

class Refused extends Error {
  readonly rejection: Rejection;

  constructor(rejection: Rejection) {
    super(rejection.code);
    this.rejection = rejection;
  }
}

const refused = (code: Rejection['code']) => (): Error => new Refused(reject(code));

const comparedOf = (result: CompareResult): Compared =>
  'tooLong' in result
    ? { rejection: reject('redline/too-long', { ...result.tooLong }) }
    : { redline: JSON.parse(result.redline) as Redline, hash: result.hash };

/** A comparer whose thread starts with the first long comparison. */
export const createComparer = (timers: Timers): Comparer => {
  const script = new URL('./comparer-worker.ts', import.meta.url);
  const thread = new JobThread<CompareJob, CompareResult>(script, BOUNDS, {
    timers,
    ends: {
      tooMany: refused('redline/busy'),
      tooSlow: refused('redline/too-slow'),
      tooLarge: refused('redline/too-long'),
      refused: ({ detail }) => new Error(detail),
    },
  });
  return {
    compare: async (job) => {
      try {
        return comparedOf(await thread.run(job));
      } catch (cause) {
        if (cause instanceof Refused) return { rejection: cause.rejection };
        throw cause;
      }
    },
    close: () => thread.close(),
  };
};
