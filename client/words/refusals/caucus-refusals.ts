// Refusals of what is done in a caucus, in words.

import type { Words } from './refusal-words.ts';

export const CAUCUS_REFUSALS: Words = {
  'caucus/full': (of) =>
    `Your caucus has ${of.count('maximum')} drafts. Throw one away first; nothing was begun.`,
  'caucus/unknown-draft': () =>
    'This draft was thrown away by your team meanwhile. Nothing was changed.',
  'caucus/anchored': () => 'Somebody of your team has noted this already. Nothing was changed.',
  'caucus/other-clause': () =>
    'A draft stands for another term in this offer than its own. Nothing was offered.',
};
