// Copies a whole record from anywhere to anywhere. What is read is checked before it is written, and what was written is
// read back and checked again, so that a copy that says it is done is one.

import { JournalFault } from '../journal/fault.ts';
import { RecordCheck } from './record-check.ts';
import type { RecordPart, RecordSource, RecordSummary, RecordTarget } from './types.ts';

/** How many entries have been copied, and of how many. */
export type Progress = (entries: number, of: number) => void;

/** Says of what the message speaks: a check knows streams and entries, but not whose. */
const placed = (cause: unknown, { place }: RecordSource): unknown =>
  cause instanceof JournalFault && cause.kind === 'corrupt' && !cause.message.startsWith(place)
    ? new JournalFault('corrupt', `${place}: ${cause.message}`, { cause })
    : cause;

const checkedParts = async (
  source: RecordSource,
  take: (part: RecordPart, check: RecordCheck) => Promise<void> | void,
): Promise<RecordSummary> => {
  try {
    const summary = await source.summary();
    const check = new RecordCheck();
    for await (const part of source.parts()) {
      check.take(part);
      await take(part, check);
    }
    check.end(summary);
    return summary;
  } catch (cause) {
    throw placed(cause, source);
  }
};

/** Reads all of a record and gives its summary. Rejects with JournalFault that names the first place that fails. */
export const checkRecord = (source: RecordSource): Promise<RecordSummary> =>
  checkedParts(source, () => undefined);

/** Copies the record into an empty target. Rejects with JournalFault; the target must then be given up. */
export const copyRecord = async (
  source: RecordSource,
  target: RecordTarget,
  progress: Progress,
): Promise<RecordSummary> => {
  const announced = await source.summary();
  await target.begin(announced);
  const copied = await checkedParts(source, async (part, check) => {
    await target.take(part);
    progress(check.entries, announced.entries);
  });
  await target.end();
  const written = await checkRecord(target.written());
  if (written.heads !== copied.heads) {
    throw new JournalFault('corrupt', `${target.place} did not keep what was written to it`);
  }
  return copied;
};
