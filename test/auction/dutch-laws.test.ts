// Laws of Dutch auctions on random courses, the price against a plain formula, and who sees what.

import { fc } from '../support/fast-check.ts';
import { describe, expect, it } from 'vitest';
import { adviceOn } from '../../shared/auction/rules-advice.ts';
import { rulesSheet } from '../../shared/auction/rules-sheet.ts';
import type { AuctionOf, EventOf } from '../../shared/auction/types.ts';
import { canonicalJson } from '../../shared/kernel/json.ts';
import { durationMs, mills } from '../../shared/kernel/units.ts';
import { rulesSchema } from '../../shared/protocol/format-schemas.ts';
import type { Viewer } from '../../shared/room/view-types.ts';
import { adviceWords } from '../../client/words/advice.ts';
import { runs } from '../support/auction-arbitraries.ts';
import type { DutchTable } from '../support/dutch.ts';
import { LOT_G, dutchRules, dutchWalk, startedDutch } from '../support/dutch.ts';
import {
  afterEachAct,
  awardsAddUp,
  refusalsChangeNothing,
  sameCourseSameBytes,
} from '../support/format-laws.ts';
import { FormatTable } from '../support/format-table.ts';
import { performWalk, walkActs } from '../support/format-walks.ts';
import type { Who } from '../support/viewers.ts';
import { EVERYBODY, VIEWERS } from '../support/viewers.ts';

type Dutch = AuctionOf<'dutch'>;
type Event = EventOf<'dutch'>;

const RUNS = 150;
const signOf = (state: Dutch): number => (state.rules.direction === 'forward' ? 1 : -1);
const has = (events: readonly Event[], ...types: readonly Event['type'][]): boolean =>
  events.some(({ type }) => types.includes(type));

