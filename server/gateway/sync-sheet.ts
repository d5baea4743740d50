// The text of one sheet for all connections of this node. Sends each commit to every follower, encoded once; answers
// those who join without losing what is committed meanwhile. Who may follow or write is decided before it is called.

import * as Y from 'yjs';
import type { TextAnswer, TextChange, TextHost } from '../host/types.ts';
import type { CancelTimer, Clock, Timers, Unsubscribe } from '../ports.ts';
import { step1Frame, step2Frame, updateFrame } from './sync-frames.ts';
import { GatheringWindow } from './sync-window.ts';

export interface SheetTextDeps {
  readonly host: Pick<TextHost, 'submitText' | 'missing' | 'watchText'>;
  readonly clock: Clock;
  readonly timers: Timers;
  /** Makes the one frame that all followers get. */
  readonly encode?: (update: Uint8Array) => Uint8Array;
}

/** What the text needs of a connection. */
export interface TextFollower {
  readonly reader: { readonly seatId: string; readonly mayWrite: boolean };
  readonly isOpen: boolean;
  send(frame: Uint8Array): void;
  sendWhole(frame: Uint8Array): void;
  sendText(frame: Uint8Array): void;
  hold(): void;
  release(): void;
  settled(): Promise<void>;
}

interface Gathered {
  readonly update: Uint8Array;
  /** Who sent exactly these bytes and therefore needs no echo. */
  readonly from: TextFollower | undefined;
}

const isSame = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;

export class SheetText {
  readonly #host: SheetTextDeps['host'];
  readonly #timers: Timers;
  readonly #encode: (update: Uint8Array) => Uint8Array;
  readonly #window: GatheringWindow;
  readonly #unwatch: Unsubscribe;
  readonly #followers = new Set<TextFollower>();
  /** The edit of each connection that the host has in hand. */
  readonly #inHand = new Map<TextFollower, Uint8Array>();
  #gathered: Gathered[] = [];
  #cancelFlush: CancelTimer | undefined;

  constructor({ host, clock, timers, encode = updateFrame }: SheetTextDeps) {
    this.#host = host;
    this.#timers = timers;
    this.#encode = encode;
    this.#window = new GatheringWindow(() => clock.now());
    this.#unwatch = host.watchText((change) => {
      this.#committed(change);
    });
  }

  /**
   * Answers a state vector with what it lacks, and sends every later commit from now on. A writer is asked in turn
   * for what the server lacks; a mere reader is not, for its answer (all its deletions) could not be taken.
   */
  async answer(follower: TextFollower, stateVector: Uint8Array): Promise<void> {
    // From here on commits are kept for this follower, so that none falls between the answer and the first update.
    this.#followers.add(follower);
    follower.hold();
    try {
      const document = await this.#host.missing(stateVector);
      await follower.settled();
      if (!follower.isOpen) return;
      follower.sendWhole(step2Frame(document.state));
      if (follower.reader.mayWrite) follower.send(step1Frame(document.stateVector));
    } finally {
      follower.release();
    }
  }

  /** Hands one edit to the host. Rejects with the host's fault. */
  async submit(follower: TextFollower, update: Uint8Array): Promise<TextAnswer> {
    this.#inHand.set(follower, update);
    try {
      return await this.#host.submitText(follower.reader.seatId, update);
    } finally {
      this.#inHand.delete(follower);
    }
  }

  /** Sends nothing more to this follower. */
  left(follower: TextFollower): void {
    this.#followers.delete(follower);
  }

  close(): void {
    this.#cancelFlush?.();
    this.#unwatch();
  }

  #committed({ update, authors }: TextChange): void {
    this.#gathered.push({ update, from: this.#senderOf(update, authors) });
    const wait = this.#window.afterCommit(this.#followers.size);
    if (this.#cancelFlush) return;
    if (wait === 0) this.#flush();
    else this.#cancelFlush = this.#timers.after(wait, () => this.#flush());
  }

  /**
   * Being the only author is not enough to need no echo: the seat may write through another node at the same time.
   * Whoever sent these very bytes has them.
   */
  #senderOf(update: Uint8Array, authors: readonly string[]): TextFollower | undefined {
    if (authors.length !== 1) return undefined;
    for (const [follower, sent] of this.#inHand) {
      if (follower.reader.seatId === authors[0] && isSame(sent, update)) return follower;
    }
    return undefined;
  }

  #flush(): void {
    this.#cancelFlush = undefined;
    const gathered = this.#gathered;
    this.#gathered = [];
    const [first] = gathered;
    if (!first || this.#followers.size === 0) return;
    const merged =
      gathered.length === 1 ? first.update : Y.mergeUpdates(gathered.map(({ update }) => update));
    const frame = this.#encode(merged);
    const knows = gathered.every(({ from }) => from === first.from) ? first.from : undefined;
    for (const follower of this.#followers) if (follower !== knows) follower.sendText(frame);
  }
}
