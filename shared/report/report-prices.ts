// Prices, demand and supply of one auction, by its format: each from that format's part of the view, and for paths in
// time from the lines. What the view does not hold is said not to be told, and never worked out.

import type { AuctionView, AuctionViewOf } from '../room/view-types.ts';
import type { LotOf } from './report-demand.ts';
import type { ReportLine } from './report-lines.ts';
import type { Cell, ReportSection } from './report-types.ts';
import {
  chartOf,
  count,
  demandByRound,
  inOrder,
  lotsInOrder,
  price,
  soldSection,
  text,
  time,
} from './report-demand.ts';

type Sections = readonly [prices: ReportSection, demand: ReportSection];

const clockSections = (auction: AuctionViewOf<'clock'>): Sections => {
  const lots = lotsInOrder(auction);
  const rounds = inOrder(auction.rounds);
  const ofLot = (lot: LotOf) =>
    rounds.flatMap(({ round, lots: of }) => {
      const found = of[lot.id];
      return found ? [{ round, ...found }] : [];
    });
  return [
    {
      id: 'prices',
      title: 'Price paths',
      notes: [],
      ...chartOf({
        ...{ title: 'Posted price by round', form: 'steps', x: 'round', measure: 'price' },
        series: lots.map((lot) => ({
          name: lot.name,
          points: ofLot(lot).flatMap(({ round, postedPriceMills }): [number, number][] =>
            postedPriceMills === undefined ? [] : [[round, postedPriceMills]],
          ),
        })),
      }),
      tables: [
        {
          caption: 'Prices by round, $ a piece',
          columns: [text('Lot'), count('Round'), price('Start'), price('Clock'), price('Posted')],
          rows: lots.flatMap((lot) =>
            ofLot(lot).map((of): readonly Cell[] => [
              ...[
                lot.name,
                of.round,
                of.startPriceMills,
                of.clockPriceMills,
                of.postedPriceMills ?? null,
              ],
            ]),
          ),
        },
      ],
    },
    demandByRound(lots.map((lot) => ({ lot, rounds: ofLot(lot) }))),
  ];
};

/** Lines about a lot's price that still count: those of rounds that were taken back do not. */
const countingLines = (lines: readonly ReportLine[]): readonly ReportLine[] => {
  let kept: { readonly round: number; readonly line: ReportLine }[] = [];
  let round = 0;
  for (const line of lines) {
    const { code, params } = line;
    if (code === 'auction/round-opened') round = Number(params['round'] ?? round);
    if (code === 'auction/voided') {
      const to = Number(params['toRound'] ?? 0);
      kept = kept.filter((each) => each.round <= to);
      round = to;
    } else kept.push({ round, line });
  }
  return kept.map(({ line }) => line);
};

const englishSections = (
  auction: AuctionViewOf<'english'>,
  lines: readonly ReportLine[],
): Sections => {
  const lots = lotsInOrder(auction);
  const leads = countingLines(lines).filter(({ code }) => code === 'auction/lead-moved');
  const paths = lots.map((lot) => ({
    lot,
    points: leads
      .filter(({ lotId }) => lotId === lot.id)
      .flatMap(({ atMs, params }): [number, number][] =>
        typeof params['priceMills'] === 'number' ? [[atMs, params['priceMills']]] : [],
      ),
  }));
  return [
    {
      id: 'prices',
      title: 'Price paths',
      notes: [],
      ...chartOf({
        ...{ title: 'Lead price over time', form: 'steps', x: 'time', measure: 'price' },
        series: paths.map(({ lot, points }) => ({ name: lot.name, points })),
      }),
      tables: [
        {
          caption: 'How lots closed',
          columns: [text('Lot'), price('Lead price'), time('Closed'), count('Extensions')],
          rows: lots.map((lot): readonly Cell[] => {
            const of = auction.prices[lot.id];
            return [
              ...[lot.name, of?.leadPriceMills ?? null, of?.closedAtMs ?? null],
              of?.extensions ?? null,
            ];
          }),
        },
        {
          caption: 'Every move of a lead',
          columns: [text('Lot'), time('When'), price('Lead price')],
          rows: paths.flatMap(({ lot, points }) =>
            points.map(([atMs, mills]): readonly Cell[] => [lot.name, atMs, mills]),
          ),
        },
      ],
    },
    {
      ...{ id: 'demand', title: 'Demand and supply' },
      notes: ['In an English auction a lot goes to one team as a whole; demand is not added up.'],
      tables: [],
    },
  ];
};

