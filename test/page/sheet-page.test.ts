// The sheet on the page: order of sections, rows and columns, states in words, and drafts put back into a clause.

import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import {
  clauseJson,
  clauseText,
  differs,
  isSameDraft,
  joinedDrafts,
  putDraftBack,
} from '../../client/ui/sheet/clause-text.ts';
import type { ClauseNode } from '../../shared/sheet/clause-hash.ts';
import { wordsOfBlocks } from '../../shared/sheet/text-words.ts';
import { columnsOf, sectionsOf, stateWords } from '../../client/ui/sheet/sheet-rows.ts';
import { feedLine } from '../../client/words/feed.ts';
import type { FeedItem } from '../../shared/room/view-types.ts';
import type { FieldTemplate, SheetView, TermView } from '../../shared/sheet/types.ts';

const field = (id: string, more: Partial<FieldTemplate> = {}): FieldTemplate => ({
  kind: 'field',
  id,
  label: id,
  type: { kind: 'money', unit: 'a piece' },
  help: '',
  sides: ['carrier', 'shipper'],
  isRequired: true,
  confidentiality: 'parties',
  ...more,
});

const WINDOW = { opens: '05:00', closes: '07:00', zone: 'America/New_York' };

const view = (more: Partial<SheetView> = {}): SheetView => ({
  sheetId: 's',
  roomId: 'r',
  kind: 'bilateral',
  title: 'A sheet',
  openPoints: 0,
  template: {
    id: 't',
    title: 'A template',
    sections: [
      {
        id: 'price',
        title: 'Price',
        terms: [
          {
            kind: 'clause',
            id: 'adjust',
            heading: 'Adjustment',
            text: [],
            fallback: [],
            isRequired: true,
          },
          field('minimum'),
          field('award-price', { award: 'price' }),
          { kind: 'clause', id: 'peak', heading: 'Peak', text: [], fallback: [], isRequired: true },
        ],
      },
    ],
  },
  // Out of order on purpose: a merge patch does not keep the order of keys.
  lots: {
    n1: { id: 'n1', name: 'Newark', window: WINDOW, order: 1 },
    q1: { id: 'q1', name: 'Jackson Heights', window: WINDOW, order: 0 },
  },
  terms: { minimum: { state: 'agreed' }, 'award-price.q1': { state: 'agreed' } },
  ...more,
});

describe('[UI23] a sheet stands in the template’s order, fields an award fills once a lot', () => {
  it('puts fields before clauses and numbers the clauses within their section', () => {
    const [price] = sectionsOf(view());
    expect(price?.fields.map(({ termId }) => termId)).toEqual([
      'minimum',
      'award-price.q1',
      'award-price.n1',
    ]);
    expect(price?.clauses.map(({ number, termId }) => `${number} ${termId}`)).toEqual([
      '1.1 adjust',
      '1.2 peak',
    ]);
    expect(price?.openPoints).toBe(3);
  });

  it('puts the viewer’s own column first, the carrier’s for neutral viewers', () => {
    expect(columnsOf(view({ side: 'shipper' }))).toEqual(['shipper', 'carrier']);
    expect(columnsOf(view({ side: 'carrier' }))).toEqual(['carrier', 'shipper']);
    expect(columnsOf(view())).toEqual(['carrier', 'shipper']);
    expect(columnsOf(view({ kind: 'common' }))).toEqual(['carrier']);
  });
});

describe('[UI24] a state has a word and a shape, and says whose move it is', () => {
  const words = (term: TermView, viewer?: 'carrier' | 'shipper'): string => {
    const { shape, word } = stateWords(term, viewer, (side) =>
      side === 'carrier' ? 'USPS' : 'NW',
    );
    return `${shape} ${word}`;
  };

  it('speaks from the viewer’s side', () => {
    expect(words({ state: 'open' }, 'shipper')).toBe('○ open');
    expect(words({ state: 'agreed' }, 'shipper')).toBe('● agreed');
    expect(words({ state: 'proposed', move: 'shipper' }, 'shipper')).toBe('◐ your move');
    expect(words({ state: 'proposed', move: 'carrier' }, 'shipper')).toBe('◑ their move');
  });

  it('names the side for neutral viewers', () => {
    expect(words({ state: 'proposed', move: 'carrier' })).toBe('◐ USPS to move');
    expect(words({ state: 'proposed', move: 'shipper' })).toBe('◑ NW to move');
    expect(words({ state: 'proposed', move: 'either' })).toBe('◐ apart');
  });
});

const clauseOf = (...paragraphs: readonly string[]): Y.XmlFragment => {
  const fragment = new Y.Doc().getMap<Y.XmlFragment>('clauses').set('c', new Y.XmlFragment());
  putDraftBack(fragment, { text: paragraphs.join('\n\n') });
  return fragment;
};

