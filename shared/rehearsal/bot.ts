// A bot: looks at the view that a bidder has and says what it would do next. Knows no socket and no clock: time, view
// and answers are handed in, chance follows from its seed, so that a rehearsal can be run in virtual time as well.

import type { AuctionCommand, BidRequest } from '../auction/types.ts';
import type { Rejection } from '../kernel/rejection.ts';
import type { AuctionView } from '../room/view-types.ts';
import { canonicalJson } from '../kernel/json.ts';
import { Random } from '../kernel/random.ts';
import type { BotStyle, SeatedBot } from './bot-kinds.ts';
import { BOT_STYLES } from './bot-kinds.ts';
import type { Offer } from './offers.ts';
import { endOf, lengthOf, nextOffers } from './offers.ts';
import { mistypedBid } from './slips.ts';
import type { Wish } from './wishes.ts';
import { drawWishes } from './wishes.ts';

/** What a bot does next. */
export type BotMove =
  /** Gives a command and tells `answered` what became of it. */
  | { readonly kind: 'give'; readonly command: AuctionCommand }
  /** Loses its line for so long. */
  | { readonly kind: 'drop'; readonly forMs: number }
  /** Looks again when the view changes, or at this instant of the server's clock. */
  | { readonly kind: 'wait'; readonly untilMs?: number }
  /** The auction has ended. */
  | { readonly kind: 'leave' };

/** What a bot did, as it can tell itself; what was taken and refused is in the record too. */
export interface BotTally {
  readonly bids: number;
  readonly taken: number;
  /** Refusals by code. */
  readonly refused: Readonly<Record<string, number>>;
  /** Bids that it mistyped, and how many of those were taken as typed. */
  readonly slips: number;
  readonly slipsTaken: number;
  /** Bids that it meant and had to say twice. */
  readonly confirmed: number;
  readonly drops: number;
}

export interface BotSettings extends SeatedBot {
  /** Of the rehearsal; every bot draws its own chance from it. */
  readonly seed: number;
  /** The longest a bot thinks before a bid, in milliseconds; 0: bids at once. */
  readonly thinkMs: number;
}

export const OVER: ReadonlySet<AuctionView['phase']> = new Set([
  'provisional',
  'certified',
  'cancelled',
  'no-sale',
]);
const CONFIRM = 'bid/confirm';
/** So many refusals of one bid in a round, and it is given up: a bot must not fill a record with one mistake. */
const MAX_REFUSALS = 2;
const MAX_LAST_MS = 20_000;
const MIN_LAST_MS = 400;

interface Given {
  readonly key: string;
  readonly isSlip: boolean;
  readonly bid: BidRequest;
}

/** Whoever acts on views: bots, and who conducts a sale without a person. */
export interface Player {
  /** What to do, given what its seat sees at an instant of the server's clock. */
  move(view: AuctionView, nowMs: number): BotMove;
  /** What became of the command that was given last; undefined: it was taken. */
  answered(rejection: Rejection | undefined): void;
}

export class Bot implements Player {
  readonly seated: SeatedBot;
  readonly #style: BotStyle;
  readonly #random: Random;
  readonly #thinkMs: number;
  #wishes: readonly Wish[] | undefined;
  #acceptedHash = '';
  #roundKey = '';
  /** Bids of this round by what they were: refusals, or true once taken. */
  #made = new Map<string, number | 'taken'>();
  #given: Given | undefined;
  #again: BidRequest | undefined;
  #notBeforeMs = 0;
  #tally = { bids: 0, taken: 0, slips: 0, slipsTaken: 0, confirmed: 0, drops: 0 };
  readonly #refused: Record<string, number> = {};

  constructor({ seed, thinkMs, ...seated }: BotSettings) {
    this.seated = seated;
    this.#style = BOT_STYLES[seated.kind];
    this.#random = Random.of(`${String(seed)} ${seated.teamId}`);
    this.#thinkMs = thinkMs;
  }

