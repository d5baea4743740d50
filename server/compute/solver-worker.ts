// The thread in which awards and the closes of large rounds are computed, and large files are read, one after the
// other, so that nothing else waits for them.

import { parentPort } from 'node:worker_threads';
import type { FileAnswer, FileQuestion } from '../../shared/auction/formats/bid-file.ts';
import type { Asked as Question, Found } from '../../shared/auction/formats/format.ts';
import type { ReadLots } from '../../shared/auction/lot-rows.ts';
import type { TieKey } from '../../shared/auction/formats/large-round.ts';
import { readBidFile } from '../../shared/auction/formats/bid-file.ts';
import { parseLotTable } from '../../shared/auction/lot-table.ts';
import { readLotRows } from '../../shared/auction/lot-rows.ts';
import { answerOf } from '../../shared/auction/formats/answers.ts';
import { giveWay } from '../platform/give-way.ts';
import { sha256 } from '../platform/sha256.ts';

giveWay();

/** What is asked, and what comes back under the same number. */
export interface Asked {
  readonly number: number;
  readonly question: Question | FileQuestion | LotsQuestion;
}

/** A table of lots to be read. */
export interface LotsQuestion {
  readonly kind: 'lot-table';
  readonly text: string;
}

const answer = (question: Asked['question']): Found | FileAnswer | ReadLots => {
  if (!('kind' in question)) return answerOf(question);
  switch (question.kind) {
    case 'lot-table':
      return readLotRows(parseLotTable(question.text).rows);
    case 'bid-file':
      return readBidFile(question);
    case 'clock-round':
      return answerOf(question, nativeTieKey);
  }
};

/** The same keys as auction/ties.ts makes, five times as fast: a round may need hundreds of thousands. */
export const nativeTieKey: TieKey = ({ seed, auctionId, round }, teamId, lotId) =>
  sha256([seed, auctionId, String(round), teamId, lotId].join('\n'));

parentPort?.on('message', ({ number, question }: Asked) => {
  parentPort?.postMessage({ number, answer: answer(question) });
});
