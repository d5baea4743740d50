// Openings of sealed rounds: who gets how much, and what is paid under each pricing and each rule for ties.

import { describe, expect, it } from 'vitest';
import { marginShare } from '../../shared/auction/formats/sealed-opening.ts';
import { lot } from '../support/auction.ts';
import type { SealedSetting, SealedTable, Steps } from '../support/sealed.ts';
import { LOT_10, sealedRules, startedSealed } from '../support/sealed.ts';
import { SCORING } from '../support/sealed-walks.ts';

/** Opens one round of these offers, given in this order. */
const opened = (
  offers: Readonly<Record<string, Steps>>,
  rules: Parameters<typeof sealedRules>[0] = {},
  setting: SealedSetting = {},
): SealedTable => {
  const teams = [...new Set(['a', 'b', 'c', ...Object.keys(offers)])];
  const table = startedSealed({ teams, ...setting, rules: sealedRules(rules) });
  for (const [teamId, steps] of Object.entries(offers)) {
    const decision = table.offer(teamId, steps);
    if (!decision.ok) throw new Error(JSON.stringify(decision.rejection));
  }
  table.close();
  return table;
};

/** Demand of 15 for 10: the best steps get all they ask, the last one 2 of 5. */
const SCHEDULES: Readonly<Record<string, Steps>> = {
  a: [
    [4, 1_500],
    [2, 1_200],
  ],
  b: [
    [2, 1_400],
    [5, 1_100],
  ],
  c: [[2, 1_050]],
};

describe('who gets how much', () => {
  it('[SLD3] the best steps of all schedules get what they ask until nothing is left', () => {
    const table = opened(SCHEDULES);
    expect(table.gets()).toEqual({
      a: [
        [4, 1_500],
        [2, 1_200],
      ],
      b: [
        [2, 1_400],
        [2, 1_100],
      ],
    });
    expect(table.state.phase).toBe('provisional');
  });

  it('[SLD3] a step that does not reach the hidden reserve gets nothing and sets no price', () => {
    const table = opened(
      { a: [[3, 1_300]], b: [[3, 1_190]], c: [[9, 1_250]] },
      { pricing: 'uniform-highest-rejected' },
      { reservesMills: { q: 1_200 } },
    );
    expect(table.gets()).toEqual({ a: [[3, 1_250]], c: [[7, 1_250]] });
    const none = opened({ a: [[3, 1_190]] }, {}, { reservesMills: { q: 1_200 } });
    expect(none.state.phase).toBe('no-sale');
    expect(none.state.unsoldLots).toEqual(['q']);
  });

  it('[SLD4] pro rata: 4 of 9 blocks left is a share of 44.45 %, and each part is rounded up', () => {
    expect(marginShare(4, 9)).toBe(4_445);
    expect(marginShare(1, 3)).toBe(3_334);
    expect(marginShare(5, 10)).toBe(5_000);
    // 6 are gone at 1.50; b and c share 4: 6 × 44.45 % = 2.667, 3 × 44.45 % = 1.33.
    const table = opened(
      { a: [[6, 1_500]], b: [[6, 1_200]], c: [[3, 1_200]] },
      { ties: 'pro-rata' },
    );
    expect(table.gets()).toEqual({ a: [[6, 1_500]], b: [[3, 1_200]], c: [[2, 1_200]] });
    expect(table.state.sealed.results[0]?.lots['q']?.marginShareBp).toBe(4_445);
  });

  it('[SLD4] pro rata parts are whole steps of the lot, and at least its minimum', () => {
    const lots = [lot('q', 12, 1_000, { multipleBlocks: 2, minimumBlocks: 4 })];
    const table = opened(
      { a: [[6, 1_500]], b: [[10, 1_200]], c: [[4, 1_200]] },
      { ties: 'pro-rata' },
      { lots },
    );
    // 6 ÷ 14 is 42.86 %: 4.286 → 6; 1.71 → 2 → at least 4.
    expect(table.gets()).toEqual({ a: [[6, 1_500]], b: [[6, 1_200]], c: [[4, 1_200]] });
  });

  it('[SLD4] earliest: the first to offer a price goes first, and a replaced offer is as late as its last form', () => {
    const rules = { ties: 'earliest' } as const;
    expect(opened({ c: [[7, 1_200]], b: [[7, 1_200]] }, rules).gets()).toEqual({
      b: [[3, 1_200]],
      c: [[7, 1_200]],
    });
    const table = startedSealed({ rules: sealedRules(rules) });
    table.offer('c', [[7, 1_100]]);
    table.offer('b', [[7, 1_200]]);
    table.offer('c', [[7, 1_200]]);
    table.close();
    expect(table.gets()).toEqual({ b: [[7, 1_200]], c: [[3, 1_200]] });
  });

  it('[SLD4] seed: the order of a tie is the seed’s and not that of arrival', () => {
    const outcomes = new Set<string>();
    for (const seed of ['s1', 's2', 's3', 's4', 's5', 's6']) {
      const one = opened({ b: [[7, 1_200]], c: [[7, 1_200]] }, {}, { seed }).gets();
      const other = opened({ c: [[7, 1_200]], b: [[7, 1_200]] }, {}, { seed }).gets();
      expect(other).toEqual(one);
      outcomes.add(JSON.stringify(one));
    }
    expect(outcomes.size).toBe(2);
  });

  it('[SLD4] a part that leaves a team below the minimum is passed over for the next one', () => {
    const lots = [lot('q', 10, 1_000, { minimumBlocks: 4 })];
    const offers: Record<string, Steps> = { a: [[8, 1_500]], b: [[5, 1_300]], c: [[4, 1_100]] };
    expect(opened(offers, {}, { lots }).gets()).toEqual({ a: [[8, 1_500]] });
    const more = { ...offers, a: [...(offers['a'] ?? []), [2, 1_200] as const] };
    // a has its minimum already: the last two are its own.
    expect(opened(more, {}, { lots }).gets()).toEqual({
      a: [
        [8, 1_500],
        [2, 1_200],
      ],
    });
  });
});

