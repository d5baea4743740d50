// The commands that make a rehearsal room out of an auction of another room: the same teams, seats, lots and rules, a
// stream of its own, and bots at the bidders' seats. Nothing is given to the room that is rehearsed, and nothing that
// comes of the rehearsal can reach it: sheets and awards are the rehearsal's own.

import type { AuctionState, Lot, Rules } from '../auction/types.ts';
import type { AuctionId, RoomId, SeatId, TeamId } from '../kernel/ids.ts';
import type { Rejection } from '../kernel/rejection.ts';
import type { EpochMs } from '../kernel/units.ts';
import type { RoomCommand, RoomState, Seat, Team } from '../room/types.ts';
import { biddingSide } from '../auction/auction.ts';
import { withoutTerms } from '../auction/terms.ts';
import { SYSTEM } from '../kernel/decider.ts';
import { reject } from '../kernel/rejection.ts';
import { rehearsalTitle } from '../room/rehearsal-title.ts';
import { roomDecider } from '../room/room.ts';
import type { BotKind, SeatedBot } from './bot-kinds.ts';
import { kindsFor } from './bot-kinds.ts';
import { shortRules } from './pace.ts';

export interface RehearsalWish {
  readonly roomId: RoomId;
  readonly auctionId: AuctionId;
  readonly seed: number;
  /** `short`: rounds of seconds that follow each other. `real`: every time as the rules have it. */
  readonly pace: 'short' | 'real';
  /** When it starts by itself; absent: the moderator starts it. */
  readonly startsAtMs?: EpochMs;
  /** Kinds of bots, used in turn; absent: all of them. */
  readonly kinds?: readonly BotKind[];
  /** Bidding teams besides those of the room. */
  readonly extraTeams: number;
  /** Teams whose seats are left to people. */
  readonly people: readonly TeamId[];
}

export interface RehearsalPlan {
  readonly commands: readonly RoomCommand[];
  readonly bots: readonly SeatedBot[];
}

const BOT_NAME = 'Bot';

const bidders = (room: RoomState, auction: AuctionState): readonly Team[] =>
  Object.values(room.teams).filter(({ side }) => side === biddingSide(auction.rules));

/** Extra bidders, named so that nobody takes them for a shipper of the sale. */
const extraTeams = (room: RoomState, auction: AuctionState, count: number): readonly Team[] =>
  Array.from({ length: count }, (_, place): Team => {
    const number = String(place + 1);
    return { id: `extra-${number}`, name: `Extra ${number}`, side: biddingSide(auction.rules) };
  }).filter(({ id }) => !room.teams[id]);

const openSeats = (room: RoomState): readonly Seat[] =>
  Object.values(room.seats).filter(({ isRevoked }) => !isRevoked);

/** The seat from which a bot bids: the team's first lead, else one made for it. */
const botSeatOf = (room: RoomState, team: TeamId, place: number): SeatId =>
  openSeats(room).find(({ role, teamId }) => role === 'lead' && teamId === team)?.id ??
  `bot-${String(place + 1)}`;

/** Kinds by the order of seats, which is the same whoever reads it from the record. */
const seated = (
  seats: readonly Pick<SeatedBot, 'seatId' | 'teamId'>[],
  wanted: readonly BotKind[] | undefined,
): readonly SeatedBot[] => {
  const kinds = kindsFor(seats.length, wanted);
  return seats
    .toSorted((a, b) => (a.seatId < b.seatId ? -1 : 1))
    .map((seat, place) => ({ ...seat, place, kind: kinds[place] ?? 'truthful' }));
};

const seatCommands = (
  room: RoomState,
  bots: readonly SeatedBot[],
): readonly (RoomCommand & { readonly type: 'AddSeat' })[] => {
  const taken = new Set(bots.map(({ seatId }) => seatId));
  const kept = openSeats(room).map(({ id, role, teamId, name }) => ({
    ...{ type: 'AddSeat' as const, seatId: id, role, teamId },
    name: taken.has(id) ? BOT_NAME : name,
  }));
  const made = bots
    .filter(({ seatId }) => !room.seats[seatId])
    .map(({ seatId, teamId }) => ({
      ...{ type: 'AddSeat' as const, seatId, teamId },
      ...{ role: 'lead' as const, name: BOT_NAME },
    }));
  return [...kept, ...made];
};

