// The thread in which files are written and files from outside are read, one after the other, so that nothing else waits
// for them and nothing that is wrong with one can hold up the server.

import { parentPort } from 'node:worker_threads';
import type { Comparison, JsonComparison } from '../../shared/sheet/incoming/compare.ts';
import type { IncomingFile } from '../../shared/sheet/incoming/types.ts';
import type { Paper } from '../../shared/sheet/paper/types.ts';
import type { Side } from '../../shared/room/types.ts';
import { compareSheetFile, compareText } from '../../shared/sheet/incoming/compare.ts';
import { readSheetFile } from '../../shared/sheet/paper/json-form.ts';
import type { JobAnswered, JobAsked } from '../compute/job-thread.ts';
import { readDocx } from './docx-in/docx-in.ts';
import { FileRefused } from './docx-in/refused.ts';
import { docxOf } from './docx/document.ts';
import { giveWay } from '../platform/give-way.ts';

giveWay();

export type OfficeJob =
  | { readonly kind: 'write-docx'; readonly paper: Paper }
  /** `paper` is the uploader's own, sealed and clean. */
  | { readonly kind: 'compare-docx'; readonly paper: Paper; readonly bytes: Uint8Array }
  | {
      readonly kind: 'compare-json';
      readonly paper: Paper;
      readonly text: string;
      readonly side: Side | null;
    };

/** A Word file, and what it says differently. */
export interface DocxCompared extends Pick<IncomingFile, 'tracked' | 'comments' | 'links'> {
  readonly comparison: Comparison;
}

export interface OfficeResults {
  readonly 'write-docx': Uint8Array;
  readonly 'compare-docx': DocxCompared;
  readonly 'compare-json': JsonComparison;
}

type Answered = JobAnswered<OfficeResults[keyof OfficeResults]>;

const done = async (job: OfficeJob): Promise<OfficeResults[keyof OfficeResults]> => {
  switch (job.kind) {
    case 'write-docx':
      return docxOf(job.paper);
    case 'compare-docx': {
      const { tracked, comments, links, ...file } = readDocx(job.bytes);
      const read = { ...file, tracked, comments, links };
      return { tracked, comments, links, comparison: compareText(job.paper, read) };
    }
    case 'compare-json': {
      const read = readSheetFile(job.text);
      if (!read.ok) return { ok: false, fault: read.fault };
      return compareSheetFile(job.paper, read.file, job.side);
    }
  }
};

parentPort?.on('message', ({ number, job }: JobAsked<OfficeJob>) => {
  done(job)
    .then(
      (result): Answered => ({ number, result }),
      (cause: unknown): Answered =>
        cause instanceof FileRefused
          ? { number, refused: { code: cause.code, detail: cause.message } }
          : {
              number,
              fault: cause instanceof Error ? (cause.stack ?? cause.message) : String(cause),
            },
    )
    .then((answer) => parentPort?.postMessage(answer))
    .catch(() => undefined);
});
