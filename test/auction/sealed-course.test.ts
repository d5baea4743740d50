// Bids of sealed rounds at the door, and the course of several rounds: what stands, what is void, what is dropped.

import { describe, expect, it } from 'vitest';
import type { SealedRules } from '../../shared/auction/formats/sealed-types.ts';
import type { Lot } from '../../shared/auction/types.ts';
import { mills } from '../../shared/kernel/units.ts';
import { acceptAll, lot } from '../support/auction.ts';
import type { SealedTable, Steps } from '../support/sealed.ts';
import { LOT_10, draftedSealed, sealedRules, startedSealed } from '../support/sealed.ts';
import { SCORING } from '../support/sealed-walks.ts';

const rejectionOf = (decision: ReturnType<SealedTable['offer']>) =>
  decision.ok ? undefined : decision.rejection;

const refusal = (
  steps: Steps,
  more: { lots?: readonly Lot[]; rules?: SealedRules; attributes?: Record<string, string> } = {},
) => {
  const { attributes, ...setting } = more;
  return rejectionOf(
    startedSealed(setting).offer('a', steps, { ...(attributes && { attributes }) }),
  );
};

describe('[SLD1] a schedule that cannot stand is refused with what could', () => {
  const divided = [lot('q', 12, 1_000, { multipleBlocks: 2, minimumBlocks: 4, capBlocks: 8 })];
  it.each<[string, Steps, Parameters<typeof refusal>[1], object | undefined]>([
    ['one that is at the opening price', [[1, 1_000]], {}, undefined],
    [
      'short of the opening price',
      [[1, 990]],
      {},
      { code: 'bid/short-of-opening', openingPriceMills: 1_000 },
    ],
    ['off the tick', [[1, 1_005]], {}, { code: 'bid/off-tick', tickMills: 10 }],
    [
      'more steps than the rules take',
      [
        [1, 1_040],
        [1, 1_030],
        [1, 1_020],
        [1, 1_010],
      ],
      {},
      { code: 'bid/too-many-steps', maximumSteps: 3 },
    ],
    [
      'a step no worse than the one before',
      [
        [1, 1_040],
        [1, 1_040],
      ],
      {},
      { code: 'bid/steps-order', step: 2, beforeMills: 1_040 },
    ],
    ['more than there is', [[11, 1_000]], {}, { code: 'bid/above-supply', supplyBlocks: 10 }],
    [
      'more than one team may have',
      [
        [6, 1_020],
        [4, 1_010],
      ],
      { lots: divided },
      { code: 'bid/above-cap', capBlocks: 8 },
    ],
    [
      'less than the minimum',
      [[2, 1_000]],
      { lots: divided },
      { code: 'bid/below-minimum', minimumBlocks: 4 },
    ],
    [
      'between two steps of the lot',
      [
        [3, 1_020],
        [1, 1_010],
      ],
      { lots: divided },
      { code: 'bid/off-multiple', multipleBlocks: 2 },
    ],
    [
      'descending: above the ceiling',
      [[1, 1_010]],
      { rules: sealedRules({ direction: 'descending' }) },
      { code: 'bid/short-of-opening', openingPriceMills: 1_000 },
    ],
  ])('%s', (_name, steps, setting, expected) => {
    expect(refusal(steps, setting)).toEqual(expected);
  });

  it('a lot that is not there, a bid of another format', () => {
    const table = startedSealed();
    expect(rejectionOf(table.offer('a', [[1, 1_000]], { lotId: 'x' }))).toEqual({
      code: 'bid/unknown-lot',
      lotId: 'x',
    });
    const bid = { lotId: 'q', quantityBlocks: 1, priceMills: mills(1_000) };
    expect(table.refuses({ type: 'PlaceBid', teamId: 'a', round: 1, bid })).toEqual({
      code: 'bid/wrong-form',
      format: 'sealed',
    });
  });

  it('[SLD6] each attribute is one of its options, and no other is named', () => {
    const rules = sealedRules({ scoring: SCORING });
    const missing = { code: 'bid/attribute', attributeId: 'service', options: ['next', 'same'] };
    expect(refusal([[1, 1_000]], { rules })).toEqual(missing);
    expect(refusal([[1, 1_000]], { rules, attributes: { service: 'x' } })).toEqual(missing);
    expect(refusal([[1, 1_000]], { rules, attributes: { service: 'same' } })).toBeUndefined();
    expect(refusal([[1, 1_000]], { attributes: { service: 'same' } })).toEqual({
      code: 'bid/attribute',
      attributeId: 'service',
      options: [],
    });
  });
});

