// Carries commands that one stream owes another (an award to a sheet). Exactly once without any two-stream
// transaction: the debt is in the first stream, the command id is derived from it, and the second stream answers
// a repeated id without doing anything again. Sent in order, tried until it works.

import type { Decider, Delivery } from '../../shared/kernel/decider.ts';
import type { CommandId, StreamName } from '../../shared/kernel/ids.ts';
import type { Json } from '../../shared/kernel/json.ts';
import type { Answer } from '../../shared/record/receipt.ts';
import type { CancelTimer, Log, Timers } from '../ports.ts';
import { sha256Hex } from '../../shared/kernel/hash.ts';
import { durationMs } from '../../shared/kernel/units.ts';

const FIRST_RETRY_MS = 500;
const MAX_RETRY_MS = 30_000;
/** What another node has come to owe is left to it for this long. */
const OTHERS_MS = 2_000;

/** A UUID (version 8, RFC 9562) that is the same each time for the same text. */
export const commandIdFor = (text: string): CommandId => {
  const hex = sha256Hex(text);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
};

export interface DeliveryDeps<Command> {
  readonly from: StreamName;
  readonly send: (stream: StreamName, id: CommandId, command: Json) => Promise<Answer>;
  readonly settle: (id: CommandId, command: Command) => Promise<Answer>;
  readonly timers: Timers;
  readonly log: Log;
}

export class Deliveries<State, Command, Event> {
  readonly #decider: Decider<State, Command, Event>;
  readonly #deps: DeliveryDeps<Command>;
  #owed: readonly Delivery[] = [];
  #isSending = false;
  #isStopped = false;
  #cancel: CancelTimer | undefined;
  #retryMs = FIRST_RETRY_MS;

  constructor(decider: Decider<State, Command, Event>, deps: DeliveryDeps<Command>) {
    this.#decider = decider;
    this.#deps = deps;
  }

  get isIdle(): boolean {
    return this.#owed.length === 0;
  }

  /** Takes note of what the newest state owes. What another node's entry made, that node will send, if it lives. */
  update(state: State, isOwn: boolean): void {
    this.#owed = this.#decider.owed?.(state) ?? [];
    if (this.isIdle) this.#cancelTimer();
    else if (isOwn) this.#send();
    else this.#cancel ??= this.#after(OTHERS_MS);
  }

  /** Nothing is sent any more; what is owed stays owed, in the journal. */
  stop(): void {
    this.#isStopped = true;
    this.#cancelTimer();
  }

  #cancelTimer(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }

  #after(waitMs: number): CancelTimer {
    return this.#deps.timers.after(durationMs(waitMs), () => {
      this.#cancel = undefined;
      this.#send();
    });
  }

  #send(): void {
    if (!this.#isSending && !this.#isStopped) void this.#sendAll();
  }

  async #sendAll(): Promise<void> {
    this.#isSending = true;
    this.#cancelTimer();
    try {
      for (let next = this.#owed[0]; next; next = this.#owed[0]) await this.#sendOne(next);
      this.#retryMs = FIRST_RETRY_MS;
    } catch (cause) {
      this.#deps.log.warn(
        { stream: this.#deps.from, err: cause },
        'delivery failed, will try again',
      );
      if (!this.#isStopped) this.#cancel = this.#after(this.#retryMs);
      this.#retryMs = Math.min(this.#retryMs * 2, MAX_RETRY_MS);
    }
    this.#isSending = false;
  }

  async #sendOne(delivery: Delivery): Promise<void> {
    const { from, send, settle, log } = this.#deps;
    const answer = await send(
      delivery.stream,
      commandIdFor(`deliver ${from} ${delivery.id}`),
      delivery.command,
    );
    if (!answer.ok)
      log.error(
        { stream: from, delivery: delivery.id, code: answer.rejection.code },
        'delivery refused',
      );
    const command = this.#decider.settled?.(delivery.id);
    if (command === undefined) throw new Error(`${from} owes but cannot settle`);
    await settle(commandIdFor(`settle ${from} ${delivery.id}`), command);
    // The state that came with the settlement no longer holds it; guard against one that does.
    if (this.#owed[0]?.id === delivery.id) this.#owed = this.#owed.slice(1);
  }
}
