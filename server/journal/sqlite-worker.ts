// The thread that owns the SQLite file. All appends of a batch share one transaction, so that one sync to disk
// serves everybody who waits; the other requests are answered after it.

import { parentPort, workerData } from 'node:worker_threads';
import { faultOf } from './fault.ts';
import type { FaultMessage, FromWorker, Reply, Request, WorkerOptions } from './sqlite-protocol.ts';
import type { Append } from '../ports.ts';
import { SqliteStore } from './sqlite-store.ts';
import { unreachable } from '../../shared/kernel/decider.ts';

const port = parentPort;
if (!port) throw new Error('this file runs as a worker thread');

const say = (message: FromWorker): void => {
  port.postMessage(message);
};

const faultMessage = (cause: unknown): FaultMessage => {
  const { kind, message } = faultOf(cause, 'file');
  return { kind, message };
};

const attempt = (work: () => unknown): Reply => {
  try {
    return { ok: true, value: work() };
  } catch (cause) {
    return { ok: false, fault: faultMessage(cause) };
  }
};

const answer = (store: SqliteStore, request: Exclude<Request, { op: 'append' }>): unknown => {
  switch (request.op) {
    case 'read':
      return store.read(request.stream, request.after, request.limit);
    case 'versions':
      return store.versions(request.streams);
    case 'findCommand':
      return store.findCommand(request.stream, request.commandId);
    case 'readSnapshot':
      return store.readSnapshot(request.stream);
    case 'writeSnapshot':
      store.writeSnapshot(request.stream, request.snapshot);
      return undefined;
    case 'streams':
      return store.streams(request.prefix, request.after, request.limit);
    case 'due':
      return store.due(request.dueMs, request.limit);
    case 'beat':
      store.beat(request.node, request.at);
      return undefined;
    case 'lastBeat':
      return store.lastBeat();
    default:
      return unreachable(request);
  }
};

/** One answer an append. All share one transaction; only when that fails for no reason of the disk, each has its own. */
const commit = (store: SqliteStore, appends: readonly Append[]): readonly Reply[] => {
  if (appends.length === 0) return [];
  try {
    return store.appendAll(appends).map((value) => ({ ok: true, value }));
  } catch (cause) {
    const fault = faultMessage(cause);
    const isOfOne = fault.kind === 'corrupt' || fault.kind === 'unavailable';
    // One damaged stream must not keep all the others from being written.
    if (isOfOne && appends.length > 1) return appends.flatMap((append) => commit(store, [append]));
    return appends.map(() => ({ ok: false, fault }));
  }
};

const answerAll = (store: SqliteStore, requests: readonly Request[]): Reply[] => {
  const appends = requests.flatMap((request) => (request.op === 'append' ? [request.append] : []));
  const committed = commit(store, appends).values();
  return requests.map((request) => {
    if (request.op !== 'append') return attempt(() => answer(store, request));
    const { value } = committed.next();
    if (!value) throw new Error('an append was not answered');
    return value;
  });
};

try {
  const store = new SqliteStore(workerData as WorkerOptions);
  port.on('message', (message: readonly Request[] | 'close') => {
    if (message === 'close') {
      store.close();
      port.close();
      return;
    }
    say({ type: 'replies', replies: answerAll(store, message) });
  });
  say({ type: 'ready' });
} catch (cause) {
  say({ type: 'failed', fault: faultMessage(cause) });
  port.close();
}