describe('the cut-off', () => {
  it('[SLD2] an offer is replaced or taken back until then, and late after it', () => {
    const table = startedSealed();
    table.offer('a', [[4, 1_100]]);
    table.offer('a', [[5, 1_050]]);
    table.offer('b', [[9, 1_200]]);
    table.offer('b', []);
    table.wait(59_999);
    expect(table.offer('c', [[2, 1_300]]).ok).toBe(true);
    table.wait(1);
    expect(table.gets()).toEqual({ a: [[5, 1_050]], c: [[2, 1_300]] });
    const closedAtMs = table.at;
    table.wait(140);
    expect(rejectionOf(table.offer('c', [[2, 1_400]]))).toEqual({
      code: 'bid/late',
      round: 1,
      atMs: table.at,
      closedAtMs,
    });
  });

  it('[SLD2] is not extended by hand; a pause keeps its exact time', () => {
    const table = startedSealed();
    expect(table.refuses({ type: 'ExtendRound', byMs: 5_000 as never, reason: 'r' })).toEqual({
      code: 'auction/no-extension',
      format: 'sealed',
    });
    table.wait(20_000);
    table.does({ type: 'PauseAuction', reason: 'r' });
    table.wait(500_000);
    table.does({ type: 'ResumeAuction' });
    table.wait(10_000);
    expect(table.state.closesAtMs).toBe(table.at + 40_000);
  });
});

describe('several rounds', () => {
  const bafo = (changes: Partial<SealedRules> = {}): SealedTable =>
    startedSealed({ rules: sealedRules({ roundCount: 2, rounds: 'manual', ...changes }) });

  it('[SLD7] best and final: who does not answer keeps its offer, who does replaces it', () => {
    const table = bafo();
    table.offer('a', [[6, 1_100]]);
    table.offer('b', [[6, 1_050]]);
    table.close();
    expect(table.gets()).toEqual({ a: [[6, 1_100]], b: [[4, 1_050]] });
    expect([table.state.phase, table.state.stage]).toEqual(['running', 'results']);
    table.open();
    table.offer('b', [[6, 1_200]]);
    table.close();
    expect(table.gets()).toEqual({ a: [[4, 1_100]], b: [[6, 1_200]] });
    expect(table.state.phase).toBe('provisional');
  });

  it('[SLD7] an offer that stands keeps its place in time', () => {
    const table = bafo({ ties: 'earliest' });
    table.offer('a', [[6, 1_100]]);
    table.close();
    table.open();
    table.offer('b', [[6, 1_100]]);
    table.close();
    expect(table.gets()).toEqual({ a: [[6, 1_100]], b: [[4, 1_100]] });
  });

  it('[SLD7] where offers do not stand, each round begins without any', () => {
    const table = bafo({ bidsStand: false });
    table.offer('a', [[6, 1_100]]);
    table.close();
    table.open();
    table.offer('b', [[6, 1_050]]);
    table.close();
    expect(table.gets()).toEqual({ b: [[6, 1_050]] });
  });

  it('[AUC11] a void brings back the offers and the opening of the round that counts', () => {
    const table = bafo();
    table.offer('a', [[6, 1_100]]);
    table.close();
    const first = table.gets();
    table.open();
    table.offer('a', [[2, 1_500]]);
    table.close();
    table.does({ type: 'VoidRounds', toRound: 1, reason: 'r' });
    expect(table.gets()).toEqual(first);
    table.open();
    table.close();
    expect(table.gets()).toEqual(first);
    table.does({ type: 'VoidRounds', toRound: 0, reason: 'r' });
    expect(table.gets()).toEqual({});
    table.open();
    table.close();
    expect([table.state.round, table.gets()]).toEqual([1, {}]);
  });

  it('[AUC10] a dropped team’s offers are gone at once; a kept one’s count in the open round and not in later ones', () => {
    for (const keepBids of [true, false]) {
      const table = bafo();
      table.offer('a', [[6, 1_100]]);
      table.offer('b', [[6, 1_050]]);
      table.does({ type: 'ExcludeTeam', teamId: 'a', keepBids, reason: 'r' });
      table.close();
      expect(Object.keys(table.gets())).toEqual(keepBids ? ['a', 'b'] : ['b']);
      table.open();
      table.close();
      expect(table.gets()).toEqual({ b: [[6, 1_050]] });
    }
  });

  it('[AUC10] dropped between rounds, a team leaves the opening that was', () => {
    const table = bafo({ information: { ...sealedRules().information, demand: 'total' } });
    table.offer('a', [[6, 1_100]]);
    table.offer('b', [[6, 1_050]]);
    table.close();
    table.does({ type: 'ExcludeTeam', teamId: 'a', keepBids: false, reason: 'r' });
    expect(table.gets()).toEqual({ b: [[4, 1_050]] });
    expect(table.view({ kind: 'public' }).prices['q']).toEqual({
      demandBlocks: 6,
      excessBlocks: 0,
    });
  });

  it('[AUC9] amended rules hold for the round that comes, and every team accepts again', () => {
    const table = bafo();
    table.offer('a', [[6, 1_100]]);
    table.close();
    const rules = { ...table.state.rules, pricing: 'uniform-highest-rejected' as const };
    table.does({ type: 'AmendRules', rules, reason: 'r' });
    table.open();
    expect(rejectionOf(table.offer('a', [[6, 1_200]]))?.code).toBe('bid/rules-not-accepted');
    acceptAll(table);
    table.close();
    expect(table.gets()).toEqual({ a: [[6, 1_000]] });
  });
});

