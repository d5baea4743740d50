// The report on a sale of very many lots: the same numbers as worked out lot by lot, what each viewer may read of it, and
// its size for 18,000 lots.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createReporter } from '../../server/compute/solver.ts';
import { madeReport } from '../../server/export/report-forms.ts';
import type { MadeReport } from '../../server/export/report-forms.ts';
import { reportSource } from '../../server/export/report-source.ts';
import { cellAt, denseColumn, sparseColumn } from '../../shared/auction/formats/columns.ts';
import type { LargeCourse } from '../../shared/auction/formats/large-course.ts';
import type { Json } from '../../shared/kernel/json.ts';
import type { ReportSource } from '../../shared/report/report.ts';
import { reportCsv } from '../../shared/report/report-csv.ts';
import { reportOf } from '../../shared/report/report.ts';
import type { Report } from '../../shared/report/report-types.ts';
import { shortened } from '../../shared/report/report-types.ts';
import { DEMO_AUCTION_ID } from '../../shared/room/demo.ts';
import type { Viewer } from '../../shared/room/view-types.ts';
import {
  LARGE_COUNT,
  LARGE_LOTS,
  RecordedLargeSale,
  RESERVED,
} from '../support/recorded-large-sale.ts';
import { AT_ONCE } from '../support/recorded-sale.ts';
import { denseAt } from '../support/dense-column.ts';

const team = (teamId: string): Viewer => ({ kind: 'team', teamId });
const MODERATOR: Viewer = { kind: 'moderator' };
const PUBLIC: Viewer = { kind: 'public' };
const DAYS = 302;

let sale: RecordedLargeSale;

beforeAll(async () => {
  sale = new RecordedLargeSale();
  await sale.play();
});

const sourceFor = async (viewer: Viewer, of = sale): Promise<ReportSource> => {
  const { state: room, version } = await of.hosts.room('usps-2026').confirmed();
  const deps = { journal: of.journal, timers: AT_ONCE };
  const source = await reportSource(deps, { room, version, viewer }, DEMO_AUCTION_ID);
  if (!source) throw new Error('there is no report');
  return source;
};
const reportFor = async (viewer: Viewer): Promise<Report> => reportOf(await sourceFor(viewer));

const tableOf = (report: Report, caption: string) => {
  const table = report.sections
    .flatMap(({ tables }) => tables)
    .find((each) => each.caption === caption);
  if (!table) throw new Error(`no table ${caption}`);
  return table;
};
const captions = (report: Report): string[] =>
  report.sections.flatMap(({ tables }) => tables.map(({ caption }) => caption));

/** What a team has of a lot in the end, at the posted price; looked up cell by cell. */
const awarded = async (teams: readonly string[]) => {
  const { clock, unsoldLots } = await sale.auction();
  const columns = clock.results.at(-1)?.columns;
  return LARGE_LOTS.flatMap((lot, place) =>
    teams.flatMap((teamId) => {
      const blocks = cellAt(columns?.demand[teamId] ?? {}, place)?.quantityBlocks ?? 0;
      const price = denseAt(columns?.postedMills ?? {}, place) ?? 0;
      const isSold = blocks > 0 && !unsoldLots.includes(lot.id);
      return isSold ? [{ lot, teamId, blocks, price, year: blocks * 100 * DAYS * price }] : [];
    }),
  );
};
const TEAMS = ['cascade', 'harbor', 'northwind'];

