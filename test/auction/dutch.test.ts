// Dutch auctions: the worked example, what stops the clock, and the course of lots under every intervention.

import { describe, expect, it } from 'vitest';
import type { DutchRules } from '../../shared/auction/formats/dutch-types.ts';
import type { Lot } from '../../shared/auction/types.ts';
import { durationMs, mills } from '../../shared/kernel/units.ts';
import { acceptAll, lot } from '../support/auction.ts';
import { START_MS } from '../support/format-table.ts';
import type { DutchTable } from '../support/dutch.ts';
import { LOT_G, draftedDutch, dutchRules, startedDutch } from '../support/dutch.ts';

const rejectionOf = (decision: ReturnType<DutchTable['stop']>) =>
  decision.ok ? undefined : decision.rejection;

const taken = (table: DutchTable, lotId = 'q') =>
  table.state.awards
    .filter((award) => award.lotId === lotId)
    .map(({ teamId, quantityBlocks, priceMills }) => [teamId, quantityBlocks, priceMills]);

describe('the clock', () => {
  it('[DUT3] worked example G: 8 at 3.40, restart at 3.60, 10 at 3.20, and 2 are withdrawn', () => {
    const table = startedDutch();
    expect(table.price()).toBe(4_000);
    table.runTo(3_400);
    expect(table.stop('a', 8).ok).toBe(true);
    expect(table.price()).toBe(3_600);
    table.runTo(3_200);
    expect(table.stop('b', 10).ok).toBe(true);
    expect(table.price()).toBe(3_400);
    table.close();
    expect(taken(table)).toEqual([
      ['a', 8, 3_400],
      ['b', 10, 3_200],
    ]);
    expect(table.state.dutch.results).toMatchObject([{ soldBlocks: 18, withdrawnBlocks: 2 }]);
    // Revenue a piece of each block: 27.20 + 32.00.
    const revenue = table.state.awards.reduce(
      (sum, { quantityBlocks, priceMills }) => sum + quantityBlocks * priceMills,
      0,
    );
    expect(revenue).toBe(59_200);
  });

  it('[DUT1] each price stands for its whole step, the last one too, and then what is left is withdrawn', () => {
    const table = startedDutch();
    table.wait(9_999);
    expect(table.price()).toBe(4_000);
    table.wait(1);
    expect(table.price()).toBe(3_950);
    table.runTo(2_500);
    expect(table.at).toBe(START_MS + 300_000);
    table.wait(9_999);
    expect(table.state.stage).toBe('bidding');
    table.wait(1);
    expect([table.state.phase, table.state.unsoldLots]).toEqual(['no-sale', ['q']]);
  });

  it('[DUT1] a timer that fires late changes nothing: price and end are those of the time', () => {
    const table = startedDutch();
    table.jump(34_567);
    table.does({ type: 'TickAuction' });
    expect([table.price(), table.lot().stepAtMs - table.at]).toEqual([3_850, 5_433]);
    table.jump(1_000_000);
    table.does({ type: 'TickAuction' });
    expect(table.state.dutch.results[0]?.endedAtMs).toBe(START_MS + 310_000);
    // A bid needs no tick before it.
    const other = startedDutch();
    other.jump(34_567);
    expect(other.stop('a', 1, 4_000).ok).toBe(true);
    expect(other.lot().stops).toMatchObject([{ priceMills: 3_850 }]);
  });

  it('[DUT2] a step that does not fit leaves the last price above the end; a hidden reserve ends it there', () => {
    const odd = startedDutch({ rules: dutchRules({ stepMills: mills(400) }) });
    odd.runTo(2_800);
    odd.wait(10_000);
    expect(odd.state.phase).toBe('no-sale');
    const reserved = startedDutch({ reservesMills: { q: 3_920 } });
    const publicEnd = reserved.state.closesAtMs;
    expect(publicEnd).toBe(reserved.at + 310_000);
    reserved.runTo(3_950);
    reserved.wait(10_000);
    expect(reserved.state.phase).toBe('no-sale');
  });

  it('[DUT3] the first stop in the record takes; one for a price that was set back is refused with the new one', () => {
    const table = startedDutch();
    table.runTo(3_400);
    expect(table.stop('a', 8, 3_400).ok).toBe(true);
    expect(rejectionOf(table.stop('b', 4, 3_400))).toEqual({
      code: 'bid/short-of-clock',
      clockPriceMills: 3_600,
      remainingBlocks: 12,
    });
    // Who named more takes at the clock, never above what it named.
    expect(table.stop('b', 4, 3_800).ok).toBe(true);
    expect(table.lot().stops.map((stop) => stop.priceMills)).toEqual([3_400, 3_600]);
  });

  it('[DUT3] a restart never goes beyond the opening price; without a bump others take at the same price', () => {
    const high = startedDutch();
    high.stop('a', 1);
    expect(high.price()).toBe(4_000);
    const flat = startedDutch({ rules: dutchRules({ bumpMills: mills(0) }) });
    flat.runTo(3_400);
    flat.wait(4_000);
    flat.stop('a', 8);
    flat.stop('b', 4);
    expect(flat.price()).toBe(3_400);
    // It stands for a whole step from the stop on.
    expect(flat.lot().stepAtMs - flat.at).toBe(10_000);
  });

  it('[DUT4] sold out, the lot closes at once; one team that stopped twice gets one award in parts', () => {
    const table = startedDutch();
    table.runTo(3_400);
    table.stop('a', 8);
    table.runTo(3_300);
    table.stop('a', 12);
    expect(table.state.phase).toBe('provisional');
    expect(table.state.awards).toEqual([
      {
        lotId: 'q',
        teamId: 'a',
        quantityBlocks: 20,
        priceMills: 3_340,
        parts: [
          { quantityBlocks: 8, priceMills: 3_400 },
          { quantityBlocks: 12, priceMills: 3_300 },
        ],
      },
    ]);
    expect(rejectionOf(table.stop('b', 1))).toMatchObject({
      code: 'bid/late',
      closedAtMs: table.at,
    });
  });

  it('[DUT1] descending: the price rises until a carrier takes it', () => {
    const rules = dutchRules({ direction: 'descending', lastPriceMills: mills(5_000) });
    const table = startedDutch({ rules });
    table.runTo(4_200);
    expect(rejectionOf(table.stop('a', 5, 4_250))?.code).toBe('bid/short-of-clock');
    table.stop('a', 5, 4_000);
    expect([table.lot().stops[0]?.priceMills, table.price()]).toEqual([4_200, 4_000]);
    table.close();
    expect(taken(table)).toEqual([['a', 5, 4_200]]);
  });
});

