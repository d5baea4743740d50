// Sums a rehearsal up from its record, event by event. Keeps true: bids of a round that never closed are left out, as
// they stay hidden from who runs an auction; what was voided does not count.

import type { AuctionEvent, AuctionState } from '../auction/types.ts';
import type { AuctionId, LotId, TeamId } from '../kernel/ids.ts';
import type { EpochMs } from '../kernel/units.ts';
import type { RoomEvent, RoomState } from '../room/types.ts';
import { biddingSide } from '../auction/auction.ts';
import type { BotTally } from './bot.ts';
import type {
  RehearsalReport,
  RehearsedLot,
  RehearsedRound,
  RehearsedTeam,
} from './report-types.ts';

interface Bid {
  readonly teamId: TeamId;
  /** Undefined: it was taken. */
  readonly code: string | undefined;
}

interface Round {
  readonly round: number;
  readonly openedAtMs: number;
  closedAtMs: number | null;
  extensions: number;
  readonly bids: Bid[];
}

interface Point {
  readonly round: number;
  readonly lotId: LotId;
  readonly atMs: number;
  readonly priceMills: number;
}

type Prices = Readonly<
  Record<LotId, { readonly postedPriceMills?: number; readonly priceMills?: number | null }>
>;

/** Prices that an event tells of lots. */
const pricesIn = (event: AuctionEvent): readonly (readonly [LotId, number])[] => {
  switch (event.type) {
    case 'RoundClosed': {
      // Formats name what they post differently; a result without prices of lots has none.
      const { lots = {} } = event.result as { readonly lots?: Prices };
      return Object.entries(lots).flatMap(([lotId, lot]): [LotId, number][] => {
        const price = lot.postedPriceMills ?? lot.priceMills;
        return typeof price === 'number' ? [[lotId, price]] : [];
      });
    }
    case 'LeadMoved':
      return event.leadPriceMills === null || event.leadPriceMills === event.fromMills
        ? []
        : [[event.lotId, event.leadPriceMills]];
    case 'ClockStopped':
      return [[event.lotId, event.priceMills]];
    case 'AuctionEnded':
      return event.awards.map(({ lotId, priceMills }): [LotId, number] => [lotId, priceMills]);
    default:
      return [];
  }
};

const count = (codes: readonly (string | undefined)[]): Readonly<Record<string, number>> => {
  const sums: Record<string, number> = {};
  for (const code of codes) if (code !== undefined) sums[code] = (sums[code] ?? 0) + 1;
  return Object.fromEntries(Object.entries(sums).sort(([a], [b]) => (a < b ? -1 : 1)));
};

/** Reads the events of one auction of a room in their order. */
export class RehearsalLog {
  readonly #auctionId: AuctionId;
  #rounds: Round[] = [];
  #points: Point[] = [];
  #pauses = 0;
  #startedAtMs: number | undefined;
  #lastAtMs = 0;

  constructor(auctionId: AuctionId) {
    this.#auctionId = auctionId;
  }

