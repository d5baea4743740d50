// Random courses of sealed rounds, small enough that ties, shortages and margins are frequent.

import { fc } from './fast-check.ts';
import type { SealedRules, ScheduleBid } from '../../shared/auction/formats/sealed-types.ts';
import { mills } from '../../shared/kernel/units.ts';
import { lot } from './auction.ts';
import type { Walk } from './format-walks.ts';
import type { SealedSetting } from './sealed.ts';
import { sealedRules, startedSealed } from './sealed.ts';

export const SCORING: SealedRules['scoring'] & object = {
  millsPerPoint: mills(10),
  attributes: [
    {
      id: 'service',
      name: 'Service',
      options: [
        { id: 'next', name: 'next day', points: 0 },
        { id: 'same', name: 'same day', points: 4 },
      ],
    },
  ],
};

const pricing = fc.constantFrom<SealedRules['pricing']>(
  'pay-as-bid',
  'uniform-lowest-accepted',
  'uniform-highest-rejected',
  'vickrey',
);
const ties = fc.constantFrom<SealedRules['ties']>('pro-rata', 'earliest', 'seed');

export const sealedSetting: fc.Arbitrary<SealedSetting> = fc.record({
  rules: fc
    .record({
      direction: fc.constantFrom('forward' as const, 'descending' as const),
      rounds: fc.constantFrom('automatic' as const, 'manual' as const),
      pricing,
      ties,
      roundCount: fc.integer({ min: 1, max: 3 }),
      bidsStand: fc.boolean(),
      isScored: fc.boolean(),
    })
    .map(({ isScored, ...rules }) =>
      sealedRules({
        ...rules,
        ...(isScored && { scoring: SCORING, pricing: 'pay-as-bid' }),
      }),
    ),
  lots: fc.constantFrom(
    [lot('q', 5, 1_000), lot('n', 3, 1_000)],
    [lot('q', 6, 1_000, { multipleBlocks: 2, minimumBlocks: 4 }), lot('n', 3, 1_000)],
  ),
  reservesMills: fc.constantFrom({}, { q: 1_020 }, { q: 970 }),
  seed: fc.string({ minLength: 1, maxLength: 4 }),
});

/** A schedule of up to four steps near the opening price; some are out of order, off the step or too many. */
export const scheduleOf = (
  {
    rules,
    lots,
  }: {
    readonly rules: SealedRules;
    readonly lots: Readonly<Record<string, { readonly multipleBlocks?: number }>>;
  },
  raw: readonly number[],
): ScheduleBid => {
  const [which = 0, count = 0, from = 0, ...sizes] = raw;
  const lotId = which % 2 === 0 ? 'q' : 'n';
  const sign = rules.direction === 'forward' ? 1 : -1;
  const start = 1_000 + sign * 10 * ((from % 9) - (from % 50 === 0 ? 1 : 0));
  const multiple = lots[lotId]?.multipleBlocks ?? 1;
  const steps = sizes.slice(0, count % 4).map((size, place) => ({
    quantityBlocks: multiple * ((size % 3) + 1) - (size % 41 === 40 ? 1 : 0) || 1,
    priceMills: mills(start - sign * 10 * place * (size % 37 === 36 ? 0 : 1)),
  }));
  return {
    lotId,
    steps,
    ...(rules.scoring && { attributes: { service: from % 2 === 0 ? 'next' : 'same' } }),
  };
};

export const sealedWalk: Walk<'sealed', SealedSetting> = {
  setting: sealedSetting,
  start: startedSealed,
  bid: ({ state }, raw) => scheduleOf(state, raw),
  amended: ({ state: { rules } }) => ({
    ...rules,
    maximumSteps: 4 - rules.maximumSteps + 1,
    rounds: rules.rounds === 'manual' ? 'automatic' : 'manual',
  }),
  waitsMs: [1, 900, 5_000, 20_000, 61_000, 61_000, 66_000],
};
