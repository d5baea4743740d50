// The form of a template that comes from outside: an administrator's file or form. What it says is looked at by
// template-faults.ts; a template is taken only when both find nothing.

import { z } from 'zod';
import type { Template } from './types.ts';
import { formFaults } from '../kernel/form-faults.ts';
import { plainWords } from '../kernel/form-words.ts';
import { ID_PATTERN } from '../kernel/ids.ts';
import { fieldValueSchema } from './field-schema.ts';
import { templateFaults } from './template-faults.ts';

const MAX_SECTIONS = 60;
const MAX_TERMS = 200;
const MAX_PARAGRAPHS = 60;
const MAX_PARAGRAPH_LENGTH = 10_000;
const MAX_OPTIONS = 100;
/** All wording of a template together; a sheet begins with it and must have room to grow. */
export const MAX_TEMPLATE_TEXT = 1_000_000;

// What is wrong is read by those who edit a template on the page, too.
const id = z.string().regex(ID_PATTERN, 'must be small letters, digits and “-”, without spaces');
const label = z.string().trim().min(1, 'must not be empty').max(200, 'has at most 200 characters');
const help = z.string().max(1_000, 'has at most 1,000 characters');
const unit = z.string().max(40, 'has at most 40 characters');
const whole = z.int('must be a number');
const count = z.int('must be a whole number').min(1, 'must be at least 1');
const option = z.strictObject({ id, label });
const options = z.array(option).min(1).max(MAX_OPTIONS);
const side = z.enum(['carrier', 'shipper']);

const money = z.strictObject({ kind: z.literal('money'), unit });
const percent = z.strictObject({
  kind: z.literal('percent'),
  min: whole.min(-100_000).exactOptional(),
  max: whole.max(100_000).exactOptional(),
});
const quantity = z.strictObject({ kind: z.literal('quantity'), unit, min: whole, max: whole });
const weight = z.strictObject({ kind: z.literal('weight'), max: count.max(1_000_000_000) });
const choice = z.strictObject({ kind: z.literal('choice'), options });
const text = z.strictObject({ kind: z.literal('text'), maxLength: count.max(2_000) });
const scalars = [
  money,
  percent,
  quantity,
  weight,
  z.strictObject({ kind: z.literal('date') }),
  z.strictObject({ kind: z.literal('time') }),
  z.strictObject({ kind: z.literal('window') }),
  choice,
  text,
] as const;

const column = z.strictObject({
  id,
  label,
  type: z.discriminatedUnion('kind', scalars),
  isRequired: z.boolean(),
});

const fieldType = z.discriminatedUnion('kind', [
  ...scalars,
  z.strictObject({ kind: z.literal('choices'), options }),
  z.strictObject({
    kind: z.literal('list'),
    itemLength: count.max(500),
    maxItems: count.max(1_000),
  }),
  z.strictObject({
    kind: z.literal('price-grid'),
    unit,
    rows: z.array(option).min(1).max(20),
    steps: z
      .array(z.strictObject({ id, label, upToThousandths: count.max(1_000_000_000) }))
      .min(1)
      .max(80),
  }),
  z.strictObject({
    kind: z.literal('tiers'),
    priceUnit: unit,
    volumeUnit: unit,
    maxTiers: count.max(50),
  }),
  z.strictObject({
    kind: z.literal('table'),
    columns: z.array(column).min(1).max(20),
    maxRows: count.max(1_000),
  }),
]);

const field = z.strictObject({
  kind: z.literal('field'),
  id,
  label,
  type: fieldType,
  help,
  sides: z.array(side).min(1).max(2),
  isRequired: z.boolean(),
  confidentiality: z.enum(['public', 'parties', 'sealed']),
  privateTo: side.exactOptional(),
  award: z.enum(['price', 'volume', 'window']).exactOptional(),
  listsSchedules: z.literal(true).exactOptional(),
  signs: side.exactOptional(),
  passkeyFor: z.array(id).min(1).max(50).exactOptional(),
  toSign: z.strictObject({ atLeast: whole }).exactOptional(),
});

const paragraphs = z.array(z.string().max(MAX_PARAGRAPH_LENGTH)).max(MAX_PARAGRAPHS);

const clause = z.strictObject({
  kind: z.literal('clause'),
  id,
  heading: label,
  text: paragraphs,
  fallback: paragraphs,
  isRequired: z.boolean(),
  dependsOn: z.array(id).max(20).exactOptional(),
});

const input = z.union([z.strictObject({ term: id }), z.strictObject({ assumption: id })]);

const section = z.strictObject({
  id,
  title: label,
  note: z.string().max(200, 'has at most 200 characters').exactOptional(),
  terms: z.array(z.discriminatedUnion('kind', [field, clause])).max(MAX_TERMS),
  assumptions: z
    .array(z.strictObject({ id, label, help, type: fieldType, value: fieldValueSchema }))
    .max(40)
    .exactOptional(),
  derived: z
    .array(
      z.strictObject({
        id,
        label,
        help,
        formula: id,
        inputs: z.record(
          z.string().regex(/^[a-zA-Z]{1,40}$/, 'must be letters, at most 40'),
          input,
        ),
        privateTo: side.exactOptional(),
      }),
    )
    .max(40)
    .exactOptional(),
});

/** The form of a template as JSON; properties that it does not know are refused. */
export const templateSchema = z.strictObject({
  id,
  version: count.max(1_000_000).exactOptional(),
  title: label,
  sections: z.array(section).min(1).max(MAX_SECTIONS),
  names: z.array(label).max(200).exactOptional(),
});

// The schema and the type must not drift apart: this does not compile when they do.
type Extends<A extends B, B> = A;
export type SchemaMatchesTemplate = [Extends<z.infer<typeof templateSchema>, Template>];

export type TemplateReading =
  | { readonly ok: true; readonly template: Template }
  | { readonly ok: false; readonly faults: readonly string[] };

const textLength = ({ sections }: Template): number =>
  sections
    .flatMap(({ terms }) => terms)
    .reduce((length, term) => length + (term.kind === 'clause' ? term.text.join('').length : 0), 0);

/**
 * Reads a template from JSON. Faults say the place and what is allowed there (TPL1). `as` says for whom: places of a file
 * are those of all files (form-faults.ts), those of a draft count from 0 and are led to its forms (fault-places.ts).
 */
export const readTemplate = (value: unknown, as: 'draft' | 'file' = 'file'): TemplateReading => {
  const read = templateSchema.safeParse(value, plainWords);
  if (!read.success) {
    const { issues } = read.error;
    const inDraft = issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
    return { ok: false, faults: as === 'draft' ? inDraft : formFaults(value, issues) };
  }
  const faults = templateFaults(read.data);
  const isLong = textLength(read.data) > MAX_TEMPLATE_TEXT;
  const all = [...faults, ...(isLong ? [`more than ${String(MAX_TEMPLATE_TEXT)} characters`] : [])];
  return all.length > 0 ? { ok: false, faults: all } : { ok: true, template: read.data };
};