  get tally(): BotTally {
    return { ...this.#tally, refused: { ...this.#refused } };
  }

  move(view: AuctionView, nowMs: number): BotMove {
    if (OVER.has(view.phase)) return { kind: 'leave' };
    const { teamId } = this.seated;
    if (view.phase === 'draft' || !view.mine) return { kind: 'wait' };
    if (!view.mine.hasAcceptedRules && this.#acceptedHash !== view.rulesHash) {
      this.#acceptedHash = view.rulesHash;
      const command = { type: 'AcceptRules', teamId, rulesHash: view.rulesHash } as const;
      return { kind: 'give', command };
    }
    if (view.stage !== 'bidding' || view.pause || view.mine.excluded !== undefined) {
      return { kind: 'wait' };
    }
    this.#enterRound(view, nowMs);
    const opensMs = Math.max(this.#notBeforeMs, this.#lastMomentMs(view));
    if (nowMs < opensMs) return { kind: 'wait', untilMs: opensMs };
    return this.#bid(view, nowMs);
  }

  answered(rejection: Rejection | undefined): void {
    const given = this.#given;
    this.#given = undefined;
    if (!given) {
      // Not a bid: rules that changed meanwhile are looked at again.
      if (rejection) this.#acceptedHash = '';
      return;
    }
    this.#tally.bids += 1;
    if (!rejection) {
      this.#tally.taken += 1;
      if (given.isSlip) this.#tally.slipsTaken += 1;
      else this.#made.set(given.key, 'taken');
      return;
    }
    this.#refused[rejection.code] = (this.#refused[rejection.code] ?? 0) + 1;
    if (rejection.code === 'bid/rules-not-accepted') this.#acceptedHash = '';
    if (given.isSlip) return;
    if (rejection.code === CONFIRM && !isConfirmed(given.bid)) {
      this.#tally.confirmed += 1;
      this.#again = confirmedBid(given.bid);
      return;
    }
    const before = this.#made.get(given.key);
    this.#made.set(given.key, typeof before === 'number' ? before + 1 : 1);
  }

  /** A round, or what stands for one where lots close by themselves, is met afresh. */
  #enterRound(view: AuctionView, nowMs: number): void {
    this.#wishes ??= drawWishes(view, {
      random: this.#random.fork(),
      style: this.#style,
      pairPlace: this.seated.place % 2,
    });
    const key = `${String(view.round)} ${view.rulesHash}`;
    if (key === this.#roundKey) return;
    this.#roundKey = key;
    this.#made = new Map();
    this.#again = undefined;
    this.#think(nowMs);
  }

  #think(nowMs: number): void {
    this.#notBeforeMs = nowMs + (this.#thinkMs === 0 ? 0 : this.#random.between(0, this.#thinkMs));
  }

  /** When a bidder of the last moment may act; 0 for all others. */
  #lastMomentMs(view: AuctionView): number {
    const { lastPerMille } = this.#style;
    const end = endOf(view);
    // A Dutch clock has no last moment: who waits for it gets nothing.
    if (lastPerMille >= 1_000 || end === undefined || view.format === 'dutch') return 0;
    const last = (lengthOf(view) * lastPerMille) / 1_000;
    return end - Math.round(Math.min(MAX_LAST_MS, Math.max(MIN_LAST_MS, last)));
  }

  #bid(view: AuctionView, nowMs: number): BotMove {
    const again = this.#again;
    this.#again = undefined;
    const offer = again ? undefined : this.#open(view);
    const bid = again ?? offer?.bid;
    if (!bid) return { kind: 'wait' };
    const { dropsOneIn, slipsOneIn } = this.#style;
    if (!again && dropsOneIn > 0 && this.#random.oneIn(dropsOneIn)) {
      this.#tally.drops += 1;
      const forMs = Math.max(
        1,
        Math.round((lengthOf(view) * this.#random.between(50, 600)) / 1_000),
      );
      return { kind: 'drop', forMs };
    }
    const isSlip = !again && slipsOneIn > 0 && this.#random.oneIn(slipsOneIn);
    if (isSlip) this.#tally.slips += 1;
    const said = isSlip ? mistypedBid(bid, this.#random) : bid;
    this.#given = { key: keyOf(bid), isSlip, bid: said };
    this.#think(nowMs);
    const { teamId } = this.seated;
    const { round } = view;
    return { kind: 'give', command: { type: 'PlaceBid', teamId, round, bid: said } };
  }

  /** The first bid that is still to be made: the view may be older than what was taken a moment ago. */
  #open(view: AuctionView): Offer | undefined {
    return nextOffers(view, this.#wishes ?? [], this.#style).find(({ bid }) => {
      const made = this.#made.get(keyOf(bid));
      return made === undefined || (typeof made === 'number' && made < MAX_REFUSALS);
    });
  }
}

const keyOf = (bid: BidRequest): string =>
  canonicalJson(Object.fromEntries(Object.entries(bid).filter(([name]) => name !== 'confirmed')));

const isConfirmed = (bid: BidRequest): boolean => 'confirmed' in bid && bid.confirmed === true;

/** The same bid, said to be meant. */
const confirmedBid = (bid: BidRequest): BidRequest => ({ ...bid, confirmed: true }) as BidRequest;
