// The text of a sheet as it was at a moment of its history. Going forward adds what came since; going back begins anew.

import { fromBase64 } from 'lib0/buffer';
import * as Y from 'yjs';
import { CLAUSES_ROOT, clauseText } from '../../../shared/sheet/text-seed.ts';
import type { Moment } from '../../state/replay-course.ts';

export class TextAt {
  readonly #moments: readonly Pick<Moment<unknown>, 'text'>[];
  #doc = new Y.Doc();
  #done = 0;

  constructor(moments: readonly Pick<Moment<unknown>, 'text'>[]) {
    this.#moments = moments;
  }

  /** The paragraphs of every clause by its term, at the moment of this place. */
  at(place: number): ReadonlyMap<string, readonly string[]> {
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
    return new Map(
      [...clauses].map(([termId, fragment]) => [termId, clauseText(fragment).split('\n\n')]),
    );
  }
}
