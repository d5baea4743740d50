// Writes down what happens in a simulation, event by event, and sums it up as a report. Knows formats only by the
// properties that their events share.

import type {
  AuctionCommand,
  AuctionEvent,
  AuctionState,
  Award,
  BidRequest,
} from '../auction/types.ts';
import type { TeamId } from '../kernel/ids.ts';
import type { Rejection } from '../kernel/rejection.ts';
import type { EpochMs } from '../kernel/units.ts';
import { PIECES_PER_BLOCK } from '../auction/types.ts';
import { mills } from '../kernel/units.ts';
import { annualValue } from '../sheet/derive/annual-value.ts';
import type {
  Payment,
  RefusedStep,
  SimulatedExtension,
  SimulatedRound,
  SimulationReport,
} from './report.ts';

type Event<Type extends AuctionEvent['type']> = AuctionEvent & { readonly type: Type };

/** A step that the engine refused, and when. */
export interface Attempt {
  readonly place: number;
  readonly at: EpochMs;
  readonly act: AuctionCommand;
}

const bidOf = (
  act: AuctionCommand,
): { readonly teamId: TeamId; readonly bid: BidRequest } | null =>
  act.type === 'PlaceBid' || act.type === 'PlaceSurrogateBid' ? act : null;

const isInstant = (name: string): boolean => /(^a|A)tMs$/.test(name);

const SHARED: ReadonlySet<string> = new Set(['type', 'round', 'closesAtMs']);

/** What a format adds to what all formats say. */
const ownOf = (said: object): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(said).filter(([name]) => !SHARED.has(name)));

/** What each bidder pays, in the order of their ids. */
const paymentsOf = (awards: readonly Award[], deliveryDays: number): readonly Payment[] =>
  [...new Set(awards.map(({ teamId }) => teamId))].sort().map((teamId) => {
    const own = awards.filter((award) => award.teamId === teamId);
    const parts = own.flatMap((award) => award.parts ?? [award]);
    const volumes = parts.map(({ priceMills, quantityBlocks }) => ({
      priceMills,
      piecesPerDay: quantityBlocks * PIECES_PER_BLOCK,
    }));
    return {
      teamId,
      blocks: own.reduce((sum, { quantityBlocks }) => sum + quantityBlocks, 0),
      dayMills: mills(annualValue(volumes, 1)),
      yearMills: mills(annualValue(volumes, deliveryDays)),
    };
  });

export class Chronicle {
  readonly #startsAt: EpochMs;
  readonly #rounds: SimulatedRound[] = [];
  readonly #extensions: SimulatedExtension[] = [];
  readonly #refused: RefusedStep[] = [];
  #acceptedBids = 0;
  #endedAtMs = 0;

  constructor(startsAt: EpochMs) {
    this.#startsAt = startsAt;
  }

  note(event: AuctionEvent, at: EpochMs): void {
    const atMs = this.#since(at);
    this.#endedAtMs = atMs;
    switch (event.type) {
      case 'RoundOpened':
        this.#opened(event, atMs);
        break;
      case 'BidAccepted':
        this.#acceptedBids += 1;
        this.#change(({ acceptedBids }) => ({ acceptedBids: acceptedBids + 1 }));
        break;
      case 'BidRefused':
        this.#change(({ refusedBids }) => ({ refusedBids: refusedBids + 1 }));
        break;
      case 'RoundExtended':
        this.#extended(atMs, event.closesAtMs, null);
        break;
      case 'CloseMoved':
        if (event.isExtension) this.#extended(atMs, event.closesAtMs, event.lotIds);
        break;
      case 'RoundClosed':
        this.#change(() => ({ closedAtMs: atMs, result: ownOf(event.result) }));
        break;
      case 'RoundsVoided':
        this.#voided(event);
        break;
      default:
    }
  }

  refused({ place, at, act }: Attempt, rejection: Rejection): void {
    const bid = bidOf(act);
    this.#refused.push({
      step: place,
      atMs: this.#since(at),
      bidder: bid?.teamId ?? null,
      bid: bid?.bid ?? null,
      act: bid ? null : act.type,
      rejection: this.#counted(rejection),
    });
  }

  report(auction: AuctionState, unplayedSteps: readonly number[]): SimulationReport {
    return {
      form: 'parley-simulation-1',
      format: auction.rules.format,
      title: auction.rules.title,
      phase: auction.phase,
      endedAtMs: this.#endedAtMs,
      rulesHash: auction.rulesHash,
      seed: auction.seed,
      rounds: this.#rounds,
      extensions: this.#extensions,
      awards: auction.awards,
      unsoldLots: auction.unsoldLots,
      payments: paymentsOf(auction.awards, auction.rules.deliveryDays),
      acceptedBids: this.#acceptedBids,
      refused: this.#refused,
      unplayedSteps,
    };
  }

  #since(at: EpochMs): number {
    return at - this.#startsAt;
  }

  /** Its instants, too, count from the start. */
  #counted({ code, ...numbers }: Rejection): Rejection {
    const said = Object.entries(numbers).map(([name, value]) => [
      name,
      typeof value === 'number' && isInstant(name) ? this.#since(value as EpochMs) : value,
    ]);
    return { ...(Object.fromEntries(said) as Omit<Rejection, 'code'>), code };
  }

  #opened(event: Event<'RoundOpened'>, atMs: number): void {
    this.#rounds.push({
      round: event.round,
      openedAtMs: atMs,
      closedAtMs: null,
      acceptedBids: 0,
      refusedBids: 0,
      opening: ownOf(event),
      result: null,
      isVoided: false,
    });
  }

  #extended(atMs: number, closesAt: EpochMs, lots: SimulatedExtension['lots']): void {
    const round = this.#rounds.at(-1)?.round ?? 0;
    this.#extensions.push({ atMs, round, closesAtMs: this.#since(closesAt), lots });
  }

  #voided({ toRound }: Event<'RoundsVoided'>): void {
    this.#rounds.forEach((each, index) => {
      if (each.round > toRound) this.#rounds[index] = { ...each, isVoided: true };
    });
  }

  /** Of the round that is open, or was last. */
  #change(change: (round: SimulatedRound) => Partial<SimulatedRound>): void {
    const last = this.#rounds.pop();
    if (last) this.#rounds.push({ ...last, ...change(last) });
  }
}
