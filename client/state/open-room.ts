// Puts the session of a seat together with what the browser has: its line, its storage, its way to check signatures.

import { fetchKeys } from '../net/api.ts';
import { connectSeat } from '../net/connection.ts';
import { verifySignature } from '../net/signatures.ts';
import { ReceiptBook } from './receipts.svelte.ts';
import { RoomSession } from './room.svelte.ts';

/** Opens the line of a seat at once; the caller closes it. */
export const openRoom = (seat: {
  readonly roomId: string;
  readonly seatId: string;
}): RoomSession => {
  const place = `${seat.roomId}/${seat.seatId}`;
  const kept = { place, storage: localStorage, fetchKeys, verify: verifySignature };
  return new RoomSession({ ...seat, receipts: new ReceiptBook(kept), connect: connectSeat });
};
