// Identifiers. All are plain strings of one narrow alphabet, so that an id can be a key of a record,
// a part of a stream name and a part of a URL without escaping, and can never name what every object has.

export type RoomId = string;
export type TeamId = string;
export type SeatId = string;
export type InviteId = string;
export type AuctionId = string;
export type LotId = string;
export type SheetId = string;
export type TermId = string;
/** `o1`, `o2` … in the order in which a sheet got them. */
export type OfferId = string;
/** Made by the client, a UUID (version 7 where the client can). A resend carries the same one. */
export type CommandId = string;

/**
 * 1 to 64 of a–z, 0–9, dot and dash, beginning with a letter or digit. Not `constructor`: of the names that a record
 * without keys knows already it is the only one in this alphabet.
 */
export const ID_PATTERN = /^(?!constructor$)[a-z0-9][a-z0-9.-]{0,63}$/;

/** True when `value` can serve as an id anywhere in Parley. */
export const isId = (value: string): boolean => ID_PATTERN.test(value);

/** `room:<roomId>`, `sheet:<sheetId>`, `caucus:<sheetId>:<teamId>`, `session:<hash>`, `mailbox:<roomId>:<seatId>` or `site`. */
export type StreamName = string;

export const roomStream = (roomId: RoomId): StreamName => `room:${roomId}`;
export const sheetStream = (sheetId: SheetId): StreamName => `sheet:${sheetId}`;
/** The private drafts of one team on one sheet. */
export const caucusStream = (sheetId: SheetId, teamId: TeamId): StreamName =>
  `caucus:${sheetId}:${teamId}`;
export const sessionStream = (sessionHash: string): StreamName => `session:${sessionHash}`;
/** What the names of all mailboxes begin with. */
export const MAILBOXES = 'mailbox:';
export const mailboxStream = (roomId: RoomId, seatId: SeatId): StreamName =>
  `${MAILBOXES}${roomId}:${seatId}`;
/** Whose mailbox a stream is; undefined for any other stream. */
export const mailboxOf = (
  stream: StreamName,
): { readonly roomId: RoomId; readonly seatId: SeatId } | undefined => {
  const [roomId, seatId] = stream.slice(MAILBOXES.length).split(':');
  if (!stream.startsWith(MAILBOXES) || roomId === undefined || seatId === undefined) {
    return undefined;
  }
  return { roomId, seatId };
};
/** The one stream of the installation itself: administrator, list of rooms, outages. */
export const SITE_STREAM: StreamName = 'site';
