// The room: teams, seats, invites, sheets, messages and auctions in one stream, so that all of it has one order.

import type { DecideContext, Decider, Decision, Question } from '../kernel/decider.ts';
import type { Json } from '../kernel/json.ts';
import type { Found } from '../auction/formats/format.ts';
import type { AuctionCommand } from '../auction/types.ts';
import type { AuctionId } from '../kernel/ids.ts';
import type { RoomCommand, RoomEvent, RoomState } from './types.ts';
import { biddingSide, decideAuction } from '../auction/auction.ts';
import { auctionWakeAt, evolveAuction } from '../auction/evolve.ts';
import { formatOf } from '../auction/formats/all.ts';
import { accept, refuse, unreachable } from '../kernel/decider.ts';
import { isId } from '../kernel/ids.ts';
import { reject } from '../kernel/rejection.ts';
import { templateById } from '../sheet/template.ts';
import { awardEvents, openSheetEvents, opaqueSheetId } from './award-deliveries.ts';
import { evolveRoom, mayBeUsed } from './evolve.ts';
import { answerProblem, noteLines, reportProblem } from './help.ts';
import { authoriseRoom } from './seats.ts';
import { owedWithCopies } from './sheet-templates.ts';

export const MAX_TEAMS = 250;
const MAX_SEATS = 3_000;
export const MAX_OPEN_INVITES = 3_000;
export const MAX_SHEETS = 300;
export const MAX_AUCTIONS = 50;

type Deciding = Decision<RoomEvent>;
type Command<Type extends RoomCommand['type']> = RoomCommand & { readonly type: Type };

const no = (code: `${string}/${string}`, params: Parameters<typeof reject>[1] = {}): Deciding =>
  refuse<RoomEvent>(reject(code, params));

const full = (what: string, maximum: number): Deciding => no('room/full', { what, maximum });

const addTeam = (room: RoomState, { team }: Command<'AddTeam'>): Deciding => {
  if (!isId(team.id)) return no('room/bad-id', { id: team.id });
  if (room.teams[team.id]) return no('room/team-exists', { teamId: team.id });
  if (Object.keys(room.teams).length >= MAX_TEAMS) return full('teams', MAX_TEAMS);
  return accept<RoomEvent>({ type: 'TeamAdded', team });
};

const addSeat = (room: RoomState, command: Command<'AddSeat'>): Deciding => {
  const { seatId, role, teamId } = command;
  if (!isId(seatId)) return no('room/bad-id', { id: seatId });
  if (room.seats[seatId]) return no('room/seat-exists', { seatId });
  if (Object.keys(room.seats).length >= MAX_SEATS) return full('seats', MAX_SEATS);
  const needsTeam = role === 'lead' || role === 'member';
  if (needsTeam !== (teamId !== null)) return no('room/seat-team', { role });
  if (teamId !== null && !room.teams[teamId]) return no('room/unknown-team', { teamId });
  return accept<RoomEvent>({ ...command, type: 'SeatAdded' });
};

const issueInvite = (
  room: RoomState,
  command: Command<'IssueInvite'>,
  { at }: DecideContext,
): Deciding => {
  if (!room.seats[command.seatId]) return no('room/unknown-seat', { seatId: command.seatId });
  if (room.invites[command.inviteId]) return no('invite/exists');
  if (command.expiresAtMs <= at) return no('invite/expired', { expiresAtMs: command.expiresAtMs });
  const open = Object.values(room.invites).filter((invite) => mayBeUsed(invite, at)).length;
  if (open >= MAX_OPEN_INVITES) return full('invites', MAX_OPEN_INVITES);
  return accept<RoomEvent>({ ...command, type: 'InviteIssued' });
};

/** Every wrong token gets the same answer (ACC3), but for one that was right once. */
const acceptInvite = (
  room: RoomState,
  { tokenHash, grantId }: Command<'AcceptInvite'>,
  { at }: DecideContext,
): Deciding => {
  const invite = Object.values(room.invites).find((open) => open.tokenHash === tokenHash);
  if (!invite) return no('invite/unknown');
  if (invite.isRevoked) return no('invite/revoked');
  if (invite.usesLeft <= 0) return no('invite/used');
  if (at >= invite.expiresAtMs) return no('invite/expired', { expiresAtMs: invite.expiresAtMs });
  const { id: inviteId, seatId } = invite;
  return accept<RoomEvent>({ type: 'InviteAccepted', inviteId, seatId, grantId });
};

const revokeSeat = (room: RoomState, { seatId, reason }: Command<'RevokeSeat'>): Deciding => {
  const seat = room.seats[seatId];
  if (!seat) return no('room/unknown-seat', { seatId });
  if (seat.isRevoked) return no('room/seat-revoked');
  return accept<RoomEvent>({ type: 'SeatRevoked', seatId, reason });
};

