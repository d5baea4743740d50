// The wordings that a sheet begins with, as redlines need them: with the ids that the seed gave to every character.

import * as Y from 'yjs';
import type { TermId } from '../kernel/ids.ts';
import type { AuthoredClause } from './redline/authored.ts';
import type { Template } from './types.ts';
import { authoredClause } from './redline/authored.ts';
import { clausesOf } from './template.ts';
import { CLAUSES_ROOT, seedUpdate } from './text-seed.ts';

type Openings = ReadonlyMap<TermId, AuthoredClause>;

// A sheet's copy of its template never changes.
const known = new WeakMap<Template, { template?: Openings; fallback?: Openings }>();

/** The opening wording of every clause, or the fallback of each, which nobody has written yet. */
export const openingOf = (template: Template, which: 'template' | 'fallback'): Openings => {
  const openings = known.get(template) ?? {};
  known.set(template, openings);
  return (openings[which] ??= read(template, which));
};

const read = (template: Template, which: 'template' | 'fallback'): Openings => {
  const doc = new Y.Doc();
  const clauses = clausesOf(template).map(({ id, text, fallback }) => ({
    id,
    paragraphs: which === 'template' ? text : fallback,
  }));
  Y.applyUpdate(doc, seedUpdate(clauses));
  const root = doc.getMap<Y.XmlFragment>(CLAUSES_ROOT);
  const openings = new Map(
    [...root.entries()].map(([termId, fragment]) => [termId, authoredClause(fragment)]),
  );
  doc.destroy();
  // Ids of a fallback are those of the seed by chance alone.
  return which === 'template' ? openings : withoutIds(openings);
};

const withoutIds = (openings: Openings): Openings =>
  new Map([...openings].map(([termId, { blocks }]) => [termId, { blocks, runs: [] }]));
