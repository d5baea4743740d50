// Who of a team may sign, beyond the table of seats.ts: members only for what was given to them, and a lead gives to its
// own team alone.

import type { Rejection } from '../kernel/rejection.ts';
import type { SheetCommand } from '../sheet/types.ts';
import type { RoomState, Seat } from './types.ts';
import { reject } from '../kernel/rejection.ts';

/**
 * Why a seat may not sign or hand out a signature, as far as the room knows (SIG7); undefined for all other commands.
 * Whether an office was given to this seat is known to the sheet.
 */
export const signerFault = (
  { seats }: RoomState,
  { role, teamId }: Seat,
  command: SheetCommand,
): Rejection | undefined => {
  if (command.type === 'SignSheet') {
    const isFree = role === 'lead' || command.isAssigned === true;
    return isFree ? undefined : reject('seat/not-allowed', { action: 'sign-sheet' });
  }
  if (command.type !== 'AssignSigner' || command.seatId === null) return undefined;
  const signer = Object.hasOwn(seats, command.seatId) ? seats[command.seatId] : undefined;
  return signer?.teamId === teamId && !signer.isRevoked ? undefined : reject('signing/signer');
};
