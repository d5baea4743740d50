// Computes what a template derives from its fields: finds the inputs, says which are missing, runs the formula.

import type { LotId, TermId } from '../../kernel/ids.ts';
import type { FieldType, FieldValue } from '../field-types.ts';
import type { DerivedInput, DerivedTemplate, Template } from '../types.ts';
import type { Formula, InputSpec, Inputs, Outcome, Wired } from './formula.ts';
import { TooLarge } from './exact.ts';
import { problem } from './formula.ts';
import { PRICE_FORMULAS } from './price-formulas.ts';
import { VOLUME_FORMULAS } from './volume-formulas.ts';

/** Every formula a template may name. */
export const FORMULAS: ReadonlyMap<string, Formula> = new Map<string, Formula>(
  Object.entries({ ...PRICE_FORMULAS, ...VOLUME_FORMULAS }),
);

/** Where values come from: one side's positions, a file. All values must have been checked against their types. */
export interface Values {
  /** The value of a field; of one that an award fills by `<id>.<lotId>`. */
  readonly fieldValue: (termId: TermId) => FieldValue | undefined;
  /** Undefined where the template's own assumption stands. */
  readonly assumption: (id: string) => FieldValue | undefined;
  readonly lotIds: readonly LotId[];
}

interface Source {
  readonly label: string;
  readonly type: FieldType;
  /** What stands where no value is given; only assumptions have one. */
  readonly standard?: FieldValue;
}

/** The field or assumption an input is wired to; undefined where the template has none of that id. */
export const sourceOf = ({ sections }: Template, input: DerivedInput): Source | undefined => {
  if ('term' in input) {
    const terms = sections.flatMap((section) => section.terms);
    const field = terms.find((term) => term.id === input.term);
    return field?.kind === 'field' ? field : undefined;
  }
  const all = sections.flatMap(({ assumptions = [] }) => assumptions);
  const found = all.find(({ id }) => id === input.assumption);
  return found && { ...found, standard: found.value };
};

const singleValue = (input: DerivedInput, source: Source, values: Values): Wired | undefined => {
  const { type, standard } = source;
  const value =
    'term' in input
      ? values.fieldValue(input.term)
      : (values.assumption(input.assumption) ?? standard);
  return value === undefined ? undefined : { type, value };
};

const lotValues = (input: DerivedInput, { fieldValue, lotIds }: Values) =>
  lotIds.map((lot) => ({
    lot,
    value: 'term' in input ? fieldValue(`${input.term}.${lot}`) : undefined,
  }));

interface Gathered {
  readonly inputs: Inputs;
  /** Labels of inputs that are needed and have no value. */
  readonly missing: readonly string[];
}

const gather = (
  template: Template,
  { derived, formula }: { readonly derived: DerivedTemplate; readonly formula: Formula },
  values: Values,
): Gathered => {
  const single: Record<string, Wired | undefined> = {};
  const perLot: Record<string, ReturnType<typeof lotValues>> = {};
  const missing: string[] = [];
  const isAbsent = (name: string, input: DerivedInput, spec: InputSpec): boolean => {
    const source = sourceOf(template, input);
    if (!source) return true;
    if (spec.isPerLot) {
      perLot[name] = lotValues(input, values);
      return perLot[name].every(({ value }) => value === undefined);
    }
    single[name] = singleValue(input, source, values);
    return single[name] === undefined;
  };
  for (const [name, spec] of Object.entries(formula.inputs)) {
    const input = derived.inputs[name];
    const label = input ? (sourceOf(template, input)?.label ?? name) : name;
    if ((!input || isAbsent(name, input, spec)) && !spec.isOptional) missing.push(label);
  }
  return { inputs: { single, perLot }, missing };
};

/**
 * One derived value. Where it cannot be computed the outcome says why in a sentence: inputs that are missing, values
 * that contradict each other, a result too large to be exact (DRV9, DRV10).
 */
export const evaluateDerived = (
  template: Template,
  derived: DerivedTemplate,
  values: Values,
): Outcome => {
  const formula = FORMULAS.get(derived.formula);
  if (!formula) return problem(`the formula “${derived.formula}” is not known`);
  const { inputs, missing } = gather(template, { derived, formula }, values);
  if (missing.length > 0) return problem(`needs ${missing.join(', ')}`);
  try {
    return formula.compute(inputs);
  } catch (cause) {
    if (cause instanceof TooLarge) return problem(cause.message);
    throw cause;
  }
};

/** All derived values of a template, in its order. */
export const derivedOf = ({ sections }: Template): readonly DerivedTemplate[] =>
  sections.flatMap(({ derived = [] }) => derived);
