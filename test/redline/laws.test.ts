// The law of redlines: applied to its base a redline gives the new wording, exactly, whatever either holds.

import { fc } from '../support/fast-check.ts';
import { describe, expect, it } from 'vitest';
import type { RichNode } from '../../shared/sheet/redline/types.ts';
import { canonicalJson } from '../../shared/kernel/json.ts';
import { afterOf, beforeOf } from '../../shared/sheet/redline/apply.ts';
import { redlineOf } from '../../shared/sheet/redline/build.ts';
import { tidied, tokensOf, unitsOf } from '../../shared/sheet/redline/tokens.ts';
import { editedText, richText } from './rich-text.ts';

const RUNS = process.env['PARLEY_TEST_LONG'] ? 50_000 : 2_600;
const SEED = process.env['PARLEY_TEST_LONG'] ? {} : { seed: 20_260_901 };

const isWhole = (base: readonly RichNode[], text: readonly RichNode[]): boolean => {
  const redline = redlineOf(base, text);
  const [was, is] = [canonicalJson(tidied(base)), canonicalJson(tidied(text))];
  expect(canonicalJson(beforeOf(redline))).toBe(was);
  expect(canonicalJson(afterOf(redline))).toBe(is);
  const isChanged = was !== is;
  const isSeen = redline.rows.some(
    ({ kind, isReframed, spans }) =>
      kind !== 'kept' || isReframed || spans.some((span) => span.kind !== 'kept'),
  );
  expect(isSeen).toBe(isChanged);
  return isChanged;
};

describe('[RED1] a redline applied to its base gives the new wording', () => {
  it('holds for edits of every kind', () => {
    let changed = 0;
    fc.assert(
      fc.property(editedText, ({ base, text }) => {
        if (isWhole(base, text)) changed += 1;
      }),
      { numRuns: RUNS, ...SEED },
    );
    expect(changed).toBeGreaterThan(RUNS / 2);
  });

  it('holds for two wordings that have nothing to do with each other', () => {
    fc.assert(
      fc.property(richText, richText, (base, text) => {
        isWhole(base, text);
      }),
      { numRuns: RUNS, ...SEED },
    );
  });

  it('tidying twice is tidying once', () => {
    fc.assert(
      fc.property(richText, (text) => {
        const again = tidied(tidied(text));
        expect(canonicalJson(again)).toBe(canonicalJson(tidied(text)));
        const letters = JSON.stringify(text).length;
        expect(tokensOf(text).reduce((sum, token) => sum + unitsOf(token), 0)).toBeLessThan(
          letters,
        );
      }),
      { numRuns: 500, ...SEED },
    );
  });
});
