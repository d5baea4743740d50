// What an update does to a document by Yjs alone, and whether that harms anybody. Knows nothing of how the check of
// updates works: it applies the update to a copy and looks at what has become of it.

import * as Y from 'yjs';
import type { SeatId } from '../../shared/kernel/ids.ts';

/** Which elements may stand in which: the schema of clauses, written down a second time. */
const CHILDREN: Readonly<Record<string, readonly string[]>> = {
  clause: ['paragraph', 'bullet_list', 'ordered_list', 'table'],
  paragraph: ['text', 'hard_break'],
  bullet_list: ['list_item'],
  ordered_list: ['list_item'],
  list_item: ['paragraph', 'bullet_list', 'ordered_list'],
  table: ['table_row'],
  table_row: ['table_cell'],
  table_cell: ['text', 'hard_break'],
  hard_break: [],
};
const MARKS = ['strong', 'em'];
const SEED_CLIENT = 1;

export interface Ground {
  /** Applied one after the other, as a host does: merged first, an id that came twice could mean the later one. */
  readonly before: readonly Uint8Array[];
  readonly by: SeatId;
  readonly owners: Readonly<Record<string, SeatId>>;
  readonly clauses: readonly string[];
  readonly locked: readonly string[];
}

const open = (states: readonly Uint8Array[]): Y.Doc => {
  // What was deleted stays, so that it can be looked at.
  const doc = new Y.Doc({ gc: false });
  doc.getMap('clauses');
  for (const state of states) Y.applyUpdate(doc, state);
  return doc;
};

const clauseIn = (doc: Y.Doc, termId: string): Y.XmlFragment | undefined =>
  doc.getMap<Y.XmlFragment>('clauses').get(termId);

/** What a reader sees of a clause, as marked-up text; lists, items, tables and rows with nothing in them show nothing. */
const shown = (doc: Y.Doc, termId: string): string => {
  let text = String(clauseIn(doc, termId));
  for (let before = ''; before !== text;) {
    before = text;
    text = text.replaceAll(/<(bullet_list|ordered_list|list_item|table|table_row)><\/\1>/g, '');
  }
  return text;
};

const faultsOfText = (text: Y.XmlText): readonly string[] =>
  (text.toDelta() as { insert: unknown; attributes?: object }[]).flatMap(
    ({ insert, attributes = {} }) => [
      ...(typeof insert === 'string' ? [] : ['an embed']),
      ...(typeof insert === 'string' && !insert.isWellFormed() ? ['half a character'] : []),
      ...Object.keys(attributes).filter((mark) => !MARKS.includes(mark)),
    ],
  );

const faultsIn = (parent: Y.XmlFragment, holder: string): readonly string[] =>
  parent.toArray().flatMap((node: unknown) => {
    const name =
      node instanceof Y.XmlElement ? node.nodeName : node instanceof Y.XmlText ? 'text' : 'other';
    if (!CHILDREN[holder]?.includes(name)) return [`${name} in ${holder}`];
    if (node instanceof Y.XmlText) return faultsOfText(node);
    if (!(node instanceof Y.XmlElement)) return [];
    const attributes = Object.keys(node.getAttributes());
    return [...attributes.map((key) => `attribute ${key}`), ...faultsIn(node, name)];
  });

const grownIds = (was: Y.Doc, is: Y.Doc): readonly number[] =>
  [...is.store.clients.keys()].filter(
    (client) => Y.getState(is.store, client) > Y.getState(was.store, client),
  );

/** Client ids under which an update adds something. */
export const idsOf = (update: Uint8Array, before: Ground['before']): readonly number[] => {
  const is = open(before);
  Y.applyUpdate(is, update);
  return grownIds(open(before), is);
};

/** Client ids under which the update added something, and that are not this seat's to use. */
const stolenIds = (was: Y.Doc, is: Y.Doc, { by, owners }: Ground): readonly string[] =>
  grownIds(was, is)
    .filter((client) => client === SEED_CLIENT || (owners[String(client)] ?? by) !== by)
    .map((client) => `the id ${String(client)} of somebody else`);

/** How deep an element stands in its clause: 1 for a block of the clause itself. */
const depthOf = (item: Y.Item): number => {
  let depth = 0;
  for (let at: Y.Item | null = item; at;) {
    depth += 1;
    at = at.parent instanceof Y.AbstractType ? at.parent._item : null;
  }
  // The clause is an item too.
  return depth - 1;
};

/** The deepest element that an update brings, though it may be deleted again in the same update. */
export const deepestIn = (update: Uint8Array, { before }: Pick<Ground, 'before'>): number => {
  const [was, is] = [open(before), open(before)];
  Y.applyUpdate(is, update);
  const depths = [...is.store.clients].flatMap(([client, structs]) =>
    structs.flatMap((struct) =>
      struct instanceof Y.Item &&
      struct.content instanceof Y.ContentType &&
      struct.id.clock >= Y.getState(was.store, client)
        ? [depthOf(struct)]
        : [],
    ),
  );
  return Math.max(0, ...depths);
};

/** Everything that an update does and must not; empty for one that may be accepted. */
export const harmsOf = (update: Uint8Array, ground: Ground): readonly string[] => {
  const [was, is] = [open(ground.before), open(ground.before)];
  try {
    Y.applyUpdate(is, update);
  } catch (cause) {
    return [`Yjs throws ${String(cause)}`];
  }
  const keys = [...is.getMap('clauses').keys()].sort();
  return [
    ...(is.store.pendingStructs || is.store.pendingDs ? ['something waits'] : []),
    ...[...is.share.keys()].filter((root) => root !== 'clauses').map((root) => `root ${root}`),
    ...(keys.join() === [...ground.clauses].sort().join() ? [] : [`clauses ${keys.join()}`]),
    ...ground.locked
      .filter((termId) => shown(is, termId) !== shown(was, termId))
      .map((termId) => `${termId} is locked`),
    ...stolenIds(was, is, ground),
    ...ground.clauses.flatMap((termId) => {
      const clause = clauseIn(is, termId);
      return clause instanceof Y.XmlFragment ? faultsIn(clause, 'clause') : [`no ${termId}`];
    }),
  ];
};
