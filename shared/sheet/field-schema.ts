// The form of field values that come from outside. Only the form: whether a value fits its field, and how much may
// stand there, is a rule (fields.ts).

import { z } from 'zod';
import type { FieldValue } from './field-types.ts';
import { ID_PATTERN } from '../kernel/ids.ts';

const MAX_TEXT_LENGTH = 2_000;

const id = z.string().regex(ID_PATTERN);
const text = z.string().max(MAX_TEXT_LENGTH);
const tenderWindow = z.strictObject({ opens: text, closes: text, zone: text }).readonly();
const scalar = z.union([z.number(), text, tenderWindow]);
const tier = z.strictObject({ from: z.number(), priceMills: z.number() }).readonly();

/** Any value a field can have, as JSON. */
export const fieldValueSchema = z.union([
  scalar,
  z.array(text).readonly(),
  z
    .strictObject({
      mode: z.enum(['incremental', 'all-units']),
      tiers: z.array(tier).readonly(),
    })
    .readonly(),
  z.array(z.record(id, scalar).readonly()).readonly(),
  z.record(id, z.record(id, z.number()).readonly()).readonly(),
]);

// The schema and the type must not drift apart: these do not compile when they do.
type Extends<A extends B, B> = A;
export type SchemaMatchesValue = [
  Extends<z.infer<typeof fieldValueSchema>, FieldValue>,
  Extends<FieldValue, z.infer<typeof fieldValueSchema>>,
];
