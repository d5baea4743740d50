// What a seat may send, checked. The wire form of a command is the domain's own form, so there is no mapping
// to get wrong; whether this seat may give it is decided by room/seats.ts.

import { z } from 'zod';
import type { AuctionCommand } from '../auction/types.ts';
import type { RoomCommand } from '../room/types.ts';
import type { SheetCommand } from '../sheet/types.ts';
import {
  bidSchema,
  instructionSchema,
  lotSchema,
  quantityBid,
  rulesSchema,
} from './format-schemas.ts';
import { commentCommandSchemas } from './comment-schemas.ts';
import { caucusCommandSchema } from './caucus-schemas.ts';
import type { SeatCaucusCommand } from './caucus-schemas.ts';
import { signingCommandSchemas } from './signing-schemas.ts';
import { offerCommandSchemas, positionValue, side } from './offer-schemas.ts';
import { id, instant, mills, name, text, wait } from './wire-values.ts';

export const MAX_MESSAGE_BYTES = 64 * 1024;
export const MAX_LOTS = 20_000;

/** A client's id for its command. Those of version 8 are the server's: it derives them, so they can be foreseen. */
export const commandIdSchema = z.uuid().refine((uuid) => uuid[14] !== '8', 'Not of version 8.');
const reason = text;
/** A value a year in mills. */
const yearly = z.int().min(0).max(Number.MAX_SAFE_INTEGER);
const round = z.int().min(0).max(100_000);

export const auctionCommandSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('DraftAuction'),
    rules: rulesSchema,
    lots: z.array(lotSchema).min(1).max(MAX_LOTS),
    reservesMills: z.record(id, mills),
  }),
  z.strictObject({
    type: z.literal('SetEligibility'),
    teamId: id,
    points: z.int().min(0).max(1_000_000_000),
  }),
  z.strictObject({ type: z.literal('ScheduleAuction'), startsAtMs: instant.exactOptional() }),
  z.strictObject({
    type: z.literal('AcceptRules'),
    teamId: id,
    rulesHash: z.string().regex(/^[0-9a-f]{64}$/),
  }),
  z.strictObject({ type: z.literal('StartAuction') }),
  z.strictObject({
    type: z.literal('ConfirmOlderText'),
    hash: z.string().regex(/^[0-9a-f]{64}$/),
    reason,
  }),
  z.strictObject({ type: z.literal('PlaceBid'), teamId: id, round, bid: bidSchema }),
  z.strictObject({
    type: z.literal('PlaceSurrogateBid'),
    teamId: id,
    round,
    bid: bidSchema,
    reason,
  }),
  z.strictObject({
    type: z.literal('PlaceBids'),
    teamId: id,
    round,
    bids: z.array(quantityBid).min(1).max(MAX_LOTS),
  }),
  z.strictObject({
    type: z.literal('SetInstructions'),
    teamId: id,
    instructions: z.array(instructionSchema).min(1).max(MAX_LOTS),
  }),
  z.strictObject({
    type: z.literal('SetBidGuards'),
    teamId: id,
    budgetMills: yearly.nullable(),
    twoPersonsAboveMills: yearly.nullable(),
  }),
  z.strictObject({ type: z.literal('DraftBid'), teamId: id, round, bid: bidSchema }),
  z.strictObject({ type: z.literal('ConfirmDraft'), teamId: id, draftId: id }),
  z.strictObject({
    type: z.literal('DropDraft'),
    teamId: id,
    draftId: id,
    reason: reason.exactOptional(),
  }),
  z.strictObject({ type: z.literal('RetractBid'), teamId: id, on: id, reason }),
  z.strictObject({ type: z.literal('PauseAuction'), reason }),
  z.strictObject({ type: z.literal('ResumeAuction'), countdownMs: wait.exactOptional() }),
  z.strictObject({ type: z.literal('ExtendRound'), byMs: wait, reason }),
  z.strictObject({ type: z.literal('AmendRules'), rules: rulesSchema, reason }),
  z.strictObject({ type: z.literal('OpenRound') }),
  z.strictObject({ type: z.literal('VoidRounds'), toRound: round, reason }),
  z.strictObject({ type: z.literal('ExcludeTeam'), teamId: id, keepBids: z.boolean(), reason }),
  z.strictObject({ type: z.literal('CancelAuction'), reason }),
  z.strictObject({ type: z.literal('CertifyAuction') }),
]);

