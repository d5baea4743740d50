// How the panels of the auction give commands: one function handed in, an outcome in words back.

import type { AuctionId } from '../../../shared/kernel/ids.ts';
import type { Rejection } from '../../../shared/kernel/rejection.ts';
import type { ProtocolError } from '../../../shared/protocol/errors.ts';
import type { SeatRoomCommand } from '../../../shared/protocol/schemas.ts';
import type { Receipt } from '../../../shared/record/receipt.ts';

export type SubmitResult =
  | {
      readonly ok: true;
      readonly receipt?: Receipt;
      /** It waits for a second person of the team. */
      readonly isHeld?: true;
    }
  | {
      readonly ok: false;
      readonly code: string;
      readonly sentence: string;
      readonly refusal?: Rejection | ProtocolError;
      readonly receipt?: Receipt;
    };

/** True for a refusal by a rule; the other kind came from the line or the server. */
export const isRejection = (refusal: Rejection | ProtocolError): refusal is Rejection =>
  !('retry' in refusal);

/** Resolves when the command is durable or refused; never rejects. */
export type Submit = (command: SeatRoomCommand) => Promise<SubmitResult>;

export type AuctionSeatCommand = Extract<SeatRoomCommand, { type: 'Auction' }>['command'];

/** Gives a command on one auction of the room. */
export type Give = (command: AuctionSeatCommand) => Promise<SubmitResult>;

export const giveTo =
  (submit: Submit, auctionId: AuctionId): Give =>
  (command) =>
    submit({ type: 'Auction', auctionId, command });

/** Gives bids as drafts, for a second person of the team to confirm; everything else as it is. */
export const drafting =
  (give: Give): Give =>
  async (command) => {
    if (command.type !== 'PlaceBid') return give(command);
    const result = await give({ ...command, type: 'DraftBid' });
    return result.ok ? { ...result, isHeld: true } : result;
  };
