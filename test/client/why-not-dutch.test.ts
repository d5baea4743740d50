// The card of a refused Dutch bid, held against the engine: what it proposes is taken.

import { fc } from '../support/fast-check.ts';
import { describe, expect, it } from 'vitest';
import { takeBounds } from '../../client/state/dutch-bidding.ts';
import { dutchInBounds } from '../../client/words/dutch-bounds.ts';
import type { WhyNot } from '../../client/words/why-not.ts';
import { whyNot } from '../../client/words/why-not.ts';
import type { Lot } from '../../shared/auction/types.ts';
import { mills } from '../../shared/kernel/units.ts';
import { lot } from '../support/auction.ts';
import { runs } from '../support/auction-arbitraries.ts';
import type { DutchTable } from '../support/dutch.ts';
import { dutchRules, startedDutch } from '../support/dutch.ts';

const CLOCKS = { sentAtMs: 0, errorMs: undefined, decidedAtMs: undefined };

const cardFor = (
  table: DutchTable,
  {
    teamId,
    quantityBlocks,
    priceMills,
  }: Record<'quantityBlocks' | 'priceMills', number> & {
    readonly teamId: string;
  },
): WhyNot => {
  const answer = table.stop(teamId, quantityBlocks, priceMills);
  if (answer.ok) throw new Error('it was taken');
  const asked = { lotId: 'q', quantityBlocks, priceMills, round: 1 };
  const refusal = dutchInBounds(table.state.rules.direction, answer.rejection);
  const { mine, lots, prices } = table.view({ kind: 'team', teamId });
  const [seen, clock] = [lots['q'], prices['q']];
  const bounds = mine && seen && clock ? takeBounds(seen, clock, mine) : {};
  return whyNot(asked, refusal, { format: 'dutch', lot: seen, bounds, clocks: CLOCKS });
};

/** Stops at 3.40 for 8 of 20; the clock starts again at 3.60. */
const afterFirstStop = (): DutchTable => {
  const table = startedDutch();
  table.runTo(3_400);
  expect(table.stop('a', 8).ok).toBe(true);
  return table;
};

describe('[UI40] the card of a refused Dutch bid', () => {
  it('proposes what is left where more was asked, and that is taken', () => {
    const table = afterFirstStop();
    const card = cardFor(table, { teamId: 'b', quantityBlocks: 15, priceMills: table.price() });
    expect(card.change).toMatchObject({ quantityBlocks: 12, priceMills: table.price() });
    expect(card.rows).toContainEqual({ label: 'Blocks', asked: '15', allowed: '12 or fewer' });
    expect(table.stop('b', 12).ok).toBe(true);
  });

  it('proposes the price of the clock that was set back meanwhile, and that is taken', () => {
    const table = afterFirstStop();
    const card = cardFor(table, { teamId: 'b', quantityBlocks: 5, priceMills: 3_400 });
    expect(card.change).toMatchObject({ quantityBlocks: 5, priceMills: table.price() });
    expect(table.stop('b', 5, card.change?.priceMills).ok).toBe(true);
  });

  it('proposes what a team’s cap leaves, and nothing where it leaves nothing', () => {
    const table = startedDutch({ lots: [lot('q', 20, 4_000, { capBlocks: 8 })] });
    table.runTo(3_400);
    expect(table.stop('a', 5).ok).toBe(true);
    const more = cardFor(table, { teamId: 'a', quantityBlocks: 6, priceMills: table.price() });
    expect(more.change).toMatchObject({ quantityBlocks: 3 });
    expect(table.stop('a', 3).ok).toBe(true);
    const full = cardFor(table, { teamId: 'a', quantityBlocks: 1, priceMills: table.price() });
    expect(full.change).toBeUndefined();
  });

  it('descending, the clock bounds from the other side', () => {
    const table = startedDutch({
      rules: dutchRules({ direction: 'descending', lastPriceMills: mills(5_500) }),
    });
    table.runTo(4_400);
    expect(table.stop('a', 8).ok).toBe(true);
    const card = cardFor(table, { teamId: 'b', quantityBlocks: 5, priceMills: 4_400 });
    expect(card.change?.priceMills).toBe(table.price());
  });

  it('proposes a quantity that is taken, and none is nearer, wherever minimum, step and cap lie', () => {
    const taken = [new Set<string>(), new Set<string>()] as const;
    fc.assert(
      fc.property(
        fc.constantFrom<Partial<Lot>>(
          {},
          { multipleBlocks: 4 },
          { multipleBlocks: 2, minimumBlocks: 6 },
          { multipleBlocks: 4, capBlocks: 8 },
          { multipleBlocks: 2, minimumBlocks: 6, capBlocks: 8 },
        ),
        fc.constantFrom(1, 4, 6, 8, 12),
        fc.integer({ min: 1, max: 26 }),
        (more, first, quantityBlocks) => {
          const start = (): DutchTable => {
            const table = startedDutch({ lots: [lot('q', 20, 4_000, more)] });
            table.runTo(3_400);
            table.stop('a', first);
            return table;
          };
          const table = start();
          if (!table.state.dutch.lots['q'] || table.state.phase !== 'running') return;
          const asked = { teamId: 'a', quantityBlocks, priceMills: table.price() };
          if (start().stop('a', quantityBlocks).ok) return;
          const change = cardFor(table, asked).change;
          taken[change ? 0 : 1].add(JSON.stringify(more));
          const near = change
            ? Math.abs((change.quantityBlocks ?? 0) - quantityBlocks)
            : Number.POSITIVE_INFINITY;
          if (change) expect(start().stop('a', change.quantityBlocks ?? 0).ok).toBe(true);
          for (let other = 1; other <= 20; other += 1) {
            if (Math.abs(other - quantityBlocks) >= near) continue;
            expect(start().stop('a', other).ok, String(other)).toBe(false);
          }
        },
      ),
      runs(100),
    );
    // Where the cap leaves less than the minimum, or nothing, no quantity helps.
    expect(taken[0].size).toBeGreaterThan(2);
    expect(taken[1].size).toBeGreaterThan(0);
  });
});
