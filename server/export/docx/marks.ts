// Who did what in a tracked change, as Word wants it said: every insertion, deletion and change of form has a number,
// an author and a time.

import type { Paper, PaperAuthor } from '../../../shared/sheet/paper/types.ts';
import { plainText } from '../plain-text.ts';

/** One tracked change. */
export interface Mark {
  readonly id: number;
  readonly author: string;
  readonly date: string;
}

const SIDES = { carrier: 'Carrier', shipper: 'Shipper' } as const;

/** `Northwind lead (Shipper)`, or as much of it as is known. */
export const authorText = ({ name, side }: PaperAuthor): string => {
  if (name === undefined) return side === undefined ? 'Not known' : SIDES[side];
  return plainText(side === undefined ? name : `${name} (${SIDES[side]})`);
};

const SECOND = /\.\d{3}Z$/;

/** To the second, as Word writes times. */
export const wordTime = (atMs: number): string => new Date(atMs).toISOString().replace(SECOND, 'Z');

/** Numbers the changes of one document. */
export class Marks {
  readonly #paper: Paper;
  #count = 0;

  constructor(paper: Paper) {
    this.#paper = paper;
  }

  /** The next change, by an author of the paper; without one its author is not known. */
  by(sign: string | undefined): Mark {
    this.#count += 1;
    const author = sign === undefined ? {} : (this.#paper.authors[sign] ?? {});
    return {
      id: this.#count,
      author: authorText(author),
      date: wordTime(author.atMs ?? this.#paper.asOfMs),
    };
  }
}