const openSheet = (
  room: RoomState,
  { sheet, copy }: Command<'OpenSheet'>,
  context: DecideContext,
): Deciding => {
  const isKnown = copy ? copy.id === sheet.template : templateById(sheet.template);
  if (!isKnown) return no('room/unknown-template', { id: sheet.template });
  if (Object.keys(room.sheets).length >= MAX_SHEETS) return full('sheets', MAX_SHEETS);
  const { carrierTeamId, shipperTeamId } = sheet;
  if (room.teams[carrierTeamId]?.side !== 'carrier') {
    return no('room/unknown-team', { teamId: carrierTeamId });
  }
  if ((sheet.kind === 'bilateral') !== (shipperTeamId !== undefined)) return no('room/sheet-sides');
  if (shipperTeamId !== undefined && room.teams[shipperTeamId]?.side !== 'shipper') {
    return no('room/unknown-team', { teamId: shipperTeamId });
  }
  const id = opaqueSheetId(context, 'sheet');
  return accept<RoomEvent>(...openSheetEvents(room, { ...sheet, id }, copy));
};

const postMessage = (
  room: RoomState,
  { to, text }: Command<'PostMessage'>,
  { by, id }: DecideContext,
): Deciding => {
  if (by.kind !== 'seat') return no('seat/not-allowed');
  if (to.kind === 'to-team' && !room.teams[to.teamId]) return no('seat/unknown-team');
  return accept<RoomEvent>({ type: 'MessagePosted', messageId: id, to, text, seatId: by.seatId });
};

const hashesOf = ({ agreedTerms = {} }: RoomState): Readonly<Record<string, string | null>> =>
  Object.fromEntries(Object.entries(agreedTerms).map(([sheetId, { hash }]) => [sheetId, hash]));

/** Decides on one auction and wraps its events; a certificate brings its deliveries along. */
const decideInAuction = (
  room: RoomState,
  auctionId: AuctionId,
  command: AuctionCommand,
  context: DecideContext,
): Deciding => {
  const auction = room.auctions[auctionId];
  const rules = auction?.rules ?? (command.type === 'DraftAuction' ? command.rules : undefined);
  const side = rules && biddingSide(rules);
  const bidders = Object.values(room.teams)
    .filter((team) => team.side === side)
    .map(({ id }) => id);
  const agreedTerms = hashesOf(room);
  const decision = decideAuction(auction, command, {
    ...context,
    ...{ auctionId, bidders, agreedTerms },
  });
  const events = decision.events.map((event): RoomEvent => ({ type: 'Auction', auctionId, event }));
  if (!decision.ok) return { ...decision, events };
  if (!decision.events.some(({ type }) => type === 'AuctionCertified') || !auction) {
    return accept(...events);
  }
  const { at, by, id } = context;
  const certified = decision.events.reduce(
    (state, event) => evolveAuction(state, event, { at, by, id }),
    auction,
  );
  return accept(...events, ...awardEvents(room, certified, context));
};

const addAuction = (
  room: RoomState,
  { auctionId, command }: Command<'AddAuction'>,
  context: DecideContext,
): Deciding => {
  if (!isId(auctionId)) return no('room/bad-id', { id: auctionId });
  if (room.auctions[auctionId]) return no('room/auction-exists', { auctionId });
  if (Object.keys(room.auctions).length >= MAX_AUCTIONS) return full('auctions', MAX_AUCTIONS);
  return decideInAuction(room, auctionId, command, context);
};

const inEachAuction = (
  room: RoomState,
  command: AuctionCommand,
  context: DecideContext,
): Deciding =>
  accept(
    ...Object.keys(room.auctions)
      .sort()
      .flatMap((auctionId) => decideInAuction(room, auctionId, command, context).events),
  );

/** Takes in what a common sheet tells of its agreed text, in every auction that names it (TRM3). */
const takeAgreedTerms = (
  room: RoomState,
  { sheetId, hash, revision }: Command<'TakeAgreedTerms'>,
  context: DecideContext,
): Deciding => {
  if (room.sheets[sheetId]?.kind !== 'common') return no('sheet/not-found');
  // What was overtaken on its way changes nothing.
  if (revision <= (room.agreedTerms?.[sheetId]?.revision ?? 0)) return accept<RoomEvent>();
  const named = Object.keys(room.auctions)
    .sort()
    .filter((auctionId) => room.auctions[auctionId]?.terms?.sheetId === sheetId);
  const take = { type: 'TakeTerms', sheetId, hash } as const;
  return accept<RoomEvent>(
    { type: 'AgreedTermsChanged', sheetId, hash, revision },
    ...named.flatMap((auctionId) => decideInAuction(room, auctionId, take, context).events),
  );
};

