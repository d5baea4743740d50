// Package bids at the table: an award is computed as soon as the book asks for one, as a server would.

import { fc } from './fast-check.ts';
import type { PackageAnswer, PackageRules } from '../../shared/auction/formats/package-types.ts';
import { packages } from '../../shared/auction/formats/packages.ts';
import { answerTo } from '../../shared/auction/formats/package-solve.ts';
import type { Lot } from '../../shared/auction/types.ts';
import { durationMs, mills } from '../../shared/kernel/units.ts';
import { acceptAll, brandedMills, lot } from './auction.ts';
import { FormatTable } from './format-table.ts';
import type { Walk } from './format-walks.ts';

/** One round of a minute, pay as bid, one package a team. */
export const packageRules = (changes: Partial<PackageRules> = {}): PackageRules => ({
  format: 'package',
  title: 'Test',
  direction: 'forward',
  information: {
    carrierSeesBids: false,
    carrierSeesBidders: true,
    moderatorSeesReserves: false,
    showsReasons: true,
  },
  deliveryDays: 302,
  releaseMs: durationMs(100),
  outageMs: durationMs(3_000),
  resumeCountdownMs: durationMs(10_000),
  roundMs: durationMs(60_000),
  pricing: 'pay-as-bid',
  groups: 'exclusive',
  maximumPackages: 10,
  ...changes,
});

export type Items = Readonly<Record<string, number>>;

export class PackageTable extends FormatTable<'package'> {
  /** Off: the book stays frozen until `settle` is called. */
  isAnswering = true;

  offer(teamId: string, packageId: string, items: Items, totalMills: number, group?: string) {
    const bid = {
      packageId,
      items: Object.entries(items).map(([lotId, quantityBlocks]) => ({ lotId, quantityBlocks })),
      totalMills: mills(totalMills),
      ...(group !== undefined && { group }),
    };
    const { round } = this.state;
    return this.give({ type: 'PlaceBid', teamId, round, bid }, `${teamId}-lead`);
  }

  /** What the frozen book asks, answered; undefined while nothing is asked. */
  answer(): PackageAnswer | undefined {
    const asked = packages.asks?.(this.state);
    return asked && 'sale' in asked ? answerTo(asked) : undefined;
  }

  settle(answer = this.answer()): void {
    if (answer) this.does({ type: 'SettleAward', answer });
  }

  override wait(ms: number): void {
    super.wait(ms);
    if (this.isAnswering) this.settle();
  }

  /** What each winner won and pays. */
  won(): Readonly<Record<string, readonly [packages: readonly string[], paidMills: number]>> {
    const { won = {}, paidMills = {} } = this.state.package.results.at(-1) ?? {};
    return Object.fromEntries(
      Object.entries(won).map(([teamId, ids]) => [teamId, [ids, paidMills[teamId] ?? 0]]),
    );
  }
}

export interface PackageSetting {
  readonly rules?: PackageRules;
  readonly lots?: readonly Lot[];
  readonly reservesMills?: Readonly<Record<string, number>>;
  readonly teams?: readonly string[];
  readonly seed?: string;
}

/** Lots q and n of four blocks each that open at 1.00. */
export const LOTS_4: readonly Lot[] = [lot('q', 4, 1_000), lot('n', 4, 1_000)];

export const draftedPackages = (setting: PackageSetting = {}): PackageTable => {
  const table = new PackageTable(setting.teams ?? ['a', 'b', 'c'], setting.seed);
  table.does({
    type: 'DraftAuction',
    rules: setting.rules ?? packageRules(),
    lots: setting.lots ?? LOTS_4,
    reservesMills: brandedMills(setting.reservesMills ?? {}),
  });
  return table;
};

/** Open, with rules accepted by every team. */
export const startedPackages = (setting: PackageSetting = {}): PackageTable => {
  const table = draftedPackages(setting);
  table.does({ type: 'ScheduleAuction' });
  acceptAll(table);
  table.does({ type: 'StartAuction' });
  return table;
};

export const packageWalk: Walk<'package', PackageSetting> = {
  setting: fc.record({
    rules: fc
      .record({
        pricing: fc.constantFrom('pay-as-bid' as const, 'vcg' as const),
        groups: fc.constantFrom('exclusive' as const, 'named' as const),
        maximumPackages: fc.constantFrom(2, 5),
      })
      .map(packageRules),
    lots: fc.constantFrom(
      [lot('q', 3, 1_000), lot('n', 2, 1_000)],
      [
        lot('q', 4, 1_000, { multipleBlocks: 2, capBlocks: 2 }),
        lot('n', 3, 1_000, { capBlocks: 2 }),
      ],
    ),
    reservesMills: fc.constantFrom({}, { q: 1_030 }),
    seed: fc.string({ minLength: 1, maxLength: 4 }),
  }),
  start: startedPackages,
  bid: ({ state }, [id = 0, q = 0, n = 0, price = 0, group = 0]) => {
    const step = state.lots['q']?.multipleBlocks ?? 1;
    const items = [
      { lotId: 'q', quantityBlocks: (q % 3) * step },
      { lotId: 'n', quantityBlocks: n % 4 },
    ].filter(({ quantityBlocks }) => quantityBlocks > 0);
    const blocks = items.reduce((sum, { quantityBlocks }) => sum + quantityBlocks, 0);
    const isNamed = state.rules.groups === 'named' && group % 3 > 0;
    return {
      packageId: `p${String(id % 4)}`,
      items,
      totalMills: mills(blocks * (1_000 + 10 * ((price % 8) - (price % 30 === 0 ? 1 : 0)))),
      ...(isNamed && { group: `g${String(group % 2)}` }),
    };
  },
  amended: ({ state: { rules } }) => ({ ...rules, maximumPackages: 7 - rules.maximumPackages }),
  waitsMs: [1, 900, 5_000, 20_000, 61_000],
};
