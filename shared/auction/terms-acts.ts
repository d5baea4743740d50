// What happens to an auction when the agreed terms that it names change: it stands still at once, until the moderator
// confirms that what was bid for the older text counts (TRM2 to TRM5).

import type { Decision } from '../kernel/decider.ts';
import type { Rejection } from '../kernel/rejection.ts';
import type { AuctionContext } from './context.ts';
import type { TermsCommand } from './terms-types.ts';
import type { AuctionEvent, AuctionState, Rules } from './types.ts';
import { accept, refuse } from '../kernel/decider.ts';
import { reject } from '../kernel/rejection.ts';
import { pause, settled } from './moderation.ts';
import { rulesHashOf } from './rules-hash.ts';
import { evolveTerms, isOlderText, textInForce } from './terms.ts';

type Deciding = Decision<AuctionEvent>;
type Command<Type extends TermsCommand['type']> = TermsCommand & { readonly type: Type };

/** Why an auction was paused, where a change of the terms did it. */
export const TERMS_PAUSE = 'the agreed terms changed';

/** What the schedule says of the terms that the rules name, or why there is none (TRM2). */
export const namedTerms = (
  { termsHash }: Pick<Rules, 'termsHash'>,
  { agreedTerms = {} }: Pick<AuctionContext, 'agreedTerms'>,
): readonly (AuctionEvent & { readonly type: 'TermsNamed' })[] | Rejection => {
  if (termsHash === undefined) return [];
  const sheetId = Object.keys(agreedTerms)
    .sort()
    .find((id) => agreedTerms[id] === termsHash);
  return sheetId === undefined
    ? reject('auction/terms-not-agreed', { hash: termsHash })
    : [{ type: 'TermsNamed', sheetId, hash: termsHash }];
};

const stopped = (state: AuctionState, context: AuctionContext): readonly AuctionEvent[] => {
  if (state.phase !== 'running') return [];
  if (!state.pause) return pause(state, TERMS_PAUSE, context).events;
  const { resumesAtMs, remainingMs } = state.pause;
  // A resume that was announced is taken back.
  return resumesAtMs === null ? [] : [{ type: 'AuctionPaused', reason: TERMS_PAUSE, remainingMs }];
};

/** Takes in what the sheet says now; the auction that named another text stands still at once (TRM3). */
export const takeTerms = (
  state: AuctionState,
  { sheetId, hash }: Command<'TakeTerms'>,
  context: AuctionContext,
): Deciding => {
  const { terms, phase } = state;
  // A sale that ended without one may be taken back to an earlier round, too.
  const isOver = phase === 'certified' || phase === 'cancelled';
  if (isOver || terms?.sheetId !== sheetId || terms.now === hash) return accept<AuctionEvent>();
  const isBack = hash === textInForce(terms);
  return accept<AuctionEvent>(
    { type: 'TermsChanged', hash },
    ...(isBack ? [] : stopped(state, context)),
  );
};

/** Rules that name the text in force, where they name another one. */
export const rulesForText = (state: AuctionState, reason: string): readonly AuctionEvent[] => {
  const { terms, auctionId, lotOrder, lots } = state;
  if (!terms || state.rules.termsHash === textInForce(terms)) return [];
  const rules: Rules = { ...state.rules, termsHash: textInForce(terms) };
  const rulesHash = rulesHashOf(
    auctionId,
    rules,
    lotOrder.flatMap((lotId) => lots[lotId] ?? []),
  );
  return settled(state, { type: 'RulesAmended', rules, rulesHash, reason });
};

/** The moderator's word that the auction goes on under the text as it stands (TRM5). */
export const confirmOlderText = (
  state: AuctionState,
  { hash, reason }: Command<'ConfirmOlderText'>,
  context: AuctionContext,
): Deciding => {
  const { terms, phase } = state;
  if (!terms || !isOlderText(state)) return refuse<AuctionEvent>(reject('auction/same-text'));
  if (terms.now === null) return refuse<AuctionEvent>(reject('auction/terms-open'));
  if (terms.now !== hash) {
    return refuse<AuctionEvent>(reject('auction/terms-changed', { hash: terms.now }));
  }
  const confirmed = { type: 'OlderTextConfirmed', hash, reason } as const;
  // After the end nobody bids any more, and nobody has to accept anything.
  if (phase === 'provisional' || phase === 'no-sale') return accept<AuctionEvent>(confirmed);
  const next = evolveTerms(state, confirmed, context);
  return accept<AuctionEvent>(confirmed, ...rulesForText(next, reason));
};
