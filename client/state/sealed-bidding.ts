// What a bidder in sealed rounds has typed, as a schedule: rows of blocks and price, and options where the rules score.
// The check of a schedule is the server's own, so that the form says beforehand what would be refused.

import type { LotId } from '../../shared/kernel/ids.ts';
import type { Rejection } from '../../shared/kernel/rejection.ts';
import type { SealedBidView } from '../../shared/auction/formats/sealed-view-types.ts';
import type { ScheduleBid, SealedStep } from '../../shared/auction/formats/sealed-types.ts';
import { blocksOf } from '../../shared/auction/award-parts.ts';
import { checkSchedule } from '../../shared/auction/formats/sealed-bid.ts';
import { pointsOf, scoreOf } from '../../shared/auction/formats/sealed-score.ts';
import { mills } from '../../shared/kernel/units.ts';
import type { AuctionViewOf, LotView } from '../../shared/room/view-types.ts';
import { count, parseCount } from '../format/amounts.ts';
import { formatMills, formatMillsBare, parseMills } from '../format/money.ts';
import { yearlyValueMills } from './bidding.ts';

type SealedView = AuctionViewOf<'sealed'>;

/** One row as typed. */
export interface StepRow {
  readonly blocks: string;
  readonly price: string;
}

export interface ScheduleDraft {
  readonly rows: readonly StepRow[];
  readonly attributes: Readonly<Record<string, string>>;
}

export const EMPTY_ROW: StepRow = { blocks: '', price: '' };

const rowsOf = (steps: SealedBidView['steps']): readonly StepRow[] =>
  steps.map(({ quantityBlocks, priceMills }) => ({
    blocks: String(quantityBlocks),
    price: formatMillsBare(priceMills),
  }));

/** A draft that says what stands, or nothing yet; of each attribute the first option. */
export const draftOf = ({ rules }: SealedView, bid: SealedBidView | undefined): ScheduleDraft => ({
  rows: bid ? rowsOf(bid.steps) : [EMPTY_ROW],
  attributes: Object.fromEntries(
    (rules.scoring?.attributes ?? []).map(({ id, options }) => [
      id,
      bid?.attributes?.[id] ?? options[0]?.id ?? '',
    ]),
  ),
});

/** Rows that say what a schedule says, with its options. */
export const draftFrom = ({ steps, attributes = {} }: ScheduleBid): ScheduleDraft => ({
  rows: rowsOf(steps),
  attributes,
});

const isEmpty = ({ blocks, price }: StepRow): boolean =>
  blocks.trim() === '' && price.trim() === '';

/** A row as a step, or what is wrong with it; undefined where nothing is typed. */
export type ReadRow =
  | { readonly ok: true; readonly step: SealedStep }
  | { readonly ok: false; readonly message: string }
  | undefined;

export const readRow = (row: StepRow): ReadRow => {
  if (isEmpty(row)) return undefined;
  const quantityBlocks = parseCount(row.blocks);
  const price = parseMills(row.price);
  if (quantityBlocks === undefined || quantityBlocks === 0) {
    return { ok: false, message: 'Write a whole number of blocks.' };
  }
  return price.ok
    ? { ok: true, step: { quantityBlocks, priceMills: mills(price.value) } }
    : { ok: false, message: price.message };
};

/** The steps of all rows that say something; undefined while one is wrong or there is none. */
export const stepsOf = (rows: readonly StepRow[]): readonly SealedStep[] | undefined => {
  const read = rows.map(readRow).filter((row) => row !== undefined);
  const steps = read.flatMap((row) => (row.ok ? [row.step] : []));
  return steps.length > 0 && steps.length === read.length ? steps : undefined;
};

/** What the server would refuse a schedule for. */
export const whyNotSchedule = (
  { lots, rules }: SealedView,
  lotId: LotId,
  steps: readonly SealedStep[],
  attributes: ScheduleDraft['attributes'],
): Rejection | undefined =>
  checkSchedule({ lots, rules }, { bid: { lotId, steps, ...(rules.scoring && { attributes }) } });

/** The smallest quantity and the steps of a lot, its supply and cap, as far as they bind: for a line over the rows. */
export const quantityTerms = (lot: LotView): string => {
  const { supplyBlocks, capBlocks, minimumBlocks, multipleBlocks } = lot;
  const parts = [
    `${count(supplyBlocks)} in all`,
    ...(capBlocks === undefined ? [] : [`at most ${count(capBlocks)} a bidder`]),
    ...(minimumBlocks === undefined ? [] : [`at least ${count(minimumBlocks)}`]),
    ...(multipleBlocks === undefined ? [] : [`in steps of ${count(multipleBlocks)}`]),
  ];
  return parts.join(', ');
};

export interface ScheduleTotals {
  readonly blocks: number;
  /** In mills a year, if every step is accepted at its own price. */
  readonly yearlyMills: number;
}

export const totalsOf = (steps: readonly SealedStep[], deliveryDays: number): ScheduleTotals => ({
  blocks: blocksOf(steps),
  yearlyMills: steps.reduce(
    (sum, { quantityBlocks, priceMills }) =>
      sum + yearlyValueMills(quantityBlocks, priceMills, deliveryDays),
    0,
  ),
});

/** One attribute's part of a score. */
export interface ScorePart {
  readonly name: string;
  readonly option: string;
  readonly points: number;
}

/** Where the rules score: what each attribute counts, and what all points are worth a piece in mills. */
export const breakdownOf = (
  { rules }: SealedView,
  attributes: ScheduleDraft['attributes'],
): { readonly parts: readonly ScorePart[]; readonly worthMills: number } | undefined => {
  const { scoring } = rules;
  if (!scoring) return undefined;
  const points = pointsOf(scoring, attributes);
  const parts = scoring.attributes.map(({ id, name, options }) => ({
    name,
    option: options.find((option) => option.id === attributes[id])?.name ?? '–',
    points: points[id] ?? 0,
  }));
  const all = parts.reduce((sum, part) => sum + part.points, 0);
  return { parts, worthMills: all * scoring.millsPerPoint };
};

/** The score of a step with what is chosen, in mills a piece. */
export const stepScore = (
  { rules }: SealedView,
  { priceMills }: SealedStep,
  attributes: ScheduleDraft['attributes'],
): number => scoreOf(rules, priceMills, attributes);

/** What an offer for a lot must reach: to be taken, and what the last opening would have asked where it is shown. */
export const sealedPadRows = (
  { rules, lots, prices }: SealedView,
  lotId: LotId,
): readonly { readonly label: string; readonly value: string }[] => {
  const lot = lots[lotId];
  if (!lot) return [];
  const orBetter = rules.direction === 'forward' ? 'or more' : 'or less';
  const price = prices[lotId]?.priceMills;
  return [
    { label: 'Taken at', value: `${formatMills(lot.openingPriceMills)} ${orBetter}` },
    ...(price === undefined
      ? []
      : [{ label: 'Price of the last opening', value: formatMills(price) }]),
  ];
};
