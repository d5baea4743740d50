// A redline as it is read: blocks of text in order, and the changes in them, numbered, each as one thing that somebody
// did. Decides no words and no colours.

import type { Frame, Redline, RedlineRow, RedlineSpan, RichMark } from './types.ts';

export type ChangeKind =
  /** Text in a line that stays. */
  | 'added'
  | 'removed'
  | 'replaced'
  | 'restyled'
  /** Whole lines: a paragraph, a list item, a cell. */
  | 'line-added'
  | 'line-removed'
  /** One line became two, two became one, or a line became another thing. */
  | 'split'
  | 'joined'
  | 'reframed';

export interface RedlineChange {
  readonly kind: ChangeKind;
  /** Text before and after, as far as the change has any. */
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

const isBroken = ({ kind, spans }: RedlineRow): boolean =>
  spans.some((span) => span.kind !== 'removed' && span.kind !== kind);

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
    const authors = [...by, ...spans.map((span) => span.by)].filter((one) => one !== undefined);
    this.all.push({
      kind,
      was: join(['removed', 'restyled']),
      now: join(['added', 'restyled']),
      begun: isStyle ? [...new Set(now.filter((mark) => !was.includes(mark)))] : [],
      ended: isStyle ? [...new Set(was.filter((mark) => !now.includes(mark)))] : [],
      by: [...new Set(authors)],
    });
    return this.all.length - 1;
  }
}

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

const wholeBlock = (row: RedlineRow, changes: ChangeList): RedlineBlock => {
  const { kind, frame, by, spans } = row;
  const change = changes.add(kind === 'added' ? 'line-added' : 'line-removed', spans, [by]);
  const author = by ?? spans[0]?.by;
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

/** The blocks and the changes of a redline, both in reading order (RED4). */
export const readRedline = ({ rows }: Redline): RedlineReading => {
  const changes = new ChangeList();
  const blocks: RedlineBlock[] = [];
  for (const row of rows) {
    const last = blocks.at(-1);
    if (row.kind === 'kept' || (row.kind === 'added' && isBroken(row))) {
      blocks.push(brokenBlock(row, changes));
    } else if (row.kind === 'removed' && isBroken(row) && last) {
      const change = changes.add('joined', [], [row.by]);
      const spans = [...last.spans, { kind: 'joined' as const, change }];
      blocks[blocks.length - 1] = { ...last, spans: [...spans, ...numbered(row.spans, changes)] };
    } else blocks.push(wholeBlock(row, changes));
  }
  return { blocks, changes: changes.all };
};
