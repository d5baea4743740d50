// The wire: Socket.IO events between page (or bot) and server, as types. The checks are in schemas.ts.
// Text does not travel here but over the y-websocket endpoint (docs/protocol.md).

import type { CommandId, RoomId, SeatId, SheetId } from '../kernel/ids.ts';
import type { Json } from '../kernel/json.ts';
import type { Answer } from '../record/receipt.ts';
import type { RoomView } from '../room/view-types.ts';
import type { CaucusView } from '../sheet/caucus/types.ts';
import type { SheetView } from '../sheet/types.ts';
import type { ProtocolError } from './errors.ts';
import type { DraftRedlineMessage, RedlineAnswer, RedlineMessage } from './redline.ts';
import type { SeatCommand } from './schemas.ts';

/** Raised when an old page could misread a new server. The server refuses others with `protocol/version`. */
export const PROTOCOL_VERSION = 1;

/** What `io(url, { auth })` must hold. The session travels as cookie, or as `token` for bots. */
export interface HandshakeAuth {
  readonly protocol: number;
  readonly roomId: RoomId;
  readonly seatId: SeatId;
  readonly token?: string;
}

/** What a socket may watch. The room is watched from the start. `caucus` is that of the seat's own team on a sheet. */
export type Topic =
  | { readonly kind: 'room'; readonly id: RoomId }
  | { readonly kind: 'sheet'; readonly id: SheetId }
  | { readonly kind: 'caucus'; readonly id: SheetId };

/** What a topic looks like to one audience. */
export type TopicView = RoomView | SheetView | CaucusView;

/** A whole view. */
export interface ViewMessage {
  readonly topic: Topic;
  readonly tag: string;
  readonly view: TopicView;
}

/** A JSON Merge Patch (RFC 7396) from the view tagged `from` to the one tagged `to`. If `from` is not yours, ask again with `watch`. */
export interface DeltaMessage {
  readonly topic: Topic;
  readonly from: string;
  readonly to: string;
  readonly patch: Json;
}

export interface PresenceMessage {
  /** Seats with at least one live connection, of those the receiver may see. */
  readonly online: readonly SeatId[];
}

export type Result<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: ProtocolError };

export interface CommandMessage {
  readonly id: CommandId;
  readonly topic: Topic;
  readonly command: SeatCommand;
}

/** What one clock probe tells: all by the server's clock, in milliseconds since the epoch. */
export interface ClockReply {
  readonly serverMs: number;
}

/** What the page measured of its line, so that the moderator can see who is in trouble. */
export interface LineReport {
  readonly roundTripMs: number;
  readonly clockErrorMs: number;
}

export interface ClientToServer {
  /** Sends a command; the answer comes after it is durable. A resend of the same id gets the same answer. */
  command(message: CommandMessage, reply: (result: Result<Answer>) => void): void;
  /** Starts or resumes watching. With the current tag nothing is sent again: `{ tag }` alone. */
  watch(
    message: { readonly topic: Topic; readonly tag?: string },
    reply: (result: Result<{ readonly tag: string; readonly view?: TopicView }>) => void,
  ): void;
  unwatch(message: { readonly topic: Topic }, reply: (result: Result<true>) => void): void;
  /** Compares wordings of clauses of a sheet that you may read, or drafts of your caucus. */
  redline(
    message: RedlineMessage | DraftRedlineMessage,
    reply: (result: Result<RedlineAnswer>) => void,
  ): void;
  clock(reply: (result: Result<ClockReply>) => void): void;
  line(report: LineReport): void;
}

export interface ServerToClient {
  view(message: ViewMessage): void;
  delta(message: DeltaMessage): void;
  presence(message: PresenceMessage): void;
  /** Lines of the teams, for the moderator: by seat. */
  lines(message: Readonly<Record<SeatId, LineReport & { readonly atMs: number }>>): void;
  /** `going-down`: the node is about to stop, reconnect in `afterMs`. `revoked`: the seat is taken away; final. */
  notice(message: {
    readonly code: 'going-down' | 'revoked' | 'signed-out';
    readonly afterMs?: number;
  }): void;
}
