// A journal between host and store that a test can hold, fail and count.

import type { Append, AppendResult, Journal } from '../../server/ports.ts';

export interface WatchedJournal extends Journal {
  readonly appends: Append[];
  /** How often entries were read. */
  readonly reads: number;
  /** Appends wait from now on; the returned function lets them go. */
  hold(): () => void;
  /** The next append fails with this cause before anything is stored. */
  failNext(cause: Error): void;
  /** The next append is stored, but the caller is told it failed: an answer lost on the way. */
  loseNextAnswer(cause: Error): void;
}

export const watchJournal = (inner: Journal): WatchedJournal => {
  const appends: Append[] = [];
  let gate: Promise<void> | undefined;
  let failure: Error | undefined;
  let loss: Error | undefined;
  let reads = 0;
  const append = async (request: Append): Promise<AppendResult> => {
    appends.push(request);
    await gate;
    const cause = failure;
    failure = undefined;
    if (cause) throw cause;
    const result = await inner.append(request);
    const lost = loss;
    loss = undefined;
    if (lost) throw lost;
    return result;
  };
  return {
    appends,
    get reads() {
      return reads;
    },
    append,
    hold: () => {
      let release = (): void => undefined;
      gate = new Promise((resolve) => {
        release = resolve;
      });
      return () => {
        gate = undefined;
        release();
      };
    },
    failNext: (cause) => {
      failure = cause;
    },
    loseNextAnswer: (cause) => {
      loss = cause;
    },
    read: (stream, afterVersion, limit) => {
      reads += 1;
      return inner.read(stream, afterVersion, limit);
    },
    versions: (streams) => inner.versions(streams),
    findCommand: (stream, commandId) => inner.findCommand(stream, commandId),
    readSnapshot: (stream) => inner.readSnapshot(stream),
    writeSnapshot: (stream, snapshot) => inner.writeSnapshot(stream, snapshot),
    streams: (prefix, afterName, limit) => inner.streams(prefix, afterName, limit),
    due: (dueMs, limit) => inner.due(dueMs, limit),
    beat: (node, at) => inner.beat(node, at),
    lastBeat: () => inner.lastBeat(),
    now: () => inner.now(),
    close: () => inner.close(),
  };
};