describe('a whole Dutch auction', () => {
  it('[DUT4] random courses meet every kind of event, and nothing that is due stays undone', () => {
    const seen = afterEachAct(dutchWalk, { numRuns: RUNS }, ({ state, at }, _before, events) => {
      const open = Object.values(state.dutch.lots).filter(({ endedAtMs }) => endedAtMs === null);
      expect(open.length).toBe(state.stage === 'bidding' ? 1 : 0);
      for (const lot of open) {
        expect(lot.round).toBe(state.round);
        expect(lot.remainingBlocks).toBeGreaterThan(0);
        if (!state.pause && has(events, 'PriceMoved')) expect(lot.stepAtMs).toBeGreaterThan(at);
        // Until the hidden reserve or the public end nobody knows which of them it will be.
        expect(state.closesAtMs ?? 0).toBeGreaterThanOrEqual(lot.stepAtMs);
      }
    });
    for (const type of [
      'AuctionCertified',
      'AuctionEnded',
      'AuctionInterrupted',
      'AuctionPaused',
      'AuctionResumed',
      'BidAccepted',
      'BidRefused',
      'ClockStopped',
      'PriceMoved',
      'RoundClosed',
      'RoundsVoided',
      'RulesAmended',
      'TeamExcluded',
    ]) {
      expect([type, (seen[type] ?? 0) > 10]).toEqual([type, true]);
    }
    expect(seen['RoundExtended']).toBeUndefined();
  });

  it('[DUT3] stops and what is left are the supply, and nobody takes above the cap or at worse than it named', () => {
    let stops = 0;
    afterEachAct(dutchWalk, { numRuns: RUNS }, ({ state }, _before, events) => {
      for (const [lotId, lot] of Object.entries(state.dutch.lots)) {
        const taken = lot.stops.reduce((sum, stop) => sum + stop.quantityBlocks, 0);
        expect(taken + lot.remainingBlocks).toBe(state.lots[lotId]?.supplyBlocks);
        const cap = state.lots[lotId]?.capBlocks ?? taken;
        for (const teamId of ['a', 'b', 'c']) {
          const own = lot.stops.filter((stop) => stop.teamId === teamId);
          expect(own.reduce((sum, stop) => sum + stop.quantityBlocks, 0)).toBeLessThanOrEqual(cap);
        }
      }
      for (const event of events) {
        if (event.type !== 'BidAccepted' || has(events, 'RoundsVoided')) continue;
        const stop = state.dutch.lots[event.bid.lotId]?.stops.at(-1);
        stops += 1;
        expect(
          (event.bid.priceMills - (stop?.priceMills ?? 0)) * signOf(state),
        ).toBeGreaterThanOrEqual(0);
      }
    });
    expect(stops).toBeGreaterThan(RUNS * 2);
  });

  it('[DUT1] between restarts the price is start − step × whole steps of time, and never past its end', () => {
    let compared = 0;
    fc.assert(
      fc.property(dutchWalk.setting, walkActs(dutchWalk, false), (given, course) => {
        const table = startedDutch(given);
        const { rules } = table.state;
        let from = { priceMills: table.price(), atMs: table.at, restarts: 0 };
        for (const act of course) {
          const count = table.events.length;
          performWalk(dutchWalk, table, act);
          const { state } = table;
          if (state.stage !== 'bidding') return;
          const since = table.events.slice(count);
          if (has(since, 'ClockStopped', 'RoundOpened')) {
            if (since.at(-1)?.type !== 'PriceMoved' || !has(since, 'BidAccepted')) return;
            const stop = table.lot().stops.at(-1);
            const opening = state.lots[table.lotId()]?.openingPriceMills ?? 0;
            const back = (stop?.priceMills ?? 0) + signOf(state) * rules.bumpMills;
            const restart = signOf(state) > 0 ? Math.min(back, opening) : Math.max(back, opening);
            expect(table.price()).toBe(restart);
            from = { priceMills: restart, atMs: stop?.atMs ?? 0, restarts: from.restarts + 1 };
          }
          // Between ticks the state is that of the last one.
          const ticked = Math.min(table.at, table.lot().stepAtMs - 1);
          const steps = Math.floor((ticked - from.atMs) / rules.stepMs);
          expect(table.price()).toBe(from.priceMills - signOf(state) * steps * rules.stepMills);
          expect((table.price() - rules.lastPriceMills) * signOf(state)).toBeGreaterThanOrEqual(0);
          const reserve = state.reservesMills[table.lotId()] ?? table.price();
          expect((table.price() - reserve) * signOf(state)).toBeGreaterThanOrEqual(0);
          compared += 1;
        }
      }),
      runs(RUNS),
    );
    expect(compared).toBeGreaterThan(RUNS * 3);
  });

  it('[AUC18] awards are the stops of each team, each once a lot, and payments add up exactly', () => {
    let awards = 0;
    afterEachAct(dutchWalk, { numRuns: RUNS }, ({ state }, _before, events) => {
      if (!has(events, 'AuctionEnded') || state.stage !== null) return;
      awards += awardsAddUp<'dutch'>(state);
      for (const { lotId, teamId, quantityBlocks } of state.awards) {
        const own = state.dutch.lots[lotId]?.stops.filter((stop) => stop.teamId === teamId) ?? [];
        expect(own.reduce((sum, stop) => sum + stop.quantityBlocks, 0)).toBe(quantityBlocks);
      }
    });
    expect(awards).toBeGreaterThan(RUNS);
  });

  it('[AUC5] a refusal changes nothing but the record', () => {
    expect(refusalsChangeNothing(dutchWalk, 60)).toBeGreaterThan(RUNS);
  });

  it('[AUC16] the same course gives the same bytes, also through a stored and read state', () => {
    sameCourseSameBytes(dutchWalk, 40);
  });
});

const stopped = (changes: Parameters<typeof dutchRules>[0] = {}): DutchTable => {
  const table = startedDutch({ rules: dutchRules(changes), reservesMills: { q: 2_700 } });
  table.runTo(3_400);
  table.stop('a', 8);
  return table;
};

