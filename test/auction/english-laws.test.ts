// Laws of whole English auctions, on random courses with every kind of intervention.

import { fc } from '../support/fast-check.ts';
import { describe, expect, it } from 'vitest';
import { incrementAt } from '../../shared/auction/formats/english-lead.ts';
import type { AuctionOf, EventOf } from '../../shared/auction/types.ts';
import { auctionWakeAt } from '../../shared/auction/evolve.ts';
import { canonicalJson } from '../../shared/kernel/json.ts';
import { sha256Hex } from '../../shared/kernel/hash.ts';
import { mills } from '../../shared/kernel/units.ts';
import { runs } from '../support/auction-arbitraries.ts';
import type { EnglishSetting, EnglishTable } from '../support/english.ts';
import { startedEnglish } from '../support/english.ts';
import type { EnglishAct } from '../support/english-walks.ts';
import { englishActs, englishSetting, performEnglish } from '../support/english-walks.ts';
import type { PlainLead } from '../support/plain-english.ts';
import { plainLead } from '../support/plain-english.ts';
import { watchRefusals } from '../support/format-laws.ts';

type English = AuctionOf<'english'>;
type Event = EventOf<'english'>;
type Law = (table: EnglishTable, before: English, events: readonly Event[]) => void;

const RUNS = 300;

/** Holds a law after every act of random courses; counts the events they had. */
const afterEachAct = (law: Law, isModerated = true): Record<string, number> => {
  const seen: Record<string, number> = {};
  fc.assert(
    fc.property(englishSetting, englishActs({ isModerated }), (given, course) => {
      const table = startedEnglish(given);
      for (const act of course) {
        const before = table.state;
        const count = table.events.length;
        performEnglish(table, act);
        const events = table.events.slice(count);
        for (const { type } of events) seen[type] = (seen[type] ?? 0) + 1;
        law(table, before, events);
      }
    }),
    runs(RUNS),
  );
  return seen;
};

const sign = (state: English): number => (state.rules.direction === 'forward' ? 1 : -1);
const has = (events: readonly Event[], ...types: readonly Event['type'][]): boolean =>
  events.some(({ type }) => types.includes(type));

