// What the redline of a whole sheet of 100 KB costs, clause by clause as the server makes it, next to reading the same
// text once into tokens.

import { redlineOf } from '../../shared/sheet/redline/build.ts';
import { tokensOf } from '../../shared/sheet/redline/tokens.ts';
import type { RichNode } from '../../shared/sheet/redline/types.ts';

const CLAUSES = 40;
const PARAGRAPHS = 5;
const WORDS = 80;
const VOCABULARY =
  'the carrier shall deliver every parcel tendered before entry unless notice'.split(' ');

export interface RedlineBench {
  /** Every clause, one word of a hundred changed, proven and all. */
  readonly redlineMs: number;
  /** Every clause, all words changed. */
  readonly rewrittenMs: number;
  /** Both texts into tokens, and nothing else. */
  readonly tokensMs: number;
}

/** The same words each time; `shift` changes every n-th of them. */
const clause = (place: number, changed: (word: number) => boolean): readonly RichNode[] =>
  Array.from({ length: PARAGRAPHS }, (_, line) => {
    const words = Array.from({ length: WORDS }, (__, word) => {
      const at = place * 7 + line * 13 + word * word;
      const known = VOCABULARY[at % VOCABULARY.length] ?? '';
      return changed(at) ? `${known}x${String(at)}` : known;
    });
    return { type: 'paragraph', content: [{ type: 'text', text: words.join(' ') }] };
  });

const clauses = (changed: (word: number) => boolean): readonly (readonly RichNode[])[] =>
  Array.from({ length: CLAUSES }, (_, place) => clause(place, changed));

const msOf = (run: () => void): number => {
  const start = performance.now();
  run();
  return performance.now() - start;
};

/** Compares a whole sheet with an edited and with a rewritten one. */
export const benchRedline = (): RedlineBench => {
  const base = clauses(() => false);
  const [edited, rewritten] = [clauses((word) => word % 100 === 0), clauses(() => true)];
  const compare = (texts: readonly (readonly RichNode[])[]) => (): void => {
    base.forEach((one, index) => redlineOf(one, texts[index] ?? []));
  };
  compare(edited)();
  return {
    redlineMs: msOf(compare(edited)),
    rewrittenMs: msOf(compare(rewritten)),
    tokensMs: msOf(() => {
      for (const text of [...base, ...edited]) tokensOf(text);
    }),
  };
};
