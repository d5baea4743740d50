// One example of every command that a seat can send, with the action of the permission table that it is. The types
// make this list whole: a command without an example does not compile.

import { durationMs, epochMs, mills } from '../../shared/kernel/units.ts';
import type {
  SeatCommand,
  SeatRoomCommand,
  SeatSheetCommand,
} from '../../shared/protocol/schemas.ts';
import { DEFAULT_RULES } from '../../shared/auction/default-rules.ts';
import { DEMO_AUCTION_ID } from '../../shared/room/demo.ts';
import type { Action, SeatKind } from '../../shared/room/seats.ts';
import type { Recipient } from '../../shared/room/types.ts';
import { inClock } from './demo-room.ts';

/** A seat of the demo for each kind; the shippers are of one team, so that they share a sheet. */
export const SEAT_OF_KIND: Readonly<Record<SeatKind, string>> = {
  moderator: 'moderator',
  'carrier-lead': 'usps-lead',
  'carrier-member': 'usps-member',
  'shipper-lead': 'harbor-lead',
  'shipper-member': 'harbor-member',
  regulator: 'regulator',
  public: 'public',
};
export const SEAT_KINDS = Object.keys(SEAT_OF_KIND) as SeatKind[];

/** The team that a command of this kind of seat names: its own, or a bidder. */
const teamOf = (kind: SeatKind): string => (kind.startsWith('carrier') ? 'usps' : 'harbor');
/** The team that this kind of seat writes to. */
const addresseeOf = (kind: SeatKind): string => (kind.startsWith('shipper') ? 'usps' : 'harbor');
const sideOf = (kind: SeatKind) => (kind.startsWith('carrier') ? 'carrier' : 'shipper');

export interface Example<Command = SeatCommand> {
  readonly action: Action;
  readonly command: (kind: SeatKind) => Command;
}

type Examples<Type extends string, Command = SeatCommand> = Readonly<
  Record<Type, Example<Command>>
>;
type InAuction = Extract<SeatRoomCommand, { type: 'Auction' }>['command'];

const bid = { lotId: 'q1', quantityBlocks: 1, priceMills: mills(2_400) };
const round = 1;
const reason = 'a reason';
const draft: Extract<InAuction, { type: 'DraftAuction' }> = {
  type: 'DraftAuction',
  rules: DEFAULT_RULES.clock,
  lots: [
    {
      ...{ id: 'x1', name: 'X', facility: 'DDU X', service: 'same-day' },
      window: { opens: '05:00', closes: '07:00', zone: 'America/New_York' },
      ...{ supplyBlocks: 1, openingPriceMills: mills(1_000), pointsPerBlock: 1 },
      tickMills: mills(10),
    },
  ],
  reservesMills: {},
};

const run = (command: InAuction): Example<InAuction> => ({
  action: 'run-auction',
  command: () => command,
});

export const AUCTION_EXAMPLES: Examples<InAuction['type'], InAuction> = {
  AcceptRules: {
    action: 'accept-rules',
    command: (kind) => ({
      type: 'AcceptRules',
      teamId: teamOf(kind),
      rulesHash: '0'.repeat(64),
    }),
  },
  PlaceBid: {
    action: 'bid',
    command: (kind) => ({ type: 'PlaceBid', teamId: teamOf(kind), round, bid }),
  },
  PlaceBids: {
    action: 'bid',
    command: (kind) => ({ type: 'PlaceBids', teamId: teamOf(kind), round, bids: [bid] }),
  },
  SetInstructions: {
    action: 'bid',
    command: (kind) => ({
      ...{ type: 'SetInstructions', teamId: teamOf(kind) },
      instructions: [{ lotId: 'q1', quantityBlocks: 1, limitMills: mills(3_000), thenBlocks: 0 }],
    }),
  },
  SetBidGuards: {
    action: 'guard-bids',
    command: (kind) => ({
      ...{ type: 'SetBidGuards', teamId: teamOf(kind) },
      ...{ budgetMills: 1_000_000_000, twoPersonsAboveMills: 0 },
    }),
  },
  DraftBid: {
    action: 'draft-bid',
    command: (kind) => ({ type: 'DraftBid', teamId: teamOf(kind), round, bid }),
  },
  ConfirmDraft: {
    action: 'confirm-draft',
    command: (kind) => ({ type: 'ConfirmDraft', teamId: teamOf(kind), draftId: 'no-such' }),
  },
  DropDraft: {
    action: 'draft-bid',
    command: (kind) => ({ type: 'DropDraft', teamId: teamOf(kind), draftId: 'no-such', reason }),
  },
  DraftAuction: run(draft),
  SetEligibility: run({ type: 'SetEligibility', teamId: 'harbor', points: 5 }),
  ScheduleAuction: run({ type: 'ScheduleAuction' }),
  StartAuction: run({ type: 'StartAuction' }),
  PlaceSurrogateBid: run({ type: 'PlaceSurrogateBid', teamId: 'harbor', round, bid, reason }),
  PauseAuction: run({ type: 'PauseAuction', reason }),
  ResumeAuction: run({ type: 'ResumeAuction' }),
  ExtendRound: run({ type: 'ExtendRound', byMs: durationMs(1_000), reason }),
  AmendRules: run({ type: 'AmendRules', rules: DEFAULT_RULES.clock, reason }),
  OpenRound: run({ type: 'OpenRound' }),
  RetractBid: run({ type: 'RetractBid', teamId: 'harbor', on: 'q1', reason }),
  VoidRounds: run({ type: 'VoidRounds', toRound: 0, reason }),
  ExcludeTeam: run({ type: 'ExcludeTeam', teamId: 'cascade', keepBids: true, reason }),
  CertifyAuction: run({ type: 'CertifyAuction' }),
  ConfirmOlderText: run({ type: 'ConfirmOlderText', hash: '0'.repeat(64), reason }),
  CancelAuction: run({ type: 'CancelAuction', reason }),
};

