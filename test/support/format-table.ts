// Drives one auction of any format the way a host does: decides, applies the events, lets time run in between. Time is
// virtual and chance repeats itself. Every state is frozen, so code that changes one in place fails the test that meets it.

import type { AuctionContext } from '../../shared/auction/context.ts';
import type {
  AuctionCommand,
  AuctionOf,
  AuctionState,
  EventOf,
  FormatId,
} from '../../shared/auction/types.ts';
import type { Decision } from '../../shared/kernel/decider.ts';
import type { AuctionViewOf, Viewer } from '../../shared/room/view-types.ts';
import { decideAuction } from '../../shared/auction/auction.ts';
import { auctionWakeAt, draftedAuction, evolveAuction } from '../../shared/auction/evolve.ts';
import { viewAuction } from '../../shared/auction/view.ts';
import { SYSTEM } from '../../shared/kernel/decider.ts';
import { sha256Hex } from '../../shared/kernel/hash.ts';
import { epochMs } from '../../shared/kernel/units.ts';

export const START_MS = 1_800_000_000_000;
export const AUCTION_ID = 'clock';

const frozen = <T>(value: T): T => {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(frozen);
  }
  return value;
};

/** One auction of a format and the time it lives in. */
export class FormatTable<F extends FormatId> {
  at = START_MS;
  /** Every event in order, also those of refused commands. */
  readonly events: EventOf<F>[] = [];
  readonly bidders: readonly string[];
  readonly #seed: string;
  #state: AuctionState | undefined;
  #count = 0;

  constructor(bidders: readonly string[], seed = 'seed') {
    this.bidders = bidders;
    this.#seed = seed;
  }

  get state(): AuctionOf<F> {
    if (!this.#state) throw new Error('no auction was drafted');
    return this.#state as AuctionOf<F>;
  }

  /** Gives a command now and applies what it decides; `by` names a seat, absent: the server. */
  give(command: AuctionCommand, by?: string): Decision<EventOf<F>> {
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
    const decision = decideAuction(this.#state, frozen(command), context) as Decision<EventOf<F>>;
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
  does(command: AuctionCommand, by?: string): readonly EventOf<F>[] {
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

  view(viewer: Viewer): AuctionViewOf<F> {
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
    return viewAuction(this.state, { viewer, side, bidderNames }) as AuctionViewOf<F>;
  }
}
