// A journal that is watched for the operator: appends are timed, faults counted, and whether it takes writes is known
// and said once, when it changes. Changes nothing else.

import { JournalFault } from '../journal/fault.ts';
import type { Journal, Log } from '../ports.ts';
import type { Metrics } from './metrics.ts';

export interface MeasuredJournal extends Journal {
  /** Whether the last write was taken; a node that beats writes twice a second. */
  readonly isWritable: () => boolean;
}

export interface Watchers {
  readonly metrics: Pick<Metrics, 'appendStarted' | 'journalFault'>;
  readonly log: Log;
}

/** Faults of the whole store; the others are of one stream, or of the end of the program. */
const STORE_KINDS: ReadonlySet<string> = new Set(['unavailable', 'full', 'read-only', 'denied']);

/** The journal itself, with what becomes of its requests told to `metrics` and `log`. */
export const measuredJournal = (journal: Journal, { metrics, log }: Watchers): MeasuredJournal => {
  let isWritable = true;
  const written = (cause?: unknown): void => {
    if (cause !== undefined && !(cause instanceof JournalFault && STORE_KINDS.has(cause.kind))) {
      return;
    }
    const was = isWritable;
    isWritable = cause === undefined;
    if (was && !isWritable) log.warn({ err: cause }, 'the journal takes no writes');
    if (!was && isWritable) log.info({}, 'the journal takes writes again');
  };
  const counted = async <T>(operation: string, request: Promise<T>): Promise<T> => {
    try {
      return await request;
    } catch (cause) {
      metrics.journalFault(operation, cause instanceof JournalFault ? cause.kind : 'other');
      throw cause;
    }
  };
  const write = async <T>(operation: string, request: Promise<T>): Promise<T> => {
    try {
      const answer = await counted(operation, request);
      written();
      return answer;
    } catch (cause) {
      written(cause);
      throw cause;
    }
  };
  const read = <T>(request: Promise<T>): Promise<T> => counted('read', request);
  return {
    ...(journal.durability && { durability: journal.durability }),
    append: (request) => {
      const ended = metrics.appendStarted();
      return write('append', journal.append(request)).finally(ended);
    },
    read: (stream, afterVersion, limit) => read(journal.read(stream, afterVersion, limit)),
    versions: (streams) => read(journal.versions(streams)),
    findCommand: (stream, commandId) => read(journal.findCommand(stream, commandId)),
    readSnapshot: (stream) => read(journal.readSnapshot(stream)),
    writeSnapshot: (stream, snapshot) =>
      counted('snapshot', journal.writeSnapshot(stream, snapshot)),
    streams: (prefix, afterName, limit) => read(journal.streams(prefix, afterName, limit)),
    due: (dueMs, limit) => read(journal.due(dueMs, limit)),
    beat: (node, at) => write('beat', journal.beat(node, at)),
    lastBeat: () => read(journal.lastBeat()),
    now: () => journal.now(),
    close: () => journal.close(),
    isWritable: () => isWritable,
  };
};
