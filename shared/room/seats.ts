// What each seat may do: one table, default deny. Asked by the gateway before a command is queued and by the
// room again when it is decided.

import type { Actor } from '../kernel/decider.ts';
import type { SeatId, SheetId, TeamId } from '../kernel/ids.ts';
import type { Rejection } from '../kernel/rejection.ts';
import type { AuctionCommand, AuctionState } from '../auction/types.ts';
import type { SheetCommand } from '../sheet/types.ts';
import type { Recipient, RoomCommand, RoomState, Seat, Side } from './types.ts';
import { biddingSide } from '../auction/auction.ts';
import { reject } from '../kernel/rejection.ts';
import { mentionFault } from './mention-rights.ts';
import { isForSide, SIDE_ACTIONS } from './side-actions.ts';
import { signerFault } from './signer-rights.ts';
import { auctionIsFor } from './view-rights.ts';
import { isCompeting, mayKnowTeam, viewerOf } from './walls.ts';

/** A role together with the side it acts for. */
export type SeatKind =
  | 'moderator'
  | 'carrier-lead'
  | 'carrier-member'
  | 'shipper-lead'
  | 'shipper-member'
  | 'regulator'
  | 'public';

export type Action =
  | 'set-up'
  | 'run-auction'
  | 'rehearse'
  | 'accept-rules'
  | 'bid'
  | 'guard-bids'
  | 'draft-bid'
  | 'confirm-draft'
  | 'report-problem'
  | 'answer-problem'
  | 'say-to-table'
  | 'say-to-team'
  | 'say-to-moderator'
  | 'say-to-one-team'
  | 'take-position'
  | 'reopen-term'
  | 'make-offer'
  | 'answer-offer'
  | 'see-offer'
  | 'set-target'
  | 'freeze-sheet'
  | 'reopen-sheet'
  | 'sign-sheet'
  | 'assign-signer'
  | 'comment'
  | 'keep-passkey'
  | 'edit-text'
  | 'caucus'
  | 'export-sealed'
  | 'export-redacted'
  | 'read-file';

const LEADS = ['carrier-lead', 'shipper-lead'] as const;
const TEAMS = ['carrier-lead', 'carrier-member', 'shipper-lead', 'shipper-member'] as const;

/** Who may do what (SEAT1). What is not written here nobody may do. */
export const PERMISSIONS: Readonly<Record<Action, readonly SeatKind[]>> = {
  'set-up': ['moderator'],
  'run-auction': ['moderator'],
  rehearse: ['moderator'],
  'accept-rules': LEADS,
  bid: LEADS,
  'guard-bids': LEADS,
  'draft-bid': TEAMS,
  'confirm-draft': LEADS,
  'report-problem': TEAMS,
  'answer-problem': ['moderator'],
  'say-to-table': ['moderator', ...TEAMS],
  'say-to-team': TEAMS,
  'say-to-moderator': ['moderator', 'regulator', ...TEAMS],
  'say-to-one-team': ['moderator', ...TEAMS],
  'take-position': LEADS,
  'reopen-term': LEADS,
  'make-offer': LEADS,
  'answer-offer': LEADS,
  'see-offer': TEAMS,
  'set-target': TEAMS,
  'freeze-sheet': LEADS,
  'reopen-sheet': LEADS,
  'sign-sheet': TEAMS,
  'assign-signer': LEADS,
  comment: TEAMS,
  'keep-passkey': TEAMS,
  'edit-text': ['moderator', ...TEAMS],
  caucus: TEAMS,
  'export-sealed': ['moderator', 'regulator', ...TEAMS],
  'export-redacted': ['moderator', 'regulator', 'public', ...TEAMS],
  'read-file': TEAMS,
};

/** The kind of a seat, from its role and its team's side. */
export const seatKind = (room: RoomState, seat: Seat): SeatKind => {
  const { role, teamId } = seat;
  if (role !== 'lead' && role !== 'member') return role;
  const side = teamId === null ? undefined : room.teams[teamId]?.side;
  return side === 'carrier' ? `carrier-${role}` : `shipper-${role}`;
};

/** Whether the table lets a kind of seat do something. */
export const isPermitted = (kind: SeatKind, action: Action): boolean =>
  PERMISSIONS[action].includes(kind);

const NOT_ALLOWED = (action: string): Rejection => reject('seat/not-allowed', { action });

