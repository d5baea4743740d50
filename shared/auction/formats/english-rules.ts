// The rules of an English auction: whether they can work, and how they read.

import type { Rejection } from '../../kernel/rejection.ts';
import type { Lot } from '../types.ts';
import type { EnglishRules, IncrementRow, SoftClose } from './english-types.ts';
import { refuseQuanta } from '../lot-quanta.ts';
import { MIN_ROUND_MS, outside, wrongLot } from '../rule-bounds.ts';
import { dollars, duration } from '../sentences.ts';

export const MAX_EXTENDING_PLACES = 10;
export const MAX_INCREMENT_ROWS = 50;
export const MAX_UNLIKELY_STEPS = 1_000;

const checkSoftClose = (softClose: SoftClose): Rejection | undefined => {
  if (softClose.kind === 'survival') {
    const { standsMs } = softClose;
    return standsMs < MIN_ROUND_MS
      ? outside('softClose.standsMs', standsMs, MIN_ROUND_MS)
      : undefined;
  }
  const { afterMs, extensionMs } = softClose;
  if (afterMs < MIN_ROUND_MS) return outside('softClose.afterMs', afterMs, MIN_ROUND_MS);
  return extensionMs < MIN_ROUND_MS
    ? outside('softClose.extensionMs', extensionMs, MIN_ROUND_MS)
    : undefined;
};

const checkIncrements = (rows: readonly IncrementRow[]): Rejection | undefined => {
  if (rows.length < 1 || rows.length > MAX_INCREMENT_ROWS) {
    return outside('increments', rows.length, 1, MAX_INCREMENT_ROWS);
  }
  let from = -1;
  for (const [place, { fromMills, incrementMills }] of rows.entries()) {
    const field = `increments.${String(place)}`;
    if (place === 0 && fromMills !== 0) return outside(`${field}.fromMills`, fromMills, 0, 0);
    if (fromMills <= from) return outside(`${field}.fromMills`, fromMills, from + 1);
    if (incrementMills < 1) return outside(`${field}.incrementMills`, incrementMills, 1);
    from = fromMills;
  }
  return undefined;
};

/** Every increment is a whole number of every lot's ticks, so that every next price is a price of the lot. */
const checkWithLots = (rules: EnglishRules, lots: readonly Lot[]): Rejection | undefined => {
  for (const lot of lots) {
    const { tickMills, capBlocks, supplyBlocks } = lot;
    if (capBlocks !== undefined && capBlocks < supplyBlocks) {
      return wrongLot(lot, 'capBlocks', 'whole-supply', { supplyBlocks });
    }
    const odd = rules.increments.find(({ incrementMills }) => incrementMills % tickMills !== 0);
    if (odd) {
      const { incrementMills } = odd;
      return wrongLot(lot, 'tickMills', 'divisor-of-increments', { incrementMills });
    }
  }
  return undefined;
};

/** The first thing wrong with the rules of an English auction, by themselves or with its lots (AUC1). */
export const checkEnglishRules = (
  rules: EnglishRules,
  lots: readonly Lot[],
): Rejection | undefined => {
  const { softClose, increments, maximumStepMills, hardStopMs, extendingPlaces } = rules;
  const wrong = checkSoftClose(softClose) ?? checkIncrements(increments);
  if (wrong) return wrong;
  if (extendingPlaces < 1 || extendingPlaces > MAX_EXTENDING_PLACES) {
    return outside('extendingPlaces', extendingPlaces, 1, MAX_EXTENDING_PLACES);
  }
  const { unlikelySteps } = rules;
  if (unlikelySteps !== undefined && (unlikelySteps < 1 || unlikelySteps > MAX_UNLIKELY_STEPS)) {
    return outside('unlikelySteps', unlikelySteps, 1, MAX_UNLIKELY_STEPS);
  }
  const largest = Math.max(...increments.map(({ incrementMills }) => incrementMills));
  if (maximumStepMills !== undefined && maximumStepMills < largest) {
    return outside('maximumStepMills', maximumStepMills, largest);
  }
  const firstMs = softClose.kind === 'survival' ? softClose.standsMs : softClose.afterMs;
  if (hardStopMs !== undefined && hardStopMs < firstMs) {
    return outside('hardStopMs', hardStopMs, firstMs);
  }
  return checkWithLots(rules, lots) ?? refuseQuanta(lots);
};

