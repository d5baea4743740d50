// A template while it is edited: the same shape as a template, to be changed in place, and the terms that a new one starts
// with.

import type { FieldKind, FieldType } from '../../../shared/sheet/field-types.ts';
import { definedTerms } from '../../../shared/sheet/defined-terms.ts';
import { SCHEDULE_TYPE } from '../../../shared/sheet/schedule-form.ts';
import type {
  AssumptionTemplate,
  ClauseTemplate,
  DerivedTemplate,
  FieldTemplate,
  SectionTemplate,
  Template,
} from '../../../shared/sheet/types.ts';

export type Mutable<T> = T extends readonly (infer Item)[]
  ? Mutable<Item>[]
  : T extends object
    ? { -readonly [Key in keyof T]: Mutable<T[Key]> }
    : T;

export type TemplateDraft = Mutable<Template>;
export type SectionDraft = Mutable<SectionTemplate>;
export type FieldTermDraft = Mutable<FieldTemplate>;
export type ClauseTermDraft = Mutable<ClauseTemplate>;
export type AssumptionDraft = Mutable<AssumptionTemplate>;
export type DerivedDraft = Mutable<DerivedTemplate>;
export type TermDraft = FieldTermDraft | ClauseTermDraft;

/** The same without a property. */
export const without = (one: object, key: string): object =>
  Object.fromEntries(Object.entries(one).filter(([each]) => each !== key));

/** A copy of a template that can be changed. */
export const draftOfTemplate = (template: Template): TemplateDraft =>
  JSON.parse(JSON.stringify(template)) as TemplateDraft;

/** A copy of the table that certificates fill, to be changed. */
export const scheduleTable = (): Mutable<FieldType> =>
  JSON.parse(JSON.stringify(SCHEDULE_TYPE)) as Mutable<FieldType>;

/** What stands on lines, each once. */
export const linesOf = (text: string): string[] => [
  ...new Set(
    text
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== ''),
  ),
];

/** Words with capitals in the opening wording that are no proper names and that no clause defines (TPL3). */
export const undefinedNames = ({ sections, names = [] }: Template): readonly string[] => {
  const clauses = sections
    .flatMap(({ terms }) => terms)
    .flatMap((term) =>
      term.kind === 'clause' ? [{ id: term.id, text: term.text.join('\n') }] : [],
    );
  return definedTerms(clauses, names).undefined.map(({ name }) => name);
};

/** An id that the template does not have yet: `term-1`, `term-2`, … */
export const freshId = ({ sections }: Template, kind: string): string => {
  const taken = new Set(sections.flatMap(({ id, terms }) => [id, ...terms.map((term) => term.id)]));
  for (let at = 1; ; at += 1)
    if (!taken.has(`${kind}-${String(at)}`)) return `${kind}-${String(at)}`;
};

/** An id that none of a list has yet: `step-1`, `step-2`, … */
export const freshAmong = (list: readonly { readonly id: string }[], kind: string): string => {
  for (let at = list.length + 1; ; at += 1)
    if (!list.some(({ id }) => id === `${kind}-${String(at)}`)) return `${kind}-${String(at)}`;
};

export const newField = (id: string): FieldTermDraft => ({
  ...{ kind: 'field', id, label: 'New field', type: { kind: 'text', maxLength: 200 }, help: '' },
  ...{ sides: ['carrier', 'shipper'], isRequired: true, confidentiality: 'parties' },
});

export const newClause = (id: string): ClauseTermDraft => ({
  ...{ kind: 'clause', id, heading: 'New clause', isRequired: true },
  ...{ text: ['New wording.'], fallback: ['Wording to fall back to.'] },
});

export const newAssumption = (id: string): AssumptionDraft => ({
  ...{ id, label: 'New assumption', help: '' },
  ...{ type: { kind: 'quantity', unit: 'pieces', min: 0, max: 1_000_000_000 }, value: 0 },
});

export const newDerived = (id: string): DerivedDraft => ({
  ...{ id, label: 'New computed value', help: '', formula: 'effective-rate', inputs: {} },
});

