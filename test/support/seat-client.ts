// Somebody who sits at a seat with the stock socket.io-client: watches, gives commands, and notes every event it hears.
// Views are kept as docs/protocol.md tells a bot to: a delta is taken only when it fits the tag.

import { io } from 'socket.io-client';
import type { ManagerOptions, Socket, SocketOptions } from 'socket.io-client';
import { peekVarUint, readVarUint } from 'lib0/decoding';
import { createEncoder, toUint8Array, writeVarUint } from 'lib0/encoding';
import { WebSocket } from 'ws';
import { messageYjsSyncStep2, writeSyncStep1 } from 'y-protocols/sync';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import type { ProtocolError } from '../../shared/protocol/errors.ts';
import type {
  ClientToServer,
  DeltaMessage,
  Result,
  ServerToClient,
  Topic,
  TopicView,
  ViewMessage,
} from '../../shared/protocol/messages.ts';
import type { SeatCommand, SeatRoomCommand } from '../../shared/protocol/schemas.ts';
import type { Answer } from '../../shared/record/receipt.ts';
import type { RoomView } from '../../shared/room/view-types.ts';
import { PROTOCOL_VERSION } from '../../shared/protocol/messages.ts';
import { applyPatch } from '../../shared/protocol/patch.ts';
import { DEMO_AUCTION_ID } from '../../shared/room/demo.ts';
import { createChance } from '../../server/platform/chance.ts';
import type { BotSession } from './http-client.ts';
import { joinAsBot } from './http-client.ts';
import type { LiveServer } from './live-server.ts';
import { withoutFarewell } from './stock-provider.ts';
import { until } from './sync-stage.ts';

type InAuction = Extract<SeatRoomCommand, { type: 'Auction' }>['command'];
type Live = Pick<LiveServer, 'origin' | 'link'>;
type Tagged = { readonly tag: string; readonly view: TopicView };

/** An event as it came, in the order of arrival. */
export interface Heard {
  readonly event: string;
  readonly message: unknown;
}

/** A sheet's text as the stock provider has it. */
export interface SheetText {
  readonly provider: WebsocketProvider;
  /** Code and reason of each time that the server closed it. */
  readonly closes: string[];
  /** Edit frames that are durable, by what the server says. */
  saved: number;
  /** Asks for what is missing here, which is the last that comes of all that was under way. */
  readonly asked: () => Promise<void>;
}

/** Type of the message that says how many edits are durable (docs/protocol.md). */
const SAVED_MESSAGE = 100;
const SYNC_MESSAGE = 0;
const keyOf = ({ kind, id }: Topic): string => `${kind}:${id}`;
const chance = createChance();

export class SeatClient {
  readonly session: BotSession;
  readonly socket: Socket<ServerToClient, ClientToServer>;
  readonly heard: Heard[] = [];
  /** Deltas that did not fit the tag that this client had. */
  misfits = 0;
  /** Why the line ended last. */
  ended: string | undefined;
  readonly #origin: string;
  readonly #views = new Map<string, Tagged>();
  readonly #texts: SheetText[] = [];

  constructor(
    origin: string,
    session: BotSession,
    options: Partial<ManagerOptions & SocketOptions> = {},
  ) {
    this.#origin = origin;
    this.session = session;
    const { roomId, seatId, token } = session;
    this.socket = io(origin, {
      auth: { protocol: PROTOCOL_VERSION, roomId, seatId, token },
      transports: ['websocket'],
      forceNew: true,
      reconnection: false,
      ...options,
    });
    this.socket.onAny((event: string, message: unknown) => this.heard.push({ event, message }));
    this.socket.on('delta', (delta) => {
      this.#apply(delta);
    });
    this.socket.on('disconnect', (reason) => {
      this.ended = reason;
    });
  }

  get room(): Topic {
    return { kind: 'room', id: this.session.roomId };
  }

  /** The room as last seen. Throws Error before it was watched. */
  get view(): RoomView {
    return this.viewOf(this.room) as RoomView;
  }

  viewOf(topic: Topic): TopicView {
    const known = this.#views.get(keyOf(topic));
    if (!known) throw new Error(`${keyOf(topic)} is not watched`);
    return known.view;
  }

  tagOf(topic: Topic = this.room): string | undefined {
    return this.#views.get(keyOf(topic))?.tag;
  }

  /** Events of one name, oldest first. */
  heardOf<Name extends keyof ServerToClient>(
    name: Name,
  ): readonly Parameters<ServerToClient[Name]>[0][] {
    return this.heard.filter(({ event }) => event === name).map(({ message }) => message as never);
  }

  /** Resolves once the line is open. Rejects with the server's error when it is refused. */
  connected(): Promise<this> {
    return new Promise((resolve, reject) => {
      if (this.socket.connected) {
        resolve(this);
        return;
      }
      this.socket.once('connect', () => {
        resolve(this);
      });
      this.socket.once('connect_error', reject);
    });
  }

  /** Watches a topic, with the tag that this client has of it, and answers what came. */
  async watch(topic: Topic = this.room): Promise<{ readonly tag: string; view?: unknown }> {
    const tag = this.tagOf(topic);
    const message = { topic, ...(tag !== undefined && { tag }) };
    return new Promise((resolve, reject) => {
      // Kept as soon as it is there: with polling a delta can come in the same breath.
      this.socket.emit('watch', message, (result) => {
        if (!result.ok) {
          reject(new Error(`not to be watched: ${result.error.code}`));
          return;
        }
        const { view } = result.value;
        if (view) this.#views.set(keyOf(topic), { tag: result.value.tag, view });
        resolve(result.value);
      });
    });
  }

