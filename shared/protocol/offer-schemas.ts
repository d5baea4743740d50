// Commands about offers and targets as a seat may send them, checked. Wording comes as JSON of bounded depth; whether it
// can be the text of a clause is decided by sheet/offers/wording.ts.

import { z } from 'zod';
import type { ClauseNode } from '../sheet/clause-hash.ts';
import { fieldValueSchema } from '../sheet/field-schema.ts';
import { MAX_ITEMS } from '../sheet/offers/decide.ts';
import { ELEMENT_NAMES, MARKS, MAX_CLAUSE_DEPTH } from '../sheet/text-form.ts';
import { id, instant, text } from './wire-values.ts';

/** SHA-256, 64 lower-case hexadecimal digits. */
export const hash = z.string().regex(/^[0-9a-f]{64}$/);

/** `carrier` or `shipper`. */
export const side = z.enum(['carrier', 'shipper']);

const fieldPosition = z.strictObject({ kind: z.literal('field'), value: fieldValueSchema });
const clausePosition = z.strictObject({ kind: z.literal('clause'), hash });

/** A field's value or a clause's hash. */
export const positionValue = z.discriminatedUnion('kind', [fieldPosition, clausePosition]);

/** Deeper JSON is refused before anything walks it. */
const isShallow = (value: unknown, depth = 2 * MAX_CLAUSE_DEPTH + 4): boolean =>
  typeof value !== 'object' ||
  value === null ||
  (depth > 0 && Object.values(value).every((inner) => isShallow(inner, depth - 1)));

const clauseNode: z.ZodType<ClauseNode> = z.lazy(() =>
  z.union([
    z.strictObject({
      type: z.literal('text'),
      text: z.string().min(1),
      marks: z.array(z.enum(MARKS)).max(MARKS.length).exactOptional(),
    }),
    z.strictObject({
      type: z.enum(ELEMENT_NAMES),
      content: z.array(clauseNode).exactOptional(),
    }),
  ]),
);

/** Wording of a clause, of bounded depth. */
export const blocks = z
  .custom<unknown>((value) => isShallow(value), 'Too deep.')
  .pipe(z.array(clauseNode).min(1).readonly());

const offeredValue = z.discriminatedUnion('kind', [
  fieldPosition,
  clausePosition,
  z.strictObject({ kind: z.literal('wording'), blocks }),
]);

const offer = { side, offerId: id };

/** The commands, each with a `type` of its own. */
export const offerCommandSchemas = [
  z.strictObject({
    type: z.literal('MakeOffer'),
    side,
    items: z
      .array(z.strictObject({ termId: id, value: offeredValue }))
      .min(1)
      .max(MAX_ITEMS),
    reason: text.exactOptional(),
    expiresAtMs: instant.exactOptional(),
    answers: id.exactOptional(),
  }),
  z.strictObject({ type: z.literal('AcceptOffer'), ...offer, hash }),
  z.strictObject({ type: z.literal('RejectOffer'), ...offer, reason: text }),
  z.strictObject({ type: z.literal('WithdrawOffer'), ...offer, reason: text.exactOptional() }),
  z.strictObject({ type: z.literal('SeeOffer'), ...offer }),
  z.strictObject({
    type: z.literal('SetTarget'),
    side,
    termId: id,
    target: fieldValueSchema.exactOptional(),
    walkAway: fieldValueSchema.exactOptional(),
  }),
] as const;
