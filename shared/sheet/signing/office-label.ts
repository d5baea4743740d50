// What an office is called, for pages and papers.

import type { Side } from '../../room/types.ts';
import type { Template } from '../types.ts';
import type { Office } from './types.ts';

/** The label of an office in the template's sign-off field of its side; its id where there is none. */
export const officeLabel = (template: Template, side: Side, office: Office): string => {
  const terms = template.sections.flatMap((section) => section.terms);
  const field = terms.find((term) => term.kind === 'field' && term.signs === side);
  const options =
    field?.kind === 'field' && field.type.kind === 'choices' ? field.type.options : [];
  return options.find(({ id }) => id === office)?.label ?? office;
};
