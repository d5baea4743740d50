// The text of a sheet as it was at a moment of its history. Going forward adds what came since; going back begins anew.

import { fromBase64 } from 'lib0/buffer';
import * as Y from 'yjs';
import type { ClauseNode } from '../../../shared/sheet/clause-hash.ts';
import { clauseJson } from '../../../shared/sheet/clause-hash.ts';
import { CLAUSES_ROOT } from '../../../shared/sheet/text-seed.ts';
import type { Moment } from '../../state/replay-course.ts';

interface Known {
  readonly sign: string;
  readonly blocks: readonly ClauseNode[];
}

export class TextAt {
  readonly #moments: readonly Pick<Moment<unknown>, 'text'>[];
  /** What was given last: a clause that reads as before is the same value, and is not drawn anew. */
  readonly #known = new Map<string, Known>();
  #doc = new Y.Doc();
  #done = 0;

  constructor(moments: readonly Pick<Moment<unknown>, 'text'>[]) {
    this.#moments = moments;
  }

  /** The wording of every clause by its term, at the moment of this place. */
  at(place: number): ReadonlyMap<string, readonly ClauseNode[]> {
    if (place + 1 < this.#done) {
      this.#doc.destroy();
      this.#doc = new Y.Doc();
      this.#done = 0;
    }
    for (; this.#done <= place; this.#done += 1) {
      for (const update of this.#moments[this.#done]?.text ?? []) {
        Y.applyUpdate(this.#doc, fromBase64(update));
      }
    }
    const clauses = this.#doc.getMap<Y.XmlFragment>(CLAUSES_ROOT);
    return new Map([...clauses].map(([termId, clause]) => [termId, this.#read(termId, clause)]));
  }

  #read(termId: string, clause: Y.XmlFragment): readonly ClauseNode[] {
    const blocks = clauseJson(clause);
    const sign = JSON.stringify(blocks);
    const known = this.#known.get(termId);
    if (known?.sign === sign) return known.blocks;
    this.#known.set(termId, { sign, blocks });
    return blocks;
  }
}
