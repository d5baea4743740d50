// How far a sheet is from signature: what is missing, who signs next, what keeps a side from signing. Pure looks at a
// state, for decisions and views.

import type { TermId } from '../../kernel/ids.ts';
import type { Side } from '../../room/types.ts';
import type { FieldTemplate, SheetState, SheetView, Template, TermState } from '../types.ts';
import type { Office, Signature, SigningOrder, SigningState } from './types.ts';
import { termTemplate } from '../template.ts';
import { isSigned } from './frozen-form.ts';

export const NO_SIGNING: SigningState = { frozen: null, signatures: [], next: 1, signers: {} };

/** Who signs for a side where the template does not ask. */
const ALONE: readonly Office[] = ['lead'];

/** Terms of one lot end in `.<lotId>`; ids of fields have no dot. */
const lotOf = (termId: TermId): string | undefined => {
  const dot = termId.indexOf('.');
  return dot < 0 ? undefined : termId.slice(dot + 1);
};

/** A term as far as it matters to what is missing, of a state and of a view alike. */
interface Heard {
  readonly termId: TermId;
  readonly isAgreed: boolean;
  /** An award or a side has said something of it. */
  readonly isSpokenOf: boolean;
}

const requiredAmong = (template: Template, heard: readonly Heard[]): readonly Heard[] => {
  const lots = new Set(
    heard.flatMap(({ termId, isSpokenOf }) => (isSpokenOf ? (lotOf(termId) ?? []) : [])),
  );
  return heard.filter(({ termId }) => {
    const lot = lotOf(termId);
    const isMeant = lot === undefined || lots.has(lot);
    return isMeant && isSigned(template, termId) && termTemplate(template, termId)?.isRequired;
  });
};

const missingAmong = (template: Template, heard: readonly Heard[]): readonly TermId[] =>
  requiredAmong(template, heard).flatMap(({ termId, isAgreed }) => (isAgreed ? [] : [termId]));

const missingBefore = new WeakMap<SheetState['terms'], readonly TermId[]>();

/** Required terms that both sides know and that are not agreed (SIG1); of a lot only where it was spoken of. */
export const missingTerms = ({ template, terms }: SheetState): readonly TermId[] => {
  if (!template) return [];
  const known = missingBefore.get(terms);
  if (known) return known;
  const heard = Object.entries(terms).map(([termId, { carrier, shipper, agreed }]) => ({
    termId,
    isAgreed: Boolean(agreed),
    isSpokenOf: Boolean(carrier ?? shipper ?? agreed),
  }));
  const missing = missingAmong(template, heard);
  missingBefore.set(terms, missing);
  return missing;
};

type SeenTerms = Pick<SheetView, 'template' | 'terms'>;

const heardByReader = ({ terms }: SeenTerms): readonly Heard[] =>
  Object.entries(terms).map(([termId, { state, carrier, shipper }]) => ({
    termId,
    isAgreed: state === 'agreed',
    isSpokenOf: state === 'agreed' || Boolean(carrier ?? shipper),
  }));

/** The same terms, told from what a reader of the sheet sees: as many as its `signing.missing` says. */
export const missingForReader = (view: SeenTerms): readonly TermId[] =>
  missingAmong(view.template, heardByReader(view));

/** All terms that have to be agreed before a freeze, agreed or not, told from what a reader of the sheet sees. */
export const requiredForReader = (view: SeenTerms): readonly TermId[] =>
  requiredAmong(view.template, heardByReader(view)).map(({ termId }) => termId);

const fieldsOf = ({ sections }: Template): readonly FieldTemplate[] =>
  sections.flatMap(({ terms }) => terms.flatMap((term) => (term.kind === 'field' ? [term] : [])));

const officesOf = ({ template, terms }: SheetState, side: Side): readonly Office[] => {
  const field = template ? fieldsOf(template).find(({ signs }) => signs === side) : undefined;
  if (field?.type.kind !== 'choices') return ALONE;
  const value = terms[field.id]?.agreed?.value;
  const chosen = value?.kind === 'field' && Array.isArray(value.value) ? value.value : [];
  // The order is that of the template, whatever order the value has.
  const offices = field.type.options.map(({ id }) => id).filter((id) => chosen.includes(id));
  return offices.length > 0 ? offices : ALONE;
};

/** Who signs for each side, in order, as the sign-off fields are agreed now (SIG4). */
export const orderOf = (state: SheetState): SigningOrder =>
  state.signing?.frozen?.order ?? {
    carrier: officesOf(state, 'carrier'),
    shipper: officesOf(state, 'shipper'),
  };

/** Signatures that count. */
export const standing = ({ signing }: SheetState): readonly Signature[] =>
  (signing?.signatures ?? []).filter(({ voided }) => voided === undefined);

/** The office whose turn it is on a side; undefined when all of them have signed. */
export const nextOffice = (state: SheetState, side: Side): Office | undefined => {
  const signed = standing(state).filter((signature) => signature.side === side);
  return orderOf(state)[side].find((each) => !signed.some(({ office }) => office === each));
};

/** Offices of a side that sign with a passkey only, as the template asks (PKY4). */
export const passkeyOffices = ({ template }: SheetState, side: Side): readonly Office[] =>
  template ? (fieldsOf(template).find(({ signs }) => signs === side)?.passkeyFor ?? []) : [];

export const needsPasskey = (state: SheetState, side: Side, office: Office): boolean =>
  passkeyOffices(state, side).includes(office);

const isBelow = ({ toSign }: FieldTemplate, term: TermState | undefined): boolean => {
  if (toSign === undefined) return false;
  const value = term?.agreed?.value;
  return value?.kind !== 'field' || typeof value.value !== 'number' || value.value < toSign.atLeast;
};

/** Fields private to a side that keep it from signing (SIG6): required and open, or below what the template asks. */
export const blockingTerms = ({ template, terms }: SheetState, side: Side): readonly TermId[] =>
  (template ? fieldsOf(template) : [])
    .filter(({ privateTo }) => privateTo === side)
    .filter((field) => {
      const term = terms[field.id];
      return (field.isRequired && !term?.agreed) || isBelow(field, term);
    })
    .map(({ id }) => id);
