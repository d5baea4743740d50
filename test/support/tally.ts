// The smallest decider with everything a host cares about: a tally with a limit, a deadline and debts.

import type { Decider } from '../../shared/kernel/decider.ts';
import { accept, refuse, unreachable } from '../../shared/kernel/decider.ts';
import { reject } from '../../shared/kernel/rejection.ts';
import type { EpochMs } from '../../shared/kernel/units.ts';

export type TallyCommand =
  | { readonly type: 'Add'; readonly points: number }
  /** Like Add, but its refusals are recorded. */
  | { readonly type: 'Bid'; readonly points: number }
  | { readonly type: 'CloseAt'; readonly atMs: EpochMs }
  | { readonly type: 'Owe'; readonly id: string; readonly stream: string }
  | { readonly type: 'Settle'; readonly id: string }
  /** What another tally owed arrives; never refused. */
  | { readonly type: 'Take'; readonly id: string }
  | { readonly type: 'Tick' };

export type TallyEvent =
  | { readonly type: 'Added'; readonly points: number }
  | { readonly type: 'BidRefused'; readonly points: number }
  | { readonly type: 'ClosingSet'; readonly atMs: EpochMs }
  | { readonly type: 'Closed' }
  | { readonly type: 'Owed'; readonly id: string; readonly stream: string }
  | { readonly type: 'Settled'; readonly id: string }
  | { readonly type: 'Taken'; readonly id: string };

export interface TallyState {
  readonly total: number;
  readonly refused: number;
  readonly closesAtMs: EpochMs | null;
  readonly isClosed: boolean;
  readonly owed: readonly { readonly id: string; readonly stream: string }[];
  /** Debts of others that arrived, in order. */
  readonly taken: readonly string[];
}

const TALLY_LIMIT = 100;

export const tally: Decider<TallyState, TallyCommand, TallyEvent> = {
  stateForm: 1,
  initial: { total: 0, refused: 0, closesAtMs: null, isClosed: false, owed: [], taken: [] },
  decide(state, command, { at }) {
    switch (command.type) {
      case 'Add':
      case 'Bid': {
        if (state.total + command.points <= TALLY_LIMIT && !state.isClosed) {
          return accept<TallyEvent>({ type: 'Added', points: command.points });
        }
        const rejection = reject('tally/full', { total: state.total });
        return command.type === 'Add'
          ? refuse<TallyEvent>(rejection)
          : refuse<TallyEvent>(rejection, { type: 'BidRefused', points: command.points });
      }
      case 'CloseAt':
        return accept<TallyEvent>({ type: 'ClosingSet', atMs: command.atMs });
      case 'Owe':
        return accept<TallyEvent>({ type: 'Owed', id: command.id, stream: command.stream });
      case 'Settle':
        return accept<TallyEvent>({ type: 'Settled', id: command.id });
      case 'Take':
        return accept<TallyEvent>({ type: 'Taken', id: command.id });
      case 'Tick':
        return state.closesAtMs !== null && at >= state.closesAtMs
          ? accept<TallyEvent>({ type: 'Closed' })
          : accept<TallyEvent>();
      default:
        return unreachable(command);
    }
  },
  evolve(state, event) {
    switch (event.type) {
      case 'Added':
        return { ...state, total: state.total + event.points };
      case 'BidRefused':
        return { ...state, refused: state.refused + 1 };
      case 'ClosingSet':
        return { ...state, closesAtMs: event.atMs };
      case 'Closed':
        return { ...state, closesAtMs: null, isClosed: true };
      case 'Owed':
        return { ...state, owed: [...state.owed, { id: event.id, stream: event.stream }] };
      case 'Settled':
        return { ...state, owed: state.owed.filter(({ id }) => id !== event.id) };
      case 'Taken':
        return { ...state, taken: [...state.taken, event.id] };
      default:
        return unreachable(event);
    }
  },
  wakeAt: (state) => state.closesAtMs ?? undefined,
  tick: { type: 'Tick' },
  owed: (state) =>
    state.owed.map(({ id, stream }) => ({ id, stream, command: { type: 'Take', id } })),
  settled: (id) => ({ type: 'Settle', id }),
};
