// The words of a room: teams, seats, invites, sheets, messages; the auction is held inside.

import type { Template } from '../sheet/types.ts';
import type { AuctionCommand, AuctionEvent, AuctionState } from '../auction/types.ts';
import type { AuctionId, InviteId, RoomId, SeatId, SheetId, TeamId } from '../kernel/ids.ts';
import type { HelpCommand, HelpEvent, Problem } from './help-types.ts';
import type { Json } from '../kernel/json.ts';
import type { EpochMs } from '../kernel/units.ts';

export type Side = 'carrier' | 'shipper';

export type Role = 'moderator' | 'lead' | 'member' | 'regulator' | 'public';

export interface Team {
  readonly id: TeamId;
  readonly name: string;
  readonly side: Side;
}

/** A place in the room. Leads and members belong to a team; moderators and observers to none. */
export interface Seat {
  readonly id: SeatId;
  readonly role: Role;
  readonly teamId: TeamId | null;
  readonly name: string;
  /** Sessions that may use the seat, by grant id; emptied when the seat is revoked. */
  readonly grants: Readonly<Record<string, { readonly atMs: EpochMs }>>;
  readonly isRevoked: boolean;
}

export interface Invite {
  readonly id: InviteId;
  readonly seatId: SeatId;
  /** SHA-256 of the link's token, 64 hexadecimal digits; the token itself is never stored. */
  readonly tokenHash: string;
  readonly expiresAtMs: EpochMs;
  /** How many sessions may still be made from it. */
  readonly usesLeft: number;
  readonly isRevoked: boolean;
}

/**
 * To whom a message goes. `table` from the moderator or the side that does not bid reaches everybody; from a bidder it
 * reaches that side, the moderator and the regulator, and never another bidder.
 */
export type Recipient =
  | { readonly kind: 'table' }
  | { readonly kind: 'team' }
  | { readonly kind: 'moderator' }
  /** To one team, from the moderator or from the side that does not bid. */
  | { readonly kind: 'to-team'; readonly teamId: TeamId };

export interface SheetListing {
  readonly id: SheetId;
  readonly kind: 'bilateral' | 'common';
  readonly carrierTeamId: TeamId;
  /** Absent for the common sheet. */
  readonly shipperTeamId?: TeamId;
  readonly title: string;
  readonly template: string;
}

/** What a rehearsal room was made of. The auction in it has the same id. */
export interface RehearsalOf {
  readonly ofRoomId: RoomId;
  readonly ofAuctionId: AuctionId;
}

/** Bots in a rehearsal room: the seed that they draw from, and which seat is of which kind (shared/rehearsal). */
export interface SeatedBots {
  readonly seed: number;
  readonly kinds: Readonly<Record<SeatId, string>>;
}

export type RoomCommand =
  | HelpCommand
  | {
      readonly type: 'CreateRoom';
      readonly roomId: RoomId;
      readonly title: string;
      readonly isDemo: boolean;
      /** Only in a rehearsal, and for good: no room becomes one, and none stops being one. */
      readonly rehearsal?: RehearsalOf;
    }
  /** By the server, in a rehearsal room: who is not a person. */
  | { readonly type: 'SeatBots'; readonly bots: SeatedBots }
  | { readonly type: 'AddTeam'; readonly team: Team }
  | {
      readonly type: 'AddSeat';
      readonly seatId: SeatId;
      readonly role: Role;
      readonly teamId: TeamId | null;
      readonly name: string;
    }
  | {
      readonly type: 'IssueInvite';
      readonly inviteId: InviteId;
      readonly seatId: SeatId;
      readonly tokenHash: string;
      readonly expiresAtMs: EpochMs;
      readonly uses: number;
    }
  | { readonly type: 'RevokeInvite'; readonly inviteId: InviteId }
  /** By the server, for a person who showed the token. `grantId` names the session's hold on the seat. */
  | { readonly type: 'AcceptInvite'; readonly tokenHash: string; readonly grantId: string }
  /** Takes the seat from everybody who holds it; a new invite fills it again. */
  | { readonly type: 'RevokeSeat'; readonly seatId: SeatId; readonly reason: string }
  | { readonly type: 'ReleaseGrant'; readonly seatId: SeatId; readonly grantId: string }
  /** The id is made by the decision, so that nobody can name another room's sheet. */
  | {
      readonly type: 'OpenSheet';
      readonly sheet: Omit<SheetListing, 'id'>;
      /** By the server only: the template of that id, where it is one that an administrator keeps. */
      readonly copy?: Template;
    }
  | { readonly type: 'PostMessage'; readonly to: Recipient; readonly text: string }
  | {
      readonly type: 'AddAuction';
      readonly auctionId: AuctionId;
      readonly command: AuctionCommand & { readonly type: 'DraftAuction' };
    }
  | { readonly type: 'Auction'; readonly auctionId: AuctionId; readonly command: AuctionCommand }
  | { readonly type: 'SettleDelivery'; readonly deliveryId: string }
  /** By the server, for a common sheet: its agreed text, null while it is open. A later revision replaces an earlier one. */
  | {
      readonly type: 'TakeAgreedTerms';
      readonly sheetId: SheetId;
      readonly hash: string | null;
      readonly revision: number;
    }
  | { readonly type: 'Tick' }
  | { readonly type: 'Interrupt'; readonly fromMs: EpochMs; readonly toMs: EpochMs };

