// One bot on a line of its own: the stock Socket.IO client, the session's token, views, commands and answers as
// docs/protocol.md has them. Keeps true: a command that has no answer is sent again with its id, never with another.

import type { Socket } from 'socket.io-client';
import { io } from 'socket.io-client';
import type { AuctionId, RoomId, SeatId } from '../../shared/kernel/ids.ts';
import { durationMs } from '../../shared/kernel/units.ts';
import type { ProtocolError } from '../../shared/protocol/errors.ts';
import type {
  ClientToServer,
  CommandMessage,
  DeltaMessage,
  ServerToClient,
  Topic,
} from '../../shared/protocol/messages.ts';
import { PROTOCOL_VERSION } from '../../shared/protocol/messages.ts';
import { applyPatch } from '../../shared/protocol/patch.ts';
import type { Answer } from '../../shared/record/receipt.ts';
import { REPORT_EVERY_MS } from '../../shared/room/line-state.ts';
import type { RoomView } from '../../shared/room/view-types.ts';
import type { Player } from '../../shared/rehearsal/bot.ts';
import type { CancelTimer, Chance, Clock, Timers } from '../ports.ts';

/** Where a bot sits, and what it needs from outside. */
export interface BotLineDeps {
  readonly origin: string;
  readonly roomId: RoomId;
  readonly seatId: SeatId;
  readonly auctionId: AuctionId;
  /** Of a session that holds the bot's seat. */
  readonly token: string;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly chance: Chance;
  /** Told of each answer: how long it took, in milliseconds. */
  readonly answered?: (tookMs: number) => void;
  /** The bot has left: its auction is over, its seat was taken back, or it was told to. */
  readonly left: (reason: BotEnd) => void;
}

export type BotEnd = 'over' | 'closed' | { readonly refused: ProtocolError };

/** Between tries to come back, the first and the longest. */
const RECONNECT_MS = 200;
const RECONNECT_MOST_MS = 2_000;
const ANSWER_WITHIN_MS = 10_000;
const RETRY_MS = 500;

interface Pending {
  readonly message: CommandMessage;
  readonly sentMs: number;
}

export class BotLine<Of extends Player = Player> {
  readonly player: Of;
  readonly #deps: BotLineDeps;
  readonly #socket: Socket<ServerToClient, ClientToServer>;
  readonly #topic: Topic;
  #known: { readonly tag: string; readonly view: RoomView } | undefined;
  #pending: Pending | undefined;
  #cancelLook: CancelTimer | undefined;
  #cancelMeasure: CancelTimer | undefined;
  /** Server's clock minus ours, and half the round trip that it was measured with. */
  #offset = { ms: 0, errorMs: Number.POSITIVE_INFINITY };
  #isDown = false;
  #hasLeft = false;

