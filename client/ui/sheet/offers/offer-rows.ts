// Offers laid out for the page: which are open and whose move each is, what each term of one reads, what has changed.
// Pure; decides no rights.

import type { Side } from '../../../../shared/room/types.ts';
import type { OfferItemView, OfferView } from '../../../../shared/sheet/offers/types.ts';
import type { SheetView } from '../../../../shared/sheet/types.ts';
import type { SheetClauseRow, SheetFieldRow } from '../sheet-rows.ts';
import { isOpenTerm } from '../../../../shared/sheet/open-terms.ts';
import { missingForReader } from '../../../../shared/sheet/signing/standing.ts';
import { sectionsOf } from '../sheet-rows.ts';

export interface TermRow {
  readonly termId: string;
  /** `3 Price` for example. */
  readonly section: string;
  readonly label: string;
  readonly field?: SheetFieldRow;
  readonly clause?: SheetClauseRow;
}

/** Every term of a sheet in its order, by id. */
export const termRows = (view: SheetView): ReadonlyMap<string, TermRow> => {
  const rows = sectionsOf(view).flatMap(({ section, number, fields, clauses }) => [
    ...fields.map((field): TermRow => ({
      termId: field.termId,
      section: `${number} ${section.title}`,
      label: field.lot ? `${field.field.label}, ${field.lot.name}` : field.field.label,
      field,
    })),
    ...clauses.map((clause): TermRow => ({
      termId: clause.termId,
      section: `${number} ${section.title}`,
      label: `${clause.number} ${clause.clause.heading}`,
      clause,
    })),
  ]);
  return new Map(rows.map((row) => [row.termId, row]));
};

/** Terms that both sides speak about, and so can be offered. */
export const offerableRows = (view: SheetView): readonly TermRow[] =>
  view.kind === 'common'
    ? []
    : [...termRows(view).values()].filter(({ field }) => !field || field.field.sides.length === 2);

export interface OfferRow {
  readonly id: string;
  /** `3` of `o3`. */
  readonly number: string;
  readonly offer: OfferView;
}

const numberOf = (id: string): number => Number(id.slice(1));

/** Open ones first those of the other side, then by age; ended ones the newest first. */
export const offerRows = (
  { offers = {} }: SheetView,
  viewer: Side | undefined,
): { readonly open: readonly OfferRow[]; readonly ended: readonly OfferRow[] } => {
  const rows = Object.entries(offers).map(([id, offer]) => ({ id, number: id.slice(1), offer }));
  const isTheirs = ({ offer }: OfferRow): number => (offer.side === viewer ? 1 : 0);
  return {
    open: rows
      .filter(({ offer }) => offer.status === 'open')
      .sort((a, b) => isTheirs(a) - isTheirs(b) || numberOf(a.id) - numberOf(b.id)),
    ended: rows
      .filter(({ offer }) => offer.status !== 'open')
      .sort((a, b) => numberOf(b.id) - numberOf(a.id)),
  };
};

/** Open offers of the other side that wait for the viewer's; none of a frozen sheet, which takes no answer (SIG3). */
export const waitingOffers = (view: SheetView): readonly OfferRow[] =>
  view.side === undefined || view.signing?.frozen
    ? []
    : offerRows(view, view.side).open.filter(({ offer }) => offer.side !== view.side);

/** Whether the text of an offered clause has changed to something else than is offered, as this page sees it. */
export const isTextTouched = ({ kind, text, value }: OfferItemView, now: string | undefined) =>
  kind === 'clause' && now !== undefined && text !== undefined && now !== text && now !== value;

export interface OpenPoint {
  readonly row: TermRow;
  /** It keeps the sheet from being frozen, or the terms of an auction from standing. */
  readonly isRequired: boolean;
  /** Open offers that name it. */
  readonly offers: readonly OfferRow[];
  /** The viewer's side has to answer: a position, or an offer. */
  readonly isOurs: boolean;
}

/**
 * All that is open, in the order of the sheet, and terms that an open offer would change (OFR10); a frozen sheet takes
 * no offer.
 */
export const openPointsOf = (view: SheetView): readonly OpenPoint[] => {
  const open = view.signing?.frozen ? [] : offerRows(view, view.side).open;
  const missing = new Set(missingForReader(view));
  return [...termRows(view).values()].flatMap((row) => {
    const term = row.field?.term ?? row.clause?.term;
    const offers = open.filter(({ offer }) =>
      offer.items.some(({ termId }) => termId === row.termId),
    );
    if (!term || (!isOpenTerm(view, row.termId) && offers.length === 0)) return [];
    const isAnswered =
      view.side !== undefined && (term.move === view.side || term.move === 'either');
    const isOffered =
      view.side !== undefined && offers.some(({ offer }) => offer.side !== view.side);
    const isRequired = missing.has(row.termId);
    return [{ row, isRequired, offers, isOurs: isAnswered || isOffered }];
  });
};

/** Puts the focus on a term of the sheet. */
export const jumpToTerm = (termId: string): void => {
  const element = document.querySelector<HTMLElement>(`#sheet [data-term="${CSS.escape(termId)}"]`);
  const target = element?.querySelector<HTMLElement>('h3, [data-cell]') ?? element;
  element?.scrollIntoView({ block: 'center' });
  target?.focus({ preventScroll: true });
};
