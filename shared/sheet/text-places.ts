// Where every character of a sheet is: answers which list (clause fragment, element or text) an id belongs to, in
// the document and in what was accepted after it but is not applied yet. Looks, never changes the document.

import * as Y from 'yjs';
import type { TermId } from '../kernel/ids.ts';
import type { Holder } from './text-form.ts';
import type { WireId } from './text-wire.ts';
import { isElementName } from './text-form.ts';
import { CLAUSES_ROOT } from './text-seed.ts';

/** A sequence of items with one parent. Two ids are in the same list exactly when they give the same object. */
export interface List {
  readonly holder: Holder;
  /** The clause it is part of; undefined only for the root. */
  readonly clause: TermId | undefined;
  /** 0 for a clause's fragment, one more each element inside. */
  readonly depth: number;
  /** The Yjs type, where the document has it already. */
  readonly type: Y.AbstractType<unknown> | undefined;
}

/** A struct that was accepted but is not in the document yet. */
export interface Added {
  readonly clock: number;
  readonly length: number;
  readonly text: string | undefined;
  /** Where it stands; undefined when its parent was deleted, so that it will never show. */
  readonly list: List | undefined;
  /** The list inside it, for elements and texts. */
  readonly inner: List | undefined;
  readonly isDeleted: boolean;
  /** It can have children, or could have before it was deleted. */
  readonly isHolder: boolean;
}

/** Anything an id can name. */
export type Struct = Y.Item | Y.GC | Added;

export class TextPlaces {
  readonly #doc: Y.Doc;
  readonly #root: Y.Map<Y.XmlFragment>;
  readonly #lists = new WeakMap<object, List>();
  readonly #added = new Map<number, Added[]>();
  readonly #counts = new Map<List, number>();
  /** For each client of the update in hand, how many structs were there before it. */
  readonly #before = new Map<number, number>();

  constructor(doc: Y.Doc) {
    this.#doc = doc;
    this.#root = doc.getMap(CLAUSES_ROOT);
  }

  clause(termId: TermId): Y.XmlFragment | undefined {
    return this.#root.get(termId);
  }