const sealedSections = (auction: AuctionViewOf<'sealed'>): Sections => {
  const lots = lotsInOrder(auction);
  const rounds = inOrder(auction.rounds);
  const ofLot = (lot: LotOf) => rounds.map(({ round, lots: of }) => ({ round, ...of[lot.id] }));
  const priced = lots.map((lot) => ({
    lot,
    points: ofLot(lot).flatMap(({ round, priceMills }): [number, number][] =>
      priceMills === undefined ? [] : [[round, priceMills]],
    ),
  }));
  const rows = priced.flatMap(({ lot, points }) =>
    points.map(([round, mills]): readonly Cell[] => [lot.name, round, mills]),
  );
  return [
    {
      id: 'prices',
      title: 'Prices by round',
      notes: rows.length === 0 ? ['The rules tell this seat no prices, or nothing was sold.'] : [],
      ...chartOf({
        ...{ title: 'Price by round', form: 'steps', x: 'round', measure: 'price' },
        series: priced.map(({ lot, points }) => ({ name: lot.name, points })),
      }),
      tables:
        rows.length === 0
          ? []
          : [
              {
                caption: 'Prices by round, $ a piece',
                columns: [text('Lot'), count('Round'), price('Price')],
                rows,
              },
            ],
    },
    demandByRound(lots.map((lot) => ({ lot, rounds: ofLot(lot) }))),
  ];
};

const dutchSections = (auction: AuctionViewOf<'dutch'>, lines: readonly ReportLine[]): Sections => {
  const lots = lotsInOrder(auction);
  const opened = countingLines(lines).filter(({ code }) => code === 'auction/round-opened');
  const rounds = inOrder(auction.rounds);
  const openedAtMs = (lot: LotOf): number | undefined => {
    const place = rounds.find(({ lotId }) => lotId === lot.id)?.round;
    return opened.find(({ params }) => params['round'] === place)?.atMs;
  };
  const stopsOf = (lot: LotOf) => Object.values(auction.prices[lot.id]?.stops ?? {});
  const path = (lot: LotOf): [number, number][] => {
    const of = auction.prices[lot.id];
    const from = openedAtMs(lot);
    return [
      ...(from === undefined ? [] : [[from, lot.openingPriceMills] satisfies [number, number]]),
      ...stopsOf(lot).map(({ atMs, priceMills }): [number, number] => [atMs, priceMills]),
      ...(of?.endedAtMs !== undefined && of.priceMills !== undefined
        ? [[of.endedAtMs, of.priceMills] satisfies [number, number]]
        : []),
    ];
  };
  const outcome = (lot: LotOf) => rounds.find(({ lotId }) => lotId === lot.id);
  return [
    {
      id: 'prices',
      title: 'Price paths',
      notes: ['Where the clock stood at the opening, at each stop and at the end.'],
      ...chartOf({
        ...{ title: 'Price at each stop', form: 'steps', x: 'time', measure: 'price' },
        series: lots.map((lot) => ({ name: lot.name, points: path(lot) })),
      }),
      tables: [
        {
          caption: 'Stops of the clock',
          columns: [text('Lot'), time('When'), count('Blocks'), price('Price')],
          rows: lots.flatMap((lot) =>
            stopsOf(lot).map(({ atMs, quantityBlocks, priceMills }): readonly Cell[] => [
              ...[lot.name, atMs, quantityBlocks, priceMills],
            ]),
          ),
        },
      ],
    },
    soldSection(
      lots.map((lot) => ({
        lot,
        soldBlocks: outcome(lot)?.soldBlocks,
        leftBlocks: outcome(lot)?.withdrawnBlocks,
      })),
    ),
  ];
};

const packageSections = (auction: AuctionViewOf<'package'>): Sections => {
  const [round] = inOrder(auction.rounds);
  const proof =
    round === undefined
      ? []
      : [
          round.isProved
            ? 'The award was proved to be the best there is.'
            : 'The award is the best that was found; that there is no better one was not proved.',
        ];
  return [
    {
      id: 'prices',
      title: 'Prices',
      notes: [
        ...proof,
        'Packages are paid as a whole; a price by lot is the payment split by opening prices.',
      ],
      tables: [],
    },
    soldSection(
      lotsInOrder(auction).map((lot) => {
        const soldBlocks = auction.prices[lot.id]?.soldBlocks;
        const leftBlocks = soldBlocks === undefined ? undefined : lot.supplyBlocks - soldBlocks;
        return { lot, soldBlocks, leftBlocks };
      }),
    ),
  ];
};

/** Price paths, then demand and supply, of an auction of any format. */
export const priceSections = (auction: AuctionView, lines: readonly ReportLine[]): Sections => {
  switch (auction.format) {
    case 'clock':
      return clockSections(auction);
    case 'english':
      return englishSections(auction, lines);
    case 'sealed':
      return sealedSections(auction);
    case 'dutch':
      return dutchSections(auction, lines);
    case 'package':
      return packageSections(auction);
  }
};
