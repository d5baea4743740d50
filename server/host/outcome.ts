// What becomes of a command that is decided, and whose it is.

import type { Actor } from '../../shared/kernel/decider.ts';
import type { Rejection } from '../../shared/kernel/rejection.ts';
import type { Answer } from '../../shared/record/receipt.ts';
import { reject } from '../../shared/kernel/rejection.ts';

/** What becomes of a command: an entry of this batch, or an answer that needs none. */
export type Outcome =
  | { readonly kind: 'entry'; readonly index: number; readonly rejection: Rejection | undefined }
  | { readonly kind: 'answer'; readonly answer: Answer; readonly isRemembered: boolean };

/** For an id that somebody else has used: it tells neither who nor what was answered (HOST3). */
export const ID_TAKEN: Answer = { ok: false, rejection: reject('command/id-taken') };

/** One text an actor. */
export const actorKey = (by: Actor): string => (by.kind === 'seat' ? `seat ${by.seatId}` : by.kind);
