// The HTTP side of the server as small typed functions. Every answer is a value: what was asked for, or a
// ProtocolError, also when the server cannot be reached. Live data does not come this way but over the socket.

import type { ProtocolError } from '../../shared/protocol/errors.ts';
import type { Result } from '../../shared/protocol/messages.ts';
import type { SeatRoomCommand } from '../../shared/protocol/schemas.ts';
import type { PublicKey } from '../../shared/record/keys.ts';
import type { Answer } from '../../shared/record/receipt.ts';
import type { SealsAnswer } from '../../shared/record/seal.ts';
import type { Role, Side } from '../../shared/room/types.ts';
import type { Report } from '../../shared/report/report-types.ts';
import type { RoomView } from '../../shared/room/view-types.ts';

export interface HeldSeat {
  readonly roomId: string;
  readonly seatId: string;
  readonly roomTitle: string;
  readonly role: Role;
  readonly seatName: string;
  readonly teamName?: string;
}

export interface DemoSeat {
  readonly seatId: string;
  readonly role: Role;
  readonly name: string;
  readonly teamName?: string;
  readonly side?: Side;
}

export interface Me {
  readonly isAdmin: boolean;
  readonly seats: readonly HeldSeat[];
  /** Only where the server runs the demo. */
  readonly demo?: {
    readonly roomId: string;
    readonly title: string;
    readonly seats: readonly DemoSeat[];
  };
}

export interface SeatPlace {
  readonly roomId: string;
  readonly seatId: string;
}

export interface ListedRoom {
  readonly roomId: string;
  readonly title: string;
  readonly isDemo: boolean;
  readonly atMs: number;
}

export interface IssuedInvite {
  readonly inviteId: string;
  readonly link: string;
  readonly expiresAtMs: number;
}

/** The room that is set up, and the seat that does it; an administrator needs none. */
export interface SetupPlace {
  readonly roomId: string;
  readonly seatId: string | undefined;
}

const UNREACHABLE: ProtocolError = {
  code: 'protocol/unavailable',
  message: 'The server cannot be reached. Nothing was changed; try again in a moment.',
  retry: 'later',
};

const UNREADABLE: ProtocolError = {
  code: 'protocol/fault',
  message: 'The server gave an answer that this page cannot read. Reload the page and try again.',
  retry: 'now',
};

const errorIn = (body: unknown): ProtocolError | undefined => {
  if (typeof body !== 'object' || body === null || !('error' in body)) return undefined;
  const { error } = body;
  const isError =
    typeof error === 'object' && error !== null && 'code' in error && 'message' in error;
  return isError ? (error as ProtocolError) : undefined;
};

const read = async <T>(response: Response): Promise<Result<T>> => {
  const text = await response.text();
  let body: unknown;
  try {
    body = text === '' ? {} : JSON.parse(text);
  } catch (cause) {
    console.warn('an answer of the server was not JSON', cause);
    return { ok: false, error: response.status >= 500 ? UNREACHABLE : UNREADABLE };
  }
  // The shape is the server's promise, kept by its tests; it is not checked a second time here.
  if (response.ok) return { ok: true, value: body as T };
  return { ok: false, error: errorIn(body) ?? UNREADABLE };
};

/** Asks the server; every answer is a value. */
export const call = async <T>(
  method: 'GET' | 'POST',
  path: string,
  body?: object,
): Promise<Result<T>> => {
  try {
    const response = await fetch(path, {
      method,
      credentials: 'same-origin',
      ...(method === 'POST' && {
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body ?? {}),
      }),
    });
    return await read<T>(response);
  } catch (cause) {
    console.warn('the server could not be reached', cause);
    return { ok: false, error: UNREACHABLE };
  }
};

/** The path of a room’s routes, as one seat or as the administrator. */
export const roomPath = ({ roomId, seatId }: SetupPlace, rest = ''): string => {
  const query = seatId === undefined ? '' : `?seat=${encodeURIComponent(seatId)}`;
  return `/api/rooms/${encodeURIComponent(roomId)}${rest}${query}`;
};

/** Public halves of the keys that the server signs with. */
export const fetchKeys = (): Promise<Result<{ readonly keys: readonly PublicKey[] }>> =>
  call('GET', '/.well-known/parley-keys.json');

/** Who this browser is: seats held, administrator or not, the demo where there is one. */
export const fetchMe = (): Promise<Result<Me>> => call('GET', '/api/me');

/** Exchanges the token of an invite link for a seat held by this browser. */
export const join = (token: string): Promise<Result<SeatPlace>> =>
  call('POST', '/api/join', { token });

/** Takes a seat of the demo room. */
export const enterDemo = (seatId: string): Promise<Result<SeatPlace>> =>
  call('POST', '/api/demo/enter', { seatId });

/** Makes this browser the administrator's. */
export const enterAdmin = (secret: string): Promise<Result<object>> =>
  call('POST', '/api/admin/enter', { secret });

export const signOut = (): Promise<Result<object>> => call('POST', '/api/sign-out');

/** All rooms of the installation; administrator only. */
export const listRooms = (): Promise<Result<{ readonly rooms: readonly ListedRoom[] }>> =>
  call('GET', '/api/rooms');

/** Makes a room with a moderator's seat and the link to it; administrator only. */
export const createRoom = (
  wanted: { readonly title: string } & (
    { readonly template: 'empty' | 'usps-demo' } | { readonly templateId: string }
  ),
): Promise<Result<{ readonly roomId: string; readonly moderatorLink: string }>> =>
  call('POST', '/api/rooms', wanted);

/** The room as its moderator sees it. */
export const fetchRoom = (place: SetupPlace): Promise<Result<{ readonly view: RoomView }>> =>
  call('GET', roomPath(place));

/** The seals of a room after the first `after` of them. */
export const fetchSeals = (place: SeatPlace, after: number): Promise<Result<SealsAnswer>> =>
  call('GET', `${roomPath(place, '/seals')}&after=${String(after)}`);

/** Where the bundle of a seat is downloaded. */
export const bundlePath = (place: SeatPlace): string => roomPath(place, '/bundle');

/** Where the report on an auction is: as data, or as a file of another form. */
export const reportPath = (
  place: SeatPlace,
  auctionId: string,
  form: '' | '.pdf' | '.csv',
): string => `${roomPath(place, `/report${form}`)}&auction=${encodeURIComponent(auctionId)}`;

/** The report on an auction that is over, as this seat may read it. */
export const fetchReport = (place: SeatPlace, auctionId: string): Promise<Result<Report>> =>
  call('GET', reportPath(place, auctionId, ''));

/** The same with every row of its tables, of which there may be very many. */
export const fetchWholeReport = (place: SeatPlace, auctionId: string): Promise<Result<Report>> =>
  call('GET', `${reportPath(place, auctionId, '')}&rows=all`);

/** Gives a command; `id` makes a resend harmless. */
export const sendRoomCommand = (
  place: SetupPlace,
  message: { readonly id: string; readonly command: SeatRoomCommand },
): Promise<Result<Answer>> => call('POST', roomPath(place, '/commands'), message);

/** Makes an invite link for a seat. The link is shown once: the server keeps only its hash. */
export const issueInvite = (
  place: SetupPlace,
  wanted: { readonly seatId: string; readonly expiresInMs?: number; readonly uses?: number },
): Promise<Result<IssuedInvite>> => call('POST', roomPath(place, '/invites'), wanted);
