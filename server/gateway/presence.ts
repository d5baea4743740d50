// Who is here, as far as each viewer may know (SEAT7). Whom to tell, and when, is room-people.ts.

import type { SeatId } from '../../shared/kernel/ids.ts';
import type { RoomState } from '../../shared/room/types.ts';
import { visibleSeats } from '../../shared/room/walls.ts';

/** Connections a seat, in one room on one node. */
export class Presence {
  readonly #connections = new Map<SeatId, number>();

  /** Answers how many connections the seat has now. */
  opened(seatId: SeatId): number {
    const count = this.countOf(seatId) + 1;
    this.#connections.set(seatId, count);
    return count;
  }

  /** Answers how many connections the seat has left. */
  closed(seatId: SeatId): number {
    const left = Math.max(0, this.countOf(seatId) - 1);
    if (left > 0) this.#connections.set(seatId, left);
    else this.#connections.delete(seatId);
    return left;
  }

  countOf(seatId: SeatId): number {
    return this.#connections.get(seatId) ?? 0;
  }

  /** Seats with a connection, here or by `isElsewhere`, that `seatId` may know of. */
  seenBy(
    room: RoomState,
    seatId: SeatId,
    isElsewhere: (seatId: SeatId) => boolean,
  ): readonly SeatId[] {
    return visibleSeats(room, seatId).filter(
      (seen) => this.#connections.has(seen) || isElsewhere(seen),
    );
  }
}