describe('[DUT3] a bid that cannot stop the clock is refused with what could', () => {
  const divided = [lot('q', 10, 4_000, { minimumBlocks: 4, multipleBlocks: 2, capBlocks: 8 })];
  it.each<[string, number, number, object]>([
    ['off the tick', 4, 4_005, { code: 'bid/off-tick', tickMills: 10 }],
    ['more than is left', 12, 4_000, { code: 'bid/above-remaining', remainingBlocks: 10 }],
    ['above the cap', 10, 4_000, { code: 'bid/above-cap', capBlocks: 8, maximumBlocks: 8 }],
    ['below the minimum', 2, 4_000, { code: 'bid/below-minimum', minimumBlocks: 4 }],
    ['between two steps', 5, 4_000, { code: 'bid/off-multiple', multipleBlocks: 2 }],
    ['nothing', 0, 4_000, { code: 'bid/below-minimum', minimumBlocks: 4 }],
  ])('%s', (_name, blocks, price, expected) => {
    expect(rejectionOf(startedDutch({ lots: divided }).stop('a', blocks, price))).toEqual(expected);
  });

  it('the cap counts what the team has, and what is left may be less than the minimum', () => {
    const table = startedDutch({ lots: divided });
    table.stop('a', 8);
    expect(rejectionOf(table.stop('a', 2))).toMatchObject({
      code: 'bid/above-cap',
      maximumBlocks: 0,
    });
    expect(table.stop('b', 2).ok).toBe(true);
    expect(table.state.phase).toBe('provisional');
  });

  it('a lot that is not there or not open yet', () => {
    const table = startedDutch({ lots: [LOT_G, lot('n', 4, 3_000)] });
    expect(rejectionOf(table.stop('a', 1, 4_000, 'x'))?.code).toBe('bid/unknown-lot');
    expect(rejectionOf(table.stop('a', 1, 4_000, 'n'))).toEqual({
      code: 'bid/lot-not-open',
      lotId: 'n',
    });
  });
});

