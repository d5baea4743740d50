// What a schema finds wrong, in plain words: what is expected, and nothing of the library that looks. Where it stands and
// what stands there instead is said by form-faults.ts.

import { z } from 'zod';
import { formatCount } from './amount-text.ts';
import { ID_PATTERN } from './ids.ts';

type RawIssue = z.core.$ZodRawIssue;
type Primitive = z.core.util.Primitive;

const KINDS: Readonly<Record<string, string>> = {
  ...{ string: 'a text', number: 'a number', int: 'a whole number', bigint: 'a whole number' },
  ...{ boolean: 'true or false', array: 'a list', tuple: 'a list', set: 'a list' },
  ...{ object: 'an object: {…}', record: 'an object: {…}', map: 'an object: {…}', date: 'a day' },
  ...{ null: 'null', undefined: 'left out', never: 'left out', void: 'left out' },
  ...{ nan: 'no number', file: 'a file' },
};

const WHOLE: ReadonlySet<string> = new Set(['safeint', 'int32', 'uint32']);

/** A kind of value as people call it: `a text`, `a list`. */
const kindWords = (kind: string): string => KINDS[kind] ?? 'another kind of value';

const isWhole = (inst: unknown): boolean =>
  inst instanceof z.ZodNumberFormat && WHOLE.has(inst.format ?? '');

/** What is counted in a value, one and many. */
const PARTS: Readonly<Record<string, readonly [one: string, many: string]>> = {
  string: ['character', 'characters'],
  ...{ array: ['entry', 'entries'], set: ['entry', 'entries'], map: ['entry', 'entries'] },
  ...{ object: ['property', 'properties'], record: ['property', 'properties'] },
  file: ['byte', 'bytes'],
};

const amount = (value: number | bigint): string =>
  Number.isInteger(Number(value)) ? formatCount(Number(value)) : String(value);

const sizeWords = (
  { origin, exact, inclusive }: { origin: string; exact?: boolean; inclusive?: boolean },
  limit: number | bigint,
  [least, beyond]: readonly [string, string],
): string => {
  const parts = PARTS[origin];
  const bound = exact ? 'exactly' : inclusive === false ? beyond : least;
  if (parts) return `must have ${bound} ${amount(limit)} ${parts[limit === 1 ? 0 : 1]}`;
  const day = origin === 'date' ? new Date(Number(limit)).toISOString() : amount(limit);
  return `must be ${bound} ${day}`;
};

const EXAMPLES: Readonly<Record<string, string>> = {
  ...{ date: 'a day as "2026-10-01"', time: 'a time as "16:00"' },
  datetime: 'an instant as "2026-10-01T16:00:00Z"',
  duration: 'a duration as "PT30M"',
  email: 'an e-mail address',
  url: 'an address as "https://example.com"',
  ...{ uuid: 'a UUID', guid: 'a UUID', ipv4: 'an IP address', ipv6: 'an IP address' },
  ...{ base64: 'a text in Base64', base64url: 'a text in Base64 for addresses' },
  ...{
    lowercase: 'in small letters',
    uppercase: 'in capitals',
    json_string: 'a text that is JSON',
  },
};

const PATTERNS: Readonly<Record<string, string>> = {
  [String(ID_PATTERN)]: 'an id: small letters, digits, “-” and “.”, at most 64',
  [String(/^[0-9a-f]{64}$/)]: 'a hash: 64 of 0–9 and a–f',
};

const formatWords = (issue: z.core.$ZodRawIssue<z.core.$ZodIssueInvalidStringFormat>): string => {
  const { format } = issue;
  const part = (name: string): string => JSON.stringify(issue[name]);
  switch (format) {
    case 'starts_with':
      return `must begin with ${part('prefix')}`;
    case 'ends_with':
      return `must end with ${part('suffix')}`;
    case 'includes':
      return `must contain ${part('includes')}`;
    case 'regex':
      return `must be ${PATTERNS[issue.pattern ?? ''] ?? `of the form ${issue.pattern ?? ''}`}`;
    default:
      return `must be ${EXAMPLES[format] ?? `a text of the form “${format}”`}`;
  }
};

const isOneOf = (values: readonly Primitive[]): string => {
  const said = values.map((value) =>
    typeof value === 'string' ? JSON.stringify(value) : String(value),
  );
  return said.length === 1 ? (said[0] ?? '') : `one of: ${said.join(', ')}`;
};

const mustBe = (input: unknown, words: string): string =>
  input === undefined ? `is missing; it must be ${words}` : `must be ${words}`;

/** Properties that nobody knows, and those that are known, where the schema says so. */
const strangeWords = (keys: readonly string[], inst: unknown): string => {
  const said = keys.map((key) => JSON.stringify(key)).join(', ');
  const known = inst instanceof z.ZodObject ? Object.keys(inst.shape) : [];
  const rest = known.length === 0 ? 'it knows no other' : `it knows ${known.join(', ')}`;
  return `has ${said}, which the form does not know; ${rest}`;
};

const tooLittle = (issue: z.core.$ZodRawIssue<z.core.$ZodIssueTooSmall>): string => {
  const { origin, minimum } = issue;
  if (minimum === 1 && issue.exact !== true && PARTS[origin])
    return origin === 'string' ? 'must not be empty' : `must have at least one ${PARTS[origin][0]}`;
  return sizeWords(issue, minimum, ['at least', 'more than']);
};

const wordsOf = (issue: RawIssue): string => {
  switch (issue.code) {
    case 'invalid_type':
      return mustBe(issue.input, kindWords(isWhole(issue.inst) ? 'int' : issue.expected));
    case 'invalid_value':
      return mustBe(issue.input, isOneOf(issue.values));
    case 'too_big':
      return sizeWords(issue, issue.maximum, ['at most', 'less than']);
    case 'too_small':
      return tooLittle(issue);
    case 'invalid_format':
      return formatWords(issue);
    case 'not_multiple_of':
      return `must be a multiple of ${String(issue.divisor)}`;
    case 'unrecognized_keys':
      return strangeWords(issue.keys, issue.inst);
    case 'invalid_union':
      if (issue.inclusive === false) return 'fits more than one form; it must fit one';
      return issue.options && issue.options.length > 0
        ? `must be ${isOneOf(issue.options)}`
        : 'fits none of the forms that it may have';
    case 'invalid_key':
      return `stands under a name that cannot be taken; the name ${issue.issues[0]?.message ?? 'is another one'}`;
    case 'invalid_element':
      return `has an entry that ${issue.issues[0]?.message ?? 'does not fit'}`;
    case 'custom':
      return 'is not what is taken here';
  }
};

/** Given to a schema beside the value: what it finds wrong it says in plain words, unless it has words of its own. */
export const plainWords = { error: wordsOf } as const;
