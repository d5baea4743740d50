// What the setup of an auction says of rules and lots that cannot work: by the label of the input, in its unit, with
// what is allowed, and never by a name out of the code.

import { describe, expect, it } from 'vitest';
import { draftRefusalWords, ruleProblemWords } from '../../client/words/rules/rule-problem.ts';
import { sentenceFor } from '../../client/words/rejections.ts';
import { withValue } from '../../client/state/rule-values.ts';
import { SETUPS } from '../../client/words/rules/setups.ts';
import { checkLots, checkRules } from '../../shared/auction/check-rules.ts';
import { DEFAULT_RULES } from '../../shared/auction/default-rules.ts';
import type { FormatId, Lot, Rules } from '../../shared/auction/types.ts';
import type { LotNeed } from '../../shared/auction/rule-bounds.ts';
import { rulesSchema } from '../../shared/protocol/format-schemas.ts';
import { lot } from '../support/auction.ts';

/** As the draft on the page has it. */
const problemWords = (format: FormatId, path: string, value: unknown): string => {
  const { error } = rulesSchema.safeParse(withValue(DEFAULT_RULES[format], path, value));
  const issue = error?.issues[0];
  if (!issue) throw new Error(`${path} is taken`);
  const { code, message } = issue;
  return ruleProblemWords(format, {
    ...{ path: issue.path.join('.'), code, message },
    ...(code === 'too_small' && { minimum: Number(issue.minimum) }),
    ...(code === 'too_big' && { maximum: Number(issue.maximum) }),
  });
};

const refusalWords = (rules: Rules, lots: readonly Lot[]): string => {
  const refusal = checkRules(rules, lots) ?? checkLots(lots, {});
  if (!refusal) throw new Error('nothing is refused');
  return draftRefusalWords(rules.format, refusal, () => 'Tulsa');
};

describe('[UI91] a rule that was typed wrong', () => {
  it.each<[FormatId, string, unknown, string]>([
    [
      'clock',
      'roundMs',
      Number.NaN,
      'Length of a round, seconds: a number of seconds is needed, such as 90.',
    ],
    ['clock', 'deliveryDays', 0, 'Delivery days a year: it is at least 1.'],
    ['clock', 'deliveryDays', 400, 'Delivery days a year: it is at most 366.'],
    ['clock', 'title', '', 'Title: a few words are needed.'],
    [
      'dutch',
      'stepMills',
      Number.NaN,
      'Then it moves by, $: dollars with at most three decimals are needed, such as 0.05.',
    ],
    [
      'english',
      'increments.0.incrementMills',
      Number.NaN,
      'Increment by price: dollars with at most three decimals are needed in each row, such as 0.05.',
    ],
  ])('%s, %s: %s', (format, path, value, words) => {
    expect(problemWords(format, path, value)).toBe(words);
  });

  it('no field of any format answers with its name in the code', () => {
    for (const { format, fields } of SETUPS) {
      for (const { path, kind } of fields) {
        if (!['percent', 'seconds', 'milliseconds', 'count', 'price'].includes(kind)) continue;
        // A rule of another kind of soft close is not there to be typed.
        if (path === 'softClose.standsMs') continue;
        const words = problemWords(format, path, Number.NaN);
        expect(words).not.toContain(path);
        expect(words).not.toMatch(/NaN|Invalid|expected/);
      }
    }
  });
});

describe('[UI91] rules and lots that cannot work', () => {
  const tulsa = lot('q', 6, 2_400);
  it.each<[string, Rules, readonly Lot[], string]>([
    [
      'a bound in seconds',
      { ...DEFAULT_RULES.clock, roundMs: 0 as never },
      [tulsa],
      'Length of a round, seconds: it is at least 1.',
    ],
    [
      'bounds in per cent',
      { ...DEFAULT_RULES.clock, activityBp: 0 as never },
      [tulsa],
      'Activity, %: it goes from 0.01 to 100.',
    ],
    [
      'a cap where lots are sold whole',
      DEFAULT_RULES.english,
      [{ ...tulsa, capBlocks: 2 }],
      'Lot Tulsa: its cap a bidder must be empty or at least 6, as lots of this format are sold whole.',
    ],
    [
      'a tick',
      DEFAULT_RULES.clock,
      [lot('q', 6, 2_405)],
      'Lot Tulsa: its opening price must be more than nothing and a multiple of its tick, $0.01.',
    ],
    [
      'a choice that clashes',
      { ...DEFAULT_RULES.package, direction: 'descending' },
      [tulsa],
      'With packages, the direction can only be forward.',
    ],
  ])('%s', (_, rules, lots, words) => {
    expect(refusalWords(rules, lots)).toBe(words);
  });

  it('every need of a lot has words', () => {
    const needs: Readonly<Record<LotNeed, true>> = {
      'multiple-of-tick': true,
      'time-zone': true,
      'divisor-of-prices': true,
      'before-last-price': true,
      'divisor-of-increments': true,
      'whole-supply': true,
      'divisor-of-supply': true,
      'multiple-within-supply': true,
      'multiple-from-minimum': true,
      'none-in-this-format': true,
    };
    for (const need of Object.keys(needs)) {
      const rejection = {
        code: 'auction/invalid-lot',
        lotId: 'q',
        field: 'x',
        needs: need,
      } as const;
      expect(sentenceFor(rejection)).not.toContain(need);
    }
  });

  it('outside a form a bound is told in its unit', () => {
    const rejection = {
      code: 'auction/invalid-rules',
      field: 'resumeCountdownMs',
      value: 1_000,
      minimum: 3_000,
    } as const;
    expect(sentenceFor(rejection)).toBe(
      'The resume countdown cannot be 1 s: it is at least 3 s. Nothing was changed.',
    );
  });
});
