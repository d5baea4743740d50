// Which parts of a clause may hold which, for the text check: what text-schema.ts says to ProseMirror, said for Yjs
// structs. A tree that keeps to this table is a valid ProseMirror document but for lists and list items left empty.

const BLOCKS = ['paragraph', 'bullet_list', 'ordered_list'];

/** `root` is the map of clauses, `clause` one of its fragments, `text` a Y.XmlText; the others are elements. */
export type Holder = 'root' | 'clause' | 'text' | ElementName;

export type ElementName = 'paragraph' | 'bullet_list' | 'ordered_list' | 'list_item' | 'hard_break';

/** What each holder may hold. */
export const HELD: Readonly<Record<Holder, readonly string[]>> = {
  // Clauses come with the seed; nobody adds or replaces one.
  root: [],
  clause: BLOCKS,
  paragraph: ['text', 'hard_break'],
  bullet_list: ['list_item'],
  ordered_list: ['list_item'],
  list_item: BLOCKS,
  hard_break: [],
  text: ['string', 'format'],
};

/** Elements that show nothing of their own: without content they are as good as absent. */
export const isMereFrame = (name: string): boolean =>
  name === 'bullet_list' || name === 'ordered_list' || name === 'list_item';

/** Names of marks that text may carry. */
export const MARKS: readonly string[] = ['em', 'strong'];

const NOT_ELEMENTS = ['root', 'clause', 'text'];

/** True for the name of an element that a clause may hold somewhere. */
export const isElementName = (name: string): name is ElementName =>
  Object.hasOwn(HELD, name) && !NOT_ELEMENTS.includes(name);

/** True for the name of a mark that text may carry. */
export const isMark = (name: string): boolean => MARKS.includes(name);
