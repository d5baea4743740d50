// Faults of files in plain words: every kind of issue that the library of schemas knows, and every form of file that
// comes in, changed at random. No word of the library reaches the reader, and each line leads to a place.

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { formFaults } from '../../shared/kernel/form-faults.ts';
import { plainWords } from '../../shared/kernel/form-words.ts';
import { jsonFault } from '../../shared/kernel/json-fault.ts';
import { fc } from '../support/fast-check.ts';
import { ID_PATTERN } from '../../shared/kernel/ids.ts';
import { deriveFile } from '../../shared/sheet/derive/values-file.ts';
import { readSheetFile } from '../../shared/sheet/paper/json-form.ts';
import { readTemplate } from '../../shared/sheet/template-schema.ts';
import { templateById } from '../../shared/sheet/template.ts';
import { readScenario } from '../../shared/simulation/scenario.ts';
import { readRoomTemplate } from '../../shared/templates/room-template.ts';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** What the library says by itself; “object” and “text” are words of everybody. */
const OF_THE_LIBRARY =
  /invalid|unrecognized|expected|received|too (?:big|small)|undefined|\[object|nonoptional|discriminator|\bstring\b|\barray\b|\bnan\b/i;

const linesOf = (schema: z.ZodType, value: unknown): readonly string[] => {
  const read = schema.safeParse(value, plainWords);
  return read.success ? [] : formFaults(value, read.error.issues);
};

type Case = readonly [schema: z.ZodType, value: unknown, line: string];

/** Does not compile while a kind of issue has no case. */
const EVERY_KIND: Readonly<Record<z.core.$ZodIssueCode, readonly Case[]>> = {
  invalid_type: [
    [z.strictObject({ a: z.string() }), { a: 5 }, 'a: must be a text; it is 5'],
    [z.strictObject({ a: z.string() }), {}, 'a: is missing; it must be a text'],
    [z.array(z.int()), [1, 1.5], '2: must be a whole number; it is 1.5'],
    [z.strictObject({}), [], 'the file must be an object: {…}; it is an empty list'],
    [
      z.number(),
      JSON.parse('1e999'),
      'the file must be a number; it is a number beyond all that can be counted',
    ],
    [z.array(z.boolean()), { b: 1 }, 'the file must be a list; it is an object'],
    [z.strictObject({ a: z.never() }), { a: [1, 2] }, 'a: must be left out; it is a list of 2'],
    [z.strictObject({ 'a b': z.null() }), { 'a b': 'x' }, '"a b": must be null; it is “x”'],
    [z.strictObject({ a: z.symbol() }), { a: 1 }, 'a: must be another kind of value; it is 1'],
  ],
  invalid_value: [
    [z.literal('x'), 'y', 'the file must be "x"; it is “y”'],
    [
      z.strictObject({ a: z.enum(['x', 'y']) }),
      { a: 'z'.repeat(90) },
      `a: must be one of: "x", "y"; it is “${'z'.repeat(40)}…”`,
    ],
    [z.strictObject({ a: z.enum(['x', 'y']) }), {}, 'a: is missing; it must be one of: "x", "y"'],
  ],
  too_big: [
    [z.string().max(3), 'four', 'the file must have at most 3 characters; it has 4'],
    [z.array(z.int()).max(1), [1, 2], 'the file must have at most 1 entry; it has 2'],
    [z.number().max(2_000), 3_000, 'the file must be at most 2,000; it is 3000'],
    [z.number().lt(2.5), 3, 'the file must be less than 2.5; it is 3'],
    [z.string().length(2), 'four', 'the file must have exactly 2 characters; it has 4'],
    [
      z.date().max(new Date(0)),
      new Date(5),
      'the file must be at most 1970-01-01T00:00:00.000Z; it is 1970-01-01T00:00:00.005Z',
    ],
  ],
  too_small: [
    [z.string().min(1), '', 'the file must not be empty'],
    [z.array(z.int()).min(1), [], 'the file must have at least one entry; it has 0'],
    [z.number().min(1), 0, 'the file must be at least 1; it is 0'],
    [z.number().gt(0), 0, 'the file must be more than 0; it is 0'],
    [z.string().min(5), 'four', 'the file must have at least 5 characters; it has 4'],
  ],
  invalid_format: [
    [
      z.string().regex(ID_PATTERN),
      'A b',
      'the file must be an id: small letters, digits, “-” and “.”, at most 64; it is “A b”',
    ],
    [
      z.string().regex(/^[0-9a-f]{64}$/),
      'ff',
      'the file must be a hash: 64 of 0–9 and a–f; it is “ff”',
    ],
    [z.string().regex(/^x+$/), 'y', 'the file must be of the form /^x+$/; it is “y”'],
    [
      z.iso.datetime(),
      'noon',
      'the file must be an instant as "2026-10-01T16:00:00Z"; it is “noon”',
    ],
    [z.email(), 'x', 'the file must be an e-mail address; it is “x”'],
    [z.string().startsWith('a'), 'x', 'the file must begin with "a"; it is “x”'],
    [z.string().endsWith('a'), 'x', 'the file must end with "a"; it is “x”'],
    [z.string().includes('a'), 'x', 'the file must contain "a"; it is “x”'],
    [z.nanoid(), 'x', 'the file must be a text of the form “nanoid”; it is “x”'],
  ],
  not_multiple_of: [[z.number().multipleOf(5), 7, 'the file must be a multiple of 5; it is 7']],
  unrecognized_keys: [
    [
      z.strictObject({ a: z.int(), b: z.int() }),
      { a: 1, b: 2, c: 3, d: 4 },
      'the file has "c", "d", which the form does not know; it knows a, b',
    ],
    [
      z.strictObject({}),
      { c: 3 },
      'the file has "c", which the form does not know; it knows no other',
    ],
  ],
  invalid_union: [
    [
      z.union([z.number(), z.string(), z.array(z.int())]),
      null,
      'the file must be a number, a text or a list; it is null',
    ],
    [
      z.strictObject({ a: z.union([z.number(), z.string()]) }),
      {},
      'a: is missing; it must be a number or a text',
    ],
    // The nearest form, not the first.
    [
      z.array(
        z.union([z.strictObject({ a: z.int(), b: z.int() }), z.strictObject({ c: z.int() })]),
      ),
      [{ c: 'x' }],
      '1.c: must be a whole number; it is “x”',
    ],
    [
      z.discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('a') }),
        z.strictObject({ kind: z.literal('b') }),
      ]),
      { kind: 'c' },
      'kind: must be one of: "a", "b"; it is “c”',
    ],
    [
      z.xor([z.string(), z.literal('x')]),
      'x',
      'the file fits more than one form; it must fit one; it is “x”',
    ],
  ],
  invalid_key: [
    [
      z.record(z.string().regex(ID_PATTERN), z.int()),
      { 'A b': 1 },
      '"A b": stands under a name that cannot be taken; the name must be an id: small letters, digits, “-” and “.”, at most 64',
    ],
  ],
  invalid_element: [
    [z.map(z.string(), z.int()), new Map([['a', 'x']]), 'a: must be a whole number'],
    [
      z.map(z.date(), z.int()),
      new Map([[new Date(0), 'x']]),
      'the file has an entry that must be a whole number',
    ],
  ],
  custom: [
    [z.string().refine(() => false), 'x', 'the file is not what is taken here'],
    [z.string().refine(() => false, 'must rhyme'), 'x', 'the file must rhyme'],
  ],
};

