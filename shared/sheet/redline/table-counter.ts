// Where the lines of one wording stand in its tables. Only the outermost table counts: what stands in a cell, however
// deep, is of that cell.

import type { Frame } from './types.ts';

/** A cell of one wording, by the number of its table in the wording, its row in that and its place in the row, from 0. */
export interface CellOfWording {
  readonly table: number;
  readonly row: number;
  readonly column: number;
}

/** Counts tables, rows and cells of one wording, line by line in its order. */
export class TableCounter {
  #at: CellOfWording | undefined;
  #tables = 0;

  /** The cell of the next line, the same object for all lines of one cell; undefined outside of tables. */
  next({ path, joins }: Frame): CellOfWording | undefined {
    const depth = path.findIndex(({ type }) => type === 'table');
    if (depth === -1) {
      this.#at = undefined;
      return undefined;
    }
    const last = this.#at;
    if (!last || joins <= depth) {
      this.#at = { table: this.#tables, row: 0, column: 0 };
      this.#tables += 1;
    } else if (joins === depth + 1) this.#at = { ...last, row: last.row + 1, column: 0 };
    else if (joins === depth + 2) this.#at = { ...last, column: last.column + 1 };
    return this.#at;
  }
}
