// Laws of sealed rounds on random courses, and against a second way to reckon: block by block, and by the value of all
// others with and without a winner.

import { fc } from '../support/fast-check.ts';
import { describe, expect, it } from 'vitest';
import type { SealedBook } from '../../shared/auction/formats/sealed-types.ts';
import type { AuctionOf, EventOf } from '../../shared/auction/types.ts';
import { canonicalJson } from '../../shared/kernel/json.ts';
import { runs } from '../support/auction-arbitraries.ts';
import {
  afterEachAct,
  awardsAddUp,
  refusalsChangeNothing,
  sameCourseSameBytes,
} from '../support/format-laws.ts';
import { TEAMS } from '../support/format-walks.ts';
import type { SealedSetting, SealedTable } from '../support/sealed.ts';
import { startedSealed } from '../support/sealed.ts';
import { scheduleOf, sealedSetting, sealedWalk } from '../support/sealed-walks.ts';

type Sealed = AuctionOf<'sealed'>;
type Block = readonly [teamId: string, priceMills: number];

const RUNS = 150;
const signOf = (state: Sealed): number => (state.rules.direction === 'forward' ? 1 : -1);

/** Every block that is offered for a lot and reaches its reserve, the best price first. */
const blocksIn = (state: Sealed, book: SealedBook, lotId: string): readonly Block[] =>
  Object.entries(book)
    .flatMap(([teamId, lots]) =>
      (lots[lotId]?.steps ?? []).flatMap((step) =>
        Array.from({ length: step.quantityBlocks }, (): Block => [teamId, step.priceMills]),
      ),
    )
    .filter(([, price]) => (price - (state.reservesMills[lotId] ?? price)) * signOf(state) >= 0)
    .sort(([, a], [, b]) => (b - a) * signOf(state));

const floorOf = (state: Sealed, lotId: string): number => {
  const opening = state.lots[lotId]?.openingPriceMills ?? 0;
  const reserve = state.reservesMills[lotId] ?? opening;
  return signOf(state) > 0 ? Math.max(opening, reserve) : Math.min(opening, reserve);
};

/** The best use of the supply for a set of blocks, unsold ones at the floor; signed so that more is better. */
const bestValue = (state: Sealed, lotId: string, blocks: readonly Block[]): number => {
  const supply = state.lots[lotId]?.supplyBlocks ?? 0;
  const used = blocks.slice(0, supply).map(([, price]) => price);
  const left = (supply - used.length) * floorOf(state, lotId);
  return signOf(state) * (used.reduce((sum, price) => sum + price, 0) + left);
};

const closings = (events: readonly EventOf<'sealed'>[]) =>
  events.filter((event) => event.type === 'RoundClosed');

