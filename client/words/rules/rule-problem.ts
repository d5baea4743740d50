// What is wrong with a rule as it is typed, by the label and in the unit of its input.

import type { Rejection } from '../../../shared/kernel/rejection.ts';
import type { FormatId } from '../../../shared/auction/types.ts';
import { typedRule } from '../../state/rule-values.ts';
import { sentenceFor } from '../rejections.ts';
import type { RuleField, RuleKind } from './rule-field.ts';
import { setupOf } from './setups.ts';

/** Why what was typed is no rule: its place, and the bounds as the schema has them. */
export interface RuleProblem {
  readonly path: string;
  /** Of the schema: `too_small`, `too_big`, `invalid_type`, …. */
  readonly code: string;
  readonly minimum?: number;
  readonly maximum?: number;
  /** What the schema says, where these words have nothing better. */
  readonly message: string;
}

const NEEDED: Readonly<Record<RuleKind, string>> = {
  text: 'a few words are needed',
  percent: 'a percentage with at most two decimals is needed, such as 2.5',
  seconds: 'a number of seconds is needed, such as 90',
  milliseconds: 'a whole number of milliseconds is needed',
  count: 'a whole number is needed',
  price: 'dollars with at most three decimals are needed, such as 0.05',
  switch: 'choose yes or no',
  choice: 'choose one of the list',
  increments: 'dollars with at most three decimals are needed in each row, such as 0.05',
  scoring:
    'each attribute and option needs a name, each option 0 to 10,000 points, and a point more than $0',
};

const fieldAt = (format: FormatId, path: string): RuleField | undefined =>
  setupOf(format)?.fields.find((field) => field.path === path || path.startsWith(`${field.path}.`));

const boundsWords = (kind: RuleKind, { minimum, maximum }: Partial<RuleProblem>): string => {
  if (kind === 'scoring') return NEEDED.scoring;
  if (kind === 'text')
    return maximum === undefined ? NEEDED.text : `at most ${String(maximum)} characters`;
  const amount = (value: number): string =>
    typedRule(kind === 'increments' ? 'price' : kind, value);
  if (minimum !== undefined && maximum !== undefined) {
    return `it goes from ${amount(minimum)} to ${amount(maximum)}`;
  }
  if (minimum !== undefined) return `it is at least ${amount(minimum)}`;
  return maximum === undefined ? NEEDED[kind] : `it is at most ${amount(maximum)}`;
};

/** One sentence: the label of the input, and what is allowed there. */
export const ruleProblemWords = (format: FormatId, problem: RuleProblem): string => {
  const field = fieldAt(format, problem.path);
  if (!field) return `${problem.path}: ${problem.message}`;
  const { label, kind } = field;
  return problem.code === 'invalid_type'
    ? `${label}: ${NEEDED[kind]}.`
    : `${label}: ${boundsWords(kind, problem)}.`;
};

/** What the server would refuse the draft for, in the words of the form. */
export const draftRefusalWords = (
  format: FormatId,
  refusal: Rejection,
  nameOf: (lotId: string) => string,
): string => {
  const { field, minimum, maximum, lotId } = refusal;
  const known = typeof field === 'string' ? fieldAt(format, field) : undefined;
  if (refusal.code === 'auction/invalid-rules' && known) {
    return `${known.label}: ${boundsWords(known.kind, {
      ...(typeof minimum === 'number' && { minimum }),
      ...(typeof maximum === 'number' && { maximum }),
    })}.`;
  }
  const named = typeof lotId === 'string' ? { ...refusal, lotId: nameOf(lotId) } : refusal;
  // In a form nothing was sent yet.
  return sentenceFor(named).replace(' Nothing was changed.', '');
};
