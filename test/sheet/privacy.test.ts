// Fields that are private to one side: no view, no answer and no formula tells anybody else of them.

import { fc } from '../support/fast-check.ts';
import { describe, expect, it } from 'vitest';
import type {
  PositionValue,
  SheetCommand,
  SheetEvent,
  SheetState,
} from '../../shared/sheet/types.ts';
import { derivedOf, evaluateDerived } from '../../shared/sheet/derive/evaluate.ts';
import { sheetDecider } from '../../shared/sheet/sheet.ts';
import type { SheetReader } from '../../shared/sheet/reader.ts';
import { maySeeTerm, templateFor, viewSheet } from '../../shared/sheet/view.ts';
import { Stream, seat } from '../support/stream.ts';

const CARRIER = seat('usps-lead');
const SHIPPER = seat('harbor-lead');
const SECRETS = ['attributable-cost', 'cost-coverage'] as const;
/** Appears nowhere else. */
const CANARY = 54_321;
const REASON = 'canary of the reason';

const READERS: Readonly<Record<string, SheetReader>> = {
  carrier: { side: 'carrier' },
  shipper: { side: 'shipper' },
  moderator: { side: null },
  regulator: { side: null, isRegulator: true },
};

const field = (value: number): PositionValue => ({ kind: 'field', value });

const take = (side: 'carrier' | 'shipper', termId: string, value: number): SheetCommand => ({
  type: 'TakePosition',
  side,
  termId,
  value: field(value),
  reason: REASON,
});

const sheet = (kind: 'bilateral' | 'common' = 'bilateral') => {
  const stream = new Stream<SheetState, SheetCommand, SheetEvent>(sheetDecider);
  stream.must({
    type: 'CreateSheet',
    sheetId: 's1',
    roomId: 'room',
    kind,
    parties: { carrierTeamId: 'usps', shipperTeamId: kind === 'common' ? null : 'harbor' },
    title: 'USPS and Harbor Parcel',
    template: 'usps-last-mile',
    lots: [],
  });
  return stream;
};

const seen = (state: SheetState, reader: SheetReader): string =>
  JSON.stringify(viewSheet(state, { ...reader, nameOf: (id) => id }));

const withSecret = () => {
  const stream = sheet();
  stream.must(take('carrier', 'cost-coverage', CANARY), CARRIER);
  return stream;
};

describe('[SHT14] what is private to a side', () => {
  it.each(['carrier', 'regulator'])('the %s sees it', (who) => {
    const text = seen(withSecret().state, READERS[who] ?? { side: null });
    expect(text).toContain(String(CANARY));
    expect(text).toContain(REASON);
  });

  it.each(['shipper', 'moderator'])(
    'the %s sees neither value nor that there is such a field',
    (who) => {
      const reader = READERS[who] ?? { side: null };
      const { state } = withSecret();
      const text = seen(state, reader);
      for (const word of [String(CANARY), REASON, ...SECRETS, 'coverage', 'Attributable']) {
        expect(text.toLowerCase()).not.toContain(word.toLowerCase());
      }
      for (const id of SECRETS) {
        expect(state.template && maySeeTerm(state.template, id, reader)).toBe(false);
      }
    },
  );

  it('law: the views of others do not depend on it, open points included', () => {
    const act = fc.record({
      termId: fc.constantFrom(...SECRETS),
      kind: fc.constantFrom('take', 'reopen' as const),
      value: fc.integer({ min: 0, max: 20_000 }),
    });
    let taken = 0;
    fc.assert(
      fc.property(fc.array(act, { maxLength: 12 }), (acts) => {
        const [quiet, busy] = [sheet(), sheet()];
        for (const { termId, kind, value } of acts) {
          const command: SheetCommand =
            kind === 'take'
              ? take('carrier', termId, value)
              : { type: 'ReopenTerm', side: 'carrier', termId, reason: 'again' };
          if (busy.give(command, CARRIER).ok) taken += 1;
        }
        for (const who of ['shipper', 'moderator'] as const) {
          const reader = READERS[who] ?? { side: null };
          expect(seen(busy.state, reader)).toBe(seen(quiet.state, reader));
        }
      }),
      { numRuns: 40 },
    );
    expect(taken).toBeGreaterThan(50);
  });

  it('to the other side every act on it is an act on a term that is not there', () => {
    for (const stream of [sheet(), withSecret()]) {
      for (const termId of [...SECRETS, 'no-such-term']) {
        const acts: readonly SheetCommand[] = [
          take('shipper', termId, 1),
          { type: 'WithdrawPosition', side: 'shipper', termId },
          { type: 'ReopenTerm', side: 'shipper', termId, reason: 'why' },
          { type: 'ReopenTerm', termId, reason: 'why' },
        ];
        for (const act of acts) {
          expect(stream.give(act, SHIPPER)).toMatchObject({
            ok: false,
            rejection: { code: 'sheet/unknown-term', termId },
          });
        }
      }
      expect(stream.state.terms['cost-coverage']?.reopened).toBeNull();
    }
  });

  it('the carrier itself can reopen it', () => {
    const stream = withSecret();
    stream.must(
      { type: 'ReopenTerm', side: 'carrier', termId: 'cost-coverage', reason: 'new model' },
      CARRIER,
    );
    expect(stream.state.terms['cost-coverage']?.agreed).toBeNull();
  });

  it('no derived value that another sees changes with it', () => {
    const { state } = withSecret();
    if (!state.template) throw new Error('no template');
    const shown = templateFor(state.template, { side: 'shipper' });
    const shownIds = derivedOf(shown).map(({ id }) => id);
    expect(shownIds).not.toContain('sample-coverage');
    expect(shownIds).toContain('effective-rate');
    for (const derived of derivedOf(shown)) {
      const outcomes = [1_000, 3_000].map((cost) =>
        evaluateDerived(shown, derived, {
          fieldValue: (id) => (SECRETS.includes(id as 'cost-coverage') ? cost : undefined),
          assumption: () => undefined,
          lotIds: [],
        }),
      );
      expect(outcomes[0]).toEqual(outcomes[1]);
    }
  });
});
