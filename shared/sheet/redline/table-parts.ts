// Cuts the redline of a clause into what paper draws as lines and what it draws as tables, so that either wording can
// be made again from the parts. Where a change goes across the edge of a table or changes how many cells a row has,
// word processors have no tracked change for it: there the old form is shown as removed and the new one as added.

import { TableCounter } from './table-counter.ts';
import { hasSameMarks, isSame } from './tokens.ts';
import type { Frame, Redline, RedlineRow, RedlineSpan } from './types.ts';

/** One row of a table; `cells` holds a line for each. Of a kept row all cells are kept, else all are of its kind. */
export interface TableRowPart {
  readonly kind: RedlineRow['kind'];
  readonly by?: string;
  readonly cells: readonly RedlineRow[];
}

export type RedlinePart =
  /** Lines that are whole by themselves: no text of theirs belongs to a line of another part. */
  | { readonly kind: 'lines'; readonly rows: readonly RedlineRow[] }
  | { readonly kind: 'table'; readonly rows: readonly TableRowPart[] };

export type RedlineReading = 'before' | 'after';

/** Word opens no table with more columns. */
export const MAX_COLUMNS = 63;

const READINGS: readonly RedlineReading[] = ['before', 'after'];
const ABSENT = { before: 'added', after: 'removed' } as const;
const TABLE_PATH = 'table table_row table_cell';
/** How many elements go on from the line before, at most, where a block, a row, a cell begins. */
const [BLOCK, ROW, CELL] = [0, 1, 2];

/** A line that came or went with all that stands in it. */
export const isWhole = ({ kind, spans }: RedlineRow): boolean =>
  kind !== 'kept' && spans.every((span) => span.kind === kind);

const frameIn = ({ frame, was }: RedlineRow, reading: RedlineReading): Frame =>
  reading === 'before' ? (was ?? frame) : frame;

const framesIn = (rows: readonly RedlineRow[], reading: RedlineReading): readonly Frame[] =>
  rows.filter(({ kind }) => kind !== ABSENT[reading]).map((row) => frameIn(row, reading));

/** For each row whether what begins with it is whole by itself in a reading, no deeper in elements than `depth`. */
const cutsIn = (
  rows: readonly RedlineRow[],
  depth: number,
  reading: RedlineReading,
): readonly boolean[] => {
  let isCut = true;
  return rows
    .toReversed()
    .map((row) => {
      if (row.kind !== ABSENT[reading]) isCut = frameIn(row, reading).joins <= depth;
      else if (!isWhole(row)) isCut = false;
      return isCut;
    })
    .reverse();
};

/** Rows in as many groups as can be told apart in both readings. */
const parted = (rows: readonly RedlineRow[], depth: number): readonly (readonly RedlineRow[])[] => {
  const [before, after] = READINGS.map((reading) => cutsIn(rows, depth, reading));
  const groups: RedlineRow[][] = [];
  rows.forEach((row, index) => {
    const last = groups.at(-1);
    if (last && !(before?.[index] && after?.[index])) last.push(row);
    else groups.push([row]);
  });
  return groups;
};

/** Somebody who changed these rows, of those who did what `kind` says if there is one. */
const changerOf = (rows: readonly RedlineRow[], kind: 'added' | 'removed'): string | undefined => {
  const changes = rows.flatMap((row) => [row, ...row.spans]);
  const known = changes.filter(({ by }) => by !== undefined);
  return (known.find((change) => change.kind === kind) ?? known[0])?.by;
};

type Piece = Pick<RedlineSpan, 'text' | 'marks' | 'atom'>;

const pieceOf = ({ text, marks, atom }: Piece): Piece => ({
  ...(text !== undefined && { text }),
  ...(marks && { marks }),
  ...(atom && { atom }),
});

/** What a restyled span was, of the same text. */
const formerOf = ({ text, was }: RedlineSpan): Piece =>
  pieceOf({ ...was, ...(text !== undefined && { text }) });

