// Laws of a whole auction, on random courses with every kind of intervention.

import { fc } from '../support/fast-check.ts';
import { describe, expect, it } from 'vitest';
import type { AuctionOf, EventOf } from '../../shared/auction/types.ts';
import { auctionWakeAt } from '../../shared/auction/evolve.ts';
import { canonicalJson } from '../../shared/kernel/json.ts';
import { sha256Hex } from '../../shared/kernel/hash.ts';
import type { AuctionTable } from '../support/auction.ts';
import { startedTable } from '../support/auction.ts';
import { runs } from '../support/auction-arbitraries.ts';
import { acts, fullBids, perform, requestOf, setting } from '../support/auction-walks.ts';
import type { Act } from '../support/auction-walks.ts';
import { watchRefusals } from '../support/format-laws.ts';

const RUNS = 400;

type Law = (
  table: AuctionTable,
  before: AuctionOf<'clock'>,
  events: readonly EventOf<'clock'>[],
) => void;

/** Holds a law after every act of random courses; counts how many rounds, ends and refusals they had. */
const afterEachAct = (law: Law) => {
  const seen: Record<string, number> = {};
  fc.assert(
    fc.property(setting, acts, (given, course) => {
      const table = startedTable(given);
      for (const act of course) {
        const before = table.state;
        const count = table.events.length;
        perform(table, act);
        const events = table.events.slice(count);
        for (const { type } of events) seen[type] = (seen[type] ?? 0) + 1;
        law(table, before, events);
      }
    }),
    runs(RUNS),
  );
  return seen;
};

const sign = (state: AuctionOf<'clock'>): number => (state.rules.direction === 'forward' ? 1 : -1);

