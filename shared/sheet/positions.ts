// What a side may say about a term: take a position, take it back, reopen what is agreed. A term is agreed by the
// position that makes both sides equal, in the same decision, so that no reader ever sees two equal open positions.
// Whose side a seat may speak for is asked of room/seats.ts before.

import type { DecideContext, Decision } from '../kernel/decider.ts';
import type { TermId } from '../kernel/ids.ts';
import type { Json } from '../kernel/json.ts';
import type { Rejection } from '../kernel/rejection.ts';
import type { Side } from '../room/types.ts';
import type {
  ClauseTemplate,
  FieldTemplate,
  SheetCommand,
  SheetEvent,
  SheetState,
  TermState,
} from './types.ts';
import { accept, refuse } from '../kernel/decider.ts';
import { reject } from '../kernel/rejection.ts';
import { checkFieldValue, isSameValue } from './fields.ts';
import { awardedBefore } from './off-award.ts';
import { termTemplate } from './template.ts';
import { maySeeTerm } from './view.ts';
import { keepWording } from './wordings.ts';

type Deciding = Decision<SheetEvent>;
type Command<Type extends SheetCommand['type']> = SheetCommand & { readonly type: Type };
type TermTemplate = FieldTemplate | ClauseTemplate;

const no = (code: Rejection['code'], params: Parameters<typeof reject>[1] = {}): Deciding =>
  refuse<SheetEvent>(reject(code, params));

/** The side across the table. */
export const otherSide = (side: Side): Side => (side === 'carrier' ? 'shipper' : 'carrier');

/** A term of this sheet; ids that every object knows, such as `constructor`, name none. */
export const termOf = (state: SheetState, termId: TermId): TermState | undefined =>
  Object.hasOwn(state.terms, termId) ? state.terms[termId] : undefined;

/** Sides that take positions on a term: on the common sheet the carrier alone, else those that its field names. */
export const speakersOf = (state: SheetState, template: TermTemplate): readonly Side[] => {
  if (state.kind === 'common') return ['carrier'];
  return template.kind === 'field' ? template.sides : ['carrier', 'shipper'];
};

/** Whether a side may know that a term is there; a private field of the other side is to it as if it were not (SHT14). */
export const isKnownTo = (state: SheetState, termId: TermId, side: Side | undefined): boolean =>
  state.template !== null && maySeeTerm(state.template, termId, { side: side ?? null });

/** What is wrong with a value as a position on a term, or undefined. */
const checkValue = (
  template: TermTemplate,
  { termId, value }: Command<'TakePosition'>,
  { clauseHash }: DecideContext,
): Rejection | undefined => {
  if (value.kind !== template.kind) return reject('position/kind', { expected: template.kind });
  if (template.kind === 'field') {
    return value.kind === 'field' ? checkFieldValue(template.type, value.value) : undefined;
  }
  const hash = clauseHash?.(termId);
  // Only what both can read can be agreed: the hash must be that of the text that stands (SHT5).
  const isStanding = value.kind === 'clause' && value.hash === hash;
  return isStanding ? undefined : reject('position/text-changed', { termId, hash: hash ?? '' });
};

/** A side says what it wants a term to be (SHT4 to SHT8); off an award it says why (AWD3). */
export const takePosition = (
  state: SheetState,
  command: Command<'TakePosition'>,
  context: DecideContext,
): Deciding => {
  const { termId, side, value, reason = null } = command;
  const term = termOf(state, termId);
  const template = state.template && termTemplate(state.template, termId);
  if (!term || !template || !isKnownTo(state, termId, side)) {
    return no('sheet/unknown-term', { termId });
  }
  const speakers = speakersOf(state, template);
  if (!speakers.includes(side)) return no('position/other-side', { termId });
  if (term.agreed) return no('term/agreed', { termId });
  const wrong = checkValue(template, command, context);
  if (wrong) return refuse<SheetEvent>(wrong);
  const awarded = awardedBefore(state, termId, value);
  if (awarded !== undefined && reason === null) {
    return no('position/off-award', { termId, awarded: awarded as unknown as Json });
  }
  const own = term[side];
  if (own && isSameValue(own.value, value)) return no('position/same', { termId });
  const taken: SheetEvent = { type: 'PositionTaken', side, termId, value, reason };
  const other = term[otherSide(side)];
  const isAlone = !speakers.includes(otherSide(side));
  const isAgreed = isAlone || (other !== null && isSameValue(other.value, value));
  const kept =
    value.kind === 'clause' ? keepWording(state, { termId, hash: value.hash }, context) : [];
  const agreed: SheetEvent = { type: 'TermAgreed', termId, value };
  return accept<SheetEvent>(...kept, taken, ...(isAgreed ? [agreed] : []));
};

/** A side takes its position back; what is agreed is reopened instead (SHT9). */
export const withdrawPosition = (
  state: SheetState,
  { termId, side }: Command<'WithdrawPosition'>,
): Deciding => {
  const term = termOf(state, termId);
  if (!term || !isKnownTo(state, termId, side)) return no('sheet/unknown-term', { termId });
  if (term.agreed) return no('term/agreed', { termId });
  if (!term[side]) return no('position/none', { termId });
  return accept<SheetEvent>({ type: 'PositionWithdrawn', side, termId });
};

/** Unlocks an agreed term; both positions go, so that both sides look again (SHT10). */
export const reopenTerm = (
  state: SheetState,
  { termId, reason, side }: Command<'ReopenTerm'>,
): Deciding => {
  const term = termOf(state, termId);
  if (!term || !isKnownTo(state, termId, side)) return no('sheet/unknown-term', { termId });
  if (!term.agreed) return no('term/not-agreed', { termId });
  return accept<SheetEvent>({ type: 'TermReopened', termId, reason });
};