/** Adds a span, or its text to the last one where nothing tells them apart. */
const push = (spans: RedlineSpan[], span: RedlineSpan): void => {
  const last = spans.at(-1);
  const isJoined =
    last?.text !== undefined &&
    span.text !== undefined &&
    last.by === span.by &&
    hasSameMarks(last, span);
  if (isJoined) spans[spans.length - 1] = { ...last, text: last.text + span.text };
  else spans.push(span);
};

/**
 * One reading of some rows with all of it removed, or added. What was kept has the name of somebody who changed
 * something here: a tracked change has an author.
 */
export const wholly = (
  rows: readonly RedlineRow[],
  reading: RedlineReading,
): readonly RedlineRow[] => {
  const kind = reading === 'before' ? 'removed' : 'added';
  const changer = changerOf(rows, kind);
  const author = (change: RedlineRow | RedlineSpan): { readonly by?: string } => {
    const by = change.kind === kind ? change.by : changer;
    return by === undefined ? {} : { by };
  };
  const result: (Omit<RedlineRow, 'spans'> & { readonly spans: RedlineSpan[] })[] = [];
  for (const row of rows) {
    if (row.kind !== ABSENT[reading])
      result.push({ kind, frame: frameIn(row, reading), ...author(row), spans: [] });
    for (const span of row.spans) {
      if (span.kind === ABSENT[reading]) continue;
      const isFormer = span.kind === 'restyled' && reading === 'before';
      const piece = isFormer ? formerOf(span) : pieceOf(span);
      push(result.at(-1)?.spans ?? [], { kind, ...piece, ...author(span) });
    }
  }
  return result;
};

const isCell = ({ path }: Frame): boolean => path.map(({ type }) => type).join(' ') === TABLE_PATH;

/** Whether frames are those of one table, and not too wide for paper. */
const isOneTable = (frames: readonly Frame[]): boolean => {
  const counter = new TableCounter();
  return frames.every((frame) => {
    const cell = counter.next(frame);
    return isCell(frame) && cell?.table === 0 && cell.column < MAX_COLUMNS;
  });
};

const rowPart = (cells: readonly RedlineRow[]): TableRowPart => {
  const { kind = 'kept', by = cells[0]?.spans[0]?.by } = cells[0] ?? {};
  return { kind, ...(by !== undefined && kind !== 'kept' && { by }), cells };
};

const areOfOneRow = (rows: readonly RedlineRow[], reading: RedlineReading): boolean =>
  framesIn(rows.slice(1), reading).every(({ joins }) => joins > ROW);

const isOneRow = (group: readonly RedlineRow[]): boolean =>
  group.every((row) => row.kind === group[0]?.kind && (row.kind === 'kept' || isWhole(row))) &&
  READINGS.every((reading) => areOfOneRow(group, reading));

/** Cells that stand in the same column in both readings and share no text with others. */
const keptCells = (group: readonly RedlineRow[]): ReadonlyMap<number, RedlineRow> => {
  const kept = new Map<number, RedlineRow>();
  let [was, is] = [0, 0];
  for (const cells of parted(group, CELL)) {
    const [cell] = cells;
    if (was === is && cells.length === 1 && cell?.kind === 'kept') kept.set(is, cell);
    was += framesIn(cells, 'before').length;
    is += framesIn(cells, 'after').length;
  }
  return kept;
};

/** A cell with all that it was and all that it is. */
const rewritten = (was: RedlineRow, now: RedlineRow): RedlineRow => {
  const [old, current] = [was, now].map(({ spans }) =>
    spans.map((span): RedlineSpan => ({ kind: 'kept', ...pieceOf(span) })),
  );
  return {
    ...{ kind: 'kept', frame: now.frame },
    ...(!isSame(was.frame, now.frame) && { was: was.frame }),
    spans: isSame(old, current) ? (current ?? []) : [...was.spans, ...now.spans],
  };
};

