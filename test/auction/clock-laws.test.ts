// Laws of closing a round, on random books: against a second, plain implementation and against the words of the rules.

import { fc } from '../support/fast-check.ts';
import { describe, expect, it } from 'vitest';
import type { RoundBook } from '../../shared/auction/formats/clock-round.ts';
import type { RoundResult } from '../../shared/auction/formats/clock-types.ts';
import { closeClockRound } from '../../shared/auction/formats/clock-round.ts';
import { canonicalJson } from '../../shared/kernel/json.ts';
import { mills } from '../../shared/kernel/units.ts';
import { roundBook, runs } from '../support/auction-arbitraries.ts';
import { plainClose } from '../support/plain-clock.ts';

const RUNS = 2_000;

const heldBefore = (book: RoundBook, lotId: string): number =>
  book.teams.reduce((sum, teamId) => sum + (book.demand[teamId]?.[lotId] ?? 0), 0);

const pointsAfter = (book: RoundBook, result: RoundResult, teamId: string): number =>
  book.lots.reduce(
    (sum, { id, pointsPerBlock }) => sum + (result.demand[teamId]?.[id] ?? 0) * pointsPerBlock,
    0,
  );

/** Without the lots that a team has nothing of: a result leaves those out. */
const something = (held: RoundResult['demand']): RoundResult['demand'] =>
  Object.fromEntries(
    Object.entries(held).map(([teamId, lots]) => [
      teamId,
      Object.fromEntries(Object.entries(lots).filter(([, blocks]) => blocks !== 0)),
    ]),
  );

/** Every pair of team and lot of a book with what was held, asked and processed. */
const cells = (book: RoundBook, result: RoundResult) =>
  book.teams.flatMap((teamId) =>
    book.lots.map((lot) => ({
      teamId,
      lot,
      held: book.demand[teamId]?.[lot.id] ?? 0,
      asked: book.bids[teamId]?.[lot.id]?.quantityBlocks ?? 0,
      processed: result.demand[teamId]?.[lot.id] ?? 0,
    })),
  );

const always = (law: (book: RoundBook, result: RoundResult) => void): void => {
  fc.assert(
    fc.property(roundBook, (book) => {
      law(book, closeClockRound(book));
    }),
    runs(RUNS),
  );
};

