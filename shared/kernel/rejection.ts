// A rule said no. Rejections are values, never thrown; the page turns the code into words.

import type { Json } from './json.ts';

/**
 * A refusal by a rule. `code` is `area/reason` (for example `bid/below-start`); the other properties are
 * the numbers behind it (`minimumMills`), named with their unit, so that a page or a bot can say what
 * would have been accepted.
 */
export interface Rejection {
  readonly code: `${string}/${string}`;
  readonly [param: string]: Json | undefined;
}

/** Builds a rejection. */
export const reject = (
  code: Rejection['code'],
  params: Readonly<Record<string, Json>> = {},
): Rejection => ({ ...params, code });
