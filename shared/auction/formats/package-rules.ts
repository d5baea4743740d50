// The rules of package bids: whether they can work, how they read, what is unwise in them.

import type { Rejection } from '../../kernel/rejection.ts';
import type { Advice, Setup } from '../advice.ts';
import type { Lot } from '../types.ts';
import type { PackageRules } from './package-types.ts';
import { reject } from '../../kernel/rejection.ts';
import { capAdvice, plentyAdvice, reserveAdvice, secondPriceAdvice } from '../common-advice.ts';
import { checkQuanta } from '../lot-quanta.ts';
import { MIN_ROUND_MS, outside } from '../rule-bounds.ts';
import { duration } from '../sentences.ts';
import { checkUnlikelyShare, shareSentences } from '../unlikely-share.ts';

export const MAX_PACKAGES = 200;
export const MAX_PACKAGE_LOTS = 100;
/** Beyond so many packages in all, named groups take longer to prove than the limit of the search allows. */
const MANY_NAMED = 100;

/** The first thing wrong with the rules of package bids, by themselves or with the lots (AUC1). */
export const checkPackageRules = (
  rules: PackageRules,
  lots: readonly Lot[],
): Rejection | undefined => {
  const { direction, roundMs, maximumPackages } = rules;
  if (direction !== 'forward') {
    const clash = { field: 'direction', with: 'packages', allowed: 'forward' };
    return reject('auction/rules-clash', clash);
  }
  if (roundMs < MIN_ROUND_MS) return outside('roundMs', roundMs, MIN_ROUND_MS);
  if (maximumPackages < 1 || maximumPackages > MAX_PACKAGES) {
    return outside('maximumPackages', maximumPackages, 1, MAX_PACKAGES);
  }
  if (lots.length > MAX_PACKAGE_LOTS) return outside('lots', lots.length, 1, MAX_PACKAGE_LOTS);
  return checkUnlikelyShare(rules.unlikelyBp) ?? checkQuanta(lots);
};

/** What is worth saying about package bids that are about to open. */
export const packageAdvice = (setup: Setup<PackageRules>): readonly Advice[] => {
  const { rules, lots, eligibility } = setup;
  const advice: Advice[] = [];
  if (rules.outageMs * 2 > rules.roundMs) {
    advice.push({ code: 'advice/outage-long', outageMs: rules.outageMs, roundMs: rules.roundMs });
  }
  const packages = eligibility.length * rules.maximumPackages;
  if (rules.groups === 'named' && packages > MANY_NAMED) {
    advice.push({ code: 'advice/packages-many', packages, manyPackages: MANY_NAMED });
  }
  if (eligibility.length === 2 && rules.information.showsReasons) {
    advice.push({ code: 'advice/reason-tells-rival', bidders: 2 });
  }
  if (lots.length === 1) advice.push({ code: 'advice/one-lot', lots: 1 });
  return [
    ...advice,
    ...secondPriceAdvice(rules.pricing === 'vcg', setup),
    ...reserveAdvice(setup),
    ...capAdvice(lots),
    ...plentyAdvice(setup),
  ];
};

const groupSentence = ({ groups }: PackageRules): string =>
  groups === 'exclusive'
    ? 'You get at most one of your packages.'
    : 'You get at most one package of each group that you name; packages of different groups, or of none, can all be yours.';

const pricingSentence = ({ pricing }: PackageRules): string =>
  pricing === 'pay-as-bid'
    ? 'Pay as bid: a winner pays the totals of its packages.'
    : 'VCG: a winner pays the totals of its packages less what the best choice loses if it had not bid, and never less than opening prices and hidden reserves ask. Bidding what a package is worth to you is the best you can do.';

/** How package bids go, in sentences. */
export const packageSheet = (rules: PackageRules): readonly string[] => [
  'Package bids: the carrier sells capacity; an offer is for some blocks of one or several lots together, at one total price, all or nothing. Nobody sees your offers before the award, not even the moderator.',
  `You can have up to ${String(rules.maximumPackages)} packages, each worth at least its blocks at opening prices, and replace them or take them back until the cut-off, ${duration(rules.roundMs)} after the opening. The cut-off is not extended.`,
  ...shareSentences(rules.unlikelyBp, 'A total that is above its blocks at opening prices'),
  groupSentence(rules),
  'The packages chosen are those that together bring most above opening prices and hidden reserves within the supply of each lot, a mill being added for each block sold. Of equal choices the one with fewer winners counts, then the order of a seed whose hash is published before the round.',
  'The choice is computed from the frozen offers in steps that give the same everywhere, and everybody who has the record can repeat it; if it comes to its limit before it has proved that nothing is better, that is said.',
  pricingSentence(rules),
  'A payment is split over lots by what their blocks cost at opening prices, exactly to the mill.',
  rules.information.showsReasons
    ? 'Who gets nothing learns a total at which its nearest package would have won, and the numbers of the winners that were ahead of it; no names.'
    : 'Who gets nothing learns no more than that.',
];