const say = (action: Action, to: (kind: SeatKind) => Recipient): Example<SeatRoomCommand> => ({
  action,
  command: (kind) => ({ type: 'PostMessage', to: to(kind), text: 'hello' }),
});

export const MESSAGE_EXAMPLES: Examples<Recipient['kind'], SeatRoomCommand> = {
  table: say('say-to-table', () => ({ kind: 'table' })),
  team: say('say-to-team', () => ({ kind: 'team' })),
  moderator: say('say-to-moderator', () => ({ kind: 'moderator' })),
  'to-team': say('say-to-one-team', (kind) => ({ kind: 'to-team', teamId: addresseeOf(kind) })),
};

const setUp = (command: SeatRoomCommand): Example<SeatRoomCommand> => ({
  action: 'set-up',
  command: () => command,
});

export const ROOM_EXAMPLES: Examples<
  Exclude<SeatRoomCommand['type'], 'Auction' | 'PostMessage'>,
  SeatRoomCommand
> = {
  AddTeam: setUp({ type: 'AddTeam', team: { id: 'new', name: 'New', side: 'shipper' } }),
  AddSeat: setUp({
    ...{ type: 'AddSeat', seatId: 'new', role: 'public', teamId: null, name: 'New' },
  }),
  ReportProblem: {
    action: 'report-problem',
    command: () => ({ type: 'ReportProblem', text: 'the page stands still' }),
  },
  AnswerProblem: {
    action: 'answer-problem',
    command: () => ({ type: 'AnswerProblem', problemId: 'no-such', word: 'seen' }),
  },
  RevokeInvite: setUp({ type: 'RevokeInvite', inviteId: 'no-such' }),
  RevokeSeat: setUp({ type: 'RevokeSeat', seatId: 'no-such', reason }),
  OpenSheet: setUp({
    type: 'OpenSheet',
    sheet: { kind: 'common', carrierTeamId: 'usps', title: 'New', template: 'auction-terms' },
  }),
  AddAuction: {
    action: 'run-auction',
    command: () => ({ type: 'AddAuction', auctionId: 'new', command: draft }),
  },
};

const onComment = (kind: SeatKind) =>
  ({ side: sideOf(kind), scope: 'internal', commentId: 'no-such' }) as const;

const NO_TICKET = {
  ...{ nonce: '0'.repeat(64), expiresAtMs: epochMs(0) },
  ...{ keyId: '0'.repeat(16), signature: '0'.repeat(128) },
};

