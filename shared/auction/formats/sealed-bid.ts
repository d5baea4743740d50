// Whether a schedule may stand in the open sealed round (rules SLD1, SLD6). Says no with what would have been taken.

import type { TeamId } from '../../kernel/ids.ts';
import type { Rejection } from '../../kernel/rejection.ts';
import type { AuctionOf, BidRequest, Lot } from '../types.ts';
import type { Offer } from './format.ts';
import type { ScheduleBid, SealedRules } from './sealed-types.ts';
import { reject } from '../../kernel/rejection.ts';
import { blocksOf } from '../award-parts.ts';
import { checkQuantity, multipleOf } from '../lot-quanta.ts';
import { reaches } from '../price-direction.ts';
import { beyondShare } from '../unlikely-share.ts';

const checkSteps = (
  { maximumSteps, direction }: SealedRules,
  lot: Lot,
  { steps }: ScheduleBid,
): Rejection | undefined => {
  if (steps.length > maximumSteps) return reject('bid/too-many-steps', { maximumSteps });
  const { tickMills, openingPriceMills } = lot;
  const multipleBlocks = multipleOf(lot);
  for (const [place, { quantityBlocks, priceMills }] of steps.entries()) {
    if (priceMills % tickMills !== 0) return reject('bid/off-tick', { tickMills });
    if (!reaches(direction, priceMills, openingPriceMills)) {
      return reject('bid/short-of-opening', { openingPriceMills });
    }
    const before = steps[place - 1];
    if (before && reaches(direction, priceMills, before.priceMills)) {
      return reject('bid/steps-order', { step: place + 1, beforeMills: before.priceMills });
    }
    if (quantityBlocks % multipleBlocks !== 0)
      return reject('bid/off-multiple', { multipleBlocks });
  }
  return undefined;
};

/** More than supply could only enlarge a share of the margin. */
const checkTotal = (lot: Lot, { steps }: ScheduleBid): Rejection | undefined => {
  const blocks = blocksOf(steps);
  const { capBlocks, supplyBlocks } = lot;
  if (capBlocks !== undefined && blocks > capBlocks) return reject('bid/above-cap', { capBlocks });
  if (blocks > supplyBlocks) return reject('bid/above-supply', { supplyBlocks });
  return checkQuantity(lot, blocks);
};

const checkAttributes = (
  { scoring }: SealedRules,
  { attributes = {} }: ScheduleBid,
): Rejection | undefined => {
  const asked = scoring?.attributes ?? [];
  const stray = Object.keys(attributes).find((id) => !asked.some((each) => each.id === id));
  if (stray !== undefined) {
    return reject('bid/attribute', { attributeId: stray, options: [] });
  }
  for (const { id, options } of asked) {
    const ids = options.map((option) => option.id);
    if (!ids.includes(attributes[id] ?? '')) {
      return reject('bid/attribute', { attributeId: id, options: ids });
    }
  }
  return undefined;
};

/** The rule a schedule breaks, or undefined when it may stand. One without steps takes back what stood. */
export const checkSchedule = (
  { lots, rules }: Pick<AuctionOf<'sealed'>, 'lots' | 'rules'>,
  { bid }: Pick<Offer<ScheduleBid>, 'bid'>,
): Rejection | undefined => {
  const lot = lots[bid.lotId];
  if (!lot) return reject('bid/unknown-lot', { lotId: bid.lotId });
  if (bid.steps.length === 0) return undefined;
  return checkSteps(rules, lot, bid) ?? checkTotal(lot, bid) ?? checkAttributes(rules, bid);
};

/** All steps that a team offers, with schedules in the place of others (GRD2). */
export const committedInSealed = (
  { sealed: { book } }: AuctionOf<'sealed'>,
  teamId: TeamId,
  more: readonly BidRequest[],
): number => {
  const next = Object.fromEntries(
    more.flatMap((bid) => ('steps' in bid ? [[bid.lotId, bid] as const] : [])),
  );
  return Object.values({ ...book[teamId], ...next })
    .flatMap(({ steps }) => steps)
    .reduce((sum, { quantityBlocks, priceMills }) => sum + quantityBlocks * priceMills, 0);
};

/** A step whose price is further from the opening price than the rules find likely is asked about (GRD1). */
export const unlikelyInSealed = (
  { rules, lots }: Pick<AuctionOf<'sealed'>, 'lots' | 'rules'>,
  { bid }: Pick<Offer<BidRequest>, 'bid'>,
): Readonly<Record<string, number>> | undefined => {
  const lot = 'steps' in bid ? lots[bid.lotId] : undefined;
  if (rules.unlikelyBp === undefined || !lot || !('steps' in bid)) return undefined;
  const { openingPriceMills: nextMills } = lot;
  const furthestMills = beyondShare(rules.direction, nextMills, rules.unlikelyBp);
  return bid.steps.every(({ priceMills }) => reaches(rules.direction, furthestMills, priceMills))
    ? undefined
    : { nextMills, furthestMills };
};
