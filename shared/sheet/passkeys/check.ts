// Checks a passkey's proof again from a signature alone, as anybody can who has it: no server, no key that is not in it.

import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import type { SheetId } from '../../kernel/ids.ts';
import type { PasskeyKey, PasskeyProof, SignedSubject } from './types.ts';
import { fromBase64url, toBase64url } from '../../kernel/base64url.ts';
import {
  readAuthenticatorData,
  readClientData,
  signatureChallenge,
  signedBytes,
} from './challenge.ts';

/**
 * Whether `signature` is one of `data` under a key: of ES256 in DER form (RFC 3279), as authenticators write it. Anything
 * malformed is none. Rejects when this place cannot check signatures at all.
 */
export type VerifyAssertion = (
  key: PasskeyKey,
  data: Uint8Array<ArrayBuffer>,
  signature: Uint8Array<ArrayBuffer>,
) => Promise<boolean>;

/** A signature as far as its proof speaks of it. */
export type ProvenSignature = Pick<SignedSubject, 'side' | 'office' | 'name' | 'title' | 'hash'> & {
  readonly passkey: PasskeyProof;
};

/**
 * `form`: it is no answer of an authenticator; `subject`: it signs something else than stands here; `person`: the
 * authenticator did not verify its person; `address`: its page does not belong to the name that the key is bound to;
 * `signature`: the key did not sign it.
 */
export type ProofFinding = 'form' | 'subject' | 'person' | 'address' | 'signature';

const belongsTo = (origin: string, rpId: string): boolean => {
  const host = /^https?:\/\/([^/:]+)(?::\d+)?$/.exec(origin)?.[1];
  return host !== undefined && (host === rpId || host.endsWith(`.${rpId}`));
};

/** What is wrong with the proof of a signature of a sheet, or undefined when it holds (PKY5). */
export const proofFinding = async (
  sheetId: SheetId,
  { passkey: proof, side, office, name, title, hash }: ProvenSignature,
  verify: VerifyAssertion,
): Promise<ProofFinding | undefined> => {
  const client = readClientData(proof.clientDataJSON);
  const data = readAuthenticatorData(proof.authenticatorData);
  const [signed, signature] = [signedBytes(proof), fromBase64url(proof.signature)];
  if (!client || !data || !signed || !signature || client.type !== 'webauthn.get') return 'form';
  const { seatId, nonce, expiresAtMs, rpId } = proof;
  const subject = { sheetId, seatId, side, office, name, title, hash, nonce, expiresAtMs };
  if (client.challenge !== signatureChallenge(subject)) return 'subject';
  if (!data.isPresent || !data.isVerified) return 'person';
  const isBound = toBase64url(data.rpIdHash) === toBase64url(sha256(utf8ToBytes(rpId)));
  if (!isBound || client.isCrossOrigin || !belongsTo(client.origin, rpId)) return 'address';
  return (await verify(proof.publicKey, signed, signature)) ? undefined : 'signature';
};

const P256_BYTES = 32;
const [SEQUENCE, INTEGER] = [0x30, 0x02];

/** One positive number of a DER sequence as so many bytes, and what comes after it. */
const numberAt = (
  bytes: Uint8Array,
  at: number,
): { readonly value: Uint8Array; readonly end: number } | undefined => {
  const length = bytes[at + 1] ?? 0;
  const end = at + 2 + length;
  if (bytes[at] !== INTEGER || length === 0 || end > bytes.length) return undefined;
  const digits = bytes.subarray(at + 2, end);
  const from = digits.findIndex((byte) => byte !== 0);
  const significant = from < 0 ? digits.subarray(digits.length) : digits.subarray(from);
  if (significant.length > P256_BYTES) return undefined;
  const value = new Uint8Array(P256_BYTES);
  value.set(significant, P256_BYTES - significant.length);
  return { value, end };
};

/** An ES256 signature in DER form as WebCrypto wants it: r and s, 32 bytes each; undefined for what is none. */
export const rawSignature = (der: Uint8Array): Uint8Array<ArrayBuffer> | undefined => {
  if (der[0] !== SEQUENCE || der[1] !== der.length - 2) return undefined;
  const r = numberAt(der, 2);
  const s = r && numberAt(der, r.end);
  if (!r || s?.end !== der.length) return undefined;
  const raw = new Uint8Array(2 * P256_BYTES);
  raw.set(r.value);
  raw.set(s.value, P256_BYTES);
  return raw;
};
