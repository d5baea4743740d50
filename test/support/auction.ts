// The clock at the table: rules, lots and bids of the worked examples, and a table that knows how to bid at a clock.

import type { ClockRules } from '../../shared/auction/formats/clock-types.ts';
import type { FormatId, Information, Lot } from '../../shared/auction/types.ts';
import type { Mills } from '../../shared/kernel/units.ts';
import { basisPoints, durationMs, mills } from '../../shared/kernel/units.ts';
import { FormatTable } from './format-table.ts';

export { AUCTION_ID, START_MS } from './format-table.ts';

export const ROUND_MS = 60_000;
export const GAP_MS = 5_000;

export const INFORMATION: Information = {
  demand: 'total',
  carrierSeesBids: false,
  carrierSeesBidders: true,
  moderatorSeesReserves: false,
};

/** Clock rules of worked example A: increment 10 %, activity 90 %. */
export const clockRules = (changes: Partial<ClockRules> = {}): ClockRules => ({
  format: 'clock',
  title: 'Test',
  direction: 'forward',
  information: INFORMATION,
  deliveryDays: 302,
  releaseMs: durationMs(100),
  outageMs: durationMs(3_000),
  resumeCountdownMs: durationMs(10_000),
  incrementBp: basisPoints(1_000),
  activityBp: basisPoints(9_000),
  roundMs: durationMs(ROUND_MS),
  gapMs: durationMs(GAP_MS),
  rounds: 'automatic',
  ...changes,
});

/** One lot with a tick of one cent. */
export const lot = (
  id: string,
  supplyBlocks: number,
  openingPrice: number,
  more: Partial<Lot> = {},
): Lot => ({
  id,
  name: `Lot ${id}`,
  facility: `Facility ${id}`,
  window: { opens: '05:00', closes: '07:00', zone: 'America/New_York' },
  service: 'same-day',
  supplyBlocks,
  openingPriceMills: mills(openingPrice),
  pointsPerBlock: 1,
  tickMills: mills(10),
  ...more,
});

/** Lots of worked example A. */
export const LOTS_A: readonly Lot[] = [lot('q', 6, 2_400), lot('n', 4, 2_200)];
const ELIGIBILITY_A = { a: 6, b: 6, c: 4 };

/** By team and lot: blocks and price in mills. */
export type RoundBids = Readonly<
  Record<string, Readonly<Record<string, readonly [blocks: number, priceMills: number]>>>
>;

export interface Setting {
  readonly rules?: ClockRules;
  readonly lots?: readonly Lot[];
  readonly reservesMills?: Readonly<Record<string, number>>;
  readonly eligibility?: Readonly<Record<string, number>>;
  readonly seed?: string;
}

export class AuctionTable extends FormatTable<'clock'> {
  bid(teamId: string, lotId: string, blocks: number, priceMills: number, round?: number) {
    return this.give(
      {
        type: 'PlaceBid',
        teamId,
        round: round ?? this.state.round,
        bid: { lotId, quantityBlocks: blocks, priceMills: mills(priceMills) },
      },
      `${teamId}-lead`,
    );
  }

  /** Places bids that must all stand. */
  bids(bids: RoundBids): void {
    for (const [teamId, lots] of Object.entries(bids)) {
      for (const [lotId, [blocks, priceMills]] of Object.entries(lots)) {
        const decision = this.bid(teamId, lotId, blocks, priceMills);
        if (!decision.ok) {
          throw new Error(`bid of ${teamId} for ${lotId}: ${JSON.stringify(decision.rejection)}`);
        }
      }
    }
  }

  /** Bids and runs to the close; opens the round first when none is. */
  round(bids: RoundBids): void {
    if (this.state.stage !== 'bidding') this.open();
    this.bids(bids);
    this.close();
  }

  posted(): Record<string, number> {
    const lots = this.state.clock.results.at(-1)?.lots ?? {};
    return Object.fromEntries(Object.values(lots).map((l) => [l.lotId, l.postedPriceMills]));
  }
}

export const brandedMills = (
  prices: Readonly<Record<string, number>>,
): Readonly<Record<string, Mills>> =>
  Object.fromEntries(Object.entries(prices).map(([id, price]) => [id, mills(price)]));

/** Drafted, with eligibility set. */
export const draftedTable = (setting: Setting = {}): AuctionTable => {
  const eligibility = setting.eligibility ?? ELIGIBILITY_A;
  const table = new AuctionTable(Object.keys(eligibility), setting.seed);
  table.does({
    type: 'DraftAuction',
    rules: setting.rules ?? clockRules(),
    lots: setting.lots ?? LOTS_A,
    reservesMills: brandedMills(setting.reservesMills ?? {}),
  });
  for (const [teamId, points] of Object.entries(eligibility)) {
    table.does({ type: 'SetEligibility', teamId, points });
  }
  return table;
};

export const acceptAll = <F extends FormatId>(table: FormatTable<F>): void => {
  const { rulesHash } = table.state;
  for (const teamId of table.bidders) table.does({ type: 'AcceptRules', teamId, rulesHash });
};

/** Scheduled, with rules accepted by every team. */
export const scheduledTable = (setting: Setting = {}): AuctionTable => {
  const table = draftedTable(setting);
  table.does({ type: 'ScheduleAuction' });
  acceptAll(table);
  return table;
};

/** In round 1, just opened. */
export const startedTable = (setting: Setting = {}): AuctionTable => {
  const table = scheduledTable(setting);
  table.does({ type: 'StartAuction' });
  return table;
};

/** Bids of rounds 1 to 3 of worked example A. */
export const ROUNDS_A: readonly [RoundBids, RoundBids, RoundBids] = [
  {
    a: { q: [4, 2_400], n: [2, 2_200] },
    b: { q: [3, 2_400], n: [3, 2_200] },
    c: { q: [2, 2_400], n: [2, 2_200] },
  },
  {
    a: { q: [4, 2_640], n: [1, 2_300] },
    b: { q: [2, 2_500], n: [3, 2_420] },
    c: { q: [2, 2_640], n: [1, 2_350] },
  },
  {
    a: { q: [3, 2_800], n: [1, 2_660] },
    b: { q: [1, 2_800], n: [3, 2_660] },
    c: { q: [2, 2_900], n: [0, 2_550] },
  },
];

/** Worked example A up to the end of a round: 1, 2 or 3. */
export const tableA = (rounds: 1 | 2 | 3, setting: Setting = {}): AuctionTable => {
  const table = startedTable(setting);
  for (const bids of ROUNDS_A.slice(0, rounds)) table.round(bids);
  return table;
};
