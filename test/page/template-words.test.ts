// The words of the editor of templates: nothing that stands in code reaches the reader.

import { describe, expect, it } from 'vitest';
import { FORMULAS } from '../../shared/sheet/derive/evaluate.ts';
import { templateById } from '../../shared/sheet/template.ts';
import { formulaInputs, wiringKey, wiringOf } from '../../client/ui/templates/formula-inputs.ts';
import { FORMULA_WORDS, INPUT_WORDS, faultWords } from '../../client/words/template-words.ts';

describe('[STP4] the editor of templates', () => {
  it('has words for every formula and all that goes into one', () => {
    for (const [name, { inputs }] of FORMULAS) {
      expect(FORMULA_WORDS[name], name).toBeDefined();
      for (const input of Object.keys(inputs)) expect(INPUT_WORDS[input], input).toBeDefined();
    }
  });

  it('says faults of the form by the labels of its inputs', () => {
    expect(faultWords('type.max: must be a number')).toBe('Most: must be a number');
    expect(faultWords('type.columns.2.type.unit: too long')).toBe('Column 3, Unit: too long');
    expect(faultWords('type.options.0.label: must not be empty')).toBe(
      'Option 1, Label: must not be empty',
    );
    expect(faultWords('title: must not be empty')).toBe('Title: must not be empty');
    expect(faultWords('"a" refers to "b", which is not there')).toBe(
      '"a" refers to "b", which is not there',
    );
  });

  it('offers for an input what fits, and everything that is wired in the own templates', () => {
    for (const name of ['usps-last-mile', 'auction-terms']) {
      const sections = templateById(name)?.sections ?? [];
      for (const { formula, inputs } of sections.flatMap(({ derived = [] }) => derived)) {
        for (const input of formulaInputs(formula, sections)) {
          const key = wiringKey(inputs[input.name]);
          expect(wiringOf(key)).toEqual(inputs[input.name]);
          if (key !== '') expect(input.choices.map((choice) => choice.key)).toContain(key);
        }
      }
    }
    const [price] = formulaInputs('annual-value', templateById('usps-last-mile')?.sections ?? []);
    expect(price?.choices.map(({ key }) => key)).toEqual(['term:award-price']);
  });
});
