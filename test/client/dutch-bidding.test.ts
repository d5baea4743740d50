// What the page tells a bidder in a Dutch auction beforehand, held against the server's own rules.

import { fc } from '../support/fast-check.ts';
import { describe, expect, it } from 'vitest';
import {
  mostBlocks,
  priceAfter,
  quickBlocks,
  runningLot,
  stepLeftMs,
  stopsOf,
  whyNotBlocks,
} from '../../client/state/dutch-bidding.ts';
import { clockFace } from '../../client/words/auction-clock.ts';
import { mills } from '../../shared/kernel/units.ts';
import { lot } from '../support/auction.ts';
import { runs } from '../support/auction-arbitraries.ts';
import type { DutchTable } from '../support/dutch.ts';
import { dutchRules, startedDutch } from '../support/dutch.ts';

const A = { kind: 'team', teamId: 'a' } as const;
const STEP_MS = 10_000;

const seen = (table: DutchTable) => {
  const auction = table.view(A);
  const running = runningLot(auction);
  if (!running || !auction.mine) throw new Error('a sees a clock and itself');
  return { auction, mine: auction.mine, ...running };
};

describe('[UI55] what the page says of a quantity in a Dutch auction', () => {
  it('is what the server decides, and every quantity on a button is taken', () => {
    let [taken, refused] = [0, 0];
    fc.assert(
      fc.property(
        fc.record({
          capBlocks: fc.constantFrom(8, 12, 20),
          multipleBlocks: fc.constantFrom(1, 2, 4),
          minimumBlocks: fc.constantFrom(4, 8),
        }),
        fc.array(fc.tuple(fc.constantFrom('a', 'b'), fc.constantFrom(4, 8)), {
          maxLength: 3,
        }),
        fc.oneof(fc.integer({ min: 0, max: 24 }), fc.constant(4)),
        (terms, before, quantity) => {
          const table = startedDutch({ lots: [lot('q', 20, 4_000, terms)] });
          for (const [team, blocks] of before) table.stop(team, blocks);
          if (!runningLot(table.view(A))) return;
          const { lot: of, clock, mine } = seen(table);
          const isTold = whyNotBlocks(of, clock, mine, quantity) === undefined;
          for (const quick of quickBlocks(of, clock, mine)) {
            expect(quick).toBeLessThanOrEqual(mostBlocks(of, clock, mine));
            expect(whyNotBlocks(of, clock, mine, quick)).toBeUndefined();
          }
          const { ok } = table.stop('a', quantity);
          expect(isTold).toBe(ok);
          if (ok) taken += 1;
          else refused += 1;
        },
      ),
      runs(300),
    );
    expect(Math.min(taken, refused)).toBeGreaterThan(50);
  });

  it('the next price is the one that comes, and the last one says that none does', () => {
    const table = startedDutch({ rules: dutchRules({ lastPriceMills: mills(3_900) }) });
    const prices: (number | undefined)[] = [];
    for (let at = 0; at < 3; at += 1) {
      const { auction, clock } = seen(table);
      expect(stepLeftMs(clock, table.at)).toBe(STEP_MS);
      prices.push(priceAfter(auction, clock.priceMills ?? 0));
      table.wait(STEP_MS);
    }
    expect(prices).toEqual([3_950, 3_900, undefined]);
    expect(runningLot(table.view(A))).toBeUndefined();
  });

  it('the clock in the bar counts to the next price and calls nothing out', () => {
    const table = startedDutch();
    expect(clockFace(table.view(A), table.at + 1_000)).toMatchObject({
      digits: '0:09',
      state: 'running',
      alert: '',
    });
    expect(clockFace(table.view(A), table.at).detail).toMatch(/^the price moves /);
    table.does({ type: 'PauseAuction', reason: 'wait' });
    expect(clockFace(table.view(A), table.at)).toMatchObject({ digits: '0:10', state: 'paused' });
  });

  it('stops are listed as they came, the own ones marked', () => {
    const table = startedDutch();
    table.stop('b', 3);
    table.stop('a', 2);
    const stops = stopsOf(table.view(A), 'q');
    expect(stops.map(({ quantityBlocks, isOwn }) => [quantityBlocks, isOwn])).toEqual([
      [3, false],
      [2, true],
    ]);
  });
});
