// Package bids: what may stand, what is chosen and paid, what losers are told, and that no answer counts unchecked.

import { describe, expect, it } from 'vitest';
import type { PackageAnswer, PackageRules } from '../../shared/auction/formats/package-types.ts';
import type { Lot } from '../../shared/auction/types.ts';
import { lot } from '../support/auction.ts';
import type { Items, PackageTable } from '../support/packages.ts';
import { LOTS_4, draftedPackages, packageRules, startedPackages } from '../support/packages.ts';

const rejectionOf = (decision: ReturnType<PackageTable['offer']>) =>
  decision.ok ? undefined : decision.rejection;

describe('[PKG1] a package that cannot stand is refused with what could', () => {
  const refusal = (
    items: Items,
    total: number,
    setting: Parameters<typeof startedPackages>[0] = {},
    group?: string,
  ) => rejectionOf(startedPackages(setting).offer('a', 'p1', items, total, group));

  it.each<[string, ReturnType<typeof refusal>, object | undefined]>([
    ['at opening prices', refusal({ q: 2, n: 1 }, 3_000), undefined],
    [
      'short of them',
      refusal({ q: 2, n: 1 }, 2_999),
      { code: 'bid/total-short', minimumMills: 3_000 },
    ],
    [
      'more than there is',
      refusal({ q: 5 }, 9_000),
      { code: 'bid/above-supply', lotId: 'q', supplyBlocks: 4 },
    ],
    ['no such lot', refusal({ x: 1 }, 9_000), { code: 'bid/unknown-lot', lotId: 'x' }],
    [
      'above the cap',
      refusal({ q: 3 }, 9_000, { lots: [lot('q', 4, 1_000, { capBlocks: 2 })] }),
      { code: 'bid/above-cap', lotId: 'q', capBlocks: 2 },
    ],
    [
      'between steps',
      refusal({ q: 3 }, 9_000, { lots: [lot('q', 4, 1_000, { multipleBlocks: 2 })] }),
      { code: 'bid/off-multiple', lotId: 'q', multipleBlocks: 2 },
    ],
    ['a group where there are none', refusal({ q: 1 }, 1_000, {}, 'g'), { code: 'bid/no-groups' }],
  ])('%s', (_name, rejection, expected) => {
    expect(rejection).toEqual(expected);
  });

  it('a lot named twice, and one package more than the rules take; a replaced one counts once', () => {
    const table = startedPackages({ rules: packageRules({ maximumPackages: 2 }) });
    const twice = [
      { lotId: 'q', quantityBlocks: 1 },
      { lotId: 'q', quantityBlocks: 1 },
    ];
    const bid = { packageId: 'p1', items: twice, totalMills: 5_000 as never };
    expect(table.refuses({ type: 'PlaceBid', teamId: 'a', round: 1, bid })).toMatchObject({
      code: 'bid/lot-twice',
    });
    table.offer('a', 'p1', { q: 1 }, 1_000);
    table.offer('a', 'p2', { q: 1 }, 1_000);
    expect(rejectionOf(table.offer('a', 'p3', { q: 1 }, 1_000))).toEqual({
      code: 'bid/too-many-packages',
      maximumPackages: 2,
    });
    expect(table.offer('a', 'p2', { q: 2 }, 2_000).ok).toBe(true);
    expect(table.offer('a', 'p1', {}, 0).ok).toBe(true);
    expect(table.offer('a', 'p3', { q: 1 }, 1_000).ok).toBe(true);
  });
});

