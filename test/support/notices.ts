// A demo room and a sheet of it at one time, and what each seat is told of both.

import type { Notice } from '../../shared/notices/types.ts';
import type { SheetView } from '../../shared/sheet/types.ts';
import { noticesOf } from '../../shared/notices/notices.ts';
import { sheetAccess } from '../../shared/room/seats.ts';
import { viewRoom } from '../../shared/room/view.ts';
import { mayKnowSeat, viewerOf } from '../../shared/room/walls.ts';
import { viewSheet } from '../../shared/sheet/view.ts';
import { DemoRoom } from './demo-room.ts';
import type { SheetStream } from './offers.ts';
import { offerSheet } from './offers.ts';

export class NoticeStage {
  readonly room = new DemoRoom();
  readonly sheet: SheetStream;
  /** The server's time; where it is not moved, just after the newest act. */
  nowMs: number | undefined;

  constructor(sheet: SheetStream = offerSheet()) {
    this.sheet = sheet;
  }

  /** The sheet's id in the room: that of the listing of Harbor's sheet. */
  get listedId(): string {
    const { sheets } = this.room.state;
    return Object.values(sheets).find(({ shipperTeamId }) => shipperTeamId === 'harbor')?.id ?? '';
  }

  sheetView(seatId: string): SheetView {
    const { state } = this.room;
    const viewer = viewerOf(state, seatId);
    const nameOf = (id: string): string => {
      const seat = state.seats[id];
      return seat && mayKnowSeat(state, viewer, seat) ? seat.name : '';
    };
    const { side } = sheetAccess(state, seatId, this.listedId);
    const isRegulator = viewer.kind === 'regulator';
    const reader = { side, isRegulator, nameOf, seatId };
    return { ...viewSheet(this.sheet.state, reader), sheetId: this.listedId };
  }

  /** What a seat is told; the sheet is among it for those who may read it. */
  notices(seatId: string): readonly Notice[] {
    const { state } = this.room;
    const { mayRead } = sheetAccess(state, seatId, this.listedId);
    const room = viewRoom(state, viewerOf(state, seatId));
    const nowMs = this.nowMs ?? Math.max(this.room.at, this.sheet.at) + 1;
    return noticesOf({ room, sheets: mayRead ? [this.sheetView(seatId)] : [] }, seatId, nowMs);
  }

  codes(seatId: string): readonly string[] {
    return this.notices(seatId).map(({ code }) => code);
  }

  /** The one notice of a code. Throws Error where there is none, or more than one. */
  the(seatId: string, code: Notice['code']): Notice {
    const found = this.notices(seatId).filter((notice) => notice.code === code);
    const [only] = found;
    if (!only || found.length > 1) throw new Error(`${String(found.length)} of ${code}`);
    return only;
  }
}
