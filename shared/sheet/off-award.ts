// What an award said beside what stands. Two sides may agree on something else than the clock gave, but never so that
// anybody who reads the sheet takes it for the award (AWD2, AWD3).

import type { FieldValue } from './field-types.ts';
import type { PositionValue, SheetState, TermState, TermView } from './types.ts';
import type { TermId } from '../kernel/ids.ts';
import type { Side } from '../room/types.ts';
import type { Json } from '../kernel/json.ts';
import type { Rejection } from '../kernel/rejection.ts';
import { canonicalJson } from '../kernel/json.ts';
import { reject } from '../kernel/rejection.ts';
import { isSameValue } from './fields.ts';

const SIDES: readonly Side[] = ['carrier', 'shipper'];

/** A value that stands in place of the award's: agreed, or one side's position. */
export interface StandingValue {
  readonly of: 'agreed' | Side;
  readonly value: FieldValue;
}

/** `said`: the award's value. `now`: what differs from it, never empty. */
export interface OffAward {
  readonly said: FieldValue;
  readonly now: readonly StandingValue[];
}

/** Whether a value is another one than an award once gave to this term; never for a term without an award. */
export const isOff = (term: TermState | undefined, value: PositionValue): boolean =>
  term?.awarded !== undefined && !isSameValue(term.awarded, value);

/** Whether what is agreed, or one side's position, is off the award (AWD2). */
export const isTermOff = (term: TermState): boolean =>
  [term.agreed, term.carrier, term.shipper].some((held) => held && isOff(term, held.value));

/** The award of a term that a value would be off, or undefined where it would not be. */
export const awardedBefore = (
  { terms }: SheetState,
  termId: TermId,
  value: PositionValue,
): FieldValue | undefined => {
  const term = Object.hasOwn(terms, termId) ? terms[termId] : undefined;
  return isOff(term, value) && term?.awarded?.kind === 'field' ? term.awarded.value : undefined;
};

/** Why an offer that goes off an award cannot be put or taken without a reason (AWD3). */
export const unexplainedItem = (
  state: SheetState,
  items: readonly { readonly termId: TermId; readonly value: PositionValue }[],
  reason: string | null,
): Rejection | undefined => {
  if (reason !== null) return undefined;
  for (const { termId, value } of items) {
    const awarded = awardedBefore(state, termId, value);
    if (awarded !== undefined) {
      return reject('offer/off-award', { termId, awarded: awarded as unknown as Json });
    }
  }
  return undefined;
};

/** Whether a value is another one than an award gave. */
export const isOtherThan = (awarded: FieldValue, value: FieldValue): boolean =>
  canonicalJson(awarded) !== canonicalJson(value);

/** Whether a value would be off the award of a term, as a reader of the sheet sees the term. */
export const wouldBeOff = ({ awarded }: TermView, value: FieldValue | undefined): boolean =>
  awarded !== undefined && value !== undefined && isOtherThan(awarded, value);

/** What the award of a term said and what stands now, as a reader sees it; undefined while nothing is off it (AWD2). */
export const offAwardOf = (term: TermView): OffAward | undefined => {
  const { awarded, state, carrier, shipper } = term;
  if (awarded === undefined) return undefined;
  const agreed = carrier?.value ?? shipper?.value;
  const held: readonly StandingValue[] =
    state === 'agreed'
      ? agreed === undefined
        ? []
        : [{ of: 'agreed', value: agreed }]
      : SIDES.flatMap((side) => {
          const value = term[side]?.value;
          return value === undefined ? [] : [{ of: side, value }];
        });
  const now = held.filter(({ value }) => isOtherThan(awarded, value));
  return now.length > 0 ? { said: awarded, now } : undefined;
};
