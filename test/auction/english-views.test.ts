// Who sees what of an English auction: the lead price is everybody's, who leads and how far anybody would go is not.

import { fc } from '../support/fast-check.ts';
import { describe, expect, it } from 'vitest';
import type { AuctionOf, Information } from '../../shared/auction/types.ts';
import { viewAuction } from '../../shared/auction/view.ts';
import { rulesSheet } from '../../shared/auction/rules-sheet.ts';
import { canonicalJson } from '../../shared/kernel/json.ts';
import { epochMs, mills } from '../../shared/kernel/units.ts';
import type { Side } from '../../shared/room/types.ts';
import type { EnglishView, Viewer } from '../../shared/room/view-types.ts';
import { runs } from '../support/auction-arbitraries.ts';
import type { EnglishSetting, EnglishTable } from '../support/english.ts';
import { LOTS_50, englishRules, startedEnglish } from '../support/english.ts';
import { englishActs, englishSetting, performEnglish } from '../support/english-walks.ts';
import type { Who } from '../support/viewers.ts';
import { EVERYBODY, VIEWERS } from '../support/viewers.ts';

type English = AuctionOf<'english'>;

const lots = LOTS_50.slice(0, 2);
const HOUR_MS = 3_600_000;

const seers = (table: EnglishTable, sees: (view: EnglishView) => boolean): Who[] =>
  EVERYBODY.filter((who) => sees(table.view(VIEWERS[who])));

/** A leads q at 90 with a limit of 100, B is second there with 80. */
const inRound = (setting: EnglishSetting = {}): EnglishTable => {
  const table = startedEnglish({ lots, reservesMills: { q: 60 }, ...setting });
  table.limit('a', 100);
  table.limit('b', 80);
  return table;
};

const placeOf = (view: EnglishView, team: 'a' | 'b') =>
  view.mine?.name === `Team ${team.toUpperCase()}` ? view.mine : view.bidders?.[team];

describe('what everybody sees', () => {
  it('[INF10] lead and next price, state, close, hard stop and extensions of each lot are the same for all', () => {
    const rules = englishRules({ hardStopMs: (2 * HOUR_MS) as never });
    const table = inRound({ rules });
    const shared = ({ prices, rounds, rulesSheet: sheet }: EnglishView) => ({
      prices,
      rounds,
      sheet,
    });
    const seen = shared(table.view(VIEWERS.public));
    for (const who of EVERYBODY) expect(shared(table.view(VIEWERS[who]))).toEqual(seen);
    expect(seen).toEqual({
      prices: {
        q: {
          state: 'open',
          extensions: 0,
          leadPriceMills: 90,
          nextPriceMills: 100,
          closesAtMs: table.closeOf('q'),
          hardStopAtMs: table.at + 2 * HOUR_MS,
        },
        n: {
          state: 'open',
          extensions: 0,
          nextPriceMills: 50,
          closesAtMs: table.closeOf('n'),
          hardStopAtMs: table.at + 2 * HOUR_MS,
        },
      },
      rounds: {},
      sheet: rulesSheet(table.state.rules),
    });
  });

  it('[INF10] a pause shows what each lot has left, a closed lot when it closed, a later one that it waits', () => {
    const table = inRound({ rules: englishRules({ lots: 'in-sequence' }) });
    table.does({ type: 'PauseAuction', reason: 'r' });
    const { prices } = table.view(VIEWERS.public);
    expect(prices['q']).toEqual({
      state: 'open',
      extensions: 0,
      leadPriceMills: 90,
      nextPriceMills: 100,
      remainingMs: HOUR_MS,
    });
    expect(prices['n']).toEqual({ state: 'waiting', extensions: 0 });
    table.does({ type: 'ResumeAuction' });
    table.wait(10_000);
    table.close();
    const view = table.view(VIEWERS.public);
    const closedAtMs = table.at;
    expect(view.prices['q']).toEqual({
      state: 'closed',
      extensions: 0,
      leadPriceMills: 90,
      closedAtMs,
    });
    expect(view.rounds).toEqual({
      1: {
        round: 1,
        closedAtMs: expect.any(Number),
        lots: { q: { leadPriceMills: 90, closedAtMs, extensions: 0 } },
      },
    });
  });

  it('[INF1] no view holds null or undefined', () => {
    const holes = (value: unknown): boolean =>
      value === null ||
      value === undefined ||
      (typeof value === 'object' && Object.values(value).some(holes));
    const ended = inRound();
    ended.close();
    for (const table of [startedEnglish({ lots }), inRound(), ended]) {
      for (const who of EVERYBODY) expect(holes(table.view(VIEWERS[who]))).toBe(false);
    }
  });

  it('[AUC3] the sheet says how lots open, what a bid must reach, what extends and who sees what', () => {
    const sheet = (changes: Parameters<typeof englishRules>[0]): string =>
      rulesSheet(englishRules(changes)).join('\n');
    expect(sheet({})).toContain('Each further bid raises the lead by at least $0.01.');
    expect(sheet({})).toContain(
      'A lot closes 60 min after it opens. A change of the lead in the last 5 min before the close moves the close by 5 min; other bids move nothing.',
    );
    expect(sheet({ softClose: { kind: 'survival', standsMs: 120_000 as never } })).toContain(
      'A lot closes when 2 min have passed without a change of the lead',
    );
    expect(sheet({ direction: 'descending' })).toContain('undercuts');
    expect(sheet({ extendingPlaces: 3 })).toContain('change among the first 3 places');
    expect(sheet({ maximumStepMills: mills(2_455) })).toContain('at most $2.455 beyond the lead');
    expect(sheet({ lots: 'in-sequence' })).toContain('one after the other');
    expect(sheet({ allowsLimits: false })).not.toContain('limit');
    expect(sheet({})).not.toContain('Demand');
  });
});

