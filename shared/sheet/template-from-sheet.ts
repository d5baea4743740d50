// A sheet as a template: its sections, fields and clauses as they are, the wording that stands as the opening wording.
// Nothing of what the sides did on it: no positions, offers, names of members, lots or awards.

import type { TermId } from '../kernel/ids.ts';
import type { ClauseTemplate, Template } from './types.ts';
import { awardFields } from './template.ts';

export interface TemplateAsked {
  readonly id: string;
  readonly title: string;
  /** Plain text of a clause as it stands (TXT19); undefined where the sheet has none. */
  readonly textOf: (termId: TermId) => string | undefined;
}

/** References to a field of one lot lead to the field: the lot is the sheet's and not the template's. */
const withoutLots = (template: Template, text: string): string => {
  const fields = new Set(awardFields(template).map(({ id }) => id));
  return text.replace(/\{ref:([a-z0-9-]+)\.[a-z0-9.-]+\}/g, (written, id: string) =>
    fields.has(id) ? `{ref:${id}}` : written,
  );
};

/** Paragraphs of a plain text: lines with words in them. */
export const paragraphsOf = (text: string): readonly string[] =>
  text
    .split(/\n+/)
    .map((line) => line.trim())
    .filter((line) => line !== '');

/** The template that a sheet makes (STP1). Its faults, if the wording has some, are found by template-faults.ts. */
export const templateOfSheet = (
  sheet: Template,
  { id, title, textOf }: TemplateAsked,
): Template => {
  const opening = (clause: ClauseTemplate): ClauseTemplate => {
    const standing = textOf(clause.id);
    if (standing === undefined) return clause;
    return { ...clause, text: paragraphsOf(withoutLots(sheet, standing)) };
  };
  return {
    ...{ id, title },
    ...(sheet.names && { names: sheet.names }),
    sections: sheet.sections.map((section) => ({
      ...section,
      terms: section.terms.map((term) => (term.kind === 'clause' ? opening(term) : term)),
    })),
  };
};
