// The edits of one connection, handed on one after the other: the next only when the former was decided, so that
// nothing that came after a refused edit is ever looked at. What to do with an edit is told from outside.

import type { Edit } from './sync-frames.ts';

export class EditInbox {
  readonly #take: (edit: Edit) => Promise<void>;
  readonly #maxBytes: number;
  readonly #waiting: Edit[] = [];
  #waitingBytes = 0;
  #isStopped = false;
  #work: Promise<void> | undefined;

  /** `take` says itself when it fails: it must not reject. At most `maxBytes` wait. */
  constructor(maxBytes: number, take: (edit: Edit) => Promise<void>) {
    this.#maxBytes = maxBytes;
    this.#take = take;
  }

  /** False when more waits than may; the edit is then not taken in. */
  push(edit: Edit): boolean {
    if (this.#isStopped) return true;
    if (this.#waitingBytes + edit.update.length > this.#maxBytes) return false;
    this.#waiting.push(edit);
    this.#waitingBytes += edit.update.length;
    this.#work ??= this.#run();
    return true;
  }

  /** Drops what waits and takes nothing more. */
  stop(): void {
    this.#isStopped = true;
    this.#waiting.length = 0;
    this.#waitingBytes = 0;
  }

  /** Resolves once nothing waits and nothing is in hand. */
  async drained(): Promise<void> {
    await this.#work;
  }

  async #run(): Promise<void> {
    for (let next = this.#waiting.shift(); next; next = this.#waiting.shift()) {
      this.#waitingBytes -= next.update.length;
      await this.#take(next);
    }
    this.#work = undefined;
  }
}