describe('what is between a team and the house', () => {
  const leads = (view: EnglishView): boolean => placeOf(view, 'a')?.leads['q'] === true;
  const seesBid = (view: EnglishView): boolean => placeOf(view, 'a')?.bids['q'] !== undefined;
  const seesLimit = (view: EnglishView): boolean =>
    placeOf(view, 'a')?.bids['q']?.limitMills !== undefined;

  it('[INF10] while the lot is open a team alone sees its bid, its limit, and that it leads', () => {
    const information = { ...englishRules().information, carrierSeesBids: true };
    const table = inRound({ rules: englishRules({ information }) });
    for (const sees of [leads, seesBid, seesLimit]) expect(seers(table, sees)).toEqual(['own']);
    expect(table.view(VIEWERS.own).mine).toMatchObject({
      bids: { q: { standsAtMills: 90, limitMills: 100 } },
      leads: { q: true },
      hasBid: true,
    });
    expect(table.view(VIEWERS.rival).mine).toMatchObject({
      bids: { q: { standsAtMills: 80, limitMills: 80 } },
      leads: {},
    });
    expect(table.view(VIEWERS.own).mine).not.toHaveProperty('ranks');
  });

  it('[INF3] that a team has bid is seen by itself and the moderator', () => {
    expect(seers(inRound(), (view) => placeOf(view, 'a')?.hasBid === true)).toEqual([
      'own',
      'moderator',
    ]);
    const silent = startedEnglish({ lots });
    expect(seers(silent, (view) => placeOf(view, 'a')?.hasBid === true)).toEqual([]);
  });

  it('[INF10] after the round the moderator sees bids and limits, the carrier as set, and nobody else limits', () => {
    const sequence = englishRules({ lots: 'in-sequence' });
    const table = inRound({ rules: sequence });
    table.close();
    expect(seers(table, seesBid)).toEqual(['own', 'moderator']);
    expect(seers(table, seesLimit)).toEqual(['own', 'moderator']);
    const information = { ...sequence.information, carrierSeesBids: true };
    const told = inRound({ rules: { ...sequence, information } });
    told.close();
    expect(seers(told, seesBid)).toEqual(['own', 'host', 'moderator']);
    expect(seers(told, seesLimit)).toEqual(['own', 'moderator']);
    // The next lot is open: its bids are sealed again, those of the closed one are not.
    told.open();
    told.limit('a', 70, 'n');
    const seen = told.view(VIEWERS.moderator).bidders?.['a']?.bids ?? {};
    expect(Object.keys(seen)).toEqual(['q']);
  });

  it('[INF10] after the end carrier and regulator see bids too, but what the leader would have paid stays its own', () => {
    const table = inRound();
    table.close();
    expect(seers(table, seesBid)).toEqual(['own', 'host', 'moderator', 'regulator']);
    expect(seers(table, leads)).toEqual(['own', 'host', 'moderator', 'regulator']);
    expect(seers(table, seesLimit)).toEqual(['own', 'moderator']);
    for (const who of ['rival', 'host', 'regulator', 'public'] as const) {
      expect(placeOf(table.view(VIEWERS[who]), 'a')?.bids['q']?.standsAtMills ?? 90).toBe(90);
    }
  });

  it('[INF10] a place is told where the rules say so, to the team alone', () => {
    const information = { ...englishRules().information, showsRank: true };
    const table = inRound({ rules: englishRules({ information }) });
    table.limit('c', 70, 'n');
    const ranks = (who: Who) => table.view(VIEWERS[who]).mine?.ranks;
    expect([ranks('own'), ranks('rival')]).toEqual([{ q: 1 }, { q: 2 }]);
    expect(JSON.stringify(table.view(VIEWERS.moderator))).not.toContain('ranks');
  });

  it('[INF5] no rival is named to a bidder or the public', () => {
    const ended = inRound();
    ended.close();
    for (const table of [inRound(), ended]) {
      for (const who of ['own', 'public'] as const) {
        const text = JSON.stringify(table.view(VIEWERS[who]));
        expect(text).not.toContain('Team B');
        expect(text).not.toContain('"b"');
      }
    }
  });
});

