// A chart of a report as lines to draw: pure geometry in the units of the drawing, for the page and for paper alike.

import type { ChartSeries, ReportChart } from './report-types.ts';
import { cellWords, utcText } from './report-text.ts';

const CHART_WIDTH = 640;
const LEFT = 70;
const RIGHT = 470;
const TOP = 10;
const BOTTOM = 180;
const LABELS = 28;
const LINE = 14;
/** More lines than these nobody tells apart. */
export const MOST_SERIES = 8;
/** Told apart without colour. */
const DASHES = ['', '6 3', '2 3', '10 3 2 3', '4 2', '1 4', '8 2 1 2', '3 5'];
const MOST_X_LABELS = 8;

export interface DrawnText {
  readonly x: number;
  readonly y: number;
  readonly anchor: 'start' | 'middle' | 'end';
  readonly words: string;
}

export interface DrawnChart {
  readonly width: number;
  readonly height: number;
  /** SVG paths; `dash` is a stroke-dasharray, empty for a whole line. */
  readonly lines: readonly { readonly path: string; readonly dash: string }[];
  readonly bars: readonly { readonly x: number; readonly y: number; readonly width: number }[];
  readonly barHeight: number;
  readonly grid: readonly string[];
  /** The level to compare with. */
  readonly level: string | undefined;
  readonly texts: readonly DrawnText[];
  /** Series that are in the tables only. */
  readonly left: number;
}

type Scale = (value: number) => number;

const n = (value: number): string => value.toFixed(1);

const scale = (low: number, high: number, [from, to]: readonly [number, number]): Scale =>
  high === low
    ? () => (from + to) / 2
    : (value) => from + ((value - low) / (high - low)) * (to - from);

/** Each value stands until the next point; the last one to the right edge. */
const stepPath = (points: ChartSeries['points'], x: Scale, y: Scale, end: number): string =>
  points
    .map(([at, value], place) => {
      const to = points[place + 1]?.[0];
      const move = place === 0 ? `M${n(x(at))} ${n(y(value))}` : `V${n(y(value))}`;
      return `${move}H${n(to === undefined ? end : x(to))}`;
    })
    .join('');

/** Keeps labels apart: from the top down, each a line below the one before; what falls out at the bottom lifts all. */
const apart = (ys: readonly number[]): readonly number[] => {
  const order = ys.map((y, place) => ({ y, place })).sort((a, b) => a.y - b.y);
  let lowest = Number.NEGATIVE_INFINITY;
  const placed = order.map(({ y, place }) => {
    lowest = Math.max(y, lowest + LINE);
    return { y: lowest, place };
  });
  const lift = Math.max(0, lowest - BOTTOM);
  return placed.sort((a, b) => a.place - b.place).map(({ y }) => y - lift);
};

const LONGEST_NAME = 28;
const named = (name: string): string =>
  name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME - 1)}…` : name;

const xLabels = (chart: ReportChart, [low, high]: readonly [number, number], x: Scale) => {
  const y = BOTTOM + LABELS - LINE + 4;
  if (chart.x === 'time') {
    const day = utcText(low).slice(0, 10);
    return [
      { x: x(low), y, anchor: 'start', words: utcText(low) },
      {
        ...{ x: RIGHT, y, anchor: 'end' },
        words: utcText(high).startsWith(day) ? utcText(high).slice(11) : utcText(high),
      },
    ] satisfies DrawnText[];
  }
  const every = Math.ceil((high - low + 1) / MOST_X_LABELS);
  return Array.from({ length: high - low + 1 }, (_, place) => low + place)
    .filter((round) => (round - low) % every === 0)
    .map((round): DrawnText => ({
      ...{ x: (x(round) + x(round + 1)) / 2, y, anchor: 'middle', words: String(round) },
    }));
};

const stepsChart = (chart: ReportChart, series: readonly ChartSeries[]): DrawnChart => {
  const points = series.flatMap(({ points: of }) => of);
  const xs = points.map(([at]) => at);
  const ys = [...points.map(([, value]) => value), ...(chart.level ? [chart.level.value] : [])];
  const [firstX, lastX] = [Math.min(...xs), Math.max(...xs)];
  const [low, high] = [Math.min(...ys), Math.max(...ys)];
  // A round is as wide as another: the last one needs its place too.
  const x = scale(firstX, chart.x === 'round' ? lastX + 1 : lastX, [LEFT, RIGHT]);
  const y = scale(low, high, [BOTTOM, TOP]);
  const levels = high === low ? [low] : [low, (low + high) / 2, high];
  const labels = apart(series.map(({ points: of }) => y(of.at(-1)?.[1] ?? low)));
  return {
    ...{ width: CHART_WIDTH, height: BOTTOM + LABELS, bars: [], barHeight: 0 },
    lines: series.map(({ points: of }, place) => ({
      path: stepPath(of, x, y, RIGHT),
      dash: DASHES[place % DASHES.length] ?? '',
    })),
    grid: levels.map((value) => `M${String(LEFT)} ${n(y(value))}H${String(RIGHT)}`),
    level: chart.level && `M${String(LEFT)} ${n(y(chart.level.value))}H${String(RIGHT)}`,
    texts: [
      ...levels.map((value): DrawnText => ({
        ...{ x: LEFT - 6, y: y(value) + 4, anchor: 'end' },
        words: cellWords(Math.round(value), chart.measure),
      })),
      ...xLabels(chart, [firstX, lastX], x),
      ...(chart.level
        ? [
            {
              ...{ x: LEFT + 4, y: y(chart.level.value) - 4, anchor: 'start' as const },
              words: chart.level.label,
            },
          ]
        : []),
      ...series.map(({ name }, place): DrawnText => ({
        ...{ x: RIGHT + 8, y: (labels[place] ?? 0) + 4, anchor: 'start', words: named(name) },
      })),
    ],
    left: chart.series.length - series.length,
  };
};

const BAR_LEFT = 190;
const BAR_RIGHT = 540;
const BAR_ROW = 22;
const BAR_HEIGHT = 12;

const barsChart = (chart: ReportChart, series: readonly ChartSeries[]): DrawnChart => {
  const values = series.map(({ points }) => points.at(-1)?.[1] ?? 0);
  const most = Math.max(1, ...values, chart.level?.value ?? 0);
  const width = (value: number): number => (Math.max(0, value) / most) * (BAR_RIGHT - BAR_LEFT);
  const top = (place: number): number => 4 + place * BAR_ROW;
  const height = top(series.length) + 2;
  return {
    ...{ width: CHART_WIDTH, height, barHeight: BAR_HEIGHT, lines: [], grid: [] },
    bars: values.map((value, place) => ({ x: BAR_LEFT, y: top(place), width: width(value) })),
    level: chart.level && `M${n(BAR_LEFT + width(chart.level.value))} 0V${String(height)}`,
    texts: series.flatMap(({ name }, place): DrawnText[] => {
      const y = top(place) + BAR_HEIGHT - 2;
      const value = values[place] ?? 0;
      return [
        { x: BAR_LEFT - 8, y, anchor: 'end', words: named(name) },
        {
          ...{ x: BAR_LEFT + width(value) + 6, y, anchor: 'start' },
          words: cellWords(value, chart.measure),
        },
      ];
    }),
    left: chart.series.length - series.length,
  };
};

/** The drawing of a chart with at least one series of at least one point: of its first eight. */
export const drawChart = (chart: ReportChart): DrawnChart => {
  const series = chart.series.slice(0, MOST_SERIES);
  return chart.form === 'bars' ? barsChart(chart, series) : stepsChart(chart, series);
};