describe('sealed rounds', () => {
  it('[SLD2] random courses meet every kind of event but an extension', () => {
    const seen = afterEachAct(sealedWalk, { numRuns: RUNS }, ({ state }) => {
      expect(state.stage !== null).toBe(state.phase === 'running');
      expect(state.sealed.books.length).toBe(state.sealed.results.length);
      if (state.stage === 'bidding') expect(state.closesAtMs).not.toBeNull();
    });
    for (const type of [
      'AuctionCertified',
      'AuctionEnded',
      'AuctionInterrupted',
      'AuctionPaused',
      'AuctionResumed',
      'BidAccepted',
      'BidRefused',
      'RoundClosed',
      'RoundOpened',
      'RoundsVoided',
      'RulesAmended',
      'TeamExcluded',
    ]) {
      expect([type, (seen[type] ?? 0) > 10]).toEqual([type, true]);
    }
    expect(seen['RoundExtended']).toBeUndefined();
  });

  it('[AUC5] a refusal changes nothing but the record', () => {
    expect(refusalsChangeNothing(sealedWalk, 60)).toBeGreaterThan(RUNS);
  });

  it('[AUC16] the same course gives the same bytes, also through a stored and read state', () => {
    sameCourseSameBytes(sealedWalk, 40);
  });

  it('[AUC18] awards are what the last opening gave, each once, and payments add up exactly', () => {
    let awards = 0;
    afterEachAct(sealedWalk, { numRuns: RUNS }, ({ state }, _before, events) => {
      if (events.some(({ type }) => type === 'AuctionEnded') && state.stage === null) {
        awards += awardsAddUp<'sealed'>(state);
      }
    });
    expect(awards).toBeGreaterThan(RUNS);
  });

  it('[SLD3] better offers go first: no block that got nothing is better than one that got something', () => {
    let compared = 0;
    afterEachAct(sealedWalk, { numRuns: RUNS }, ({ state }, _before, events) => {
      for (const { result } of closings(events)) {
        const book = state.sealed.books[result.round - 1];
        if (!book || state.rules.scoring) continue;
        for (const { lotId, shares, supplyBlocks } of Object.values(result.lots)) {
          const blocks = blocksIn(state, book, lotId);
          const given = shares.reduce(
            (sum, { parts }) => parts.reduce((own, part) => own + part.quantityBlocks, sum),
            0,
          );
          if (state.rules.ties !== 'pro-rata') expect(given).toBeLessThanOrEqual(supplyBlocks);
          const { multipleBlocks, minimumBlocks } = state.lots[lotId] ?? {};
          if ((multipleBlocks ?? minimumBlocks) !== undefined) continue;
          const short = Math.min(blocks.length, supplyBlocks);
          expect(given).toBeGreaterThanOrEqual(short);
          if (state.rules.ties !== 'pro-rata') expect(given).toBe(short);
          // The price told is that of the last block that fits, or of the one behind it.
          const last = blocks[short - 1]?.[1];
          if (state.rules.pricing !== 'uniform-highest-rejected') {
            expect([lotId, result.lots[lotId]?.priceMills]).toEqual([lotId, last ?? null]);
          } else if (last !== undefined) {
            const behind = blocks[supplyBlocks]?.[1] ?? floorOf(state, lotId);
            expect([lotId, result.lots[lotId]?.priceMills]).toEqual([lotId, behind]);
          }
          compared += 1;
        }
      }
    });
    expect(compared).toBeGreaterThan(RUNS / 2);
  });

  it('[SLD5] nobody pays more than it bid; Vickrey takes exactly the value that others lose by a winner', () => {
    let winners = 0;
    afterEachAct(sealedWalk, { numRuns: RUNS * 2 }, ({ state }, _before, events) => {
      for (const { result } of closings(events)) {
        const book = state.sealed.books[result.round - 1];
        if (!book) continue;
        for (const { lotId, shares } of Object.values(result.lots)) {
          for (const { teamId, parts } of shares) {
            const own = blocksIn(state, book, lotId).filter(([id]) => id === teamId);
            const taken = parts.reduce((sum, part) => sum + part.quantityBlocks, 0);
            const paid = parts.reduce(
              (sum, part) => sum + part.quantityBlocks * part.priceMills,
              0,
            );
            const bid = own.slice(0, taken).reduce((sum, [, price]) => sum + price, 0);
            expect((bid - paid) * signOf(state)).toBeGreaterThanOrEqual(0);
            const isPlain = state.lots[lotId]?.multipleBlocks === undefined;
            if (state.rules.pricing !== 'vickrey' || state.rules.ties === 'pro-rata' || !isPlain) {
              continue;
            }
            winners += 1;
            const all = blocksIn(state, book, lotId);
            const others = all.filter(([id]) => id !== teamId);
            const without = bestValue(state, lotId, others);
            const withIt = bestValue(state, lotId, all) - signOf(state) * bid;
            expect(signOf(state) * paid).toBe(without - withIt);
          }
        }
      }
    });
    expect(winners).toBeGreaterThan(RUNS / 10);
  });

  it('[AUC16] the order in which offers arrive changes nothing, unless ties go to the earliest', () => {
    let changedByTime = 0;
    const raws = fc.array(fc.array(fc.nat({ max: 999 }), { minLength: 8, maxLength: 8 }), {
      minLength: 6,
      maxLength: 6,
    });
    const orders = fc.shuffledSubarray([0, 1, 2, 3, 4, 5], { minLength: 6 });
    const opened = (
      given: SealedSetting,
      bids: readonly (readonly number[])[],
      order: readonly number[],
    ) => {
      const table: SealedTable = startedSealed(given);
      for (const place of order) {
        const bid = scheduleOf(table.state, bids[place] ?? []);
        const lotId = place % 2 === 0 ? 'q' : 'n';
        const teamId = TEAMS[place % 3] ?? 'a';
        table.give({ type: 'PlaceBid', teamId, round: 1, bid: { ...bid, lotId } });
      }
      table.close();
      return canonicalJson(table.state.sealed.results.map(({ lots }) => lots));
    };
    fc.assert(
      fc.property(sealedSetting, raws, orders, (given, bids, order) => {
        const same = opened(given, bids, [0, 1, 2, 3, 4, 5]) === opened(given, bids, order);
        if (given.rules?.ties === 'earliest') changedByTime += same ? 0 : 1;
        else expect(same).toBe(true);
      }),
      runs(300),
    );
    expect(changedByTime).toBeGreaterThan(0);
  });
});
