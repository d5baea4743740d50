// Templates and what is in them. A sheet keeps its own copy, so a template can change without changing any sheet.

import type { LotId, TermId } from '../kernel/ids.ts';
import type { SheetLot } from './award-types.ts';
import type { ClauseTemplate, FieldTemplate, Template } from './types.ts';
import { templateFaults } from './template-faults.ts';
import { AUCTION_TERMS } from './templates/auction-terms.ts';
import { USPS_LAST_MILE } from './templates/usps-last-mile.ts';

const TEMPLATES: readonly Template[] = [USPS_LAST_MILE, AUCTION_TERMS];

/** The template of that id, or undefined. Throws Error for one that has faults: no sheet may be made of it. */
export const templateById = (id: string): Template | undefined => {
  const found = TEMPLATES.find((template) => template.id === id);
  const faults = found ? templateFaults(found) : [];
  if (faults.length > 0) throw new Error(`template ${id}: ${faults.join('; ')}`);
  return found;
};

/** Ids of all templates, in the order in which they are offered. */
export const templateIds = (): readonly string[] => TEMPLATES.map(({ id }) => id);

/** Id of a field that exists once a lot (SHT2). */
export const lotTermId = (fieldId: TermId, lotId: LotId): TermId => `${fieldId}.${lotId}`;

const isPerLot = (term: FieldTemplate | ClauseTemplate): boolean =>
  term.kind === 'field' && term.award !== undefined;

/** Every term of a sheet with these lots, in the order of the template (SHT2). */
export const termsOf = (template: Template, lots: readonly SheetLot[]): readonly TermId[] =>
  template.sections.flatMap(({ terms }) =>
    terms.flatMap((term) =>
      isPerLot(term) ? lots.map(({ id }) => lotTermId(term.id, id)) : [term.id],
    ),
  );

/** The template of a term; a field of one lot is found by the part before its lot. */
export const termTemplate = (
  template: Template,
  termId: TermId,
): FieldTemplate | ClauseTemplate | undefined => {
  for (const { terms } of template.sections) {
    for (const term of terms) {
      if (term.id === termId && !isPerLot(term)) return term;
      if (isPerLot(term) && termId.startsWith(`${term.id}.`)) return term;
    }
  }
  return undefined;
};

/** Fields that an award fills. */
export const awardFields = (template: Template): readonly FieldTemplate[] =>
  template.sections.flatMap(({ terms }) =>
    terms.flatMap((term) => (term.kind === 'field' && term.award !== undefined ? [term] : [])),
  );

/** Clauses in order. */
export const clausesOf = (template: Template): readonly ClauseTemplate[] =>
  template.sections.flatMap(({ terms }) =>
    terms.flatMap((term) => (term.kind === 'clause' ? [term] : [])),
  );
