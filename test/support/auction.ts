// Drives one auction the way a host does: decides, applies the events, lets time run in between. Time is virtual and
// chance repeats itself. Every state is frozen, so code that changes one in place fails the test that meets it.

import type { AuctionContext } from '../../shared/auction/auction.ts';
import type { ClockRules } from '../../shared/auction/formats/clock-types.ts';
import type {
  AuctionCommand,
  AuctionOf,
  AuctionState,
  EventOf,
  Information,
  Lot,
} from '../../shared/auction/types.ts';
import type { Decision } from '../../shared/kernel/decider.ts';
import type { Mills } from '../../shared/kernel/units.ts';
import type { ClockView, Viewer } from '../../shared/room/view-types.ts';
import { decideAuction } from '../../shared/auction/auction.ts';
import { auctionWakeAt, draftedAuction, evolveAuction } from '../../shared/auction/evolve.ts';
import { viewAuction } from '../../shared/auction/view.ts';
import { SYSTEM } from '../../shared/kernel/decider.ts';
import { sha256Hex } from '../../shared/kernel/hash.ts';
import { basisPoints, durationMs, epochMs, mills } from '../../shared/kernel/units.ts';

export const START_MS = 1_800_000_000_000;
export const ROUND_MS = 60_000;
export const GAP_MS = 5_000;
export const AUCTION_ID = 'clock';

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
export const ELIGIBILITY_A = { a: 6, b: 6, c: 4 };

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

const frozen = <T>(value: T): T => {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(frozen);
  }
  return value;
};

export class AuctionTable {
  at = START_MS;
  /** Every event in order, also those of refused commands. */
  readonly events: EventOf<'clock'>[] = [];
  readonly bidders: readonly string[];
  readonly #seed: string;
  #state: AuctionState | undefined;
  #count = 0;

  constructor(bidders: readonly string[], seed = 'seed') {
    this.bidders = bidders;
    this.#seed = seed;
  }

  get state(): AuctionOf<'clock'> {
    if (!this.#state || !('clock' in this.#state)) throw new Error('no clock was drafted');
    return this.#state;
  }

  /** Gives a command now and applies what it decides; `by` names a seat, absent: the server. */
  give(command: AuctionCommand, by?: string): Decision<EventOf<'clock'>> {
    this.#count += 1;
    const digits = sha256Hex(`${this.#seed} ${String(this.#count)}`);
    const context: AuctionContext = {
      auctionId: AUCTION_ID,
      bidders: this.bidders,
      by: by === undefined ? SYSTEM : { kind: 'seat', seatId: by },
      id: `command-${String(this.#count)}`,
      at: epochMs(this.at),
      entropy: () => digits,
    };
    const decision = decideAuction(this.#state, frozen(command), context) as Decision<
      EventOf<'clock'>
    >;
    for (const event of decision.events) {
      this.events.push(frozen(event));
      const before = this.#state;
      this.#state = frozen(
        before
          ? evolveAuction(before, event, context)
          : event.type === 'AuctionDrafted'
            ? draftedAuction(AUCTION_ID, event, undefined)
            : this.state,
      );
    }
    return decision;
  }

  /** Gives a command that must be taken; returns its events. */
  does(command: AuctionCommand, by?: string): readonly EventOf<'clock'>[] {
    const decision = this.give(command, by);
    if (!decision.ok) {
      throw new Error(`${command.type} was refused: ${JSON.stringify(decision.rejection)}`);
    }
    return decision.events;
  }

  /** Gives a command that must be refused; returns the rejection. */
  refuses(command: AuctionCommand, by?: string) {
    const decision = this.give(command, by);
    if (decision.ok) throw new Error(`${command.type} was not refused`);
    return decision.rejection;
  }

  /** Moves time on, with a tick at every instant the auction asks for. */
  wait(ms: number): void {
    const end = this.at + ms;
    for (;;) {
      const due = auctionWakeAt(this.state);
      if (due === undefined || due > end) break;
      this.at = Math.max(this.at, due);
      this.does({ type: 'TickAuction' });
    }
    this.at = end;
  }

  /** Moves time on while no timer fires. */
  jump(ms: number): void {
    this.at += ms;
  }

  /** Puts the state through its stored form and back. */
  reload(): void {
    this.#state = frozen(JSON.parse(JSON.stringify(this.state)) as AuctionState);
  }

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

  /** Lets the open round run out and stops at its close. */
  close(): void {
    const { stage, closesAtMs } = this.state;
    if (stage !== 'bidding' || closesAtMs === null) throw new Error('no round is open');
    this.wait(closesAtMs - this.at);
  }

  /** Opens the next round by hand and stops there. */
  open(): void {
    this.does({ type: 'OpenRound' });
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

  view(viewer: Viewer): ClockView {
    const biddingSide = this.state.rules.direction === 'forward' ? 'shipper' : 'carrier';
    const hostSide = biddingSide === 'shipper' ? 'carrier' : 'shipper';
    const isTeam = viewer.kind === 'team';
    const side = !isTeam
      ? undefined
      : this.bidders.includes(viewer.teamId)
        ? biddingSide
        : hostSide;
    const bidderNames = Object.fromEntries(
      this.bidders.map((id) => [id, `Team ${id.toUpperCase()}`]),
    );
    return viewAuction(this.state, { viewer, side, bidderNames }) as ClockView;
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

export const acceptAll = (table: AuctionTable): void => {
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
