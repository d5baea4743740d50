// A press that has as much to print as it takes, for as long as a test wants.

import type { PdfPress } from '../../server/export/pdf.ts';
import { epochMs } from '../../shared/kernel/units.ts';

/** As many documents as may wait at once; see MAX_WAITING in server/export/pdf.ts. */
const PLACES = 32;

/** Fills every place of a press and each again as soon as it is free. Ends when the answer is called, once all is printed. */
export const keepPressFull = (press: PdfPress): (() => Promise<void>) => {
  let isWanted = true;
  const source = { title: 'X', madeAtMs: epochMs(0), footer: 'X', content: 'X' };
  const keepPlace = async (): Promise<void> => {
    while (isWanted) await press.print(source);
  };
  const places = Array.from({ length: PLACES }, keepPlace);
  return async () => {
    isWanted = false;
    await Promise.all(places);
  };
};
