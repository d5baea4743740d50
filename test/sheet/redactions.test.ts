// What a field of redactions keeps out of the published edition, from the first proposal on.

import { describe, expect, it } from 'vitest';
import { redactionsOf } from '../../shared/sheet/paper/redactions.ts';
import type { Side } from '../../shared/room/types.ts';
import type { SheetStream } from '../support/offers.ts';
import { LEADS, offerSheet, otherOf, SIDES } from '../support/offers.ts';

const name = (stream: SheetStream, side: Side, term: string): void => {
  const value = { kind: 'field', value: [{ term, reason: 'price' }] } as const;
  stream.must({ type: 'TakePosition', side, termId: 'redactions', value }, LEADS[side]);
};

const reasonOf = ({ state }: SheetStream, id: string): string | undefined =>
  redactionsOf(state).reasonFor({ id });

describe('[EXP4] what the field of redactions names', () => {
  it.each(SIDES)('stays out as soon as the %s names it, whatever the other side says', (side) => {
    const stream = offerSheet();
    expect(reasonOf(stream, 'parties-notices')).toBeUndefined();
    name(stream, side, 'Notices');
    expect(reasonOf(stream, 'parties-notices')).toBeDefined();
    name(stream, otherOf(side), 'supersedes');
    expect(reasonOf(stream, 'parties-notices')).toBeDefined();
    expect(reasonOf(stream, 'supersedes')).toBeDefined();
  });

  it('stays out once both sides agree, and what nobody names any more does not', () => {
    const stream = offerSheet();
    name(stream, 'carrier', 'supersedes');
    for (const side of SIDES) name(stream, side, 'Notices');
    expect(reasonOf(stream, 'parties-notices')).toBeDefined();
    expect(reasonOf(stream, 'supersedes')).toBeUndefined();
  });
});