describe('[AUC1] rules that cannot work are refused with what is allowed', () => {
  const refused = (rules: Partial<SealedRules>, lots: readonly Lot[] = [LOT_10]) => {
    const table = draftedSealed();
    return table.refuses({
      type: 'DraftAuction',
      rules: sealedRules(rules),
      lots,
      reservesMills: {},
    });
  };
  const invalid = 'auction/invalid-rules';

  it('numbers outside their bounds', () => {
    expect(refused({ maximumSteps: 21 })).toEqual({
      code: invalid,
      field: 'maximumSteps',
      value: 21,
      minimum: 1,
      maximum: 20,
    });
    expect(refused({ roundCount: 0 })).toMatchObject({ field: 'roundCount', minimum: 1 });
    expect(refused({ roundMs: 999 as never })).toMatchObject({ field: 'roundMs', minimum: 1_000 });
  });

  it('scoring with a price that others set, doubled ids, points out of bounds', () => {
    expect(refused({ scoring: SCORING, pricing: 'vickrey' })).toEqual({
      code: 'auction/rules-clash',
      field: 'pricing',
      with: 'scoring',
      allowed: 'pay-as-bid',
    });
    const [attribute] = SCORING.attributes;
    if (!attribute) throw new Error('no attribute');
    expect(refused({ scoring: { ...SCORING, attributes: [attribute, attribute] } })).toEqual({
      code: 'auction/id-twice',
      field: 'scoring.attributes.1.id',
    });
    const options = attribute.options.map((option) => ({ ...option, points: 10_001 }));
    expect(
      refused({ scoring: { ...SCORING, attributes: [{ ...attribute, options }] } }),
    ).toMatchObject({ field: 'scoring.attributes.0.options.0.points', maximum: 10_000 });
    const free = { ...SCORING, millsPerPoint: mills(0) };
    expect(refused({ scoring: free })).toMatchObject({ field: 'scoring.millsPerPoint' });
  });

  it('[AUC17] steps and minimums that do not divide the lot', () => {
    const field = (more: Partial<Lot>) => refused({}, [lot('q', 10, 1_000, more)])['field'];
    expect(field({ multipleBlocks: 3 })).toBe('multipleBlocks');
    expect(field({ multipleBlocks: 2, minimumBlocks: 3 })).toBe('minimumBlocks');
    expect(field({ minimumBlocks: 11 })).toBe('minimumBlocks');
    expect(field({ multipleBlocks: 2, capBlocks: 5 })).toBe('capBlocks');
    expect(field({ minimumBlocks: 4, capBlocks: 3 })).toBe('capBlocks');
  });
});
