// What is signed: one hash over all that is agreed. Made of nothing but what both sides see, so that either can compute it
// again from its page; what is private to a side is no part of it, not even as a hash, which could be guessed.

import type { TermId } from '../../kernel/ids.ts';
import type { FieldValue } from '../field-types.ts';
import type { SheetLot } from '../award-types.ts';
import type { SheetState, SheetView, Template } from '../types.ts';
import { hashOf } from '../../kernel/hash.ts';
import { shownValue } from '../fields.ts';
import { termTemplate } from '../template.ts';

/** Says which form the hash is of; another form gets another name. */
const FORM = 'parley sheet 1';

/** A sheet as far as it is signed. */
export interface Signable {
  readonly roomId: string;
  readonly sheetId: string;
  readonly title: string;
  readonly template: Template;
  readonly lots: readonly SheetLot[];
  /** Of every term that is agreed and that both sides know; of a clause the hash of its text. */
  readonly values: Readonly<Record<TermId, FieldValue>>;
}

/** Whether a term is part of what is signed: one that is private to a side is not. */
export const isSigned = (template: Template, termId: TermId): boolean => {
  const term = termTemplate(template, termId);
  return term !== undefined && (term.kind === 'clause' || term.privateTo === undefined);
};

/** A template without the parts that only one side sees; from that side's copy, too. */
const sharedTemplate = (template: Template): Template => ({
  ...template,
  sections: template.sections.map((section) => ({
    ...section,
    terms: section.terms.filter((term) => term.kind === 'clause' || term.privateTo === undefined),
    ...(section.derived && {
      derived: section.derived.filter(({ privateTo }) => privateTo === undefined),
    }),
  })),
});

/**
 * The hash that is frozen and signed (SIG2): SHA-256 of the canonical JSON of room, sheet, title, the id and the hash of
 * the template without private parts, the lots in order, and the value of every agreed term. 64 hexadecimal digits.
 */
export const frozenHash = ({ roomId, sheetId, title, template, lots, values }: Signable): string =>
  hashOf({
    ...{ form: FORM, roomId, sheetId, title },
    template: { id: template.id, hash: hashOf(sharedTemplate(template)) },
    lots: lots.map(({ id, name, window }) => ({ id, name, window })),
    terms: values,
  });

const hashes = new WeakMap<SheetState['terms'], string>();

/** The hash of a sheet as it stands. Looked up again for the same terms, since every view asks. */
export const hashOfState = (state: SheetState): string => {
  const known = hashes.get(state.terms);
  if (known !== undefined) return known;
  const { template, lots, lotOrder, terms } = state;
  if (!template) throw new Error('a sheet without a template has no hash');
  const values = Object.entries(terms).flatMap(([termId, { agreed }]) =>
    agreed && isSigned(template, termId) ? [[termId, shownValue(agreed.value)] as const] : [],
  );
  const hash = frozenHash({
    ...state,
    template,
    lots: lotOrder.flatMap((id) => lots[id] ?? []),
    values: Object.fromEntries(values),
  });
  hashes.set(terms, hash);
  return hash;
};

/** A view as far as it is signed; `textHash` says what the text of a clause on the page comes to. */
export const signableOf = (
  view: SheetView,
  textHash: (termId: TermId) => string | undefined,
): Signable => {
  const values: Record<TermId, FieldValue> = {};
  for (const [termId, { state, carrier, shipper }] of Object.entries(view.terms)) {
    if (state !== 'agreed' || !isSigned(view.template, termId)) continue;
    const isClause = termTemplate(view.template, termId)?.kind === 'clause';
    const value = isClause ? (textHash(termId) ?? '') : (carrier ?? shipper)?.value;
    if (value !== undefined) values[termId] = value;
  }
  const lots = Object.values(view.lots).sort((a, b) => a.order - b.order);
  return { ...view, lots, values };
};