const incrementSentence = (rows: readonly IncrementRow[], betters: string): string => {
  const parts = rows.map(({ fromMills, incrementMills }, place) =>
    place === 0
      ? dollars(incrementMills)
      : `from ${dollars(fromMills)} on ${dollars(incrementMills)}`,
  );
  return `Each further bid ${betters} the lead by at least ${parts.join(', ')}.`;
};

const placesPhrase = (places: number): string =>
  places === 1 ? 'change of the lead' : `change among the first ${String(places)} places`;

const closeSentences = (rules: EnglishRules): readonly string[] => {
  const { softClose, hardStopMs } = rules;
  const change = placesPhrase(rules.extendingPlaces);
  const which = rules.extends === 'all' ? ' All open lots move together.' : '';
  const stop =
    hardStopMs === undefined
      ? []
      : [`No lot stays open longer than ${duration(hardStopMs)}, whatever is bid.`];
  if (softClose.kind === 'survival') {
    const stands = duration(softClose.standsMs);
    return [
      `A lot closes when ${stands} have passed without a ${change}, or since the opening when nobody bids.${which}`,
      ...stop,
    ];
  }
  const { afterMs, windowMs, extensionMs, maximumExtensions } = softClose;
  const moves =
    softClose.kind === 'close-plus'
      ? `moves the close by ${duration(extensionMs)}`
      : `moves the close to ${duration(extensionMs)} after it, if that is later`;
  const cap =
    maximumExtensions === undefined
      ? ''
      : ` A close moves at most ${String(maximumExtensions)} times.`;
  return [
    `A lot closes ${duration(afterMs)} after it opens. A ${change} in the last ${duration(windowMs)} before the close ${moves}; other bids move nothing.${cap}${which}`,
    ...stop,
  ];
};

const limitSentence = ({ allowsLimits, direction }: EnglishRules): string => {
  if (!allowsLimits) return 'You bid the price that you name.';
  return direction === 'forward'
    ? 'You name a price, or you leave the most you would pay: then you are bid for with as little as it takes to lead, one increment above the next best limit and never above your own. Of equal limits the earlier leads, at that limit. Nobody else sees your limit while the lot is open; the moderator sees it after the close.'
    : 'You name a price, or you leave the least you would take: then you are bid for with as much as lets you lead, one increment below the next best limit and never below your own. Of equal limits the earlier leads, at that limit. Nobody else sees your limit while the lot is open; the moderator sees it after the close.';
};

const orderSentence = ({ lots, rounds, gapMs }: EnglishRules): string => {
  if (lots === 'side-by-side') return 'All lots open together and close each for itself.';
  return rounds === 'automatic'
    ? `Lots are sold one after the other, each ${duration(gapMs)} after the one before.`
    : 'Lots are sold one after the other; the moderator opens each one.';
};

/** How an English auction goes, in sentences. */
export const englishSheet = (rules: EnglishRules): readonly string[] => {
  const isForward = rules.direction === 'forward';
  const [start, better, pays] = isForward
    ? ['opening', 'raises', 'pays']
    : ['ceiling', 'undercuts', 'is paid'];
  return [
    isForward
      ? 'English auction: the carrier sells each lot as a whole to who bids most, and the price rises bid by bid.'
      : 'Descending English auction: the shipper buys each lot as a whole from who asks least, and the price falls bid by bid.',
    `The first bid on a lot is at least as good as its ${start} price.`,
    incrementSentence(rules.increments, better),
    ...(rules.maximumStepMills === undefined
      ? []
      : [`A price that you name goes at most ${dollars(rules.maximumStepMills)} beyond the lead.`]),
    ...(rules.unlikelySteps === undefined
      ? []
      : [
          `A price or limit more than ${String(rules.unlikelySteps)} increments beyond the next price is taken only when you confirm it.`,
        ]),
    limitSentence(rules),
    orderSentence(rules),
    ...closeSentences(rules),
    `Who leads when a lot closes gets all of it and ${pays} the lead price.`,
    `A lot whose lead price is ${isForward ? 'below' : 'above'} its hidden reserve is not sold.`,
    rules.information.showsRank
      ? 'Everybody sees the lead price of each lot, nobody who leads; you see your own place.'
      : 'Everybody sees the lead price of each lot, nobody who leads; you see whether you lead.',
  ];
};