export const SHEET_EXAMPLES: Examples<SeatSheetCommand['type'], SeatSheetCommand> = {
  TakePosition: {
    action: 'take-position',
    command: (kind) => ({
      ...{ type: 'TakePosition', side: sideOf(kind), termId: 'no-such' },
      value: { kind: 'field', value: 1 } as const,
    }),
  },
  WithdrawPosition: {
    action: 'take-position',
    command: (kind) => ({ type: 'WithdrawPosition', side: sideOf(kind), termId: 'no-such' }),
  },
  ReopenTerm: {
    action: 'reopen-term',
    command: () => ({ type: 'ReopenTerm', termId: 'no-such', reason }),
  },
  MakeOffer: {
    action: 'make-offer',
    command: (kind) => ({
      ...{ type: 'MakeOffer', side: sideOf(kind) },
      items: [{ termId: 'no-such', value: { kind: 'field', value: 1 } as const }],
    }),
  },
  WithdrawOffer: {
    action: 'make-offer',
    command: (kind) => ({ type: 'WithdrawOffer', side: sideOf(kind), offerId: 'o9' }),
  },
  AcceptOffer: {
    action: 'answer-offer',
    command: (kind) => ({
      ...{ type: 'AcceptOffer', side: sideOf(kind), offerId: 'o9', hash: '0'.repeat(64) },
    }),
  },
  RejectOffer: {
    action: 'answer-offer',
    command: (kind) => ({ type: 'RejectOffer', side: sideOf(kind), offerId: 'o9', reason }),
  },
  SeeOffer: {
    action: 'see-offer',
    command: (kind) => ({ type: 'SeeOffer', side: sideOf(kind), offerId: 'o9' }),
  },
  SetTarget: {
    action: 'set-target',
    command: (kind) => ({
      ...{ type: 'SetTarget', side: sideOf(kind), termId: 'no-such', target: 1 },
    }),
  },
  FreezeSheet: {
    action: 'freeze-sheet',
    command: (kind) => ({ type: 'FreezeSheet', side: sideOf(kind), hash: '0'.repeat(64) }),
  },
  ReopenSheet: {
    action: 'reopen-sheet',
    command: (kind) => ({ type: 'ReopenSheet', side: sideOf(kind), reason }),
  },
  SignSheet: {
    action: 'sign-sheet',
    command: (kind) => ({
      ...{ type: 'SignSheet', side: sideOf(kind), office: 'lead', name: 'A. Name' },
      ...{ title: 'Head', hash: '0'.repeat(64), isAssigned: true as const },
    }),
  },
  RegisterPasskey: {
    action: 'keep-passkey',
    command: (kind) => ({
      ...{ type: 'RegisterPasskey', side: sideOf(kind), name: 'A key' },
      passkey: { clientDataJSON: 'e30', attestationObject: 'oA', ticket: NO_TICKET },
    }),
  },
  RemovePasskey: {
    action: 'keep-passkey',
    command: (kind) => ({ type: 'RemovePasskey', side: sideOf(kind), credentialId: 'no-such' }),
  },
  AssignSigner: {
    action: 'assign-signer',
    command: (kind) => ({
      ...{ type: 'AssignSigner', side: sideOf(kind), office: 'lead', seatId: null },
    }),
  },
  MakeComment: {
    action: 'comment',
    command: (kind) => ({
      ...{ type: 'MakeComment', side: sideOf(kind), scope: 'internal', termId: 'no-such' },
      text: 'A word.',
    }),
  },
  ReplyToComment: {
    action: 'comment',
    command: (kind) => ({ ...onComment(kind), type: 'ReplyToComment', text: 'A word.' }),
  },
  EditComment: {
    action: 'comment',
    command: (kind) => ({ ...onComment(kind), type: 'EditComment', entry: 0, text: 'A word.' }),
  },
  ResolveComment: {
    action: 'comment',
    command: (kind) => ({ ...onComment(kind), type: 'ResolveComment' }),
  },
  ReopenComment: {
    action: 'comment',
    command: (kind) => ({ ...onComment(kind), type: 'ReopenComment' }),
  },
};

/** Every command on the room, by a name of its own. */
export const ALL_ROOM_EXAMPLES: readonly (Example<SeatRoomCommand> & { readonly name: string })[] =
  [
    ...Object.entries(ROOM_EXAMPLES).map(([name, example]) => ({ name, ...example })),
    ...Object.entries(MESSAGE_EXAMPLES).map(([to, example]) => ({
      name: `PostMessage to ${to}`,
      ...example,
    })),
    ...Object.entries(AUCTION_EXAMPLES).map(([name, { action, command }]) => ({
      name: `${name} in ${DEMO_AUCTION_ID}`,
      action,
      command: (kind: SeatKind) => inClock(command(kind)) as SeatRoomCommand,
    })),
  ];
