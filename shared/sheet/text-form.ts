// Which parts of a clause may hold which, for the text check: what text-schema.ts says to ProseMirror, said for Yjs
// structs. A tree that keeps to this table is a valid ProseMirror document but for frames (below) left empty.

const BLOCKS = ['paragraph', 'bullet_list', 'ordered_list'];

/** `root` is the map of clauses, `clause` one of its fragments, `text` a Y.XmlText; the others are elements. */
export type Holder = 'root' | 'clause' | 'text' | ElementName;

/** Names of the elements that a clause may hold somewhere. */
export const ELEMENT_NAMES = [
  'paragraph',
  'bullet_list',
  'ordered_list',
  'list_item',
  'table',
  'table_row',
  'table_cell',
  'hard_break',
] as const;

export type ElementName = (typeof ELEMENT_NAMES)[number];

/** What each holder may hold. */
export const HELD: Readonly<Record<Holder, readonly string[]>> = {
  // Clauses come with the seed; nobody adds or replaces one.
  root: [],
  clause: [...BLOCKS, 'table'],
  paragraph: ['text', 'hard_break'],
  bullet_list: ['list_item'],
  ordered_list: ['list_item'],
  list_item: BLOCKS,
  table: ['table_row'],
  table_row: ['table_cell'],
  table_cell: ['text', 'hard_break'],
  hard_break: [],
  text: ['string', 'format'],
};

const FRAMES: readonly string[] = [
  'bullet_list',
  'ordered_list',
  'list_item',
  'table',
  'table_row',
];

/** Elements that show nothing of their own: without content they are as good as absent. */
export const isMereFrame = (name: string): boolean => FRAMES.includes(name);

/**
 * What stands between the parts of an element in plain text: list items and rows are lines, cells of a row are parted
 * by a tab (TXT19).
 */
export const partingOf = (name: string): string => {
  if (name === 'table_row') return '\t';
  return isMereFrame(name) ? '\n' : '';
};

/** Names of marks that text may carry. */
export const MARKS = ['em', 'strong'] as const;

/** Elements and the text in them stand in each other no deeper than this, a block of the clause being the first. */
export const MAX_CLAUSE_DEPTH = 12;

const isOneOf = (names: readonly string[], name: string): boolean => names.includes(name);

/** True for the name of an element that a clause may hold somewhere. */
export const isElementName = (name: string): name is ElementName => isOneOf(ELEMENT_NAMES, name);

/** True for the name of a mark that text may carry. */
export const isMark = (name: string): boolean => isOneOf(MARKS, name);
