// A redline as it is read: blocks of text in order, and the changes in them, numbered, each as one thing that somebody
// did. Decides no words and no colours.

import type { WholeKind } from './table-changes.ts';
import { isBroken, wholesOf } from './table-changes.ts';
import type { CellPlace } from './table-places.ts';
import { placesOf, readingOrder } from './table-places.ts';
import type { Frame, Redline, RedlineRow, RedlineSpan, RichMark } from './types.ts';

export type ChangeKind =
  /** Text in a line that stays. */
  | 'added'
  | 'removed'
  | 'replaced'
  | 'restyled'
  /** Whole lines: a paragraph, a list item. */
  | 'line-added'
  | 'line-removed'
  /** A cell, row, column or table as a whole. */
  | WholeKind
  /** One line became two, two became one, or a line became another thing. */
  | 'split'
  | 'joined'
  | 'reframed';

export interface RedlineChange {
  readonly kind: ChangeKind;
  /** Text before and after, as far as the change has any; cells parted by ` | `, rows of a whole table by a line feed. */
  readonly was: string;
  readonly now: string;
  /** Restyled only: marks that came and that went, by name. */
  readonly begun: readonly string[];
  readonly ended: readonly string[];
  /** Everybody who had a part in it, in order; empty where nobody is known. */
  readonly by: readonly string[];
}

export interface BlockSpan extends RedlineSpan {
  /** Place in the list of changes; absent for what is kept. */
  readonly change?: number;
}

export interface RedlineBlock {
  readonly kind: 'kept' | 'added' | 'removed';
  /** How many lists are around it, and how it is marked in the innermost. */
  readonly depth: number;
  readonly marker?: 'bullet' | 'number';
  /** A change of the whole block: added, removed, split off, or became something else. */
  readonly change?: number;
  readonly by?: string;
  /** Where it stands in a table (RED9); the blocks of one table follow each other, row by row. */
  readonly cell?: CellPlace;
  readonly spans: readonly (BlockSpan | { readonly kind: 'joined'; readonly change: number })[];
}

export interface RedlineReading {
  readonly blocks: readonly RedlineBlock[];
  readonly changes: readonly RedlineChange[];
}

const nameOf = (mark: RichMark): string => (typeof mark === 'string' ? mark : mark.type);

const textOf = ({ text, atom }: RedlineSpan): string =>
  text ?? (atom?.type === 'hard_break' ? '\n' : '');

const shapeOf = ({ path }: Frame): Pick<RedlineBlock, 'depth' | 'marker'> => {
  const lists = path.filter(({ type }) => type.endsWith('_list'));
  const innermost = lists.at(-1)?.type;
  return {
    depth: lists.length,
    ...(innermost !== undefined && {
      marker: innermost.startsWith('ordered') ? 'number' : 'bullet',
    }),
  };
};

class ChangeList {
  readonly all: RedlineChange[] = [];

  add(
    kind: ChangeKind,
    spans: readonly RedlineSpan[],
    by: readonly (string | undefined)[],
  ): number {
    const join = (wanted: readonly RedlineSpan['kind'][]): string =>
      spans
        .filter((span) => wanted.includes(span.kind))
        .map(textOf)
        .join('');
    const marksOf = (of: 'was' | 'now'): readonly string[] =>
      spans.flatMap((span) => ((of === 'was' ? span.was?.marks : span.marks) ?? []).map(nameOf));
    const [was, now] = [marksOf('was'), marksOf('now')];
    const isStyle = kind === 'restyled';
    const authors = [...by, ...spans.map((span) => span.by)];
    return this.#push({
      kind,
      was: join(['removed', 'restyled']),
      now: join(['added', 'restyled']),
      begun: isStyle ? [...new Set(now.filter((mark) => !was.includes(mark)))] : [],
      ended: isStyle ? [...new Set(was.filter((mark) => !now.includes(mark)))] : [],
      by: known(authors),
    });
  }

  /** A change of several lines at once, with its text. */
  addWhole(kind: WholeKind, lines: readonly RedlineRow[], text: string): number {
    const isAdded = kind.endsWith('-added');
    const authors = lines.flatMap(({ by, spans }) => [by, ...spans.map((span) => span.by)]);
    const words = { was: isAdded ? '' : text, now: isAdded ? text : '' };
    return this.#push({ kind, ...words, begun: [], ended: [], by: known(authors) });
  }

  #push(change: RedlineChange): number {
    this.all.push(change);
    return this.all.length - 1;
  }
}

const known = (authors: readonly (string | undefined)[]): readonly string[] => [
  ...new Set(authors.filter((one) => one !== undefined)),
];

const changeKindOf = (spans: readonly RedlineSpan[]): ChangeKind => {
  const has = (kind: RedlineSpan['kind']): boolean => spans.some((span) => span.kind === kind);
  if (has('restyled')) return 'restyled';
  if (has('added')) return has('removed') ? 'replaced' : 'added';
  return 'removed';
};

