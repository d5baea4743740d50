// Printed files: what a document consists of goes to a thread of its own, PDF bytes come back. The same document gives
// the same bytes, on every node and at every time: its date is told, never read from a clock.

import type { Content } from 'pdfmake/interfaces.js';
import { Worker } from 'node:worker_threads';
import type { EpochMs } from '../../shared/kernel/units.ts';
import { Busy } from './busy.ts';

/** How long a line of an upright page is. */
export const LINE_POINTS = 511;

/** A document to print. Plain data, so that it can go to a thread: no functions, no pictures from outside. */
export interface PdfSource {
  readonly title: string;
  readonly subject?: string;
  /** The date written into the file, as the maker's time of what it says. */
  readonly madeAtMs: EpochMs;
  readonly orientation?: 'portrait' | 'landscape';
  /** What stands at the foot of every page, left of its number. */
  readonly footer: string;
  /** Words across every page, as for drafts and rehearsals. */
  readonly watermark?: string;
  /**
   * Blocks in the words of pdfmake, with the styles `h1`, `h2`, `soft`, `head` (head of a column) and `digits` (numbers,
   * at the right), and the table layouts `hairlines`, `grid` and, for many columns, `narrowGrid`.
   */
  readonly content: Content;
}

export interface PdfPress {
  /** Prints one document after the other. Rejects with Busy when too many wait, and when a document cannot be laid out, and when the press is closed. */
  print(source: PdfSource): Promise<Uint8Array>;
  close(): Promise<void>;
}

/** What the thread answers under the number it was asked. */
export interface Printed {
  readonly number: number;
  readonly bytes?: Uint8Array;
  /** Why there are none. */
  readonly fault?: string;
}

interface Waiting {
  readonly done: (bytes: Uint8Array) => void;
  readonly failed: (cause: Error) => void;
}

/** Documents that may wait at once: more would only keep memory for people who have gone. */
const MAX_WAITING = 32;

class ThreadedPress implements PdfPress {
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | undefined;
  #asked = 0;

  print(source: PdfSource): Promise<Uint8Array> {
    if (this.#waiting.size >= MAX_WAITING) {
      return Promise.reject(new Busy('too many documents wait for the press'));
    }
    return new Promise((done, failed) => {
      const number = (this.#asked += 1);
      this.#waiting.set(number, { done, failed });
      this.#worker ??= this.#start();
      this.#worker.ref();
      this.#worker.postMessage({ number, source });
    });
  }

  async close(): Promise<void> {
    await this.#worker?.terminate();
  }

  #start(): Worker {
    const worker = new Worker(new URL('./pdf-worker.ts', import.meta.url));
    worker.on('message', ({ number, bytes, fault }: Printed) => {
      const waiting = this.#waiting.get(number);
      this.#waiting.delete(number);
      // An idle press keeps no process alive.
      if (this.#waiting.size === 0) worker.unref();
      if (bytes) waiting?.done(bytes);
      else waiting?.failed(new Error(`a document could not be printed: ${fault ?? ''}`));
    });
    worker.on('error', (cause) => {
      this.#end(new Error('the press failed', { cause }));
    });
    worker.on('exit', () => {
      this.#end(new Error('the press ended'));
    });
    return worker;
  }

  #end(cause: Error): void {
    this.#worker = undefined;
    for (const { failed } of this.#waiting.values()) failed(cause);
    this.#waiting.clear();
  }
}

/** A press on a thread of its own; the thread starts with the first document. */
export const createPress = (): PdfPress => new ThreadedPress();
