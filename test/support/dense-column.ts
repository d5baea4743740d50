// Reads one number out of a column, as a page that shows one row would.

import type { Column } from '../../shared/auction/formats/columns.ts';
import { CHUNK_LOTS } from '../../shared/auction/formats/columns.ts';

/** One number of a dense column; undefined where the column has none. */
export const denseAt = (column: Column, place: number): number | undefined => {
  const value = column[Math.floor(place / CHUNK_LOTS)]?.split(',')[place % CHUNK_LOTS];
  return value === undefined ? undefined : Number(value);
};
