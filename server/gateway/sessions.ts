// Sessions and the seats they hold. A session's secret lives in a cookie (or a bot's token) and never here: its
// SHA-256 names the stream. A seat is usable while session and room both say so.

import type { RoomId, SeatId } from '../../shared/kernel/ids.ts';
import type { SessionState } from '../../shared/access/types.ts';
import type { Answer } from '../../shared/record/receipt.ts';
import type { RoomState } from '../../shared/room/types.ts';
import type { Hosts } from '../host/types.ts';
import type { Chance } from '../ports.ts';
import { seatKey } from '../../shared/access/session.ts';
import { SYSTEM } from '../../shared/kernel/decider.ts';
import { sha256Hex } from '../../shared/kernel/hash.ts';
import { isId } from '../../shared/kernel/ids.ts';
import { refusal } from './failures.ts';
import { stateWith } from './newest.ts';

const SECRET_BYTES = 32;
const GRANT_BYTES = 8;
const SECRET_PATTERN = /^[0-9a-f]{64}$/;

/** A seat that a session may use now, and the grant it holds it by. */
export interface SeatHold {
  readonly roomId: RoomId;
  readonly seatId: SeatId;
  readonly grantId: string;
}

export interface SessionsDeps {
  readonly hosts: Hosts;
  readonly chance: Chance;
}

/** Whether a room still honours a hold. */
export const isHonoured = (room: RoomState, { seatId, grantId }: SeatHold): boolean => {
  const seat = room.seats[seatId];
  return seat !== undefined && !seat.isRevoked && Object.hasOwn(seat.grants, grantId);
};

export class Sessions {
  readonly #hosts: Hosts;
  readonly #chance: Chance;

  constructor({ hosts, chance }: SessionsDeps) {
    this.#hosts = hosts;
    this.#chance = chance;
  }

  freshSecret(): string {
    return this.#chance.hex(SECRET_BYTES);
  }

  /**
   * The state of a session; undefined for secrets that are none, unknown or signed out. One that does not satisfy is
   * looked at again in the journal before it is given.
   */
  async find(
    secret: string | undefined,
    satisfies: (session: SessionState) => boolean = ({ exists }) => exists,
  ): Promise<SessionState | undefined> {
    if (secret === undefined || !SECRET_PATTERN.test(secret)) return undefined;
    const state = await stateWith(this.#hosts.session(sha256Hex(secret)), satisfies);
    if (!state.exists || state.isSignedOut) return undefined;
    return { ...state, isAdmin: state.isAdmin && (await this.#isOfSecret(state.adminBy)) };
  }

  /** Whether the administrator's secret is still the one with this hash (ACC7). */
  async #isOfSecret(hash: string | undefined): Promise<boolean> {
    const { state } = await this.#hosts.site().confirmed();
    return state.adminSecretHash !== '' && state.adminSecretHash === hash;
  }

  /** The seat that a session wants to act for, if it holds it (ACC2). */
  async hold(
    secret: string | undefined,
    roomId: RoomId,
    seatId: SeatId,
  ): Promise<SeatHold | undefined> {
    if (!isId(roomId) || !isId(seatId)) return undefined;
    const key = seatKey(roomId, seatId);
    const session = await this.find(secret, ({ seats }) => Object.hasOwn(seats, key));
    const hold = session?.seats[key];
    if (!hold) return undefined;
    const room = await stateWith(this.#hosts.room(roomId), (state) => isHonoured(state, hold));
    return isHonoured(room, hold) ? hold : undefined;
  }

  /** Exchanges an invite's token for a seat. Throws `auth/invite` for any token that does not work (ACC3). */
  async join(secret: string, token: string): Promise<SeatHold> {
    const [roomId = '', inviteSecret = ''] = splitToken(token);
    if (!isId(roomId) || inviteSecret === '') throw refusal('auth/invite');
    const grantId = this.#chance.hex(GRANT_BYTES);
    const room = this.#hosts.room(roomId);
    const tokenHash = sha256Hex(inviteSecret);
    const answer = await room.submit(this.#chance.id(), SYSTEM, {
      type: 'AcceptInvite',
      tokenHash,
      grantId,
    });
    if (!answer.ok) throw refusal('auth/invite');
    const { state } = await room.confirmed();
    const seat = Object.values(state.seats).find(({ grants }) => Object.hasOwn(grants, grantId));
    if (!seat) throw refusal('auth/invite');
    const hold = { roomId, seatId: seat.id, grantId };
    await this.#tell(secret, { type: 'HoldSeat', ...hold });
    return hold;
  }

  async becomeAdmin(secret: string, adminSecret: string): Promise<void> {
    const hash = sha256Hex(adminSecret);
    const site = await stateWith(this.#hosts.site(), (state) => state.adminSecretHash === hash);
    if (site.adminSecretHash === '' || site.adminSecretHash !== hash) {
      throw refusal('auth/denied', { message: 'This is not the administrator’s secret.' });
    }
    await this.#tell(secret, { type: 'BecomeAdmin', secretHash: hash });
  }

  /** Ends the session on all its seats; connections that use them are cut by the rooms' change (ACC5). */
  async signOut(secret: string | undefined): Promise<void> {
    const session = await this.find(secret);
    if (!session || secret === undefined) return;
    await this.#tell(secret, { type: 'SignOut' });
    for (const { roomId, seatId, grantId } of Object.values(session.seats)) {
      const command = { type: 'ReleaseGrant', seatId, grantId } as const;
      await this.#hosts.room(roomId).submit(this.#chance.id(), SYSTEM, command);
    }
  }

  /** A fresh secret for an invite link and its hash. The link's token names the room, so that it is found. */
  freshInvite(roomId: RoomId): { readonly token: string; readonly tokenHash: string } {
    const inviteSecret = this.freshSecret();
    return { token: `${roomId}.${inviteSecret}`, tokenHash: sha256Hex(inviteSecret) };
  }

  async #tell(
    secret: string,
    command: Parameters<ReturnType<Hosts['session']>['submit']>[2],
  ): Promise<Answer> {
    const session = this.#hosts.session(sha256Hex(secret));
    const answer = await session.submit(this.#chance.id(), SYSTEM, command);
    if (!answer.ok) throw refusal('auth/required');
    return answer;
  }
}

/** Room ids may hold dots, so the secret is what follows the last one. */
const splitToken = (token: string): readonly [string, string] => {
  const place = token.lastIndexOf('.');
  const inviteSecret = token.slice(place + 1);
  return SECRET_PATTERN.test(inviteSecret) ? [token.slice(0, place), inviteSecret] : ['', ''];
};
