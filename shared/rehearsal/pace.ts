// Rules of a sale with its times made short, for a rehearsal that is to be over in minutes. Prices, steps, increments
// and who sees what stay; only how long things last changes, each in proportion to the others where they belong together.

import type { EnglishRules, SoftClose } from '../auction/formats/english-types.ts';
import type { Rules } from '../auction/types.ts';
import type { DurationMs } from '../kernel/units.ts';
import { unreachable } from '../kernel/decider.ts';
import { durationMs } from '../kernel/units.ts';

/** How long a round lasts at most, in milliseconds. */
export const SHORT_ROUND_MS = 12_000;
const SHORT_GAP_MS = 3_000;
const SHORT_STEP_MS = 1_000;
const LEAST_MS = 1_000;

const atMost = (value: DurationMs, most: number): DurationMs => durationMs(Math.min(value, most));

/** In proportion, and never so short that the rules would not take it. */
const scaled = (value: DurationMs, factor: number): DurationMs =>
  durationMs(Math.max(Math.min(value, LEAST_MS), Math.round(value * factor)));

const shortClose = (softClose: SoftClose, factor: number): SoftClose =>
  softClose.kind === 'survival'
    ? { ...softClose, standsMs: scaled(softClose.standsMs, factor) }
    : {
        ...softClose,
        afterMs: scaled(softClose.afterMs, factor),
        windowMs: scaled(softClose.windowMs, factor),
        extensionMs: scaled(softClose.extensionMs, factor),
      };

const shortEnglish = (rules: EnglishRules): EnglishRules => {
  const { softClose, hardStopMs, gapMs } = rules;
  const firstMs = softClose.kind === 'survival' ? softClose.standsMs : softClose.afterMs;
  const factor = Math.min(1, (SHORT_ROUND_MS * 2) / firstMs);
  return {
    ...rules,
    softClose: shortClose(softClose, factor),
    ...(hardStopMs !== undefined && { hardStopMs: scaled(hardStopMs, factor) }),
    gapMs: atMost(gapMs, SHORT_GAP_MS),
    rounds: 'automatic',
  };
};

/** The same rules with short times, and rounds that follow each other by themselves. */
export const shortRules = (rules: Rules): Rules => {
  switch (rules.format) {
    case 'clock':
    case 'sealed':
      return {
        ...rules,
        roundMs: atMost(rules.roundMs, SHORT_ROUND_MS),
        gapMs: atMost(rules.gapMs, SHORT_GAP_MS),
        rounds: 'automatic',
      };
    case 'english':
      return shortEnglish(rules);
    case 'dutch':
      return {
        ...rules,
        stepMs: atMost(rules.stepMs, SHORT_STEP_MS),
        gapMs: atMost(rules.gapMs, SHORT_GAP_MS),
        rounds: 'automatic',
      };
    case 'package':
      return { ...rules, roundMs: atMost(rules.roundMs, SHORT_ROUND_MS) };
    default:
      return unreachable(rules);
  }
};