describe('who sees what', () => {
  const seers = (table: DutchTable): Who[] =>
    EVERYBODY.filter((who) => {
      const view = table.view(VIEWERS[who]);
      const place = view.mine?.name === 'Team A' ? view.mine : view.bidders?.['a'];
      return place?.blocks['q'] === 8;
    });

  it('[INF13] the clock, what is left and each stop by price and quantity are everybody’s, the hidden end nobody’s', () => {
    const table = stopped();
    const seen = EVERYBODY.map((who) => table.view(VIEWERS[who]).prices);
    for (const prices of seen) {
      expect(prices).toEqual({
        q: {
          state: 'open',
          priceMills: 3_600,
          stepAtMs: table.at + 10_000,
          remainingBlocks: 12,
          stops: { 0: { quantityBlocks: 8, priceMills: 3_400, atMs: table.at } },
        },
      });
    }
    // Of the public last price, 2.50, not of the reserve.
    expect(table.view(VIEWERS.public).closesAtMs).toBe(table.at + 230_000);
    table.does({ type: 'PauseAuction', reason: 'r' });
    expect(table.view(VIEWERS.public).prices['q']?.stepRemainingMs).toBe(10_000);
  });

  it('[INF13] who stopped is seen by the team at once, by the moderator after the lot, by the house as set', () => {
    const table = stopped();
    expect(seers(table)).toEqual(['own']);
    expect(table.view(VIEWERS.moderator).bidders?.['a']?.hasBid).toBe(true);
    table.close();
    expect(seers(table)).toEqual(['own', 'host', 'moderator', 'regulator']);
    expect(table.view(VIEWERS.public).rounds['1']).toMatchObject({
      lotId: 'q',
      soldBlocks: 8,
      withdrawnBlocks: 12,
    });
  });

  it('[INF9] a team’s and the public’s view do not depend on which of the others stopped, nor on a reserve ahead', () => {
    let different = 0;
    fc.assert(
      fc.property(dutchWalk.setting, walkActs(dutchWalk), (given, course) => {
        const table = startedDutch(given);
        const bytes = (state: Dutch, viewer: Viewer): string => {
          const other = new FormatTable<'dutch'>(table.bidders);
          Object.defineProperty(other, 'state', { value: state });
          return canonicalJson(other.view(viewer));
        };
        const swap: Readonly<Record<string, string>> = { b: 'c', c: 'b' };
        for (const act of course) {
          performWalk(dutchWalk, table, act);
          const { state } = table;
          const lots = Object.fromEntries(
            Object.entries(state.dutch.lots).map(([id, lot]) => [
              id,
              {
                ...lot,
                stops: lot.stops.map((stop) => ({
                  ...stop,
                  teamId: swap[stop.teamId] ?? stop.teamId,
                })),
              },
            ]),
          );
          const other: Dutch = {
            ...state,
            dutch: { ...state.dutch, lots },
            reservesMills: { q: mills(990) },
          };
          for (const viewer of [VIEWERS.own, VIEWERS.public]) {
            expect(bytes(other, viewer)).toBe(bytes(state, viewer));
          }
          if (bytes(other, VIEWERS.moderator) !== bytes(state, VIEWERS.moderator)) different += 1;
        }
      }),
      runs(50),
    );
    expect(different).toBeGreaterThan(100);
  });
});

describe('words and doors', () => {
  it('[AUC3] the sheet says steps, stops, restart and end', () => {
    const sheet = (changes: Parameters<typeof dutchRules>[0]): string =>
      rulesSheet(dutchRules(changes)).join('\n');
    expect(sheet({})).toContain('falls by $0.05 every 10 s');
    expect(sheet({})).toContain('restarts $0.20 above the price of the stop');
    expect(sheet({})).toContain('The last price is $2.50.');
    expect(sheet({ bumpMills: mills(0) })).toContain('goes on from the price of the stop');
    expect(sheet({ direction: 'descending' })).toContain('rises by $0.05');
    expect(sheet({ rounds: 'manual' })).toContain('the moderator opens each one');
  });

  it('[ADV1] the rules check names what is unwise, with its numbers', () => {
    const advice = (changes: Parameters<typeof dutchRules>[0], reserve?: number) => {
      const reservesMills = reserve === undefined ? {} : { q: mills(reserve) };
      const rules = dutchRules(changes);
      const found = adviceOn({ rules, lots: [LOT_G], reservesMills, eligibility: [0, 0, 0] });
      const words = found.map((remark) => adviceWords(remark, (id) => id)).join();
      expect(words).not.toMatch(/advice\/|NaN|undefined/);
      return found.map(({ code }) => code);
    };
    expect(advice({})).toEqual([]);
    expect(advice({}, 4_010)).toEqual(['advice/reserve-out-of-reach']);
    expect(advice({}, 2_600)).toEqual(['advice/reserve-before-last']);
    expect(advice({}, 2_400)).toEqual(['advice/reserve-never-met']);
    expect(advice({ bumpMills: mills(40) })).toEqual(['advice/bump-small']);
    expect(advice({ stepMs: durationMs(2_999), outageMs: durationMs(1_000) })).toEqual([
      'advice/step-hasty',
    ]);
    expect(advice({ stepMs: durationMs(5_000) })).toEqual(['advice/outage-steps']);
    expect(advice({ stepMills: mills(10), stepMs: durationMs(30_000) })).toEqual([
      'advice/clock-long',
    ]);
  });

  it('[DUT1] rules pass the door within their bounds only', () => {
    expect(rulesSchema.safeParse(dutchRules()).success).toBe(true);
    expect(rulesSchema.safeParse({ ...dutchRules(), stepMills: -1 }).success).toBe(false);
    expect(rulesSchema.safeParse({ ...dutchRules(), roundMs: 1 }).success).toBe(false);
  });
});
