// The public halves of the keys that servers sign with. Keys are named by their own hash, so that a name cannot be
// given to another key.

import type { EpochMs } from '../kernel/units.ts';
import { sha256Hex } from '../kernel/hash.ts';

const KEY_ID_DIGITS = 16;

/** A key as it is published. */
export interface PublicKey {
  /** The first 16 digits of `sha256Hex(publicKey)`. */
  readonly keyId: string;
  /** An Ed25519 public key (RFC 8032): 32 bytes as 64 lower-case hexadecimal digits. */
  readonly publicKey: string;
  /** When a node began to sign with it. */
  readonly fromMs: EpochMs;
  /** Set once the key is retired: what it signed with a later date counts for nothing (REC4). */
  readonly retiredAtMs?: EpochMs;
}

/** The name of a key. */
export const keyIdOf = (publicKey: string): string => sha256Hex(publicKey).slice(0, KEY_ID_DIGITS);

/**
 * Whether `signature` (128 hexadecimal digits) is one of the UTF-8 bytes of `text` under `publicKey` (64). Anything
 * malformed is no signature. Rejects when this place cannot check signatures at all.
 */
export type VerifySignature = (
  publicKey: string,
  text: string,
  signature: string,
) => Promise<boolean>;
