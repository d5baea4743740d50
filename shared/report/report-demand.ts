// Demand and supply as sections of a report, for every format, and what sections are built with. What the view does not
// hold is said not to be told, and never worked out.

import type { AuctionView } from '../room/view-types.ts';
import type { Cell, ChartSeries, ReportChart, ReportSection } from './report-types.ts';

export type LotOf = AuctionView['lots'][string];

const WHOLE_BP = 10_000;

/** Lots in the order they were given. */
export const lotsInOrder = ({ lots }: Pick<AuctionView, 'lots'>): readonly LotOf[] =>
  Object.values(lots).sort((a, b) => a.order - b.order);

/** Rounds in their order. */
export const inOrder = <R extends { readonly round: number }>(
  rounds: Readonly<Record<string, R>>,
) => Object.values(rounds).sort((a, b) => a.round - b.round);

export const text = (label: string) => ({ label, measure: 'text' as const });
export const count = (label: string) => ({ label, measure: 'count' as const });
export const price = (label: string) => ({ label, measure: 'price' as const });
export const time = (label: string) => ({ label, measure: 'time' as const });

/** A part of a whole in basis points; 0 of nothing. */
export const shareBp = (part: number, whole: number): number =>
  whole === 0 ? 0 : Math.round((part * WHOLE_BP) / whole);

/** A chart of what there is to draw; none where no series has a point. */
export const chartOf = (chart: ReportChart): { readonly chart?: ReportChart } => {
  const series = chart.series.filter(({ points }) => points.length > 0);
  return series.length > 0 ? { chart: { ...chart, series } } : {};
};

const NOT_TOLD = 'The rules tell this seat no demand.';

interface ByRound {
  readonly round: number;
  readonly demandBlocks?: number | undefined;
  readonly excessBlocks?: number | undefined;
}

/** Demand and supply of rounds, as far as the view tells them. */
export const demandByRound = (
  lots: readonly { readonly lot: LotOf; readonly rounds: readonly ByRound[] }[],
): ReportSection => {
  const rows = lots.flatMap(({ lot, rounds }) =>
    rounds
      .filter(({ excessBlocks }) => excessBlocks !== undefined)
      .map(({ round, demandBlocks, excessBlocks }): readonly Cell[] => [
        ...[lot.name, round, lot.supplyBlocks, demandBlocks ?? null, excessBlocks ?? null],
        demandBlocks === undefined ? null : shareBp(demandBlocks, lot.supplyBlocks),
      ]),
  );
  const series = lots.map(({ lot, rounds }): ChartSeries => ({
    name: lot.name,
    points: rounds.flatMap(({ round, demandBlocks }): [number, number][] =>
      demandBlocks === undefined ? [] : [[round, shareBp(demandBlocks, lot.supplyBlocks)]],
    ),
  }));
  return {
    id: 'demand',
    title: 'Demand and supply by round',
    notes: rows.length === 0 ? [NOT_TOLD] : [],
    ...chartOf({
      ...{
        title: 'Demand as a share of supply',
        form: 'steps',
        x: 'round',
        measure: 'share',
        series,
      },
      level: { value: WHOLE_BP, label: 'supply' },
    }),
    tables:
      rows.length === 0
        ? []
        : [
            {
              caption: 'Demand and supply, blocks',
              columns: [
                ...[text('Lot'), count('Round'), count('Supply'), count('Demand'), count('Excess')],
                { label: 'Of supply', measure: 'share' },
              ],
              rows,
            },
          ],
  };
};

/** What was sold of each lot, where demand is not added up by round. */
export const soldSection = (
  lots: readonly {
    readonly lot: LotOf;
    readonly soldBlocks: number | undefined;
    readonly leftBlocks: number | undefined;
  }[],
): ReportSection => ({
  id: 'demand',
  title: 'Sold of what there was',
  notes: [],
  ...chartOf({
    ...{ title: 'Sold as a share of supply', form: 'bars', x: 'round', measure: 'share' },
    series: lots.map(({ lot, soldBlocks }) => ({
      name: lot.name,
      points: soldBlocks === undefined ? [] : [[1, shareBp(soldBlocks, lot.supplyBlocks)]],
    })),
    level: { value: WHOLE_BP, label: 'supply' },
  }),
  tables: [
    {
      caption: 'Sold and left, blocks',
      columns: [text('Lot'), count('Supply'), count('Sold'), count('Left')],
      rows: lots.map(({ lot, soldBlocks, leftBlocks }): readonly Cell[] => [
        ...[lot.name, lot.supplyBlocks, soldBlocks ?? null, leftBlocks ?? null],
      ]),
    },
  ],
});
