// Commands about freezing and signing a sheet as a seat may send them, checked.

import { z } from 'zod';
import { hash, side } from './offer-schemas.ts';
import { id, text } from './wire-values.ts';

/** Name or title of a signatory: one line. */
const line = z
  .string()
  .trim()
  .min(1)
  .max(120)
  .regex(/^[^\p{Cc}]*$/u);

/** The commands, each with a `type` of its own. */
export const signingCommandSchemas = [
  z.strictObject({ type: z.literal('FreezeSheet'), side, hash }),
  z.strictObject({ type: z.literal('ReopenSheet'), side, reason: text }),
  z.strictObject({
    type: z.literal('SignSheet'),
    side,
    office: id,
    name: line,
    title: line,
    hash,
    isAssigned: z.literal(true).exactOptional(),
  }),
  z.strictObject({ type: z.literal('AssignSigner'), side, office: id, seatId: id.nullable() }),
] as const;
