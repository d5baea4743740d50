// Asking for redlines: which clauses of a sheet, from which wording to which, and what comes back.

import { z } from 'zod';
import type { Rejection } from '../kernel/rejection.ts';
import type { Side } from '../room/types.ts';
import type { Redline } from '../sheet/redline/types.ts';
import { id } from './wire-values.ts';

const MAX_CLAUSES = 200;

const wordingChoice = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('template') }),
  z.strictObject({ kind: z.literal('fallback') }),
  z.strictObject({ kind: z.literal('agreed') }),
  z.strictObject({ kind: z.literal('standing') }),
  z.strictObject({ kind: z.literal('kept'), hash: z.string().regex(/^[0-9a-f]{64}$/) }),
]);

export const redlineMessageSchema = z.strictObject({
  topic: z.strictObject({ kind: z.literal('sheet'), id }),
  clauses: z
    .array(z.strictObject({ termId: id, base: wordingChoice, text: wordingChoice }))
    .min(1)
    .max(MAX_CLAUSES),
});

/** Drafts of the own caucus against the text of their clause as it stands, or against what they began with. */
export const draftRedlineMessageSchema = z.strictObject({
  topic: z.strictObject({ kind: z.literal('caucus'), id }),
  drafts: z
    .array(z.strictObject({ draftId: id, base: z.enum(['standing', 'opening']) }))
    .min(1)
    .max(MAX_CLAUSES),
});

/**
 * A wording of a clause: that of the template or its fallback, as last agreed (or else that of the template), as it
 * stands, or one that a side took a position on.
 */
export type WordingChoice = z.infer<typeof wordingChoice>;
export type RedlineMessage = z.infer<typeof redlineMessageSchema>;
export type DraftRedlineMessage = z.infer<typeof draftRedlineMessageSchema>;

export interface ClauseRedline {
  /** What the base turned out to be. */
  readonly base: 'template' | 'fallback' | 'agreed' | 'standing' | 'kept' | 'opening';
  /** When a base that was kept or agreed was written down. */
  readonly baseAtMs?: number;
  /** Hash of the new wording. */
  readonly hash: string;
  readonly redline: Redline;
}

/**
 * Two wordings that were not compared (RED10): `redline/too-long` with `size` and `maximum` in characters where they are
 * known, `redline/too-slow`, or `redline/busy`, which can be asked for again.
 */
export interface ClauseNotCompared {
  readonly rejection: Rejection;
}

export interface RedlineAnswer {
  /** In the order asked; null where clause or wording is not there. */
  readonly clauses: readonly (ClauseRedline | ClauseNotCompared | null)[];
  /** Who `by` names in all of them. Side and name are absent where there is none, or none that you may know. */
  readonly authors: Readonly<Record<string, { readonly side?: Side; readonly name?: string }>>;
}
