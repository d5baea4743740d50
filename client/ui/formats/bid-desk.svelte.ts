// What becomes of the bids that a form sends: on the way, recorded, in need of a second word, or refused with reasons.
// The form keeps what is typed; this keeps what was sent.

import type { LotId, TeamId } from '../../../shared/kernel/ids.ts';
import type { FormatId } from '../../../shared/auction/types.ts';
import type { LotView } from '../../../shared/room/view-types.ts';
import type { AskedBid, Bounds, OwnReasons } from '../../words/why-not.ts';
import { whyNot } from '../../words/why-not.ts';
import type { Rejection } from '../../../shared/kernel/rejection.ts';
import type { Outcome } from '../room/BidOutcome.svelte';
import type { AuctionSeatCommand, Give } from '../room/submit.ts';
import { drafting, isRejection } from '../room/submit.ts';
import type { PageMoment } from './parts.ts';

/** A bid as a seat gives it. */
export type SeatBid = Extract<AuctionSeatCommand, { readonly type: 'PlaceBid' }>['bid'];

/** One bid as a form sends it. */
export interface SentBid {
  readonly lotId: LotId;
  readonly bid: SeatBid;
  /** What it says, for the card of a refusal. */
  readonly asked: AskedBid;
  /** What it says, for people: `$2.45 for Tulsa`. */
  readonly what: string;
  readonly bounds: Bounds;
}

export interface BidPlace {
  readonly format: FormatId;
  readonly teamId: TeamId;
  readonly lots: Readonly<Record<LotId, LotView>>;
  readonly moment: PageMoment;
  readonly give: Give;
  /** What the format knows of a refused bid by itself, where it is more than a quantity and a price. */
  readonly reasons?: (bid: SeatBid) => OwnReasons | undefined;
  /** The refusal with the names of bounds that the card knows; as it is where they are its own. */
  readonly inBounds?: (rejection: Rejection, lot: LotView | undefined) => Rejection;
  /** Why the bidder itself wanted to be asked before this is sent: its pad has a walk-away price. */
  readonly stop?: (sent: SentBid) => string | undefined;
}

/** A bid that was not taken yet, and what saying yes to it does. */
export interface Unsure extends Manner {
  readonly sent: SentBid;
  readonly sentence: string;
}

interface Manner {
  /** It goes beyond the bidder's own walk-away price, and is meant. */
  readonly isPastStop?: boolean;
  /** The bid is meant although it was asked about. */
  readonly isConfirmed?: boolean;
  /** It waits for a second person of the team. */
  readonly isDraft?: boolean;
}

const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

export class BidDesk {
  /** Asked at each bid: the page around it moves on. */
  readonly #place: () => BidPlace;
  readonly #recorded: (bid: SentBid) => void;
  #isSending = $state(false);
  #outcome = $state.raw<Outcome>();
  #unsure = $state.raw<Unsure>();

  constructor(place: () => BidPlace, recorded: (bid: SentBid) => void) {
    this.#place = place;
    this.#recorded = recorded;
  }

  get isSending(): boolean {
    return this.#isSending;
  }

  /** Of the last bid. */
  get outcome(): Outcome | undefined {
    return this.#outcome;
  }

  /** A bid that the server wants to hear a second time, or from two people. */
  get unsure(): Unsure | undefined {
    return this.#unsure;
  }

  /** Typing on takes the word of the last success away; a refusal stays to be read. */
  typed(): void {
    if (this.#outcome && this.#outcome.sentence === undefined) this.#outcome = undefined;
  }

  clear(): void {
    this.#outcome = undefined;
  }

  async send(sent: SentBid, manner: Manner = {}): Promise<void> {
    const { teamId, moment, give, ...around } = this.#place();
    const stopped = manner.isPastStop ? undefined : around.stop?.(sent);
    if (stopped !== undefined) {
      this.#outcome = undefined;
      this.#unsure = { ...manner, sent, sentence: stopped, isPastStop: true };
      return;
    }
    this.#isSending = true;
    this.#outcome = undefined;
    this.#unsure = undefined;
    // A bid that is confirmed later is still for the round in which it was made.
    const { round } = sent.asked;
    const bid = { ...sent.bid, ...(manner.isConfirmed && { confirmed: true }) };
    const command = { type: 'PlaceBid', teamId, round, bid } as const;
    const result = await (manner.isDraft ? drafting(give) : give)(command);
    this.#isSending = false;
    const { receipt } = result;
    if (result.ok) {
      this.#outcome = {
        ...(result.isHeld ? { held: sent.what } : { recorded: sent.what }),
        receipt,
      };
      this.#recorded(sent);
    } else if (result.code === 'bid/confirm') {
      const sentence = `${capital(sent.what)}? ${result.sentence}`;
      this.#unsure = { ...manner, sent, sentence, isConfirmed: true };
    } else if (result.code === 'bid/two-persons') {
      const sentence = `${capital(sent.what)}: ${result.sentence}`;
      this.#unsure = { sent, sentence, isDraft: true, isPastStop: true };
    } else {
      const { refusal, sentence } = result;
      // As they were when the bid was sent: what the card tells must not move on with the clock.
      const lot = around.lots[sent.lotId];
      const { serverNow: sentAtMs, clockErrorMs: errorMs } = moment;
      const why =
        refusal && isRejection(refusal)
          ? whyNot(sent.asked, around.inBounds?.(refusal, lot) ?? refusal, {
              format: around.format,
              lot,
              bounds: sent.bounds,
              own: around.reasons?.(sent.bid),
              clocks: { sentAtMs, errorMs, decidedAtMs: receipt?.atMs },
            })
          : undefined;
      this.#outcome = { sentence, why, receipt };
    }
  }

  /** The answer to `unsure`. */
  answer(isMeant: boolean): void {
    const unsure = this.#unsure;
    this.#unsure = undefined;
    if (isMeant && unsure) void this.send(unsure.sent, unsure);
  }
}
