// Laws of package bids on random courses, and who sees what.

import { fc } from '../support/fast-check.ts';
import { describe, expect, it } from 'vitest';
import type { PackageBook, PackageRules } from '../../shared/auction/formats/package-types.ts';
import { adviceOn } from '../../shared/auction/rules-advice.ts';
import { rulesSheet } from '../../shared/auction/rules-sheet.ts';
import type { AuctionOf } from '../../shared/auction/types.ts';
import { canonicalJson } from '../../shared/kernel/json.ts';
import { epochMs, mills } from '../../shared/kernel/units.ts';
import { bidSchema, rulesSchema } from '../../shared/protocol/format-schemas.ts';
import { mayReadBid } from '../../shared/room/feed.ts';
import type { Viewer } from '../../shared/room/view-types.ts';
import { adviceWords } from '../../client/words/advice.ts';
import { runs } from '../support/auction-arbitraries.ts';
import {
  afterEachAct,
  awardsAddUp,
  refusalsChangeNothing,
  sameCourseSameBytes,
} from '../support/format-laws.ts';
import { FormatTable } from '../support/format-table.ts';
import { performWalk, walkActs } from '../support/format-walks.ts';
import { LOTS_4, packageRules, packageWalk, startedPackages } from '../support/packages.ts';
import type { Who } from '../support/viewers.ts';
import { EVERYBODY, VIEWERS } from '../support/viewers.ts';

type Packages = AuctionOf<'package'>;

const RUNS = 100;

describe('package bids', () => {
  it('[PKG5] random courses meet every kind of event but an extension', () => {
    const seen = afterEachAct(packageWalk, { numRuns: RUNS }, ({ state }) => {
      expect(state.stage !== null).toBe(state.phase === 'running');
    });
    for (const type of [
      'AuctionCertified',
      'AuctionEnded',
      'AuctionPaused',
      'BidAccepted',
      'BidRefused',
      'BookFrozen',
      'RoundClosed',
      'RoundsVoided',
      'TeamExcluded',
    ]) {
      expect([type, (seen[type] ?? 0) > 5]).toEqual([type, true]);
    }
    expect(seen['RoundExtended']).toBeUndefined();
  });

  it('[PKG3] what is sold is within supply and caps, at no less than the floor and no more than was bid', () => {
    let won = 0;
    afterEachAct(packageWalk, { numRuns: RUNS }, ({ state }, _before, events) => {
      const closed = events.find((event) => event.type === 'RoundClosed');
      if (!closed || state.package.results.length === 0) return;
      const { result } = closed;
      for (const lotId of state.lotOrder) {
        const blocks = Object.values(result.shares).map((lots) =>
          (lots[lotId] ?? []).reduce((sum, part) => sum + part.quantityBlocks, 0),
        );
        const { supplyBlocks = 0, capBlocks = supplyBlocks } = state.lots[lotId] ?? {};
        expect(blocks.reduce((sum, each) => sum + each, 0)).toBeLessThanOrEqual(supplyBlocks);
        expect(Math.max(0, ...blocks)).toBeLessThanOrEqual(capBlocks);
      }
      for (const [teamId, ids] of Object.entries(result.won)) {
        won += 1;
        const bids = ids.flatMap((id) => state.package.book[teamId]?.[id] ?? []);
        const floor = bids
          .flatMap(({ items }) => items)
          .reduce(
            (sum, { lotId, quantityBlocks }) =>
              sum + quantityBlocks * Math.max(1_000, state.reservesMills[lotId] ?? 0),
            0,
          );
        const bid = bids.reduce((sum, { totalMills }) => sum + totalMills, 0);
        const paid = result.paidMills[teamId] ?? 0;
        expect(paid).toBeGreaterThanOrEqual(floor);
        expect(paid).toBeLessThanOrEqual(bid);
        if (state.rules.pricing === 'pay-as-bid') expect(paid).toBe(bid);
        const split = Object.values(result.shares[teamId] ?? {})
          .flat()
          .reduce((sum, part) => sum + part.quantityBlocks * part.priceMills, 0);
        expect(split).toBe(paid);
        if (state.rules.groups === 'exclusive') expect(ids.length).toBe(1);
      }
    });
    expect(won).toBeGreaterThan(RUNS / 2);
  });

  it('[AUC18] awards are what the choice gave, each once a lot, and payments add up exactly', () => {
    let awards = 0;
    afterEachAct(packageWalk, { numRuns: RUNS }, ({ state }, _before, events) => {
      if (events.some(({ type }) => type === 'AuctionEnded') && state.stage === null) {
        awards += awardsAddUp<'package'>(state);
      }
    });
    expect(awards).toBeGreaterThan(RUNS / 2);
  });

  it('[AUC5] a refusal changes nothing but the record', () => {
    expect(refusalsChangeNothing(packageWalk, 40)).toBeGreaterThan(RUNS);
  });

  it('[AUC16] the same course gives the same bytes, also through a stored and read state', () => {
    sameCourseSameBytes(packageWalk, 30);
  });

  it('[AUC16] the order in which packages arrive changes nothing', () => {
    const raws = fc.array(fc.array(fc.nat({ max: 999 }), { minLength: 8, maxLength: 8 }), {
      minLength: 6,
      maxLength: 6,
    });
    const orders = fc.shuffledSubarray([0, 1, 2, 3, 4, 5], { minLength: 6 });
    fc.assert(
      fc.property(packageWalk.setting, raws, orders, (given, bids, order) => {
        const result = (places: readonly number[]): string => {
          const table = startedPackages({
            ...given,
            rules: packageRules({ ...given.rules, maximumPackages: 9 }),
          });
          for (const place of places) {
            const drawn = packageWalk.bid(table, bids[place] ?? []);
            const bid = { ...drawn, packageId: `p${String(place)}` };
            const teamId = ['a', 'b', 'c'][place % 3] ?? 'a';
            table.give({ type: 'PlaceBid', teamId, round: 1, bid });
          }
          table.close();
          const { won, paidMills, shares, reasons } = table.state.package.results[0] ?? {};
          return canonicalJson([won ?? {}, paidMills ?? {}, shares ?? {}, reasons ?? {}] as never);
        };
        expect(result(order)).toBe(result([0, 1, 2, 3, 4, 5]));
      }),
      runs(100),
    );
  });
});

