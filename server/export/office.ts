// Writes files and reads those from outside in a thread of its own, with a bound on its memory, on the time a file may
// take and on how many may wait. A file that breaks a bound ends the thread and nothing else; the next one gets another.

import { Worker } from 'node:worker_threads';
import { durationMs } from '../../shared/kernel/units.ts';
import type { CancelTimer, Timers } from '../ports.ts';
import { Busy } from './busy.ts';
import { FileRefused } from './docx-in/refused.ts';
import type { RefusalCode } from './docx-in/refused.ts';
import type { OfficeAnswered, OfficeJob, OfficeResults } from './office-worker.ts';

/** Memory of the thread, and time for one file from its beginning. */
const HEAP_MB = 384;
const JOB_MS = 30_000;
const MAX_WAITING = 24;

interface Waiting {
  readonly job: OfficeJob;
  readonly done: (result: never) => void;
  readonly failed: (cause: Error) => void;
}

export interface Office {
  /** Rejects with FileRefused, Busy or a fault. */
  run<Kind extends OfficeJob['kind']>(
    job: OfficeJob & { readonly kind: Kind },
  ): Promise<OfficeResults[Kind]>;
  close(): Promise<void>;
}

class ThreadedOffice implements Office {
  readonly #timers: Timers;
  readonly #waiting: Waiting[] = [];
  #worker: Worker | undefined;
  #current: (Waiting & { readonly number: number; readonly cancel: CancelTimer }) | undefined;
  #asked = 0;
  #isClosed = false;

  constructor(timers: Timers) {
    this.#timers = timers;
  }

  run<Kind extends OfficeJob['kind']>(
    job: OfficeJob & { readonly kind: Kind },
  ): Promise<OfficeResults[Kind]> {
    if (this.#isClosed || this.#waiting.length >= MAX_WAITING)
      return Promise.reject(new Busy('too many files wait'));
    return new Promise((done, failed) => {
      this.#waiting.push({ job, done, failed });
      this.#next();
    });
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    for (const { failed } of this.#waiting.splice(0)) failed(new Error('the office is closed'));
    await this.#worker?.terminate();
  }

  #next(): void {
    if (this.#current || this.#isClosed) return;
    const next = this.#waiting.shift();
    if (!next) return;
    const number = (this.#asked += 1);
    const cancel = this.#timers.after(durationMs(JOB_MS), () => {
      this.#end(new FileRefused('file/too-slow'));
    });
    this.#current = { ...next, number, cancel };
    this.#worker ??= this.#start();
    this.#worker.postMessage({ number, job: next.job });
  }

  #start(): Worker {
    const worker = new Worker(new URL('./office-worker.ts', import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
    });
    // A node that stops waits for no file.
    worker.unref();
    worker.on('message', (answer: OfficeAnswered) => {
      if (answer.number === this.#current?.number) this.#settle(answer);
    });
    const ended = (cause: unknown): void => {
      if (this.#worker !== worker) return;
      const { code } = (cause ?? {}) as { readonly code?: string };
      const isFull = code === 'ERR_WORKER_OUT_OF_MEMORY';
      this.#end(
        isFull ? new FileRefused('file/bomb') : new Error('the office thread ended', { cause }),
      );
    };
    worker.on('error', ended);
    worker.on('exit', ended);
    return worker;
  }

  #settle(answer: OfficeAnswered): void {
    const current = this.#current;
    if (!current) return;
    this.#current = undefined;
    current.cancel();
    if ('result' in answer) current.done(answer.result as never);
    else if ('refused' in answer) {
      const { code, detail } = answer.refused;
      current.failed(new FileRefused(code as RefusalCode, detail));
    } else current.failed(new Error(`a file could not be made or read: ${answer.fault}`));
    this.#next();
  }

  /** Ends the thread with the file it has in hand; those that wait get a new one. */
  #end(cause: Error): void {
    const [worker, current] = [this.#worker, this.#current];
    this.#worker = undefined;
    this.#current = undefined;
    void worker?.terminate();
    current?.cancel();
    current?.failed(cause);
    this.#next();
  }
}

/** An office whose thread starts with the first file. */
export const createOffice = (timers: Timers): Office => new ThreadedOffice(timers);
