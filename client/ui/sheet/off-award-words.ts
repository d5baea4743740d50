// What the page says of a value that is off its award, from the viewer's side.

import type { Side } from '../../../shared/room/types.ts';
import { offAwardOf } from '../../../shared/sheet/off-award.ts';
import { offAwardText } from '../../../shared/sheet/off-award-text.ts';
import type { SheetFieldRow } from './sheet-rows.ts';

/** What a form says that would go off an award without saying why. */
export const OFF_AWARD_REASON =
  'This is not what the award said. Give a reason, which both sides and the regulator read.';

/** The mark of a field row; undefined while nothing is off the award. */
export const offAwardWords = (
  { field, term }: SheetFieldRow,
  viewer: Side | undefined,
  nameOfSide: (side: Side) => string,
): string | undefined => {
  const off = offAwardOf(term);
  return (
    off && offAwardText(field.type, off, (side) => (side === viewer ? 'ours' : nameOfSide(side)))
  );
};
