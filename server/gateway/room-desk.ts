// Opens rooms and sheets for those who watch them on this node, and closes them some time after the last has left:
// no earlier than the audiences in them end, so that whether a topic stayed open cannot be noticed (WALL5).

import type { RoomId, SheetId, StreamName } from '../../shared/kernel/ids.ts';
import type { CaucusPlace } from '../../shared/room/caucus-rights.ts';
import type { CancelTimer } from '../ports.ts';
import type { ViewsDeps } from './views.ts';
import { durationMs } from '../../shared/kernel/units.ts';
import { AUDIENCE_LINGER_MS } from './audience.ts';
import { CaucusViews } from './caucus-views.ts';
import { RoomViews } from './room-views.ts';
import { SheetViews } from './sheet-views.ts';

interface Open<T> {
  readonly views: Promise<T>;
  users: number;
  cancelClose: CancelTimer | undefined;
}

type Closable = { close(): void } | undefined;

/** Counts users of each topic. */
export class RoomDesk {
  readonly #deps: ViewsDeps;
  readonly #rooms = new Map<RoomId, Open<RoomViews>>();
  readonly #sheets = new Map<SheetId, Open<SheetViews | undefined>>();
  readonly #caucuses = new Map<StreamName, Open<CaucusViews>>();

  constructor(deps: ViewsDeps) {
    this.#deps = deps;
  }

  /** Rejects with a fault when the room cannot be read. Every success is paired with a `leaveRoom`. */
  enterRoom(roomId: RoomId): Promise<RoomViews> {
    return this.#enter(this.#rooms, roomId, () => RoomViews.open(this.#deps, roomId));
  }

  leaveRoom(roomId: RoomId): void {
    this.#leave(this.#rooms, roomId);
  }

  /** Undefined when the sheet belongs to another room. Paired with a `leaveSheet` in any case. */
  enterSheet(rooms: RoomViews, sheetId: SheetId): Promise<SheetViews | undefined> {
    return this.#enter(this.#sheets, sheetId, () => SheetViews.open(this.#deps, rooms, sheetId));
  }

  leaveSheet(sheetId: SheetId): void {
    this.#leave(this.#sheets, sheetId);
  }

  /** Of a seat that is in it. Paired with a `leaveCaucus` in any case. */
  enterCaucus(rooms: RoomViews, where: CaucusPlace): Promise<CaucusViews> {
    const open = (): Promise<CaucusViews> => CaucusViews.open(this.#deps, rooms, where);
    return this.#enter(this.#caucuses, where.stream, open);
  }

  leaveCaucus({ stream }: CaucusPlace): void {
    this.#leave(this.#caucuses, stream);
  }

  async #enter<T>(open: Map<string, Open<T>>, id: string, make: () => Promise<T>): Promise<T> {
    let entry = open.get(id);
    if (!entry) {
      entry = { views: make(), users: 0, cancelClose: undefined };
      open.set(id, entry);
    }
    entry.users += 1;
    entry.cancelClose?.();
    try {
      return await entry.views;
    } catch (cause) {
      // The next one tries afresh.
      if (open.get(id) === entry) open.delete(id);
      throw cause;
    }
  }

  /** Closes everything at once. */
  close(): void {
    for (const stream of this.#caucuses.keys()) this.#end(this.#caucuses, stream);
    for (const sheetId of this.#sheets.keys()) this.#end(this.#sheets, sheetId);
    for (const roomId of this.#rooms.keys()) this.#end(this.#rooms, roomId);
  }

  #leave<T extends Closable>(open: Map<string, Open<T>>, id: string): void {
    const entry = open.get(id);
    if (!entry) return;
    entry.users -= 1;
    if (entry.users > 0) return;
    entry.cancelClose = this.#deps.timers.after(durationMs(AUDIENCE_LINGER_MS), () => {
      this.#end(open, id);
    });
  }

  #end<T extends Closable>(open: Map<string, Open<T>>, id: string): void {
    const entry = open.get(id);
    open.delete(id);
    entry?.cancelClose?.();
    void entry?.views.then(
      (views) => views?.close(),
      () => undefined,
    );
  }
}
