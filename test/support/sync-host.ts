// A sheet's host without a journal: a Y.Doc, commits that a test can hold, refuse and fail, and joins that it can
// hold at the worst moment. Everything that waits while a commit is held goes into the next one together.

import * as Y from 'yjs';
import type { DocumentState, SheetHost, TextAnswer, TextChange } from '../../server/host/types.ts';
import type { Rejection } from '../../shared/kernel/rejection.ts';

interface Waiting {
  readonly by: string;
  readonly update: Uint8Array;
  readonly done: (answer: TextAnswer) => void;
  readonly failed: (cause: Error) => void;
}

/** Lets things pass until it is held; the returned function lets them pass again. */
class Gate {
  #opened: Promise<void> | undefined;

  hold(): () => void {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#opened = promise;
    return () => {
      this.#opened = undefined;
      resolve();
    };
  }

  async pass(): Promise<void> {
    await this.#opened;
  }
}

const unused = (): never => {
  throw new Error('a connection has no business with this');
};

export class FakeSheetHost implements SheetHost {
  readonly doc = new Y.Doc();
  readonly commits = new Gate();
  readonly joins = new Gate();
  /** Every edit that was handed in, in order. */
  readonly submitted: { readonly by: string; readonly update: Uint8Array }[] = [];
  readonly submit = unused;
  readonly confirmed = unused;
  readonly current = unused;
  readonly watch = unused;
  readonly reading = unused;
  /** Says why an edit is refused. */
  refusal: (by: string, update: Uint8Array) => Rejection | undefined = () => undefined;
  /** The next commit fails with this. */
  failure: Error | undefined;
  commitCount = 0;
  readonly #watchers = new Set<(change: TextChange) => void>();
  #waiting: Waiting[] = [];
  #isCommitting = false;

  get watcherCount(): number {
    return this.#watchers.size;
  }

  get text(): string {
    return this.doc.getText('terms').toString();
  }

  /** Bytes that the document takes as one update. */
  get state(): Uint8Array {
    return Y.encodeStateAsUpdate(this.doc);
  }

  submitText(by: string, update: Uint8Array): Promise<TextAnswer> {
    this.submitted.push({ by, update });
    return new Promise((done, failed) => {
      this.#waiting.push({ by, update, done, failed });
      if (!this.#isCommitting) void this.#commitAll();
    });
  }

  /** Looks at the document at once and answers late, so that commits fall in between. */
  async missing(stateVector: Uint8Array): Promise<DocumentState> {
    const answer = {
      state: Y.encodeStateAsUpdate(this.doc, stateVector),
      stateVector: Y.encodeStateVector(this.doc),
    };
    await this.joins.pass();
    return answer;
  }

  watchText(listener: (change: TextChange) => void): () => void {
    this.#watchers.add(listener);
    return () => this.#watchers.delete(listener);
  }

  /** Tells readers of text that came from elsewhere. */
  tell(change: TextChange): void {
    for (const watcher of this.#watchers) watcher(change);
  }

  /** Writes as another node's reader does. */
  write(content: string, by = 'elsewhere'): void {
    const before = Y.encodeStateVector(this.doc);
    this.doc.getText('terms').insert(this.doc.getText('terms').length, content);
    this.tell({ update: Y.encodeStateAsUpdate(this.doc, before), authors: [by] });
  }

  async #commitAll(): Promise<void> {
    this.#isCommitting = true;
    while (this.#waiting.length > 0) {
      const batch = this.#waiting;
      this.#waiting = [];
      await this.commits.pass();
      this.#commit(batch);
    }
    this.#isCommitting = false;
  }

  #commit(batch: readonly Waiting[]): void {
    const { failure } = this;
    this.failure = undefined;
    if (failure) {
      for (const { failed } of batch) failed(failure);
      return;
    }
    const decided = batch.map((item) => ({
      ...item,
      rejection: this.refusal(item.by, item.update),
    }));
    const accepted = decided.filter(({ rejection }) => !rejection);
    const [first] = accepted;
    if (first) {
      this.commitCount += 1;
      for (const { update } of accepted) Y.applyUpdate(this.doc, update);
      const update =
        accepted.length === 1
          ? first.update.slice()
          : Y.mergeUpdates(accepted.map((item) => item.update));
      this.tell({ update, authors: [...new Set(accepted.map(({ by }) => by))] });
    }
    for (const { rejection, done } of decided)
      done(rejection ? { ok: false, rejection } : { ok: true });
  }
}
