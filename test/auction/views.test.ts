// Who sees what of an auction: the table of the rules, viewer by viewer and moment by moment.

import { describe, expect, it } from 'vitest';
import type { Information } from '../../shared/auction/types.ts';
import { viewAuction } from '../../shared/auction/view.ts';
import { rulesSheet } from '../../shared/auction/rules-sheet.ts';
import type { ClockView } from '../../shared/room/view-types.ts';
import type { AuctionTable, Setting } from '../support/auction.ts';
import {
  INFORMATION,
  LOTS_A,
  ROUNDS_A,
  clockRules,
  draftedTable,
  scheduledTable,
  startedTable,
  tableA,
} from '../support/auction.ts';
import type { Who } from '../support/viewers.ts';
import { EVERYBODY, VIEWERS } from '../support/viewers.ts';

/** What each viewer sees of something. */
const byViewer = <T>(table: AuctionTable, of: (view: ClockView) => T): Record<Who, T> =>
  Object.fromEntries(EVERYBODY.map((who) => [who, of(table.view(VIEWERS[who]))])) as Record<Who, T>;

const withInformation = (changes: Partial<Information>): Setting => ({
  rules: clockRules({ information: { ...INFORMATION, ...changes } }),
  reservesMills: { q: 2_450, n: 2_200 },
});

/** Round 3 of worked example A is open and all have bid. */
const inRound3 = (changes: Partial<Information> = {}): AuctionTable => {
  const table = tableA(2, withInformation(changes));
  table.open();
  table.bids(ROUNDS_A[2]);
  return table;
};

const seers = (table: AuctionTable, sees: (view: ClockView) => boolean): Who[] =>
  EVERYBODY.filter((who) => sees(table.view(VIEWERS[who])));

describe('what everybody sees', () => {
  it('[INF1] phase, round, times, lots, prices, rules, hash and sheet are the same for all', () => {
    const common = (view: ClockView) => ({
      id: view.id,
      phase: view.phase,
      stage: view.stage,
      round: view.round,
      closesAtMs: view.closesAtMs,
      rules: view.rules,
      rulesHash: view.rulesHash,
      rulesSheet: view.rulesSheet,
      lots: Object.values(view.lots).map(({ id, name, facility, supplyBlocks, order }) => [
        id,
        name,
        facility,
        supplyBlocks,
        order,
      ]),
      prices: view.prices,
      rounds: view.rounds,
      commitment: view.seedCommitment,
    });
    const table = inRound3();
    const seen = byViewer(table, common);
    for (const who of EVERYBODY) expect(seen[who]).toEqual(seen.public);
    expect(seen.public).toMatchObject({
      phase: 'running',
      stage: 'bidding',
      round: 3,
      closesAtMs: table.state.closesAtMs,
      rulesHash: table.state.rulesHash,
      rulesSheet: rulesSheet(table.state.rules),
      lots: LOTS_A.map(({ id, name, facility, supplyBlocks }, order) => [
        id,
        name,
        facility,
        supplyBlocks,
        order,
      ]),
    });
    expect(seen.public.prices['q']).toMatchObject({
      startPriceMills: 2_640,
      clockPriceMills: 2_900,
      postedPriceMills: 2_640,
    });
    expect(Object.keys(seen.public.rounds)).toEqual(['1', '2']);
    expect(seen.public.rounds['1']?.lots['n']).toMatchObject({ postedPriceMills: 2_200 });
  });

  it('[INF1] a pause shows what is left instead of a close, and a gap shows the next start', () => {
    const table = inRound3();
    table.does({ type: 'PauseAuction', reason: 'a question' });
    const view = table.view(VIEWERS.public);
    expect(view.closesAtMs).toBeUndefined();
    expect(view.pause).toEqual({ sinceMs: table.at, reason: 'a question', remainingMs: 60_000 });
    table.does({ type: 'ResumeAuction' });
    expect(table.view(VIEWERS.public).pause?.resumesAtMs).toBe(table.at + 10_000);
    const gap = tableA(1);
    expect(gap.view(VIEWERS.public).nextRoundAtMs).toBe(gap.state.nextRoundAtMs);
    expect(gap.view(VIEWERS.public).closesAtMs).toBeUndefined();
  });

  it('[INF1] no view holds null or undefined: what is not there has no key', () => {
    const tables = [
      draftedTable(),
      scheduledTable(),
      startedTable(),
      tableA(1),
      inRound3(),
      tableA(3),
    ];
    const holes = (value: unknown): boolean =>
      value === null ||
      value === undefined ||
      (typeof value === 'object' && Object.values(value).some(holes));
    for (const table of tables) {
      for (const who of EVERYBODY) expect(holes(table.view(VIEWERS[who]))).toBe(false);
    }
  });
});

