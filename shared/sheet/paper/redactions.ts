// What the redacted edition of a sheet leaves out, and why: all that is not public by its template, and what a field of
// redactions names besides. While the sides disagree about that field, what either of them names stays out.

import type { TermId } from '../../kernel/ids.ts';
import type { FieldValue, TableRow, TypeOf } from '../field-types.ts';
import type { FieldTemplate, SheetState, Template } from '../types.ts';
import { scalarText } from '../field-text.ts';
import { placesOf } from '../references.ts';

/** Id of the field in which the parties agree what else is left out. */
const REDACTIONS_FIELD = 'redactions';

const SEALED = 'sealed by the agreement';
const PARTIES = 'for the parties only';

export interface Redactions {
  /** The reason why a term is left out; undefined for one that is published. */
  readonly reasonFor: (
    term: { readonly id: TermId } & Partial<FieldTemplate>,
  ) => string | undefined;
  /** Names in the field that fit no field, clause or section. */
  readonly strange: readonly string[];
}

interface Named {
  readonly name: string;
  readonly reason: string;
}

const plain = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}.]+/gu, ' ')
    .trim();

const valuesOf = (sheet: SheetState): readonly FieldValue[] => {
  const term = sheet.terms[REDACTIONS_FIELD];
  const held = [term?.agreed?.value, term?.carrier?.value, term?.shipper?.value];
  return held.flatMap((value) => (value?.kind === 'field' ? [value.value] : []));
};

const rowsOf = (sheet: SheetState, { columns }: TypeOf<'table'>): readonly Named[] => {
  const wordsOf = (row: TableRow, id: string): string | undefined => {
    const column = columns.find((each) => each.id === id);
    const value = row[id];
    return column && value !== undefined ? scalarText(column.type, value) : undefined;
  };
  return valuesOf(sheet).flatMap((value) =>
    (Array.isArray(value) ? (value as readonly TableRow[]) : []).map((row) => {
      const [reason, until] = [wordsOf(row, 'reason'), wordsOf(row, 'until')];
      const named = reason ?? 'agreed by the parties';
      return {
        name: wordsOf(row, 'term') ?? '',
        reason: until === undefined ? named : `${named}, until ${until}`,
      };
    }),
  );
};

const fieldOf = (template: Template): TypeOf<'table'> | undefined => {
  const terms = template.sections.flatMap((section) => section.terms);
  const found = terms.find(({ id }) => id === REDACTIONS_FIELD);
  return found?.kind === 'field' && found.type.kind === 'table' ? found.type : undefined;
};

/** Ids of terms that a name means: by id, label, heading, number, or as all of a section. */
const meant = (template: Template, name: string): readonly TermId[] => {
  const places = placesOf(template);
  const asked = plain(name);
  const isIt = (id: string, title: string): boolean => {
    const place = places.get(id);
    const numbers =
      place && place.kind !== 'field' ? [place.number, `${place.kind} ${place.number}`] : [];
    return [id, title, ...numbers].map(plain).includes(asked);
  };
  return template.sections.flatMap(({ id, title, terms }) => {
    const all = isIt(id, title);
    return terms
      .filter((term) => all || isIt(term.id, term.kind === 'clause' ? term.heading : term.label))
      .map((term) => term.id);
  });
};

/** The redactions of a sheet (EXP4). The field that lists them is itself published. */
export const redactionsOf = (sheet: SheetState): Redactions => {
  const { template } = sheet;
  const type = template && fieldOf(template);
  const named = new Map<TermId, string>();
  const strange = new Set<string>();
  for (const { name, reason } of template && type ? rowsOf(sheet, type) : []) {
    const ids = template ? meant(template, name) : [];
    if (ids.length === 0) strange.add(name);
    for (const id of ids) if (!named.has(id)) named.set(id, reason);
  }
  return {
    reasonFor: ({ id, confidentiality }) => {
      const because = named.get(id);
      if (because !== undefined) return because;
      if (confidentiality === 'sealed') return SEALED;
      return confidentiality === 'parties' ? PARTIES : undefined;
    },
    strange: [...strange],
  };
};
