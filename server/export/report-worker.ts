// The thread in which reports on sales of very many lots are put together, one after the other.

import { parentPort } from 'node:worker_threads';
import type { ReportSource } from '../../shared/report/report.ts';
import { reportOf } from '../../shared/report/report.ts';
import type { ReportForm } from './report-forms.ts';
import { madeReport } from './report-forms.ts';
import { giveWay } from '../platform/give-way.ts';

giveWay();

/** What is asked, and what comes back under the same number. */
interface Asked {
  readonly number: number;
  readonly question: { readonly form: ReportForm; readonly source: ReportSource };
}

parentPort?.on('message', ({ number, question: { form, source } }: Asked) => {
  const answer = madeReport(reportOf(source), form, true);
  const bytes = 'bytes' in answer ? [answer.bytes.buffer as ArrayBuffer] : [];
  parentPort?.postMessage({ number, answer }, bytes);
});
