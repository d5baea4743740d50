// The journal of one machine: a SQLite file in a worker thread. Requests that come while a batch is under way
// form the next batch, so the rate adapts to the disk by itself and no fixed window delays a lone bid.

import { Worker } from 'node:worker_threads';
import type { EpochMs } from '../../shared/kernel/units.ts';
import type { Clock, Journal } from '../ports.ts';
import { JournalFault } from './fault.ts';
import type { Answers, FromWorker, Reply, Request, WorkerOptions } from './sqlite-protocol.ts';

interface Waiting {
  readonly request: Request;
  readonly done: (value: unknown) => void;
  readonly failed: (cause: JournalFault) => void;
}

/** The most requests in one batch: bounds how long a read waits behind appends. */
const MAX_BATCH_REQUESTS = 2_000;

class WorkerLine {
  readonly #worker: Worker;
  readonly #waiting: Waiting[] = [];
  #inFlight: readonly Waiting[] = [];
  #ended: JournalFault | undefined;

  constructor(worker: Worker) {
    this.#worker = worker;
    worker.on('message', (message: FromWorker) => {
      if (message.type === 'replies') this.#settle(message.replies);
    });
    worker.on('error', (cause) => {
      this.#end(new JournalFault('unavailable', 'the journal thread failed', { cause }));
    });
    worker.on('exit', () => {
      this.#end(new JournalFault('closed', 'the journal is closed'));
    });
  }

  ask<Op extends Request['op']>(request: Request & { readonly op: Op }): Promise<Answers[Op]> {
    return new Promise((done, failed) => {
      if (this.#ended) {
        failed(this.#ended);
        return;
      }
      this.#waiting.push({ request, done: done as (value: unknown) => void, failed });
      if (this.#inFlight.length === 0) this.#send();
    });
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      if (this.#ended) {
        resolve();
        return;
      }
      this.#worker.once('exit', () => {
        resolve();
      });
      this.#worker.postMessage('close');
    });
  }

  #send(): void {
    this.#inFlight = this.#waiting.splice(0, MAX_BATCH_REQUESTS);
    if (this.#inFlight.length > 0) {
      this.#worker.postMessage(this.#inFlight.map(({ request }) => request));
    }
  }

  #settle(replies: readonly Reply[]): void {
    const settled = this.#inFlight;
    // The next batch goes to the disk before anybody is told of this one.
    this.#send();
    replies.forEach((reply, index) => {
      const waiting = settled[index];
      if (reply.ok) waiting?.done(reply.value);
      else waiting?.failed(new JournalFault(reply.fault.kind, reply.fault.message));
    });
  }

  #end(fault: JournalFault): void {
    this.#ended ??= fault;
    for (const { failed } of [...this.#inFlight, ...this.#waiting.splice(0)]) failed(this.#ended);
    this.#inFlight = [];
  }
}

/**
 * Opens (or makes) the journal in `folder`. Rejects with JournalFault: `in-use` when another server has it,
 * `newer` when a newer version wrote it, `read-only` when the folder cannot be written, `corrupt`.
 */
export const openSqliteJournal = async (
  options: WorkerOptions & { readonly clock: Clock },
): Promise<Journal> => {
  const { clock, ...workerData } = options;
  const worker = new Worker(new URL('./sqlite-worker.ts', import.meta.url), { workerData });
  await new Promise<void>((resolve, rejected) => {
    worker.once('error', rejected);
    worker.once('message', (message: FromWorker) => {
      worker.off('error', rejected);
      if (message.type === 'failed')
        rejected(new JournalFault(message.fault.kind, message.fault.message));
      else resolve();
    });
  });
  const line = new WorkerLine(worker);
  return {
    durability: 'synced',
    append: (append) => line.ask({ op: 'append', append }),
    read: (stream, after, limit) => line.ask({ op: 'read', stream, after, limit }),
    versions: (streams) => line.ask({ op: 'versions', streams }),
    findCommand: (stream, commandId) => line.ask({ op: 'findCommand', stream, commandId }),
    readSnapshot: (stream) => line.ask({ op: 'readSnapshot', stream }),
    writeSnapshot: (stream, snapshot) => line.ask({ op: 'writeSnapshot', stream, snapshot }),
    streams: (prefix, after, limit) => line.ask({ op: 'streams', prefix, after, limit }),
    due: async (dueMs, limit) =>
      (await line.ask({ op: 'due', dueMs, limit })) as { stream: string; wakeAt: EpochMs }[],
    beat: (node, at) => line.ask({ op: 'beat', node, at }),
    lastBeat: async () => (await line.ask({ op: 'lastBeat' })) as EpochMs | undefined,
    now: () => clock.now(),
    close: () => line.close(),
  };
};
