// The presence of a sheet as the editor of one clause needs it: whoever moves a caret elsewhere is no news for it. A sheet
// has an editor for each clause, and each would otherwise draw itself again at every move of anybody, its own writer's too.

import type { Awareness } from 'y-protocols/awareness';
import * as Y from 'yjs';

type Changed = (changes: unknown, origin: unknown) => void;

interface Changes {
  readonly added: readonly number[];
  readonly updated: readonly number[];
  readonly removed: readonly number[];
}

/** Any Yjs type, as far as its place goes. */
interface Placed {
  readonly _item: Y.Item | null;
}

interface CaretState {
  readonly cursor?: { readonly anchor?: unknown } | null;
}

/** The fragment of the clause that a type stands in: the topmost that is no map of clauses. */
const fragmentOf = (type: Placed): Placed => {
  let at = type;
  for (;;) {
    const parent = at._item?.parent;
    if (!(parent instanceof Y.AbstractType) || parent instanceof Y.Map) return at;
    at = parent;
  }
};

/** Where each caret of others is, and who wants to know of which clause. */
class CaretBoard {
  readonly #awareness: Awareness;
  readonly #places = new Map<number, Placed>();
  readonly #listeners = new Map<Placed, Set<Changed>>();

  constructor(awareness: Awareness) {
    this.#awareness = awareness;
    awareness.on('change', (changes: Changes, origin: unknown) => {
      this.#changed(changes, origin);
    });
  }

  listen(fragment: Placed, listener: Changed): void {
    const listeners = this.#listeners.get(fragment) ?? new Set();
    this.#listeners.set(fragment, listeners.add(listener));
  }

  forget(fragment: Placed, listener: Changed): void {
    const listeners = this.#listeners.get(fragment);
    listeners?.delete(listener);
    if (listeners?.size === 0) this.#listeners.delete(fragment);
  }

  /** The own caret stands in a clause, or nobody knows where. */
  isOwnIn(fragment: Placed): boolean {
    const own = this.#awareness.clientID;
    const { cursor } = (this.#awareness.getStates().get(own) ?? {}) as CaretState;
    const place = this.#placeOf(own);
    return Boolean(cursor) && (place === undefined || place === fragment);
  }

  #changed(changes: Changes, origin: unknown): void {
    const concerned = new Set<Placed>();
    for (const client of [...changes.added, ...changes.updated, ...changes.removed]) {
      // The own caret is drawn by the browser.
      if (client === this.#awareness.clientID) continue;
      const [was, is] = [this.#places.get(client), this.#placeOf(client)];
      if (was) concerned.add(was);
      if (is) {
        concerned.add(is);
        this.#places.set(client, is);
      } else this.#places.delete(client);
    }
    for (const fragment of concerned) {
      for (const listener of this.#listeners.get(fragment) ?? []) listener(changes, origin);
    }
  }

  /** Undefined where there is no caret, or one at text that is not here yet: with the text it is drawn anyway. */
  #placeOf(client: number): Placed | undefined {
    const { cursor } = (this.#awareness.getStates().get(client) ?? {}) as CaretState;
    if (!cursor?.anchor) return undefined;
    const position = Y.createRelativePositionFromJSON(cursor.anchor);
    const found = Y.createAbsolutePositionFromRelativePosition(position, this.#awareness.doc);
    return found ? fragmentOf(found.type) : undefined;
  }
}

const boards = new WeakMap<Awareness, CaretBoard>();

const boardOf = (awareness: Awareness): CaretBoard => {
  const board = boards.get(awareness) ?? new CaretBoard(awareness);
  boards.set(awareness, board);
  return board;
};

/**
 * The same presence, of whose changes are told only those that concern carets of others in this clause. An editor that
 * goes away takes the own caret away only where it stands in this clause: a sheet closes an editor a clause at once,
 * and as many frames that say nothing would count as a flood.
 */
export const caretsIn = (awareness: Awareness, fragment: Y.XmlFragment): Awareness => {
  const board = boardOf(awareness);
  return Object.create(awareness, {
    setLocalStateField: {
      value: (field: string, value: unknown) => {
        if (value === null && !board.isOwnIn(fragment)) return;
        awareness.setLocalStateField(field, value);
      },
    },
    on: {
      value: (_name: 'change', listener: Changed) => {
        board.listen(fragment, listener);
      },
    },
    off: {
      value: (_name: 'change', listener: Changed) => {
        board.forget(fragment, listener);
      },
    },
  }) as Awareness;
};
