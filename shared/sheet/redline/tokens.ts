// Rich text as a flat row of tokens, and back without loss: the beginning of a line, a word, an inline element.
// A line is an element that holds text, or holds nothing. Words do not stop where formatting begins.

import { canonicalJson } from '../../kernel/json.ts';
import type { Frame, RichMark, RichNode, Shell } from './types.ts';

export interface TextRun {
  readonly text: string;
  readonly marks?: readonly RichMark[];
}

/** In a table: the number of its cell. Tokens of different cells are never the same (table-scopes.ts). */
interface Scoped {
  readonly scope?: number;
}

/** A word with its marks. */
export interface Word extends TextRun, Scoped {
  readonly kind: 'word';
  /** Only where its marks change inside it, which is rare: its pieces; `marks` is absent then. */
  readonly runs?: readonly TextRun[];
}

export type Token =
  | Word
  | (Scoped & { readonly kind: 'line'; readonly frame: Frame })
  | (Scoped & { readonly kind: 'atom'; readonly node: RichNode });

/** What a line holds, in order. */
export type Inline = TextRun | { readonly atom: RichNode };

/** Inline elements by name; whatever stands beside text is inline as well. */
const INLINE: readonly string[] = ['text', 'hard_break'];

/** One space, a word with what joins its parts (`don’t`, `2.32`, `follow-up`), or one sign. */
const WORDS = /\s|[\p{L}\p{M}\p{N}_]+(?:[-'’.,:/][\p{L}\p{M}\p{N}_]+)*|[^]/gu;

interface Opened {
  readonly shell: Shell;
  hasLines: boolean;
}

/** Whether two plain values are the same. */
export const isSame = (a: unknown, b: unknown): boolean =>
  a === b || canonicalJson(a ?? null) === canonicalJson(b ?? null);

/** Whether two runs of text look the same; no marks and an empty list of them are the same. */
export const hasSameMarks = (
  { marks: a }: { readonly marks?: readonly RichMark[] },
  { marks: b }: { readonly marks?: readonly RichMark[] },
): boolean => a === b || isSame(a ?? [], b ?? []);

const shellOf = ({ type, attrs, marks }: RichNode): Shell => ({
  type,
  ...(attrs && { attrs }),
  ...(marks !== undefined && marks.length > 0 && { marks }),
});

/** How much room a token takes, in units: 1 for a line or an element, the length of a word. */
export const unitsOf = (token: Token): number => (token.kind === 'word' ? token.text.length : 1);

/** The pieces of a word that have the same marks. */
export const runsOf = (word: Word): readonly TextRun[] => word.runs ?? [word];

/** What makes two tokens the same word, line or kind of element, whatever their formatting. */
export const keyOf = (token: Token): string =>
  token.scope === undefined ? lookOf(token) : `${lookOf(token)}\0${String(token.scope)}`;

const lookOf = (token: Token): string => {
  switch (token.kind) {
    case 'line':
      return '\0line';
    case 'word':
      return token.text;
    case 'atom':
      return `\0${token.node.type}`;
  }
};

/** The tokens of rich text. */
export const tokensOf = (nodes: readonly RichNode[]): readonly Token[] => {
  const tokens: Token[] = [];
  for (const node of nodes) addNode(tokens, node, []);
  return tokens;
};

const addNode = (tokens: Token[], node: RichNode, around: readonly Opened[]): void => {
  const content = node.content ?? [];
  const isLine = content.length === 0 || content.some(({ type }) => INLINE.includes(type));
  if (!isLine) {
    const inside = [...around, { shell: shellOf(node), hasLines: false }];
    for (const child of content) addNode(tokens, child, inside);
    return;
  }
  const firstNew = around.findIndex(({ hasLines }) => !hasLines);
  for (const opened of around) opened.hasLines = true;
  const path = [...around.map(({ shell }) => shell), shellOf(node)];
  tokens.push({
    kind: 'line',
    frame: { path, joins: firstNew === -1 ? around.length : firstNew },
  });
  addInline(tokens, content);
};

const addInline = (tokens: Token[], content: readonly RichNode[]): void => {
  let runs: TextRun[] = [];
  for (const node of content) {
    if (node.type === 'text') {
      if (node.text) runs.push({ text: node.text, ...(node.marks && { marks: node.marks }) });
      continue;
    }
    addWords(tokens, runs);
    runs = [];
    tokens.push({ kind: 'atom', node });
  }
  addWords(tokens, runs);
};

const addWords = (tokens: Token[], runs: readonly TextRun[]): void => {
  const [only] = runs;
  if (only && runs.length === 1) addRun(tokens, only);
  else if (only) addRuns(tokens, runs);
};

const wordOf = (text: string, marks: readonly RichMark[] | undefined): Word =>
  marks ? { kind: 'word', text, marks } : { kind: 'word', text };

/** Most text by far: nothing in it has marks of its own. */
const addRun = (tokens: Token[], { text, marks }: TextRun): void => {
  for (const word of text.match(WORDS) ?? []) tokens.push(wordOf(word, marks));
};

const addRuns = (tokens: Token[], runs: readonly TextRun[]): void => {
  const whole = runs.map(({ text }) => text).join('');
  let run = 0;
  let used = 0;
  for (const text of whole.match(WORDS) ?? []) {
    const pieces: TextRun[] = [];
    for (let left = text.length; left > 0;) {
      const current = runs[run];
      if (!current) break;
      const taken = current.text.slice(used, used + left);
      pieces.push({ text: taken, ...(current.marks && { marks: current.marks }) });
      left -= taken.length;
      used += taken.length;
      if (used === current.text.length) {
        run += 1;
        used = 0;
      }
    }
    const isWhole = pieces.length === 1;
    tokens.push(isWhole ? wordOf(text, pieces[0]?.marks) : { kind: 'word', text, runs: pieces });
  }
};

interface Growing extends Shell {
  content?: (Growing | RichNode)[];
}

/** Puts lines together to rich text; neighbouring runs with equal marks become one. */
export class RichTextBuilder {
  readonly #blocks: Growing[] = [];
  /** The last line and what is around it, from the outside. */
  #open: readonly Growing[] = [];

  /** Throws Error for a frame that goes on from elements that are not there. */
  line({ path, joins }: Frame): void {
    if (joins > Math.max(0, this.#open.length - 1) || joins >= path.length) {
      throw new Error(`a line goes on from ${String(joins)} elements that are not there`);
    }
    const open = this.#open.slice(0, joins);
    for (const shell of path.slice(joins)) {
      const node: Growing = { ...shell };
      const parent = open.at(-1);
      if (parent) (parent.content ??= []).push(node);
      else this.#blocks.push(node);
      open.push(node);
    }
    this.#open = open;
  }

  /** Throws Error when no line has begun. */
  add(inline: Inline): void {
    const line = this.#open.at(-1);
    if (!line) throw new Error('text stands before the first line');
    const content = (line.content ??= []);
    if ('atom' in inline) {
      content.push(inline.atom);
      return;
    }
    const last = content.at(-1) as RichNode | undefined;
    const isJoined = last?.type === 'text' && hasSameMarks(last, inline) && content.pop();
    const text = (isJoined ? (last?.text ?? '') : '') + inline.text;
    const hasMarks = inline.marks !== undefined && inline.marks.length > 0;
    content.push({ type: 'text', text, ...(hasMarks && { marks: inline.marks }) });
  }

  get blocks(): readonly RichNode[] {
    return this.#blocks as readonly RichNode[];
  }
}

const tidyNode = (
  node: RichNode,
  before: RichNode | undefined,
): RichNode | 'nothing' | 'joined' => {
  if (node.type !== 'text') {
    const content = tidied(node.content ?? []);
    return { ...shellOf(node), ...(content.length > 0 && { content }) };
  }
  if (!node.text) return 'nothing';
  return before?.type === 'text' && hasSameMarks(before, node)
    ? 'joined'
    : textNode(node.text, node.marks);
};

const textNode = (text: string, marks: readonly RichMark[] | undefined): RichNode => ({
  type: 'text',
  text,
  ...(marks !== undefined && marks.length > 0 && { marks }),
});

/** Rich text without what nobody can see: runs parted without need, empty texts, empty lists of marks or content. */
export const tidied = (nodes: readonly RichNode[]): readonly RichNode[] => {
  const result: RichNode[] = [];
  for (const node of nodes) {
    const last = result.at(-1);
    const tidy = tidyNode(node, last);
    if (tidy === 'joined')
      result[result.length - 1] = textNode((last?.text ?? '') + (node.text ?? ''), node.marks);
    else if (tidy !== 'nothing') result.push(tidy);
  }
  return result;
};
