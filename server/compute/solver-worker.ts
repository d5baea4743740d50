// The thread in which awards and the closes of large rounds are computed, one after the other, so that nothing else
// waits for them.

import { hash } from 'node:crypto';
import { parentPort } from 'node:worker_threads';
import type { Asked as Question } from '../../shared/auction/formats/format.ts';
import type { TieKey } from '../../shared/auction/formats/large-round.ts';
import { answerOf } from '../../shared/auction/formats/answers.ts';

/** What is asked, and what comes back under the same number. */
export interface Asked {
  readonly number: number;
  readonly question: Question;
}

/** The same keys as auction/ties.ts makes, five times as fast: a round may need hundreds of thousands. */
export const nativeTieKey: TieKey = ({ seed, auctionId, round }, teamId, lotId) =>
  hash('sha256', [seed, auctionId, String(round), teamId, lotId].join('\n'), 'hex');

parentPort?.on('message', ({ number, question }: Asked) => {
  parentPort?.postMessage({ number, answer: answerOf(question, nativeTieKey) });
});
