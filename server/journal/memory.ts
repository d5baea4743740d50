// A journal in memory, for tests and simulations: the same promises as a durable one, but for the power cut.

import type { StreamName } from '../../shared/kernel/ids.ts';
import type { EpochMs } from '../../shared/kernel/units.ts';
import { epochMs, later } from '../../shared/kernel/units.ts';
import { GENESIS_HEAD } from '../../shared/record/entry.ts';
import type { StoredEntry } from '../../shared/record/entry.ts';
import type { Append, AppendResult, Clock, Journal, Snapshot } from '../ports.ts';
import { chainEntry } from './chain.ts';
import { repeatsCommand } from './command-ids.ts';
import { JournalFault } from './fault.ts';

interface Stored {
  readonly entries: StoredEntry[];
  readonly commands: Map<string, StoredEntry>;
  lastDecision: number;
  wakeAt: EpochMs | undefined;
  snapshot: Snapshot | undefined;
}

/** Makes an empty journal that takes its time from `clock`. */
export const createMemoryJournal = ({ clock }: { readonly clock: Clock }): Journal => {
  const streams = new Map<StreamName, Stored>();
  let beatAt: EpochMs | undefined;
  let isClosed = false;

  const stream = (name: StreamName): Stored => {
    const found = streams.get(name);
    if (found) return found;
    const fresh: Stored = {
      entries: [],
      commands: new Map(),
      lastDecision: 0,
      wakeAt: undefined,
      snapshot: undefined,
    };
    return fresh;
  };

  const append = (request: Append): AppendResult => {
    const target = stream(request.stream);
    const version = target.entries.length;
    const { expected } = request;
    const isExpected =
      'version' in expected
        ? expected.version === version
        : target.lastDecision <= expected.noDecisionSince;
    const isNew =
      !repeatsCommand(request.entries) &&
      request.entries.every(
        ({ commandId }) => commandId === undefined || !target.commands.has(commandId),
      );
    if (!isExpected || !isNew) return { ok: false, conflict: { version } };
    streams.set(request.stream, target);
    const entries = request.entries.map((entry) => {
      const last = target.entries.at(-1);
      const stored = chainEntry(
        {
          stream: request.stream,
          version: target.entries.length + 1,
          at: later(entry.at, last?.at ?? epochMs(0)),
          body: entry.body,
        },
        last?.head ?? GENESIS_HEAD,
      );
      target.entries.push(stored);
      if (entry.commandId !== undefined) target.commands.set(entry.commandId, stored);
      if (entry.kind === 'decision') target.lastDecision = stored.version;
      return stored;
    });
    if (request.wakeAt !== undefined) target.wakeAt = request.wakeAt ?? undefined;
    return { ok: true, entries };
  };

  const open = async <T>(answer: () => T): Promise<T> => {
    // One turn of the event loop's queue, so that nobody comes to rely on an immediate answer.
    await Promise.resolve();
    if (isClosed) throw new JournalFault('closed', 'the journal is closed');
    return answer();
  };

  return {
    append: (request) => open(() => append(request)),
    read: (name, afterVersion, limit) =>
      open(() => stream(name).entries.slice(afterVersion, afterVersion + limit)),
    versions: (names) => open(() => names.map((name) => stream(name).entries.length)),
    findCommand: (name, commandId) => open(() => stream(name).commands.get(commandId)),
    readSnapshot: (name) => open(() => stream(name).snapshot),
    writeSnapshot: (name, snapshot) =>
      open(() => {
        const target = stream(name);
        if ((target.snapshot?.version ?? 0) <= snapshot.version) target.snapshot = snapshot;
      }),
    streams: (prefix, afterName, limit) =>
      open(() =>
        [...streams.keys()]
          .filter((name) => name.startsWith(prefix) && name > afterName)
          .sort()
          .slice(0, limit),
      ),
    due: (dueMs, limit) =>
      open(() =>
        [...streams]
          .flatMap(([name, { wakeAt }]) =>
            wakeAt !== undefined && wakeAt <= dueMs ? [{ stream: name, wakeAt }] : [],
          )
          .sort((a, b) => a.wakeAt - b.wakeAt)
          .slice(0, limit),
      ),
    beat: (_node, at) =>
      open(() => {
        beatAt = later(at, beatAt ?? epochMs(0));
      }),
    lastBeat: () => open(() => beatAt),
    now: () => clock.now(),
    close: () => {
      isClosed = true;
      return Promise.resolve();
    },
  };
};
