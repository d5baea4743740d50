// What exported documents say of a field: its label with its lot, what is agreed or who wants what, and what stands in
// place of what is left out.

import type { FieldValue } from '../../shared/sheet/field-types.ts';
import { REHEARSAL_NOTE, isRehearsalTitle } from '../../shared/room/rehearsal-title.ts';
import type { Paper, PaperField } from '../../shared/sheet/paper/types.ts';
import { offAwardText } from '../../shared/sheet/off-award-text.ts';

/** What stands in place of something that is left out. */
export const redactedText = (reason: string): string => `[redacted: ${reason}]`;

export const NOT_AGREED = 'not agreed';

/** The field's label; of one that exists for each lot, with the lot's name. */
export const labelText = ({ label, lot }: PaperField): string =>
  lot ? `${label}, ${lot.name}` : label;

export interface ShownPosition {
  /** Whose it is, or all there is to say; empty for what is agreed. */
  readonly lead: string;
  readonly value?: FieldValue;
}

const SIDE_NAMES = { carrier: 'Carrier', shipper: 'Shipper' } as const;

/** The values that a field shows, each with whose it is, and what an award said of it. Not for one that is left out. */
export const positionsOf = ({
  state,
  value,
  carrier,
  shipper,
  type,
  offAward,
}: PaperField): readonly ShownPosition[] => {
  const off = offAward ? [{ lead: offAwardText(type, offAward, (side) => SIDE_NAMES[side]) }] : [];
  if (value !== undefined) return [{ lead: '', value }, ...off];
  const held = [
    ...(carrier === undefined ? [] : [{ lead: SIDE_NAMES.carrier, value: carrier }]),
    ...(shipper === undefined ? [] : [{ lead: SIDE_NAMES.shipper, value: shipper }]),
  ];
  if (held.length > 0) return [...held, { lead: NOT_AGREED }, ...off];
  return [{ lead: state === 'open' ? '—' : NOT_AGREED }];
};

const EDITIONS = { sealed: 'Sealed version', redacted: 'Redacted version' } as const;

/** What a document says of itself below its title. */
export const paperNotes = ({
  title,
  edition,
  reading,
  asOfMs,
  hasInternal,
}: Paper): readonly string[] => [
  ...(isRehearsalTitle(title) ? [REHEARSAL_NOTE] : []),
  ...(hasInternal
    ? ['INTERNAL: this file has what only one side sees. Do not send it to the other side.']
    : []),
  EDITIONS[edition],
  `As of ${new Date(asOfMs).toISOString().slice(0, 16).replace('T', ' ')} UTC`,
  ...(edition === 'redacted'
    ? ['What is left out is marked with its reason. What is not agreed is not published.']
    : []),
  ...(reading === 'redline' ? ['Changes are tracked, with who made them and when.'] : []),
];