const messageAction = (to: Recipient): Action => {
  switch (to.kind) {
    case 'table':
      return 'say-to-table';
    case 'team':
      return 'say-to-team';
    case 'moderator':
      return 'say-to-moderator';
    case 'to-team':
      return 'say-to-one-team';
  }
};

const auctionAction = (command: AuctionCommand): Action | undefined => {
  switch (command.type) {
    case 'PlaceBid':
    case 'PlaceBids':
    case 'SetInstructions':
      return 'bid';
    case 'AcceptRules':
      return 'accept-rules';
    case 'SetBidGuards':
      return 'guard-bids';
    case 'DraftBid':
    case 'DropDraft':
      return 'draft-bid';
    case 'ConfirmDraft':
      return 'confirm-draft';
    case 'SettleAward':
    case 'TakeTerms':
    case 'TickAuction':
    case 'InterruptAuction':
      return undefined;
    default:
      return 'run-auction';
  }
};

/** The action a command is; undefined for those that only the server gives. */
const roomAction = (command: RoomCommand): Action | undefined => {
  switch (command.type) {
    case 'AddTeam':
    case 'AddSeat':
    case 'IssueInvite':
    case 'RevokeInvite':
    case 'RevokeSeat':
    case 'OpenSheet':
      return 'set-up';
    case 'AddAuction':
      return 'run-auction';
    case 'Auction':
      return auctionAction(command.command);
    case 'PostMessage':
      return messageAction(command.to);
    case 'ReportProblem':
      return 'report-problem';
    case 'AnswerProblem':
      return 'answer-problem';
    default:
      return undefined;
  }
};

type OfTeam = AuctionCommand & {
  readonly type:
    | 'PlaceBid'
    | 'PlaceBids'
    | 'SetInstructions'
    | 'AcceptRules'
    | 'SetBidGuards'
    | 'DraftBid'
    | 'ConfirmDraft'
    | 'DropDraft';
};

const OF_TEAM: ReadonlySet<AuctionCommand['type']> = new Set<OfTeam['type']>([
  'PlaceBid',
  'PlaceBids',
  'SetInstructions',
  'AcceptRules',
  'SetBidGuards',
  'DraftBid',
  'ConfirmDraft',
  'DropDraft',
]);

/** Commands that a seat gives for its own team. */
const isOfTeam = (command: AuctionCommand): command is OfTeam => OF_TEAM.has(command.type);

/** A command that names a team must name the seat's own, and on the side that bids (SEAT3). */
const checkTeam = (room: RoomState, seat: Seat, command: RoomCommand): Rejection | undefined => {
  if (command.type === 'PostMessage' && command.to.kind === 'to-team') {
    return checkAddressee(room, seat, command.to.teamId);
  }
  if (command.type !== 'Auction') return undefined;
  const inner = command.command;
  if (!isOfTeam(inner)) return undefined;
  if (inner.teamId !== seat.teamId) return reject('seat/other-team');
  const { auctionId } = command;
  const auction = room.auctions[auctionId];
  if (!auction || !auctionIsFor(room, viewerOf(room, seat.id), auction)) {
    return reject('auction/unknown', { auctionId });
  }
  const side = room.teams[inner.teamId]?.side;
  if (side !== biddingSide(auction.rules)) return NOT_ALLOWED(auctionAction(inner) ?? 'bid');
  return inner.type === 'DropDraft' ? checkDrop(auction, seat, inner) : undefined;
};

/** Who drafted a bid takes it back; any other only a lead rejects (GRD4). */
const checkDrop = (
  { drafts }: AuctionState,
  seat: Seat,
  { teamId, draftId }: AuctionCommand & { readonly type: 'DropDraft' },
): Rejection | undefined => {
  const draft = drafts[teamId]?.[draftId];
  const isOwn = draft === undefined || draft.bySeatId === seat.id;
  return isOwn || seat.role === 'lead' ? undefined : NOT_ALLOWED('confirm-draft');
};

/** Only those who may know a team can write to it, and a competitor can write to no other team. */
const checkAddressee = (room: RoomState, seat: Seat, teamId: TeamId): Rejection | undefined => {
  const own = seat.teamId === null ? undefined : room.teams[seat.teamId];
  if (own && isCompeting(room, own)) return NOT_ALLOWED('say-to-one-team');
  return mayKnowTeam(room, viewerOf(room, seat.id), teamId)
    ? undefined
    : reject('seat/unknown-team');
};