  /** Comes back once the server has answered all that this client sent before, and all that it sent it before has come. */
  async settled(): Promise<void> {
    await this.socket.emitWithAck('clock');
    for (const { asked } of this.#texts) await asked();
  }

  /** Gives a command on the room, or on another topic; with a fresh id unless one is given. */
  give(
    command: SeatCommand,
    { topic = this.room, id = chance.id() }: { topic?: Topic; id?: string } = {},
  ): Promise<Result<Answer>> {
    return this.socket.emitWithAck('command', { id, topic, command });
  }

  /** Gives a command that must be accepted. Throws Error with the code otherwise. */
  async must(command: SeatCommand, options: { topic?: Topic; id?: string } = {}): Promise<Answer> {
    const result = await this.give(command, options);
    if (!result.ok) throw new Error(`${command.type}: ${result.error.code}`);
    if (!result.value.ok) throw new Error(`${command.type}: ${result.value.rejection.code}`);
    return result.value;
  }

  /** Gives a command in the demo's auction that must be accepted. */
  clock(command: InAuction): Promise<Answer> {
    return this.must({ type: 'Auction', auctionId: DEMO_AUCTION_ID, command });
  }

  /** Waits until the room looks like this. */
  async sees(condition: (view: RoomView) => boolean, what: string): Promise<RoomView> {
    await until(() => condition(this.view), `${this.session.seatId} sees ${what}`);
    return this.view;
  }

  /** The sheet that this seat's room view lists under a title. */
  sheet(title: string): Topic {
    const listed = Object.values(this.view.sheets).find((sheet) => sheet.title === title);
    if (!listed) throw new Error(`${this.session.seatId} sees no sheet ${title}`);
    return { kind: 'sheet', id: listed.id };
  }

  /** Resolves with the error that the server refuses this line with. Rejects when it lets it in. */
  refused(): Promise<ProtocolError> {
    return new Promise((resolve, reject) => {
      this.socket.once('connect', () => {
        reject(new Error(`${this.session.seatId} was let in`));
      });
      this.socket.once('connect_error', (error: Error & { data?: ProtocolError }) => {
        if (error.data) resolve(error.data);
        else reject(error);
      });
    });
  }

  /** Opens the text of a sheet, or of the caucus on it, with the stock provider; waits until it is in step or closed. */
  async text(sheetId: string, kind: 'sheets' | 'caucus' = 'sheets'): Promise<SheetText> {
    const { roomId, seatId, token } = this.session;
    const wsOrigin = this.#origin.replace('http', 'ws');
    const provider = new WebsocketProvider(`${wsOrigin}/${kind}`, sheetId, new Y.Doc(), {
      params: { room: roomId, seat: seatId, saved: '1' },
      protocols: ['parley', `parley.token.${token}`],
      WebSocketPolyfill: WebSocket as unknown as typeof globalThis.WebSocket,
      disableBc: true,
    });
    withoutFarewell(provider);
    let answers = 0;
    const hear = provider.messageHandlers[SYNC_MESSAGE];
    provider.messageHandlers[SYNC_MESSAGE] = (encoder, decoder, ...rest) => {
      if (peekVarUint(decoder) === messageYjsSyncStep2) answers += 1;
      hear?.(encoder, decoder, ...rest);
    };
    const asked = async (): Promise<void> => {
      const before = answers;
      const encoder = createEncoder();
      writeVarUint(encoder, SYNC_MESSAGE);
      writeSyncStep1(encoder, provider.doc);
      provider.ws?.send(toUint8Array(encoder));
      await until(() => answers > before || text.closes.length > 0, `${seatId} is answered`);
    };
    const text: SheetText = { provider, closes: [], saved: 0, asked };
    this.#texts.push(text);
    provider.messageHandlers[SAVED_MESSAGE] = (_encoder, decoder) => {
      text.saved = readVarUint(decoder);
    };
    provider.on('closed', ({ code, reason }) => text.closes.push(`${String(code)} ${reason}`));
    await until(() => provider.synced || text.closes.length > 0, `${seatId} has the text`);
    return text;
  }

  close(): void {
    this.socket.close();
    for (const { provider } of this.#texts) {
      provider.destroy();
      provider.doc.destroy();
    }
  }

  #apply({ topic, from, to, patch }: DeltaMessage): void {
    const known = this.#views.get(keyOf(topic));
    if (known?.tag !== from) {
      this.misfits += 1;
      return;
    }
    const view = applyPatch<ViewMessage['view']>(known.view, patch);
    this.#views.set(keyOf(topic), { tag: to, view });
  }
}

/** Sits down at a seat of the demo by its printed link and waits until the line is open. */
export const sit = async (
  live: Live,
  seatId: string,
  options: Partial<ManagerOptions & SocketOptions> = {},
): Promise<SeatClient> => {
  const session = await joinAsBot(live, await live.link(seatId));
  return new SeatClient(live.origin, session, options).connected();
};

/** Sits down at a seat of the demo and watches its room. */
export const sitAndWatch = async (live: Live, seatId: string): Promise<SeatClient> => {
  const client = await sit(live, seatId);
  await client.watch();
  return client;
};
