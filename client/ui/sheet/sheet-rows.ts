// The template and the terms of a sheet laid out for the page: sections in order, their field rows (fields that an
// award fills stand once a lot) and their clauses. Pure; decides no rights.

import type { SheetLot } from '../../../shared/sheet/award-types.ts';
import type { Side } from '../../../shared/room/types.ts';
import type { Places } from '../../../shared/sheet/references.ts';
import type {
  ClauseTemplate,
  FieldTemplate,
  SectionTemplate,
  SheetView,
  TermView,
} from '../../../shared/sheet/types.ts';
import { isOpenTerm } from '../../../shared/sheet/open-terms.ts';
import { numberOf, placesOf, resolveReferences } from '../../../shared/sheet/references.ts';

export interface SheetFieldRow {
  readonly termId: string;
  readonly field: FieldTemplate;
  /** With references in words. */
  readonly help: string;
  readonly lot?: SheetLot;
  readonly term: TermView;
}

export interface SheetClauseRow {
  readonly termId: string;
  readonly clause: ClauseTemplate;
  /** Section and place in it: `5.2`. */
  readonly number: string;
  readonly term: TermView;
}

export interface SheetSection {
  readonly section: SectionTemplate;
  readonly number: string;
  readonly fields: readonly SheetFieldRow[];
  readonly clauses: readonly SheetClauseRow[];
  /** Terms that are open to the reader; of a frozen sheet hardly any. */
  readonly openPoints: number;
  readonly isAgreed: boolean;
}

const OPEN: TermView = { state: 'open' };

/** Lots in the order in which they came. */
export const lotsOf = (view: SheetView): readonly SheetLot[] =>
  Object.values(view.lots).sort((a, b) => a.order - b.order);

const fieldRows = (
  view: SheetView,
  field: FieldTemplate,
  places: Places,
): readonly SheetFieldRow[] => {
  const help = resolveReferences(places, field.help);
  if (field.award === undefined) {
    return [{ termId: field.id, field, help, term: view.terms[field.id] ?? OPEN }];
  }
  return lotsOf(view).map((lot) => {
    const termId = `${field.id}.${lot.id}`;
    return { termId, field, help, lot, term: view.terms[termId] ?? OPEN };
  });
};

const sectionOf = (view: SheetView, section: SectionTemplate, places: Places): SheetSection => {
  const fields = section.terms.flatMap((term) =>
    term.kind === 'field' ? fieldRows(view, term, places) : [],
  );
  const clauses = section.terms.flatMap((term) =>
    term.kind === 'clause'
      ? [
          {
            termId: term.id,
            clause: term,
            number: numberOf(places, term.id),
            term: view.terms[term.id] ?? OPEN,
          },
        ]
      : [],
  );
  const rows = [...fields, ...clauses];
  return {
    ...{ section, number: numberOf(places, section.id), fields, clauses },
    openPoints: rows.filter(({ termId }) => isOpenTerm(view, termId)).length,
    isAgreed: rows.every(({ term }) => term.state === 'agreed'),
  };
};

/** All sections of a sheet, in the template's order. */
export const sectionsOf = (view: SheetView): readonly SheetSection[] => {
  const places = placesOf(view.template);
  return view.template.sections.map((section) => sectionOf(view, section, places));
};

/** The id of a section's heading on the page, for links of the outline. */
export const sectionAnchor = (sectionId: string): string => `section-${sectionId}`;

/** Sides in the order of the columns: the viewer's own first, the carrier first for neutral viewers. */
export const columnsOf = (view: SheetView): readonly Side[] => {
  if (view.kind === 'common') return ['carrier'];
  return view.side === 'shipper' ? ['shipper', 'carrier'] : ['carrier', 'shipper'];
};

/** Whether a side is coloured and named as ours; neutral viewers see the carrier in that colour. */
export const isOurs = (side: Side, viewer: Side | undefined): boolean =>
  side === (viewer ?? 'carrier');

export interface StateWords {
  readonly shape: string;
  readonly word: string;
  /** Class of the chip. */
  readonly tone: 'ours' | 'theirs' | 'agreed' | '';
}

/** State of a term as word and shape, and whose move it is. */
export const stateWords = (
  term: TermView,
  viewer: Side | undefined,
  nameOfSide: (side: Side) => string,
): StateWords => {
  if (term.state === 'agreed') return { shape: '●', word: 'agreed', tone: 'agreed' };
  if (term.state === 'open') return { shape: '○', word: 'open', tone: '' };
  const { move } = term;
  if (move === undefined) return { shape: '◌', word: 'proposed', tone: '' };
  if (move === 'either') {
    return { shape: '◐', word: viewer ? 'apart, your move' : 'apart', tone: viewer ? 'ours' : '' };
  }
  if (!viewer) {
    const tone = isOurs(move, viewer) ? 'ours' : 'theirs';
    return { shape: tone === 'ours' ? '◐' : '◑', word: `${nameOfSide(move)} to move`, tone };
  }
  return move === viewer
    ? { shape: '◐', word: 'your move', tone: 'ours' }
    : { shape: '◑', word: 'their move', tone: 'theirs' };
};

/** State of a field, which waits for the clock until there is an award; opened after one it is open as any other. */
export const fieldStateWords = (
  { field, term }: SheetFieldRow,
  viewer: Side | undefined,
  nameOfSide: (side: Side) => string,
): StateWords =>
  field.award !== undefined && term.state === 'open' && term.awarded === undefined
    ? { shape: '○', word: 'from the clock', tone: '' }
    : stateWords(term, viewer, nameOfSide);