describe('the choice', () => {
  it('[PKG3] two packages that fit together beat a larger one that keeps both out', () => {
    const table = startedPackages();
    table.offer('a', 'all', { q: 4, n: 4 }, 9_000);
    table.offer('b', 'q', { q: 4 }, 4_700);
    table.offer('c', 'n', { n: 4 }, 4_600);
    table.close();
    expect(table.won()).toEqual({ b: [['q'], 4_700], c: [['n'], 4_600] });
    expect(table.state.awards).toEqual([
      { lotId: 'q', teamId: 'b', quantityBlocks: 4, priceMills: 1_175 },
      { lotId: 'n', teamId: 'c', quantityBlocks: 4, priceMills: 1_150 },
    ]);
  });

  it('[PKG2] exclusive: one package a team; named: one of each group, and those of no group all together', () => {
    const offers = (table: PackageTable, group?: string): PackageTable => {
      table.offer('a', 'q', { q: 4 }, 5_000, group);
      table.offer('a', 'n', { n: 4 }, 4_900, group);
      table.close();
      return table;
    };
    expect(offers(startedPackages()).won()).toEqual({ a: [['q'], 5_000] });
    const named = { rules: packageRules({ groups: 'named' }) };
    expect(offers(startedPackages(named)).won()).toEqual({ a: [['n', 'q'], 9_900] });
    expect(offers(startedPackages(named), 'g').won()).toEqual({ a: [['q'], 5_000] });
  });

  it('[PKG2] several packages of one team stay within its cap together', () => {
    const rules = packageRules({ groups: 'named' });
    const table = startedPackages({ rules, lots: [lot('q', 4, 1_000, { capBlocks: 3 })] });
    table.offer('a', 'p1', { q: 2 }, 3_000);
    table.offer('a', 'p2', { q: 2 }, 2_900);
    table.offer('b', 'p1', { q: 2 }, 2_000);
    table.close();
    expect(table.won()).toEqual({ a: [['p1'], 3_000], b: [['p1'], 2_000] });
  });

  it('[PKG3] a package that does not reach hidden reserves is no part of it; what can be sold at them is', () => {
    const table = startedPackages({ reservesMills: { q: 1_100 } });
    table.offer('a', 'p', { q: 4 }, 4_390);
    table.close();
    expect(table.state.phase).toBe('no-sale');
    const met = startedPackages({ reservesMills: { q: 1_100 } });
    met.offer('a', 'p', { q: 4 }, 4_400);
    met.close();
    expect(met.won()).toEqual({ a: [['p'], 4_400] });
  });

  it('[PKG4] of equal choices the one with fewer winners counts, then the order of the seed', () => {
    const table = startedPackages();
    table.offer('a', 'both', { q: 4, n: 4 }, 9_000);
    table.offer('b', 'q', { q: 4 }, 4_500);
    table.offer('c', 'n', { n: 4 }, 4_500);
    table.close();
    expect(Object.keys(table.won())).toEqual(['a']);
    const winners = new Set<string>();
    for (const seed of ['s1', 's2', 's3', 's4', 's5', 's6', 's7', 's8']) {
      const tied = startedPackages({ seed });
      for (const team of ['a', 'b', 'c']) tied.offer(team, 'q', { q: 4 }, 5_000);
      tied.close();
      winners.add(Object.keys(tied.won()).join());
    }
    expect(winners.size).toBeGreaterThan(1);
  });
});

describe('what is paid, and what losers are told', () => {
  const three = (rules: Partial<PackageRules> = {}, reservesMills = {}): PackageTable => {
    const table = startedPackages({ rules: packageRules(rules), reservesMills });
    table.offer('a', 'q', { q: 4 }, 6_000);
    table.offer('b', 'n', { n: 4 }, 5_500);
    table.offer('c', 'all', { q: 4, n: 4 }, 9_000);
    table.close();
    return table;
  };

  it('[PKG5] VCG: a winner pays what the others lose by it, and never less than the floor', () => {
    // Without a, b alone is best and q stays unsold: a keeps nobody out and pays the opening price.
    expect(three({ pricing: 'vcg' }).won()).toEqual({ a: [['q'], 4_000], b: [['n'], 4_000] });
    const close = startedPackages({ rules: packageRules({ pricing: 'vcg' }) });
    close.offer('a', 'q', { q: 4 }, 6_000);
    close.offer('b', 'q', { q: 4 }, 5_200);
    close.close();
    expect(close.won()).toEqual({ a: [['q'], 5_200] });
    expect(three({ pricing: 'vcg' }, { q: 1_200 }).won()['a']).toEqual([['q'], 4_800]);
  });

  it('[PKG6] a loser learns the total that is sure to win, and by number who was ahead', () => {
    const table = three();
    const { reasons } = table.state.package.results[0] ?? {};
    expect(reasons).toEqual({ c: { packageId: 'all', neededMills: 11_501, ahead: [] } });
    // With that total it wins; with a mill less than a tie it does not.
    for (const [total, wins] of [
      [11_501, true],
      [11_499, false],
    ] as const) {
      const again = startedPackages();
      again.offer('a', 'q', { q: 4 }, 6_000);
      again.offer('b', 'n', { n: 4 }, 5_500);
      again.offer('c', 'all', { q: 4, n: 4 }, total);
      again.close();
      expect('c' in again.won()).toBe(wins);
    }
    const direct = startedPackages();
    direct.offer('a', 'q', { q: 4 }, 6_000);
    direct.offer('c', 'q', { q: 4 }, 5_000);
    direct.close();
    expect(direct.state.package.results[0]?.reasons).toEqual({
      c: { packageId: 'q', neededMills: 6_001, ahead: [1] },
    });
    const mine = (team: string) => direct.view({ kind: 'team', teamId: team }).mine;
    expect(mine('c')?.reason).toEqual({ packageId: 'q', neededMills: 6_001, ahead: [1] });
    expect(mine('a')).not.toHaveProperty('reason');
  });

  it('[AUC18] a payment is split over lots by opening prices, exactly', () => {
    const lots: readonly Lot[] = [lot('q', 4, 1_000), lot('n', 4, 3_000)];
    const table = startedPackages({ lots });
    table.offer('a', 'p', { q: 3, n: 2 }, 10_001);
    table.close();
    // 3 : 6 of 10,001 mills: 3,333 over 3 blocks, 6,668 over 2.
    expect(table.state.awards).toEqual([
      { lotId: 'q', teamId: 'a', quantityBlocks: 3, priceMills: 1_111 },
      { lotId: 'n', teamId: 'a', quantityBlocks: 2, priceMills: 3_334 },
    ]);
  });
});

