// What a client gets for a command that was made durable: a statement of the server, signed, that can be checked
// with the receipt and a public key alone.

import type { CommandId, StreamName } from '../kernel/ids.ts';
import type { EpochMs } from '../kernel/units.ts';
import type { Rejection } from '../kernel/rejection.ts';
import type { PublicKey, VerifySignature } from './keys.ts';
import { canonicalJson } from '../kernel/json.ts';

/** `synced`: on disk before the answer, survives a power cut. `memory`: gone with the process; tests and simulations. */
export type Durability = 'synced' | 'memory';

/**
 * Proof that a command is in the record. It names the entry by its hash and never by its version: a version
 * counts what others did, which a competitor must not learn.
 */
export interface Receipt {
  readonly stream: StreamName;
  readonly commandId: CommandId;
  readonly atMs: EpochMs;
  /** `entryHash` of the entry (record/entry.ts). */
  readonly entryHash: string;
  readonly outcome: 'accepted' | 'refused';
  /** The refusal with its numbers; only where refused. */
  readonly rejection?: Rejection;
  /** This and the two below are absent only where a server signs nothing, as in tests of single parts. */
  readonly durability?: Durability;
  readonly keyId?: string;
  /** Ed25519 (RFC 8032) over `receiptText`, 128 hexadecimal digits. */
  readonly signature?: string;
}

/**
 * The answer to a command; a resend of the same command id gets the same one. Without a receipt nothing had to
 * be recorded: a refusal that the rules keep out of the record, or a command of the server itself.
 */
export type Answer =
  | { readonly ok: true; readonly receipt?: Receipt }
  | { readonly ok: false; readonly rejection: Rejection; readonly receipt?: Receipt };

/** The text that is signed: a first line that no other signed text has, then the canonical JSON of all but the signature. */
export const receiptText = (receipt: Receipt): string =>
  `parley receipt 1\n${canonicalJson({ ...receipt, signature: undefined })}`;

/** What came of checking a receipt. Everything but `valid` means: do not rely on it. */
export type ReceiptCheck = 'valid' | 'unsigned' | 'unknown-key' | 'retired-key' | 'wrong-signature';

/**
 * Checks a receipt against public keys (REC2, REC4). A key that was retired proves what is dated before that instant
 * only. Rejects only when `verify` does.
 */
export const checkReceipt = async (
  receipt: Receipt,
  keys: readonly PublicKey[],
  verify: VerifySignature,
): Promise<ReceiptCheck> => {
  const { keyId, signature, atMs } = receipt;
  if (keyId === undefined || signature === undefined) return 'unsigned';
  const key = keys.find((known) => known.keyId === keyId);
  if (!key) return 'unknown-key';
  if (!(await verify(key.publicKey, receiptText(receipt), signature))) return 'wrong-signature';
  return key.retiredAtMs !== undefined && atMs > key.retiredAtMs ? 'retired-key' : 'valid';
};
