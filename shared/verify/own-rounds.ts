// What a bidder can check of a clock by itself: that what was processed for it lies between what it had and what it asked
// for, within its points, and that its eligibility follows (rules CLK4, CLK6, STI2). Where two of its own acts leave open
// which came last, the wider bounds hold.

import type { AuctionEvent, Direction, Lot } from '../auction/types.ts';
import type { ClockRules, RoundResult } from '../auction/formats/clock-types.ts';
import type { LotId, TeamId } from '../kernel/ids.ts';
import { bidsIn } from '../auction/formats/clock-bids.ts';
import { eligibilityAfter } from '../auction/formats/clock-round.ts';
import { cellsOf } from '../auction/formats/columns.ts';
import { heldOf } from './clock-columns.ts';

/** What a team asked for on one lot: from least to most, as two bids of one millisecond have no order. */
interface Asked {
  readonly atMs: number;
  readonly least: number;
  readonly most: number;
}

export interface OwnRound {
  readonly result: RoundResult;
  readonly rules: Pick<ClockRules, 'activityBp'> & { readonly direction: Direction };
  readonly lots: readonly Lot[];
}

const boundsOf = (before: number, { least, most }: Pick<Asked, 'least' | 'most'>, round: number) =>
  round === 1
    ? { low: least, high: most }
    : { low: Math.min(before, least), high: Math.max(before, most) };

const NOTHING = { least: 0, most: 0 };

export class OwnRounds {
  readonly #teamId: TeamId;
  readonly #asked = new Map<number, Map<LotId, Asked>>();
  /** Lots on which a bid was taken back, by round: what stands there then is not followed. */
  readonly #unsure = new Map<number, Set<LotId>>();
  readonly #kept: { readonly held: ArrayLike<number>; readonly eligibility: number }[] = [];
  #initial: number | undefined;
  #isOut = false;

  constructor(teamId: TeamId) {
    this.#teamId = teamId;
  }

  /** Rounds that count and came out as they must. */
  get rounds(): number {
    return this.#isOut ? 0 : this.#kept.length;
  }

  /** Follows what the team did and what was done about it; anything else changes nothing. */
  take(event: AuctionEvent, atMs: number): void {
    if (event.type === 'RoundsVoided') {
      this.#kept.length = Math.min(this.#kept.length, event.toRound);
      for (const rounds of [this.#asked, this.#unsure]) {
        for (const round of rounds.keys()) if (round > event.toRound) rounds.delete(round);
      }
      return;
    }
    if (!('teamId' in event) || event.teamId !== this.#teamId) return;
    if (event.type === 'EligibilitySet') this.#initial = event.points;
    // What is processed of a team that is out follows other rules.
    if (event.type === 'TeamExcluded') this.#isOut = true;
    if (event.type === 'BidRetracted') {
      const lots = this.#unsure.get(event.round) ?? new Set<LotId>();
      this.#unsure.set(event.round, lots.add(event.on));
    }
    if (event.type === 'BidsAccepted') this.#bids(event.round, bidsIn(event.bids), atMs);
    if (event.type === 'BidAccepted' && 'quantityBlocks' in event.bid) {
      this.#bids(event.round, [event.bid], atMs);
    }
  }

  /** What does not follow in a round, in words with the lot it is about; undefined where all does, or nothing is shown. */
  close({ result, rules, lots }: OwnRound): string | undefined {
    const before = this.#kept.at(-1);
    const eligibility = before?.eligibility ?? this.#initial;
    const held = heldOf(result, this.#teamId, lots);
    const after = (result as { readonly eligibility?: RoundResult['eligibility'] }).eligibility?.[
      this.#teamId
    ];
    if (this.#isOut || eligibility === undefined || !held || after === undefined) {
      this.#isOut = true;
      return undefined;
    }
    this.#kept.push({ held, eligibility: after });
    return (
      this.#wrongLot({ result, lots, held, before: before?.held ?? [] }) ??
      wrongPoints({ held, lots, eligibility, after, activityBp: rules.activityBp })
    );
  }

  #wrongLot(of: {
    readonly result: RoundResult;
    readonly lots: readonly Lot[];
    readonly held: ArrayLike<number>;
    readonly before: ArrayLike<number>;
  }): string | undefined {
    const { result, lots, held, before } = of;
    const asked = this.#asked.get(result.round);
    const unsure = this.#unsure.get(result.round);
    const instructed = new Map(
      cellsOf(result.instructed?.[this.#teamId] ?? {}).map((cell) => [cell.place, cell]),
    );
    for (const [place, { id }] of lots.entries()) {
      if (unsure?.has(id)) continue;
      const blocks = instructed.get(place)?.quantityBlocks;
      const byInstruction = blocks === undefined ? NOTHING : { least: blocks, most: blocks };
      const wished = asked?.get(id) ?? byInstruction;
      const { low, high } = boundsOf(before[place] ?? 0, wished, result.round);
      const has = held[place] ?? 0;
      if (has >= low && has <= high) continue;
      const bounds = low === high ? String(low) : `${String(low)} to ${String(high)}`;
      return `gives this team ${String(has)} of lot ${id}, but ${bounds} follows from its bids`;
    }
    return undefined;
  }

  #bids(
    round: number,
    bids: readonly { readonly lotId: LotId; readonly quantityBlocks: number }[],
    atMs: number,
  ): void {
    const lots = this.#asked.get(round) ?? new Map<LotId, Asked>();
    this.#asked.set(round, lots);
    for (const { lotId, quantityBlocks } of bids) {
      const known = lots.get(lotId);
      const isSame = known?.atMs === atMs;
      lots.set(lotId, {
        atMs,
        least: isSame ? Math.min(known.least, quantityBlocks) : quantityBlocks,
        most: isSame ? Math.max(known.most, quantityBlocks) : quantityBlocks,
      });
    }
  }
}

const wrongPoints = (of: {
  readonly held: ArrayLike<number>;
  readonly lots: readonly Lot[];
  readonly eligibility: number;
  readonly after: number;
  readonly activityBp: ClockRules['activityBp'];
}): string | undefined => {
  const { held, lots, eligibility, after, activityBp } = of;
  const points = lots.reduce(
    (sum, { pointsPerBlock }, place) => sum + (held[place] ?? 0) * pointsPerBlock,
    0,
  );
  if (points > eligibility) {
    return `gives this team ${String(points)} points, but it had ${String(eligibility)}`;
  }
  const follows = eligibilityAfter(eligibility, points, activityBp);
  return follows === after
    ? undefined
    : `leaves this team ${String(after)} points, but ${String(follows)} follow from its activity`;
};
