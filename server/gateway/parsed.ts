// Checks input at a door; what does not fit is refused with the place named.

import type { z } from 'zod';
import { plainWords } from '../../shared/kernel/form-words.ts';
import { refusal } from './failures.ts';

/** The checked value. Throws Refusal `protocol/malformed` that names the first wrong place. */
export const parsed = <Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
): z.output<Schema> => {
  const result = schema.safeParse(value, plainWords);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const place = issue?.path.map(String).join('.') ?? '';
  const message = `${place === '' ? 'The message' : place}: ${issue?.message ?? 'not understood'}`;
  throw refusal('protocol/malformed', { message });
};
