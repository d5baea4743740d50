// A shipper's lead who bids and takes positions without pause, several commands in flight, good ones and such that the
// rules refuse. Keeps within what one connection may send.

import type { SeatCommand } from '../../shared/protocol/schemas.ts';
import { mills } from '../../shared/kernel/units.ts';
import type { ClockView } from '../../shared/room/view-types.ts';
import type { Result, Topic } from '../../shared/protocol/messages.ts';
import type { Answer } from '../../shared/record/receipt.ts';
import { DEMO_AUCTION_ID } from '../../shared/room/demo.ts';
import type { Random } from '../../shared/kernel/random.ts';
import type { Deeds } from './deeds.ts';
import type { SeatLine } from './seat-line.ts';

const IN_FLIGHT = 3;
/** A fresh connection may send 40 messages at once; some are watches and resends. */
const A_CONNECTION = 28;
/** Bids given while the auction is paused: enough to be refused, few enough to have some left. */
const WHILE_PAUSED = 2;
/** How far bidders may be ahead of typists. */
const LEAD = 20;

export interface BidderDeps {
  readonly line: SeatLine;
  readonly teamId: string;
  readonly sheetId: string;
  readonly random: Random;
  readonly deeds: Deeds;
}

export class Bidder {
  readonly line: SeatLine;
  readonly teamId: string;
  readonly #sheet: Topic;
  readonly #random: Random;
  readonly #deeds: Deeds;
  #left = 0;
  #leftPaused = 0;
  #wasLive = false;
  #isStopped = false;

  constructor({ line, teamId, sheetId, random, deeds }: BidderDeps) {
    this.line = line;
    this.teamId = teamId;
    this.#sheet = { kind: 'sheet', id: sheetId };
    this.#random = random;
    this.#deeds = deeds;
    line.changed = () => {
      if (line.isLive && !this.#wasLive)
        [this.#left, this.#leftPaused] = [A_CONNECTION, WHILE_PAUSED];
      this.#wasLive = line.isLive;
      this.goOn();
    };
    deeds.onEach(() => {
      this.goOn();
    });
  }

  get auction(): ClockView | undefined {
    const auction = this.line.roomView()?.auctions[DEMO_AUCTION_ID];
    return auction?.format === 'clock' ? auction : undefined;
  }

  /** May give as many commands more, on the line that stands. */
  refill(count: number): void {
    this.#left = count;
    this.#leftPaused = WHILE_PAUSED;
    this.goOn();
  }

  /** Gives no more commands; those on their way are still answered. */
  stop(): void {
    this.#isStopped = true;
  }

  /** Accepts the rules as they stand. */
  async acceptRules(): Promise<void> {
    const rulesHash = this.auction?.rulesHash ?? '';
    await this.#inAuction({ type: 'AcceptRules', teamId: this.teamId, rulesHash });
  }

  /** Gives a bid that the rules allow, whatever stands. */
  bidWell(): Promise<Result<Answer>> {
    return this.#bid(0, 'r1', 0);
  }

  goOn(): void {
    const { sent, saved } = this.#deeds.counts;
    const isAhead = sent > LEAD + 2 * saved;
    if (this.#isStopped || isAhead || !this.line.isLive) return;
    if (this.#left === 0 || this.line.unanswered >= IN_FLIGHT) return;
    const auction = this.auction;
    if (auction?.stage !== 'bidding') return;
    if (this.#random.oneIn(3)) {
      this.#left -= 1;
      void this.#takePosition();
    } else if (!auction.pause || this.#leftPaused > 0) {
      this.#left -= 1;
      if (auction.pause) this.#leftPaused -= 1;
      // One bid in eight is above the price of round 1, and many are above the eligibility.
      const above = this.#random.oneIn(8) ? 10 : 0;
      const lotId = this.#random.pick(['q1', 'n1', 'r1', 'l1']);
      void this.#bid(this.#random.between(0, 4), lotId, above);
    }
  }

  #bid(quantityBlocks: number, lotId: string, aboveMills: number) {
    const { round, prices } = this.auction as ClockView;
    const priceMills = mills((prices[lotId]?.clockPriceMills ?? 0) + aboveMills);
    const bid = { lotId, quantityBlocks, priceMills };
    return this.#inAuction({ type: 'PlaceBid', teamId: this.teamId, round, bid });
  }

  async #takePosition(): Promise<void> {
    await this.line.submit(this.#sheet, {
      type: 'TakePosition',
      side: 'shipper',
      termId: this.#random.pick(['term-months', 'notice-days', 'grace']),
      value: { kind: 'field', value: this.#random.between(1, 120) },
    });
  }

  #inAuction(command: (SeatCommand & { type: 'Auction' })['command']) {
    return this.line.submit(this.line.room, {
      type: 'Auction',
      auctionId: DEMO_AUCTION_ID,
      command,
    });
  }
}
