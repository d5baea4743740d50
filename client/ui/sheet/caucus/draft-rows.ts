// Drafts of a caucus laid out for the page: in the order of the sheet's clauses, each with what came of it. Pure.

import type { DraftOrigin, DraftView } from '../../../../shared/sheet/caucus/types.ts';
import type { ClauseNode } from '../../../../shared/sheet/clause-hash.ts';
import type { OfferStatus } from '../../../../shared/sheet/offers/types.ts';
import type { SheetView } from '../../../../shared/sheet/types.ts';
import type { TermRow } from '../offers/offer-rows.ts';
import { termRows } from '../offers/offer-rows.ts';

export interface DraftRow {
  readonly draftId: string;
  readonly draft: DraftView;
  readonly row: TermRow;
}

const numberOf = (id: string): number => Number(id.slice(1));

/** Clauses of a sheet in their order. */
export const clauseRows = (view: SheetView): readonly TermRow[] =>
  [...termRows(view).values()].filter(({ clause }) => clause !== undefined);

/** Drafts by the order of their clauses, of one clause the oldest first. */
export const draftRows = (
  view: SheetView,
  drafts: Readonly<Record<string, DraftView>>,
): readonly DraftRow[] =>
  clauseRows(view).flatMap((row) =>
    Object.entries(drafts)
      .filter(([, draft]) => draft.termId === row.termId)
      .sort(([a], [b]) => numberOf(a) - numberOf(b))
      .map(([draftId, draft]) => ({ draftId, draft, row })),
  );

const ORIGINS: Readonly<Record<DraftOrigin, string>> = {
  standing: 'from the text as it stood',
  fallback: 'from the fallback',
  empty: 'from nothing',
};

export const originWords = ({ from }: DraftView): string => ORIGINS[from];

/** Paragraphs of a template as wording. */
export const paragraphs = (texts: readonly string[]): readonly ClauseNode[] =>
  texts.map((text) => ({
    type: 'paragraph',
    ...(text !== '' && { content: [{ type: 'text', text }] }),
  }));

export interface DraftOffer {
  readonly offerId: string;
  readonly number: string;
  readonly atMs: number;
  readonly by: string;
  /** What was offered is what the draft still says. */
  readonly isSame: boolean;
  /** Absent where the sheet does not show the offer any more. */
  readonly status?: OfferStatus;
}

/** What a draft became, the newest first; `hash` is of its text as it stands on this page. */
export const offersOf = (
  { offers = {} }: DraftView,
  view: SheetView,
  hash: string | undefined,
): readonly DraftOffer[] =>
  Object.entries(offers)
    .sort(([a], [b]) => numberOf(b) - numberOf(a))
    .map(([offerId, offered]) => {
      const status = view.offers?.[offerId]?.status;
      return {
        ...{ offerId, number: offerId.slice(1), atMs: offered.atMs, by: offered.by },
        isSame: hash === undefined || hash === offered.hash,
        ...(status && { status }),
      };
    });

const STATUS: Readonly<Record<OfferStatus, string>> = {
  open: 'on the table',
  accepted: 'accepted',
  countered: 'answered with a counter-offer',
  rejected: 'rejected',
  withdrawn: 'withdrawn',
  expired: 'expired',
};

/** What has become of an offer, in words. */
export const statusWords = (status: OfferStatus | undefined): string =>
  status === undefined ? 'ended' : STATUS[status];
