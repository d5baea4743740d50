// What a frozen sheet keeps out: positions, offers, acceptances. An award and the reopening of a term open it first. What
// is private to a side is not part of what is signed and stays open until that side signs.

import type { Decision } from '../../kernel/decider.ts';
import type { TermId } from '../../kernel/ids.ts';
import type { Rejection } from '../../kernel/rejection.ts';
import type { Side } from '../../room/types.ts';
import type { SheetCommand, SheetEvent, SheetState } from '../types.ts';
import { reject } from '../../kernel/rejection.ts';
import { termTemplate } from '../template.ts';
import { isSigned } from './frozen-form.ts';
import { standing } from './standing.ts';

const lockOf = ({ signing }: SheetState): Rejection | undefined => {
  if (signing?.signedAtMs !== undefined) return reject('sheet/signed');
  return signing?.frozen ? reject('sheet/frozen') : undefined;
};

/** A private field of the side that acts is free until that side has signed; one of nobody's is refused elsewhere. */
const privateFault = (
  state: SheetState,
  { termId, side }: { readonly termId: TermId; readonly side: Side | undefined },
): Rejection | undefined => {
  const term = state.template ? termTemplate(state.template, termId) : undefined;
  if (term?.kind !== 'field' || term.privateTo !== side) return undefined;
  const hasSigned = standing(state).some((each) => each.side === side);
  return hasSigned ? lockOf(state) : undefined;
};

const isPart = ({ template }: SheetState, termId: TermId): boolean =>
  template !== null && isSigned(template, termId);

/** Why a frozen or signed sheet does not take a command, or undefined where it may (SIG3, SIG8). */
export const heldBack = (state: SheetState, command: SheetCommand): Rejection | undefined => {
  const lock = lockOf(state);
  if (!lock) return undefined;
  switch (command.type) {
    case 'TakePosition':
    case 'WithdrawPosition':
      return isPart(state, command.termId) ? lock : privateFault(state, command);
    case 'ReopenTerm': {
      const { termId, side } = command;
      if (!isPart(state, termId)) return privateFault(state, { termId, side });
      return lock.code === 'sheet/signed' ? lock : undefined;
    }
    case 'MakeOffer':
    case 'AcceptOffer':
      return lock;
    case 'TakeAward':
    case 'TakeSchedule':
      return lock.code === 'sheet/signed' ? lock : undefined;
    default:
      return undefined;
  }
};

/** What a decision on a frozen sheet is once the sheet was opened for it: its signatures are void (SIG5). */
export const openedFor = (
  state: SheetState,
  decision: Decision<SheetEvent>,
  reason: string,
): Decision<SheetEvent> => {
  if (!decision.ok || !state.signing?.frozen) return decision;
  const changes = decision.events.some(
    (event) =>
      event.type === 'AwardTaken' || (event.type === 'TermReopened' && isPart(state, event.termId)),
  );
  const opened = { type: 'SheetReopened', reason } as const;
  return changes ? { ...decision, events: [opened, ...decision.events] } : decision;
};