/** What a field of a kind starts with. */
export const TYPES: Readonly<Record<FieldType['kind'], FieldType>> = {
  money: { kind: 'money', unit: '$' },
  percent: { kind: 'percent' },
  quantity: { kind: 'quantity', unit: '', min: 0, max: 1_000_000 },
  weight: { kind: 'weight', max: 70_000 },
  date: { kind: 'date' },
  time: { kind: 'time' },
  window: { kind: 'window' },
  choice: { kind: 'choice', options: [{ id: 'yes', label: 'Yes' }] },
  choices: { kind: 'choices', options: [{ id: 'one', label: 'One' }] },
  text: { kind: 'text', maxLength: 200 },
  list: { kind: 'list', itemLength: 80, maxItems: 50 },
  'price-grid': {
    ...{ kind: 'price-grid', unit: '$/piece', rows: [{ id: 'row', label: 'Row' }] },
    steps: [{ id: 'step', label: 'up to 1 lb', upToThousandths: 1_000 }],
  },
  tiers: { kind: 'tiers', priceUnit: '$/piece', volumeUnit: 'pieces', maxTiers: 10 },
  table: {
    ...{ kind: 'table', maxRows: 20 },
    columns: [
      { id: 'what', label: 'What', type: { kind: 'text', maxLength: 200 }, isRequired: true },
    ],
  },
};

/** Kinds that a column of a table can have. */
export const SCALAR_KINDS: readonly FieldKind[] = [
  ...(['money', 'percent', 'quantity', 'weight'] as const),
  ...(['date', 'time', 'window', 'choice', 'text'] as const),
];

interface Bound {
  readonly key: string;
  readonly label: string;
  readonly as: 'percent' | 'weight' | 'count';
  readonly value: number | undefined;
  /** The type may do without it. */
  readonly isOptional: boolean;
}

const bound = (
  key: string,
  label: string,
  { as = 'count', value, isOptional = false }: Partial<Omit<Bound, 'key' | 'label'>>,
): Bound => ({ key, label, as, value, isOptional });

/** The numbers that belong to a type, in the order in which they are asked for. */
export const boundsOf = (type: FieldType): readonly Bound[] => {
  switch (type.kind) {
    case 'percent':
      return [
        bound('min', 'Least', { as: 'percent', value: type.min, isOptional: true }),
        bound('max', 'Most', { as: 'percent', value: type.max, isOptional: true }),
      ];
    case 'quantity':
      return [
        bound('min', 'Least', { value: type.min }),
        bound('max', 'Most', { value: type.max }),
      ];
    case 'weight':
      return [bound('max', 'Most', { as: 'weight', value: type.max })];
    case 'text':
      return [bound('maxLength', 'Most characters', { value: type.maxLength })];
    case 'list':
      return [
        bound('itemLength', 'Characters of an entry', { value: type.itemLength }),
        bound('maxItems', 'Most entries', { value: type.maxItems }),
      ];
    case 'tiers':
      return [bound('maxTiers', 'Most tiers', { value: type.maxTiers })];
    case 'table':
      return [bound('maxRows', 'Most rows', { value: type.maxRows })];
    default:
      return [];
  }
};

/** Options as lines, `id: label`. */
export const optionLines = (options: readonly { id: string; label: string }[]): string =>
  options.map(({ id, label }) => `${id}: ${label}`).join('\n');

/** Lines as options; a line without a colon is a label whose words make its id. */
export const optionsOf = (lines: string): { id: string; label: string }[] =>
  lines
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => {
      const at = line.indexOf(':');
      const label = line.slice(at + 1).trim();
      const id = at < 0 ? label.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-') : line.slice(0, at);
      return { id: id.trim(), label };
    });

/** Moves what stands at a place by one, up or down; at the ends nothing moves. */
export const moveBy = <Item>(items: Item[], at: number, by: -1 | 1): void => {
  const [one, other] = [items[at], items[at + by]];
  if (one === undefined || other === undefined) return;
  items[at] = other;
  items[at + by] = one;
};
