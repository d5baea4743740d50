// What makes a template unfit for use, beyond its form (template-schema.ts): ids that clash, references and formulas
// that lead nowhere, secrets that a formula would tell. In words for those who write templates.

import type { FieldType, TypeOf } from './field-types.ts';
import type { InputSpec } from './derive/formula.ts';
import type {
  ClauseTemplate,
  DerivedTemplate,
  FieldTemplate,
  SectionTemplate,
  Template,
} from './types.ts';
import { isId } from '../kernel/ids.ts';
import { canonicalJson } from '../kernel/json.ts';
import { FORMULAS, derivedOf, sourceOf } from './derive/evaluate.ts';
import { checkFieldValue } from './fields.ts';
import { brokenReferences, placesOf } from './references.ts';
import { SCHEDULE_TYPE } from './schedule-form.ts';

type Term = FieldTemplate | ClauseTemplate;
type Faults = readonly string[];

const AWARD_KINDS = { price: 'money', volume: 'quantity', window: 'window' } as const;

const doubles = (ids: readonly string[]): readonly string[] => [
  ...new Set(ids.filter((id, place) => ids.indexOf(id) < place)),
];

const termsOf = ({ sections }: Template): readonly Term[] => sections.flatMap(({ terms }) => terms);

const idFaults = (template: Template): Faults => {
  const sections = template.sections.map(({ id }) => id);
  const terms = termsOf(template).map(({ id }) => id);
  const derived = derivedOf(template).map(({ id }) => id);
  const assumptions = template.sections.flatMap((section) =>
    (section.assumptions ?? []).map(({ id }) => id),
  );
  return [
    ...[template.id, ...sections, ...terms, ...derived, ...assumptions]
      .filter((id) => !isId(id))
      .map((id) => `"${id}" is not an id`),
    // A dot parts a field from its lot.
    ...terms.filter((id) => id.includes('.')).map((id) => `term "${id}" has a dot`),
    ...doubles(sections).map((id) => `section "${id}" stands twice`),
    ...doubles(terms).map((id) => `term "${id}" stands twice`),
    ...doubles(derived).map((id) => `derived value "${id}" stands twice`),
    ...doubles(assumptions).map((id) => `assumption "${id}" stands twice`),
    ...sections
      .filter((id) => terms.includes(id))
      .map((id) => `"${id}" is a section and a term: a reference to it could mean both`),
  ];
};

const partIds = (type: FieldType): readonly (readonly string[])[] => {
  switch (type.kind) {
    case 'choice':
    case 'choices':
      return [type.options.map(({ id }) => id)];
    case 'price-grid':
      return [type.rows.map(({ id }) => id), type.steps.map(({ id }) => id)];
    case 'table':
      return [
        type.columns.map(({ id }) => id),
        ...type.columns.flatMap(({ type: inner }) => partIds(inner)),
      ];
    default:
      return [];
  }
};

const isRising = ({ steps }: TypeOf<'price-grid'>): boolean =>
  steps.every(({ upToThousandths }, place) => {
    const before = steps[place - 1]?.upToThousandths ?? 0;
    return upToThousandths > before;
  });

const typeFaults = (name: string, type: FieldType): Faults => [
  ...partIds(type).flatMap((ids) => [
    ...ids.filter((id) => !isId(id)).map((id) => `${name}: "${id}" is not an id`),
    ...doubles(ids).map((id) => `${name}: "${id}" stands twice`),
    ...(ids.length === 0 ? [`${name}: nothing to choose or fill`] : []),
  ]),
  ...(type.kind === 'price-grid' && !isRising(type) ? [`${name}: its steps do not rise`] : []),
  ...(type.kind === 'quantity' && type.min > type.max
    ? [`${name}: its least is above its most`]
    : []),
  ...(type.kind === 'percent' && (type.min ?? 0) > (type.max ?? Infinity)
    ? [`${name}: its least is above its most`]
    : []),
];

/** What a field says about signing must be decidable, and one side's secret must not hold the other up. */
const signingFaults = (field: FieldTemplate): Faults => {
  const { id, type, privateTo, award, signs, passkeyFor = [], toSign } = field;
  const offices = type.kind === 'choices' && signs ? type.options.map((option) => option.id) : [];
  const name = `field "${id}"`;
  const isNumber = type.kind === 'percent' || type.kind === 'quantity' || type.kind === 'money';
  return [
    ...(signs && (type.kind !== 'choices' || privateTo || award)
      ? [`${name} says who signs, so it chooses among offices and both sides see it`]
      : []),
    ...(passkeyFor.some((office) => !offices.includes(office))
      ? [`${name} asks for passkeys of offices that do not sign by it`]
      : []),
    ...(toSign && !(isNumber && privateTo)
      ? [`${name} has a least value for signing, so it is a number private to one side`]
      : []),
  ];
};

