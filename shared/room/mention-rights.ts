// Whom a comment may name: those who may read it, and nobody else. The same refusal for a seat that may not and for one
// that is not there, so that naming tells nothing.

import type { SeatId, SheetId } from '../kernel/ids.ts';
import type { Rejection } from '../kernel/rejection.ts';
import type { CommentScope } from '../sheet/comments/types.ts';
import type { SheetCommand } from '../sheet/types.ts';
import type { RoomState, Seat, SheetListing } from './types.ts';
import { reject } from '../kernel/rejection.ts';
import { isNamedIn } from '../sheet/comments/mentions.ts';
import { sheetIsFor } from './view-rights.ts';
import { mayKnowSeat, viewerOf } from './walls.ts';

/** Whether a seat may read a comment of this scope that an author makes on a sheet (COM7). */
const mayReadComment = (
  room: RoomState,
  {
    author,
    sheet,
    scope,
  }: { readonly author: Seat; readonly sheet: SheetListing; scope: CommentScope },
  seat: Seat,
): boolean => {
  switch (scope) {
    case 'note':
      return seat.id === author.id;
    case 'internal':
      return seat.teamId !== null && seat.teamId === author.teamId;
    case 'shared':
      return sheetIsFor(viewerOf(room, seat.id), sheet);
  }
};

const namesOf = (
  command: SheetCommand,
): { readonly mentions: readonly SeatId[]; scope: CommentScope; text: string } | undefined => {
  switch (command.type) {
    case 'MakeComment':
    case 'ReplyToComment':
    case 'EditComment':
      return { mentions: command.mentions ?? [], scope: command.scope, text: command.text };
    default:
      return undefined;
  }
};

/** Why a comment may not name whom it names; undefined for all other commands. */
export const mentionFault = (
  room: RoomState,
  { author, sheetId }: { readonly author: Seat; readonly sheetId: SheetId },
  command: SheetCommand,
): Rejection | undefined => {
  const named = namesOf(command);
  const sheet = room.sheets[sheetId];
  if (!named || !sheet) return undefined;
  const { scope, text } = named;
  const isFit = (seatId: SeatId): boolean => {
    const seat = Object.hasOwn(room.seats, seatId) ? room.seats[seatId] : undefined;
    return (
      seat !== undefined &&
      !seat.isRevoked &&
      (seat.teamId === author.teamId || mayKnowSeat(room, viewerOf(room, author.id), seat)) &&
      mayReadComment(room, { author, sheet, scope }, seat) &&
      isNamedIn(text, seat.name)
    );
  };
  return named.mentions.every(isFit) ? undefined : reject('comment/mention', { scope });
};
