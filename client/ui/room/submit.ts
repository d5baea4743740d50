// How the panels of the auction give commands: one function handed in, an outcome in words back.

import type { AuctionId } from '../../../shared/kernel/ids.ts';
import type { SeatRoomCommand } from '../../../shared/protocol/schemas.ts';

export type SubmitResult =
  { readonly ok: true } | { readonly ok: false; readonly code: string; readonly sentence: string };

/** Resolves when the command is durable or refused; never rejects. */
export type Submit = (command: SeatRoomCommand) => Promise<SubmitResult>;

export type AuctionSeatCommand = Extract<SeatRoomCommand, { type: 'Auction' }>['command'];

/** Gives a command on one auction of the room. */
export type Give = (command: AuctionSeatCommand) => Promise<SubmitResult>;

export const giveTo =
  (submit: Submit, auctionId: AuctionId): Give =>
  (command) =>
    submit({ type: 'Auction', auctionId, command });
