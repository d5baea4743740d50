// Awards, prices, demand and lots of a sale of thousands of lots: first by region and facility, to be looked at, then lot by
// lot with a column a round, so that a row is a lot (rule REP7).

import type { AuctionView } from '../room/view-types.ts';
import type { Cell, ReportSection, ReportTable } from './report-types.ts';
import type { LotGroup, SaleNumbers } from './sale-numbers.ts';
import { formatCount } from '../kernel/amount-text.ts';
import { MOST_SERIES } from './chart-drawing.ts';
import { chartOf, count, price, shareBp, text } from './report-demand.ts';
import { averagePrice, byFacility, byRegion, sumAt } from './sale-numbers.ts';

const value = (label: string) => ({ label, measure: 'value' as const });
const share = (label: string) => ({ label, measure: 'share' as const });

type Column = ReportTable['columns'][number];

const WHOLE_BP = 10_000;

const placesOf = ({ lots }: SaleNumbers): readonly number[] => lots.map((_, place) => place);

/** The largest groups first, for charts; by what they offer. */
const largest = (sale: SaleNumbers, groups: readonly LotGroup[]): readonly LotGroup[] => {
  const supply = sale.lots.map(({ supplyBlocks }) => supplyBlocks);
  return [...groups]
    .map((group) => ({ group, blocks: sumAt(supply, group.places) }))
    .sort((a, b) => b.blocks - a.blocks)
    .slice(0, MOST_SERIES)
    .map(({ group }) => group);
};

const awardNotes = (auction: AuctionView, { awards, unsold }: SaleNumbers): readonly string[] => [
  ...(awards === undefined ? ['Awards are told to the teams concerned and to the desk.'] : []),
  ...(awards?.length === 0
    ? [auction.mine ? 'This team was awarded nothing.' : 'Nothing was awarded.']
    : []),
  ...(unsold.size > 0
    ? [`${formatCount(unsold.size)} lots without a sale; the list of lots says which.`]
    : []),
];

/** Awards of groups: lots of which something was awarded, blocks, value. */
const awardedIn = ({ lots, awards = [] }: SaleNumbers) => {
  const [blocks, years] = [new Float64Array(lots.length), new Float64Array(lots.length)];
  for (const award of awards) {
    blocks[award.place] = (blocks[award.place] ?? 0) + award.blocks;
    years[award.place] = (years[award.place] ?? 0) + award.yearMills;
  }
  return (places: readonly number[]) => ({
    lots: places.filter((place) => (blocks[place] ?? 0) > 0).length,
    blocks: sumAt(blocks, places),
    year: sumAt(years, places),
  });
};

const awardGroups = (sale: SaleNumbers, caption: string, groups: readonly LotGroup[]) => {
  const awarded = awardedIn(sale);
  const all = awarded(placesOf(sale));
  const rows = groups
    .map(({ region, facility, places }) => ({ region, facility, ...awarded(places) }))
    .filter(({ lots }) => lots > 0)
    .map(({ region, facility, lots, blocks, year }): readonly Cell[] => [
      ...[region, facility, lots, blocks, year],
    ]);
  return {
    caption,
    columns: [
      text('Region'),
      text('Facility'),
      count('Lots'),
      count('Blocks'),
      value('Value a year'),
    ],
    rows,
    total: ['All together', null, all.lots, all.blocks, all.year],
  } satisfies ReportTable;
};

const awardsSection = (auction: AuctionView, sale: SaleNumbers): ReportSection => {
  const { awards = [], lots } = sale;
  const awarded = awardedIn(sale);
  const regions = byRegion(lots);
  const tables: ReportTable[] =
    awards.length === 0
      ? []
      : [
          awardGroups(sale, 'Awards by region', regions),
          awardGroups(sale, 'Awards by facility', byFacility(lots)),
          {
            caption: 'Who gets what',
            columns: [
              ...[text('Lot'), text('Region'), text('Facility'), text('Team')],
              ...[count('Blocks'), price('A piece'), value('Value a year')],
            ],
            rows: awards.map(({ place, teamName, blocks, priceMills, yearMills }) => {
              const lot = lots[place];
              const where = [lot?.name ?? '', lot?.region ?? null, lot?.facility ?? null];
              return [...where, teamName, blocks, priceMills, yearMills];
            }),
            total: [
              ...['All together', null, null, null],
              awards.reduce((sum, { blocks }) => sum + blocks, 0),
              null,
              awards.reduce((sum, { yearMills }) => sum + yearMills, 0),
            ],
          },
        ];
  return {
    id: 'awards',
    title: auction.phase === 'provisional' ? 'Awards, provisional' : 'Awards',
    notes: awardNotes(auction, sale),
    ...chartOf({
      ...{ title: 'Value a year by region', form: 'bars', x: 'round', measure: 'value' },
      series: regions
        .map(({ region, places }) => ({ region, ...awarded(places) }))
        .filter(({ year }) => year > 0)
        .sort((a, b) => b.year - a.year)
        .map(({ region, year }) => ({ name: region, points: [[1, year] as const] })),
    }),
    tables,
  };
};

/** A column a round, of one number a lot. */
const byLot = (
  sale: SaleNumbers,
  caption: string,
  of: {
    readonly column: (label: string) => Column;
    readonly values: (round: SaleNumbers['rounds'][number]) => ArrayLike<number> | undefined;
    readonly first: readonly [Column, (place: number) => number];
  },
): ReportTable => {
  const rounds = sale.rounds.flatMap((round) => {
    const values = of.values(round);
    return values ? [{ round: round.round, values }] : [];
  });
  const [firstColumn, firstOf] = of.first;
  return {
    caption,
    columns: [
      ...[text('Lot'), text('Region'), text('Facility'), firstColumn],
      ...rounds.map(({ round }) => of.column(`Round ${String(round)}`)),
    ],
    rows: sale.lots.map(({ name, region, facility }, place): readonly Cell[] => [
      ...[name, region, facility, firstOf(place)],
      ...rounds.map(({ values }) => values[place] ?? null),
    ]),
  };
};

