// A redline's blocks as a page draws them: lines one by one, tables as grids of their cells.

import type { RedlineBlock } from '../../../shared/sheet/redline/changes.ts';

export interface TablePart {
  /** Row by row; a place has no blocks where its row does not have the column. */
  readonly rows: readonly (readonly (readonly PlacedBlock[])[])[];
}

export interface PlacedBlock {
  readonly block: RedlineBlock;
  /** Its place among all blocks. */
  readonly at: number;
  /** An earlier block has begun the change of the whole row, column or table already. */
  readonly isContinued: boolean;
}

export type RedlinePart = PlacedBlock | TablePart;

/** One with blocks at every place that any of its rows has. */
const gridOf = (blocks: readonly PlacedBlock[]): TablePart => {
  const width = blocks.reduce(
    (most, { block }) => Math.max(most, (block.cell?.column ?? -1) + 1),
    0,
  );
  const rows = [...Map.groupBy(blocks, ({ block }) => block.cell?.row).values()];
  return {
    rows: rows.map((row) =>
      Array.from({ length: width }, (_, column) =>
        row.filter(({ block }) => block.cell?.column === column),
      ),
    ),
  };
};

/** The parts of a redline in reading order. */
export const partsOf = (blocks: readonly RedlineBlock[]): readonly RedlinePart[] => {
  const parts: RedlinePart[] = [];
  const begun = new Set<number>();
  let table: PlacedBlock[] = [];
  const endTable = (): void => {
    if (table.length > 0) parts.push(gridOf(table));
    table = [];
  };
  blocks.forEach((block, at) => {
    const placed = {
      ...{ block, at },
      isContinued: block.change !== undefined && begun.has(block.change),
    };
    if (block.change !== undefined) begun.add(block.change);
    const last = table.at(-1)?.block.cell?.table;
    if (block.cell?.table !== last) endTable();
    if (block.cell) table.push(placed);
    else parts.push(placed);
  });
  endTable();
  return parts;
};
