// Faults of the form of a JSON file as lines for a person: the place in the file, what is expected there, what stands there.
// Of a value that may have several forms, what keeps it from the nearest of them is told: a bid with one wrong number is
// not just "no bid".

import type { z } from 'zod';
import { formatCount } from './amount-text.ts';

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

/** As many as fit on a screen; a file with more has one cause. */
const MAX_LINES = 20;
/** Of a text that is shown. */
const MAX_SHOWN = 40;

const shortened = (text: string): string => {
  const signs = [...text];
  return signs.length > MAX_SHOWN ? `${signs.slice(0, MAX_SHOWN).join('')}…` : text;
};

const PLAIN_NAME = /^[\w.-]{1,64}$/;

/** Lists count from 1, as people do; a name that is no word stands in quotes. */
const placeOf = (path: Path): string =>
  path
    .map((part) => {
      if (typeof part === 'number') return String(part + 1);
      const name = String(part);
      return PLAIN_NAME.test(name) ? name : JSON.stringify(shortened(name));
    })
    .join('.');

const valueAt = (root: unknown, path: Path): unknown =>
  path.reduce<unknown>(
    (value, part) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, part)
        ? (value as Readonly<Record<PropertyKey, unknown>>)[part]
        : undefined,
    root,
  );

/** A value as a person would call it: `5`, `“Parties”`, `a list of 3`. */
export const shown = (value: unknown): string => {
  if (typeof value === 'string') return value === '' ? 'empty' : `“${shortened(value)}”`;
  if (Array.isArray(value)) {
    const { length } = value;
    return length === 0 ? 'an empty list' : `a list of ${formatCount(length)}`;
  }
  if (typeof value === 'object' && value !== null) return 'an object';
  if (value === Infinity || value === -Infinity) return 'a number beyond all that can be counted';
  return String(value);
};

const sizeOf = (value: unknown): string => {
  if (value instanceof Date) return `is ${value.toISOString()}`;
  if (typeof value === 'string') return `has ${formatCount(value.length)}`;
  if (Array.isArray(value)) return `has ${formatCount(value.length)}`;
  return typeof value === 'object' && value !== null
    ? `has ${formatCount(Object.keys(value).length)}`
    : `is ${shown(value)}`;
};

/** What stands there instead, as the end of a line; empty where the words say it already. */
const found = ({ code }: Issue, value: unknown): string => {
  if (value === undefined) return '';
  switch (code) {
    case 'too_big':
    case 'too_small':
      return value === '' ? '' : `; it ${sizeOf(value)}`;
    case 'invalid_type':
    case 'invalid_value':
    case 'invalid_format':
    case 'not_multiple_of':
    case 'invalid_union':
      return `; it is ${shown(value)}`;
    default:
      return '';
  }
};

/** How far an attempt to read a value came before something was wrong: unknown properties weigh most. */
const distance = (issues: readonly Issue[]): number =>
  issues.reduce(
    (sum, issue) => sum + (issue.code === 'unrecognized_keys' ? issue.keys.length + 1 : 1),
    0,
  );

/** Of attempts to read one value in several forms, the issues of the one that came furthest. */
export const nearest = (attempts: readonly (readonly Issue[])[]): readonly Issue[] =>
  attempts.reduce((best, each) => (distance(each) < distance(best) ? each : best));

/** Another kind of value altogether, so that no part of it was looked at. */
const isOfAnotherKind = (issues: readonly Issue[]): boolean =>
  issues.some(
    ({ code, path }) => path.length === 0 && (code === 'invalid_type' || code === 'invalid_value'),
  );

const MUST_BE = /^(?:is missing; it )?must be /;

/** No form fits the kind of the value: all kinds that would. */
const kindsOf = (issue: Issue, attempts: readonly (readonly Issue[])[]): Issue => {
  const messages = attempts.flatMap((issues) => issues.slice(0, 1).map(({ message }) => message));
  const kinds = [...new Set(messages.map((words) => words.replace(MUST_BE, '')))];
  const isMissing = messages.some((words) => words.startsWith('is missing'));
  const last = kinds.at(-1) ?? '';
  const said = kinds.length > 1 ? `${kinds.slice(0, -1).join(', ')} or ${last}` : last;
  return { ...issue, message: `${isMissing ? 'is missing; it ' : ''}must be ${said}` };
};

/** An issue, or of a value of several forms what keeps it from the nearest. */
const told = (issue: Issue): readonly Issue[] => {
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) return [issue];
  const attempts = issue.errors.map((issues) => issues.flatMap(told));
  const looked = attempts.filter((issues) => !isOfAnotherKind(issues));
  if (looked.length === 0) return [kindsOf(issue, attempts)];
  return nearest(looked).map((each) => ({ ...each, path: [...issue.path, ...each.path] }));
};

/**
 * One line a fault, at most 20 and how many more: `teams.2.name: must not be empty`. Places count lists from 1. `root` is
 * the value that was read, with `plainWords` (form-words.ts).
 */
export const formFaults = (root: unknown, issues: readonly Issue[]): readonly string[] => {
  const all = issues.flatMap(told);
  const lines = all.slice(0, MAX_LINES).map((issue) => {
    const { path, message } = issue;
    const words = `${message}${found(issue, valueAt(root, path))}`;
    return path.length === 0 ? `the file ${words}` : `${placeOf(path)}: ${words}`;
  });
  const rest = all.length - lines.length;
  return rest > 0 ? [...lines, `and ${formatCount(rest)} more`] : lines;
};
