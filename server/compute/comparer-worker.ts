// The thread in which long wordings are compared, one comparison after the other. What is answered has given both wordings
// back, as every redline has (RED1).

import { parentPort } from 'node:worker_threads';
import { hashOf } from '../../shared/kernel/hash.ts';
import { authorsFrom } from '../../shared/sheet/redline/author-tables.ts';
import type { AuthoredClause } from '../../shared/sheet/redline/authored.ts';
import { redlineOf } from '../../shared/sheet/redline/build.ts';
import { attributionBy } from '../../shared/sheet/redline/changes-by.ts';
import { giveWay } from '../platform/give-way.ts';
import type { CompareJob, CompareResult } from './comparer.ts';
import type { JobAnswered, JobAsked } from './job-thread.ts';

giveWay();

/**
 * Characters of one redline as it is sent: some 15,000 cells of a table, 300 pages of text. More holds up the server that
 * reads, signs and sends it to each reader, and the page that draws it.
 */
const MAX_REDLINE_SIZE = 2_000_000;

const compared = ({ base, text, by }: CompareJob): CompareResult => {
  const [from, to] = [JSON.parse(base), JSON.parse(text)] as [AuthoredClause, AuthoredClause];
  const known = by.kind === 'record' ? { ...by, names: authorsFrom(by.names) } : by;
  const who = attributionBy(known, from.runs, to.runs);
  const redline = JSON.stringify(redlineOf(from.blocks, to.blocks, who));
  const { length: size } = redline;
  if (size > MAX_REDLINE_SIZE) return { tooLong: { size, maximum: MAX_REDLINE_SIZE } };
  return { redline, hash: hashOf(to.blocks) };
};

const answerTo = ({ number, job }: JobAsked<CompareJob>): JobAnswered<CompareResult> => {
  try {
    return { number, result: compared(job) };
  } catch (cause) {
    return {
      number,
      fault: cause instanceof Error ? (cause.stack ?? cause.message) : String(cause),
    };
  }
};

parentPort?.on('message', (asked: JobAsked<CompareJob>) => {
  parentPort?.postMessage(answerTo(asked));
});
