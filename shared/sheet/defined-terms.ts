// Defined terms of an agreement: where its wording defines them, where it uses them, which are defined and never
// used, and which are written like a defined term but defined nowhere. Looks at plain text, so it works on the
// wording as it stands, whoever wrote it.

import type { TermId } from '../kernel/ids.ts';

/** The wording of one clause; blocks and lines are parted by line feeds. */
export interface Wording {
  readonly id: TermId;
  readonly text: string;
}

export interface DefinedTerm {
  readonly name: string;
  /** The clause that defines it; the first where several do. */
  readonly clauseId: TermId;
  /** Clauses that use it besides its definition, in order. */
  readonly usedIn: readonly TermId[];
  /** Further clauses that define it again. */
  readonly againIn: readonly TermId[];
}

export interface TermReport {
  /** By name. */
  readonly defined: readonly DefinedTerm[];
  /** Names that are defined and used nowhere. */
  readonly unused: readonly string[];
  /** Phrases in capitals inside a sentence that nothing defines, with the clauses they stand in. */
  readonly undefined: readonly { readonly name: string; readonly usedIn: readonly TermId[] }[];
}

/** “Term” means …, or (the “Term”): the two ways in which contracts define. */
const DEFINITION =
  /[“"]([A-Z][^”"\n]{0,80})[”"](?=\s+(?:means?|has the meaning)\b)|\((?:the\s|an?\s|each an?\s|together the\s)?[“"]([A-Z][^”"\n]{0,80})[”"]\)/g;
const WORD = String.raw`[A-Z][a-z]+(?:[’'-][A-Za-z]+)*`;
/** Words with a capital that follow one another, joined by "of", "and" or "the" as names are. */
const PHRASE = new RegExp(`${WORD}(?:\\s+(?:(?:of|and|for)\\s+(?:the\\s+)?)?${WORD})*`, 'g');
/** A capital after one of these begins a sentence, an item or a quotation and says nothing. */
const OPENS_SENTENCE = /(?:^|[.:;!?]|[\n“"(]|[–—])[\s“"(]*$/;
const CALENDAR = new Set(
  'January February March April May June July August September October November December Monday Tuesday Wednesday Thursday Friday Saturday Sunday'.split(
    ' ',
  ),
);

/** True for “Monday” and “the first Sunday of October”: capitals that say nothing. */
const isCalendar = (phrase: string): boolean =>
  phrase.split(/\s+/).every((word) => CALENDAR.has(word) || /^[a-z]/.test(word));

const definitionsIn = (text: string): readonly string[] =>
  [...text.matchAll(DEFINITION)].map((match) => (match[1] ?? match[2] ?? '').trim());

const escaped = (name: string): string => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Finds a name as a whole word, its plural and its genitive too. */
const finderOf = (name: string): RegExp => {
  const forms = name.endsWith('y')
    ? `${escaped(name.slice(0, -1))}(?:ys?|ies)`
    : `${escaped(name)}(?:s|es)?`;
  return new RegExp(`(?<![\\p{L}\\p{N}])${forms}(?:[’']s?)?(?![\\p{L}\\p{N}])`, 'gu');
};

const withoutDefinitions = (text: string): string =>
  text.replace(DEFINITION, (found) => ' '.repeat(found.length));

const unique = <T>(values: readonly T[]): readonly T[] => [...new Set(values)];

const groupByName = (
  pairs: readonly (readonly [name: string, id: TermId])[],
): ReadonlyMap<string, readonly TermId[]> => {
  const groups = new Map<string, TermId[]>();
  for (const [name, id] of pairs) groups.set(name, [...(groups.get(name) ?? []), id]);
  return groups;
};

/** Phrases in capitals that stand inside a sentence. */
const capitalsIn = (text: string): readonly string[] =>
  [...text.matchAll(PHRASE)].flatMap((match) => {
    const isOpening = OPENS_SENTENCE.test(text.slice(0, match.index));
    if (!isOpening) return [match[0]];
    // The first word of a sentence has its capital anyway; what follows it may still be a term.
    const rest = match[0].replace(/^\S+\s*(?:(?:of|and|for)\s+(?:the\s+)?)?/, '');
    return rest === '' ? [] : [rest];
  });

/** All names blanked out, the longest first, so that a name inside another one is not found again. */
const blankOut = (text: string, names: readonly string[]): string =>
  [...names]
    .sort((a, b) => b.length - a.length)
    .reduce((left, name) => left.replace(finderOf(name), (found) => found.toLowerCase()), text);

/**
 * The defined terms of all clauses. `names` are proper names that need no definition. Abbreviations in capitals
 * (ZIP), months and days of the week are never flagged, nor is the first word of a sentence.
 */
export const definedTerms = (
  clauses: readonly Wording[],
  names: readonly string[] = [],
): TermReport => {
  const definitions = groupByName(
    clauses.flatMap(({ id, text }) => definitionsIn(text).map((name) => [name, id] as const)),
  );
  const bodies = clauses.map(({ id, text }) => ({ id, text: withoutDefinitions(text) }));
  const defined = [...definitions]
    .map(([name, [clauseId = '', ...againIn]]): DefinedTerm => {
      const finder = finderOf(name);
      const longer = [...definitions.keys()].filter((each) => each !== name && each.includes(name));
      const usedIn = bodies
        .filter(({ text }) => blankOut(text, longer).search(finder) >= 0)
        .map(({ id }) => id);
      return { name, clauseId, usedIn, againIn: unique(againIn) };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const known = [...definitions.keys(), ...names];
  const strange = groupByName(
    bodies.flatMap(({ id, text }) =>
      unique(capitalsIn(blankOut(text, known)))
        .filter((name) => !isCalendar(name))
        .map((name) => [name, id] as const),
    ),
  );
  return {
    defined,
    unused: defined.filter(({ usedIn }) => usedIn.length === 0).map(({ name }) => name),
    undefined: [...strange]
      .map(([name, usedIn]) => ({ name, usedIn }))
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
  };
};
