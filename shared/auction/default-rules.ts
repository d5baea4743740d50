// The rules that a moderator starts from in each format: safe settings of who sees what, lengths that suit people.

import type { FormatId, RulesOf } from './types.ts';
import { basisPoints, durationMs, mills } from '../kernel/units.ts';

const COMMON = {
  direction: 'forward',
  deliveryDays: 302,
  releaseMs: durationMs(100),
  outageMs: durationMs(3_000),
  resumeCountdownMs: durationMs(10_000),
} as const;

const ROUNDS = {
  roundMs: durationMs(180_000),
  gapMs: durationMs(60_000),
  rounds: 'manual',
} as const;

const BIDDER_INFORMATION = {
  carrierSeesBids: false,
  carrierSeesBidders: true,
  moderatorSeesReserves: false,
} as const;

/** Default rules by format. */
export const DEFAULT_RULES: { readonly [F in FormatId]: RulesOf<F> } = {
  clock: {
    format: 'clock',
    title: 'Clock',
    ...COMMON,
    ...ROUNDS,
    information: { demand: 'excess', ...BIDDER_INFORMATION },
    incrementBp: basisPoints(1_000),
    activityBp: basisPoints(9_000),
  },
  english: {
    format: 'english',
    title: 'English auction',
    ...COMMON,
    gapMs: ROUNDS.gapMs,
    rounds: ROUNDS.rounds,
    information: { ...BIDDER_INFORMATION, showsRank: false },
    lots: 'side-by-side',
    increments: [{ fromMills: mills(0), incrementMills: mills(10) }],
    allowsLimits: true,
    unlikelySteps: 2,
    softClose: {
      kind: 'close-plus',
      afterMs: durationMs(1_800_000),
      windowMs: durationMs(300_000),
      extensionMs: durationMs(300_000),
    },
    extends: 'each',
    extendingPlaces: 1,
  },
  sealed: {
    format: 'sealed',
    title: 'Sealed bids',
    ...COMMON,
    ...ROUNDS,
    roundMs: durationMs(1_800_000),
    information: {
      demand: 'none',
      ...BIDDER_INFORMATION,
      showsPrices: false,
      showsOwnResult: false,
    },
    pricing: 'pay-as-bid',
    ties: 'seed',
    maximumSteps: 5,
    roundCount: 1,
    bidsStand: true,
    unlikelyBp: basisPoints(5_000),
  },
  dutch: {
    format: 'dutch',
    title: 'Dutch auction',
    ...COMMON,
    gapMs: ROUNDS.gapMs,
    rounds: ROUNDS.rounds,
    information: BIDDER_INFORMATION,
    stepMs: durationMs(10_000),
    stepMills: mills(50),
    bumpMills: mills(200),
    lastPriceMills: mills(1_000),
  },
  package: {
    format: 'package',
    title: 'Package bids',
    ...COMMON,
    roundMs: durationMs(1_800_000),
    information: { ...BIDDER_INFORMATION, showsReasons: true },
    pricing: 'pay-as-bid',
    groups: 'exclusive',
    maximumPackages: 100,
    unlikelyBp: basisPoints(5_000),
  },
};
