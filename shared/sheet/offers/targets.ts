// What a side hopes for in a field and where it would leave. It stands in the sheet's stream, and nobody but that side
// ever reads it or learns that it is there.

import type { Decision } from '../../kernel/decider.ts';
import type { SheetEvent, SheetState } from '../types.ts';
import type { OfferCommandOf } from './decide.ts';
import { accept, refuse } from '../../kernel/decider.ts';
import { reject } from '../../kernel/rejection.ts';
import { checkFieldValue } from '../fields.ts';
import { isKnownTo, termOf } from '../positions.ts';
import { termTemplate } from '../template.ts';

/** A side notes its target and its walk-away for a field (TGT1). */
export const setTarget = (
  state: SheetState,
  { side, termId, target, walkAway }: OfferCommandOf<'SetTarget'>,
): Decision<SheetEvent> => {
  const template = state.template && termTemplate(state.template, termId);
  if (!termOf(state, termId) || !template || !isKnownTo(state, termId, side)) {
    return refuse(reject('sheet/unknown-term', { termId }));
  }
  if (template.kind !== 'field') return refuse(reject('position/kind', { expected: 'clause' }));
  for (const value of [target, walkAway]) {
    const wrong = value === undefined ? undefined : checkFieldValue(template.type, value);
    if (wrong) return refuse(wrong);
  }
  return accept<SheetEvent>({
    ...{ type: 'TargetSet', side, termId },
    ...{ target: target ?? null, walkAway: walkAway ?? null },
  });
};
