// A sheet as a JSON file: the form `parley.sheet/1`, written from a paper and read back with every value checked. What
// was written is read back the same.

import { z } from 'zod';
import type { FieldValue } from '../field-types.ts';
import type { Paper, PaperClause, PaperField } from './types.ts';
import { formFaults } from '../../kernel/form-faults.ts';
import { plainWords } from '../../kernel/form-words.ts';
import { ID_PATTERN } from '../../kernel/ids.ts';
import { keepsWithin } from '../../kernel/json-bounds.ts';
import { jsonFault } from '../../kernel/json-fault.ts';
import { isZone } from '../../kernel/zones.ts';
import { afterOf } from '../redline/apply.ts';

export const SHEET_FORM = 'parley.sheet/1';

/** Elements and values stand in each other no deeper than this; anything deeper was made to do harm. */
const MAX_DEPTH = 40;
const MAX_TERMS = 2_000;

const states = z.enum(['open', 'proposed', 'agreed']);
const id = z.string().regex(ID_PATTERN);
const words = z.string().max(2_000);

const fieldSchema = z.strictObject({
  label: words,
  section: words,
  confidentiality: z.enum(['public', 'parties', 'sealed']),
  state: states,
  /** What is agreed. */
  value: z.json().exactOptional(),
  /** Positions while nothing is agreed. */
  carrier: z.json().exactOptional(),
  shipper: z.json().exactOptional(),
  /** True where the value came from an auction. */
  award: z.literal(true).exactOptional(),
  /** What an award gave where something else stands in its place. */
  awarded: z.json().exactOptional(),
  /** Why the value is left out. */
  redacted: words.exactOptional(),
});

const clauseSchema = z.strictObject({
  number: z.string().max(20),
  heading: words,
  state: states,
  /** SHA-256 of the canonical JSON of `text`. */
  hash: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .exactOptional(),
  /** Blocks as a clause's canonical value has them. */
  text: z.array(z.json()).exactOptional(),
  redacted: words.exactOptional(),
});

/** The form of the file. Values and text are checked further against the sheet that takes them. */
const sheetFileSchema = z.strictObject({
  form: z.literal(SHEET_FORM),
  edition: z.enum(['sealed', 'redacted']),
  title: words,
  template: id,
  /** When the last entry was made that the file knows, as an ISO instant. */
  asOf: z.iso.datetime(),
  lots: z
    .array(
      z.strictObject({
        id,
        name: words,
        window: z.strictObject({
          opens: z.string().max(5),
          closes: z.string().max(5),
          zone: z.string().max(60).refine(isZone, 'must name a time zone such as America/New_York'),
        }),
      }),
    )
    .max(MAX_TERMS),
  fields: z.record(id, fieldSchema),
  clauses: z.record(id, clauseSchema),
});

export type SheetFile = z.infer<typeof sheetFileSchema>;
type FileField = z.infer<typeof fieldSchema>;
type FileClause = z.infer<typeof clauseSchema>;
type FileValue = NonNullable<FileField['value']>;

const asJson = (value: FieldValue): FileValue => value as unknown as FileValue;

const fieldOf = (field: PaperField, section: string): FileField => ({
  label: field.lot ? `${field.label}, ${field.lot.name}` : field.label,
  ...{ section, confidentiality: field.confidentiality, state: field.state },
  ...(field.value !== undefined && { value: asJson(field.value) }),
  ...(field.carrier !== undefined && { carrier: asJson(field.carrier) }),
  ...(field.shipper !== undefined && { shipper: asJson(field.shipper) }),
  ...(field.isAward && { award: true }),
  ...(field.offAward && { awarded: asJson(field.offAward.said) }),
  ...(field.redacted !== undefined && { redacted: field.redacted }),
});

const clauseOf = ({
  number,
  heading,
  state,
  hash,
  redline,
  redacted,
}: PaperClause): FileClause => ({
  ...{ number, heading, state },
  ...(hash !== undefined && { hash }),
  ...(redline && { text: afterOf(redline) as unknown as FileClause['text'] & object }),
  ...(redacted !== undefined && { redacted }),
});

/** The file of a paper (EXP8). */
export const sheetFileOf = (paper: Paper): SheetFile => {
  const fields: Record<string, FileField> = {};
  const clauses: Record<string, FileClause> = {};
  for (const { title, items } of paper.sections) {
    for (const item of items) {
      if (item.kind === 'field') fields[item.id] = fieldOf(item, title);
      else clauses[item.id] = clauseOf(item);
    }
  }
  const { edition, title, template, asOfMs } = paper;
  return {
    ...{ form: SHEET_FORM, edition, title, template, asOf: new Date(asOfMs).toISOString() },
    lots: paper.lots.map(({ id: lotId, name, window }) => ({ id: lotId, name, window })),
    ...{ fields, clauses },
  };
};

export type SheetFileReading =
  { readonly ok: true; readonly file: SheetFile } | { readonly ok: false; readonly fault: string };

/** Reads a file back (EXP8, IMP6). The fault names the place. */
export const readSheetFile = (text: string): SheetFileReading => {
  if (!keepsWithin(text, { parts: Infinity, levels: MAX_DEPTH }))
    return { ok: false, fault: 'its parts stand in each other too deep' };
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { ok: false, fault: `it is not JSON: ${jsonFault(text) ?? 'it cannot be read'}` };
  }
  const read = sheetFileSchema.safeParse(json, plainWords);
  if (read.success) return { ok: true, file: read.data };
  const [fault = 'the file cannot be read'] = formFaults(json, read.error.issues);
  return { ok: false, fault };
};
