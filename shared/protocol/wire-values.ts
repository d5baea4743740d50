// Checked forms of the values that commands are made of, each with its unit and range.

import { z } from 'zod';
import { ID_PATTERN } from '../kernel/ids.ts';
import type { BasisPoints, DurationMs, EpochMs, Mills } from '../kernel/units.ts';

export const MAX_TEXT_LENGTH = 2_000;
const MAX_MILLS = 1_000_000_000;
const DAY_MS = 86_400_000;

/** An id of any kind. */
export const id = z.string().regex(ID_PATTERN);
/** Money a piece, 0 to 1,000,000,000 mills. */
export const mills = z
  .int()
  .min(0)
  .max(MAX_MILLS)
  .transform((value) => value as Mills);
/** A share, 0 to 10,000 basis points. */
export const share = z
  .int()
  .min(0)
  .max(10_000)
  .transform((value) => value as BasisPoints);
/** A length of time, at most 30 days. */
export const wait = z
  .int()
  .min(0)
  .max(30 * DAY_MS)
  .transform((value) => value as DurationMs);
/** An instant that a calendar can hold. */
export const instant = z
  .int()
  .min(0)
  .max(8_640_000_000_000_000)
  .transform((value) => value as EpochMs);
/** People's words, trimmed, 1 to MAX_TEXT_LENGTH characters. */
export const text = z.string().trim().min(1).max(MAX_TEXT_LENGTH);
/** A name, trimmed, 1 to 120 characters. */
export const name = z.string().trim().min(1).max(120);
const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);
/** A daily tender window, opening and closing as `HH:MM`, with a zone. */
export const tenderWindow = z.strictObject({
  opens: time,
  closes: time,
  zone: z.string().min(1).max(64),
});