describe('who sees what', () => {
  it('[INF14] before the award a package is its team’s alone; after it the house’s too, the public sees what was sold', () => {
    const table = startedPackages();
    table.isAnswering = false;
    table.offer('a', 'p', { q: 4 }, 5_000);
    const seers = (): Who[] =>
      EVERYBODY.filter((who) => {
        const view = table.view(VIEWERS[who]);
        const place = view.mine?.name === 'Team A' ? view.mine : view.bidders?.['a'];
        return place?.packages['p'] !== undefined;
      });
    expect(seers()).toEqual(['own']);
    table.wait(60_000);
    expect(seers()).toEqual(['own']);
    table.settle();
    expect(seers()).toEqual(['own', 'host', 'moderator', 'regulator']);
    for (const who of EVERYBODY) {
      expect(table.view(VIEWERS[who]).prices).toEqual({
        q: { soldBlocks: 4 },
        n: { soldBlocks: 0 },
      });
    }
    expect(table.view(VIEWERS.own).mine).toMatchObject({ paysMills: 5_000 });
    expect(table.view(VIEWERS.rival).mine).not.toHaveProperty('paysMills');
  });

  it('[INF14] what was offered in a round that never opened stays unread, after a cancellation and a void too', () => {
    const readable = (table: ReturnType<typeof startedPackages>): boolean =>
      mayReadBid(table.state, VIEWERS.moderator, { teamId: 'a', round: 1 });
    const offered = () => {
      const table = startedPackages();
      table.offer('a', 'p', { q: 4 }, 5_000);
      return table;
    };
    const cancelled = offered();
    cancelled.does({ type: 'CancelAuction', reason: 'r' });
    const voided = offered();
    voided.does({ type: 'VoidRounds', toRound: 0, reason: 'r' });
    const opened = offered();
    opened.close();
    expect([offered(), cancelled, voided, opened].map(readable)).toEqual([
      false,
      false,
      false,
      true,
    ]);
  });

  it('[INF9] a team’s and the public’s view do not depend on what others offer and pay', () => {
    let different = 0;
    const other = (book: PackageBook, amount: number): PackageBook => ({
      ...book,
      ...Object.fromEntries(
        ['b', 'c'].map((teamId) => [
          teamId,
          {
            x: {
              packageId: 'x',
              items: [{ lotId: 'q', quantityBlocks: 1 }],
              totalMills: mills(amount),
              commandId: 'x',
              atMs: epochMs(amount),
              bySeatId: null,
              isSurrogate: false,
            },
          },
        ]),
      ),
    });
    fc.assert(
      fc.property(packageWalk.setting, walkActs(packageWalk), fc.nat(), (given, course, amount) => {
        const table = startedPackages(given);
        const bytes = (state: Packages, viewer: Viewer): string => {
          const shown = new FormatTable<'package'>(table.bidders);
          Object.defineProperty(shown, 'state', { value: state });
          return canonicalJson(shown.view(viewer));
        };
        for (const act of course) {
          performWalk(packageWalk, table, act);
          const { state } = table;
          const own = state.package;
          const changed: Packages = {
            ...state,
            package: {
              ...own,
              book: other(own.book, amount),
              results: own.results.map((result) => ({
                ...result,
                paidMills: { ...result.paidMills, b: amount, c: amount },
              })),
            },
          };
          for (const viewer of [VIEWERS.own, VIEWERS.public]) {
            expect(bytes(changed, viewer)).toBe(bytes(state, viewer));
          }
          if (bytes(changed, VIEWERS.moderator) !== bytes(state, VIEWERS.moderator)) different += 1;
        }
      }),
      runs(40),
    );
    expect(different).toBeGreaterThan(50);
  });
});

