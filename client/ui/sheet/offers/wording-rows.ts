// What the wording of a sheet defines and refers to, laid out for the page: each defined term with where it stands, and
// all that counsel has to mend before the text can be signed. Looks at the text as it stands. Pure; decides no rights.

import type { TermReport } from '../../../../shared/sheet/defined-terms.ts';
import { definedTerms } from '../../../../shared/sheet/defined-terms.ts';
import { brokenReferences, placesOf } from '../../../../shared/sheet/references.ts';
import type { SheetView } from '../../../../shared/sheet/types.ts';
import { lotsOf, sectionsOf } from '../sheet-rows.ts';

export interface ClausePlace {
  readonly termId: string;
  /** `9.2`. */
  readonly number: string;
  readonly heading: string;
}

export interface DefinitionRow {
  readonly name: string;
  readonly definedIn: ClausePlace;
  readonly usedIn: readonly ClausePlace[];
  /** Clauses that define it a second time. */
  readonly againIn: readonly ClausePlace[];
}

/** Something to mend: what, and in which clauses. */
export interface WordingFault {
  readonly kind: 'undefined' | 'unused' | 'twice' | 'reference';
  /** The term, or the id that a reference names. */
  readonly name: string;
  readonly places: readonly ClausePlace[];
}

export interface WordingRows {
  readonly definitions: readonly DefinitionRow[];
  readonly faults: readonly WordingFault[];
}

/** The wording of each clause by its id; one that is not there yet is left out. */
export type WordsOf = (termId: string) => string | undefined;

const clausesOf = (view: SheetView): readonly ClausePlace[] =>
  sectionsOf(view).flatMap(({ clauses }) =>
    clauses.map(({ termId, number, clause }) => ({ termId, number, heading: clause.heading })),
  );

const faultsOf = (
  report: TermReport,
  at: (ids: readonly string[]) => readonly ClausePlace[],
): readonly WordingFault[] => [
  ...report.undefined.map(({ name, usedIn }) => ({
    kind: 'undefined' as const,
    ...{ name, places: at(usedIn) },
  })),
  ...report.defined.flatMap(({ name, clauseId, usedIn, againIn }): readonly WordingFault[] => [
    ...(againIn.length > 0
      ? [{ kind: 'twice' as const, name, places: at([clauseId, ...againIn]) }]
      : []),
    ...(usedIn.length === 0 ? [{ kind: 'unused' as const, name, places: at([clauseId]) }] : []),
  ]),
];

/**
 * Defined terms and faults of the wording. `names` are proper names besides those of the template and the lots: those
 * of the sides.
 */
export const wordingRows = (
  view: SheetView,
  wordsOf: WordsOf,
  names: readonly string[],
): WordingRows => {
  const clauses = clausesOf(view);
  const byId = new Map(clauses.map((place) => [place.termId, place]));
  const at = (ids: readonly string[]): readonly ClausePlace[] =>
    ids.flatMap((id) => byId.get(id) ?? []);
  const texts = clauses.flatMap(({ termId }) => {
    const text = wordsOf(termId);
    return text === undefined ? [] : [{ id: termId, text }];
  });
  const known = [...names, ...(view.template.names ?? []), ...lotsOf(view).map(({ name }) => name)];
  const report = definedTerms(texts, known);
  const places = placesOf(view.template);
  const broken = texts.flatMap(({ id, text }) =>
    brokenReferences(places, text).map((name) => ({
      kind: 'reference' as const,
      ...{ name, places: at([id]) },
    })),
  );
  return {
    definitions: report.defined.flatMap(({ name, clauseId, usedIn, againIn }) =>
      at([clauseId]).map((definedIn) => ({
        ...{ name, definedIn },
        ...{ usedIn: at(usedIn), againIn: at(againIn) },
      })),
    ),
    faults: [...broken, ...faultsOf(report, at)],
  };
};