describe('aggregate demand', () => {
  const demand = (view: ClockView) => ({
    now: view.prices['q'],
    past: view.rounds['2']?.lots['q'],
  });

  it.each([
    ['total', { demandBlocks: 8, excessBlocks: 2 }],
    ['excess', { excessBlocks: 2 }],
    ['none', {}],
  ] as const)(
    '[INF2] set to %s it is so for all but moderator and regulator',
    (setting, expected) => {
      const seen = byViewer(inRound3({ demand: setting }), demand);
      for (const who of EVERYBODY) {
        const isDesk = who === 'moderator' || who === 'regulator';
        const shown = isDesk ? { demandBlocks: 8, excessBlocks: 2 } : expected;
        expect(seen[who].now).toEqual({
          startPriceMills: 2_640,
          clockPriceMills: 2_900,
          postedPriceMills: 2_640,
          ...shown,
        });
        expect(seen[who].past).toEqual({
          startPriceMills: 2_400,
          clockPriceMills: 2_640,
          postedPriceMills: 2_640,
          ...shown,
        });
      }
    },
  );

  it('[INF2] bids of the open round change it for nobody', () => {
    const before = tableA(2);
    before.open();
    expect(byViewer(inRound3(), demand)).toEqual(byViewer(before, demand));
  });

  it('[INF2] below supply the excess is 0, however far below', () => {
    const table = startedTable(withInformation({ demand: 'excess' }));
    table.round({ a: { q: [1, 2_400] } });
    expect(table.view(VIEWERS.rival).prices['q']).toMatchObject({ excessBlocks: 0 });
  });
});

describe('bids and eligibility of a team', () => {
  const seesBids = (view: ClockView): boolean =>
    Object.keys(view.mine?.name === 'Team A' ? view.mine.bids : {}).length > 0 ||
    Object.keys(view.bidders?.['a']?.bids ?? {}).length > 0;
  const seesDemand = (view: ClockView): boolean =>
    Object.keys((view.mine?.name === 'Team A' ? view.mine : view.bidders?.['a'])?.demand ?? {})
      .length > 0;
  const seesEligibility = (view: ClockView): boolean =>
    (view.mine?.name === 'Team A' ? view.mine : view.bidders?.['a'])?.eligibility !== undefined;

  it('[INF3] while the round is open its bids are seen by the team alone, also in a pause', () => {
    const table = inRound3({ carrierSeesBids: true });
    expect(seers(table, seesBids)).toEqual(['own']);
    table.does({ type: 'PauseAuction', reason: 'r' });
    expect(seers(table, seesBids)).toEqual(['own']);
  });

  it('[INF3] that a team has bid is seen by itself and the moderator', () => {
    const sees = (view: ClockView): boolean =>
      (view.mine?.name === 'Team A' ? view.mine : view.bidders?.['a'])?.hasBid === true;
    expect(seers(inRound3(), sees)).toEqual(['own', 'moderator']);
    const silent = tableA(2);
    silent.open();
    expect(seers(silent, sees)).toEqual([]);
  });

  it('[INF4] between rounds they are seen by the team and the moderator, and by the carrier if so set', () => {
    const table = tableA(2, withInformation({}));
    for (const sees of [seesBids, seesDemand, seesEligibility]) {
      expect(seers(table, sees)).toEqual(['own', 'moderator']);
    }
    const told = tableA(2, withInformation({ carrierSeesBids: true }));
    for (const sees of [seesBids, seesDemand, seesEligibility]) {
      expect(seers(told, sees)).toEqual(['own', 'host', 'moderator']);
    }
  });

  it('[INF4] bids are not told to a carrier that may not know the bidders', () => {
    const table = tableA(2, withInformation({ carrierSeesBids: true, carrierSeesBidders: false }));
    for (const sees of [seesBids, seesDemand, seesEligibility]) {
      expect(seers(table, sees)).toEqual(['own', 'moderator']);
    }
  });

  it('[INF4] after the end regulator and carrier see them too; rivals and public never', () => {
    const table = tableA(3, withInformation({}));
    for (const sees of [seesBids, seesDemand, seesEligibility]) {
      expect(seers(table, sees)).toEqual(['own', 'host', 'moderator', 'regulator']);
    }
  });

  it('[INF4] before the start eligibility is the one that was set, for team and moderator', () => {
    const table = scheduledTable();
    expect(seers(table, seesEligibility)).toEqual(['own', 'moderator']);
    expect(table.view(VIEWERS.own).mine).toEqual({
      name: 'Team A',
      guards: { standingMills: 0, drafts: {} },
      hasAcceptedRules: true,
      initialEligibility: 6,
      eligibility: 6,
      bids: {},
      hasBid: false,
      demand: {},
    });
  });

  it('[INF4] a team sees its bids, processed demand and eligibility at once', () => {
    const table = tableA(2);
    table.open();
    table.bids({ a: { q: [3, 2_800] } });
    expect(table.view(VIEWERS.own).mine).toEqual({
      name: 'Team A',
      guards: { standingMills: 3 * 2_800 * 100 * 302, drafts: {} },
      hasAcceptedRules: true,
      initialEligibility: 6,
      eligibility: 5,
      bids: { q: { quantityBlocks: 3, priceMills: 2_800, atMs: table.at } },
      hasBid: true,
      demand: { q: 4, n: 1 },
    });
  });

  it('[INF4] a view has the own team only where the viewer bids', () => {
    expect(seers(inRound3(), (view) => view.mine !== undefined)).toEqual(['own', 'rival']);
    expect(tableA(1).view(VIEWERS.rival).mine?.name).toBe('Team B');
  });
});

