// Keeps the audiences of a watched sheet up to date, at once: those who share a sheet are at one table.
// What an audience may see is decided by the views of shared/; this file only says when, and sends once.

import type { SeatId, SheetId } from '../../shared/kernel/ids.ts';
import type { SheetState, SheetView } from '../../shared/sheet/types.ts';
import type { RoomViews } from './room-views.ts';
import type { Place, ViewsDeps } from './views.ts';
import { sheetAccess } from '../../shared/room/seats.ts';
import { mayKnowSeat, viewerOf } from '../../shared/room/walls.ts';
import { viewSheet } from '../../shared/sheet/view.ts';
import { Audiences } from './audience.ts';
import { stateWith } from './newest.ts';
import { viewerKey } from './views.ts';

/** A sheet as its watchers on this node have it. Both sides see each change at once: they are at one table. */
export class SheetViews {
  readonly #deps: ViewsDeps;
  readonly #sheetId: SheetId;
  readonly #rooms: RoomViews;
  readonly #audiences: Audiences<SheetView>;
  readonly #stops: readonly (() => void)[];
  #sheet: SheetState;

  /** Undefined when the sheet does not belong to the room that lists it. */
  static async open(
    deps: ViewsDeps,
    rooms: RoomViews,
    sheetId: SheetId,
  ): Promise<SheetViews | undefined> {
    const opened: { views?: SheetViews } = {};
    let latest: SheetState | undefined;
    const stop = deps.hosts.sheet(sheetId).watch((change) => {
      latest = change.state;
      opened.views?.changed(change.state);
    });
    const isOfRoom = (sheet: SheetState): boolean => sheet.roomId === rooms.newest.roomId;
    const found = await stateWith(deps.hosts.sheet(sheetId), isOfRoom);
    const state = latest ?? found;
    if (!isOfRoom(state)) {
      stop();
      return undefined;
    }
    opened.views = new SheetViews(deps, rooms, { sheetId, sheet: state, stop });
    return opened.views;
  }

  private constructor(
    deps: ViewsDeps,
    rooms: RoomViews,
    { sheetId, sheet, stop }: { sheetId: SheetId; sheet: SheetState; stop: () => void },
  ) {
    this.#deps = deps;
    this.#rooms = rooms;
    this.#sheetId = sheetId;
    this.#sheet = sheet;
    this.#audiences = new Audiences(deps);
    this.#stops = [
      stop,
      rooms.onRelease(() => {
        this.#release();
      }),
    ];
  }

  changed(sheet: SheetState): void {
    if (sheet === this.#sheet) return;
    this.#sheet = sheet;
    this.#release();
  }

  place(seatId: SeatId): Place<SheetView> {
    const key = this.#key(seatId);
    const { tag, view } = this.#audiences.at(key, seatId, this.#view);
    return { audience: this.#name(key), tag, view, enter: () => this.#audiences.enter(key) };
  }

  close(): void {
    this.#audiences.close();
    for (const stop of this.#stops) stop();
  }

  readonly #view = (seatId: SeatId): SheetView => {
    const room = this.#rooms.shown;
    const viewer = viewerOf(this.#rooms.newest, seatId);
    const nameOf = (other: SeatId): string => {
      const seat = room.seats[other];
      return seat && mayKnowSeat(room, viewer, seat) ? seat.name : '';
    };
    return viewSheet(this.#sheet, {
      side: this.#side(seatId),
      isRegulator: viewer.kind === 'regulator',
      nameOf,
      seatId,
    });
  };

  #side(seatId: SeatId) {
    return sheetAccess(this.#rooms.newest, seatId, this.#sheetId).side;
  }

  #release(): void {
    this.#audiences.release(this.#view, (key, release) => {
      this.#deps.encoded('sheet');
      this.#deps.send(this.#name(key), { kind: 'sheet', id: this.#sheetId }, release);
    });
  }

  #key(seatId: SeatId): string {
    const key = viewerKey(this.#rooms.newest, seatId);
    const side = this.#side(seatId);
    // Who acts for a side has notes that nobody else of the team sees (COM2).
    return side ? `${key}/${side}/${seatId}` : `${key}/reader`;
  }

  #name(key: string): string {
    return `sheet/${this.#sheetId}/${key}`;
  }
}
