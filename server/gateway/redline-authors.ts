// Who wrote in a sheet, for one reader: sides and names as far as the reader may know them, under signs that tell nothing.

import type { SeatId, SheetId } from '../../shared/kernel/ids.ts';
import type { RoomState } from '../../shared/room/types.ts';
import type { RedlineAnswer } from '../../shared/protocol/redline.ts';
import type { RedlineRow } from '../../shared/sheet/redline/types.ts';
import { mayKnowSeat, viewerOf } from '../../shared/room/walls.ts';

/** Side and name of whoever wrote in a sheet, as far as a reader may know them. */
export const authorFor = (
  { room, seatId: readerId }: { readonly room: RoomState; readonly seatId: SeatId },
  sheetId: SheetId,
  seatId: SeatId,
): RedlineAnswer['authors'][string] => {
  const seat = room.seats[seatId];
  const sheet = room.sheets[sheetId];
  if (!seat || !sheet) return {};
  // A seat that was taken back has written what it wrote.
  const side =
    seat.teamId === sheet.carrierTeamId
      ? 'carrier'
      : seat.teamId !== null && seat.teamId === sheet.shipperTeamId
        ? 'shipper'
        : undefined;
  const isKnown = mayKnowSeat(room, viewerOf(room, readerId), seat);
  return { ...(side && { side }), ...(isKnown && { name: seat.name }) };
};

/** Replaces seats by signs that say no more than the reader may know. */
export class AuthorNames {
  readonly #reader: { room: RoomState; seatId: SeatId };
  readonly #sheetId: SheetId;
  readonly #signs = new Map<SeatId, string>();
  readonly #authors: Record<string, RedlineAnswer['authors'][string]> = {};

  constructor(reader: { room: RoomState; seatId: SeatId }, sheetId: SheetId) {
    this.#reader = reader;
    this.#sheetId = sheetId;
  }

  get all(): RedlineAnswer['authors'] {
    return this.#authors;
  }

  signed(row: RedlineRow): RedlineRow {
    const spans = row.spans.map((span) =>
      span.by === undefined ? span : { ...span, by: this.#sign(span.by) },
    );
    return { ...row, spans, ...(row.by !== undefined && { by: this.#sign(row.by) }) };
  }

  #sign(seatId: SeatId): string {
    const known = this.#signs.get(seatId);
    if (known !== undefined) return known;
    const sign = String(this.#signs.size + 1);
    this.#signs.set(seatId, sign);
    this.#authors[sign] = this.#describe(seatId);
    return sign;
  }

  #describe(seatId: SeatId): RedlineAnswer['authors'][string] {
    return authorFor(this.#reader, this.#sheetId, seatId);
  }
}
