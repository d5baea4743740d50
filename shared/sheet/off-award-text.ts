// What is said wherever a value is off its award: on the page, in files, in the checklist, on the certificate.

import type { Side } from '../room/types.ts';
import type { FieldType } from './field-types.ts';
import type { OffAward } from './off-award.ts';
import { formatFieldValue } from './field-text.ts';

/** `off-award: award said $2.80, now $2.70`; a side's own position with its name behind it (AWD2). */
export const offAwardText = (
  type: FieldType,
  { said, now }: OffAward,
  nameOfSide: (side: Side) => string,
): string => {
  const held = now.map(({ of, value }) =>
    of === 'agreed'
      ? formatFieldValue(type, value)
      : `${formatFieldValue(type, value)} (${nameOfSide(of)})`,
  );
  return `off-award: award said ${formatFieldValue(type, said)}, now ${held.join(', ')}`;
};