describe('the course', () => {
  const lots = [lot('q', 4, 4_000), lot('n', 4, 3_000)];

  it('[DUT4] lots follow one after the other, by time or by hand', () => {
    const table = startedDutch({ lots });
    table.stop('a', 4);
    expect([table.state.stage, table.state.nextRoundAtMs]).toEqual(['results', table.at + 5_000]);
    table.wait(5_000);
    expect([table.state.round, table.price()]).toEqual([2, 3_000]);
    table.close();
    expect([table.state.phase, table.state.unsoldLots]).toEqual(['provisional', ['n']]);
  });

  it('[AUC8] a pause keeps the exact time of the step, and bids are refused', () => {
    const table = startedDutch();
    table.wait(13_000);
    table.does({ type: 'PauseAuction', reason: 'r' });
    expect(rejectionOf(table.stop('a', 1))?.code).toBe('bid/paused');
    table.wait(100_000);
    table.does({ type: 'ResumeAuction' });
    table.wait(10_000);
    expect([table.price(), table.lot().stepAtMs - table.at]).toEqual([3_950, 7_000]);
    expect(table.state.closesAtMs).toBe(table.at + 297_000);
  });

  it('[AUC15] an outage longer than allowed freezes the clock where it stood; a shorter one lets it run', () => {
    const table = startedDutch();
    table.wait(13_000);
    table.jump(40_000);
    const [fromMs, toMs] = [table.at - 40_000, table.at].map((at) => at as never);
    table.does({ type: 'InterruptAuction', fromMs, toMs } as never);
    expect([table.price(), table.state.pause?.remainingMs]).toEqual([3_950, 297_000]);
    table.does({ type: 'ResumeAuction' });
    table.wait(10_000);
    expect([table.price(), table.lot().stepAtMs - table.at]).toEqual([3_950, 7_000]);
  });

  it('[DUT4] is not extended by hand', () => {
    const extend = { type: 'ExtendRound', byMs: durationMs(1_000), reason: 'r' } as const;
    expect(startedDutch().refuses(extend)).toEqual({
      code: 'auction/no-extension',
      format: 'dutch',
    });
  });

  it('[AUC9] amended steps hold from the next one on, and the end they lead to is known at once', () => {
    const table = startedDutch();
    table.wait(13_000);
    table.does({ type: 'PauseAuction', reason: 'r' });
    const rules = dutchRules({ stepMills: mills(100), stepMs: durationMs(20_000) });
    table.does({ type: 'AmendRules', rules, reason: 'r' });
    // 7 s of this step, then 14 steps of 20 s from 3.95 to 2.55.
    expect(table.state.pause?.remainingMs).toBe(7_000 + 14 * 20_000);
    acceptAll(table);
    table.does({ type: 'ResumeAuction' });
    table.wait(10_000);
    const endsAtMs = table.state.closesAtMs;
    table.wait(7_000);
    expect(table.price()).toBe(3_850);
    table.close();
    expect(table.state.dutch.results[0]?.endedAtMs).toBe(endsAtMs);
  });

  it('[AUC10] what a dropped team took of the open lot is there again; of a closed one nobody gets it', () => {
    const table = startedDutch({ lots });
    table.stop('a', 4);
    table.wait(5_000);
    table.stop('a', 3);
    table.stop('b', 1);
    expect(table.state.phase).toBe('provisional');
    table.does({ type: 'VoidRounds', toRound: 1, reason: 'r' });
    table.open();
    table.stop('a', 3);
    table.does({ type: 'ExcludeTeam', teamId: 'a', keepBids: false, reason: 'r' });
    expect(table.lot().remainingBlocks).toBe(4);
    table.stop('b', 4);
    expect(taken(table, 'n')).toEqual([['b', 4, 3_000]]);
    expect([taken(table), table.state.unsoldLots]).toEqual([[], ['q']]);
  });

  it('[AUC11] a void goes back to the end of an earlier lot, and the next one begins anew', () => {
    const table = startedDutch({ lots });
    table.stop('a', 4);
    table.wait(5_000);
    table.runTo(2_900);
    table.stop('b', 2);
    table.does({ type: 'VoidRounds', toRound: 1, reason: 'r' });
    expect(Object.keys(table.state.dutch.lots)).toEqual(['q']);
    table.open();
    expect([table.price(), table.lot().remainingBlocks]).toEqual([3_000, 4]);
    table.close();
    expect(table.state.unsoldLots).toEqual(['n']);
  });
});

describe('[AUC1] rules that cannot work are refused with what is allowed', () => {
  const refused = (rules: Partial<DutchRules>, lots: readonly Lot[] = [LOT_G]) =>
    draftedDutch().refuses({
      type: 'DraftAuction',
      rules: dutchRules(rules),
      lots,
      reservesMills: {},
    });

  it('steps, ends and lots out of bounds', () => {
    expect(refused({ stepMs: durationMs(999) })).toMatchObject({ field: 'stepMs', minimum: 1_000 });
    expect(refused({ stepMills: mills(0) })).toMatchObject({ field: 'stepMills', minimum: 1 });
    expect(refused({ lastPriceMills: mills(0) })).toMatchObject({ field: 'lastPriceMills' });
    expect(refused({ bumpMills: mills(205) })).toEqual({
      code: 'auction/invalid-lot',
      lotId: 'q',
      field: 'tickMills',
      ...{ needs: 'divisor-of-prices', stepMills: 50, bumpMills: 205, lastPriceMills: 2_500 },
    });
    expect(refused({ lastPriceMills: mills(4_010) })).toMatchObject({
      ...{ field: 'openingPriceMills', needs: 'before-last-price', lastPriceMills: 4_010 },
    });
    expect(refused({ direction: 'descending' })).toMatchObject({ field: 'openingPriceMills' });
    const dear = [lot('q', 2, 1_000_000)];
    expect(refused({ stepMills: mills(50) }, dear)).toMatchObject({
      field: 'stepMills',
      minimum: 100,
    });
    expect(refused({}, [lot('q', 5, 4_000, { multipleBlocks: 2 })])).toMatchObject({
      field: 'multipleBlocks',
    });
  });
});
