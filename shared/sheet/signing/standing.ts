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

const missingAmong = (template: Template, heard: readonly Heard[]): readonly TermId[] => {
  const lots = new Set(
    heard.flatMap(({ termId, isSpokenOf }) => (isSpokenOf ? (lotOf(termId) ?? []) : [])),
  );
  return heard.flatMap(({ termId, isAgreed }) => {
    const lot = lotOf(termId);
    const isMeant = lot === undefined || lots.has(lot);
    const isRequired = isSigned(template, termId) && termTemplate(template, termId)?.isRequired;
    return !isAgreed && isMeant && isRequired ? [termId] : [];
  });
};

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

/** The same terms, told from what a reader of the sheet sees: as many as its `signing.missing` says. */
export const missingForReader = ({
  template,
  terms,
}: Pick<SheetView, 'template' | 'terms'>): readonly TermId[] =>
  missingAmong(
    template,
    Object.entries(terms).map(([termId, { state, carrier, shipper }]) => ({
      termId,
      isAgreed: state === 'agreed',
      isSpokenOf: state === 'agreed' || Boolean(carrier ?? shipper),
    })),
  );

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
