// The card of a refused bid, held against the server's own rules: what it proposes is taken, and nothing nearer is.

import { fc } from '../support/fast-check.ts';
import { describe, expect, it } from 'vitest';
import { boundsOf } from '../../client/state/clock-bidding.ts';
import { exactTime } from '../../client/format/times.ts';
import type { AskedBid, WhyNot } from '../../client/words/why-not.ts';
import { whyNot } from '../../client/words/why-not.ts';
import type { Rejection } from '../../shared/kernel/rejection.ts';
import { reject } from '../../shared/kernel/rejection.ts';
import type { AuctionTable } from '../support/auction.ts';
import { lot, startedTable } from '../support/auction.ts';
import { runs } from '../support/auction-arbitraries.ts';

type Asked = AskedBid & { readonly quantityBlocks: number };

const TEAM_A = { kind: 'team', teamId: 'a' } as const;
const CLOCKS = { sentAtMs: 0, errorMs: undefined, decidedAtMs: undefined };

/** Round 2, start 2.40 and 2.20; the cap of q is 4, a block of n costs 2 points, both go in cents. */
const inRound2 = (): AuctionTable => {
  const lots = [lot('q', 6, 2_400, { capBlocks: 4 }), lot('n', 4, 2_200, { pointsPerBlock: 2 })];
  const table = startedTable({ lots, eligibility: { a: 9, b: 9 } });
  table.round({ a: { q: [4, 2_400], n: [2, 2_200] }, b: { q: [4, 2_400], n: [2, 2_200] } });
  table.open();
  return table;
};

const cardFor = (table: AuctionTable, asked: Asked, rejection: Rejection): WhyNot => {
  const auction = table.view(TEAM_A);
  const seen = auction.lots[asked.lotId];
  const bounds = auction.mine && seen ? boundsOf(auction, auction.mine, seen) : {};
  return whyNot(asked, rejection, { format: 'clock', lot: seen, bounds, clocks: CLOCKS });
};

const isTaken = (table: AuctionTable, { lotId, quantityBlocks, priceMills }: Asked): boolean => {
  // Placed on a fork, so that one try does not change the next.
  const fork = inRound2();
  for (const [id, bid] of Object.entries(table.state.clock.book['a'] ?? {})) {
    fork.bid('a', id, bid.quantityBlocks, bid.priceMills);
  }
  return fork.bid('a', lotId, quantityBlocks, priceMills).ok;
};

const asks: fc.Arbitrary<Asked> = fc.record({
  lotId: fc.constantFrom('q', 'n'),
  quantityBlocks: fc.integer({ min: 0, max: 7 }),
  priceMills: fc.integer({ min: 2_150, max: 2_700 }),
  round: fc.constant(2),
});
const standing = fc.option(
  fc.record({ lotId: fc.constantFrom('q', 'n'), quantityBlocks: fc.integer({ min: 0, max: 4 }) }),
);

describe('[UI40] the card of a refused bid', () => {
  it('proposes a bid that the server takes, and no nearer price and no larger quantity is', () => {
    let proposed = 0;
    fc.assert(
      fc.property(asks, standing, (asked, earlier) => {
        const table = inRound2();
        if (earlier) {
          const price = earlier.lotId === 'q' ? 2_500 : 2_300;
          table.bid('a', earlier.lotId, earlier.quantityBlocks, price);
        }
        const decision = table.bid('a', asked.lotId, asked.quantityBlocks, asked.priceMills);
        if (decision.ok) return;
        const { change } = cardFor(table, asked, decision.rejection);
        expect(change, decision.rejection.code).toBeDefined();
        if (!change) return;
        proposed += 1;
        expect(isTaken(table, { ...asked, ...change })).toBe(true);
        const distance = Math.abs(change.priceMills - asked.priceMills);
        for (const step of [-distance + 1, distance - 1]) {
          if (distance === 0) break;
          const priceMills = asked.priceMills + step;
          expect(isTaken(table, { ...asked, ...change, priceMills })).toBe(false);
        }
        expect(change.quantityBlocks).toBeDefined();
        const { quantityBlocks: proposedBlocks = 0 } = change;
        if (proposedBlocks < asked.quantityBlocks) {
          const quantityBlocks = proposedBlocks + 1;
          expect(isTaken(table, { ...asked, ...change, quantityBlocks })).toBe(false);
        }
      }),
      runs(300),
    );
    expect(proposed).toBeGreaterThan(200);
  });

  it('names the rule and puts what was asked beside what is allowed', () => {
    const table = inRound2();
    const asked = { lotId: 'q', quantityBlocks: 3, priceMills: 3_000, round: 2 };
    const decision = table.bid('a', 'q', 3, 3_000);
    const card = cardFor(table, asked, decision.ok ? reject('bid/none') : decision.rejection);
    expect(card.rule).toEqual({ number: 'CLK3', about: 'the price range of the round' });
    expect(card.rows).toEqual([{ label: 'Price', asked: '$3.00', allowed: '$2.40 to $2.64' }]);
    expect(card.change?.words).toBe('$2.64');
  });

  it('says where no other bid would have helped, and what would have', () => {
    const asked = { lotId: 'q', quantityBlocks: 3, priceMills: 2_500, round: 2 };
    const closedAtMs = Date.UTC(2026, 0, 20, 14, 6, 0);
    const late = reject('bid/late', { round: 2, atMs: closedAtMs + 139, closedAtMs });
    const card = cardFor(inRound2(), asked, late);
    expect(card.change).toBeUndefined();
    expect(card.advice).toContain('140 ms earlier');
    expect(cardFor(inRound2(), asked, reject('bid/paused')).advice).toContain(
      'once the clock runs',
    );
  });

  it('shows both clocks: the page’s with its error, and the server’s', () => {
    const sentAtMs = Date.UTC(2026, 0, 20, 14, 5, 59, 870);
    const clocks = { sentAtMs, errorMs: 12, decidedAtMs: sentAtMs + 270 };
    const closedAtMs = sentAtMs + 130;
    const asked = { lotId: 'q', quantityBlocks: 3, priceMills: 2_500, round: 2 };
    const late = reject('bid/late', { round: 2, atMs: sentAtMs + 270, closedAtMs });
    const card = whyNot(asked, late, { format: 'clock', lot: undefined, bounds: {}, clocks });
    expect(card.clocks.map(({ time }) => time)).toEqual([
      `${exactTime(sentAtMs)} ±12 ms`,
      exactTime(closedAtMs),
      exactTime(sentAtMs + 270),
    ]);
  });
});
