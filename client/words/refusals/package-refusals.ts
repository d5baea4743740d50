// Refusals that only package bids know.

import { BID_STANDS } from './refusal-words.ts';
import type { Words } from './refusal-words.ts';

export const PACKAGE_REFUSALS: Words = {
  'bid/total-short': (of) =>
    `A package is worth at least its blocks at opening prices, here ${of.price('minimumMills')}. ${BID_STANDS}`,
  'bid/lot-twice': (of) =>
    `${of.text('lotId') || 'A lot'} is named twice; name each lot once. ${BID_STANDS}`,
  'bid/no-groups': () =>
    `You get at most one package here, so there are no groups to name. ${BID_STANDS}`,
  'bid/too-many-packages': (of) =>
    `You have ${of.count('maximumPackages')} packages, as many as the rules take. Take one back first. ${BID_STANDS}`,
};