describe('a whole English auction', () => {
  it('[ENG4] random courses meet every kind of event, and nothing that is due stays undone', () => {
    const seen = afterEachAct(({ state, at }, _before, events) => {
      expect(state.stage !== null).toBe(state.phase === 'running');
      const due = auctionWakeAt(state);
      if (has(events, 'AuctionResumed', 'RoundClosed', 'LotsClosed', 'RoundOpened')) {
        if (due !== undefined) expect(due).toBeGreaterThan(at - 1);
      }
      const open = Object.values(state.english.lots).filter(({ isClosed }) => !isClosed);
      expect(open.length > 0).toBe(state.stage === 'bidding');
      for (const lot of open) expect(lot.round).toBe(state.round);
      if (open.length > 0 && !state.pause) {
        expect(state.closesAtMs).toBe(Math.max(...open.map(({ closesAtMs }) => closesAtMs)));
        expect(due).toBe(Math.min(...open.map(({ closesAtMs }) => closesAtMs)));
      }
    });
    const expected: readonly Event['type'][] = [
      'AuctionCertified',
      'AuctionEnded',
      'AuctionInterrupted',
      'AuctionPaused',
      'AuctionResumed',
      'BidAccepted',
      'BidRefused',
      'CloseMoved',
      'LeadMoved',
      'LotsClosed',
      'RoundClosed',
      'RoundExtended',
      'RoundOpened',
      'RoundsVoided',
      'RulesAmended',
      'TeamExcluded',
    ];
    for (const type of expected) expect([type, (seen[type] ?? 0) > 10]).toEqual([type, true]);
  });

  it('[ENG2] lead prices never turn back, voids and dropped teams aside', () => {
    let moves = 0;
    afterEachAct(({ state }, before, events) => {
      if (has(events, 'RoundsVoided', 'TeamExcluded')) return;
      for (const [lotId, { leadPriceMills }] of Object.entries(state.english.lots)) {
        const earlier = before.english.lots[lotId]?.leadPriceMills ?? null;
        if (earlier === null || leadPriceMills === null) continue;
        expect((leadPriceMills - earlier) * sign(state)).toBeGreaterThanOrEqual(0);
        if (leadPriceMills !== earlier) moves += 1;
      }
    });
    expect(moves).toBeGreaterThan(RUNS);
  });

  it('[ENG2] nobody leads beyond its limit, below the opening, or behind a better or earlier limit', () => {
    let led = 0;
    afterEachAct(({ state }) => {
      for (const [lotId, lot] of Object.entries(state.english.lots)) {
        const [leader] = lot.first;
        if (leader === undefined || lot.isClosed) continue;
        const own = lot.offers[leader];
        const price = lot.leadPriceMills ?? Number.NaN;
        if (!own) throw new Error('the leader has no offer');
        led += 1;
        expect((own.limitMills - price) * sign(state)).toBeGreaterThanOrEqual(0);
        const opening = state.lots[lotId]?.openingPriceMills ?? 0;
        expect((price - opening) * sign(state)).toBeGreaterThanOrEqual(0);
        expect(price % 10).toBe(0);
        for (const [teamId, offer] of Object.entries(lot.offers)) {
          if (teamId === leader) continue;
          const ahead = (own.limitMills - offer.limitMills) * sign(state);
          expect(ahead > 0 || (ahead === 0 && own.order < offer.order)).toBe(true);
          // What a rival would have gone to is never above the lead.
          expect((price - offer.limitMills) * sign(state)).toBeGreaterThanOrEqual(0);
        }
      }
    });
    expect(led).toBeGreaterThan(RUNS);
  });

  it('[ENG2] the lead is what the words of the rules give, bid after bid', () => {
    let bids = 0;
    fc.assert(
      fc.property(englishSetting, englishActs({ isModerated: false }), (given, course) => {
        const table = startedEnglish(given);
        for (const act of course) performEnglish(table, act);
        const { state } = table;
        const leads: Record<string, PlainLead> = {};
        for (const event of table.events) {
          if (event.type !== 'BidAccepted') continue;
          bids += 1;
          const { bid, teamId } = event;
          const rules = {
            isForward: state.rules.direction === 'forward',
            opening: state.lots[bid.lotId]?.openingPriceMills ?? 0,
            increment: (price: number) => incrementAt(state.rules.increments, mills(price)),
          };
          leads[bid.lotId] = plainLead(leads[bid.lotId], rules, teamId, bid);
        }
        for (const lotId of Object.keys(state.english.lots)) {
          const { leader, price } = leads[lotId] ?? { leader: undefined, price: null };
          expect([lotId, ...table.lead(lotId)]).toEqual([lotId, leader, price]);
        }
      }),
      runs(RUNS),
    );
    expect(bids).toBeGreaterThan(RUNS * 5);
  });

  it('[ENG3] a close moves with a change of those in front alone, never back, never beyond cap and hard stop', () => {
    let moved = 0;
    let unmoved = 0;
    afterEachAct(({ state }, before, events) => {
      if (has(events, 'RoundsVoided', 'RoundExtended', 'AuctionResumed', 'RulesAmended')) return;
      for (const [lotId, lot] of Object.entries(state.english.lots)) {
        const earlier = before.english.lots[lotId];
        if (!earlier) continue;
        expect(lot.closesAtMs).toBeGreaterThanOrEqual(earlier.closesAtMs);
        const { softClose, hardStopMs } = state.rules;
        if (hardStopMs !== undefined && lot.extensions > earlier.extensions) {
          expect(lot.closesAtMs).toBeLessThanOrEqual(lot.openedAtMs + hardStopMs);
        }
        const cap = softClose.kind === 'survival' ? undefined : softClose.maximumExtensions;
        if (cap !== undefined) expect(lot.extensions).toBeLessThanOrEqual(cap);
        const isChange = JSON.stringify(lot.first) !== JSON.stringify(earlier.first);
        if (lot.closesAtMs === earlier.closesAtMs) unmoved += 1;
        else {
          moved += 1;
          const isAnyChange = Object.entries(state.english.lots).some(
            ([id, { first }]) =>
              JSON.stringify(first) !== JSON.stringify(before.english.lots[id]?.first),
          );
          expect(state.rules.extends === 'all' ? isAnyChange : isChange).toBe(true);
        }
      }
    });
    expect(Math.min(moved, unmoved)).toBeGreaterThan(RUNS / 2);
  });

  it('[ENG6] awards are whole lots at the lead price of their close, and payments add up exactly', () => {
    let awards = 0;
    afterEachAct(({ state, events: all }, _before, events) => {
      const ended = events.find((event) => event.type === 'AuctionEnded');
      if (!ended || state.phase === 'running') return;
      const sold = new Map(ended.awards.map((award) => [award.lotId, award]));
      expect(sold.size).toBe(ended.awards.length);
      expect([...sold.keys(), ...ended.unsoldLots].sort()).toEqual([...state.lotOrder].sort());
      let paid = 0;
      for (const { lotId, teamId, quantityBlocks, priceMills } of ended.awards) {
        awards += 1;
        const lot = state.english.lots[lotId];
        expect([teamId, priceMills]).toEqual([lot?.first[0], lot?.leadPriceMills]);
        expect(quantityBlocks).toBe(state.lots[lotId]?.supplyBlocks);
        const reserve = state.reservesMills[lotId] ?? priceMills;
        expect((priceMills - reserve) * sign(state)).toBeGreaterThanOrEqual(0);
        expect(state.excluded[teamId]?.keepBids).not.toBe(false);
        paid += quantityBlocks * priceMills;
      }
      expect(Number.isSafeInteger(paid)).toBe(true);
      expect(has(all, 'RoundClosed')).toBe(true);
    });
    expect(awards).toBeGreaterThan(RUNS / 4);
  });

  it('[AUC5] a refusal changes nothing but the record', () => {
    let refusals = 0;
    fc.assert(
      fc.property(englishSetting, englishActs(), (given, course) => {
        const table = startedEnglish(given);
        watchRefusals(table, () => {
          refusals += 1;
        });
        for (const act of course) performEnglish(table, act);
      }),
      runs(150),
    );
    expect(refusals).toBeGreaterThan(RUNS);
  });

  it('[AUC16] the same course gives the same bytes, also through a stored and read state', () => {
    const digest = (
      given: EnglishSetting,
      course: readonly EnglishAct[],
      isStored: boolean,
    ): string => {
      const table = startedEnglish(given);
      for (const act of course) {
        performEnglish(table, act);
        if (isStored) table.reload();
      }
      return sha256Hex(canonicalJson([table.events, table.state]));
    };
    fc.assert(
      fc.property(englishSetting, englishActs(), (given, course) => {
        const first = digest(given, course, false);
        expect(digest(given, course, false)).toBe(first);
        expect(digest(given, course, true)).toBe(first);
      }),
      runs(80),
    );
  });
});
