// What each event makes of a room. Never fails on an event that was once decided.

import type { EventContext } from '../kernel/decider.ts';
import type { AuctionState } from '../auction/types.ts';
import type { EpochMs } from '../kernel/units.ts';
import type { Invite, RoomEvent, RoomState, Seat } from './types.ts';
import { draftedAuction, evolveAuction } from '../auction/evolve.ts';
import { unreachable } from '../kernel/decider.ts';
import { channelOf } from './feed-channels.ts';
import { evolveHelp } from './help.ts';
import { asKept } from './feed-kept.ts';
import { withSource } from './feed-channel.ts';
import { withCopyOf, withListedTemplate } from './sheet-templates.ts';

const withSeat = (room: RoomState, seatId: string, change: Partial<Seat>): RoomState => {
  const seat = room.seats[seatId];
  return seat ? { ...room, seats: { ...room.seats, [seatId]: { ...seat, ...change } } } : room;
};

const withAuction = (
  room: RoomState,
  { auctionId, event }: RoomEvent & { readonly type: 'Auction' },
  context: EventContext,
): RoomState => {
  const before = room.auctions[auctionId];
  let next: AuctionState | undefined;
  if (before) next = evolveAuction(before, event, context);
  else if (event.type === 'AuctionDrafted') next = draftedAuction(auctionId, event, undefined);
  return next ? { ...room, auctions: { ...room.auctions, [auctionId]: next } } : room;
};

const accepted = (
  room: RoomState,
  { inviteId, seatId, grantId }: RoomEvent & { readonly type: 'InviteAccepted' },
  context: EventContext,
): RoomState => {
  const invite = room.invites[inviteId];
  const seat = room.seats[seatId];
  if (!invite || !seat) return room;
  const used = { ...invite, usesLeft: invite.usesLeft - 1 };
  const grants = { ...seat.grants, [grantId]: { atMs: context.at } };
  return {
    ...withSeat(room, seatId, { grants }),
    invites: { ...room.invites, [inviteId]: used },
  };
};

const seatRevoked = (room: RoomState, seatId: string): RoomState => {
  const invites = Object.fromEntries(
    Object.entries(room.invites).map(([id, invite]) => [
      id,
      invite.seatId === seatId ? { ...invite, isRevoked: true } : invite,
    ]),
  );
  return { ...withSeat(room, seatId, { grants: {}, isRevoked: true }), invites };
};

/** Whether an invite can still let somebody in. */
export const mayBeUsed = ({ isRevoked, usesLeft, expiresAtMs }: Invite, at: EpochMs): boolean =>
  !isRevoked && usesLeft > 0 && at < expiresAtMs;

/** Those that are used up or over are forgotten, so that a room does not grow with every visitor. */
const openInvites = ({ invites }: RoomState, at: EpochMs): RoomState['invites'] =>
  Object.fromEntries(Object.entries(invites).filter(([, invite]) => mayBeUsed(invite, at)));

const evolveOnly = (room: RoomState, event: RoomEvent, context: EventContext): RoomState => {
  switch (event.type) {
    case 'RoomCreated': {
      const { roomId, title, isDemo, rehearsal } = event;
      const kind = { isDemo, ...(rehearsal && { rehearsal }) };
      return { ...room, roomId, title, ...kind, createdAtMs: context.at };
    }
    case 'BotsSeated':
      return { ...room, bots: event.bots };
    case 'TeamAdded':
      return { ...room, teams: { ...room.teams, [event.team.id]: event.team } };
    case 'SeatAdded': {
      const { seatId: id, role, teamId, name } = event;
      const seat: Seat = { id, role, teamId, name, grants: {}, isRevoked: false };
      return { ...room, seats: { ...room.seats, [id]: seat } };
    }
    case 'InviteIssued': {
      const { inviteId: id, seatId, tokenHash, expiresAtMs, uses } = event;
      const invite = { id, seatId, tokenHash, expiresAtMs, usesLeft: uses, isRevoked: false };
      const next = withSeat(room, seatId, { isRevoked: false });
      return { ...next, invites: { ...openInvites(room, context.at), [id]: invite } };
    }
    case 'InviteRevoked': {
      const invite = room.invites[event.inviteId];
      if (!invite) return room;
      return {
        ...room,
        invites: { ...room.invites, [event.inviteId]: { ...invite, isRevoked: true } },
      };
    }
    case 'InviteAccepted':
      return accepted(room, event, context);
    case 'SeatRevoked':
      return seatRevoked(room, event.seatId);
    case 'GrantReleased': {
      const grants = Object.entries(room.seats[event.seatId]?.grants ?? {});
      const left = grants.filter(([grantId]) => grantId !== event.grantId);
      return withSeat(room, event.seatId, { grants: Object.fromEntries(left) });
    }
    case 'SheetOpened':
      return withListedTemplate(
        { ...room, sheets: { ...room.sheets, [event.sheet.id]: event.sheet } },
        event.sheet,
      );
    case 'MessagePosted':
      return room;
    case 'ProblemReported':
    case 'ProblemAnswered':
    case 'LineNoted':
      return evolveHelp(room, event, context);
    case 'Auction':
      return withAuction(room, event, context);
    case 'AgreedTermsChanged': {
      const { sheetId, hash, revision } = event;
      const agreedTerms = { ...room.agreedTerms, [sheetId]: { hash, revision } };
      return { ...room, agreedTerms };
    }
    case 'DeliveryOwed':
      return withCopyOf({ ...room, owed: [...room.owed, event.delivery] }, event.delivery);
    case 'DeliverySettled':
      return { ...room, owed: room.owed.filter(({ id }) => id !== event.deliveryId) };
    default:
      return unreachable(event);
  }
};

/** The state after one more event; events that a feed can show are kept in their channel. */
export const evolveRoom = (
  before: RoomState,
  event: RoomEvent,
  context: EventContext,
): RoomState => {
  const room = evolveOnly(before, event, context);
  const channel = channelOf(room, event);
  if (channel === undefined) return room;
  const bySeatId = context.by.kind === 'seat' ? context.by.seatId : null;
  const source = { n: room.nextFeedNumber, atMs: context.at, bySeatId, event: asKept(event) };
  return {
    ...room,
    nextFeedNumber: room.nextFeedNumber + 1,
    feed: { ...room.feed, [channel]: withSource(room.feed[channel] ?? [], source) },
  };
};