describe('[FORM1] faults of the form of a file', () => {
  for (const [code, cases] of Object.entries(EVERY_KIND)) {
    it.each(cases)(`${code}: %o %j`, (schema, value, line) => {
      const lines = linesOf(schema, value);
      expect(lines).toEqual([line]);
      expect(lines.join()).not.toMatch(OF_THE_LIBRARY);
    });
  }

  it('are at most twenty lines, and how many more', () => {
    const lines = linesOf(
      z.array(z.int()),
      Array.from({ length: 1_050 }, () => 'x'),
    );
    expect(lines).toHaveLength(21);
    expect(lines.at(-1)).toBe('and 1,030 more');
  });
});

const faultsOf = (reading: object): readonly string[] =>
  'faults' in reading
    ? (reading.faults as readonly string[])
    : 'fault' in reading
      ? [String(reading.fault)]
      : [];

const example = (path: string): Json =>
  JSON.parse(readFileSync(new URL(`../../docs/examples/${path}`, import.meta.url), 'utf8')) as Json;

const SHEET: Json = {
  ...{ form: 'parley.sheet/1', edition: 'sealed', title: 'A', template: 'usps-last-mile' },
  asOf: '2026-10-01T16:00:00Z',
  lots: [
    { id: 'q', name: 'Q', window: { opens: '05:00', closes: '07:00', zone: 'America/New_York' } },
  ],
  fields: {
    rounding: { label: 'R', section: 'S', confidentiality: 'public', state: 'agreed', value: 'x' },
  },
  clauses: { scope: { number: '1.1', heading: 'H', state: 'open', text: [] } },
};

const ROOM: Json = {
  ...{ form: 'parley-room-1', name: 'A', auctions: [] },
  teams: [{ id: 'a', name: 'A', side: 'carrier' }],
  sheets: [{ kind: 'common', carrierTeamId: 'a', title: 'T', template: 'auction-terms' }],
};

