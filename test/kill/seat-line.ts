// One seat's line to the server: the page's own `Connection` over a real socket. Keeps every command it gave with what
// was answered, and the newest view of each topic.

import { io } from 'socket.io-client';
import { v7 } from 'uuid';
import { Connection } from '../../client/net/connection.ts';
import type { Wire } from '../../client/net/wire.ts';
import { PROTOCOL_VERSION } from '../../shared/protocol/messages.ts';
import type { Result, Topic, TopicView } from '../../shared/protocol/messages.ts';
import type { SeatCommand } from '../../shared/protocol/schemas.ts';
import type { Answer } from '../../shared/record/receipt.ts';
import type { RoomView } from '../../shared/room/view-types.ts';
import type { SheetView } from '../../shared/sheet/types.ts';
import type { Deeds } from './deeds.ts';

export interface SeatToken {
  readonly roomId: string;
  readonly seatId: string;
  readonly token: string;
}

export interface GivenCommand {
  readonly id: string;
  readonly topic: Topic;
  readonly command: SeatCommand;
  readonly sentAt: number;
  /** Set together with the result. */
  answeredAt?: number;
  result?: Result<Answer>;
}

export class SeatLine {
  readonly seatId: string;
  readonly room: Topic;
  readonly given: GivenCommand[] = [];
  /** Called after each new view and each change of the line's state. */
  changed: () => void = () => undefined;
  /** Why the line ended, each time. */
  readonly ends: string[] = [];
  /** Every view of the room that was shown, in order. */
  readonly shown: RoomView[] = [];
  readonly #deeds: Deeds;
  readonly #wire: Wire;
  readonly #connection: Connection;
  readonly #views = new Map<string, TopicView>();
  #newestId = '';

  constructor(origin: string, { roomId, seatId, token }: SeatToken, deeds: Deeds) {
    this.seatId = seatId;
    this.room = { kind: 'room', id: roomId };
    this.#deeds = deeds;
    this.#wire = io(origin, {
      auth: { protocol: PROTOCOL_VERSION, roomId, seatId, token },
      autoConnect: false,
      transports: ['websocket'],
      forceNew: true,
      reconnectionDelay: 50,
      reconnectionDelayMax: 200,
    });
    this.#wire.on('connect', () => {
      deeds.note('connected');
    });
    this.#wire.on('disconnect', (reason) => {
      this.ends.push(reason);
    });
    this.#connection = this.#connect(roomId);
  }

  get isLive(): boolean {
    return this.#connection.state === 'live';
  }

  get state(): string {
    return this.#connection.state;
  }

  get unanswered(): number {
    return this.given.filter(({ result }) => result === undefined).length;
  }

  roomView(): RoomView | undefined {
    return this.#views.get(`room:${this.room.id}`) as RoomView | undefined;
  }

  sheetView(sheetId: string): SheetView | undefined {
    return this.#views.get(`sheet:${sheetId}`) as SheetView | undefined;
  }

  /** Views by topic, as `room:<id>` and `sheet:<id>`. */
  get views(): ReadonlyMap<string, TopicView> {
    return this.#views;
  }

  watch(sheetId: string): void {
    this.#connection.watch({ kind: 'sheet', id: sheetId });
  }

  /** Gives a command, which the connection sends until it is answered. */
  async submit(topic: Topic, command: SeatCommand): Promise<Result<Answer>> {
    const answer = this.#connection.submit(topic, command);
    const sentAt = this.#deeds.instant();
    const given: GivenCommand = { id: this.#newestId, topic, command, sentAt };
    this.given.push(given);
    this.#deeds.note('sent');
    given.result = await answer;
    given.answeredAt = this.#deeds.instant();
    this.#deeds.note('answered');
    return given.result;
  }

  /** Resolves when the server has answered over this line: whatever it sent before has arrived. */
  echo(): Promise<void> {
    return new Promise((resolve) => {
      this.#wire.emit('clock', () => {
        resolve();
      });
    });
  }

  close(): void {
    this.#connection.close();
  }

  #connect(roomId: string): Connection {
    return new Connection({
      wire: this.#wire,
      roomId,
      ambient: {
        localNowMs: () => performance.now(),
        after: (waitMs, action) => {
          const timer = setTimeout(action, waitMs);
          return () => {
            clearTimeout(timer);
          };
        },
        newCommandId: () => (this.#newestId = v7()),
      },
      listener: {
        state: () => {
          this.changed();
        },
        view: (topic, view) => {
          this.#views.set(`${topic.kind}:${topic.id}`, view);
          if (topic.kind === 'room') this.shown.push(view as RoomView);
          this.changed();
        },
        topicRefused: () => undefined,
        presence: () => undefined,
        lines: () => undefined,
        measured: () => undefined,
      },
    });
  }
}
