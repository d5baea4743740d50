// Reports on auctions that are over, of every format and for every viewer: what is in them, and what is not.

import { describe, expect, it } from 'vitest';
import { durationMs, mills } from '../../shared/kernel/units.ts';
import type { Viewer } from '../../shared/room/view-types.ts';
import { LOTS_A, clockRules } from '../support/auction.ts';
import { LOT_G, dutchRules } from '../support/dutch.ts';
import { closePlus, englishRules } from '../support/english.ts';
import { LOTS_4, packageRules } from '../support/packages.ts';
import { ReportedRoom, SHIPPERS, VIEWERS, sectionIn, tableIn } from '../support/reported-room.ts';
import { LOT_10, sealedRules } from '../support/sealed.ts';

const MODERATOR: Viewer = { kind: 'moderator' };
const PUBLIC: Viewer = { kind: 'public' };
const team = (teamId: string): Viewer => ({ kind: 'team', teamId });
const nameOf = (viewer: Viewer): string => (viewer.kind === 'team' ? viewer.teamId : viewer.kind);

const bid = (lotId: string, quantityBlocks: number, price: number) => ({
  ...{ lotId, quantityBlocks, priceMills: mills(price) },
});

/** Worked example A with a refused bid and a pause in it. */
const clockSale = (information = {}): ReportedRoom => {
  const rules = clockRules();
  const room = new ReportedRoom({
    rules: { ...rules, information: { ...rules.information, ...information } },
    lots: LOTS_A,
    points: 6,
  });
  for (const teamId of SHIPPERS) room.bid(teamId, bid('q', 3, 2_400));
  expect(room.refusedBid('harbor', bid('q', 3, 9_990))).toBe('bid/outside-range');
  room.act({ type: 'PauseAuction', reason: 'a question about zones' });
  room.at = (room.at + 60_000) as typeof room.at;
  room.act({ type: 'ResumeAuction' });
  room.next();
  room.act({ type: 'ExtendRound', byMs: durationMs(30_000), reason: 'a slow line' });
  room.next();
  if (room.auction.stage === 'results') room.next();
  for (const teamId of ['northwind', 'harbor']) room.bid(teamId, bid('q', 3, 2_640));
  room.toEnd();
  return room;
};

const englishSale = (): ReportedRoom => {
  const room = new ReportedRoom({
    rules: englishRules({ softClose: closePlus({ afterMs: durationMs(600_000) }) }),
    lots: LOTS_A,
  });
  room.bid('northwind', { lotId: 'q', priceMills: mills(2_400) });
  room.bid('harbor', { lotId: 'q', limitMills: mills(2_700) });
  room.at = (room.at + 590_000) as typeof room.at;
  room.bid('cascade', { lotId: 'q', priceMills: mills(2_800) });
  room.toEnd();
  return room;
};

const sealedSale = (): ReportedRoom => {
  const room = new ReportedRoom({
    rules: sealedRules({
      information: { ...sealedRules().information, demand: 'total', showsPrices: true },
    }),
    lots: [LOT_10],
  });
  room.bid('northwind', {
    lotId: 'q',
    steps: [
      { quantityBlocks: 4, priceMills: mills(1_500) },
      { quantityBlocks: 2, priceMills: mills(1_200) },
    ],
  });
  room.bid('harbor', { lotId: 'q', steps: [{ quantityBlocks: 8, priceMills: mills(1_400) }] });
  room.toEnd();
  return room;
};

const dutchSale = (): ReportedRoom => {
  const room = new ReportedRoom({ rules: dutchRules(), lots: [LOT_G] });
  room.next();
  room.bid('harbor', bid('q', 8, 4_000));
  room.next();
  room.bid('cascade', bid('q', 12, 4_000));
  room.toEnd();
  return room;
};

const packageSale = (): ReportedRoom => {
  const room = new ReportedRoom({ rules: packageRules(), lots: LOTS_4 });
  const items = [
    { lotId: 'q', quantityBlocks: 3 },
    { lotId: 'n', quantityBlocks: 2 },
  ];
  room.bid('northwind', { packageId: 'p1', items, totalMills: mills(7_000) });
  room.bid('harbor', { packageId: 'p2', items, totalMills: mills(6_000) });
  room.toEnd();
  return room;
};

