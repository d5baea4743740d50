// Draws what a line of a redline holds: additions, deletions, stops for the keys. By hand and in one go: a sheet has
// thousands of such pieces, none of them ever changes, and a component for each took most of the time of a redline.

import type { BlockSpan, RedlineBlock } from '../../../shared/sheet/redline/changes.ts';

type Piece = RedlineBlock['spans'][number];

/** What the pieces look like and say to this reader. */
export interface PieceLook {
  /** Class for the side of an author. */
  readonly toneOf: (by: string | undefined) => string;
  readonly titleOf: (by: string) => string | undefined;
  /** References in a text as the numbers of today. */
  readonly resolve: (text: string) => string;
  /** Id of the sentence on a change. */
  readonly sentenceId: (change: number) => string;
}

/** A change is one stop, whatever the number of its pieces. */
const grouped = (spans: readonly Piece[]): readonly (readonly Piece[])[] => {
  const groups: Piece[][] = [];
  for (const span of spans) {
    const last = groups.at(-1);
    if (last?.[0]?.change !== undefined && last[0].change === span.change) last.push(span);
    else groups.push([span]);
  }
  return groups;
};

/** By ARIA a suggestion has both; one alone is an insertion or a deletion by itself. */
const isReplacement = (group: readonly Piece[]): boolean =>
  group.some(({ kind }) => kind === 'added') && group.some(({ kind }) => kind === 'removed');

const marksOf = ({ marks = [] }: BlockSpan): readonly string[] =>
  marks.map((mark) => (typeof mark === 'string' ? mark : mark.type));

const TAGS = { added: 'ins', removed: 'del', restyled: 'span', kept: 'span' } as const;
const ROLES: Readonly<Record<string, string>> = { added: 'insertion', removed: 'deletion' };
/** A line break that came or went is seen as a sign. */
const BREAKS: Readonly<Record<string, string>> = { added: '↵\n', removed: '↵' };

const element = (tag: string, classes: readonly string[], text = ''): HTMLElement => {
  const made = document.createElement(tag);
  if (classes.length > 0) made.className = classes.join(' ');
  if (text !== '') made.textContent = text;
  return made;
};

const sign = (classes: readonly string[]): HTMLElement => {
  const made = element('span', ['sign', ...classes], '¶');
  made.ariaHidden = 'true';
  return made;
};

const stop = (change: number, { sentenceId }: PieceLook): HTMLElement => {
  const made = element('span', ['stop']);
  made.dataset['change'] = '';
  made.tabIndex = -1;
  made.setAttribute('aria-describedby', sentenceId(change));
  return made;
};

const piece = (span: BlockSpan, { toneOf, titleOf, resolve }: PieceLook): Node => {
  const { kind, by, atom } = span;
  const words = resolve(span.text ?? (atom?.type === 'hard_break' ? '\n' : ''));
  const marks = marksOf(span);
  if (kind === 'kept' && marks.length === 0) return document.createTextNode(words);
  const text = words === '\n' ? (BREAKS[kind] ?? words) : words;
  const looks = kind === 'kept' ? [] : [...(kind === 'restyled' ? [kind] : []), toneOf(by)];
  const made = element(TAGS[kind], [...looks, ...marks], text);
  const role = ROLES[kind];
  if (role !== undefined) made.setAttribute('role', role);
  const title = by === undefined ? undefined : titleOf(by);
  if (title !== undefined) made.title = title;
  return made;
};

const groupNodes = (
  group: readonly Piece[],
  isWhole: boolean,
  look: PieceLook,
): readonly Node[] => {
  const [first] = group;
  if (!first) return [];
  const stops = first.change !== undefined && !isWhole ? [stop(first.change, look)] : [];
  if (first.kind === 'joined') return [...stops, sign(['gone', 'nobody'])];
  const pieces = group.flatMap((span) => (span.kind === 'joined' ? [] : [piece(span, look)]));
  if (first.change === undefined) return pieces;
  const around = element('span', []);
  if (isReplacement(group)) around.setAttribute('role', 'suggestion');
  around.append(...pieces);
  return [...stops, around];
};

/** A line that came or went as a whole. */
export const isWholeChange = ({ change, kind }: RedlineBlock): boolean =>
  change !== undefined && kind !== 'kept';

/**
 * All that a line holds, in order. `isContinued`: its change is that of a row, column or table, whose stop an earlier cell
 * has.
 */
export const lineNodes = (
  block: RedlineBlock,
  look: PieceLook,
  isContinued = false,
): readonly Node[] => {
  const isWhole = isWholeChange(block);
  const own = block.change === undefined || isContinued ? [] : [stop(block.change, look)];
  const split = own.length > 0 && !isWhole ? [sign([look.toneOf(block.by)])] : [];
  const held = grouped(block.spans).flatMap((group) => groupNodes(group, isWhole, look));
  return [...own, ...split, ...(held.length > 0 ? held : [document.createElement('br')])];
};