  note(event: RoomEvent, at: EpochMs): void {
    if (event.type !== 'Auction' || event.auctionId !== this.#auctionId) return;
    const inner = event.event;
    if (inner.type === 'AuctionCertified') return;
    this.#take(inner, at);
    const { round = 0 } = this.#rounds.at(-1) ?? {};
    for (const [lotId, priceMills] of pricesIn(inner)) {
      this.#points.push({ round, lotId, atMs: at, priceMills });
    }
    this.#lastAtMs = at;
  }

  /** The report; `tallies` by team where bots tell of themselves. */
  report(
    room: RoomState,
    auction: AuctionState,
    tallies: Readonly<Record<TeamId, BotTally>> = {},
  ): RehearsalReport {
    const bids = this.#rounds.flatMap((round) => (round.closedAtMs === null ? [] : round.bids));
    const { rules, phase } = auction;
    return {
      form: 'parley-rehearsal-1',
      title: rules.title,
      format: rules.format,
      phase,
      seed: room.bots?.seed ?? 0,
      runMs: this.#startedAtMs === undefined ? 0 : this.#lastAtMs - this.#startedAtMs,
      rounds: this.#rounds.map((round) => this.#roundOf(round)),
      extensions: this.#rounds.reduce((sum, { extensions }) => sum + extensions, 0),
      pauses: this.#pauses,
      lots: auction.lotOrder.map((lotId) => this.#lotOf(auction, lotId)),
      refusals: count(bids.map(({ code }) => code)),
      teams: teamsOf(room, auction, { bids, tallies }),
    };
  }

  #take(event: AuctionEvent, at: EpochMs): void {
    const open = this.#rounds.at(-1);
    switch (event.type) {
      case 'RoundOpened':
        this.#startedAtMs ??= at;
        this.#rounds.push({
          ...{ round: event.round, openedAtMs: at, closedAtMs: null },
          ...{ extensions: 0, bids: [] },
        });
        return;
      case 'BidAccepted':
        open?.bids.push({ teamId: event.teamId, code: undefined });
        return;
      case 'BidRefused':
        open?.bids.push({ teamId: event.teamId, code: event.rejection.code });
        return;
      case 'RoundExtended':
        if (open) open.extensions += 1;
        return;
      case 'CloseMoved':
        if (open && event.isExtension) open.extensions += 1;
        return;
      case 'AuctionPaused':
      case 'AuctionInterrupted':
        this.#pauses += 1;
        return;
      case 'RoundClosed':
        if (open) open.closedAtMs = at;
        return;
      case 'RoundsVoided':
        this.#rounds = this.#rounds.filter(({ round }) => round <= event.toRound);
        this.#points = this.#points.filter(({ round }) => round <= event.toRound);
        return;
      default:
    }
  }

  #since(atMs: number): number {
    return atMs - (this.#startedAtMs ?? atMs);
  }

  #roundOf({ round, openedAtMs, closedAtMs, extensions, bids }: Round): RehearsedRound {
    const shown = closedAtMs === null ? [] : bids;
    const taken = shown.filter(({ code }) => code === undefined).length;
    return {
      round,
      openedAfterMs: this.#since(openedAtMs),
      lastedMs: closedAtMs === null ? null : closedAtMs - openedAtMs,
      taken,
      refused: shown.length - taken,
      extensions,
    };
  }

  #lotOf({ lots, awards }: AuctionState, lotId: LotId): RehearsedLot {
    const lot = lots[lotId];
    const path = this.#points
      .filter((point) => point.lotId === lotId)
      .map(({ atMs, priceMills }) => ({ afterMs: this.#since(atMs), priceMills }));
    return {
      lotId,
      name: lot?.name ?? lotId,
      openingPriceMills: lot?.openingPriceMills ?? 0,
      // An award says again what the last round posted.
      path: path.filter((point, place) => point.priceMills !== path[place - 1]?.priceMills),
      soldBlocks: awards
        .filter((award) => award.lotId === lotId)
        .reduce((sum, { quantityBlocks }) => sum + quantityBlocks, 0),
      supplyBlocks: lot?.supplyBlocks ?? 0,
    };
  }
}

const teamsOf = (
  room: RoomState,
  { rules, awards }: AuctionState,
  told: { readonly bids: readonly Bid[]; readonly tallies: Readonly<Record<TeamId, BotTally>> },
): readonly RehearsedTeam[] => {
  const kinds = new Map(
    Object.entries(room.bots?.kinds ?? {}).map(([seatId, kind]) => [
      room.seats[seatId]?.teamId,
      kind,
    ]),
  );
  return Object.values(room.teams)
    .filter(({ side }) => side === biddingSide(rules))
    .map(({ id: teamId, name }) => {
      const own = told.bids.filter((bid) => bid.teamId === teamId);
      const tally = told.tallies[teamId];
      return {
        ...{ teamId, name, kind: kinds.get(teamId) ?? 'person' },
        taken: own.filter(({ code }) => code === undefined).length,
        refused: count(own.map(({ code }) => code)),
        wonBlocks: awards
          .filter((award) => award.teamId === teamId)
          .reduce((sum, { quantityBlocks }) => sum + quantityBlocks, 0),
        ...(tally && { tally }),
      };
    });
};
