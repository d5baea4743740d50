// Lots in rows: what is read, what is refused and where, and that writing and reading are one.

import { fc } from '../support/fast-check.ts';
import { describe, expect, it } from 'vitest';
import { parseLotTable, writeLotTable } from '../../shared/auction/lot-table.ts';
import type { Lot } from '../../shared/auction/types.ts';
import type { LotColumn, LotRow } from '../../shared/auction/lot-rows.ts';
import { LOT_COLUMNS, lotRow, readLotRows } from '../../shared/auction/lot-rows.ts';
import type { Mills } from '../../shared/kernel/units.ts';
import { mills } from '../../shared/kernel/units.ts';

const WHOLE: LotRow = {
  id: 'q1',
  name: 'Jackson Heights',
  facility: 'DDU Jackson Heights NY 11372',
  opens: '05:00',
  closes: '07:00',
  zone: 'America/New_York',
  service: 'same-day',
  blocks: '6',
  opening: '2.40',
};

const problemsOf = (row: LotRow): readonly LotColumn[] =>
  readLotRows([row]).problems.map(({ column }) => column);

const name = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 40 })
  .map((text) => text.replaceAll(/\s+/g, ' ').trim())
  .filter((text) => text !== '' && !text.startsWith("'"));
const tick = fc.constantFrom(1, 5, 10, 50);
const lot: fc.Arbitrary<readonly [Lot, Mills | undefined]> = fc
  .record({
    id: fc.stringMatching(/^[a-z][a-z0-9-]{0,10}$/).filter((id) => id !== 'constructor'),
    name,
    facility: name,
    region: fc.option(name, { nil: undefined }),
    window: fc.constant({ opens: '22:00', closes: '02:30', zone: 'America/Denver' }),
    service: fc.constantFrom('same-day' as const, 'next-day' as const),
    supplyBlocks: fc.integer({ min: 1, max: 1_000_000 }),
    steps: fc.integer({ min: 1, max: 900_000 }),
    reserveSteps: fc.option(fc.integer({ min: 1, max: 900_000 }), { nil: undefined }),
    pointsPerBlock: fc.integer({ min: 1, max: 1_000 }),
    capBlocks: fc.option(fc.integer({ min: 1, max: 1_000 }), { nil: undefined }),
    minimumBlocks: fc.option(fc.integer({ min: 1, max: 1_000 }), { nil: undefined }),
    multipleBlocks: fc.option(fc.integer({ min: 1, max: 1_000 }), { nil: undefined }),
    tick,
  })
  .map(
    ({
      region,
      steps,
      reserveSteps,
      capBlocks,
      minimumBlocks,
      multipleBlocks,
      tick: step,
      ...rest
    }) => [
      {
        ...rest,
        ...(region !== undefined && { region }),
        openingPriceMills: mills(steps * step),
        ...(capBlocks !== undefined && { capBlocks }),
        ...(minimumBlocks !== undefined && { minimumBlocks }),
        ...(multipleBlocks !== undefined && { multipleBlocks }),
        tickMills: mills(step),
      },
      reserveSteps === undefined ? undefined : mills(reserveSteps * step),
    ],
  );

describe('[LOT1] rows become lots', () => {
  it('with points 1, tick $0.01 and neither cap nor reserve where cells are empty', () => {
    const { lots, reservesMills, problems } = readLotRows([WHOLE, {}, { id: ' ' }]);
    expect(problems).toEqual([]);
    expect(reservesMills).toEqual({});
    expect(lots).toEqual([
      {
        id: 'q1',
        name: 'Jackson Heights',
        facility: 'DDU Jackson Heights NY 11372',
        window: { opens: '05:00', closes: '07:00', zone: 'America/New_York' },
        service: 'same-day',
        supplyBlocks: 6,
        openingPriceMills: 2_400,
        pointsPerBlock: 1,
        tickMills: 10,
      },
    ]);
  });

  it.each<[Partial<LotRow>, LotColumn]>([
    [{ id: 'Q 1' }, 'id'],
    [{ name: '' }, 'name'],
    [{ facility: 'x'.repeat(121) }, 'facility'],
    [{ opens: '25:00' }, 'opens'],
    [{ closes: 'noon' }, 'closes'],
    [{ zone: 'Mars/Base' }, 'zone'],
    [{ service: 'today' }, 'service'],
    [{ blocks: '0' }, 'blocks'],
    [{ blocks: '2.5' }, 'blocks'],
    [{ opening: '0' }, 'opening'],
    [{ opening: '2,40' }, 'opening'],
    [{ opening: '2.405' }, 'opening'],
    [{ opening: '-2' }, 'opening'],
    [{ reserve: '2.4005' }, 'reserve'],
    [{ points: '1001' }, 'points'],
    [{ cap: 'all' }, 'cap'],
    [{ tick: '0' }, 'tick'],
  ])('%j is refused at %s alone', (cells, column) => {
    expect(new Set(problemsOf({ ...WHOLE, ...cells }))).toEqual(new Set([column]));
  });

  it('names every wrong cell with its row, and then gives no lots at all', () => {
    const { lots, problems } = readLotRows([WHOLE, { ...WHOLE, blocks: 'x', zone: '' }, WHOLE]);
    expect(lots).toEqual([]);
    expect(problems.map(({ row, column }) => [row, column])).toEqual([
      [1, 'zone'],
      [1, 'blocks'],
      [1, 'id'],
      [2, 'id'],
    ]);
  });

  it('a lot written as a row reads back unchanged', () => {
    fc.assert(
      fc.property(lot, ([given, reserve]) => {
        const read = readLotRows([lotRow(given, reserve)]);
        expect(read.problems).toEqual([]);
        expect(read.lots).toEqual([given]);
        expect(read.reservesMills[given.id]).toBe(reserve);
      }),
      { numRuns: 300 },
    );
  });
});

describe('[LOT2] tables of lots', () => {
  it('are read with commas, semicolons or tabs, with headings in any order or with none', () => {
    const cells = LOT_COLUMNS.map((column) => WHOLE[column] ?? '');
    const backwards = [...LOT_COLUMNS].reverse();
    for (const mark of ['\t', ',', ';']) {
      const named = [backwards.join(mark), [...cells].reverse().join(mark)].join('\r\n');
      expect(readLotRows(parseLotTable(named).rows).lots).toHaveLength(1);
      expect(readLotRows(parseLotTable(cells.join(mark)).rows).lots).toHaveLength(1);
    }
  });

  it('name headings that they do not know', () => {
    const table = parseLotTable('Lot;Colour;Blocks\nq1;red;6');
    expect(table).toEqual({ rows: [{ id: 'q1', blocks: '6' }], unknown: ['Colour'] });
  });

  it('read back what was written, and a spreadsheet runs none of it', () => {
    fc.assert(
      fc.property(fc.array(lot, { minLength: 1, maxLength: 5 }), (given) => {
        const rows = given.map(([each, reserve]) => lotRow(each, reserve));
        const text = writeLotTable(rows);
        expect(parseLotTable(text).rows).toEqual(rows);
      }),
      { numRuns: 200 },
    );
    const text = writeLotTable([{ ...WHOLE, name: '=HYPERLINK("http://x")' }]);
    expect(text).toContain(`'=HYPERLINK`);
    expect(parseLotTable(text).rows[0]?.name).toBe('=HYPERLINK("http://x")');
  });
});
