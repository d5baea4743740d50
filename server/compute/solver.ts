// Computes what streams ask for in a thread of its own. The thread starts with the first question and lives on; when it
// fails, whoever waits is told and the next question starts another.

import { Worker } from 'node:worker_threads';
import type { Json } from '../../shared/kernel/json.ts';
import type { Solver } from '../ports.ts';

interface Waiting {
  readonly done: (answer: Json) => void;
  readonly failed: (cause: Error) => void;
}

class ThreadedSolver implements Solver {
  readonly #script: URL;
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | undefined;
  #asked = 0;

  constructor(script: URL) {
    this.#script = script;
  }

  answer(question: Json): Promise<Json> {
    return new Promise((done, failed) => {
      const number = (this.#asked += 1);
      this.#waiting.set(number, { done, failed });
      this.#worker ??= this.#start();
      this.#worker.postMessage({ number, question });
    });
  }

  async close(): Promise<void> {
    await this.#worker?.terminate();
  }

  #start(): Worker {
    const worker = new Worker(this.#script);
    // A node that stops does not wait for an answer: another one computes it, or this one after its start.
    worker.unref();
    worker.on('message', ({ number, answer }: { number: number; answer: Json }) => {
      this.#waiting.get(number)?.done(answer);
      this.#waiting.delete(number);
    });
    worker.on('error', (cause) => {
      this.#end(new Error('the computing thread failed', { cause }));
    });
    worker.on('exit', () => {
      this.#end(new Error('the computing thread ended'));
    });
    return worker;
  }

  #end(cause: Error): void {
    this.#worker = undefined;
    for (const { failed } of this.#waiting.values()) failed(cause);
    this.#waiting.clear();
  }
}

/** A solver on a thread of its own. */
export const createSolver = (): Solver =>
  new ThreadedSolver(new URL('./solver-worker.ts', import.meta.url));

/** Puts reports on very large sales together, on another thread: a close waits for no report. */
export const createReporter = (): Solver =>
  new ThreadedSolver(new URL('../export/report-worker.ts', import.meta.url));
