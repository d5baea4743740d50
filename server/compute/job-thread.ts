// Work for a thread of its own, one job after the other, with a bound on its memory, on the time a job may take and on how
// many may wait. A job that breaks a bound ends the thread and nothing else; the next one gets another.

import { Worker } from 'node:worker_threads';
import { durationMs } from '../../shared/kernel/units.ts';
import type { CancelTimer, Timers } from '../ports.ts';

export interface JobBounds {
  /** Of the thread. */
  readonly heapMb: number;
  /** For one job from its beginning. */
  readonly jobMs: number;
  readonly waiting: number;
}

/** What whoever waits is told when a job does not come to its end. */
export interface JobEnds {
  readonly tooMany: () => Error;
  readonly tooSlow: () => Error;
  readonly tooLarge: () => Error;
  readonly refused: (refused: { readonly code: string; readonly detail: string }) => Error;
}

/** What goes to the script of a thread. */
export interface JobAsked<Job> {
  readonly number: number;
  readonly job: Job;
}

/** What a script answers under the number it was asked. */
export type JobAnswered<Result> =
  | { readonly number: number; readonly result: Result }
  | {
      readonly number: number;
      readonly refused: { readonly code: string; readonly detail: string };
    }
  | { readonly number: number; readonly fault: string };

interface Waiting<Job, Result> {
  readonly job: Job;
  readonly done: (result: Result) => void;
  readonly failed: (cause: Error) => void;
}

type Current<Job, Result> = Waiting<Job, Result> & {
  readonly number: number;
  readonly cancel: CancelTimer;
};

/** A thread that starts with the first job. */
export class JobThread<Job, Result> {
  readonly #script: URL;
  readonly #bounds: JobBounds;
  readonly #ends: JobEnds;
  readonly #timers: Timers;
  readonly #waiting: Waiting<Job, Result>[] = [];
  #worker: Worker | undefined;
  #current: Current<Job, Result> | undefined;
  #asked = 0;
  #isClosed = false;

  constructor(script: URL, bounds: JobBounds, { ends, timers }: { ends: JobEnds; timers: Timers }) {
    this.#script = script;
    this.#bounds = bounds;
    this.#ends = ends;
    this.#timers = timers;
  }

  /** Rejects with one of the ends that were given, or a fault. */
  run(job: Job): Promise<Result> {
    if (this.#isClosed || this.#waiting.length >= this.#bounds.waiting)
      return Promise.reject(this.#ends.tooMany());
    return new Promise((done, failed) => {
      this.#waiting.push({ job, done, failed });
      this.#next();
    });
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    for (const { failed } of this.#waiting.splice(0)) failed(new Error('the thread is closed'));
    await this.#worker?.terminate();
  }

  #next(): void {
    if (this.#current || this.#isClosed) return;
    const next = this.#waiting.shift();
    if (!next) return;
    const number = (this.#asked += 1);
    const cancel = this.#timers.after(durationMs(this.#bounds.jobMs), () => {
      this.#end(this.#ends.tooSlow());
    });
    this.#current = { ...next, number, cancel };
    this.#worker ??= this.#start();
    const asked: JobAsked<Job> = { number, job: next.job };
    this.#worker.postMessage(asked);
  }

  #start(): Worker {
    const worker = new Worker(this.#script, {
      resourceLimits: { maxOldGenerationSizeMb: this.#bounds.heapMb },
    });
    // A node that stops waits for no job.
    worker.unref();
    worker.on('message', (answer: JobAnswered<Result>) => {
      if (answer.number === this.#current?.number) this.#settle(answer);
    });
    const ended = (cause: unknown): void => {
      if (this.#worker !== worker) return;
      const { code } = (cause ?? {}) as { readonly code?: string };
      const isFull = code === 'ERR_WORKER_OUT_OF_MEMORY';
      this.#end(isFull ? this.#ends.tooLarge() : new Error('the thread ended', { cause }));
    };
    worker.on('error', ended);
    worker.on('exit', ended);
    return worker;
  }

  #settle(answer: JobAnswered<Result>): void {
    const current = this.#current;
    if (!current) return;
    this.#current = undefined;
    current.cancel();
    if ('result' in answer) current.done(answer.result);
    else if ('refused' in answer) current.failed(this.#ends.refused(answer.refused));
    else current.failed(new Error(`a job failed: ${answer.fault}`));
    this.#next();
  }

  /** Ends the thread with the job it has in hand; those that wait get a new one. */
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
