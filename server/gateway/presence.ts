// Who is here, as far as each audience may know (SEAT7). An audience hears only of changes to its own list, so that a
// rival's coming and going makes no frame.

import type { SeatId } from '../../shared/kernel/ids.ts';
import type { RoomState } from '../../shared/room/types.ts';
import { visibleSeats } from '../../shared/room/walls.ts';

/** Connections a seat, in one room on one node, and what each audience was told last. */
export class Presence {
  readonly #connections = new Map<SeatId, number>();
  readonly #told = new Map<string, string>();

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

  /** The list for an audience (seen through one of its seats) if it differs from the last one told. */
  news(room: RoomState, audience: string, seatId: SeatId): readonly SeatId[] | undefined {
    const online = this.seenBy(room, seatId);
    const text = online.join(' ');
    if (this.#told.get(audience) === text) return undefined;
    this.#told.set(audience, text);
    return online;
  }
}
