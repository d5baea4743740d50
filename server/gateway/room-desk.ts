// Opens rooms and sheets for those who watch them on this node, and closes them when nobody does.

import type { RoomId, SheetId } from '../../shared/kernel/ids.ts';
import type { ViewsDeps } from './views.ts';
import { RoomViews, SheetViews } from './views.ts';

interface Open<T> {
  readonly views: Promise<T>;
  users: number;
}

/** Counts users of each topic; the last one to leave closes it. */
export class RoomDesk {
  readonly #deps: ViewsDeps;
  readonly #rooms = new Map<RoomId, Open<RoomViews>>();
  readonly #sheets = new Map<SheetId, Open<SheetViews | undefined>>();

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

  async #enter<T>(open: Map<string, Open<T>>, id: string, make: () => Promise<T>): Promise<T> {
    let entry = open.get(id);
    if (!entry) {
      entry = { views: make(), users: 0 };
      open.set(id, entry);
    }
    entry.users += 1;
    try {
      return await entry.views;
    } catch (cause) {
      // The next one tries afresh.
      if (open.get(id) === entry) open.delete(id);
      throw cause;
    }
  }

  #leave<T extends { close(): void } | undefined>(open: Map<string, Open<T>>, id: string): void {
    const entry = open.get(id);
    if (!entry) return;
    entry.users -= 1;
    if (entry.users > 0) return;
    open.delete(id);
    void entry.views.then(
      (views) => views?.close(),
      () => undefined,
    );
  }
}
