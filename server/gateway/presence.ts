// Who is here, as far as each viewer may know (SEAT7). Whom to tell, and when, is room-people.ts.

import type { SeatId } from '../../shared/kernel/ids.ts';
import type { RoomState } from '../../shared/room/types.ts';
import { visibleSeats } from '../../shared/room/walls.ts';

/** Connections a seat, in one room on one node. */
export class Presence {
  readonly #connections = new Map<SeatId, number>();

  opened(seatId: SeatId): void {
    this.#connections.set(seatId, (this.#connections.get(seatId) ?? 0) + 1);
  }

  closed(seatId: SeatId): void {
    const left = (this.#connections.get(seatId) ?? 0) - 1;
    if (left > 0) this.#connections.set(seatId, left);
    else this.#connections.delete(seatId);
  }

  get isEmpty(): boolean {
    return this.#connections.size === 0;
  }

  /** Seats with a connection that `seatId` may know of. */
  seenBy(room: RoomState, seatId: SeatId): readonly SeatId[] {
    return visibleSeats(room, seatId).filter((seen) => this.#connections.has(seen));
  }
}