describe('the close of a round', () => {
  it('[CLK4] [CLK5] [CLK6] [CLK7] agrees with a second implementation in every number', () => {
    const met = { cleared: 0, rationed: 0, final: 0, shrunk: 0 };
    always((book, result) => {
      const plain = plainClose(book);
      expect(result.demand).toEqual(something(plain.held));
      expect(
        Object.fromEntries(
          Object.values(result.lots).map((lot) => [lot.lotId, lot.postedPriceMills]),
        ),
      ).toEqual(plain.posted);
      expect(result.eligibility).toEqual(plain.eligibility);
      expect(result.isFinal).toBe(plain.isFinal);
      met.final += plain.isFinal ? 1 : 0;
      met.shrunk += book.teams.some(
        (id) => (plain.eligibility[id] ?? 0) < (book.eligibility[id] ?? 0),
      )
        ? 1
        : 0;
      met.rationed += cells(book, result).some(({ asked, processed }) => asked !== processed)
        ? 1
        : 0;
      met.cleared += Object.values(result.lots).some(
        (lot) =>
          lot.postedPriceMills > lot.startPriceMills && lot.postedPriceMills < lot.clockPriceMills,
      )
        ? 1
        : 0;
    });
    // The cases that matter did occur.
    expect(Math.min(met.cleared, met.rationed, met.final, met.shrunk)).toBeGreaterThan(RUNS / 20);
  });

  it('[CLK4] agrees with it in round 1', () => {
    fc.assert(
      fc.property(roundBook, (later) => {
        const book: RoundBook = {
          ...later,
          round: 1,
          demand: {},
          clockPricesMills: later.startPricesMills,
        };
        const result = closeClockRound(book);
        expect(result.demand).toEqual(something(plainClose(book).held));
        expect(result.eligibility).toEqual(plainClose(book).eligibility);
        expect(cells(book, result).every(({ asked, processed }) => asked === processed)).toBe(true);
      }),
      runs(300),
    );
  });

  it('[CLK4] never brings demand from at or above supply to below it, nor lower where it was below', () => {
    always((book, result) => {
      for (const { id, supplyBlocks } of book.lots) {
        const floor = Math.min(heldBefore(book, id), supplyBlocks);
        expect(result.lots[id]?.demandBlocks).toBeGreaterThanOrEqual(floor);
      }
    });
  });

  it('[CLK4] gives each team a quantity between what it held and what it asked for', () => {
    always((book, result) => {
      for (const { held, asked, processed } of cells(book, result)) {
        expect(processed).toBeGreaterThanOrEqual(Math.min(held, asked));
        expect(processed).toBeLessThanOrEqual(Math.max(held, asked));
      }
    });
  });

  it('[CLK4] leaves no request that could still be met', () => {
    always((book, result) => {
      for (const { teamId, lot, asked, processed } of cells(book, result)) {
        const excess = (result.lots[lot.id]?.demandBlocks ?? 0) - lot.supplyBlocks;
        if (asked < processed) expect(excess).toBeLessThanOrEqual(0);
        const free = (book.eligibility[teamId] ?? 0) - pointsAfter(book, result, teamId);
        if (asked > processed) expect(free).toBeLessThan(lot.pointsPerBlock);
      }
    });
  });

  it('[CLK4] keeps processed points within eligibility, the old and the new', () => {
    always((book, result) => {
      for (const teamId of book.teams) {
        const points = pointsAfter(book, result, teamId);
        expect(points).toBeLessThanOrEqual(book.eligibility[teamId] ?? 0);
        expect(points).toBeLessThanOrEqual(result.eligibility[teamId] ?? 0);
      }
    });
  });

  it('[CLK5] posts a price from start to clock', () => {
    always((_book, result) => {
      for (const lot of Object.values(result.lots)) {
        expect(lot.postedPriceMills).toBeGreaterThanOrEqual(lot.startPriceMills);
        expect(lot.postedPriceMills).toBeLessThanOrEqual(lot.clockPriceMills);
        if (lot.demandBlocks > lot.supplyBlocks) {
          expect(lot.postedPriceMills).toBe(lot.clockPriceMills);
        }
      }
    });
  });

  it('[CLK6] never raises eligibility', () => {
    always((book, result) => {
      for (const teamId of book.teams) {
        expect(result.eligibility[teamId]).toBeLessThanOrEqual(book.eligibility[teamId] ?? 0);
      }
    });
  });

  it('[CLK7] is the last exactly when no lot has excess demand', () => {
    always((_book, result) => {
      const isAnyAbove = Object.values(result.lots).some(
        (lot) => lot.demandBlocks > lot.supplyBlocks,
      );
      expect(result.isFinal).toBe(!isAnyAbove);
    });
  });

  it('[AUC16] gives the same bytes whatever the order of teams, lots and bids', () => {
    always((book, result) => {
      const turned = <T>(record: Readonly<Record<string, T>>): Record<string, T> =>
        Object.fromEntries(Object.entries(record).reverse());
      const other = closeClockRound({
        ...book,
        teams: [...book.teams].reverse(),
        lots: [...book.lots].reverse(),
        bids: turned(
          Object.fromEntries(Object.entries(book.bids).map(([id, own]) => [id, turned(own)])),
        ),
        demand: turned(book.demand),
        eligibility: turned(book.eligibility),
      });
      expect(canonicalJson(other)).toBe(canonicalJson(result));
    });
  });

  it('[CLK1] descending mirrors ascending: prices turned about give the same quantities and the price turned about', () => {
    const AXIS = 1_000;
    const turned = (price: number | undefined) => mills(AXIS - (price ?? 0));
    const turnedAll = (prices: Readonly<Record<string, number>>) =>
      Object.fromEntries(Object.entries(prices).map(([id, price]) => [id, turned(price)]));
    always((book, result) => {
      const mirrored = closeClockRound({
        ...book,
        direction: 'descending',
        startPricesMills: turnedAll(book.startPricesMills),
        clockPricesMills: turnedAll(book.clockPricesMills),
        bids: Object.fromEntries(
          Object.entries(book.bids).map(([teamId, own]) => [
            teamId,
            Object.fromEntries(
              Object.entries(own).map(([id, bid]) => [
                id,
                { ...bid, priceMills: turned(bid.priceMills) },
              ]),
            ),
          ]),
        ),
      });
      expect(mirrored.demand).toEqual(result.demand);
      expect(mirrored.eligibility).toEqual(result.eligibility);
      expect(mirrored.isFinal).toBe(result.isFinal);
      for (const { id } of book.lots) {
        expect(mirrored.lots[id]?.postedPriceMills).toBe(turned(result.lots[id]?.postedPriceMills));
      }
    });
  });
});