describe('who the bidders are', () => {
  const seesBidders = (view: ClockView): boolean => view.bidders !== undefined;

  it('[INF5] moderator and regulator see it, the carrier as set and after the end', () => {
    expect(seers(inRound3(), seesBidders)).toEqual(['host', 'moderator', 'regulator']);
    const hidden = withInformation({ carrierSeesBidders: false });
    expect(seers(tableA(2, hidden), seesBidders)).toEqual(['moderator', 'regulator']);
    expect(seers(tableA(3, hidden), seesBidders)).toEqual(['host', 'moderator', 'regulator']);
  });

  it('[INF5] a carrier that knows the bidders knows their names and acceptance, nothing of their bids', () => {
    expect(inRound3().view(VIEWERS.host).bidders?.['a']).toEqual({
      name: 'Team A',
      hasAcceptedRules: true,
      bids: {},
      hasBid: false,
      demand: {},
    });
  });

  it('[INF5] no rival is named in any way, by id or name, to a bidder or the public', () => {
    for (const table of [scheduledTable(), inRound3(), tableA(3)]) {
      for (const who of ['own', 'public'] as const) {
        const text = JSON.stringify(table.view(VIEWERS[who]));
        expect(text).not.toContain('Team B');
        expect(text).not.toContain('"b"');
      }
    }
  });

  it('[INF5] a viewer whose team is on no side sees what the public sees', () => {
    const { state } = tableA(3, withInformation({ carrierSeesBids: true }));
    const bidderNames = { a: 'Team A', b: 'Team B', c: 'Team C' };
    const stray = viewAuction(state, {
      viewer: { kind: 'team', teamId: 'x' },
      side: undefined,
      bidderNames,
    });
    const open = viewAuction(state, { viewer: { kind: 'public' }, side: undefined, bidderNames });
    expect(stray).toEqual(open);
  });
});

describe('secrets of the side that sells', () => {
  const seesReserves = (view: ClockView): boolean =>
    Object.values(view.lots).some(({ reserveMills }) => reserveMills !== undefined);

  it('[INF6] reserves are seen by carrier and regulator, by the moderator as set, also after the end', () => {
    for (const table of [inRound3(), tableA(3, withInformation({}))]) {
      expect(seers(table, seesReserves)).toEqual(['host', 'regulator']);
    }
    const told = withInformation({ moderatorSeesReserves: true });
    expect(seers(tableA(1, told), seesReserves)).toEqual(['host', 'moderator', 'regulator']);
    expect(tableA(1, told).view(VIEWERS.host).lots['q']?.reserveMills).toBe(2_450);
  });

  it('[INF7] the seed is seen by nobody before the end and by all after it, its commitment from scheduling on', () => {
    const seesSeed = (view: ClockView): boolean => view.seed !== undefined;
    for (const table of [scheduledTable(), inRound3(), tableA(2)]) {
      expect(seers(table, seesSeed)).toEqual([]);
      for (const who of EVERYBODY) {
        expect(JSON.stringify(table.view(VIEWERS[who]))).not.toContain(table.state.seed);
        expect(table.view(VIEWERS[who]).seedCommitment).toBe(table.state.seedCommitment);
      }
    }
    expect(seers(tableA(3), seesSeed)).toEqual(EVERYBODY);
    const voided = tableA(3);
    voided.does({ type: 'VoidRounds', toRound: 2, reason: 'r' });
    expect(seers(voided, seesSeed)).toEqual([]);
  });
});

describe('awards', () => {
  const awards = (view: ClockView): readonly string[] | undefined =>
    view.awards && Object.keys(view.awards);
  const all = ['q:a', 'q:b', 'q:c', 'n:a', 'n:b'];

  it('[INF8] own ones for a bidder, all for carrier, moderator and regulator, none for the public', () => {
    expect(byViewer(tableA(3), awards)).toEqual({
      own: ['q:a', 'n:a'],
      rival: ['q:b', 'n:b'],
      host: all,
      moderator: all,
      regulator: all,
      public: undefined,
    });
    expect(tableA(3).view(VIEWERS.own).awards?.['q:a']).toEqual({
      lotId: 'q',
      teamId: 'a',
      teamName: 'Team A',
      quantityBlocks: 3,
      priceMills: 2_800,
    });
  });

  it('[INF8] nobody sees awards before the end, and all see which lots were not sold after it', () => {
    for (const who of EVERYBODY) {
      expect(awards(inRound3().view(VIEWERS[who]))).toBeUndefined();
      expect(inRound3().view(VIEWERS[who]).unsold).toBeUndefined();
    }
    const table = tableA(3, { reservesMills: { n: 9_000 } });
    expect(byViewer(table, ({ unsold }) => unsold)).toMatchObject({ public: ['n'], own: ['n'] });
  });
});
