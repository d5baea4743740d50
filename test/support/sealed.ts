// Sealed rounds at the table: rules without surprises, and schedules as pairs of blocks and mills.

import type { SealedRules } from '../../shared/auction/formats/sealed-types.ts';
import type { Lot } from '../../shared/auction/types.ts';
import { durationMs, mills } from '../../shared/kernel/units.ts';
import { acceptAll, brandedMills, lot } from './auction.ts';
import { FormatTable } from './format-table.ts';

/** One round of a minute, pay as bid, ties by the seed. */
export const sealedRules = (changes: Partial<SealedRules> = {}): SealedRules => ({
  format: 'sealed',
  title: 'Test',
  direction: 'forward',
  information: {
    demand: 'none',
    carrierSeesBids: false,
    carrierSeesBidders: true,
    moderatorSeesReserves: false,
    showsPrices: false,
    showsOwnResult: false,
  },
  deliveryDays: 302,
  releaseMs: durationMs(100),
  outageMs: durationMs(3_000),
  resumeCountdownMs: durationMs(10_000),
  roundMs: durationMs(60_000),
  gapMs: durationMs(5_000),
  rounds: 'automatic',
  pricing: 'pay-as-bid',
  ties: 'seed',
  maximumSteps: 3,
  roundCount: 1,
  bidsStand: true,
  ...changes,
});

export type Steps = readonly (readonly [blocks: number, priceMills: number])[];

export class SealedTable extends FormatTable<'sealed'> {
  /** Offers steps for a lot; none take the offer back. */
  offer(
    teamId: string,
    steps: Steps,
    more: { readonly lotId?: string; readonly attributes?: Record<string, string> } = {},
  ) {
    const { lotId = 'q', attributes } = more;
    const bid = {
      lotId,
      steps: steps.map(([quantityBlocks, price]) => ({ quantityBlocks, priceMills: mills(price) })),
      ...(attributes && { attributes }),
    };
    const { round } = this.state;
    return this.give({ type: 'PlaceBid', teamId, round, bid }, `${teamId}-lead`);
  }

  /** What each team got of a lot at the last opening: parts as blocks and mills. */
  gets(lotId = 'q'): Readonly<Record<string, Steps>> {
    const shares = this.state.sealed.results.at(-1)?.lots[lotId]?.shares ?? [];
    return Object.fromEntries(
      shares.map(({ teamId, parts }) => [
        teamId,
        parts.map((part) => [part.quantityBlocks, part.priceMills] as const),
      ]),
    );
  }

  priceOf(lotId = 'q'): number | null | undefined {
    return this.state.sealed.results.at(-1)?.lots[lotId]?.priceMills;
  }
}

export interface SealedSetting {
  readonly rules?: SealedRules;
  readonly lots?: readonly Lot[];
  readonly reservesMills?: Readonly<Record<string, number>>;
  readonly teams?: readonly string[];
  readonly seed?: string;
}

/** Ten blocks that open at 1.00. */
export const LOT_10 = lot('q', 10, 1_000);

export const draftedSealed = (setting: SealedSetting = {}): SealedTable => {
  const table = new SealedTable(setting.teams ?? ['a', 'b', 'c'], setting.seed);
  table.does({
    type: 'DraftAuction',
    rules: setting.rules ?? sealedRules(),
    lots: setting.lots ?? [LOT_10],
    reservesMills: brandedMills(setting.reservesMills ?? {}),
  });
  return table;
};

/** Open, with rules accepted by every team. */
export const startedSealed = (setting: SealedSetting = {}): SealedTable => {
  const table = draftedSealed(setting);
  table.does({ type: 'ScheduleAuction' });
  acceptAll(table);
  table.does({ type: 'StartAuction' });
  return table;
};