describe('[UI25] a draft put back changes only the blocks that differ', () => {
  it.each([
    ['one two three', 'one TWO three'],
    ['one two', 'one two three'],
    ['one two three', 'one three'],
    ['one one', 'one one one'],
    ['one', 'two'],
  ])('%s → %s', (before, after) => {
    const fragment = clauseOf(...before.split(' '));
    const wanted = after.split(' ').join('\n\n');
    putDraftBack(fragment, { text: wanted });
    expect(clauseText(fragment)).toBe(wanted);
  });

  it('leaves equal blocks at both ends as they are', () => {
    const fragment = clauseOf('one', 'two', 'three');
    const [first, , last] = fragment.toArray();
    putDraftBack(fragment, { text: 'one\n\n2\n\ntoo\n\nthree' });
    expect(fragment.get(0)).toBe(first);
    expect(fragment.get(3)).toBe(last);
  });

  it('keeps line breaks', () => {
    const fragment = clauseOf('one\ntwo');
    expect(clauseText(fragment)).toBe('one\ntwo');
    expect(fragment.toString()).toBe('<paragraph>one<hard_break></hard_break>two</paragraph>');
  });

  const cell = (words: string): ClauseNode => ({
    type: 'table_cell',
    ...(words !== '' && { content: [{ type: 'text', text: words }] }),
  });
  const tableOf = (...rows: readonly (readonly string[])[]): ClauseNode => ({
    type: 'table',
    content: rows.map((cells) => ({ type: 'table_row', content: cells.map(cell) })),
  });
  const strong = (words: string): ClauseNode => ({
    type: 'paragraph',
    content: [{ type: 'text', text: words, marks: ['strong'] }],
  });
  const draftOf = (...blocks: readonly ClauseNode[]) => ({ text: wordsOfBlocks(blocks), blocks });

  it('keeps tables and marks, and in a table the cells that are the same', () => {
    const fragment = clauseOf('one', 'two');
    const before = draftOf(strong('one'), tableOf(['30', '', '2 %'], ['60', 'x', '1 %']));
    putDraftBack(fragment, before);
    expect(clauseJson(fragment)).toEqual(before.blocks);
    const rowOf = (index: number) => (fragment.get(1) as Y.XmlElement).get(index);
    const [first, last] = [rowOf(0), rowOf(1)];
    const after = draftOf(strong('one'), tableOf(['30', '', '2 %'], ['60', 'x', '1.5 %']));
    putDraftBack(fragment, after);
    expect(clauseJson(fragment)).toEqual(after.blocks);
    expect(rowOf(0)).toBe(first);
    expect(rowOf(1)).toBe(last);
  });

  it('is one where the words are the same and the form is not', () => {
    const fragment = clauseOf('30\t2 %');
    const draft = draftOf(tableOf(['30', '2 %']));
    expect(draft.text).toBe(clauseText(fragment));
    expect(differs(draft, fragment)).toBe(true);
    expect(isSameDraft(draft, { text: draft.text })).toBe(false);
    putDraftBack(fragment, draft);
    expect(differs(draft, fragment)).toBe(false);
  });

  it('of one that was kept as text joined with a table both are there', () => {
    const joined = joinedDrafts(draftOf(tableOf(['30', '2 %'])), { text: 'a\nb\n\nc' });
    expect(joined.text).toBe('30\t2 %\n\na\nb\n\nc');
    expect(joined.blocks.map(({ type }) => type)).toEqual(['table', 'paragraph', 'paragraph']);
    expect(wordsOfBlocks(joined.blocks)).toBe(joined.text);
  });

  it.each([
    ['no blocks', 'a table'],
    ['text among blocks', [{ type: 'text', text: 'a' }]],
    ['a cell outside of its row', [{ type: 'table', content: [{ type: 'table_cell' }] }]],
    [
      'an unknown mark',
      [strong('a'), { ...strong('a'), content: [{ type: 'text', text: 'a', marks: ['u'] }] }],
    ],
    [
      'a table in a list',
      [{ type: 'bullet_list', content: [{ type: 'list_item', content: [tableOf(['a'])] }] }],
    ],
  ])('whose kept form is %s is still its text', (_what, blocks) => {
    const draft = { text: '30\t2 %', blocks };
    const fragment = clauseOf('30\t2 %');
    expect(differs(draft, fragment)).toBe(false);
    putDraftBack(fragment, { text: 'b', blocks });
    expect(fragment.toString()).toBe('<paragraph>b</paragraph>');
    expect(isSameDraft(draft, { text: draft.text })).toBe(true);
  });
});

describe('[UI26] the feed speaks in words and hides nothing', () => {
  const line = (code: string, params: FeedItem['params'] = {}): string =>
    feedLine({ atMs: 0, kind: 'auction', code, params });

  it('puts codes and numbers into sentences', () => {
    expect(line('auction/round-closed', { round: 3 })).toBe('Round 3 closed');
    expect(line('auction/voided', { toRound: 0, reason: 'typo' })).toBe(
      'Taken back to before round 1: typo',
    );
    const bid = { team: 'Northwind', lot: 'Newark', quantityBlocks: 3, priceMills: 2_550 };
    expect(line('bid/accepted', bid)).toBe('Bid accepted: Northwind, 3 of Newark at $2.55');
    expect(line('bid/refused', { ...bid, code: 'bid/late' })).toBe(
      'Bid refused: Northwind, 3 of Newark at $2.55 (after the close)',
    );
  });

  it('shows an unknown code as it is', () => {
    expect(line('auction/unheard-of')).toBe('auction/unheard-of');
  });
});