  /** How many clock values of a client are there; ids below it exist. */
  known(client: number): number {
    const last = this.#added.get(client)?.at(-1);
    return last ? last.clock + last.length : Y.getState(this.#doc.store, client);
  }

  /** The struct an existing id is part of. Only for clocks below `known`. */
  find({ client, clock }: WireId): Struct {
    const added = this.#added.get(client);
    const first = added?.[0];
    if (added && first && clock >= first.clock) return added[nearest(added, clock)] as Added;
    const structs = this.#doc.store.clients.get(client) ?? [];
    return structs[Y.findIndexSS(structs, clock)] as Y.Item | Y.GC;
  }

  /**
   * True when a cut before this clock goes through a surrogate pair. Yjs then puts U+FFFD for both halves, in some
   * documents and not in others.
   */
  halves(client: number, clock: number): boolean {
    if (clock <= 0 || clock >= this.known(client)) return false;
    const struct = this.find({ client, clock });
    if (struct instanceof Y.GC) return false;
    if (!(struct instanceof Y.Item)) {
      return clock > struct.clock && isHighSurrogate(struct.text ?? '', clock - struct.clock - 1);
    }
    const { id, content } = struct;
    const isText = content instanceof Y.ContentString && clock > id.clock;
    return isText && isHighSurrogate(content.str, clock - id.clock - 1);
  }

  /** The list a struct stands in; undefined when its parent is gone. */
  listOf(struct: Struct): List | undefined {
    if (struct instanceof Y.Item) return this.#listOfType(struct.parent as Y.AbstractType<unknown>);
    return struct instanceof Y.GC ? undefined : struct.list;
  }

  /** The list inside a struct; `gone` when it was deleted, `none` for what never has children. */
  inside(struct: Struct): List | 'gone' | 'none' {
    if (struct instanceof Y.GC) return 'gone';
    if (!(struct instanceof Y.Item)) return struct.inner ?? (struct.isHolder ? 'gone' : 'none');
    if (struct.content instanceof Y.ContentType) return this.#listOfType(struct.content.type);
    return struct.content instanceof Y.ContentDeleted ? 'gone' : 'none';
  }

  /** Structs of a client from `clock` up to `end`, as far as the document has them. */
  *stored(client: number, clock: number, end: number): Generator<Y.Item | Y.GC> {
    if (clock >= Y.getState(this.#doc.store, client)) return;
    const structs = this.#doc.store.clients.get(client) ?? [];
    for (let index = Y.findIndexSS(structs, clock); index < structs.length; index += 1) {
      const struct = structs[index];
      if (!struct || struct.id.clock >= end) return;
      yield struct as Y.Item | Y.GC;
    }
  }

  /** True when something between `clock` and `end` is accepted, alive and not applied yet. */
  hasAlive(client: number, clock: number, end: number): boolean {
    const added = this.#added.get(client) ?? [];
    for (let index = nearest(added, clock); index < added.length; index += 1) {
      const struct = added[index];
      if (!struct || struct.clock >= end) return false;
      if (!struct.isDeleted && struct.clock + struct.length > clock) return true;
    }
    return false;
  }

  add(client: number, struct: Added): void {
    const added = this.#added.get(client) ?? [];
    this.#added.set(client, added);
    if (!this.#before.has(client)) this.#before.set(client, added.length);
    added.push(struct);
    this.#count(struct, 1);
  }

  /** How much was accepted in a list that is not applied yet. */
  countAdded(list: List): number {
    return this.#counts.get(list) ?? 0;
  }

  /** Keeps what was added since the last `keep` or `drop`. */
  keep(): void {
    this.#before.clear();
  }

  /** Forgets what was added since the last `keep` or `drop`. */
  drop(): void {
    for (const [client, count] of this.#before) {
      const dropped = this.#added.get(client)?.splice(count) ?? [];
      for (const struct of dropped) this.#count(struct, -1);
      if (count === 0) this.#added.delete(client);
    }
    this.#before.clear();
  }

  /** Forgets everything that is not in the document. */
  clear(): void {
    this.#added.clear();
    this.#counts.clear();
    this.#before.clear();
  }

  #count({ list }: Added, by: number): void {
    if (list) this.#counts.set(list, this.countAdded(list) + by);
  }

  #listOfType(type: Y.AbstractType<unknown>): List {
    const known = this.#lists.get(type);
    if (known) return known;
    const list = this.#makeList(type);
    this.#lists.set(type, list);
    return list;
  }

  #makeList(type: Y.AbstractType<unknown>): List {
    const item = type._item;
    if (item === null) return { holder: 'root', clause: undefined, depth: -1, type };
    const outer = this.#listOfType(item.parent as Y.AbstractType<unknown>);
    const clause = outer.holder === 'root' ? (item.parentSub ?? undefined) : outer.clause;
    return { holder: holderOf(type), clause, depth: outer.depth + 1, type };
  }
}

/** True when a character that needs two units begins at this index. */
export const isHighSurrogate = (text: string, index: number): boolean => {
  const unit = text.charCodeAt(index);
  return unit >= 0xd800 && unit <= 0xdbff;
};

const holderOf = (type: Y.AbstractType<unknown>): Holder => {
  if (type instanceof Y.XmlText) return 'text';
  if (type instanceof Y.XmlElement && isElementName(type.nodeName)) return type.nodeName;
  return 'clause';
};

/** Index of the last struct that begins at or before `clock`; 0 when none does. */
const nearest = (added: readonly Added[], clock: number): number => {
  let low = 0;
  let high = added.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    const at = added[middle];
    if (at && at.clock <= clock) low = middle;
    else high = middle - 1;
  }
  return low;
};
