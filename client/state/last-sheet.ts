// Which sheet a seat had open last: a page that is loaded again comes back to it, and has it on its way before it knows
// what else there is. Storage can be full, or edited by hand; neither may break the page.

import { isId } from '../../shared/kernel/ids.ts';

export const LAST_SHEET_PREFIX = 'parley-last-sheet:';

interface Place {
  readonly roomId: string;
  readonly seatId: string;
}

const keyOf = ({ roomId, seatId }: Place): string => `${LAST_SHEET_PREFIX}${roomId}/${seatId}`;

export const lastSheet = (place: Place, storage: Pick<Storage, 'getItem'>): string | undefined => {
  const kept = storage.getItem(keyOf(place));
  return kept !== null && isId(kept) ? kept : undefined;
};

export const keepLastSheet = (
  place: Place,
  sheetId: string,
  storage: Pick<Storage, 'setItem'>,
): void => {
  try {
    storage.setItem(keyOf(place), sheetId);
  } catch {
    // Full: the page begins with the first sheet then.
  }
};
