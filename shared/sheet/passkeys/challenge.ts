// What an authenticator is asked to sign, and what is in its answer. Nothing here checks a signature.

import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import type { SeatId, SheetId } from '../../kernel/ids.ts';
import type { Assertion, Base64url, PasskeyTicket, SignedSubject } from './types.ts';
import { fromBase64url, toBase64url } from '../../kernel/base64url.ts';
import { canonicalJson } from '../../kernel/json.ts';

const challengeOf = (form: string, bound: object): Base64url =>
  toBase64url(sha256(utf8ToBytes(canonicalJson({ form, ...bound }))));

/**
 * The challenge of a signature (PKY2): SHA-256 of the canonical JSON of all that is signed, 32 bytes as base64url. What
 * signs it has signed the frozen hash, for this office, as this seat, with these words.
 */
export const signatureChallenge = (subject: SignedSubject): Base64url => {
  const { sheetId, seatId, side, office, name, title, hash, nonce, expiresAtMs } = subject;
  const bound = { sheetId, seatId, side, office, name, title, hash, nonce, expiresAtMs };
  return challengeOf('parley signature 1', bound);
};

interface NewKey extends Pick<PasskeyTicket, 'nonce' | 'expiresAtMs'> {
  readonly sheetId: SheetId;
  readonly seatId: SeatId;
}

/** The challenge under which a new key is made, likewise. */
export const registrationChallenge = ({ sheetId, seatId, nonce, expiresAtMs }: NewKey): Base64url =>
  challengeOf('parley passkey 1', { sheetId, seatId, nonce, expiresAtMs });

/** What the server signs of a ticket. */
export const ticketText = ({ sheetId, seatId, nonce, expiresAtMs }: NewKey): string =>
  `parley passkey ticket\n${canonicalJson({ sheetId, seatId, nonce, expiresAtMs })}`;

/** What a browser says of a ceremony (WebAuthn §5.8.1), as far as it counts here. */
export interface ClientData {
  readonly type: string;
  readonly challenge: Base64url;
  readonly origin: string;
  readonly isCrossOrigin: boolean;
}

const textOf = (bytes: Uint8Array): string =>
  decodeURIComponent(
    Array.from(bytes, (byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''),
  );

/** Reads `clientDataJSON`; undefined for what no browser writes. */
export const readClientData = (clientDataJSON: Base64url): ClientData | undefined => {
  const bytes = fromBase64url(clientDataJSON);
  if (!bytes) return undefined;
  try {
    const { type, challenge, origin, crossOrigin } = JSON.parse(textOf(bytes)) as Record<
      string,
      unknown
    >;
    if (typeof type !== 'string' || typeof challenge !== 'string') return undefined;
    if (typeof origin !== 'string') return undefined;
    return { type, challenge, origin, isCrossOrigin: crossOrigin === true };
  } catch {
    // No UTF-8, no JSON or no object: there is nothing more to say of it.
    return undefined;
  }
};

/** What an authenticator says (WebAuthn §6.1), as far as it counts here. */
export interface AuthenticatorData {
  readonly rpIdHash: Uint8Array;
  readonly isPresent: boolean;
  /** It knew its person, by PIN, finger or face. */
  readonly isVerified: boolean;
  readonly counter: number;
}

const HASH_BYTES = 32;
const LEAST_BYTES = 37;
const [PRESENT, VERIFIED] = [0x01, 0x04];

/** Reads `authenticatorData`; undefined when it is too short to be any. */
export const readAuthenticatorData = (data: Base64url): AuthenticatorData | undefined => {
  const bytes = fromBase64url(data);
  if (!bytes || bytes.length < LEAST_BYTES) return undefined;
  const flags = bytes[HASH_BYTES] ?? 0;
  return {
    rpIdHash: bytes.subarray(0, HASH_BYTES),
    isPresent: (flags & PRESENT) !== 0,
    isVerified: (flags & VERIFIED) !== 0,
    counter: new DataView(bytes.buffer).getUint32(HASH_BYTES + 1),
  };
};

/** The bytes that the authenticator signed; undefined for what is not well formed. */
export const signedBytes = ({
  authenticatorData,
  clientDataJSON,
}: Pick<Assertion, 'authenticatorData' | 'clientDataJSON'>):
  Uint8Array<ArrayBuffer> | undefined => {
  const [data, client] = [fromBase64url(authenticatorData), fromBase64url(clientDataJSON)];
  if (!data || !client) return undefined;
  const hash = sha256(client);
  const bytes = new Uint8Array(data.length + hash.length);
  bytes.set(data);
  bytes.set(hash, data.length);
  return bytes;
};

/**
 * The user that an authenticator keeps a key for: another one for each seat and sheet, so that it never takes the key of
 * one in place of another's. 32 bytes as base64url.
 */
export const passkeyUser = (holder: Pick<NewKey, 'sheetId' | 'seatId'>): Base64url => {
  const { sheetId, seatId } = holder;
  return challengeOf('parley passkey user 1', { sheetId, seatId });
};
