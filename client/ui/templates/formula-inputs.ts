// What can be wired to an input of a formula: fields and assumptions of the template whose type fits. The rule is that of
// the faults; here it only keeps what cannot fit out of the choice. Pure.

import { FORMULAS } from '../../../shared/sheet/derive/evaluate.ts';
import type { InputSpec } from '../../../shared/sheet/derive/formula.ts';
import type { DerivedInput, SectionTemplate } from '../../../shared/sheet/types.ts';
import { INPUT_WORDS } from '../../words/template-words.ts';

export interface WiringChoice {
  /** `term:<id>` or `assumption:<id>`. */
  readonly key: string;
  readonly label: string;
}

export interface FormulaInput {
  readonly name: string;
  readonly label: string;
  readonly isOptional: boolean;
  readonly choices: readonly WiringChoice[];
}

/** The key of what is wired; empty for nothing. */
export const wiringKey = (input: DerivedInput | undefined): string => {
  if (!input) return '';
  return 'term' in input ? `term:${input.term}` : `assumption:${input.assumption}`;
};

/** What a key stands for; undefined for nothing. */
export const wiringOf = (key: string): DerivedInput | undefined => {
  const at = key.indexOf(':');
  const id = key.slice(at + 1);
  if (at < 0) return undefined;
  return key.startsWith('term:') ? { term: id } : { assumption: id };
};

const choicesFor = (spec: InputSpec, sections: readonly SectionTemplate[]) =>
  sections.flatMap(({ title, terms, assumptions = [] }): readonly WiringChoice[] => [
    ...terms.flatMap((term) =>
      term.kind === 'field' &&
      spec.kinds.includes(term.type.kind) &&
      Boolean(term.award) === Boolean(spec.isPerLot)
        ? [{ key: `term:${term.id}`, label: `${title}: ${term.label}` }]
        : [],
    ),
    ...assumptions.flatMap(({ id, label, type }) =>
      spec.kinds.includes(type.kind) && !spec.isPerLot
        ? [{ key: `assumption:${id}`, label: `${title}: assumption “${label}”` }]
        : [],
    ),
  ]);

/** The inputs of a formula with what each can be wired to; none for a formula that is not known. */
export const formulaInputs = (
  formula: string,
  sections: readonly SectionTemplate[],
): readonly FormulaInput[] =>
  Object.entries(FORMULAS.get(formula)?.inputs ?? {}).map(([name, spec]) => ({
    name,
    label: INPUT_WORDS[name] ?? name,
    isOptional: spec.isOptional === true,
    choices: choicesFor(spec, sections),
  }));
