// The signatures of a filing: who has still to sign, and that nothing is filed before the last one was given.

import { fromAbsolute, toCalendarDate } from '@internationalized/date';
import type { Side } from '../../room/types.ts';
import type { SigningView } from '../signing/types.ts';
import type { SheetView } from '../types.ts';
import type { FilingItem } from './filing-types.ts';
import { officeLabel } from '../signing/office-label.ts';

/** Where filings are received: a day of filing is one there. */
const REGULATOR_ZONE = 'America/New_York';
const SIDES = ['carrier', 'shipper'] as const satisfies readonly Side[];
const LABEL = { id: 'signatures', label: 'Signed by both sides' } as const;

const dayOf = (atMs: number): string =>
  toCalendarDate(fromAbsolute(atMs, REGULATOR_ZONE)).toString();

const openOffices = ({ order, signatures = {} }: SigningView, side: Side): readonly string[] => {
  const given = Object.values(signatures).filter((each) => each.side === side && !each.voided);
  return order[side].filter((office) => !given.some((each) => each.office === office));
};

/** Offices that have still to sign, as `carrier: Counsel, Finance; shipper: Lead`. */
const waitingFor = (signing: SigningView, template: SheetView['template']): string =>
  SIDES.flatMap((side) => {
    const labels = openOffices(signing, side).map((office) => officeLabel(template, side, office));
    return labels.length > 0 ? [`${side}: ${labels.join(', ')}`] : [];
  }).join('; ');

/** The item of signatures (FILE4); none on a sheet that nobody signs. */
export const signaturesItem = ({
  signing,
  template,
}: Pick<SheetView, 'signing' | 'template'>): readonly FilingItem[] => {
  if (!signing) return [];
  const { stage, order, signedAtMs } = signing;
  if (signedAtMs !== undefined) {
    const on = dayOf(signedAtMs);
    const count = SIDES.flatMap((side) => order[side]).length;
    return [{ ...LABEL, state: 'done', words: `all ${String(count)}; this is the last`, on }];
  }
  const waiting = waitingFor(signing, template);
  const words = stage === 'frozen' ? `still to sign: ${waiting}` : 'the sheet is not frozen yet';
  return [{ ...LABEL, state: 'missing', words }];
};

const instantOf = (atMs: number): string => new Date(atMs).toISOString();

const SIGNATURE_COLUMNS = [
  ...['side', 'function', 'name', 'title', 'signed', 'hash', 'passkey'],
  ...['void since', 'why void'],
] as const;

/**
 * All signatures of a sheet as a table with a head, in the order in which they were given, void ones too; times are UTC.
 * Undefined as long as there is none.
 */
export const signatureTable = ({
  signing,
  template,
}: Pick<SheetView, 'signing' | 'template'>): readonly (readonly string[])[] | undefined => {
  const given = Object.values(signing?.signatures ?? {}).sort((a, b) => a.atMs - b.atMs);
  if (given.length === 0) return undefined;
  return [
    SIGNATURE_COLUMNS,
    ...given.map(({ side, office, name, title, atMs, hash, passkey, voided }) => [
      ...[side, officeLabel(template, side, office), name, title],
      ...[instantOf(atMs), hash, passkey ? 'yes' : 'no'],
      ...(voided ? [instantOf(voided.atMs), voided.reason] : ['', '']),
    ]),
  ];
};

/** Why a day of filing does not do: the agreement was not signed by then. */
export const filedTooEarly = (
  { signing }: Pick<SheetView, 'signing'>,
  filedOn: string,
): string | undefined => {
  const last = signing?.signedAtMs === undefined ? undefined : dayOf(signing.signedAtMs);
  return last !== undefined && filedOn < last
    ? `before the last signature, which was given on ${last}`
    : undefined;
};
