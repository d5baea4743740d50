// The words of an auction that names the agreed terms of its room: the hash in its rules, what it keeps of it, and what
// is said when the text changes.

import type { SheetId } from '../kernel/ids.ts';
import type { EpochMs } from '../kernel/units.ts';

/** Of rules: the agreed terms that every lot of the auction is for (TRM2). */
export interface NamesTerms {
  /** Hash of the agreed text of a common sheet (TRM1), 64 hexadecimal digits; absent: the auction names none. */
  readonly termsHash?: string;
}

/** A text that bids were made under, and since when. */
export interface TermsText {
  readonly hash: string;
  readonly fromMs: EpochMs;
  /** The first round in which every bid was made under it or a later one. */
  readonly fromRound: number;
}

/** The agreed terms that an auction names. */
export interface NamedTerms {
  readonly sheetId: SheetId;
  /** Texts that bids are made under, the newest last: that of the schedule, then what the moderator confirmed. */
  readonly texts: readonly TermsText[];
  /** The agreed text as the sheet stands; null while a required term is open. */
  readonly now: string | null;
}

export interface MayNameTerms {
  /** Since it was scheduled, where its rules name terms. */
  readonly terms?: NamedTerms;
}

export type TermsCommand =
  /** The server's: what a common sheet says now. */
  | { readonly type: 'TakeTerms'; readonly sheetId: SheetId; readonly hash: string | null }
  /** The moderator's: the auction goes on under this text, and what was bid for an older one stands (TRM5). */
  | { readonly type: 'ConfirmOlderText'; readonly hash: string; readonly reason: string };

export type TermsEvent =
  | { readonly type: 'TermsNamed'; readonly sheetId: SheetId; readonly hash: string }
  | { readonly type: 'TermsChanged'; readonly hash: string | null }
  | { readonly type: 'OlderTextConfirmed'; readonly hash: string; readonly reason: string };

/** What everybody who sees the auction sees of its terms. */
export interface TermsView {
  readonly sheetId: SheetId;
  /** The text that bids are made under. */
  readonly hash: string;
  /** The agreed text as it stands; absent while a required term is open. */
  readonly nowHash?: string;
  /** The two differ: the auction stands still until the moderator confirms (TRM4). */
  readonly isOlder?: true;
  /** Every text that bids were made under, by its place from 0. */
  readonly texts: Readonly<Record<string, TermsText>>;
}

/** A bid as somebody sees it, or all that stands for a team. */
export interface MayBeOlder {
  /** It was made for another text than the agreed one, confirmed or not (TRM6). */
  readonly olderText?: true;
}

export interface ShowsTerms {
  /** Where the rules name terms, once it is scheduled. */
  readonly terms?: TermsView;
}