const SALES = {
  clock: clockSale,
  english: englishSale,
  sealed: sealedSale,
  dutch: dutchSale,
  package: packageSale,
};

describe('a report', () => {
  it('[REP1] is there once the auction is over, and while it runs for nobody', () => {
    const room = new ReportedRoom({ rules: clockRules(), lots: LOTS_A, points: 6 });
    expect(VIEWERS.map((viewer) => room.report(viewer))).toEqual(VIEWERS.map(() => undefined));
    room.act({ type: 'CancelAuction', reason: 'no carriers left' });
    const facts = Object.fromEntries(room.report(PUBLIC)?.facts ?? []);
    expect(facts['Result']).toBe('Cancelled: no carriers left');
  });

  it.each(Object.entries(SALES))(
    '[REP2] of %s has awards, prices, course and lots',
    (_format, play) => {
      const room = play();
      const report = room.report(MODERATOR);
      const ids = ['awards', 'prices', 'demand', 'course', 'refused', 'lots', 'rules'];
      expect(report?.sections.map(({ id }) => id)).toEqual(ids);
      const rows = tableIn(report, 'awards').rows;
      expect(rows.length).toBeGreaterThan(0);
      // Blocks × 100 pieces × price × delivery days; of parts their sum.
      const expected = room.auction.awards.map((award) =>
        (award.parts ?? [award]).reduce(
          (sum, { quantityBlocks, priceMills }) => sum + quantityBlocks * 100 * priceMills * 302,
          0,
        ),
      );
      expect(rows.map((row) => row.at(-1)).sort()).toEqual(expected.sort());
      expect(tableIn(report, 'awards').total?.at(-1)).toBe(
        expected.reduce((sum, each) => sum + each, 0),
      );
      expect(tableIn(report, 'course').rows.length).toBeGreaterThan(2);
      // It goes over the wire as it is.
      expect(JSON.parse(JSON.stringify(report))).toEqual(report);
      expect(tableIn(report, 'lots').rows).toHaveLength(room.auction.lotOrder.length);
    },
  );

  it('[REP2] tells prices, demand and supply of a clock by round', () => {
    const report = clockSale({ demand: 'total' }).report(PUBLIC);
    const q = tableIn(report, 'prices').rows.filter(([name]) => name === 'Lot q');
    expect(q.map(([, round, start, clock, posted]) => [round, start, clock, posted])).toEqual([
      [1, 2_400, 2_400, 2_400],
      [2, 2_400, 2_640, 2_400],
    ]);
    const demand = tableIn(report, 'demand').rows.filter(([name]) => name === 'Lot q');
    expect(demand.map((row) => row.slice(1))).toEqual([
      [1, 6, 9, 3, 15_000],
      [2, 6, 6, 0, 10_000],
    ]);
    const { chart } = sectionIn(report, 'demand');
    expect(chart?.series.map(({ name, points }) => [name, points])).toContainEqual([
      'Lot q',
      [
        [1, 15_000],
        [2, 10_000],
      ],
    ]);
  });

  it('[REP3] has the pauses and extensions with their reasons and how long it stood still', () => {
    const report = clockSale().report(team('cascade'));
    const course = sectionIn(report, 'course');
    const said = tableIn(report, 'course').rows.map(([, what]) => String(what));
    expect(said).toContain('Paused: a question about zones');
    expect(
      said.some((what) => /^Extension by the moderator to .* UTC: a slow line$/.test(what)),
    ).toBe(true);
    expect(course.notes[0]).toContain('It stood still 1 time, 1 min 10 s in all.');
    expect(course.notes[0]).toContain('The close was moved 1 time.');
  });

  it('[REP3] has every extension of an English close', () => {
    const report = englishSale().report(PUBLIC);
    const said = tableIn(report, 'course').rows.map(([, what]) => String(what));
    expect(said.filter((what) => what.startsWith('Extension: Lot q'))).toHaveLength(1);
    const path = tableIn(report, 'prices', 1).rows.map(([, , price]) => price);
    expect(path).toEqual([2_400, 2_410, 2_800]);
  });

  it('[REP4] leaves out what was taken back from prices, not from the course', () => {
    const room = new ReportedRoom({
      rules: englishRules({
        softClose: closePlus({ afterMs: durationMs(600_000) }),
        lots: 'in-sequence',
      }),
      lots: LOTS_A,
    });
    room.bid('northwind', { lotId: 'q', priceMills: mills(2_500) });
    room.act({ type: 'VoidRounds', toRound: 0, reason: 'wrong lot first' });
    room.act({ type: 'OpenRound' });
    room.bid('harbor', { lotId: 'q', priceMills: mills(2_400) });
    room.toEnd();
    const report = room.report(MODERATOR);
    expect(tableIn(report, 'prices', 1).rows.map(([, , price]) => price)).toEqual([2_400]);
    const said = tableIn(report, 'course').rows.map(([, what]) => what);
    expect(said).toContain('Taken back to before round 1: wrong lot first');
  });
});

