// Why a bid was refused, taken apart for its card: the rule by number, what was asked beside what was allowed, the
// smallest change that would have been accepted, and both clocks. Works from the refusal's numbers, for any format.

import { nearestMultiple } from '../../shared/auction/nearest.ts';
import type { BidRequest, FormatId } from '../../shared/auction/types.ts';
import type { Rejection } from '../../shared/kernel/rejection.ts';
import type { LotView } from '../../shared/room/view-types.ts';
import { blocks, count } from '../format/amounts.ts';
import { formatMills } from '../format/money.ts';
import { exactTime, shortSpan } from '../format/times.ts';
import { adviceFor } from './why-not-advice.ts';
import { ruleBehind } from './refusals/rule-numbers.ts';

export interface AskedBid {
  readonly lotId: string;
  /** Absent where lots are sold whole. */
  readonly quantityBlocks?: number;
  /** The price it names, or the limit it leaves. */
  readonly priceMills: number;
  readonly round: number;
}

export interface WhyNotRow {
  readonly label: string;
  readonly asked: string;
  readonly allowed: string;
}

/** What another bid on the same lot says. */
export interface BidChange {
  /** Absent where none was asked. */
  readonly quantityBlocks?: number;
  readonly priceMills: number;
  /** The whole of it, where it is more than a quantity and a price. */
  readonly bid?: BidRequest;
}

export interface WhyNot {
  /** Number of the rule in the list of rules, and what it is about; absent for a code nobody has filed. */
  readonly rule?: { readonly number: string; readonly about: string };
  readonly rows: readonly WhyNotRow[];
  /** A bid on the same lot that differs as little as possible; absent where no other bid would have helped. */
  readonly change?: BidChange & { readonly words: string };
  /** What would have helped where no other bid would have. */
  readonly advice?: string;
  readonly clocks: readonly { readonly label: string; readonly time: string }[];
}

/** What a format knows of a refused bid by itself, where it is more than a quantity and a price. */
export type OwnReasons = Pick<WhyNot, 'rows' | 'change'>;

const numberIn = (rejection: Rejection, name: string): number | undefined => {
  const value = rejection[name];
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
};

/** What every bid on the lot must keep to, as far as it is known. */
export interface Bounds {
  readonly minimumMills?: number;
  readonly maximumMills?: number;
  readonly minimumBlocks?: number;
  readonly maximumBlocks?: number;
  readonly multipleBlocks?: number;
  /** A quantity that can always be asked for, whatever minimum and multiple are: all that is left. */
  readonly wholeBlocks?: number;
}

const largest = (...values: readonly (number | undefined)[]): number =>
  Math.max(...values.flatMap((value) => value ?? []));
const smallest = (...values: readonly (number | undefined)[]): number =>
  Math.min(...values.flatMap((value) => value ?? []));

/** The bounds that the refusal names together with those known before: mending one must not break another. */
const boundsWith = (rejection: Rejection, known: Bounds): Required<Bounds> => ({
  minimumMills: largest(0, numberIn(rejection, 'minimumMills'), known.minimumMills),
  maximumMills: smallest(
    Number.MAX_SAFE_INTEGER,
    numberIn(rejection, 'maximumMills'),
    known.maximumMills,
  ),
  maximumBlocks: smallest(
    Number.MAX_SAFE_INTEGER,
    numberIn(rejection, 'maximumBlocks'),
    numberIn(rejection, 'capBlocks'),
    known.maximumBlocks,
  ),
  minimumBlocks: largest(0, numberIn(rejection, 'minimumBlocks'), known.minimumBlocks),
  multipleBlocks: largest(1, numberIn(rejection, 'multipleBlocks'), known.multipleBlocks),
  wholeBlocks: numberIn(rejection, 'wholeBlocks') ?? known.wholeBlocks ?? -1,
});

/** The valid quantity nearest to the one asked for; of two equally near ones the smaller. */
const nearestBlocks = (wanted: number, all: Required<Bounds>): number | undefined => {
  const { minimumBlocks: least, maximumBlocks: most, multipleBlocks, wholeBlocks } = all;
  const stepped = nearestMultiple(wanted, multipleBlocks, { least, most });
  const whole = wholeBlocks > 0 && wholeBlocks <= most ? [wholeBlocks] : [];
  return [...(stepped === undefined ? [] : [stepped]), ...whole].sort(
    (a, b) => Math.abs(a - wanted) - Math.abs(b - wanted) || a - b,
  )[0];
};

/** Refusals that a price or a quantity caused. */
const ABOUT_NUMBERS = [
  ...['minimumMills', 'maximumMills', 'tickMills'],
  ...['minimumBlocks', 'maximumBlocks', 'multipleBlocks', 'capBlocks'],
];

