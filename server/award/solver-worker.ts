// The thread in which awards are computed, one after the other, so that nothing else waits for them.

import { parentPort } from 'node:worker_threads';
import type { PackageQuestion } from '../../shared/auction/formats/package-solve.ts';
import { answerTo } from '../../shared/auction/formats/package-solve.ts';

/** What is asked, and what comes back under the same number. */
export interface Asked {
  readonly number: number;
  readonly question: PackageQuestion;
}

parentPort?.on('message', ({ number, question }: Asked) => {
  parentPort?.postMessage({ number, answer: answerTo(question) });
});