/** Points for teams of a clock that were given none: as many as half of all that is for sale. */
const pointsFor = (
  auction: AuctionState,
  teams: readonly Team[],
): readonly (RoomCommand & { readonly type: 'Auction' })[] => {
  if (auction.rules.format !== 'clock') return [];
  const all = Object.values(auction.lots).reduce(
    (sum, { supplyBlocks, pointsPerBlock }) => sum + supplyBlocks * pointsPerBlock,
    0,
  );
  return teams.map(({ id: teamId }) => ({
    type: 'Auction',
    auctionId: auction.auctionId,
    command: {
      type: 'SetEligibility',
      teamId,
      points: auction.initialEligibility[teamId] ?? Math.max(1, Math.ceil(all / 2)),
    },
  }));
};

const rulesFor = ({ rules }: AuctionState, pace: RehearsalWish['pace']): Rules => {
  const title = rehearsalTitle(rules.title);
  return withoutTerms({ ...(pace === 'short' ? shortRules(rules) : rules), title });
};

const auctionCommands = (
  auction: AuctionState,
  teams: readonly Team[],
  { pace, startsAtMs }: RehearsalWish,
): readonly RoomCommand[] => {
  const { auctionId, rules, lotOrder, lots, reservesMills } = auction;
  const start = startsAtMs === undefined ? {} : { startsAtMs };
  return [
    {
      type: 'AddAuction',
      auctionId,
      command: {
        type: 'DraftAuction',
        rules: rulesFor(auction, pace),
        lots: lotOrder.flatMap((lotId): Lot[] => (lots[lotId] ? [lots[lotId]] : [])),
        // A lot that is not sold tells of its reserve: who may not see reserves must not find them by rehearsing.
        reservesMills: rules.information.moderatorSeesReserves ? reservesMills : {},
      },
    },
    ...pointsFor(auction, teams),
    { type: 'Auction', auctionId, command: { type: 'ScheduleAuction', ...start } },
  ];
};

/** What the rules would say to these commands, one after the other; undefined when all are taken. */
const firstRefusal = (commands: readonly RoomCommand[], at: EpochMs): Rejection | undefined => {
  let state = roomDecider.initial;
  for (const [place, command] of commands.entries()) {
    const context = { by: SYSTEM, id: `plan-${String(place)}`, at };
    const decision = roomDecider.decide(state, command, {
      ...context,
      // Nothing of this try is kept, so nothing needs to be secret.
      entropy: () => String(place).padStart(64, '0'),
    });
    if (!decision.ok) return decision.rejection;
    state = decision.events.reduce(
      (known, event) => roomDecider.evolve(known, event, context),
      state,
    );
  }
  return undefined;
};

/**
 * The plan of a rehearsal at an instant, or what keeps the auction from being rehearsed: it is not there, no team is
 * on the side that bids, or its rules or the room's limits say no.
 */
export const planRehearsal = (
  room: RoomState,
  wish: RehearsalWish,
  at: EpochMs,
): RehearsalPlan | Rejection => {
  const { roomId, auctionId, people, seed } = wish;
  const auction = room.auctions[auctionId];
  if (!auction) return reject('auction/unknown', { auctionId });
  const extra = extraTeams(room, auction, wish.extraTeams);
  const bidding = [...bidders(room, auction), ...extra];
  const open = bidding.filter(({ id }) => !people.includes(id));
  if (open.length === 0) return reject('rehearsal/no-bidders');
  const bots = seated(
    open.map(({ id: teamId }, place) => ({ seatId: botSeatOf(room, teamId, place), teamId })),
    wish.kinds,
  );
  const rehearsal = { ofRoomId: room.roomId, ofAuctionId: auctionId };
  const commands: readonly RoomCommand[] = [
    { type: 'CreateRoom', roomId, title: rehearsalTitle(room.title), isDemo: false, rehearsal },
    ...[...Object.values(room.teams), ...extra].map((team) => ({ type: 'AddTeam' as const, team })),
    ...seatCommands(room, bots),
    {
      type: 'SeatBots',
      bots: { seed, kinds: Object.fromEntries(bots.map(({ seatId, kind }) => [seatId, kind])) },
    },
    ...auctionCommands(auction, bidding, wish),
  ];
  return firstRefusal(commands, at) ?? { commands, bots };
};

/** Bots of a rehearsal room as its record has them, in the order in which they were seated. */
export const botsOf = ({ bots, seats }: RoomState): readonly SeatedBot[] =>
  Object.entries(bots?.kinds ?? {})
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([seatId, kind], place) => {
      const teamId = seats[seatId]?.teamId;
      // Kinds are written by this program alone.
      return teamId ? [{ seatId, teamId, kind: kind as BotKind, place }] : [];
    });