const fieldFaults = (field: FieldTemplate): Faults => {
  const { id, type, sides, award, privateTo } = field;
  const name = `field "${id}"`;
  return [
    ...typeFaults(name, type),
    ...(sides.length === 0 ? [`${name} has no side that may speak`] : []),
    ...(award && AWARD_KINDS[award] !== type.kind
      ? [`${name}: an award cannot fill its type`]
      : []),
    ...(privateTo && (award || sides.length !== 1 || sides[0] !== privateTo)
      ? [`${name} is private to one side, so that side alone may fill it`]
      : []),
    ...(field.listsSchedules &&
    (privateTo || sides.length !== 2 || canonicalJson(type) !== canonicalJson(SCHEDULE_TYPE))
      ? [`${name} lists schedules of awards, so it is their table and both sides see it`]
      : []),
    ...signingFaults(field),
  ];
};

const isOfAward = (template: Template, termId: string): boolean =>
  termsOf(template).some(
    (term) => term.id === termId && term.kind === 'field' && term.award !== undefined,
  );

const textFaults = (template: Template): Faults => {
  const places = placesOf(template);
  const secrets = termsOf(template).filter((term) => term.kind === 'field' && term.privateTo);
  return termsOf(template).flatMap((term) => {
    const texts = term.kind === 'clause' ? [...term.text, ...term.fallback] : [term.help];
    const dependsOn = term.kind === 'clause' ? (term.dependsOn ?? []) : [];
    return [
      ...dependsOn
        .filter((id) => !isOfAward(template, id))
        .map((id) => `clause "${term.id}" depends on "${id}", which no award fills`),
      ...brokenReferences(places, texts.join('\n')).map(
        (id) => `"${term.id}" refers to "${id}", which is not there`,
      ),
      ...secrets
        .filter(({ id }) => term.id !== id && texts.join('\n').includes(`{ref:${id}}`))
        .map(({ id }) => `"${term.id}" refers to "${id}", which not everybody may see`),
      ...(term.kind === 'clause' && term.fallback.length === 0
        ? [`clause "${term.id}" has no fallback`]
        : []),
    ];
  });
};

/** Why a type cannot be wired to an input. */
const wiringFaults = (spec: InputSpec, type: FieldType): Faults => {
  if (!spec.kinds.includes(type.kind))
    return [`takes ${spec.kinds.join(' or ')}, not ${type.kind}`];
  const { options = [], columns = {} } = spec;
  if (type.kind === 'choice' && options.length > 0) {
    return type.options
      .filter(({ id }) => !options.includes(id))
      .map(({ id }) => `does not know "${id}"; it knows ${options.join(', ')}`);
  }
  if (type.kind !== 'table') return [];
  return Object.entries(columns).flatMap(([id, kind]) => {
    const column = type.columns.find((each) => each.id === id);
    return column?.type.kind === kind && column.isRequired
      ? []
      : [`needs a required column "${id}" of type ${kind}`];
  });
};

const inputFaults = (
  template: Template,
  derived: DerivedTemplate,
  [name, spec]: readonly [string, InputSpec],
): Faults => {
  const input = derived.inputs[name];
  if (!input) return spec.isOptional ? [] : [`its input "${name}" is wired to nothing`];
  const source = sourceOf(template, input);
  if (!source) return [`its input "${name}" is wired to what is not there`];
  const isPerLot = 'term' in input && isOfAward(template, input.term);
  if (isPerLot !== Boolean(spec.isPerLot)) {
    return [
      `its input "${name}" ${isPerLot ? 'has one value a lot' : 'needs a field of an award'}`,
    ];
  }
  return wiringFaults(spec, source.type).map((fault) => `its input "${name}" ${fault}`);
};

/** A formula would tell what its inputs are: it is at least as private as they are. */
const leakFaults = (template: Template, { inputs, privateTo }: DerivedTemplate): Faults => {
  const terms = termsOf(template);
  return Object.values(inputs).flatMap((input) => {
    const term = 'term' in input ? terms.find(({ id }) => id === input.term) : undefined;
    const secret = term?.kind === 'field' ? term.privateTo : undefined;
    return secret !== undefined && secret !== privateTo
      ? [`it would tell "${term?.id ?? ''}", which is private to the ${secret}`]
      : [];
  });
};

const derivedFaults = (template: Template): Faults =>
  derivedOf(template).flatMap((derived) => {
    const formula = FORMULAS.get(derived.formula);
    if (!formula) return [`derived value "${derived.id}": no formula "${derived.formula}"`];
    const known = Object.keys(formula.inputs);
    return [
      ...Object.keys(derived.inputs)
        .filter((name) => !known.includes(name))
        .map((name) => `its formula has no input "${name}"`),
      ...Object.entries(formula.inputs).flatMap((each) => inputFaults(template, derived, each)),
      ...leakFaults(template, derived),
    ].map((fault) => `derived value "${derived.id}": ${fault}`);
  });

const assumptionFaults = ({ assumptions = [] }: SectionTemplate): Faults =>
  assumptions.flatMap(({ id, type, value }) => {
    const name = `assumption "${id}"`;
    const found = checkFieldValue(type, value);
    return [
      ...typeFaults(name, type),
      ...(found ? [`${name}: its value does not fit its type`] : []),
    ];
  });

/** What makes a template unfit for use, in words for those who write one; empty when nothing does (TPL1). */
export const templateFaults = (template: Template): Faults => [
  ...idFaults(template),
  ...termsOf(template).flatMap((term) => (term.kind === 'field' ? fieldFaults(term) : [])),
  ...textFaults(template),
  ...template.sections.flatMap(assumptionFaults),
  ...derivedFaults(template),
];
