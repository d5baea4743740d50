// A file of field values, read without a server: its form, each value against its field, and what follows from them.

import { z } from 'zod';
import type { LotId } from '../../kernel/ids.ts';
import type { FieldType, FieldValue } from '../field-types.ts';
import type { AssumptionTemplate, Template } from '../types.ts';
import type { Outcome } from './formula.ts';
import { formFaults } from '../../kernel/form-faults.ts';
import { plainWords } from '../../kernel/form-words.ts';
import { fieldFault } from '../field-faults.ts';
import { checkFieldValue } from '../fields.ts';
import { termTemplate, templateById, templateIds } from '../template.ts';
import { evaluateDerived } from './evaluate.ts';

/** The form of the file; which values fit depends on its template and is asked of each field. */
const valuesFileSchema = z.strictObject({
  template: z.enum(templateIds()),
  /** By the id of the field; of one that an award fills by `<id>.<lotId>`. */
  values: z.record(z.string(), z.unknown()),
  /** By the id of the assumption; those that are left out have the template's own value. */
  assumptions: z.record(z.string(), z.unknown()).optional(),
});

/** One derived value with the section it stands in. */
export interface DerivedResult {
  readonly id: string;
  readonly section: string;
  readonly label: string;
  readonly outcome: Outcome;
}

export type ValuesReading =
  | { readonly ok: true; readonly results: readonly DerivedResult[] }
  /** Each with its place first: `values.prices.ddu.5: must be …`. */
  | { readonly ok: false; readonly faults: readonly string[] };

type Given = Readonly<Record<string, unknown>>;

const checked = (
  given: Given,
  place: string,
  typeOf: (id: string) => FieldType | string,
): readonly string[] =>
  Object.entries(given).flatMap(([id, value]) => {
    const type = typeOf(id);
    if (typeof type === 'string') return [`${place}.${id}: ${type}`];
    const found = checkFieldValue(type, value);
    return found ? [fieldFault(`${place}.${id}`, value, found)] : [];
  });

const fieldType = (template: Template, id: string): FieldType | string => {
  const term = termTemplate(template, id);
  if (term?.kind === 'field') return term.type;
  const fields = template.sections
    .flatMap(({ terms }) => terms)
    .filter(({ kind }) => kind === 'field');
  const perLot = fields.find((field) => field.id === id && field.kind === 'field' && field.award);
  if (perLot) return `has one value a lot: write ${id}.<lot>`;
  return `is no field of ${template.id}; its fields are: ${fields.map((field) => field.id).join(', ')}`;
};

const assumptionType = (all: readonly AssumptionTemplate[], id: string): FieldType | string =>
  all.find((each) => each.id === id)?.type ??
  `is no assumption; there are: ${all.map((each) => each.id).join(', ')}`;

/** Lots in the order in which the file names them first. */
const lotsIn = (template: Template, values: Given): readonly LotId[] => [
  ...new Set(
    Object.keys(values).flatMap((id) => {
      const term = termTemplate(template, id);
      return term?.kind === 'field' && term.award ? [id.slice(term.id.length + 1)] : [];
    }),
  ),
];

/** Of values that have been checked. */
const ownValue = (given: Given, id: string): FieldValue | undefined =>
  Object.hasOwn(given, id) ? (given[id] as FieldValue) : undefined;

/** Reads the JSON of a file and computes all derived values of its template (DRV11). */
export const deriveFile = (json: unknown): ValuesReading => {
  const read = valuesFileSchema.safeParse(json, plainWords);
  if (!read.success) return { ok: false, faults: formFaults(json, read.error.issues) };
  const { values, assumptions = {} } = read.data;
  const template = templateById(read.data.template);
  if (!template) throw new Error(`template ${read.data.template} is listed and not there`);
  const all = template.sections.flatMap((section) => section.assumptions ?? []);
  const faults = [
    ...checked(values, 'values', (id) => fieldType(template, id)),
    ...checked(assumptions, 'assumptions', (id) => assumptionType(all, id)),
  ];
  if (faults.length > 0) return { ok: false, faults };
  const source = {
    fieldValue: (id: string) => ownValue(values, id),
    assumption: (id: string) => ownValue(assumptions, id),
    lotIds: lotsIn(template, values),
  };
  const results = template.sections.flatMap(({ title, derived = [] }) =>
    derived.map((each) => ({
      id: each.id,
      section: title,
      label: each.label,
      outcome: evaluateDerived(template, each, source),
    })),
  );
  return { ok: true, results };
};