export type RoomEvent =
  | HelpEvent
  | {
      readonly type: 'RoomCreated';
      readonly roomId: RoomId;
      readonly title: string;
      readonly isDemo: boolean;
      readonly rehearsal?: RehearsalOf;
    }
  | { readonly type: 'BotsSeated'; readonly bots: SeatedBots }
  | { readonly type: 'TeamAdded'; readonly team: Team }
  | {
      readonly type: 'SeatAdded';
      readonly seatId: SeatId;
      readonly role: Role;
      readonly teamId: TeamId | null;
      readonly name: string;
    }
  | {
      readonly type: 'InviteIssued';
      readonly inviteId: InviteId;
      readonly seatId: SeatId;
      readonly tokenHash: string;
      readonly expiresAtMs: EpochMs;
      readonly uses: number;
    }
  | { readonly type: 'InviteRevoked'; readonly inviteId: InviteId }
  | {
      readonly type: 'InviteAccepted';
      readonly inviteId: InviteId;
      readonly seatId: SeatId;
      readonly grantId: string;
    }
  | { readonly type: 'SeatRevoked'; readonly seatId: SeatId; readonly reason: string }
  | { readonly type: 'GrantReleased'; readonly seatId: SeatId; readonly grantId: string }
  | { readonly type: 'SheetOpened'; readonly sheet: SheetListing }
  | {
      readonly type: 'MessagePosted';
      readonly messageId: string;
      readonly to: Recipient;
      readonly text: string;
      readonly seatId: SeatId;
    }
  | { readonly type: 'Auction'; readonly auctionId: AuctionId; readonly event: AuctionEvent }
  | {
      readonly type: 'DeliveryOwed';
      readonly delivery: {
        readonly id: string;
        readonly stream: string;
        readonly command: Json;
      };
    }
  | { readonly type: 'DeliverySettled'; readonly deliveryId: string }
  | ({ readonly type: 'AgreedTermsChanged'; readonly sheetId: SheetId } & AgreedTerms);

/** What a common sheet told of its agreed text (TRM3). */
export interface AgreedTerms {
  /** 64 hexadecimal digits; null while a required term is open. */
  readonly hash: string | null;
  /** Counts the changes of that sheet, from 1. */
  readonly revision: number;
}

/** An event as the feed keeps it: with its time, its author and a number within the room. */
export interface FeedSource {
  readonly n: number;
  readonly atMs: EpochMs;
  readonly bySeatId: SeatId | null;
  readonly event: RoomEvent;
}

/** In pieces (room/feed-channel.ts): what feeds show are its newest FEED_LENGTH events. */
export type FeedChannel = readonly (readonly FeedSource[])[];

export interface RoomState {
  readonly roomId: RoomId;
  readonly title: string;
  readonly isDemo: boolean;
  /** Present in a rehearsal room alone. */
  readonly rehearsal?: RehearsalOf;
  /** Present once bots were seated. */
  readonly bots?: SeatedBots;
  readonly createdAtMs: EpochMs | null;
  readonly teams: Readonly<Record<TeamId, Team>>;
  readonly seats: Readonly<Record<SeatId, Seat>>;
  readonly invites: Readonly<Record<InviteId, Invite>>;
  readonly sheets: Readonly<Record<SheetId, SheetListing>>;
  /** What new bilateral sheets begin with; absent before the first one. */
  readonly sheetTemplates?: {
    /** Template of the one that was opened last. */
    readonly bilateral: string;
    /** Templates that came with one, by id, each as it last came; those built in never come. */
    readonly copies: Readonly<Record<string, Template>>;
  };
  readonly auctions: Readonly<Record<AuctionId, AuctionState>>;
  /** By common sheet; absent while none has told anything. */
  readonly agreedTerms?: Readonly<Record<SheetId, AgreedTerms>>;
  /**
   * The newest events that feeds can show, by channel, oldest first, of which FEED_LENGTH are shown. A channel holds what
   * one team (or the room as a whole) does before the same readers, so that nothing pushes out what others see.
   */
  readonly feed: Readonly<Record<string, FeedChannel>>;
  readonly nextFeedNumber: number;
  /** What teams told the moderator, by id; the newest of each team. */
  readonly problems: Readonly<Record<string, Problem>>;
  readonly owed: readonly {
    readonly id: string;
    readonly stream: string;
    readonly command: Json;
  }[];
}

export const FEED_LENGTH = 200;
