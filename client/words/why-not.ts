// Why a bid was refused, taken apart for its card: the rule by number, what was asked beside what was allowed, the
// smallest change that would have been accepted, and both clocks. Works from the refusal's numbers, for any format.

import type { FormatId } from '../../shared/auction/types.ts';
import type { Rejection } from '../../shared/kernel/rejection.ts';
import type { LotView } from '../../shared/room/view-types.ts';
import { blocks, count } from '../format/amounts.ts';
import { formatMills } from '../format/money.ts';
import { exactTime, shortSpan } from '../format/times.ts';
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
  /** As asked, or less; absent where none was asked. */
  readonly quantityBlocks?: number;
  readonly priceMills: number;
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

const numberIn = (rejection: Rejection, name: string): number | undefined => {
  const value = rejection[name];
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
};

/** What every bid on the lot must keep to, as far as it is known. */
export interface Bounds {
  readonly minimumMills?: number;
  readonly maximumMills?: number;
  readonly maximumBlocks?: number;
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
});

/** The valid price nearest to the one asked for; of two equally near ones the lower. */
const nearestPrice = (
  askedMills: number,
  tickMills: number,
  { minimumMills, maximumMills }: Required<Bounds>,
): number | undefined => {
  const wanted = Math.min(Math.max(askedMills, minimumMills), maximumMills);
  const below = Math.floor(wanted / tickMills) * tickMills;
  const candidates = [below, below + tickMills]
    .filter((mills) => mills >= minimumMills && mills <= maximumMills)
    .sort((a, b) => Math.abs(a - wanted) - Math.abs(b - wanted) || a - b);
  return candidates[0];
};

/** Refusals that a price or a quantity caused. */
const ABOUT_NUMBERS = ['minimumMills', 'maximumMills', 'tickMills', 'maximumBlocks', 'capBlocks'];

const changeOf = (
  asked: AskedBid,
  rejection: Rejection,
  { tickMills, bounds }: { readonly tickMills: number; readonly bounds: Bounds },
): WhyNot['change'] => {
  if (!ABOUT_NUMBERS.some((name) => numberIn(rejection, name) !== undefined)) return undefined;
  const all = boundsWith(rejection, bounds);
  const priceMills = nearestPrice(asked.priceMills, tickMills, all);
  const { quantityBlocks: wanted } = asked;
  const quantityBlocks = wanted === undefined ? undefined : Math.min(wanted, all.maximumBlocks);
  if (priceMills === undefined) return undefined;
  const isLess = quantityBlocks !== wanted;
  const isMoved = priceMills !== asked.priceMills;
  if (!isLess && !isMoved) return undefined;
  const what = [
    ...(isLess && quantityBlocks !== undefined ? [blocks(quantityBlocks)] : []),
    ...(isMoved ? [`at ${formatMills(priceMills)}`] : []),
  ].join(' ');
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

const quantityRows = (asked: AskedBid, rejection: Rejection): WhyNotRow[] => {
  const points = numberIn(rejection, 'points');
  const eligibility = numberIn(rejection, 'eligibility');
  const most = numberIn(rejection, 'maximumBlocks') ?? numberIn(rejection, 'capBlocks');
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
    ...(most === undefined || asked.quantityBlocks === undefined
      ? []
      : [
          {
            label: 'Blocks',
            asked: count(asked.quantityBlocks),
            allowed: `${count(most)} or fewer`,
          },
        ]),
  ];
};

const adviceOf = (rejection: Rejection): string | undefined => {
  switch (rejection.code) {
    case 'bid/late': {
      const closed = numberIn(rejection, 'closedAtMs');
      const at = numberIn(rejection, 'atMs');
      if (closed === undefined || at === undefined) return undefined;
      // At the close itself is late already, so one millisecond more than the distance.
      return `No bid for that round was taken any more. It would have counted ${shortSpan(at - closed + 1)} earlier.`;
    }
    case 'bid/paused':
      return 'The same bid can be taken once the clock runs again.';
    case 'bid/rules-not-accepted':
      return 'The same bid can be taken once your lead has accepted the rules as they stand.';
    case 'bid/round-not-open': {
      const open = numberIn(rejection, 'openRound');
      return open === undefined || open === 0
        ? undefined
        : `Bid for round ${count(open)} at its prices.`;
    }
    default:
      return undefined;
  }
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
  readonly clocks: Clocks;
}

/** Takes a refusal of a bid apart. */
export const whyNot = (
  asked: AskedBid,
  rejection: Rejection,
  { format, lot, bounds, clocks }: Surroundings,
): WhyNot => {
  const rule = ruleBehind(format, rejection.code);
  const change = lot && changeOf(asked, rejection, { tickMills: lot.tickMills, bounds });
  const advice = adviceOf(rejection);
  return {
    ...(rule && { rule }),
    rows: [...priceRows(asked, rejection), ...quantityRows(asked, rejection)],
    ...(change && { change }),
    ...(advice !== undefined && { advice }),
    clocks: clockRows(rejection, clocks),
  };
};