describe('[REP7] the report on a sale of very many lots', () => {
  it('has every award with its value a year, in all and by region and facility', async () => {
    const report = await reportFor(MODERATOR);
    const expected = await awarded(TEAMS);
    expect(expected.length).toBeGreaterThan(LARGE_COUNT);
    const table = tableOf(report, 'Who gets what');
    expect(table.rows.map((row) => [row[0], row[4], row[5], row[6]])).toEqual(
      expected.map(({ lot, blocks, price, year }) => [lot.name, blocks, price, year]),
    );
    const sum = expected.reduce((all, { year }) => all + year, 0);
    expect(table.total?.at(-1)).toBe(sum);
    for (const [caption, keyOf] of [
      ['Awards by region', (row: readonly unknown[]) => row[0]],
      ['Awards by facility', (row: readonly unknown[]) => `${String(row[0])} ${String(row[1])}`],
    ] as const) {
      const groups = tableOf(report, caption);
      for (const row of groups.rows) {
        const of = expected.filter(({ lot }) => {
          const names =
            caption === 'Awards by region' ? lot.region : `${String(lot.region)} ${lot.facility}`;
          return names === keyOf(row);
        });
        expect(row.slice(-3)).toEqual([
          new Set(of.map(({ lot }) => lot.id)).size,
          of.reduce((all, { blocks }) => all + blocks, 0),
          of.reduce((all, { year }) => all + year, 0),
        ]);
      }
      expect(groups.rows.length).toBe(caption === 'Awards by region' ? 4 : 40);
      expect(groups.total?.at(-1)).toBe(sum);
    }
  });

  it('has prices and demand of every lot by round, and what they come to', async () => {
    const report = await reportFor(MODERATOR);
    const { results } = (await sale.auction()).clock;
    const prices = tableOf(report, 'Posted prices by lot, $ a piece');
    const demand = tableOf(report, 'Demand by lot, blocks');
    for (const [place, lot] of LARGE_LOTS.entries()) {
      const posted = results.map(({ columns }) => denseAt(columns?.postedMills ?? {}, place));
      const asked = results.map(({ columns }) => denseAt(columns?.demandBlocks ?? {}, place));
      expect(prices.rows[place]?.slice(3)).toEqual([lot.openingPriceMills, ...posted]);
      expect(demand.rows[place]?.slice(3)).toEqual([lot.supplyBlocks, ...asked]);
    }
    const byRound = tableOf(report, 'Demand and supply by round, blocks').rows;
    expect(byRound.length).toBe(results.length);
    for (const [at, { columns }] of results.entries()) {
      const asked = LARGE_LOTS.map((_, place) => denseAt(columns?.demandBlocks ?? {}, place) ?? 0);
      const excess = asked.map((blocks) => Math.max(0, blocks - 4));
      const sum = (of: readonly number[]): number => of.reduce((all, each) => all + each, 0);
      expect(byRound[at]?.slice(1, 5)).toEqual([
        ...[4 * LARGE_COUNT, sum(asked), sum(excess)],
        excess.filter((blocks) => blocks > 0).length,
      ]);
      // Every lot offers as much, so the average is that of the lots.
      const posted = LARGE_LOTS.map((_, place) => denseAt(columns?.postedMills ?? {}, place) ?? 0);
      expect(tableOf(report, 'Prices by round').rows[at]?.[1]).toBe(
        Math.floor(sum(posted) / LARGE_COUNT + 0.5),
      );
    }
    expect(tableOf(report, 'Prices by region and round').rows.length).toBe(4 * results.length);
    const lots = tableOf(report, 'What was offered');
    expect(lots.rows[RESERVED]?.at(-1)).toBe('without a sale');
    expect(lots.rows[0]?.at(-1)).toBe('sold');
  });

  it('tells each viewer its own: awards of the team alone, demand as the rules say, reserves where they are seen', async () => {
    const own = await reportFor(team('harbor'));
    const expected = await awarded(['harbor']);
    expect(tableOf(own, 'Who gets what').rows.map((row) => row[4])).toEqual(
      expected.map(({ blocks }) => blocks),
    );
    for (const viewer of [team('harbor'), PUBLIC]) {
      const words = JSON.stringify(await reportFor(viewer));
      expect(words).not.toMatch(/cascade|northwind|Cascade|Northwind|9000/);
    }
    const open = await reportFor(PUBLIC);
    expect(captions(open)).not.toContain('Who gets what');
    expect(captions(open)).toContain('Demand by lot, blocks');
    expect(JSON.stringify(await reportFor(team('usps')))).toContain('Northwind');
    const reserve = (report: Report) =>
      tableOf(report, 'What was offered').columns.some(({ label }) => label === 'Reserve');
    expect(reserve(await reportFor(team('usps')))).toBe(true);
    expect(reserve(await reportFor(MODERATOR))).toBe(false);
    for (const [demand, told, untold] of [
      ['excess', 'Excess by lot, blocks', 'Demand by lot, blocks'],
      ['none', 'Prices by round', 'Demand and supply by round, blocks'],
    ] as const) {
      const quiet = new RecordedLargeSale({ demand });
      await quiet.play();
      const report = reportOf(await sourceFor(team('harbor'), quiet));
      expect(captions(report)).toContain(told);
      expect(captions(report)).not.toContain(untold);
    }
  });
});

