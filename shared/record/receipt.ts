// What a client gets for a command that was made durable.

import type { CommandId, StreamName } from '../kernel/ids.ts';
import type { EpochMs } from '../kernel/units.ts';
import type { Rejection } from '../kernel/rejection.ts';

/**
 * Proof that a command is in the record. It names the entry by its hash and never by its version: a version
 * counts what others did, which a competitor must not learn.
 */
export interface Receipt {
  readonly stream: StreamName;
  readonly commandId: CommandId;
  readonly atMs: EpochMs;
  readonly entryHash: string;
}

/**
 * The answer to a command; a resend of the same command id gets the same one. Without a receipt nothing had to
 * be recorded: a refusal that the rules keep out of the record, or a command of the server itself.
 */
export type Answer =
  | { readonly ok: true; readonly receipt?: Receipt }
  | { readonly ok: false; readonly rejection: Rejection; readonly receipt?: Receipt };
