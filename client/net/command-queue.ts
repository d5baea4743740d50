// Commands on their way. Each keeps the id it was given once and is sent again with that id after every
// reconnect until it is answered; the server answers a known id with its first answer: exactly once.

import type {
  CommandMessage,
  HandshakeAuth,
  Result,
  Topic,
} from '../../shared/protocol/messages.ts';
import type { ProtocolError } from '../../shared/protocol/errors.ts';
import type { SeatCommand } from '../../shared/protocol/schemas.ts';
import type { Answer } from '../../shared/record/receipt.ts';
import type { Ambient, Wire } from './wire.ts';
import { retryAfterMs } from './wire.ts';

/** A command that the server cannot take just now is offered this often before the page is told. */
const MAX_OFFERS = 4;
/** An answer this late was lost on the way, or the command was. Asking again costs nothing: the id is the same. */
const UNANSWERED_MS = 5_000;

interface Pending {
  readonly message: CommandMessage;
  readonly settle: (result: Result<Answer>) => void;
  refusals: number;
  sendings: number;
}

export type Seat = Pick<HandshakeAuth, 'roomId' | 'seatId'>;

export class CommandQueue {
  readonly #wire: Wire;
  readonly #ambient: Ambient;
  readonly #pending = new Map<string, Pending>();
  #closedBy: ProtocolError | undefined;

  constructor(wire: Wire, ambient: Ambient) {
    this.#wire = wire;
    this.#ambient = ambient;
  }

  /** How many commands are not answered yet. */
  get size(): number {
    return this.#pending.size;
  }

  submit(topic: Topic, command: SeatCommand): Promise<Result<Answer>> {
    if (this.#closedBy) return Promise.resolve({ ok: false, error: this.#closedBy });
    return new Promise((settle) => {
      const message = { id: this.#ambient.newCommandId(), topic, command };
      const pending = { message, settle, refusals: 0, sendings: 0 };
      this.#pending.set(message.id, pending);
      if (this.#wire.connected) this.#send(pending);
    });
  }

  /** After a connect: sends what is unanswered again, in the order it was given. */
  resend(): void {
    for (const pending of this.#pending.values()) this.#send(pending);
  }

  /** Nothing will be answered any more. */
  close(error: ProtocolError): void {
    this.#closedBy = error;
    for (const { settle } of this.#pending.values()) settle({ ok: false, error });
    this.#pending.clear();
  }

  #send(pending: Pending): void {
    pending.sendings += 1;
    const { sendings } = pending;
    this.#wire.emit('command', pending.message, (result) => {
      this.#answered(pending, result);
    });
    this.#later(UNANSWERED_MS, pending, () => pending.sendings === sendings);
  }

  /** Sends again after a while, if it is still wanted then. */
  #later(waitMs: number, pending: Pending, isWanted: () => boolean): void {
    this.#ambient.after(waitMs, () => {
      const isPending = this.#pending.get(pending.message.id) === pending;
      if (isPending && this.#wire.connected && isWanted()) this.#send(pending);
    });
  }

  #answered(pending: Pending, result: Result<Answer>): void {
    const { id } = pending.message;
    // An answer to an earlier sending of the same command may come twice.
    if (this.#pending.get(id) !== pending) return;
    const waitMs = result.ok ? undefined : retryAfterMs(result.error);
    pending.refusals += 1;
    if (waitMs !== undefined && pending.refusals < MAX_OFFERS) {
      // Refused, so not unanswered: only this one timer sends it again.
      pending.sendings += 1;
      this.#later(waitMs, pending, () => true);
      return;
    }
    this.#pending.delete(id);
    pending.settle(result);
  }
}