/** A course of 18,000 lots, 200 teams and 20 rounds. */
const nationalCourse = (): LargeCourse => {
  const count = 18_000;
  const lots = Array.from({ length: count }, (_, place) =>
    JSON.stringify({
      ...{ id: `n${String(place)}`, name: `Lot ${String(place)}` },
      ...{ region: `Region ${String(place % 50)}`, facility: `Facility ${String(place % 3_000)}` },
      ...{ window: '05:00–07:00 America/New_York', service: 'same-day' },
      ...{ supplyBlocks: 10, openingPriceMills: 2_000, reserveMills: null },
    }),
  );
  const dense = (of: (place: number) => number) =>
    denseColumn(Array.from({ length: count }, (_, place) => of(place)));
  return {
    lots,
    rounds: Array.from({ length: 20 }, (_, round) => ({
      round: round + 1,
      postedMills: dense((place) => 2_000 + round * (place % 9) * 10),
      demandBlocks: dense((place) => 8 + ((place + round) % 5)),
      excessBlocks: dense((place) => Math.max(0, ((place + round) % 5) - 2)),
    })),
    awards: Array.from({ length: 200 }, (_, at) => ({
      teamId: `team-${String(at)}`,
      blocks: sparseColumn(
        Array.from({ length: 450 }, (_, step) => ({
          place: step * 40 + (at % 40),
          quantityBlocks: 2,
        })),
      ),
    })),
  };
};

describe('[REP7] the size of the report on a national sale', () => {
  const reporter = createReporter();
  afterAll(() => reporter.close());

  it('the page and paper have the sums and the first rows and say how many there are, the CSV has all', async () => {
    const source = { ...(await sourceFor(MODERATOR)), course: nationalCourse() };
    const report = reportOf(source);
    expect(tableOf(report, 'Who gets what').rows).toHaveLength(200 * 450);
    expect(tableOf(report, 'Posted prices by lot, $ a piece').rows).toHaveLength(18_000);
    expect(tableOf(report, 'Posted prices by lot, $ a piece').columns).toHaveLength(4 + 20);
    const csv = reportCsv(report);
    // Every table's rows, and no more of other things than a few hundred lines.
    const rows = report.sections.flatMap(({ tables }) => tables.map((table) => table.rows.length));
    const all = rows.reduce((sum, each) => sum + each, 0);
    const lines = csv.split('\r\n').length;
    expect(lines).toBeGreaterThan(all);
    expect(lines).toBeLessThan(all + 300);
    const cut = tableOf(shortened(report, 500), 'Who gets what');
    expect([cut.rows.length, cut.more]).toEqual([500, 200 * 450 - 500]);
    expect(cut.total).toEqual(tableOf(report, 'Who gets what').total);
    const printed = madeReport(report, 'pdf', true);
    expect(JSON.stringify(printed)).toContain('The first 100 rows; all 90,000 are in the CSV.');
    for (const section of report.sections) {
      expect(section.chart?.series.length ?? 0).toBeLessThanOrEqual(50);
    }
  });

  it('[REP5] is put together in a thread of its own, with the same bytes', async () => {
    const source = await sourceFor(team('harbor'));
    for (const form of ['page', 'all', 'csv'] as const) {
      const question = { form, source } as unknown as Json;
      const answer = (await reporter.answer(question)) as unknown as MadeReport;
      const here = madeReport(reportOf(source), form, true);
      if (answer.form === 'pdf' || here.form === 'pdf') throw new Error('no file');
      expect(Buffer.from(answer.bytes).equals(Buffer.from(here.bytes))).toBe(true);
    }
  });
});