const changeOf = (
  asked: AskedBid,
  rejection: Rejection,
  { tickMills, bounds }: { readonly tickMills: number; readonly bounds: Bounds },
): WhyNot['change'] => {
  if (!ABOUT_NUMBERS.some((name) => numberIn(rejection, name) !== undefined)) return undefined;
  const all = boundsWith(rejection, bounds);
  const { minimumMills: least, maximumMills: most } = all;
  const priceMills = nearestMultiple(asked.priceMills, tickMills, { least, most });
  const { quantityBlocks: wanted } = asked;
  const quantityBlocks = wanted === undefined ? undefined : nearestBlocks(wanted, all);
  if (priceMills === undefined || (wanted !== undefined && quantityBlocks === undefined)) {
    return undefined;
  }
  const isLess = quantityBlocks !== wanted;
  const isMoved = priceMills !== asked.priceMills;
  if (!isLess && !isMoved) return undefined;
  const what = [
    ...(isLess && quantityBlocks !== undefined ? [blocks(quantityBlocks)] : []),
    ...(isMoved ? [formatMills(priceMills)] : []),
  ].join(' at ');
  return { ...(quantityBlocks !== undefined && { quantityBlocks }), priceMills, words: what };
};

const priceRows = (asked: AskedBid, rejection: Rejection): WhyNotRow[] => {
  const minimum = numberIn(rejection, 'minimumMills');
  const maximum = numberIn(rejection, 'maximumMills');
  const tick = numberIn(rejection, 'tickMills');
  const price = formatMills(asked.priceMills);
  const range =
    minimum !== undefined && maximum !== undefined
      ? minimum === maximum
        ? formatMills(minimum)
        : `${formatMills(minimum)} to ${formatMills(maximum)}`
      : minimum !== undefined
        ? `${formatMills(minimum)} or more`
        : maximum !== undefined && `${formatMills(maximum)} or less`;
  return [
    ...(range ? [{ label: 'Price', asked: price, allowed: range }] : []),
    ...(tick === undefined
      ? []
      : [{ label: 'Price step', asked: price, allowed: `multiples of ${formatMills(tick)}` }]),
  ];
};

const quantityRows = ({ quantityBlocks }: AskedBid, rejection: Rejection): readonly WhyNotRow[] => {
  const points = numberIn(rejection, 'points');
  const eligibility = numberIn(rejection, 'eligibility');
  const most = numberIn(rejection, 'maximumBlocks') ?? numberIn(rejection, 'capBlocks');
  const least = numberIn(rejection, 'minimumBlocks');
  const multiple = numberIn(rejection, 'multipleBlocks');
  const blocksRow = (allowed: string): readonly WhyNotRow[] =>
    quantityBlocks === undefined
      ? []
      : [{ label: 'Blocks', asked: count(quantityBlocks), allowed }];
  return [
    ...(points === undefined || eligibility === undefined
      ? []
      : [
          {
            label: 'Points of all bids',
            asked: count(points),
            allowed: `${count(eligibility)} or fewer`,
          },
        ]),
    ...(most === undefined ? [] : blocksRow(`${count(most)} or fewer`)),
    ...(least === undefined ? [] : blocksRow(`${count(least)} or more`)),
    ...(multiple === undefined ? [] : blocksRow(`multiples of ${count(multiple)}`)),
  ];
};

export interface Clocks {
  /** Server time by the page's clock when the bid was sent; 0 when it was not known. */
  readonly sentAtMs: number;
  readonly errorMs: number | undefined;
  /** When the server decided, from the receipt or the refusal. */
  readonly decidedAtMs: number | undefined;
}

const clockRows = (rejection: Rejection, clocks: Clocks): WhyNot['clocks'] => {
  const { sentAtMs, errorMs } = clocks;
  const decided = numberIn(rejection, 'atMs') ?? clocks.decidedAtMs;
  const closed = numberIn(rejection, 'closedAtMs');
  const error = errorMs === undefined ? '' : ` ±${shortSpan(errorMs)}`;
  return [
    ...(sentAtMs > 0 ? [{ label: 'Your page sent it', time: exactTime(sentAtMs) + error }] : []),
    ...(closed === undefined ? [] : [{ label: 'The round closed', time: exactTime(closed) }]),
    ...(decided === undefined ? [] : [{ label: 'The server decided', time: exactTime(decided) }]),
  ];
};

export interface Surroundings {
  readonly format: FormatId;
  /** Absent when the bid named no lot of the auction. */
  readonly lot: Pick<LotView, 'tickMills'> | undefined;
  /** From the view; empty where the page knows none. */
  readonly bounds: Bounds;
  /** What the format knows of the bid, in place of what the refusal's numbers say. */
  readonly own?: OwnReasons | undefined;
  readonly clocks: Clocks;
}

/** Takes a refusal of a bid apart. */
export const whyNot = (
  asked: AskedBid,
  rejection: Rejection,
  { format, lot, bounds, own, clocks }: Surroundings,
): WhyNot => {
  const rule = ruleBehind(format, rejection.code);
  const change = own
    ? own.change
    : lot && changeOf(asked, rejection, { tickMills: lot.tickMills, bounds });
  const advice = change ? undefined : adviceFor(rejection);
  return {
    ...(rule && { rule }),
    rows: own?.rows ?? [...priceRows(asked, rejection), ...quantityRows(asked, rejection)],
    ...(change && { change }),
    ...(advice !== undefined && { advice }),
    clocks: clockRows(rejection, clocks),
  };
};