describe('what is paid', () => {
  it('[SLD5] pay as bid: each block at its own price, exact in parts, the average beside them', () => {
    const { awards } = opened(SCHEDULES).state;
    expect(awards).toEqual([
      {
        lotId: 'q',
        teamId: 'a',
        quantityBlocks: 6,
        priceMills: 1_400,
        parts: [
          { quantityBlocks: 4, priceMills: 1_500 },
          { quantityBlocks: 2, priceMills: 1_200 },
        ],
      },
      {
        lotId: 'q',
        teamId: 'b',
        quantityBlocks: 4,
        priceMills: 1_250,
        parts: [
          { quantityBlocks: 2, priceMills: 1_400 },
          { quantityBlocks: 2, priceMills: 1_100 },
        ],
      },
    ]);
  });

  it('[SLD5] uniform: the lowest accepted price, or the highest rejected one, which may be cut from the same step', () => {
    const lowest = opened(SCHEDULES, { pricing: 'uniform-lowest-accepted' });
    expect([lowest.priceOf(), lowest.gets()]).toEqual([
      1_100,
      { a: [[6, 1_100]], b: [[4, 1_100]] },
    ]);
    expect(opened(SCHEDULES, { pricing: 'uniform-highest-rejected' }).priceOf()).toBe(1_100);
    const whole: Record<string, Steps> = { a: [[6, 1_500]], b: [[4, 1_100]], c: [[2, 1_050]] };
    expect(opened(whole, { pricing: 'uniform-lowest-accepted' }).priceOf()).toBe(1_100);
    expect(opened(whole, { pricing: 'uniform-highest-rejected' }).priceOf()).toBe(1_050);
  });

  it('[SLD5] where nothing is turned away the highest rejected price is the opening price or the reserve', () => {
    const rules = { pricing: 'uniform-highest-rejected' } as const;
    const offers: Record<string, Steps> = { a: [[4, 1_500]], b: [[3, 1_300]] };
    expect(opened(offers, rules).priceOf()).toBe(1_000);
    expect(opened(offers, rules, { reservesMills: { q: 1_150 } }).priceOf()).toBe(1_150);
  });

  it('[SLD5] Vickrey: each winner pays the best offers of others that it keeps out', () => {
    const table = opened(SCHEDULES, { pricing: 'vickrey' });
    // Without a: 3 more of b at 1.10, 2 of c at 1.05, one block unsold at the opening price. Without b: 2 of c, 2 unsold.
    expect(table.gets()).toEqual({
      a: [
        [3, 1_100],
        [2, 1_050],
        [1, 1_000],
      ],
      b: [
        [2, 1_050],
        [2, 1_000],
      ],
    });
    expect(table.state.awards[0]).toMatchObject({ quantityBlocks: 6, priceMills: 1_067 });
  });

  it('[SLD5] descending: carriers ask, the lowest get it, and are paid the mirror of it', () => {
    const asks: Record<string, Steps> = {
      a: [
        [4, 600],
        [2, 800],
      ],
      b: [[5, 700]],
      c: [[3, 900]],
    };
    const descending = (pricing: 'pay-as-bid' | 'uniform-highest-rejected' | 'vickrey') =>
      opened(asks, { direction: 'descending', pricing });
    expect(descending('pay-as-bid').gets()).toEqual({
      a: [
        [4, 600],
        [1, 800],
      ],
      b: [[5, 700]],
    });
    expect(descending('uniform-highest-rejected').priceOf()).toBe(800);
    expect(descending('vickrey').gets()).toEqual({
      a: [
        [3, 900],
        [2, 1_000],
      ],
      b: [
        [1, 800],
        [3, 900],
        [1, 1_000],
      ],
    });
  });
});

describe('scored offers', () => {
  const table = (): SealedTable => startedSealed({ rules: sealedRules({ scoring: SCORING }) });

  it('[SLD6] points count as so many mills of the price, and the winner pays its own price', () => {
    const scored = table();
    scored.offer('a', [[10, 1_030]], { attributes: { service: 'next' } });
    scored.offer('b', [[10, 1_000]], { attributes: { service: 'same' } });
    scored.close();
    expect(scored.gets()).toEqual({ b: [[10, 1_000]] });
  });

  it('[SLD6] equal scores tie, whatever the price in them', () => {
    const scored = startedSealed({ rules: sealedRules({ scoring: SCORING, ties: 'earliest' }) });
    scored.offer('a', [[6, 1_040]], { attributes: { service: 'next' } });
    scored.offer('b', [[6, 1_000]], { attributes: { service: 'same' } });
    scored.close();
    expect(scored.gets()).toEqual({ a: [[6, 1_040]], b: [[4, 1_000]] });
  });

  it('[SLD6] descending: points are taken from the price', () => {
    const rules = sealedRules({ scoring: SCORING, direction: 'descending' });
    const scored = startedSealed({ rules, lots: [LOT_10] });
    scored.offer('a', [[10, 930]], { attributes: { service: 'next' } });
    scored.offer('b', [[10, 960]], { attributes: { service: 'same' } });
    scored.close();
    expect(scored.gets()).toEqual({ b: [[10, 960]] });
  });
});