const decide = (room: RoomState, command: RoomCommand, context: DecideContext): Deciding => {
  if (command.type === 'CreateRoom') {
    if (context.by.kind !== 'system') return no('seat/not-allowed');
    if (room.createdAtMs !== null) return no('room/exists');
    return accept<RoomEvent>({ ...command, type: 'RoomCreated' });
  }
  if (room.createdAtMs === null) {
    return command.type === 'Tick' ? accept<RoomEvent>() : no('room/unknown');
  }
  const denied = authoriseRoom(room, context.by, command);
  if (denied) return refuse<RoomEvent>(denied);
  switch (command.type) {
    case 'SeatBots':
      return accept<RoomEvent>({ type: 'BotsSeated', bots: command.bots });
    case 'AddTeam':
      return addTeam(room, command);
    case 'AddSeat':
      return addSeat(room, command);
    case 'IssueInvite':
      return issueInvite(room, command, context);
    case 'RevokeInvite': {
      const { inviteId } = command;
      if (!room.invites[inviteId]) return no('invite/unknown');
      return accept<RoomEvent>({ type: 'InviteRevoked', inviteId });
    }
    case 'AcceptInvite':
      return acceptInvite(room, command, context);
    case 'RevokeSeat':
      return revokeSeat(room, command);
    case 'ReleaseGrant': {
      const { seatId, grantId } = command;
      if (!room.seats[seatId]?.grants[grantId]) return accept<RoomEvent>();
      return accept<RoomEvent>({ type: 'GrantReleased', seatId, grantId });
    }
    case 'OpenSheet':
      return openSheet(room, command, context);
    case 'PostMessage':
      return postMessage(room, command, context);
    case 'ReportProblem':
      return reportProblem(room, command, context);
    case 'AnswerProblem':
      return answerProblem(room, command);
    case 'NoteLines':
      return noteLines(room, command);
    case 'AddAuction':
      return addAuction(room, command, context);
    case 'Auction':
      return decideInAuction(room, command.auctionId, command.command, context);
    case 'SettleDelivery': {
      const { deliveryId } = command;
      if (!room.owed.some(({ id }) => id === deliveryId)) return accept<RoomEvent>();
      return accept<RoomEvent>({ type: 'DeliverySettled', deliveryId });
    }
    case 'TakeAgreedTerms':
      return takeAgreedTerms(room, command, context);
    case 'Tick':
      return inEachAuction(room, { type: 'TickAuction' }, context);
    case 'Interrupt': {
      const { fromMs, toMs } = command;
      return inEachAuction(room, { type: 'InterruptAuction', fromMs, toMs }, context);
    }
    default:
      return unreachable(command);
  }
};

const earliest = (room: RoomState) => {
  const due = Object.values(room.auctions).flatMap((auction) => auctionWakeAt(auction) ?? []);
  return due.length === 0 ? undefined : due.reduce((a, b) => (a < b ? a : b));
};

/** Awards that auctions wait to have computed. */
const questions = (room: RoomState): readonly Question[] =>
  Object.keys(room.auctions)
    .sort()
    .flatMap((auctionId) => {
      const auction = room.auctions[auctionId];
      const asked = auction && formatOf(auction.rules).asks?.(auction);
      // Plain data; the type only says so less plainly.
      return asked ? [{ id: `${auctionId} ${asked.digest}`, input: asked as unknown as Json }] : [];
    });

/** The stream of a room (rules ROOM1 to ROOM7, SEAT1 to SEAT7). */
export const roomDecider: Decider<RoomState, RoomCommand, RoomEvent> = {
  stateForm: 6,
  initial: {
    roomId: '',
    title: '',
    isDemo: false,
    createdAtMs: null,
    teams: {},
    seats: {},
    invites: {},
    sheets: {},
    auctions: {},
    feed: {},
    nextFeedNumber: 0,
    problems: {},
    owed: [],
  },
  decide,
  evolve: evolveRoom,
  wakeAt: earliest,
  tick: { type: 'Tick' },
  owed: owedWithCopies,
  settled: (deliveryId) => ({ type: 'SettleDelivery', deliveryId }),
  asks: questions,
  answered: ({ id }, answer) => ({
    type: 'Auction',
    auctionId: id.split(' ')[0] ?? '',
    command: { type: 'SettleAward', answer: answer as unknown as Found },
  }),
  interrupt: (fromMs, toMs) => ({ type: 'Interrupt', fromMs, toMs }),
};