describe('between cut-off and award', () => {
  const frozen = (): PackageTable => {
    const table = startedPackages();
    table.isAnswering = false;
    table.offer('a', 'q', { q: 4 }, 5_000);
    table.offer('b', 'q', { q: 3 }, 4_500);
    table.offer('b', 'n', { n: 2 }, 2_500);
    table.wait(60_000);
    return table;
  };

  it('[PKG5] the book is frozen: bids are late, nobody sees it, and everybody sees that the award is computed', () => {
    const table = frozen();
    const closedAtMs = table.at;
    table.wait(140);
    expect(rejectionOf(table.offer('c', 'q', { q: 4 }, 9_000))).toEqual({
      code: 'bid/late',
      round: 1,
      atMs: table.at,
      closedAtMs,
    });
    const view = table.view({ kind: 'moderator' });
    expect([view.isComputing, view.bidders?.['a']?.packages]).toEqual([true, {}]);
    table.settle();
    expect(table.view({ kind: 'moderator' }).bidders?.['a']?.packages).toMatchObject({
      q: { items: { q: 4 }, totalMills: 5_000, isWon: true },
    });
  });

  it('[PKG5] an answer counts only if it is for this book, can be, and no part of it beats the choice', () => {
    const table = frozen();
    const answer = table.answer();
    if (!answer) throw new Error('nothing is asked');
    const refuses = (change: Partial<PackageAnswer>) =>
      table.refuses({ type: 'SettleAward', answer: { ...answer, ...change } }).code;
    expect(refuses({ digest: 'x' })).toBe('award/other-book');
    expect(refuses({ chosen: ['a q', 'b q'] })).toBe('award/infeasible');
    expect(refuses({ chosen: ['a q', 'a q'] })).toBe('award/infeasible');
    expect(refuses({ chosen: ['z q'] })).toBe('award/infeasible');
    expect(refuses({ withoutWinner: { a: ['a q'], b: [] } })).toBe('award/infeasible');
    expect(refuses({ chosen: ['b n'], withoutWinner: { b: ['a q'] } })).toBe('award/not-best');
    expect(refuses({ losers: { a: { nearest: 'b q', beside: [] } } })).toBe('award/infeasible');
    table.settle(answer);
    expect(table.won()).toEqual({ a: [['q'], 5_000], b: [['n'], 2_500] });
    expect(table.refuses({ type: 'SettleAward', answer }).code).toBe('auction/wrong-phase');
    const early = startedPackages();
    expect(early.refuses({ type: 'SettleAward', answer }).code).toBe('award/not-asked');
  });

  it('[AUC10] a team that is dropped meanwhile changes the question; a pause does not keep the award back', () => {
    const table = frozen();
    const old = table.answer();
    table.does({ type: 'ExcludeTeam', teamId: 'a', keepBids: false, reason: 'r' });
    if (!old) throw new Error('nothing is asked');
    expect(table.refuses({ type: 'SettleAward', answer: old }).code).toBe('award/other-book');
    table.does({ type: 'PauseAuction', reason: 'r' });
    table.settle();
    expect([table.won(), table.state.phase, table.state.pause]).toEqual([
      { b: [['q'], 4_500] },
      'provisional',
      null,
    ]);
  });

  it('[AUC11] a void begins anew, without the offers that were', () => {
    const table = frozen();
    table.settle();
    table.does({ type: 'VoidRounds', toRound: 0, reason: 'r' });
    table.open();
    expect([table.state.round, table.state.package.book]).toEqual([1, {}]);
    table.isAnswering = true;
    table.close();
    expect(table.state.phase).toBe('no-sale');
  });
});

describe('[AUC1] rules that cannot work are refused with what is allowed', () => {
  const refused = (rules: Partial<PackageRules>, lots = LOTS_4) =>
    draftedPackages().refuses({
      type: 'DraftAuction',
      rules: packageRules(rules),
      lots,
      reservesMills: {},
    });

  it('descending, too many packages, too short a round, lots that are not divided', () => {
    expect(refused({ direction: 'descending' })).toMatchObject({
      code: 'auction/rules-clash',
      allowed: 'forward',
    });
    expect(refused({ maximumPackages: 201 })).toMatchObject({
      field: 'maximumPackages',
      maximum: 200,
    });
    expect(refused({ roundMs: 999 as never })).toMatchObject({ field: 'roundMs' });
    expect(refused({}, [lot('q', 5, 1_000, { multipleBlocks: 2 })])).toMatchObject({
      field: 'multipleBlocks',
    });
  });
});
