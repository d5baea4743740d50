// One y-websocket connection as the server holds it: who reads, what is sent, and how it ends. Text is held back while
// it is not settled who the reader is or what it already has. Knows nothing of sheets and of other connections.

import type { WebSocket } from 'ws';
import type { CancelTimer, Timers } from '../ports.ts';
import { CLOSE } from '../../shared/protocol/errors.ts';
import { durationMs } from '../../shared/kernel/units.ts';

/** Who reads through a connection, and what that person may do and see at this moment. */
export interface SyncReader {
  readonly roomId: string;
  readonly seatId: string;
  /** As others read it at the cursor. */
  readonly name: string;
  readonly side: 'carrier' | 'shipper' | null;
  readonly mayWrite: boolean;
  /** Whether this reader may know that another seat is on the sheet. */
  maySee(otherSeatId: string): boolean;
  /** The same reader by the rights of now; undefined when it may no longer read. */
  recheck(): Promise<SyncReader | undefined>;
}

export type SyncCount = 'edit-accepted' | 'edit-refused' | 'frame-sent' | 'slow-closed';

export interface ConnectionDeps {
  readonly timers: Timers;
  readonly maxBufferedBytes: number;
  counted(kind: SyncCount): void;
  /** Called once, as soon as either side has ended it. */
  ended(): void;
}

/** How long a client that was told to go may take over it. */
const FAREWELL_MS = 3_000;
/** Longest reason that fits a close frame, in bytes; codes are ASCII. */
const MAX_REASON_BYTES = 120;
const BINARY = { binary: true } as const;

export class SyncConnection {
  /** Resolves once the socket is gone. */
  readonly closed: Promise<void>;
  /** Spreads periodic work of many connections over time: the instant it came, which says nothing about others. */
  readonly phase: number;
  reader: SyncReader;
  /** Whole seconds since anything was heard. */
  quietSeconds = 0;
  readonly #socket: WebSocket;
  readonly #deps: ConnectionDeps;
  readonly #held: Uint8Array[] = [];
  #heldBytes = 0;
  #holds = 0;
  /** Bytes of whole documents on their way: a joiner is not slow for having been given much. */
  #wholeBytes = 0;
  #isOpen = true;
  #isCut = false;
  #cancelFarewell: CancelTimer | undefined;
  #checks: Promise<void> = Promise.resolve();

  constructor(socket: WebSocket, reader: SyncReader, phase: number, deps: ConnectionDeps) {
    this.#socket = socket;
    this.#deps = deps;
    this.reader = reader;
    this.phase = phase;
    this.closed = new Promise((resolve) => {
      socket.once('close', () => {
        this.#cancelFarewell?.();
        this.#end();
        resolve();
      });
    });
  }

  /** False as soon as this side or the other has ended it. */
  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** True once this side has ended it with a code: what came before but was not looked at yet is not wanted. */
  get isCut(): boolean {
    return this.#isCut;
  }

  /** Sends at once. A reader with too much unread is cut off instead. */
  send(frame: Uint8Array): void {
    if (!this.#isOpen) return;
    if (this.#socket.bufferedAmount > this.#deps.maxBufferedBytes + this.#wholeBytes) {
      this.#cutSlow();
      return;
    }
    this.#socket.send(frame, BINARY);
    this.#deps.counted('frame-sent');
  }

  /** Sends a document, which may be larger than what a reader may otherwise leave unread. */
  sendWhole(frame: Uint8Array): void {
    if (!this.#isOpen) return;
    this.#wholeBytes += frame.length;
    this.#socket.send(frame, BINARY, () => {
      this.#wholeBytes -= frame.length;
    });
    this.#deps.counted('frame-sent');
  }

  /** Sends text, or keeps it in order while text is held back. */
  sendText(frame: Uint8Array): void {
    if (this.#holds === 0) {
      this.send(frame);
      return;
    }
    this.#held.push(frame);
    this.#heldBytes += frame.length;
    if (this.#heldBytes > this.#deps.maxBufferedBytes) this.#cutSlow();
  }

  /** Holds text back until `release` has been called as often. */
  hold(): void {
    this.#holds += 1;
  }

  release(): void {
    this.#holds -= 1;
    if (this.#holds > 0) return;
    this.#heldBytes = 0;
    for (const frame of this.#held.splice(0)) this.send(frame);
  }

  /** Runs a check of rights; text waits for it in both directions. `check` must not reject. */
  async during(check: () => Promise<void>): Promise<void> {
    this.hold();
    const former = this.#checks;
    this.#checks = former.then(check);
    await this.#checks;
    this.release();
  }

  /** Resolves once no check of rights is under way. */
  async settled(): Promise<void> {
    for (let checks = this.#checks; ; checks = this.#checks) {
      await checks;
      if (checks === this.#checks) return;
    }
  }

  /** Ends the connection with a code; nothing is sent or taken in after it. */
  cut(code: number, reason: string): void {
    if (!this.#isOpen) return;
    this.#isCut = true;
    this.#end();
    this.#socket.close(code, reason.slice(0, MAX_REASON_BYTES));
    this.#cancelFarewell = this.#deps.timers.after(durationMs(FAREWELL_MS), () => {
      this.#socket.terminate();
    });
  }

  ping(): void {
    if (this.#isOpen) this.#socket.ping();
  }

  /** Ends a connection whose other end no longer answers. */
  terminate(): void {
    this.#end();
    this.#socket.terminate();
  }

  #end(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#held.length = 0;
    this.#deps.ended();
  }

  #cutSlow(): void {
    this.#deps.counted('slow-closed');
    this.cut(CLOSE.slow, 'slow');
  }
}