describe('[REP5] who reads what in a report', () => {
  it.each(Object.entries(SALES))(
    'of %s: awards as in the view, and nothing of rivals',
    (_format, play) => {
      const room = play();
      for (const viewer of VIEWERS) {
        const report = room.report(viewer);
        const text = JSON.stringify(report);
        const rivals = SHIPPERS.filter((id) => viewer.kind === 'team' && viewer.teamId !== id);
        const seesAll = ['usps', 'moderator', 'regulator'].includes(nameOf(viewer));
        for (const rival of rivals) {
          const name = room.state.teams[rival]?.name ?? '';
          if (!seesAll)
            expect([nameOf(viewer), text.includes(name)]).toEqual([nameOf(viewer), false]);
        }
        const awarded = sectionIn(report, 'awards').tables[0]?.rows.map(([, name]) => name) ?? [];
        const own = room.auction.awards.filter(({ teamId }) => teamId === nameOf(viewer));
        expect([nameOf(viewer), awarded.length]).toEqual([
          nameOf(viewer),
          seesAll ? room.auction.awards.length : own.length,
        ]);
      }
    },
  );

  it('refused bids: a team its own, the desk all, others none', () => {
    const room = clockSale();
    const count = (viewer: Viewer) =>
      sectionIn(room.report(viewer), 'refused').tables[0]?.rows ?? [];
    const seen = VIEWERS.map((viewer) => [nameOf(viewer), count(viewer).length]);
    expect(seen).toEqual([
      ['usps', 0],
      ['northwind', 0],
      ['harbor', 1],
      ['cascade', 0],
      ['moderator', 1],
      ['regulator', 1],
      ['public', 0],
    ]);
    expect(count(MODERATOR)[0]?.[0]).toBe('bid/outside-range');
  });

  it('demand: only as the rules tell it', () => {
    const none = clockSale({ demand: 'none' });
    expect(sectionIn(none.report(PUBLIC), 'demand').tables).toEqual([]);
    expect(tableIn(none.report(MODERATOR), 'demand').rows.length).toBeGreaterThan(0);
    const excess = tableIn(clockSale({ demand: 'excess' }).report(team('harbor')), 'demand');
    expect(excess.columns.map(({ label }) => label)).toEqual(['Lot', 'Round', 'Supply', 'Excess']);
  });

  it('a hidden reserve: the side that sells and the regulator', () => {
    const room = new ReportedRoom({
      ...{ rules: clockRules(), lots: LOTS_A, points: 6, reservesMills: { q: 2_570 } },
    });
    room.toEnd();
    const seen = VIEWERS.filter((viewer) => JSON.stringify(room.report(viewer)).includes('2570'));
    expect(seen.map(nameOf)).toEqual(['usps', 'regulator']);
  });

  it('two sales that differ only in what rivals hid give the same report', () => {
    const play = (limit: number): ReportedRoom => {
      const room = new ReportedRoom({
        rules: englishRules({ softClose: closePlus({ afterMs: durationMs(600_000) }) }),
        lots: LOTS_A,
      });
      room.bid('northwind', { lotId: 'q', priceMills: mills(2_400) });
      room.bid('harbor', { lotId: 'q', limitMills: mills(limit) });
      room.toEnd();
      return room;
    };
    const [low, high] = [play(2_700), play(2_900)];
    for (const viewer of [team('northwind'), team('usps'), PUBLIC]) {
      const [a, b] = [low.report(viewer), high.report(viewer)].map((report) => ({
        ...report,
        facts: report?.facts.filter(([label]) => !label.startsWith('Seed')),
      }));
      expect(a).toEqual(b);
    }
  });
});
