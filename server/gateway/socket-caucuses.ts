// The caucuses of one Socket.IO connection: what its seat's team has on each sheet. Rights are asked of the newest state of
// the room each time; whoever has no caucus on a sheet is told what is told of a sheet that does not exist.

import type { CommandId, SheetId } from '../../shared/kernel/ids.ts';
import type { RedlineAnswer } from '../../shared/protocol/redline.ts';
import type { Answer } from '../../shared/record/receipt.ts';
import type { CaucusPlace } from '../../shared/room/caucus-rights.ts';
import type { RoomState } from '../../shared/room/types.ts';
import type { SheetState } from '../../shared/sheet/types.ts';
import type { CaucusViews } from './caucus-views.ts';
import type { GatewayContext } from './context.ts';
import type { Redlines } from './redlines.ts';
import type { RoomDesk } from './room-desk.ts';
import type { RoomViews } from './room-views.ts';
import type { SeatHold } from './sessions.ts';
import { caucusCommandSchema } from '../../shared/protocol/caucus-schemas.ts';
import { draftRedlineMessageSchema } from '../../shared/protocol/redline.ts';
import { authoriseDraftOffer, caucusOf } from '../../shared/room/caucus-rights.ts';
import { giveCaucus } from './caucus-commands.ts';
import { redlineDrafts } from './caucus-redlines.ts';
import { refusal } from './failures.ts';
import { stateWith } from './newest.ts';
import { parsed } from './parsed.ts';

/** Caucuses that one connection may have open at once. */
const MAX_CAUCUSES = 40;

/** Whether a question is about drafts; what is wrong with it is found by its schema. */
export const isOfCaucus = (message: unknown): boolean => {
  const asked = message as { readonly topic?: { readonly kind?: unknown } | null } | null;
  return typeof asked === 'object' && asked?.topic?.kind === 'caucus';
};

/** What one connection stands on. */
export interface ConnectionDeps {
  readonly context: GatewayContext;
  readonly desk: RoomDesk;
  readonly rooms: RoomViews;
  readonly redlines: Redlines;
  readonly hold: SeatHold;
}

export class SocketCaucuses {
  readonly #deps: ConnectionDeps;
  readonly #entered = new Map<SheetId, { where: CaucusPlace; views: Promise<CaucusViews> }>();

  #isClosed = false;

  constructor(deps: ConnectionDeps) {
    this.#deps = deps;
  }

  /** Opens a caucus and keeps it open until the connection leaves it. Throws `not-found` where there is none. */
  async enter(sheetId: SheetId): Promise<CaucusViews> {
    const where = await this.#where(sheetId);
    if (this.#isClosed) throw refusal('auth/required');
    const known = this.#entered.get(sheetId);
    if (known) return known.views;
    if (this.#entered.size >= MAX_CAUCUSES) throw refusal('protocol/rate');
    const views = this.#deps.desk.enterCaucus(this.#deps.rooms, where);
    this.#entered.set(sheetId, { where, views });
    try {
      return await views;
    } catch (cause) {
      this.leave(sheetId);
      throw cause;
    }
  }

  has(sheetId: SheetId): boolean {
    return this.#entered.has(sheetId);
  }

  leave(sheetId: SheetId): void {
    const known = this.#entered.get(sheetId);
    if (this.#entered.delete(sheetId) && known) this.#deps.desk.leaveCaucus(known.where);
  }

  close(): void {
    this.#isClosed = true;
    for (const sheetId of [...this.#entered.keys()]) this.leave(sheetId);
  }

  /** On the first look, reads what other nodes may have appended meanwhile. */
  async readOn(sheetId: SheetId, isFirst: boolean): Promise<void> {
    if (!isFirst) return;
    const { teamId } = await this.#where(sheetId);
    await this.#deps.context.hosts.caucus(sheetId, teamId).current();
  }

  async command(id: CommandId, sheetId: SheetId, sent: unknown): Promise<Answer> {
    const { context, hold } = this.#deps;
    const command = parsed(caucusCommandSchema, sent);
    const where = await this.#where(sheetId);
    if (command.type === 'OfferDrafts') {
      const { state } = await context.hosts.room(hold.roomId).confirmed();
      const denied = authoriseDraftOffer(state, hold.seatId);
      if (denied) return { ok: false, rejection: denied };
    }
    const by = { kind: 'seat', seatId: hold.seatId } as const;
    return giveCaucus(context.hosts, { id, by, where }, command);
  }

  async redline(message: unknown): Promise<RedlineAnswer> {
    const { context, redlines, rooms, hold } = this.#deps;
    const asked = parsed(draftRedlineMessageSchema, message);
    const where = await this.#where(asked.topic.id);
    const reader = { room: rooms.newest, seatId: hold.seatId };
    return redlineDrafts({ hosts: context.hosts, redlines }, asked, { ...where, ...reader });
  }

  /** The caucus of this seat's team on a sheet of its room. Throws `not-found`. */
  async #where(sheetId: SheetId): Promise<CaucusPlace> {
    const { context, rooms, hold } = this.#deps;
    const { roomId, seatId } = hold;
    const inRoom = (room: RoomState): CaucusPlace | undefined => caucusOf(room, seatId, sheetId);
    // Another node may have let this seat in a moment ago.
    const where =
      inRoom(rooms.newest) ?? inRoom((await context.hosts.room(roomId).current()).state);
    if (!where) throw refusal('not-found');
    // A listing alone is not enough: the sheet must say itself that it belongs to the room.
    const isOfRoom = (sheet: SheetState): boolean => sheet.roomId === roomId;
    const sheet = await stateWith(context.hosts.sheet(sheetId), isOfRoom);
    if (!isOfRoom(sheet)) throw refusal('not-found');
    return where;
  }
}
