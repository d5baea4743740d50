// What the page says and offers about signing, from a sheet's view alone.

import type { Side } from '../../../../shared/room/types.ts';
import type { SheetView } from '../../../../shared/sheet/types.ts';
import type { SignatureView, SigningView } from '../../../../shared/sheet/signing/types.ts';
import type { StateWords } from '../sheet-rows.ts';

export interface OfficeRow {
  readonly office: string;
  readonly label: string;
  /** The signature that counts, if there is one. */
  readonly signature?: SignatureView;
}

const given = ({ signatures = {} }: SigningView): readonly SignatureView[] =>
  Object.values(signatures).sort((a, b) => a.atMs - b.atMs);

/** Signatures that were voided, the oldest first. */
export const voidSignatures = (signing: SigningView): readonly SignatureView[] =>
  given(signing).filter(({ voided }) => voided !== undefined);

/** What an office is called in the template's sign-off field. */
export const officeLabel = ({ template }: SheetView, side: Side, office: string): string => {
  const terms = template.sections.flatMap((section) => section.terms);
  const field = terms.find((term) => term.kind === 'field' && term.signs === side);
  const options =
    field?.kind === 'field' && field.type.kind === 'choices' ? field.type.options : [];
  return options.find(({ id }) => id === office)?.label ?? office;
};

/** Who signs for a side, in order, and who has. */
export const officeRows = (
  view: SheetView,
  signing: SigningView,
  side: Side,
): readonly OfficeRow[] =>
  signing.order[side].map((office) => {
    const signature = given(signing).find(
      (each) => each.side === side && each.office === office && !each.voided,
    );
    const label = officeLabel(view, side, office);
    return { office, label, ...(signature && { signature }) };
  });

/** The office that this seat can sign for now (SIG4, SIG7); undefined when it is not its turn. */
export const turnOf = (
  view: SheetView,
  { seatId, isLead }: { readonly seatId: string; readonly isLead: boolean },
): { readonly row: OfficeRow; readonly isAssigned: boolean } | undefined => {
  const { signing, side } = view;
  if (!side || signing?.stage !== 'frozen') return undefined;
  const row = officeRows(view, signing, side).find(({ signature }) => !signature);
  if (!row) return undefined;
  const signer = signing.signers?.[row.office];
  if (signer !== undefined) return signer === seatId ? { row, isAssigned: true } : undefined;
  return isLead ? { row, isAssigned: false } : undefined;
};

/** How far the sheet is, as a chip. */
export const stageWords = ({ stage, missing }: SigningView): StateWords => {
  switch (stage) {
    case 'open': {
      const word = `${String(missing)} required ${missing === 1 ? 'term' : 'terms'} to agree`;
      return { shape: '○', word, tone: '' };
    }
    case 'ready':
      return { shape: '◐', word: 'Ready to freeze', tone: '' };
    case 'frozen':
      return { shape: '◼', word: 'Frozen for signature', tone: 'ours' };
    case 'signed':
      return { shape: '✓', word: 'Signed', tone: 'agreed' };
  }
};