  constructor(player: Of, deps: BotLineDeps) {
    this.player = player;
    this.#deps = deps;
    const { origin, roomId, seatId, token } = deps;
    this.#topic = { kind: 'room', id: roomId };
    this.#socket = io(origin, {
      auth: { protocol: PROTOCOL_VERSION, roomId, seatId, token },
      transports: ['websocket'],
      forceNew: true,
      reconnectionDelay: RECONNECT_MS,
      reconnectionDelayMax: RECONNECT_MOST_MS,
    });
    this.#listen();
  }

  /** Ends the line for good; nothing of it is left behind. */
  close(): void {
    this.#leave('closed');
  }

  #listen(): void {
    this.#socket.on('connect', () => {
      void this.#connected();
    });
    this.#socket.on('connect_error', (error: Error & { data?: ProtocolError }) => {
      // A handshake that the server refuses is final; a server that cannot be reached is tried again.
      if (error.data && error.data.retry === 'never') this.#leave({ refused: error.data });
    });
    this.#socket.on('disconnect', (reason) => {
      // The stock client stays away when it was the server that ended the line; a bot comes back unless it was told.
      if (reason !== 'io server disconnect' || this.#hasLeft) return;
      this.#later(RECONNECT_MS, () => this.#socket.connect());
    });
    this.#socket.on('notice', ({ code }) => {
      if (code === 'revoked' || code === 'signed-out') this.#leave('closed');
    });
    this.#socket.on('view', ({ tag, view }) => {
      this.#known = { tag, view: view as RoomView };
      this.#look();
    });
    this.#socket.on('delta', (delta) => {
      this.#delta(delta);
    });
  }

  async #connected(): Promise<void> {
    this.#isDown = false;
    try {
      await this.#measure();
      this.#measureLater();
      await this.#watch();
      // What has no answer yet is asked again before anything new is done.
      if (this.#pending) await this.#send(this.#pending);
      else this.#look();
    } catch {
      // The line went down meanwhile; the next connect begins anew.
      if (this.#socket.connected) this.#later(RETRY_MS, () => void this.#connected());
    }
  }

  async #measure(): Promise<void> {
    const beforeMs = this.#deps.clock.now();
    const result = await this.#socket.timeout(ANSWER_WITHIN_MS).emitWithAck('clock');
    if (!result.ok) return;
    const afterMs = this.#deps.clock.now();
    const errorMs = (afterMs - beforeMs) / 2;
    if (errorMs <= this.#offset.errorMs) {
      this.#offset = { ms: result.value.serverMs - (beforeMs + errorMs), errorMs };
    }
    const roundTripMs = afterMs - beforeMs;
    this.#socket.emit('line', { roundTripMs, clockErrorMs: Math.ceil(errorMs) });
  }

  /** As often as a page: a line that is not heard of counts as gone. */
  #measureLater(): void {
    this.#cancelMeasure?.();
    this.#cancelMeasure = this.#deps.timers.after(durationMs(REPORT_EVERY_MS), () => {
      if (!this.#socket.connected) return;
      const again = (): void => {
        if (!this.#hasLeft) this.#measureLater();
      };
      // Without an answer in time the next one tells.
      this.#measure().then(again, again);
    });
  }

  #watch(): Promise<void> {
    const tag = this.#known?.tag;
    const message = { topic: this.#topic, ...(tag !== undefined && { tag }) };
    return new Promise((resolve, reject) => {
      // Taken in the callback: a delta can follow in the same turn.
      this.#socket.timeout(ANSWER_WITHIN_MS).emit('watch', message, (error, result) => {
        if (!error && result.ok) {
          const { view, tag: current } = result.value;
          if (view) this.#known = { tag: current, view: view as RoomView };
          resolve();
        } else reject(new Error('not to be watched just now'));
      });
    });
  }

  #delta({ topic, from, to, patch }: DeltaMessage): void {
    if (topic.kind !== 'room') return;
    if (this.#known?.tag !== from) {
      void this.#watch().then(
        () => {
          this.#look();
        },
        () => undefined,
      );
      return;
    }
    this.#known = { tag: to, view: applyPatch<RoomView>(this.#known.view, patch) };
    this.#look();
  }

  /** Asks the bot, unless it waits for an answer or has no line. */
  #look(): void {
    this.#cancelLook?.();
    this.#cancelLook = undefined;
    if (this.#hasLeft || this.#isDown || this.#pending || !this.#socket.connected) return;
    const auction = this.#known?.view.auctions[this.#deps.auctionId];
    if (!auction) return;
    const nowMs = this.#deps.clock.now() + this.#offset.ms;
    const move = this.player.move(auction, nowMs);
    switch (move.kind) {
      case 'give': {
        const { auctionId, clock, chance } = this.#deps;
        const command = { type: 'Auction' as const, auctionId, command: move.command };
        // What bots give is what the wire takes; the types of the wire leave out the server's own commands.
        const message = { id: chance.id(), topic: this.#topic, command } as CommandMessage;
        this.#pending = { message, sentMs: clock.now() };
        void this.#send(this.#pending);
        return;
      }
      case 'drop':
        this.#drop(move.forMs);
        return;
      case 'wait':
        if (move.untilMs !== undefined) {
          this.#later(move.untilMs - nowMs, () => {
            this.#look();
          });
        }
        return;
      case 'leave':
        this.#leave('over');
        return;
    }
  }

  async #send(pending: Pending): Promise<void> {
    try {
      const line = this.#socket.timeout(ANSWER_WITHIN_MS);
      const result = await line.emitWithAck('command', pending.message);
      if (this.#pending !== pending || this.#hasLeft) return;
      if (result.ok) this.#settled(pending, result.value);
      else if (result.error.retry === 'never') this.#leave({ refused: result.error });
      else this.#later(result.error.afterMs ?? RETRY_MS, () => void this.#send(pending));
    } catch {
      // No answer: the line is down, and the command goes out again with its id when it is back.
      if (this.#socket.connected) this.#later(RETRY_MS, () => void this.#send(pending));
    }
  }

  #settled({ sentMs }: Pending, answer: Answer): void {
    this.#pending = undefined;
    this.#deps.answered?.(this.#deps.clock.now() - sentMs);
    this.player.answered(answer.ok ? undefined : answer.rejection);
    this.#look();
  }

  #drop(forMs: number): void {
    this.#isDown = true;
    this.#socket.disconnect();
    this.#later(forMs, () => {
      this.#isDown = false;
      this.#socket.connect();
    });
  }

  #later(waitMs: number, run: () => void): void {
    this.#cancelLook?.();
    this.#cancelLook = this.#deps.timers.after(durationMs(Math.max(0, Math.ceil(waitMs))), run);
  }

  #leave(reason: BotEnd): void {
    if (this.#hasLeft) return;
    this.#hasLeft = true;
    this.#cancelLook?.();
    this.#cancelMeasure?.();
    this.#socket.disconnect();
    this.#deps.left(reason);
  }
}
