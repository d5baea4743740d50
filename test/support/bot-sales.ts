// Sales of every format as they follow from a seed: lots, rules, teams and the kinds of bots that sit in them. Each is
// started, with rules accepted, so that bots can play it to its end.

import type { FormatId, Lot } from '../../shared/auction/types.ts';
import { basisPoints, durationMs, mills } from '../../shared/kernel/units.ts';
import { Random } from '../../shared/kernel/random.ts';
import type { BotKind } from '../../shared/rehearsal/bot-kinds.ts';
import { BOT_KINDS } from '../../shared/rehearsal/bot-kinds.ts';
import { clockRules, lot, startedTable } from './auction.ts';
import { dutchRules, startedDutch } from './dutch.ts';
import { englishRules, rows, startedEnglish } from './english.ts';
import type { FormatTable } from './format-table.ts';
import { packageRules, startedPackages } from './packages.ts';
import { sealedRules, startedSealed } from './sealed.ts';

export const FORMATS: readonly FormatId[] = ['clock', 'english', 'sealed', 'dutch', 'package'];

export interface Sale<F extends FormatId = FormatId> {
  readonly table: FormatTable<F>;
  readonly kinds: Readonly<Record<string, BotKind>>;
}

interface Draw {
  readonly random: Random;
  readonly teams: readonly string[];
  readonly direction: 'forward' | 'descending';
  readonly seed: string;
}

const lotsFor = ({ random }: Draw, more: (supply: number) => Partial<Lot> = () => ({})) =>
  ['q', 'n', 'r', 's', 't'].slice(0, random.between(1, 5)).map((id) => {
    const supply = random.between(1, 6) * 2;
    return lot(id, supply, random.between(150, 400) * 10, {
      pointsPerBlock: random.between(1, 3),
      ...more(supply),
    });
  });

const reservesFor = ({ random, direction }: Draw, lots: readonly Lot[]) =>
  Object.fromEntries(
    lots.flatMap(({ id, openingPriceMills }): [string, number][] => {
      if (!random.oneIn(3)) return [];
      const away = random.between(0, 60) * 10;
      return [[id, openingPriceMills + (direction === 'forward' ? away : -away)]];
    }),
  );

const clock = (draw: Draw): FormatTable<FormatId> => {
  const { random, teams, direction, seed } = draw;
  const lots = lotsFor(draw, (supply) => (random.oneIn(4) ? { capBlocks: supply } : {}));
  return startedTable({
    rules: clockRules({
      direction,
      incrementBp: basisPoints(random.between(2, 12) * 100),
      activityBp: basisPoints(random.between(6, 10) * 1_000),
    }),
    lots,
    reservesMills: reservesFor(draw, lots),
    eligibility: Object.fromEntries(teams.map((id) => [id, random.between(4, 30)])),
    seed,
  }) as unknown as FormatTable<FormatId>;
};

const english = (draw: Draw): FormatTable<FormatId> => {
  const { random, teams, direction, seed } = draw;
  const lots = lotsFor(draw);
  const kind = random.pick(['close-plus', 'bid-plus', 'survival'] as const);
  const [afterMs, windowMs, extensionMs] = [600_000, 60_000, 30_000].map(durationMs) as [
    ReturnType<typeof durationMs>,
    ReturnType<typeof durationMs>,
    ReturnType<typeof durationMs>,
  ];
  const softClose =
    kind === 'survival'
      ? { kind, standsMs: windowMs }
      : { kind, afterMs, windowMs, extensionMs, ...(random.oneIn(2) && { maximumExtensions: 5 }) };
  return startedEnglish({
    rules: englishRules({
      direction,
      softClose,
      allowsLimits: random.oneIn(2),
      increments: random.oneIn(2) ? rows([0, 10]) : rows([0, 10], [2_500, 30]),
      lots: random.pick(['side-by-side', 'in-sequence'] as const),
      extends: random.pick(['each', 'all'] as const),
      extendingPlaces: random.between(1, 3),
      rounds: random.pick(['automatic', 'manual'] as const),
      ...(random.oneIn(2) && { maximumStepMills: mills(200) }),
      ...(random.oneIn(2) && { hardStopMs: durationMs(900_000) }),
    }),
    lots,
    reservesMills: reservesFor(draw, lots),
    teams,
    seed,
  }) as unknown as FormatTable<FormatId>;
};

const SCORING = {
  millsPerPoint: mills(10),
  attributes: [
    {
      id: 'tender',
      name: 'Tender time',
      options: [
        { id: 'early', name: 'Early', points: 8 },
        { id: 'late', name: 'Late', points: 0 },
      ],
    },
  ],
};

const sealed = (draw: Draw): FormatTable<FormatId> => {
  const { random, teams, direction, seed } = draw;
  const lots = lotsFor(draw, () => (random.oneIn(3) ? { multipleBlocks: 2 } : {}));
  const pricing = random.pick([
    'pay-as-bid',
    'uniform-lowest-accepted',
    'uniform-highest-rejected',
    'vickrey',
  ] as const);
  return startedSealed({
    rules: sealedRules({
      direction,
      pricing,
      ties: random.pick(['pro-rata', 'earliest', 'seed'] as const),
      maximumSteps: random.between(1, 5),
      roundCount: random.between(1, 3),
      bidsStand: random.oneIn(2),
      rounds: random.pick(['automatic', 'manual'] as const),
      ...(pricing === 'pay-as-bid' && random.oneIn(2) && { scoring: SCORING }),
    }),
    lots,
    reservesMills: reservesFor(draw, lots),
    teams,
    seed,
  }) as unknown as FormatTable<FormatId>;
};

const dutch = (draw: Draw): FormatTable<FormatId> => {
  const { random, teams, direction, seed } = draw;
  const lots = lotsFor(draw, () => (random.oneIn(3) ? { multipleBlocks: 2 } : {}));
  const isForward = direction === 'forward';
  return startedDutch({
    rules: dutchRules({
      direction,
      stepMills: mills(random.between(2, 6) * 10),
      bumpMills: mills(random.between(0, 20) * 10),
      lastPriceMills: mills(isForward ? 700 : 6_000),
      rounds: random.pick(['automatic', 'manual'] as const),
    }),
    lots,
    teams,
    seed,
  }) as unknown as FormatTable<FormatId>;
};

const packages = (draw: Draw): FormatTable<FormatId> => {
  const { random, teams, seed } = draw;
  const lots = lotsFor(draw).slice(0, 4);
  return startedPackages({
    rules: packageRules({
      pricing: random.pick(['pay-as-bid', 'vcg'] as const),
      groups: random.pick(['exclusive', 'named'] as const),
      maximumPackages: random.between(2, 12),
    }),
    lots,
    reservesMills: reservesFor({ ...draw, direction: 'forward' }, lots),
    teams,
    seed,
  }) as unknown as FormatTable<FormatId>;
};

const SALES = { clock, english, sealed, dutch, package: packages };

/** The sale that a seed stands for; the same each time. */
export const saleOf = (format: FormatId, seed: number): Sale => {
  const random = Random.of(`sale ${format} ${String(seed)}`);
  const teams = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].slice(0, random.between(3, 8));
  const direction = random.pick(['forward', 'descending'] as const);
  const table = SALES[format]({ random: random.fork(), teams, direction, seed: String(seed) });
  return { table, kinds: Object.fromEntries(teams.map((id) => [id, random.pick(BOT_KINDS)])) };
};