/** Why a seat may not give a command, or undefined when it may (SEAT1 to SEAT3). */
export const authoriseRoom = (
  room: RoomState,
  by: Actor,
  command: RoomCommand,
): Rejection | undefined => {
  if (by.kind === 'system') return undefined;
  const action = roomAction(command);
  if (!action) return NOT_ALLOWED(command.type);
  if (by.kind === 'admin') return action === 'set-up' ? undefined : NOT_ALLOWED(action);
  const seat = room.seats[by.seatId];
  if (!seat || seat.isRevoked) return reject('seat/revoked');
  if (!isPermitted(seatKind(room, seat), action)) return NOT_ALLOWED(action);
  return checkTeam(room, seat, command);
};

export interface SheetAccess {
  readonly mayRead: boolean;
  /** May edit text. */
  readonly mayWrite: boolean;
  /** Side the seat acts for on this sheet; null for readers. */
  readonly side: Side | null;
}

const NO_ACCESS: SheetAccess = { mayRead: false, mayWrite: false, side: null };

/** What a seat may do with a sheet (SEAT4). For a sheet that is not its business this is the same as for one that does not exist. */
export const sheetAccess = (room: RoomState, seatId: SeatId, sheetId: SheetId): SheetAccess => {
  const sheet = room.sheets[sheetId];
  const seat = room.seats[seatId];
  if (!sheet || !seat || seat.isRevoked) return NO_ACCESS;
  const kind = seatKind(room, seat);
  const side = sideOf(seat.teamId, sheet);
  const mayEdit = isPermitted(kind, 'edit-text');
  if (sheet.kind === 'common') {
    const isWriter = side === 'carrier' || kind === 'moderator';
    return { mayRead: true, mayWrite: mayEdit && isWriter, side };
  }
  if (side) return { mayRead: true, mayWrite: mayEdit, side };
  const mayRead = kind === 'moderator' || kind === 'regulator';
  return { mayRead, mayWrite: false, side: null };
};

const sideOf = (
  teamId: TeamId | null,
  sheet: { readonly carrierTeamId: TeamId; readonly shipperTeamId?: TeamId },
): Side | null => {
  if (teamId === null) return null;
  if (sheet.carrierTeamId === teamId) return 'carrier';
  return sheet.shipperTeamId === teamId ? 'shipper' : null;
};

/** What leaves a sheet as a file, or comes to it as one. */
export type FileAction = 'export-sealed' | 'export-redacted' | 'read-file';

/**
 * Why a seat may not take files out of a sheet or bring them, or undefined when it may (EXP3, SEAT4). A file is compared
 * for a side, so whoever brings one must act for one.
 */
export const authoriseFile = (
  room: RoomState,
  seatId: SeatId,
  { sheetId, action }: { readonly sheetId: SheetId; readonly action: FileAction },
): Rejection | undefined => {
  const access = sheetAccess(room, seatId, sheetId);
  const seat = room.seats[seatId];
  if (!access.mayRead || !seat) return reject('sheet/not-found');
  const isFor = action !== 'read-file' || access.side !== null;
  return isFor && isPermitted(seatKind(room, seat), action) ? undefined : NOT_ALLOWED(action);
};

/** Why a seat may not give a command on a sheet, or undefined when it may (SEAT4, SEAT5). */
export const authoriseSheet = (
  room: RoomState,
  seatId: SeatId,
  sheetId: SheetId,
  command: SheetCommand,
): Rejection | undefined => {
  const { mayRead, side } = sheetAccess(room, seatId, sheetId);
  const seat = room.seats[seatId];
  if (!mayRead || !seat) return reject('sheet/not-found');
  const kind = seatKind(room, seat);
  if (isForSide(command)) {
    const action = SIDE_ACTIONS[command.type];
    if (!isPermitted(kind, action)) return NOT_ALLOWED(action);
    if (side !== command.side) return reject('seat/other-side');
    return (
      signerFault(room, seat, command) ?? mentionFault(room, { author: seat, sheetId }, command)
    );
  }
  if (command.type !== 'ReopenTerm') return NOT_ALLOWED(command.type);
  if (!side || !isPermitted(kind, 'reopen-term')) return NOT_ALLOWED('reopen-term');
  return (command.side ?? side) === side ? undefined : reject('seat/other-side');
};
