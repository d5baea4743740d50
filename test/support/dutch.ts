// Dutch auctions at the table: rules of the worked example, and stops as blocks and mills.

import { fc } from './fast-check.ts';
import type { DutchLot, DutchRules } from '../../shared/auction/formats/dutch-types.ts';
import type { Lot } from '../../shared/auction/types.ts';
import { durationMs, mills } from '../../shared/kernel/units.ts';
import { acceptAll, brandedMills, lot } from './auction.ts';
import { FormatTable } from './format-table.ts';
import type { Walk } from './format-walks.ts';

/** Worked example G: −0.05 every ten seconds, bump 0.20, last price 2.50. */
export const dutchRules = (changes: Partial<DutchRules> = {}): DutchRules => ({
  format: 'dutch',
  title: 'Test',
  direction: 'forward',
  information: {
    carrierSeesBids: false,
    carrierSeesBidders: true,
    moderatorSeesReserves: false,
  },
  deliveryDays: 302,
  releaseMs: durationMs(100),
  outageMs: durationMs(3_000),
  resumeCountdownMs: durationMs(10_000),
  gapMs: durationMs(5_000),
  rounds: 'automatic',
  stepMs: durationMs(10_000),
  stepMills: mills(50),
  bumpMills: mills(200),
  lastPriceMills: mills(2_500),
  ...changes,
});

/** 20 blocks from 4.00. */
export const LOT_G = lot('q', 20, 4_000);

export class DutchTable extends FormatTable<'dutch'> {
  /** Stops the clock for so many blocks; at the price shown, unless another is named. */
  stop(teamId: string, quantityBlocks: number, priceMills = this.price(), lotId = this.lotId()) {
    const bid = { lotId, quantityBlocks, priceMills: mills(priceMills) };
    const { round } = this.state;
    return this.give({ type: 'PlaceBid', teamId, round, bid }, `${teamId}-lead`);
  }

  lotId(): string {
    return this.state.lotOrder[this.state.round - 1] ?? 'q';
  }

  lot(): DutchLot {
    const open = this.state.dutch.lots[this.lotId()];
    if (!open) throw new Error('no lot is open');
    return open;
  }

  price(): number {
    return this.state.dutch.lots[this.lotId()]?.priceMills ?? 0;
  }

  /** Lets the clock run to a price. */
  runTo(priceMills: number): void {
    while (this.price() !== priceMills) {
      if (this.state.stage !== 'bidding') throw new Error(`no clock runs to ${String(priceMills)}`);
      this.wait(this.lot().stepAtMs - this.at);
    }
  }
}

export interface DutchSetting {
  readonly rules?: DutchRules;
  readonly lots?: readonly Lot[];
  readonly reservesMills?: Readonly<Record<string, number>>;
  readonly teams?: readonly string[];
  readonly seed?: string;
}

export const draftedDutch = (setting: DutchSetting = {}): DutchTable => {
  const table = new DutchTable(setting.teams ?? ['a', 'b', 'c'], setting.seed);
  table.does({
    type: 'DraftAuction',
    rules: setting.rules ?? dutchRules(),
    lots: setting.lots ?? [LOT_G],
    reservesMills: brandedMills(setting.reservesMills ?? {}),
  });
  return table;
};

/** The clock of the first lot runs, with rules accepted by every team. */
export const startedDutch = (setting: DutchSetting = {}): DutchTable => {
  const table = draftedDutch(setting);
  table.does({ type: 'ScheduleAuction' });
  acceptAll(table);
  table.does({ type: 'StartAuction' });
  return table;
};

const setting: fc.Arbitrary<DutchSetting> = fc
  .record({
    direction: fc.constantFrom('forward' as const, 'descending' as const),
    rounds: fc.constantFrom('automatic' as const, 'manual' as const),
    bumpMills: fc.constantFrom(0, 10, 70).map(mills),
    stepMills: fc.constantFrom(20, 30).map(mills),
    multiple: fc.constantFrom(1, 2),
    hasCap: fc.boolean(),
    reserve: fc.constantFrom(undefined, 60),
    seed: fc.string({ minLength: 1, maxLength: 4 }),
  })
  .map(({ multiple, hasCap, reserve, seed, ...rules }) => {
    const sign = rules.direction === 'forward' ? 1 : -1;
    return {
      seed,
      rules: dutchRules({
        ...rules,
        stepMs: durationMs(2_000),
        lastPriceMills: mills(1_000 - sign * 130),
      }),
      lots: [
        lot('q', 6, 1_000, { multipleBlocks: multiple, ...(hasCap && { capBlocks: 4 }) }),
        lot('n', 3, 1_000),
      ],
      reservesMills: reserve === undefined ? {} : { q: 1_000 - sign * reserve },
    };
  });

export const dutchWalk: Walk<'dutch', DutchSetting> = {
  setting,
  start: startedDutch,
  bid: ({ state }, [blocks = 0, slack = 0, other = 0]) => {
    const open = state.lotOrder[state.round - 1] ?? 'q';
    const lotId = other % 20 === 0 ? 'n' : open;
    const price = state.dutch.lots[lotId]?.priceMills ?? 1_000;
    const sign = state.rules.direction === 'forward' ? 1 : -1;
    const beyond = [0, 0, 0, 50, -20][slack % 5] ?? 0;
    return {
      lotId,
      quantityBlocks: blocks % 5,
      priceMills: mills(price + sign * beyond),
    };
  },
  amended: ({ state: { rules } }) => ({
    ...rules,
    stepMills: mills(50 - rules.stepMills),
    rounds: rules.rounds === 'manual' ? 'automatic' : 'manual',
  }),
  waitsMs: [1, 700, 2_000, 2_000, 4_000, 5_000, 9_000],
};
