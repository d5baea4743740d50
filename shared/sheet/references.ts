// Numbers of sections and clauses, and references to them. A number is a place in the template and is never written
// down: wording names an id, `{ref:volume-band}`, and whoever shows it puts the number of today in its place. So a
// section that moves changes no agreed text and breaks no reference.

import type { Template } from './types.ts';

/** What an id of the template is called: `section 4`, `clause 4.1`, `“Annual commitment”`. */
export interface Place {
  readonly kind: 'section' | 'clause' | 'field';
  /** `4`, `4.1`; a field has the number of its section. */
  readonly number: string;
  /** Title, heading or label. */
  readonly name: string;
}

/** By id: sections count from 1, the clauses of each from 1 again. */
export type Places = ReadonlyMap<string, Place>;

/** A reference in a text, from its opening brace to behind its closing one. */
export interface Reference {
  readonly id: string;
  readonly from: number;
  readonly to: number;
}

const REFERENCE = /\{ref:([a-z0-9][a-z0-9.-]{0,63})\}/g;

/** The place of every section, clause and field of a template. */
export const placesOf = ({ sections }: Template): Places => {
  const places = new Map<string, Place>();
  sections.forEach(({ id, title, terms }, index) => {
    const number = String(index + 1);
    places.set(id, { kind: 'section', number, name: title });
    let clauses = 0;
    for (const term of terms) {
      if (term.kind === 'field') {
        places.set(term.id, { kind: 'field', number, name: term.label });
        continue;
      }
      clauses += 1;
      const clause = `${number}.${String(clauses)}`;
      places.set(term.id, { kind: 'clause', number: clause, name: term.heading });
    }
  });
  return places;
};

/** The number of a section or clause; empty for an id the template does not have. */
export const numberOf = (places: Places, id: string): string => places.get(id)?.number ?? '';

/** References in a text, in order. */
export const referencesIn = (text: string): readonly Reference[] =>
  [...text.matchAll(REFERENCE)].map((match) => ({
    id: match[1] ?? '',
    from: match.index,
    to: match.index + match[0].length,
  }));

/** The words that stand for a reference; undefined where the template has no such id. */
export const referenceText = (places: Places, id: string): string | undefined => {
  const place = places.get(id);
  if (!place) return undefined;
  return place.kind === 'field' ? `“${place.name}”` : `${place.kind} ${place.number}`;
};

/** A text as it is read, every reference in words; one that leads nowhere stays as it is written. */
export const resolveReferences = (places: Places, text: string): string =>
  text.replace(REFERENCE, (written, id: string) => referenceText(places, id) ?? written);

/** Ids that a text refers to and the template does not have, in order, each once. */
export const brokenReferences = (places: Places, text: string): readonly string[] => [
  ...new Set(
    referencesIn(text)
      .map(({ id }) => id)
      .filter((id) => !places.has(id)),
  ),
];
