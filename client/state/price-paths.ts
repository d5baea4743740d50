// Posted prices by round as lines to draw: pure geometry, in the units of the drawing.

import type { ClockView } from '../../shared/room/view-types.ts';
import { lotsInOrder } from './bidding.ts';

export interface PricePath {
  readonly lotId: string;
  readonly name: string;
  /** SVG path of the posted prices, one step a round. */
  readonly posted: string;
  /** From the last posted price to the clock price of the open round; empty when none is open. */
  readonly open: string;
  readonly labelY: number;
}

export interface PriceDrawing {
  readonly width: number;
  readonly height: number;
  readonly plotRight: number;
  readonly paths: readonly PricePath[];
  readonly levels: readonly { readonly mills: number; readonly y: number }[];
  readonly rounds: readonly { readonly round: number; readonly x: number }[];
}

const WIDTH = 396;
const HEIGHT = 150;
const LEFT = 36;
const RIGHT = 286;
const TOP = 8;
const BOTTOM = 126;
const LABEL_GAP = 13;

/** Closed rounds in their order. */
export const closedRounds = (auction: Pick<ClockView, 'rounds'>): ClockView['rounds'][string][] =>
  Object.values(auction.rounds).sort((a, b) => a.round - b.round);

/** The drawing of at most `most` lots; undefined before the first round is closed. */
export const drawPrices = (auction: ClockView, most = 8): PriceDrawing | undefined => {
  const closed = closedRounds(auction);
  if (closed.length === 0) return undefined;
  const lots = lotsInOrder(auction).slice(0, most);
  const isOpen = auction.phase === 'running' && auction.stage === 'bidding';
  const series = lots.map((lot) => ({
    lot,
    posted: closed.map(({ lots: of }) => of[lot.id]?.postedPriceMills ?? lot.openingPriceMills),
    clock: isOpen ? auction.prices[lot.id]?.clockPriceMills : undefined,
  }));
  const values = series.flatMap(({ posted, clock }) => [...posted, ...(clock ? [clock] : [])]);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const columns = closed.length + (isOpen ? 1 : 0);
  const x = (column: number): number => LEFT + ((RIGHT - LEFT) * column) / columns;
  const y = (mills: number): number =>
    high === low ? (TOP + BOTTOM) / 2 : BOTTOM - ((mills - low) / (high - low)) * (BOTTOM - TOP);
  const paths = series.map(({ lot, posted, clock }) => ({
    lotId: lot.id,
    name: lot.name,
    posted: steps(posted, x, y),
    open: clock === undefined ? '' : openStep(posted, clock, x, y),
    labelY: y(clock ?? posted.at(-1) ?? low),
  }));
  return {
    width: WIDTH,
    height: HEIGHT,
    plotRight: RIGHT,
    paths: spread(paths),
    levels: (high === low ? [low] : [low, (low + high) / 2, high]).map((mills) => ({
      // A label between two prices needs no tenth of a cent.
      mills: Math.round(mills / 10) * 10,
      y: y(mills),
    })),
    rounds: closed.map(({ round }, column) => ({ round, x: (x(column) + x(column + 1)) / 2 })),
  };
};

type Scale = (value: number) => number;

const at = (value: number): string => value.toFixed(1);

const steps = (posted: readonly number[], x: Scale, y: Scale): string =>
  posted
    .map(
      (mills, column) =>
        `${column === 0 ? `M${at(x(0))} ` : 'V'}${at(y(mills))}H${at(x(column + 1))}`,
    )
    .join('');

const openStep = (posted: readonly number[], clock: number, x: Scale, y: Scale): string => {
  const from = posted.at(-1) ?? clock;
  const column = posted.length;
  return `M${at(x(column))} ${at(y(from))}V${at(y(clock))}H${at(x(column + 1))}`;
};

/** Keeps labels apart: from the top down, each at least one line below the one before. */
const spread = (paths: readonly PricePath[]): readonly PricePath[] => {
  const places = new Map<string, number>();
  let lowest = Number.NEGATIVE_INFINITY;
  for (const { lotId, labelY } of [...paths].sort((a, b) => a.labelY - b.labelY)) {
    lowest = Math.max(labelY, lowest + LABEL_GAP);
    places.set(lotId, lowest);
  }
  // What was pushed out at the bottom moves all labels up.
  const overflow = Math.max(0, lowest - BOTTOM);
  return paths.map((path) => ({
    ...path,
    labelY: (places.get(path.lotId) ?? path.labelY) - overflow,
  }));
};
