// What one connection asks for and writes, in order and within limits. Every frame is read here and nowhere else; a
// frame that is not understood, is too much or is refused ends the connection with the code that says so.

import type { Clock, Log, Timers } from '../ports.ts';
import { unreachable } from '../../shared/kernel/decider.ts';
import { CLOSE } from '../../shared/protocol/errors.ts';
import type { AwarenessRelay } from './awareness.ts';
import { Bucket } from './bucket.ts';
import type { SyncConnection, SyncCount } from './sync-connection.ts';
import type { Edit } from './sync-frames.ts';
import { isEmptyUpdate, readFrame, savedFrame } from './sync-frames.ts';
import { EarlyEdits } from './sync-early.ts';
import { EditInbox } from './sync-inbox.ts';
import type { SheetText } from './sync-sheet.ts';

export interface SessionLimits {
  readonly editsPerSecond: number;
  readonly editBurst: number;
  /** Largest frame a client may send, in bytes. */
  readonly frameBytes: number;
}

export interface SessionDeps {
  readonly connection: SyncConnection;
  readonly text: SheetText;
  readonly awareness: AwarenessRelay;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly log: Log;
  readonly limits: SessionLimits;
  /** The client understands how many of its edits are durable. */
  readonly wantsSaved: boolean;
  counted(kind: SyncCount): void;
}

/** A whole document is asked for at each connect; oftener only by clients that resynchronise on a timer. */
const ASKS_PER_SECOND = 1;
const ASK_BURST = 10;
/** Twice what a stock client sends back at most of others' cursors, which move 20 times a second. */
const AWARENESS_PER_SECOND = 100;
const AWARENESS_BURST = 400;
/** Edits that may wait while the host is busy, in frames of the largest size. */
const WAITING_FRAMES = 2;
/** An edit counts for one of what is typed for each so many bytes: looking through it takes as long. */
const BYTES_AN_EDIT = 8 * 1024;
/** RFC 6455: the server met something it did not expect. The stock provider comes back by itself. */
export const CLOSE_FAULT = 1011;

const weightOf = ({ update }: Edit): number => 1 + Math.floor(update.length / BYTES_AN_EDIT);

export class SyncSession {
  readonly #deps: SessionDeps;
  readonly #inbox: EditInbox;
  /** Edits that build on what the client has not sent yet. */
  readonly #early: EarlyEdits;
  readonly #edits: Bucket;
  readonly #asks: Bucket;
  readonly #moves: Bucket;
  #answers: Promise<void> = Promise.resolve();
  #durable = 0;
  #isEnding = false;

  constructor(deps: SessionDeps) {
    this.#deps = deps;
    const { limits, clock, timers } = deps;
    const nowMs = (): number => clock.now();
    this.#inbox = new EditInbox(WAITING_FRAMES * limits.frameBytes, (edit) => this.#take(edit));
    this.#early = new EarlyEdits({
      timers,
      maxBytes: limits.frameBytes,
      expired: () => {
        this.#refuseEdit('text/gap');
      },
    });
    this.#edits = new Bucket(limits.editsPerSecond, limits.editBurst, nowMs);
    this.#asks = new Bucket(ASKS_PER_SECOND, ASK_BURST, nowMs);
    this.#moves = new Bucket(AWARENESS_PER_SECOND, AWARENESS_BURST, nowMs);
  }

  /** Takes in one frame as it came from the socket. */
  receive(frame: Uint8Array, isBinary: boolean): void {
    const { connection } = this.#deps;
    connection.quietSeconds = 0;
    if (!connection.isOpen || this.#isEnding) return;
    const inbound = isBinary ? readFrame(frame) : undefined;
    switch (inbound?.kind) {
      case undefined:
        connection.cut(CLOSE.malformed, 'malformed');
        return;
      case 'ask':
        if (this.#isWithin(this.#asks)) this.#answer(inbound.stateVector);
        return;
      case 'edit':
        if (!this.#isWithin(this.#edits, weightOf(inbound))) return;
        if (!this.#inbox.push(inbound)) connection.cut(CLOSE.rate, 'rate');
        return;
      case 'awareness':
        if (this.#isWithin(this.#moves)) this.#receiveAwareness(inbound.update);
        return;
      case 'query':
        if (this.#isWithin(this.#moves)) this.#deps.awareness.query(connection);
        return;
      default:
        unreachable(inbound);
    }
  }

  /** Takes nothing more in; resolves once every edit that came before is decided. */
  async finish(): Promise<void> {
    this.#isEnding = true;
    await this.#inbox.drained();
    this.#early.drop();
  }

  #isWithin(bucket: Bucket, weight = 1): boolean {
    if (bucket.take({ weight }) === 0) return true;
    this.#deps.connection.cut(CLOSE.rate, 'rate');
    return false;
  }

  #receiveAwareness(update: Uint8Array): void {
    const { connection, awareness } = this.#deps;
    const reception = awareness.received(connection, update);
    if (reception === 'malformed') connection.cut(CLOSE.malformed, 'malformed');
    if (reception === 'too-large') connection.cut(CLOSE.tooLarge, 'too-large');
  }

  #answer(stateVector: Uint8Array): void {
    const { connection, text } = this.#deps;
    this.#answers = this.#answers
      .then(() => text.answer(connection, stateVector))
      .catch((cause: unknown) => {
        this.#failed(cause);
      });
  }

  async #take(edit: Edit): Promise<void> {
    await this.#takeOne(edit);
    if (!edit.isCatchUp) return;
    for (const early of this.#early.caughtUp()) await this.#takeOne(early);
  }

  async #takeOne(edit: Edit): Promise<void> {
    const { connection, counted } = this.#deps;
    const { update } = edit;
    // Rights may be under examination; what they come out as holds for this edit.
    await connection.settled();
    if (connection.isCut) return;
    const isEmpty = isEmptyUpdate(update);
    if (!isEmpty && !connection.reader.mayWrite) {
      this.#refuse(CLOSE.forbidden, 'read-only');
      return;
    }
    if (!isEmpty && !(await this.#submit(edit))) return;
    if (!isEmpty) counted('edit-accepted');
    this.#durable += 1;
    if (this.#deps.wantsSaved) connection.send(savedFrame(this.#durable));
  }

  /** True once the edit is durable. */
  async #submit(edit: Edit): Promise<boolean> {
    const { connection, text } = this.#deps;
    try {
      const answer = await text.submit(connection, edit.update);
      if (answer.ok) return true;
      if (answer.rejection.code === 'text/gap' && this.#early.keep(edit)) return false;
      this.#refuseEdit(answer.rejection.code);
    } catch (cause) {
      this.#failed(cause);
    }
    return false;
  }

  #refuseEdit(code: string): void {
    this.#deps.counted('edit-refused');
    this.#refuse(CLOSE.refused, code);
  }

  #refuse(code: number, reason: string): void {
    this.#inbox.stop();
    this.#early.drop();
    this.#deps.connection.cut(code, reason);
  }

  #failed(cause: unknown): void {
    const { connection, log } = this.#deps;
    const { roomId, seatId } = connection.reader;
    log.error({ roomId, seatId, err: cause }, 'text of a sheet could not be served');
    this.#refuse(CLOSE_FAULT, 'protocol/fault');
  }
}
