// Writes files and reads those from outside in a thread of its own, with a bound on its memory, on the time a file may
// take and on how many may wait. A file that breaks a bound ends the thread and nothing else; the next one gets another.

import { JobThread } from '../compute/job-thread.ts';
import type { Timers } from '../ports.ts';
import { Busy } from './busy.ts';
import { FileRefused } from './docx-in/refused.ts';
import type { RefusalCode } from './docx-in/refused.ts';
import type { OfficeJob, OfficeResults } from './office-worker.ts';

const BOUNDS = { heapMb: 384, jobMs: 30_000, waiting: 24 } as const;

export interface Office {
  /** Rejects with FileRefused, Busy or a fault. */
  run<Kind extends OfficeJob['kind']>(
    job: OfficeJob & { readonly kind: Kind },
  ): Promise<OfficeResults[Kind]>;
  close(): Promise<void>;
}

/** An office whose thread starts with the first file. */
export const createOffice = (timers: Timers): Office => {
  const script = new URL('./office-worker.ts', import.meta.url);
  const thread = new JobThread<OfficeJob, OfficeResults[keyof OfficeResults]>(script, BOUNDS, {
    timers,
    ends: {
      tooMany: () => new Busy('too many files wait'),
      tooSlow: () => new FileRefused('file/too-slow'),
      tooLarge: () => new FileRefused('file/bomb'),
      refused: ({ code, detail }) => new FileRefused(code as RefusalCode, detail),
    },
  });
  return {
    run: (job) => thread.run(job) as Promise<never>,
    close: () => thread.close(),
  };
};
