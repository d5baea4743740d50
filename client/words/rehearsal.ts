// Words of rehearsals: what each kind of bidder does, and why one cannot be made or read.

import type { Rejection } from '../../shared/kernel/rejection.ts';
import { sentenceFor } from './rejections.ts';

const KINDS: Readonly<Record<string, string>> = {
  truthful: 'truthful',
  incremental: 'step by step',
  sniper: 'last moment',
  disconnecting: 'loses its line',
  typo: 'mistypes',
  colluding: 'in a pair',
  person: 'a person',
};

/** A kind of bidder in a word or two. */
export const kindWords = (kind: string): string => KINDS[kind] ?? kind;

/** Why a rehearsal cannot be. */
export const rehearsalRefusal = (rejection: Rejection): string => {
  switch (rejection.code) {
    case 'rehearsal/no-bidders':
      return 'No bidding team is left for bots. Leave at least one to them; nothing was made.';
    case 'rehearsal/not-over':
      return 'The report is made when the auction of the rehearsal has ended.';
    default:
      return sentenceFor(rejection);
  }
};
