// The agreed terms that an auction names (TRM2 to TRM6): which text bids were made under, and whether it is still the
// agreed one. Without a hash in its rules nothing of this is there.

import type { EventContext } from '../kernel/decider.ts';
import type { Rejection } from '../kernel/rejection.ts';
import type { NamedTerms, TermsView } from './terms-types.ts';
import type { AuctionCommand, AuctionEvent, AuctionState, Rules } from './types.ts';
import { reject } from '../kernel/rejection.ts';

/** The text that bids are made under. */
export const textInForce = ({ texts }: NamedTerms): string => texts.at(-1)?.hash ?? '';

/** Whether the agreed text is another one than bids were made under: nothing goes on before the moderator confirms. */
export const isOlderText = ({ terms }: Pick<AuctionState, 'terms'>): boolean =>
  terms !== undefined && terms.now !== textInForce(terms);

/**
 * Whether what was bid at an instant was bid for another text than the agreed one. A change pauses the auction, and a
 * resume counts down, so that no bid falls into the instant of a change.
 */
export const isForOlder = ({ texts, now }: NamedTerms, atMs: number): boolean =>
  (texts.findLast(({ fromMs }) => fromMs <= atMs) ?? texts[0])?.hash !== now;

/** The same of what stands of a round: of one in which the text changed it is for the older one. */
export const isRoundForOlder = ({ texts, now }: NamedTerms, round: number): boolean =>
  texts.findLast(({ fromRound }) => fromRound <= round)?.hash !== now;

const GOES_ON: ReadonlySet<AuctionCommand['type']> = new Set<AuctionCommand['type']>([
  'StartAuction',
  'OpenRound',
  'ResumeAuction',
  'CertifyAuction',
]);

/** Why an act that would let the auction go on waits for the moderator's word, or undefined (TRM4). */
export const heldForTerms = (
  state: AuctionState,
  { type }: AuctionCommand,
): Rejection | undefined => {
  if (!GOES_ON.has(type) || !isOlderText(state)) return undefined;
  const hash = state.terms?.now ?? null;
  return reject('auction/older-text', hash === null ? {} : { hash });
};

/** The terms of an auction after one more event. */
export const evolveTerms = <State extends AuctionState>(
  state: State,
  event: AuctionEvent,
  { at }: Pick<EventContext, 'at'>,
): State => {
  const { terms } = state;
  switch (event.type) {
    case 'TermsNamed': {
      const { sheetId, hash } = event;
      return {
        ...state,
        terms: { sheetId, texts: [{ hash, fromMs: at, fromRound: 1 }], now: hash },
      };
    }
    case 'TermsChanged':
      return terms ? { ...state, terms: { ...terms, now: event.hash } } : state;
    case 'OlderTextConfirmed': {
      if (!terms) return state;
      const fromRound = state.round + 1;
      const texts = [...terms.texts, { hash: event.hash, fromMs: at, fromRound }];
      const { startsAtMs } = state;
      // A start that the change held up is not made up for by the server: the moderator starts.
      const isMissed = state.phase === 'scheduled' && startsAtMs !== null && startsAtMs <= at;
      return {
        ...state,
        terms: { ...terms, texts },
        startsAtMs: isMissed ? null : startsAtMs,
      };
    }
    case 'RoundsVoided': {
      if (!terms) return state;
      // Rounds that are bid again are bid under the text in force.
      const most = event.toRound + 1;
      const texts = terms.texts.map((text) => ({
        ...text,
        fromRound: Math.min(text.fromRound, most),
      }));
      return { ...state, terms: { ...terms, texts } };
    }
    default:
      return state;
  }
};

/** The terms as everybody who sees the auction sees them. */
export const termsView = ({
  terms,
  phase,
}: Pick<AuctionState, 'terms' | 'phase'>): TermsView | undefined => {
  if (!terms) return undefined;
  const { sheetId, texts, now } = terms;
  return {
    sheetId,
    hash: textInForce(terms),
    ...(now !== null && { nowHash: now }),
    ...(phase !== 'cancelled' && isOlderText({ terms }) && { isOlder: true as const }),
    texts: Object.fromEntries(texts.map((text, place) => [String(place), text])),
  };
};

/** Rules as another room may take them: what was agreed in this one is not agreed there. */
export const withoutTerms = <Of extends Rules>(rules: Of): Of =>
  Object.fromEntries(
    Object.entries(rules).filter(([name]) => name !== 'termsHash'),
  ) as unknown as Of;
