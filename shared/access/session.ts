// The stream of one browser or bot session: which seats it holds, until it signs out for good.

import type { Decider } from '../kernel/decider.ts';
import type { RoomId, SeatId } from '../kernel/ids.ts';
import type { SessionCommand, SessionEvent, SessionState } from './types.ts';
import { accept, refuse, unreachable } from '../kernel/decider.ts';
import { reject } from '../kernel/rejection.ts';

/** Key of a seat in SessionState.seats. */
export const seatKey = (roomId: RoomId, seatId: SeatId): string => `${roomId}/${seatId}`;

/** Decides what a session holds; only the server itself gives these commands (ACC1). A signed-out session stays so (ACC5). */
export const sessionDecider: Decider<SessionState, SessionCommand, SessionEvent> = {
  stateForm: 2,
  initial: { exists: false, isAdmin: false, isSignedOut: false, seats: {} },
  decide(state, command, { by }) {
    if (by.kind !== 'system') return refuse<SessionEvent>(reject('session/not-allowed'));
    if (state.isSignedOut && command.type !== 'TickSession') {
      return refuse<SessionEvent>(reject('session/signed-out'));
    }
    switch (command.type) {
      case 'HoldSeat':
        return accept<SessionEvent>({ ...command, type: 'SeatHeld' });
      case 'BecomeAdmin':
        return accept<SessionEvent>({ type: 'AdminGranted', secretHash: command.secretHash });
      case 'SignOut':
        return accept<SessionEvent>({ type: 'SignedOut' });
      case 'TickSession':
        return accept<SessionEvent>();
      default:
        return unreachable(command);
    }
  },
  evolve(state, event) {
    switch (event.type) {
      case 'SeatHeld': {
        const { roomId, seatId, grantId } = event;
        const seats = { ...state.seats, [seatKey(roomId, seatId)]: { roomId, seatId, grantId } };
        return { ...state, exists: true, seats };
      }
      case 'AdminGranted':
        return { ...state, exists: true, isAdmin: true, adminBy: event.secretHash ?? '' };
      case 'SignedOut':
        return { exists: true, isAdmin: false, isSignedOut: true, seats: {} };
      default:
        return unreachable(event);
    }
  },
  wakeAt: () => undefined,
  tick: { type: 'TickSession' },
};
