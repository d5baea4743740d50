// What the page says and offers about signing, from a sheet's view alone.

import type { Side } from '../../../../shared/room/types.ts';
import { fieldSummary } from '../../../../shared/sheet/field-text.ts';
import { officeLabel } from '../../../../shared/sheet/signing/office-label.ts';
import { isSigned } from '../../../../shared/sheet/signing/frozen-form.ts';
import type { PasskeyView } from '../../../../shared/sheet/passkeys/types.ts';
import { termTemplate } from '../../../../shared/sheet/template.ts';
import type { SheetView } from '../../../../shared/sheet/types.ts';
import type { SignatureView, SigningView } from '../../../../shared/sheet/signing/types.ts';
import type { StateWords } from '../sheet-rows.ts';

export interface OfficeRow {
  readonly office: string;
  readonly label: string;
  /** The signature that counts, if there is one. */
  readonly signature?: SignatureView;
  /** The office whose turn it is; of those that have not signed, the first. */
  readonly isNext: boolean;
}

const given = ({ signatures = {} }: SigningView): readonly SignatureView[] =>
  Object.values(signatures).sort((a, b) => a.atMs - b.atMs);

/** Signatures that were voided, the oldest first. */
export const voidSignatures = (signing: SigningView): readonly SignatureView[] =>
  given(signing).filter(({ voided }) => voided !== undefined);

/** Who signs for a side, in order, and who has. */
export const officeRows = (
  view: SheetView,
  signing: SigningView,
  side: Side,
): readonly OfficeRow[] =>
  signing.order[side].map((office, at, order) => {
    const signatureFor = (wanted: string): SignatureView | undefined =>
      given(signing).find((each) => each.side === side && each.office === wanted && !each.voided);
    const signature = signatureFor(office);
    const isNext = !signature && order.slice(0, at).every((each) => signatureFor(each));
    const label = officeLabel(view.template, side, office);
    return { office, label, isNext, ...(signature && { signature }) };
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

/** Signatures that count. */
export const standingCount = (signing: SigningView): number =>
  given(signing).filter(({ voided }) => voided === undefined).length;

/** `1 signature`, `3 signatures`. */
export const signaturesText = (count: number): string =>
  count === 1 ? '1 signature' : `${String(count)} signatures`;

/** What reopening a frozen sheet does besides. */
export const voidsText = (signing: SigningView): string => {
  const count = standingCount(signing);
  if (count === 0) return 'The sheet is frozen for signature, and would have to be frozen again.';
  const were = count === 1 ? 'that was given is void' : 'that were given are void, of either side,';
  return `This voids what is signed: the ${signaturesText(count)} ${were} from then on, and all sign anew after the next freeze.`;
};

/** The same for reopening one term; undefined where that leaves the sheet frozen or was open anyway. */
export const voidsByTerm = (view: SheetView, termId: string): string | undefined => {
  const { signing, template } = view;
  if (signing?.stage !== 'frozen' || !isSigned(template, termId)) return undefined;
  return voidsText(signing);
};

export interface BlockingRow {
  readonly termId: string;
  readonly label: string;
  /** `is open`, `is 96.5 % and has to be at least 100 %`. */
  readonly words: string;
}

/** What keeps the viewer's own side from signing (SIG6), each by its name. */
export const blockingRows = (view: SheetView): readonly BlockingRow[] =>
  (view.signing?.blockedBy ?? []).flatMap((termId) => {
    const field = termTemplate(view.template, termId);
    if (field?.kind !== 'field') return [];
    const { state, carrier, shipper } = view.terms[termId] ?? {};
    const value = state === 'agreed' ? (carrier ?? shipper)?.value : undefined;
    const said = value === undefined ? 'is open' : `is ${fieldSummary(field.type, value)}`;
    const least = field.toSign && fieldSummary(field.type, field.toSign.atLeast);
    const words = least === undefined ? said : `${said} and has to be at least ${least}`;
    return [{ termId, label: field.label, words }];
  });

/** Passkeys of one seat for the sheet, the oldest first. */
export const ownPasskeys = (
  { signing }: SheetView,
  seatId: string,
): readonly (PasskeyView & { readonly id: string })[] =>
  Object.entries(signing?.passkeys ?? {})
    .map(([id, key]) => ({ ...key, id }))
    .filter((key) => key.seatId === seatId)
    .sort((a, b) => a.addedAtMs - b.addedAtMs);

/** Whether an office of the viewer's side signs with a passkey only. */
export const isPasskeyNeeded = ({ signing, side }: SheetView, office: string): boolean =>
  side !== undefined && (signing?.passkeyFor?.[side] ?? []).includes(office);

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
