// A journal whose appends are timed for the operator. Changes nothing else.

import type { Journal } from '../ports.ts';
import type { Metrics } from './metrics.ts';

/** The journal itself, with the time of each append, well ended or not, told to `metrics`. */
export const measuredJournal = (
  journal: Journal,
  metrics: Pick<Metrics, 'appendStarted'>,
): Journal => ({
  ...(journal.durability && { durability: journal.durability }),
  append: async (request) => {
    const ended = metrics.appendStarted();
    try {
      return await journal.append(request);
    } finally {
      ended();
    }
  },
  read: (stream, afterVersion, limit) => journal.read(stream, afterVersion, limit),
  versions: (streams) => journal.versions(streams),
  findCommand: (stream, commandId) => journal.findCommand(stream, commandId),
  readSnapshot: (stream) => journal.readSnapshot(stream),
  writeSnapshot: (stream, snapshot) => journal.writeSnapshot(stream, snapshot),
  streams: (prefix, afterName, limit) => journal.streams(prefix, afterName, limit),
  due: (dueMs, limit) => journal.due(dueMs, limit),
  beat: (node, at) => journal.beat(node, at),
  lastBeat: () => journal.lastBeat(),
  now: () => journal.now(),
  close: () => journal.close(),
});
