// The rules check: each remark appears exactly where its numbers say so.

import { describe, expect, it } from 'vitest';
import { adviceWords } from '../../client/words/advice.ts';
import { DEFAULT_RULES } from '../../shared/auction/default-rules.ts';
import { roundsToReserve } from '../../shared/auction/formats/clock-advice.ts';
import type { Setup } from '../../shared/auction/advice.ts';
import type { EnglishRules, SoftClose } from '../../shared/auction/formats/english-types.ts';
import { adviceOn } from '../../shared/auction/rules-advice.ts';
import type { Lot } from '../../shared/auction/types.ts';
import { basisPoints, durationMs, mills } from '../../shared/kernel/units.ts';

const LOT: Lot = {
  id: 'q1',
  name: 'Jackson Heights',
  facility: 'DDU Jackson Heights',
  window: { opens: '05:00', closes: '07:00', zone: 'America/New_York' },
  service: 'same-day',
  supplyBlocks: 6,
  openingPriceMills: mills(2_400),
  pointsPerBlock: 1,
  tickMills: mills(10),
};
const RULES = DEFAULT_RULES.clock;
const CALM: Setup = {
  rules: RULES,
  lots: [LOT],
  reservesMills: { q1: mills(2_500) },
  eligibility: [6, 6, 4],
};

const TWO: Partial<Setup> = { eligibility: [6, 6] };

const codesOf = (change: Partial<Setup>): readonly string[] =>
  adviceOn({ ...CALM, ...change }).map(({ code }) => code);

describe('[ADV1] the rules check', () => {
  it('says nothing of a sale that is well set up', () => {
    expect(codesOf({})).toEqual([]);
  });

  it.each<[string, Partial<Setup>]>([
    ['advice/one-bidder', { eligibility: [12] }],
    ['advice/reserve-idle', { reservesMills: { q1: mills(2_400) } }],
    [
      'advice/demand-tells-rival',
      {
        eligibility: [6, 6],
        rules: { ...RULES, information: { ...RULES.information, demand: 'total' } },
      },
    ],
    ['advice/outage-long', { rules: { ...RULES, outageMs: durationMs(90_001) } }],
    ['advice/without-points', { eligibility: [6, 6, 0] }],
    [
      'advice/round-short',
      { rules: { ...RULES, roundMs: durationMs(4_999), outageMs: durationMs(0) } },
    ],
    ['advice/activity-low', { rules: { ...RULES, activityBp: basisPoints(4_999) } }],
    ['advice/reserve-far', { reservesMills: { q1: mills(6_300) } }],
    ['advice/cap-idle', { lots: [{ ...LOT, capBlocks: 6 }] }],
    ['advice/no-excess-possible', { eligibility: [3, 3] }],
  ])('%s', (code, change) => {
    expect(codesOf(change)).toEqual([code]);
    const words = adviceOn({ ...CALM, ...change }).map((remark) => adviceWords(remark, (id) => id));
    expect(words.join()).not.toMatch(/advice\/|NaN|undefined/);
  });

  const english = (changes: Partial<EnglishRules>): Partial<Setup> => ({
    rules: { ...DEFAULT_RULES.english, ...changes },
  });
  const ending = (changes: object): Partial<Setup> =>
    english({ softClose: { ...DEFAULT_RULES.english.softClose, ...changes } as SoftClose });

  it.each<[string, Partial<Setup>]>([
    ['advice/no-window', ending({ windowMs: 0 })],
    ['advice/answer-short', ending({ extensionMs: 29_999 })],
    ['advice/outage-hides-bid', english({ outageMs: durationMs(150_001) })],
    ['advice/endless', english({ softClose: { kind: 'survival', standsMs: durationMs(30_000) } })],
    [
      'advice/reserve-many-bids',
      {
        ...english({ maximumStepMills: mills(10), allowsLimits: false }),
        reservesMills: { q1: mills(2_910) },
      },
    ],
  ])('of an English auction: %s', (code, change) => {
    expect(codesOf(english({}))).toEqual([]);
    expect(codesOf(change)).toEqual([code]);
    const words = adviceOn({ ...CALM, ...change }).map((remark) => adviceWords(remark, (id) => id));
    expect(words.join()).not.toMatch(/advice\/|NaN|undefined/);
  });

  it.each<[string, Partial<Setup>]>([
    ['advice/answer-reconnect', ending({ extensionMs: 14_999 })],
    ['advice/hard-stop-early', english({ hardStopMs: durationMs(2_099_999) })],
    [
      'advice/rank-tells-count',
      english({ information: { ...DEFAULT_RULES.english.information, showsRank: true } }),
    ],
    ['advice/second-price-few', { rules: { ...DEFAULT_RULES.sealed, pricing: 'vickrey' }, ...TWO }],
    ['advice/nobody-competes', { rules: DEFAULT_RULES.sealed, lots: [{ ...LOT, capBlocks: 2 }] }],
    [
      'advice/nobody-competes',
      {
        rules: DEFAULT_RULES.dutch,
        ...{ lots: [{ ...LOT, capBlocks: 2 }], reservesMills: {} },
      },
    ],
    ['advice/one-lot', { rules: DEFAULT_RULES.package }],
  ])('of lengths, places, prices and caps that defeat themselves: %s', (code, change) => {
    expect(codesOf(change)).toEqual([code]);
    const words = adviceOn({ ...CALM, ...change }).map((remark) => adviceWords(remark, (id) => id));
    expect(words.join()).not.toMatch(/advice\/|NaN|undefined/);
  });

  it('of packages: two bidders, VCG and reasons each tell or cost too much', () => {
    const rules = { ...DEFAULT_RULES.package, pricing: 'vcg' as const };
    const lots = [LOT, { ...LOT, id: 'n1', capBlocks: 3 }];
    expect(codesOf({ rules, lots, ...TWO })).toEqual([
      'advice/reason-tells-rival',
      'advice/second-price-few',
      'advice/nobody-competes',
    ]);
    const crowded = { rules: { ...rules, groups: 'named' as const }, lots };
    expect(codesOf(crowded)).toEqual(['advice/packages-many']);
  });

  it('counts the rounds to a reserve: 2.40 by 5 % is at 3.72 or more in round 10, at 3.91 in round 11', () => {
    const steps = { direction: 'forward', incrementBp: basisPoints(500) } as const;
    expect(roundsToReserve(LOT, mills(2_400), steps)).toBe(1);
    expect(roundsToReserve(LOT, mills(2_520), steps)).toBe(2);
    expect(roundsToReserve(LOT, mills(3_720), steps)).toBe(10);
    expect(roundsToReserve(LOT, mills(3_910), steps)).toBe(11);
  });

  it('a falling price that has come to nothing reaches no lower reserve', () => {
    const falling = { direction: 'descending', incrementBp: basisPoints(1) } as const;
    const dear = { ...LOT, openingPriceMills: mills(1_000_000_000) };
    expect(roundsToReserve(dear, mills(10), falling)).toBeUndefined();
    const setup = {
      lots: [dear],
      reservesMills: { q1: mills(10) },
      rules: { ...RULES, ...falling },
    };
    expect(codesOf(setup)).toEqual(['advice/reserve-out-of-reach']);
  });
});
