// What a redline says of some edits, as a reader of the page gets it: kinds of changes, words, order.

import { describe, expect, it } from 'vitest';
import { changeWords } from '../../client/words/redline.ts';
import { redlineOf } from '../../shared/sheet/redline/build.ts';
import { readRedline } from '../../shared/sheet/redline/changes.ts';
import { listSigns } from '../../shared/sheet/redline/list-signs.ts';
import { shortestEdit } from '../../shared/sheet/redline/shortest-edit.ts';
import type { RichNode } from '../../shared/sheet/redline/types.ts';

const text = (words: string, ...marks: readonly string[]): RichNode => ({
  type: 'text',
  text: words,
  ...(marks.length > 0 && { marks }),
});
const paragraph = (...content: readonly (RichNode | string)[]): RichNode => ({
  type: 'paragraph',
  content: content.map((one) => (typeof one === 'string' ? text(one) : one)),
});
const list = (type: string, ...items: readonly RichNode[]): RichNode => ({
  type,
  content: items.map((item) => ({ type: 'list_item', content: [item] })),
});

const BASE = 'The shipper tenders every parcel at the facility before the critical entry time.';

const sentences = (base: readonly RichNode[], now: readonly RichNode[]): readonly string[] =>
  readRedline(redlineOf(base, now)).changes.map((change) =>
    changeWords(change, { authors: {}, nameOfSide: (side) => side }),
  );

describe('[RED2] [RED4] a redline names what changed, and no more', () => {
  it.each([
    ['nothing', [paragraph(BASE)], []],
    ['a word', [paragraph(BASE.replace('every', 'each'))], ['Replaced “every” with “each”']],
    [
      'words between others',
      [paragraph(BASE.replace('before', 'on each day before'))],
      ['Added “on each day”'],
    ],
    [
      'a sentence whose words are the same by chance is rewritten as one',
      [paragraph(BASE.replace('parcel at the facility', 'letter into the hands of people'))],
      ['Replaced “parcel at the facility” with “letter into the hands of people”'],
    ],
    [
      'bold',
      [paragraph('The ', text('shipper', 'strong'), BASE.slice(11))],
      ['Made “shipper” bold'],
    ],
    [
      'a new paragraph',
      [paragraph(BASE), paragraph('It keeps the receipt.')],
      ['Added a paragraph: “It keeps the receipt.”'],
    ],
    [
      'another paragraph',
      [paragraph('Nothing of this remains.')],
      [`Removed a paragraph: “${BASE}”`, 'Added a paragraph: “Nothing of this remains.”'],
    ],
    [
      'a line break',
      [paragraph(BASE.slice(0, 32), { type: 'hard_break' }, BASE.slice(32))],
      ['Added a line break'],
    ],
    [
      'two of one',
      [paragraph(BASE.slice(0, 32)), paragraph(BASE.slice(32))],
      ['Began a new paragraph here'],
    ],
    [
      'a list item',
      [list('bullet_list', paragraph(BASE))],
      ['Changed the list or level of a paragraph'],
    ],
  ] as const)('%s', (_name, now, said) => {
    expect(sentences([paragraph(BASE)], now)).toEqual(said);
  });

  it('joined paragraphs, and an item of a list', () => {
    const two = [paragraph(BASE.slice(0, 32)), paragraph(BASE.slice(32))];
    expect(sentences(two, [paragraph(BASE)])).toEqual(['Joined two paragraphs here']);
    const items = ['first of all', 'second of all', 'third of all'].map((one) => paragraph(one));
    const [first, , third] = items as [RichNode, RichNode, RichNode];
    const lists = [list('ordered_list', ...items), list('ordered_list', first, third)] as const;
    expect(sentences([lists[0]], [lists[1]])).toEqual(['Removed a paragraph: “second of all”']);
    const [cell] = readRedline(redlineOf([lists[0]], [lists[1]])).blocks;
    expect(cell).toMatchObject({ depth: 1, marker: 'number' });
  });

  it('[RED6] items are numbered as the text that stands is', () => {
    const items = ['first of all', 'second of all', 'third of all'].map((one) => paragraph(one));
    const [first, , third] = items as [RichNode, RichNode, RichNode];
    const { blocks } = readRedline(
      redlineOf(
        [list('ordered_list', ...items), list('bullet_list', first)],
        [list('ordered_list', first, third), list('bullet_list', first)],
      ),
    );
    expect(blocks.map(({ kind }, at) => `${kind} ${listSigns(blocks)[at] ?? ''}`.trim())).toEqual([
      'kept 1.',
      'removed',
      'kept 2.',
      'kept •',
    ]);
    const two = ['a', 'b'].map((words) => list('ordered_list', paragraph(words)));
    const [a, b] = two as [RichNode, RichNode];
    const parted = readRedline(redlineOf([], [a, paragraph('and'), b])).blocks;
    expect(listSigns(parted)).toEqual(['1.', '', '1.']);
  });

  it('attributes', () => {
    const left = { ...paragraph(BASE), attrs: { align: 'left' } };
    expect(sentences([paragraph(BASE)], [left])).toEqual([
      'Changed the list or level of a paragraph',
    ]);
  });
});

describe('[RED2] the cost of a redline is bounded by counts', () => {
  const numbers = (from: number, length: number): Int32Array =>
    Int32Array.from({ length }, (_, index) => from + index);

  it('gives up beyond the edits that are allowed, and not before', () => {
    expect(shortestEdit(numbers(0, 50), numbers(100, 50), 99)).toBeUndefined();
    expect(shortestEdit(numbers(0, 50), numbers(100, 50), 100)).toEqual([
      { isKept: false, aFrom: 0, aTo: 50, bFrom: 0, bTo: 50 },
    ]);
    expect(shortestEdit(numbers(0, 3), numbers(0, 3), 0)).toHaveLength(1);
    expect(shortestEdit(numbers(0, 0), numbers(0, 0), 0)).toEqual([]);
  });

  it('what only comes or only goes leaves all else as it was, however much it is', () => {
    const many = Array.from({ length: 3_000 }, (_, at) => paragraph(`entry ${String(at)}`));
    const kindsOf = (was: readonly RichNode[], now: readonly RichNode[]) =>
      new Set(readRedline(redlineOf(was, now)).changes.map(({ kind }) => kind));
    const [first, last] = [paragraph(BASE), paragraph('The end.')];
    expect(kindsOf([first, last], [first, ...many, last])).toEqual(new Set(['line-added']));
    expect(kindsOf([first, ...many, last], [first, last])).toEqual(new Set(['line-removed']));
  });

  it('a clause of 100 KB that is rewritten is replaced line by line', () => {
    const long = (word: string): readonly RichNode[] =>
      Array.from({ length: 200 }, (_, line) =>
        paragraph(Array.from({ length: 80 }, (__, at) => `${word}${String(line * at)}`).join(' ')),
      );
    const [was, now] = [long('old'), [...long('new'), ...long('old').slice(0, 3)]];
    const { blocks } = readRedline(redlineOf(was, now));
    expect(blocks.filter(({ kind }) => kind === 'kept').length).toBeGreaterThan(0);
    expect(blocks.filter(({ kind }) => kind === 'removed').length).toBeGreaterThan(190);
  });
});