/** Numbers the changes in a line that stays: what was removed and added at one place is one change. */
const numbered = (spans: readonly RedlineSpan[], changes: ChangeList): readonly BlockSpan[] => {
  const result: BlockSpan[] = [];
  for (let from = 0; from < spans.length;) {
    const first = spans[from];
    if (!first) break;
    let to = from + 1;
    if (first.kind !== 'kept') {
      const isStyle = first.kind === 'restyled';
      const belongs = (span: RedlineSpan | undefined): boolean =>
        span !== undefined && span.kind !== 'kept' && (span.kind === 'restyled') === isStyle;
      while (belongs(spans[to])) to += 1;
    }
    const group = spans.slice(from, to);
    const change = first.kind === 'kept' ? undefined : changes.add(changeKindOf(group), group, []);
    result.push(...group.map((span) => ({ ...span, ...(change !== undefined && { change }) })));
    from = to;
  }
  return result;
};

const wholeBlock = (row: RedlineRow, change: number): RedlineBlock => {
  const { kind, frame, by, spans } = row;
  const author = by ?? spans.find((span) => span.by !== undefined)?.by;
  return {
    ...{ kind, ...shapeOf(frame), change },
    ...(author !== undefined && { by: author }),
    spans: spans.map((span) => ({ ...span, change })),
  };
};

const brokenBlock = (row: RedlineRow, changes: ChangeList): RedlineBlock => {
  const { kind, frame, by, spans, isReframed } = row;
  const own = kind === 'added' ? 'split' : isReframed ? 'reframed' : undefined;
  const change = own && changes.add(own, [], [by]);
  return {
    ...{ kind: 'kept', ...shapeOf(frame) },
    ...(change !== undefined && { change }),
    ...(by !== undefined && { by }),
    spans: numbered(spans, changes),
  };
};

/** Puts lines into blocks, one by one in reading order. */
class Reader {
  readonly blocks: RedlineBlock[] = [];
  readonly changes = new ChangeList();
  readonly #rows: readonly RedlineRow[];
  readonly #wholes: ReturnType<typeof wholesOf>;
  readonly #places: readonly (CellPlace | undefined)[];
  /** Changes of several lines, by the first of them. */
  readonly #begun = new Map<object, number>();

  constructor(rows: readonly RedlineRow[]) {
    this.#rows = rows;
    this.#places = placesOf(rows);
    this.#wholes = wholesOf(rows, this.#places);
  }

  read(): void {
    for (const at of readingOrder(this.#rows, this.#places)) {
      const [row, place] = [this.#rows[at], this.#places[at]];
      if (row) this.#add(row, at, place && { cell: place });
    }
  }

  #add(row: RedlineRow, at: number, cell: { readonly cell: CellPlace } | undefined): void {
    const { blocks, changes } = this;
    const host = row.kind === 'removed' && isBroken(row) ? this.#hostOf(cell?.cell) : -1;
    const last = blocks[host];
    if (row.kind === 'kept' || (row.kind === 'added' && isBroken(row))) {
      blocks.push({ ...brokenBlock(row, changes), ...cell });
    } else if (last) {
      const change = changes.add('joined', [], [row.by]);
      const spans = [...last.spans, { kind: 'joined' as const, change }];
      blocks[host] = { ...last, spans: [...spans, ...numbered(row.spans, changes)] };
    } else blocks.push({ ...wholeBlock(row, this.#wholeChange(row, at)), ...cell });
  }

  /** The block whose line goes on with the text of a line that was joined with it. */
  #hostOf(cell: CellPlace | undefined): number {
    return this.blocks.findLastIndex(
      ({ kind, cell: own }) =>
        kind !== 'removed' &&
        own?.table === cell?.table &&
        own?.row === cell?.row &&
        own?.column === cell?.column,
    );
  }

  #wholeChange(row: RedlineRow, at: number): number {
    const whole = this.#wholes[at];
    if (!whole) {
      const kind = row.kind === 'added' ? 'line-added' : 'line-removed';
      return this.changes.add(kind, row.spans, [row.by]);
    }
    const known = this.#begun.get(whole);
    if (known !== undefined) return known;
    const lines = whole.lines.flatMap((line) => this.#rows[line] ?? []);
    const words = (line: number): string => (this.#rows[line]?.spans ?? []).map(textOf).join('');
    const change = this.changes.addWhole(whole.kind, lines, whole.text(words));
    this.#begun.set(whole, change);
    return change;
  }
}

/**
 * The blocks and the changes of a redline, both in reading order (RED4); cells have their places in their tables, and
 * what came or went as a whole row, column or table is one change (RED9).
 */
export const readRedline = ({ rows }: Redline): RedlineReading => {
  const reader = new Reader(rows);
  reader.read();
  return { blocks: reader.blocks, changes: reader.changes.all };
};