const pricesSection = (sale: SaleNumbers): ReportSection => {
  const { lots, rounds } = sale;
  const regions = byRegion(lots);
  const all = placesOf(sale);
  const before = (at: number, place: number): number =>
    rounds[at - 1]?.posted[place] ?? lots[place]?.openingPriceMills ?? 0;
  const moved = (at: number, places: readonly number[]): number =>
    places.filter((place) => rounds[at]?.posted[place] !== before(at, place)).length;
  return {
    id: 'prices',
    title: 'Price paths',
    notes: ['Averages count each lot by the blocks that it offers.'],
    ...chartOf({
      ...{ title: 'Average posted price by region', form: 'steps', x: 'round', measure: 'price' },
      series: largest(sale, regions).map(({ region, places }) => ({
        name: region,
        points: rounds.map(
          ({ round, posted }) => [round, averagePrice(sale, posted, places)] as const,
        ),
      })),
    }),
    tables: [
      {
        caption: 'Prices by round',
        columns: [count('Round'), price('Average posted'), count('Lots whose price moved')],
        rows: rounds.map(({ round, posted }, at): readonly Cell[] => [
          ...[round, averagePrice(sale, posted, all), moved(at, all)],
        ]),
      },
      {
        caption: 'Prices by region and round',
        columns: [
          ...[text('Region'), count('Round'), count('Lots')],
          ...[price('Average posted'), count('Lots whose price moved')],
        ],
        rows: regions.flatMap(({ region, places }) =>
          rounds.map(({ round, posted }, at): readonly Cell[] => [
            ...[region, round, places.length],
            ...[averagePrice(sale, posted, places), moved(at, places)],
          ]),
        ),
      },
      byLot(sale, 'Posted prices by lot, $ a piece', {
        column: price,
        values: ({ posted }) => posted,
        first: [price('Opening'), (place) => lots[place]?.openingPriceMills ?? 0],
      }),
    ],
  };
};

const NOT_TOLD = 'The rules tell this seat no demand.';

const demandSection = (sale: SaleNumbers): ReportSection => {
  const { lots, rounds } = sale;
  const supply = lots.map(({ supplyBlocks }) => supplyBlocks);
  const told = rounds.filter(({ excess }) => excess !== undefined);
  if (told.length === 0) {
    return { id: 'demand', title: 'Demand and supply by round', notes: [NOT_TOLD], tables: [] };
  }
  const regions = byRegion(lots);
  const all = placesOf(sale);
  const cells = ({ demand, excess = [] }: (typeof told)[number], places: readonly number[]) => {
    const offered = sumAt(supply, places);
    const asked = demand && sumAt(demand, places);
    return [
      ...[offered, asked ?? null, sumAt(excess, places)],
      places.filter((place) => (excess[place] ?? 0) > 0).length,
      asked === undefined ? null : shareBp(asked, offered),
    ] satisfies readonly Cell[];
  };
  const columns = [
    ...[count('Supply'), count('Demand'), count('Excess'), count('Lots in excess')],
    share('Of supply'),
  ];
  const counted = told.some(({ demand }) => demand !== undefined);
  return {
    id: 'demand',
    title: 'Demand and supply by round',
    notes: [],
    ...chartOf({
      ...{ title: 'Demand as a share of supply', form: 'steps', x: 'round', measure: 'share' },
      series: largest(sale, regions).map(({ region, places }) => ({
        name: region,
        points: told.flatMap(({ round, demand }) =>
          demand ? [[round, shareBp(sumAt(demand, places), sumAt(supply, places))] as const] : [],
        ),
      })),
      level: { value: WHOLE_BP, label: 'supply' },
    }),
    tables: [
      {
        caption: 'Demand and supply by round, blocks',
        columns: [count('Round'), ...columns],
        rows: told.map((round) => [round.round, ...cells(round, all)]),
      },
      {
        caption: 'Demand and supply by region and round, blocks',
        columns: [text('Region'), count('Round'), ...columns],
        rows: regions.flatMap(({ region, places }) =>
          told.map((round) => [region, round.round, ...cells(round, places)]),
        ),
      },
      byLot(sale, counted ? 'Demand by lot, blocks' : 'Excess by lot, blocks', {
        column: count,
        values: ({ demand, excess }) => (counted ? demand : excess),
        first: [count('Supply'), (place) => supply[place] ?? 0],
      }),
    ],
  };
};

const lotsSection = (sale: SaleNumbers, isOver: boolean): ReportSection => ({
  id: 'lots',
  title: 'Lots',
  notes: [],
  tables: [
    {
      caption: 'What was offered',
      columns: [
        ...[text('Lot'), text('Region'), text('Facility'), text('Window'), text('Service')],
        ...[count('Blocks'), price('Opening'), price('Reserve'), text('Result')],
      ],
      rows: sale.lots.map((lot): readonly Cell[] => [
        ...[lot.name, lot.region, lot.facility, lot.window, lot.service],
        ...[lot.supplyBlocks, lot.openingPriceMills, lot.reserveMills],
        isOver ? (sale.unsold.has(lot.id) ? 'without a sale' : 'sold') : null,
      ]),
    },
  ],
});

/** The sections of a sale of thousands of lots that are about lots. `isOver`: it has a result. */
export const saleSections = (auction: AuctionView, sale: SaleNumbers) => ({
  awards: awardsSection(auction, sale),
  prices: pricesSection(sale),
  demand: demandSection(sale),
  lots: lotsSection(sale, auction.unsold !== undefined),
});