/** A row that has as many cells as before; undefined where there are others, or more than one. */
const changedRow = (group: readonly RedlineRow[]): TableRowPart | undefined => {
  const [before, after] = [wholly(group, 'before'), wholly(group, 'after')];
  const isOne = areOfOneRow(before, 'before') && areOfOneRow(after, 'after');
  if (!isOne || before.length !== after.length) return undefined;
  const kept = keptCells(group);
  const cells = after.flatMap((now, column) => {
    const was = before[column];
    return was ? [kept.get(column) ?? rewritten(was, now)] : [];
  });
  return { kind: 'kept', cells };
};

/** What a row is known by: its first cell, and how many there are. */
const labelOf = ({ cells }: TableRowPart): string | undefined => {
  const words = (cells[0]?.spans ?? [])
    .map(({ text }) => text ?? '')
    .join('')
    .trim();
  return words === '' ? undefined : `${String(cells.length)} ${words}`;
};

/**
 * Rows that came and went without one between that stayed. Where a new one has the label of an old one it is that row
 * with other words: the match of words alone takes a short label for chance.
 */
const paired = (run: readonly TableRowPart[]): readonly TableRowPart[] => {
  const [removed = [], added = []] = (['removed', 'added'] as const).map((kind) =>
    run.filter((row) => row.kind === kind),
  );
  const labels = added.map(labelOf);
  const result: TableRowPart[] = [];
  let [seen, used] = [0, 0];
  removed.forEach((was, index) => {
    const label = labelOf(was);
    const found = label === undefined ? -1 : labels.indexOf(label, used);
    const now = added[found];
    if (!now) return;
    const cells = now.cells.flatMap((cell, column) => {
      const old = was.cells[column];
      return old ? [rewritten(old, cell)] : [];
    });
    const before = [...removed.slice(seen, index), ...added.slice(used, found)];
    result.push(...before, { kind: 'kept', cells });
    [seen, used] = [index + 1, found + 1];
  });
  if (result.length === 0) return run;
  return [...result, ...removed.slice(seen), ...added.slice(used)];
};

const tableRows = (rows: readonly RedlineRow[]): readonly TableRowPart[] => {
  const found = parted(rows, ROW).flatMap((group): readonly TableRowPart[] => {
    const row = isOneRow(group) ? rowPart(group) : changedRow(group);
    if (row) return [row];
    return READINGS.flatMap((each) => parted(wholly(group, each), ROW).map(rowPart));
  });
  const runs: TableRowPart[][] = [];
  for (const row of found) {
    const last = runs.at(-1);
    const isSameRun = last && (last[0]?.kind === 'kept') === (row.kind === 'kept');
    if (isSameRun) last.push(row);
    else runs.push([row]);
  }
  return runs.flatMap((run) => (run[0]?.kind === 'kept' ? run : paired(run)));
};

const partsOfGroup = (rows: readonly RedlineRow[]): readonly RedlinePart[] => {
  const [before = [], after = []] = READINGS.map((reading) => framesIn(rows, reading));
  if (![...before, ...after].some(isCell)) return [{ kind: 'lines', rows }];
  if (isOneTable(before) && isOneTable(after)) return [{ kind: 'table', rows: tableRows(rows) }];
  if (before.length === 0 || after.length === 0) return [{ kind: 'lines', rows }];
  return READINGS.flatMap((reading) => partsOf({ rows: wholly(rows, reading) }));
};

/** The parts of a redline in order, lines as long as there is no table between (TBF1). */
export const partsOf = ({ rows }: Redline): readonly RedlinePart[] => {
  const parts: RedlinePart[] = [];
  let lines: RedlineRow[] | undefined;
  for (const part of parted(rows, BLOCK).flatMap(partsOfGroup)) {
    if (part.kind === 'table') {
      parts.push(part);
      lines = undefined;
      continue;
    }
    if (!lines) parts.push({ kind: 'lines', rows: (lines = []) });
    for (const row of part.rows) lines.push(row);
  }
  return parts;
};