describe('a whole auction', () => {
  it('[AUC2] random courses meet every kind of event, and times fit the phase', () => {
    const seen = afterEachAct(({ state, at }) => {
      const isRunning = state.phase === 'running';
      expect(state.stage !== null).toBe(isRunning);
      if (state.stage === 'bidding') expect(state.closesAtMs).not.toBeNull();
      if (state.pause) expect(isRunning).toBe(true);
      if (!isRunning) expect(auctionWakeAt(state)).toBeUndefined();
      const isSold = state.phase === 'provisional' || state.phase === 'certified';
      expect(state.awards.length > 0).toBe(isSold);
      expect(at).toBeGreaterThan(0);
    });
    const expected: readonly EventOf<'clock'>['type'][] = [
      'AuctionCertified',
      'AuctionEnded',
      'AuctionInterrupted',
      'AuctionPaused',
      'AuctionResumed',
      'BidAccepted',
      'BidRefused',
      'ResumeAnnounced',
      'RoundClosed',
      'RoundExtended',
      'RoundOpened',
      'RoundsVoided',
      'RulesAccepted',
      'RulesAmended',
      'TeamExcluded',
    ];
    for (const type of expected) {
      expect([type, (seen[type] ?? 0) > 10]).toEqual([type, true]);
    }
  });

  it('[AUC5] a refusal changes nothing but the record', () => {
    let refusals = 0;
    fc.assert(
      fc.property(setting, acts, (given, course) => {
        const table = startedTable(given);
        watchRefusals(table, () => {
          refusals += 1;
        });
        for (const act of course) perform(table, act);
      }),
      runs(150),
    );
    expect(refusals).toBeGreaterThan(RUNS);
  });

  it('[CLK1] prices never fall while they rise, and never rise while they fall, voids aside', () => {
    const seen = afterEachAct(({ state }, before, events) => {
      if (events.some(({ type }) => type === 'RoundsVoided')) return;
      for (const lotId of state.lotOrder) {
        const start = state.clock.startPricesMills[lotId] ?? 0;
        const move = (start - (before.clock.startPricesMills[lotId] ?? start)) * sign(state);
        expect(move).toBeGreaterThanOrEqual(0);
        const clock = state.clock.clockPricesMills[lotId] ?? start;
        expect((clock - start) * sign(state)).toBeGreaterThanOrEqual(0);
        expect([start % 10, clock % 10]).toEqual([0, 0]);
      }
    });
    expect(seen['RoundOpened']).toBeGreaterThan(RUNS);
  });

  it('[CLK6] eligibility never rises, voids aside', () => {
    afterEachAct(({ state }, before, events) => {
      if (events.some(({ type }) => type === 'RoundsVoided')) return;
      for (const [teamId, points] of Object.entries(before.clock.eligibility)) {
        // After a void to 0 the first round opens with the points that were set.
        if (before.round > 0) expect(state.clock.eligibility[teamId]).toBeLessThanOrEqual(points);
      }
    });
  });

  it('[CLK4] demand in the last result is within eligibility, team by team, whatever was done', () => {
    afterEachAct(({ state }) => {
      const last = state.clock.results.at(-1);
      for (const [teamId, own] of Object.entries(last?.demand ?? {})) {
        const points = Object.entries(own).reduce(
          (sum, [lotId, blocks]) => sum + blocks * (state.lots[lotId]?.pointsPerBlock ?? 0),
          0,
        );
        expect(points).toBeLessThanOrEqual(state.clock.eligibility[teamId] ?? 0);
      }
      for (const result of Object.values(last?.lots ?? {})) {
        const teams = Object.values(last?.demand ?? {});
        const sum = teams.reduce((blocks, own) => blocks + (own[result.lotId] ?? 0), 0);
        expect(result.demandBlocks).toBe(sum);
      }
    });
  });

  it('[CLK4] processed demand never crosses supply downward from round to round, dropped teams aside', () => {
    let compared = 0;
    afterEachAct(({ state }, before, events) => {
      const closed = events.find((event) => event.type === 'RoundClosed');
      if (!closed || Object.values(state.excluded).some(({ keepBids }) => !keepBids)) return;
      const last = before.clock.results.at(-1);
      if (!last || closed.result.round !== last.round + 1) return;
      for (const lot of Object.values(closed.result.lots)) {
        const floor = Math.min(last.lots[lot.lotId]?.demandBlocks ?? 0, lot.supplyBlocks);
        expect(lot.demandBlocks).toBeGreaterThanOrEqual(floor);
        compared += 1;
      }
    });
    expect(compared).toBeGreaterThan(RUNS / 4);
  });

  it('[CLK7] ends exactly when nothing is above supply; awards are the last demand at the posted price', () => {
    let ends = 0;
    afterEachAct(({ state }, _before, events) => {
      for (const [place, event] of events.entries()) {
        if (event.type !== 'RoundClosed') continue;
        const lots = Object.values(event.result.lots);
        const isAnyAbove = lots.some(
          ({ demandBlocks, supplyBlocks }) => demandBlocks > supplyBlocks,
        );
        expect(event.result.isFinal).toBe(!isAnyAbove);
        expect(events[place + 1]?.type === 'AuctionEnded').toBe(!isAnyAbove);
      }
      const ended = events.find((event) => event.type === 'AuctionEnded');
      const last = state.clock.results.at(-1);
      if (!ended || !last || state.stage !== null) return;
      ends += 1;
      for (const lotId of state.lotOrder) {
        const posted = last.lots[lotId]?.postedPriceMills ?? 0;
        const reserve = state.reservesMills[lotId];
        const isReached = reserve === undefined || (posted - reserve) * sign(state) >= 0;
        const expected = Object.keys(last.demand)
          .sort()
          .map((teamId) => ({ teamId, blocks: last.demand[teamId]?.[lotId] ?? 0 }))
          .filter(({ blocks }) => isReached && blocks > 0)
          .map(({ teamId, blocks }) => ({
            lotId,
            teamId,
            quantityBlocks: blocks,
            priceMills: posted,
          }));
        expect(ended.awards.filter((award) => award.lotId === lotId)).toEqual(expected);
        expect(ended.unsoldLots.includes(lotId)).toBe(expected.length === 0);
        const sold = expected.reduce((sum, { quantityBlocks }) => sum + quantityBlocks, 0);
        expect(sold).toBeLessThanOrEqual(state.lots[lotId]?.supplyBlocks ?? 0);
      }
    });
    expect(ends).toBeGreaterThan(RUNS / 10);
  });

  it('[AUC16] the same course gives the same bytes, also through a stored and read state', () => {
    const digest = (
      given: Parameters<typeof startedTable>[0],
      course: readonly Act[],
      stored: boolean,
    ) => {
      const table = startedTable(given);
      for (const act of course) {
        perform(table, act);
        if (stored) table.reload();
      }
      return sha256Hex(canonicalJson([table.events, table.state]));
    };
    fc.assert(
      fc.property(setting, acts, (given, course) => {
        const first = digest(given, course, false);
        expect(digest(given, course, false)).toBe(first);
        expect(digest(given, course, true)).toBe(first);
      }),
      runs(100),
    );
  });

  it('[AUC16] the order in which bids arrive inside a round changes nothing', () => {
    let permuted = 0;
    const course = fc.array(
      fullBids.chain((bids) =>
        fc.tuple(fc.constant(bids), fc.shuffledSubarray([...bids], { minLength: bids.length })),
      ),
      { minLength: 1, maxLength: 5 },
    );
    fc.assert(
      fc.property(setting, course, (given, rounds) => {
        const one = startedTable(given);
        const other = startedTable(given);
        for (const [bids, shuffled] of rounds) {
          if (one.state.phase !== 'running') break;
          if (one.state.stage === 'results')
            [one, other].forEach((table) => {
              table.open();
            });
          // Only bids that fit together: one that is refused for its place in the order is another matter.
          const standing = new Set(
            bids.filter((bid) => one.bid(['a', 'b', 'c'][bid.team] ?? '', ...asked(one, bid)).ok),
          );
          for (const bid of shuffled.filter((each) => standing.has(each))) {
            const decision = other.bid(['a', 'b', 'c'][bid.team] ?? '', ...asked(other, bid));
            expect(decision.ok).toBe(true);
          }
          one.close();
          other.close();
          permuted += 1;
          expect(canonicalJson(other.state.clock.results)).toBe(
            canonicalJson(one.state.clock.results),
          );
          expect(canonicalJson(other.state.awards)).toBe(canonicalJson(one.state.awards));
        }
      }),
      runs(RUNS),
    );
    expect(permuted).toBeGreaterThan(RUNS);
  });
});

const asked = (
  table: AuctionTable,
  bid: Parameters<typeof requestOf>[1],
): [lotId: string, blocks: number, priceMills: number] => {
  const { lotId, quantityBlocks, priceMills } = requestOf(table, bid);
  return [lotId, quantityBlocks, priceMills];
};