const view = (auction: English, viewer: Viewer): string => {
  const isForward = auction.rules.direction === 'forward';
  const sides: Record<string, Side> = isForward
    ? { a: 'shipper', usps: 'carrier' }
    : { a: 'carrier', usps: 'shipper' };
  const side = viewer.kind === 'team' ? sides[viewer.teamId] : undefined;
  const bidderNames = { a: 'Team A', b: 'Team B', c: 'Team C' };
  return canonicalJson(viewAuction(auction, { viewer, side, bidderNames }));
};

/** The same lead prices and the same place of A, with everything else of B and C told differently. */
const withOtherSecrets = (state: English, draw: () => number): English => {
  const others = ['b', 'c'] as const;
  const swap = draw() % 2 === 0 ? { b: 'c', c: 'b', a: 'a' } : { a: 'a', b: 'b', c: 'c' };
  const named = (teamId: string): string => swap[teamId as keyof typeof swap] ?? teamId;
  const lotsThen = Object.fromEntries(
    Object.entries(state.english.lots).map(([lotId, lot]) => [
      lotId,
      {
        ...lot,
        bidCount: lot.bidCount + draw(),
        first: lot.first.map(named),
        offers: Object.fromEntries(
          Object.entries(lot.offers).map(([teamId, offer]) => [
            named(teamId),
            teamId === 'a'
              ? offer
              : {
                  ...offer,
                  limitMills: mills(draw() * 10),
                  atMs: epochMs(draw()),
                  isSurrogate: draw() % 2 === 0,
                },
          ]),
        ),
      },
    ]),
  );
  const swapped = (record: Readonly<Record<string, unknown>>) =>
    Object.fromEntries(Object.entries(record).map(([id, value]) => [named(id), value]));
  return {
    ...state,
    accepted: swapped(state.accepted) as English['accepted'],
    excluded: swapped(state.excluded) as English['excluded'],
    reservesMills: { q: mills(draw()), n: mills(draw()) },
    seed: state.awards.length + state.unsoldLots.length > 0 ? state.seed : `s${String(draw())}`,
    awards: state.awards.map((award) => ({ ...award, teamId: named(award.teamId) })),
    english: {
      lots: lotsThen,
      results: state.english.results.map((result) => ({
        ...result,
        lots: Object.fromEntries(
          Object.entries(result.lots).map(([lotId, outcome]) => [
            lotId,
            { ...outcome, leader: outcome.leader && named(outcome.leader) },
          ]),
        ),
      })),
    },
    initialEligibility: Object.fromEntries(others.map((id) => [id, draw()])),
  };
};

describe('non-interference', () => {
  const information: fc.Arbitrary<Omit<Information, 'demand'>> = fc.record({
    carrierSeesBids: fc.boolean(),
    carrierSeesBidders: fc.boolean(),
    moderatorSeesReserves: fc.boolean(),
  });
  const numbers = fc.array(fc.integer({ min: 0, max: 500 }), { minLength: 40, maxLength: 40 });

  it('[INF9] a team’s and the public’s view do not depend on who leads, how far anybody would go, or reserves', () => {
    let states = 0;
    let different = 0;
    fc.assert(
      fc.property(
        englishSetting,
        information,
        englishActs(),
        numbers,
        (given, told, course, drawn) => {
          let place = 0;
          const draw = (): number => drawn[(place += 1) % drawn.length] ?? 0;
          const rules = englishRules({
            ...given.rules,
            information: { ...told, showsRank: false },
          });
          const table = startedEnglish({ ...given, rules });
          for (const act of course) {
            performEnglish(table, act);
            const other = withOtherSecrets(table.state, draw);
            for (const viewer of [VIEWERS.own, VIEWERS.public]) {
              expect(view(other, viewer)).toBe(view(table.state, viewer));
            }
            states += 1;
            if (view(other, VIEWERS.moderator) !== view(table.state, VIEWERS.moderator))
              different += 1;
          }
        },
      ),
      runs(150),
    );
    expect(different).toBeGreaterThan(states / 2);
  });

  it('[INF9] while a lot is open a raise by its leader is seen by nobody else', () => {
    let raises = 0;
    fc.assert(
      fc.property(englishSetting, englishActs(), (given, course) => {
        const table = startedEnglish(given);
        for (const act of course) {
          performEnglish(table, act);
          const lot = table.state.english.lots['q'];
          const leader = lot?.first[0];
          if (leader !== 'b' || lot?.isClosed !== false || table.state.pause) continue;
          const sign = table.state.rules.direction === 'forward' ? 1 : -1;
          const limit = (lot.offers['b']?.limitMills ?? 0) + sign * 10;
          const others: readonly Viewer[] = [VIEWERS.own, VIEWERS.public, VIEWERS.host];
          const before = others.map((viewer) => view(table.state, viewer));
          if (limit < 0 || table.at >= lot.closesAtMs || !table.limit('b', limit).ok) continue;
          raises += 1;
          expect(others.map((viewer) => view(table.state, viewer))).toEqual(before);
        }
      }),
      runs(150),
    );
    expect(raises).toBeGreaterThan(100);
  });
});
