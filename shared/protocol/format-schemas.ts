// What each auction format takes over the wire: its rules and its bids, checked. A format adds one member to each
// union; its numbers are judged by shared/auction, here only their form and outer bounds.

import { z } from 'zod';
import { MAX_UNLIKELY_BP } from '../auction/unlikely-share.ts';
import type { BasisPoints, Mills } from '../kernel/units.ts';
import {
  MAX_ATTRIBUTES,
  MAX_OPTIONS,
  MAX_POINTS,
  MAX_SEALED_ROUNDS,
  MAX_STEPS,
} from '../auction/formats/sealed-rules.ts';
import { MAX_PACKAGES, MAX_PACKAGE_LOTS } from '../auction/formats/package-rules.ts';
import {
  MAX_EXTENDING_PLACES,
  MAX_INCREMENT_ROWS,
  MAX_UNLIKELY_STEPS,
} from '../auction/formats/english-rules.ts';
import { id, mills, name, share, tenderWindow, wait } from './wire-values.ts';

const blocks = z.int().min(1).max(1_000_000);
/** Of any bid: it is meant, although it was asked about. */
const confirmed = z.boolean().exactOptional();

export const quantityBid = z.strictObject({
  lotId: id,
  quantityBlocks: z.int().min(0).max(1_000_000),
  priceMills: mills,
  confirmed,
});

/** One lot as it is drafted. */
export const lotSchema = z.strictObject({
  id,
  name,
  facility: name,
  region: name.exactOptional(),
  window: tenderWindow,
  service: z.enum(['same-day', 'next-day']),
  supplyBlocks: blocks,
  openingPriceMills: mills,
  pointsPerBlock: z.int().min(1).max(1_000),
  capBlocks: blocks.exactOptional(),
  minimumBlocks: blocks.exactOptional(),
  multipleBlocks: blocks.exactOptional(),
  tickMills: z
    .int()
    .min(1)
    .max(1_000_000)
    .transform((value) => value as Mills),
});

const bidderInformation = {
  carrierSeesBids: z.boolean(),
  carrierSeesBidders: z.boolean(),
  moderatorSeesReserves: z.boolean(),
};

const hash = z.string().regex(/^[0-9a-f]{64}$/);

const commonRules = {
  title: name,
  direction: z.enum(['forward', 'descending']),
  deliveryDays: z.int().min(1).max(366),
  releaseMs: wait,
  outageMs: wait,
  resumeCountdownMs: wait,
  termsHash: hash.exactOptional(),
};

const roundRules = { roundMs: wait, gapMs: wait, rounds: z.enum(['automatic', 'manual']) };

const clockRules = z.strictObject({
  format: z.literal('clock'),
  ...commonRules,
  ...roundRules,
  information: z.strictObject({
    demand: z.enum(['total', 'excess', 'none']),
    ...bidderInformation,
  }),
  incrementBp: share,
  activityBp: share,
});

const positive = z.int().min(1);
const unlikelyBp = positive
  .max(MAX_UNLIKELY_BP)
  .transform((value) => value as BasisPoints)
  .exactOptional();

const softClose = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.enum(['close-plus', 'bid-plus']),
    afterMs: wait,
    windowMs: wait,
    extensionMs: wait,
    maximumExtensions: z.int().min(0).max(10_000).exactOptional(),
  }),
  z.strictObject({ kind: z.literal('survival'), standsMs: wait }),
]);

const englishRules = z.strictObject({
  format: z.literal('english'),
  ...commonRules,
  gapMs: wait,
  rounds: roundRules.rounds,
  information: z.strictObject({ ...bidderInformation, showsRank: z.boolean() }),
  lots: z.enum(['side-by-side', 'in-sequence']),
  increments: z
    .array(z.strictObject({ fromMills: mills, incrementMills: mills }))
    .min(1)
    .max(MAX_INCREMENT_ROWS),
  maximumStepMills: mills.exactOptional(),
  allowsLimits: z.boolean(),
  unlikelySteps: positive.max(MAX_UNLIKELY_STEPS).exactOptional(),
  softClose,
  hardStopMs: wait.exactOptional(),
  extends: z.enum(['each', 'all']),
  extendingPlaces: positive.max(MAX_EXTENDING_PLACES),
});

const scoring = z.strictObject({
  millsPerPoint: mills,
  attributes: z
    .array(
      z.strictObject({
        id,
        name,
        options: z
          .array(z.strictObject({ id, name, points: z.int().min(0).max(MAX_POINTS) }))
          .min(1)
          .max(MAX_OPTIONS),
      }),
    )
    .min(1)
    .max(MAX_ATTRIBUTES),
});

const sealedRules = z.strictObject({
  format: z.literal('sealed'),
  ...commonRules,
  ...roundRules,
  information: z.strictObject({
    demand: z.enum(['total', 'excess', 'none']),
    ...bidderInformation,
    showsPrices: z.boolean(),
    showsOwnResult: z.boolean(),
  }),
  pricing: z.enum(['pay-as-bid', 'uniform-lowest-accepted', 'uniform-highest-rejected', 'vickrey']),
  ties: z.enum(['pro-rata', 'earliest', 'seed']),
  maximumSteps: positive.max(MAX_STEPS),
  roundCount: positive.max(MAX_SEALED_ROUNDS),
  bidsStand: z.boolean(),
  scoring: scoring.exactOptional(),
  unlikelyBp,
});

const dutchRules = z.strictObject({
  format: z.literal('dutch'),
  ...commonRules,
  gapMs: wait,
  rounds: roundRules.rounds,
  information: z.strictObject(bidderInformation),
  stepMs: wait,
  stepMills: mills,
  bumpMills: mills,
  lastPriceMills: mills,
});

const packageRules = z.strictObject({
  format: z.literal('package'),
  ...commonRules,
  roundMs: wait,
  information: z.strictObject({ ...bidderInformation, showsReasons: z.boolean() }),
  pricing: z.enum(['pay-as-bid', 'vcg']),
  groups: z.enum(['exclusive', 'named']),
  maximumPackages: positive.max(MAX_PACKAGES),
  unlikelyBp,
});

/** Rules of any format, told apart by `format`. */
export const rulesSchema = z.discriminatedUnion('format', [
  clockRules,
  englishRules,
  sealedRules,
  dutchRules,
  packageRules,
]);

const priceBid = z.strictObject({ lotId: id, priceMills: mills, confirmed });
const limitBid = z.strictObject({ lotId: id, limitMills: mills, confirmed });

/** Ids as keys: the record has as many as a scored bid can name. */
const chosen = z
  .record(id, id)
  .refine((record) => Object.keys(record).length <= MAX_ATTRIBUTES, 'too many attributes');
const scheduleBid = z.strictObject({
  lotId: id,
  steps: z.array(z.strictObject({ quantityBlocks: blocks, priceMills: mills })).max(MAX_STEPS),
  attributes: chosen.exactOptional(),
  confirmed,
});

const packageBid = z.strictObject({
  packageId: id,
  items: z.array(z.strictObject({ lotId: id, quantityBlocks: blocks })).max(MAX_PACKAGE_LOTS),
  totalMills: mills,
  group: id.exactOptional(),
  confirmed,
});

/** What a team wants done with a lot for as long as it says nothing else; a clock only. */
export const instructionSchema = z.strictObject({
  lotId: id,
  quantityBlocks: z.int().min(0).max(1_000_000),
  limitMills: mills,
  thenBlocks: z.int().min(0).max(1_000_000),
});

/** A bid of any format, told apart by its properties. */
export const bidSchema = z.union([quantityBid, priceBid, limitBid, scheduleBid, packageBid]);
