// Faults of a scenario as lines for a person. Of a value that may have several forms, what keeps it from the nearest of
// them is told: a bid with one wrong number is not just "no bid".

import { z } from 'zod';
import type { Rejection } from '../kernel/rejection.ts';

type Issue = z.core.$ZodIssue;

/** As many as fit on a screen; a file with more has one cause. */
const MAX_LINES = 20;

/** What the schema itself does not say of a property that nobody knows: which there are. */
export const whatIsAllowed = {
  error: (issue: z.core.$ZodRawIssue): string | undefined => {
    if (issue.code !== 'unrecognized_keys' || !(issue.inst instanceof z.ZodObject))
      return undefined;
    const keys = issue.keys.map((key) => `"${key}"`).join(', ');
    const known = Object.keys(issue.inst.shape).join(', ');
    return `${issue.keys.length === 1 ? 'Unrecognized key' : 'Unrecognized keys'}: ${keys}; expected are ${known}`;
  },
};

/** How far into the value an attempt came before something was wrong: unknown properties weigh most. */
const distance = (issues: readonly Issue[]): number =>
  issues.reduce(
    (sum, issue) => sum + (issue.code === 'unrecognized_keys' ? issue.keys.length + 1 : 1),
    0,
  );

/** Of attempts to read one value in several forms, the issues of the one that came furthest. */
export const nearest = (attempts: readonly (readonly Issue[])[]): readonly Issue[] =>
  attempts.reduce((best, each) => (distance(each) < distance(best) ? each : best));

/** Lists count from 1, as people do. */
const placeOf = (path: readonly PropertyKey[]): string =>
  path.map((part) => (typeof part === 'number' ? String(part + 1) : String(part))).join('.');

/** One line a fault: its place, and what is wrong or allowed there. */
export const faultLines = (issues: readonly Issue[]): readonly string[] => {
  const lines = issues.map(({ path, message }) =>
    path.length === 0 ? message : `${placeOf(path)}: ${message}`,
  );
  const rest = lines.length - MAX_LINES;
  return rest > 0 ? [...lines.slice(0, MAX_LINES), `and ${String(rest)} more`] : lines;
};

const valueText = (value: unknown): string =>
  typeof value === 'string' ? value : JSON.stringify(value);

/** A refusal of rules or lots by the engine: the place in the file, the code, and what is allowed. */
export const refusalLine = ({ code, lotId, field, ...rest }: Rejection): string => {
  const place = typeof field === 'string' ? `.${field}` : '';
  const at = typeof lotId === 'string' ? `lots.${lotId}` : 'rules';
  const said = Object.entries(rest).map(([name, value]) => `${name} ${valueText(value)}`);
  return [`${at}${place}: ${code}`, ...said].join('; ');
};