describe('words and doors', () => {
  it('[AUC3] the sheet says groups, choice, pricing and what losers learn', () => {
    const sheet = (changes: Partial<PackageRules>): string =>
      rulesSheet(packageRules(changes)).join('\n');
    expect(sheet({})).toContain('at most one of your packages');
    expect(sheet({ groups: 'named' })).toContain('of each group that you name');
    expect(sheet({})).toContain('a winner pays the totals of its packages.');
    expect(sheet({ pricing: 'vcg' })).toContain('VCG');
    expect(sheet({})).toContain('the one with fewer winners counts');
    const information = { ...packageRules().information, showsReasons: false };
    expect(sheet({ information })).toContain('learns no more than that');
  });

  it('[ADV1] the rules check names what is unwise, with its numbers', () => {
    const advice = (rules: PackageRules, teams = 3) => {
      const eligibility = Array.from({ length: teams }, () => 0);
      const found = adviceOn({ rules, lots: LOTS_4, reservesMills: {}, eligibility });
      const words = found.map((remark) => adviceWords(remark, (id) => id)).join();
      expect(words).not.toMatch(/advice\/|NaN|undefined/);
      return found;
    };
    expect(advice(packageRules())).toEqual([]);
    expect(advice(packageRules(), 2)).toEqual([{ code: 'advice/reason-tells-rival', bidders: 2 }]);
    expect(advice(packageRules({ groups: 'named', maximumPackages: 50 }))).toEqual([
      { code: 'advice/packages-many', packages: 150, manyPackages: 100 },
    ]);
  });

  it('[PKG1] rules and packages pass the door within their bounds only', () => {
    expect(rulesSchema.safeParse(packageRules()).success).toBe(true);
    expect(rulesSchema.safeParse({ ...packageRules(), maximumPackages: 201 }).success).toBe(false);
    const passes = (bid: unknown): boolean => bidSchema.safeParse(bid).success;
    const item = { lotId: 'q', quantityBlocks: 1 };
    expect(passes({ packageId: 'p', items: [item], totalMills: 1, group: 'g' })).toBe(true);
    expect(passes({ packageId: 'p q', items: [item], totalMills: 1 })).toBe(false);
    expect(passes({ packageId: 'p', items: [{ ...item, quantityBlocks: 0 }], totalMills: 1 })).toBe(
      false,
    );
    const many = Array.from({ length: 101 }, () => item);
    expect(passes({ packageId: 'p', items: many, totalMills: 1 })).toBe(false);
  });
});
