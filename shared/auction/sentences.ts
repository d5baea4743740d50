// Phrases that rules sheets of several formats share.

import type { Information, RoundRules } from './types.ts';

/** A share in per cent: `10 %`. */
export const percent = (basisPoints: number): string => `${String(basisPoints / 100)} %`;

/** A length of time in minutes and seconds: `2 min 30 s`. */
export const duration = (ms: number): string => {
  const minutes = Math.floor(ms / 60_000);
  const seconds = (ms % 60_000) / 1_000;
  const parts = [
    ...(minutes > 0 ? [`${String(minutes)} min`] : []),
    ...(seconds > 0 || minutes === 0 ? [`${String(seconds)} s`] : []),
  ];
  return parts.join(' ');
};

/** What the rules tell of aggregate demand (INF2). */
export const demandSentence = (demand: Information['demand']): string => {
  switch (demand) {
    case 'total':
      return 'After each round everybody sees the total demand for each lot.';
    case 'excess':
      return 'After each round everybody sees by how much demand exceeds supply in each lot.';
    case 'none':
      return 'Demand is not shown to bidders.';
  }
};

/** How long rounds last and how they follow each other. */
export const roundsSentence = ({ rounds, roundMs, gapMs }: RoundRules): string =>
  rounds === 'automatic'
    ? `Rounds last ${duration(roundMs)} and follow each other after ${duration(gapMs)}.`
    : `Rounds last ${duration(roundMs)}; the moderator opens each one.`;

/** A price a piece in dollars, to the mill where it has one: `$2.45`, `$2.455`. */
export const dollars = (mills: number): string =>
  `$${(mills / 1_000).toFixed(mills % 10 === 0 ? 2 : 3)}`;