const FORMS: Readonly<Record<string, readonly [Json, (value: Json) => object]>> = {
  'values of fields': [example('values.json'), (value) => deriveFile(value)],
  'a sheet': [SHEET, (value) => readSheetFile(JSON.stringify(value))],
  'a template of sheets': [templateById('auction-terms') as unknown as Json, readTemplate],
  'a template of a room': [ROOM, (value) => readRoomTemplate(value)],
  'a scenario': [example('scenario-clock.json'), readScenario],
};

type Change = (value: Json, wrong: Json) => Json;

/** The value with one part changed: replaced, taken out, or given a property that nobody knows. */
const changedAt = (value: Json, steps: readonly number[], change: Change, wrong: Json): Json => {
  const [step, ...rest] = steps;
  if (step === undefined || typeof value !== 'object' || value === null)
    return change(value, wrong);
  const keys = Object.keys(value);
  const key = keys[step % Math.max(1, keys.length)];
  if (key === undefined) return change(value, wrong);
  const parts = Object.entries(value).map(([name, part]): [string, Json] =>
    name === key ? [name, changedAt(part, rest, change, wrong)] : [name, part],
  );
  return Array.isArray(value) ? parts.map(([, part]) => part) : Object.fromEntries(parts);
};

const CHANGES: readonly Change[] = [
  (_, wrong) => wrong,
  (value, wrong) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? { ...value, 'no such': wrong }
      : wrong,
  (value) => (Array.isArray(value) ? [] : typeof value === 'object' && value ? {} : ''),
];

describe.each(Object.entries(FORMS))('[FORM1] a file of %s', (_, [good, read]) => {
  it('that is changed at random is taken, or refused in plain words with places', () => {
    const wrong = fc.constantFrom<Json>(
      null,
      true,
      -1,
      0.5,
      1e300,
      '',
      'x y',
      [],
      [null],
      {},
      { a: 1 },
    );
    const steps = fc.array(fc.nat(60), { minLength: 0, maxLength: 7 });
    let refused = 0;
    fc.assert(
      fc.property(steps, fc.constantFrom(...CHANGES), wrong, (path, change, value) => {
        const faults = faultsOf(read(changedAt(good, path, change, value)));
        refused += faults.length > 0 ? 1 : 0;
        for (const fault of faults) expect(fault).not.toMatch(OF_THE_LIBRARY);
      }),
      { numRuns: 300 },
    );
    expect(refused).toBeGreaterThan(100);
  });
});

describe('[FORM2] a text that is no JSON', () => {
  it.each([
    ['', 'it is empty'],
    ['{"a": 1', 'line 1, column 8: expected a comma or “}”, found the end of the file'],
    ['{\n  "a": 1,\n}', 'line 3, column 1: expected a name in quotes, found “}”'],
    ['{"a" 1}', 'line 1, column 6: expected a colon, found “1”'],
    ["{'a': 1}", "line 1, column 2: expected a name in quotes or “}”, found “'”"],
    ['[1, 2\r\n3]', 'line 2, column 1: expected a comma or “]”, found “3”'],
    ['[1,]', 'line 1, column 4: expected a value, found “]”'],
    [
      '["a\nb"]',
      'line 1, column 4: expected a quote that ends the text, found the end of the line',
    ],
    ['["a\\x"]', 'line 1, column 4: expected another sign in a text, found “\\”'],
    ['{} {}', 'line 1, column 4: expected the end of the file, found “{”'],
    ['[01]', 'line 1, column 3: expected a comma or “]”, found “1”'],
    ['“a”', 'line 1, column 1: expected a value, found ““”'],
    ['[😀]', 'line 1, column 2: expected a value or “]”, found “😀”'],
  ])('%j is told where', (text, words) => {
    expect(jsonFault(text)).toBe(words);
  });

  it('is told of exactly when JSON.parse refuses it, and never before the first fault', () => {
    const sign = fc.constantFrom(...'{}[]",:0-1.eE+tfn\\u \n\ta'.split(''));
    const broken = fc
      .tuple(fc.jsonValue(), fc.nat(), fc.nat(2), sign)
      .map(([value, at, cut, added]) => {
        const text = JSON.stringify(value, null, 1);
        const place = at % (text.length + 1);
        return text.slice(0, place) + added + text.slice(place + cut);
      });
    const isJson = (text: string): boolean => {
      try {
        JSON.parse(text);
        return true;
      } catch {
        return false;
      }
    };
    fc.assert(
      fc.property(
        fc.oneof(
          broken,
          fc.json(),
          fc.array(sign).map((all) => all.join('')),
        ),
        (text) => {
          expect(jsonFault(text) === undefined).toBe(isJson(text));
        },
      ),
      { numRuns: 2_000 },
    );
  });
});