const recipient = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('table') }),
  z.strictObject({ kind: z.literal('team') }),
  z.strictObject({ kind: z.literal('moderator') }),
  z.strictObject({ kind: z.literal('to-team'), teamId: id }),
]);

const sheetListing = z.strictObject({
  kind: z.enum(['bilateral', 'common']),
  carrierTeamId: id,
  shipperTeamId: id.exactOptional(),
  title: name,
  template: id,
});

/** Room commands that come from people. Invites are made over HTTP, where the token is made. */
export const roomCommandSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('AddTeam'),
    team: z.strictObject({ id, name, side: z.enum(['carrier', 'shipper']) }),
  }),
  z.strictObject({
    type: z.literal('AddSeat'),
    seatId: id,
    role: z.enum(['moderator', 'lead', 'member', 'regulator', 'public']),
    teamId: id.nullable(),
    name,
  }),
  z.strictObject({ type: z.literal('RevokeInvite'), inviteId: id }),
  z.strictObject({ type: z.literal('RevokeSeat'), seatId: id, reason }),
  z.strictObject({ type: z.literal('OpenSheet'), sheet: sheetListing }),
  z.strictObject({ type: z.literal('PostMessage'), to: recipient, text }),
  z.strictObject({ type: z.literal('ReportProblem'), text: text.exactOptional() }),
  z.strictObject({ type: z.literal('AnswerProblem'), problemId: id, word: text }),
  z.strictObject({
    type: z.literal('AddAuction'),
    auctionId: id,
    command: auctionCommandSchema.options[0],
  }),
  z.strictObject({ type: z.literal('Auction'), auctionId: id, command: auctionCommandSchema }),
]);

export const sheetCommandSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('TakePosition'),
    side,
    termId: id,
    value: positionValue,
    reason: text.exactOptional(),
  }),
  z.strictObject({ type: z.literal('WithdrawPosition'), side, termId: id }),
  z.strictObject({ type: z.literal('ReopenTerm'), side: side.exactOptional(), termId: id, reason }),
  ...offerCommandSchemas,
  ...signingCommandSchemas,
  ...commentCommandSchemas,
]);

const topic = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('room'), id }),
  z.strictObject({ kind: z.literal('sheet'), id }),
  z.strictObject({ kind: z.literal('caucus'), id }),
]);

export const commandMessageSchema = z.strictObject({
  id: commandIdSchema,
  topic,
  command: z.union([roomCommandSchema, sheetCommandSchema, caucusCommandSchema]),
});

export const watchMessageSchema = z.strictObject({
  topic,
  tag: z.string().max(128).exactOptional(),
});
export const unwatchMessageSchema = z.strictObject({ topic });
export const lineReportSchema = z.strictObject({
  roundTripMs: z.number().min(0).max(600_000),
  clockErrorMs: z.number().min(0).max(600_000),
});
export const handshakeSchema = z.looseObject({
  protocol: z.int(),
  roomId: id,
  seatId: id,
  token: z.string().max(256).exactOptional(),
});

export type SeatRoomCommand = z.infer<typeof roomCommandSchema>;
export type SeatSheetCommand = z.infer<typeof sheetCommandSchema>;
export type SeatCommand = SeatRoomCommand | SeatSheetCommand | SeatCaucusCommand;

// The wire and the domain must not drift apart: these lines do not compile when they do.
type Extends<A extends B, B> = A;
export type WireMatchesDomain = [
  Extends<z.infer<typeof auctionCommandSchema>, AuctionCommand>,
  Extends<SeatRoomCommand, RoomCommand>,
  Extends<SeatSheetCommand, SheetCommand>,
];
