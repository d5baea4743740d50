// Seed, canonical value and form of clauses.

import * as Y from 'yjs';
import { describe, expect, it } from 'vitest';
import { clauseFormFault } from '../../shared/sheet/clause-form.ts';
import { clauseHash, clauseJson } from '../../shared/sheet/clause-hash.ts';
import { HELD, isElementName, MARKS } from '../../shared/sheet/text-form.ts';
import { clauseSchema } from '../../shared/sheet/text-schema.ts';
import { wordsOfBlocks } from '../../shared/sheet/text-words.ts';
import { clauseText, SEED_CLIENT_ID, seedUpdate } from '../../shared/sheet/text-seed.ts';
import { clauseOf, editOf, forkOf, SEED, seededPart, textOf } from './sheet-fixture.ts';

const seeded = (): Y.Doc => forkOf(seededPart(), 77);

describe('seed', () => {
  it('[TXT18] is the same bytes for the same wording, all by the reserved client', () => {
    const clauses = [
      { id: 'a', paragraphs: ['One.', '', 'Two.'] },
      { id: 'b', paragraphs: [] },
    ];
    expect(seedUpdate(clauses)).toEqual(seedUpdate(clauses));
    expect(seedUpdate(clauses)).not.toEqual(seedUpdate([...clauses].reverse()));
    const doc = new Y.Doc();
    Y.applyUpdate(doc, seedUpdate(clauses));
    expect([...doc.store.clients.keys()]).toEqual([SEED_CLIENT_ID]);
    expect(clauseText(clauseOf(doc, 'a'))).toBe('One.\n\n\n\nTwo.');
    expect(clauseJson(clauseOf(doc, 'b'))).toEqual([{ type: 'paragraph' }]);
  });

  it('[TXT18] reaches two readers as one document, not doubled', () => {
    const doc = seeded();
    Y.applyUpdate(doc, SEED);
    expect(clauseText(clauseOf(doc, 'scope'))).toBe(
      'The carrier delivers.\n\nEvery day but Sunday 🚚.',
    );
  });
});

describe('canonical value', () => {
  it('[TXT2] does not depend on how or by whom the text came about', () => {
    const doc = seeded();
    const hash = clauseHash(clauseOf(doc, 'scope'));
    const text = textOf(doc, 'scope');
    for (let at = 1; at < 15; at += 3) {
      text.insert(at, 'xyz');
      text.delete(at, 3);
    }
    expect(clauseHash(clauseOf(doc, 'scope'))).toBe(hash);
    text.format(0, 8, { strong: {} });
    text.format(0, 8, { em: {} });
    const bold = clauseHash(clauseOf(doc, 'scope'));
    expect(bold).not.toBe(hash);
    text.format(0, 3, { strong: null });
    text.format(0, 3, { strong: {} });
    expect(clauseHash(clauseOf(doc, 'scope'))).toBe(bold);
    text.format(0, 8, { strong: null, em: null });
    expect(clauseHash(clauseOf(doc, 'scope'))).toBe(hash);
  });

  it('[TXT2] joins texts that stand side by side and drops what shows nothing', () => {
    const doc = seeded();
    const paragraph = textOf(doc, 'scope').parent as Y.XmlElement;
    paragraph.insert(1, [new Y.XmlText(''), new Y.XmlText(' Always.')]);
    clauseOf(doc, 'scope').insert(1, [new Y.XmlElement('bullet_list')]);
    expect(clauseJson(clauseOf(doc, 'scope'))).toEqual([
      { type: 'paragraph', content: [{ type: 'text', text: 'The carrier delivers. Always.' }] },
      { type: 'paragraph', content: [{ type: 'text', text: 'Every day but Sunday 🚚.' }] },
    ]);
  });

  it('[TXT2] tells apart whatever a reader can tell apart', () => {
    const edits: readonly ((doc: Y.Doc) => void)[] = [
      () => undefined,
      (doc) => {
        textOf(doc, 'scope').insert(0, ' ');
      },
      (doc) => {
        textOf(doc, 'scope').format(0, 3, { em: {} });
      },
      (doc) => {
        textOf(doc, 'scope').format(0, 3, { strong: {} });
      },
      (doc) => {
        clauseOf(doc, 'scope').insert(0, [new Y.XmlElement('paragraph')]);
      },
      (doc) => {
        (textOf(doc, 'scope').parent as Y.XmlElement).insert(1, [new Y.XmlElement('hard_break')]);
      },
      (doc) => {
        clauseOf(doc, 'scope').delete(1, 1);
      },
    ];
    const hashes = edits.map((edit) => {
      const doc = seeded();
      edit(doc);
      return clauseHash(clauseOf(doc, 'scope'));
    });
    expect(new Set(hashes).size).toBe(edits.length);
  });

  it('[TXT2] a table without cells shows nothing, an empty cell does', () => {
    const doc = seeded();
    const before = clauseHash(clauseOf(doc, 'scope'));
    const [table, row] = [new Y.XmlElement('table'), new Y.XmlElement('table_row')];
    clauseOf(doc, 'scope').insert(1, [table]);
    table.insert(0, [row]);
    expect(clauseHash(clauseOf(doc, 'scope'))).toBe(before);
    row.insert(0, [new Y.XmlElement('table_cell')]);
    expect(clauseJson(clauseOf(doc, 'scope'))[1]).toEqual({
      type: 'table',
      content: [{ type: 'table_row', content: [{ type: 'table_cell' }] }],
    });
  });

  it('[TXT19] plain text has rows on lines of their own, their cells parted by tabs', () => {
    const doc = seeded();
    const cell = (words: string): Y.XmlElement => {
      const element = new Y.XmlElement('table_cell');
      if (words !== '') element.insert(0, [new Y.XmlText(words)]);
      return element;
    };
    const row = (...words: readonly string[]): Y.XmlElement => {
      const element = new Y.XmlElement('table_row');
      element.insert(0, words.map(cell));
      return element;
    };
    const table = new Y.XmlElement('table');
    table.insert(0, [row('Days', 'Share'), row('30', '', 'rest')]);
    clauseOf(doc, 'payment').insert(1, [table]);
    const text = 'Within 30 days.\n\nDays\tShare\n30\t\trest\n\n';
    expect(clauseText(clauseOf(doc, 'payment'))).toBe(text);
    expect(wordsOfBlocks(clauseJson(clauseOf(doc, 'payment')))).toBe(text);
  });

  it('[TXT19] plain text has lists and line breaks on lines of their own', () => {
    const doc = seeded();
    editOf(doc, () => {
      const list = new Y.XmlElement('ordered_list');
      clauseOf(doc, 'payment').insert(1, [list]);
      for (const words of ['one', 'two']) {
        const item = new Y.XmlElement('list_item');
        const paragraph = new Y.XmlElement('paragraph');
        list.push([item]);
        item.push([paragraph]);
        paragraph.push([
          new Y.XmlText(words),
          new Y.XmlElement('hard_break'),
          new Y.XmlText('more'),
        ]);
      }
    });
    expect(clauseText(clauseOf(doc, 'payment'))).toBe(
      'Within 30 days.\n\none\nmore\ntwo\nmore\n\n',
    );
  });
});

describe('form', () => {
  it('[TXT7] the check and the editor agree on what may stand in what', () => {
    const { nodes, marks } = clauseSchema;
    expect(Object.keys(marks).sort()).toEqual([...MARKS].sort());
    const names = Object.keys(nodes).filter((name) => name !== 'doc' && name !== 'text');
    expect(Object.keys(nodes).filter(isElementName).sort()).toEqual(names.sort());
    for (const [name, node] of Object.entries(nodes)) {
      expect(Object.keys(node.spec.attrs ?? {})).toEqual([]);
      if (name === 'text') continue;
      const held = HELD[name === 'doc' ? 'clause' : (name as keyof typeof HELD)];
      for (const [other, type] of Object.entries(nodes)) {
        const isAllowed = node.contentMatch.matchType(type) !== null;
        expect([name, other, held.includes(other)]).toEqual([name, other, isAllowed]);
      }
    }
  });

  const text = (words: string): object => ({ type: 'text', text: words });
  const paragraph = (...content: readonly object[]): object => ({ type: 'paragraph', content });
  /** A list in a list, so often that its paragraph stands at `depth`. */
  const nested = (depth: number): object =>
    depth === 1
      ? paragraph(text('a'))
      : {
          type: 'bullet_list',
          content: [{ type: 'list_item', content: [nested(depth - 2)] }],
        };

  it.each<readonly [string, readonly unknown[]]>([
    ['an empty list', [{ type: 'bullet_list' }]],
    ['marks', [paragraph({ type: 'text', text: 'a', marks: ['em', 'strong'] })]],
    [
      'a table',
      [{ type: 'table', content: [{ type: 'table_row', content: [{ type: 'table_cell' }] }] }],
    ],
    ['text at the last level', [nested(11)]],
  ])('[TXT7] a clause may be written as %s', (_what, blocks) => {
    expect(clauseFormFault(blocks)).toBeUndefined();
  });

  it.each<readonly [string, unknown, string]>([
    ['that is no list', 'a', 'no list of nodes'],
    ['with a word for a block', ['a'], 'no node'],
    ['with a block of no type', [{ content: [] }], 'no type'],
    ['with an unknown block', [{ type: 'image' }], 'image in clause'],
    ['with a name that every object has', [{ type: 'constructor' }], 'constructor in clause'],
    ['with text among blocks', [text('a')], 'text in clause'],
    ['with content that is no list', [{ type: 'paragraph', content: {} }], 'no list of nodes'],
    ['with an attribute', [{ type: 'paragraph', attrs: {} }], 'attribute attrs'],
    ['with an attribute of text', [paragraph({ ...text('a'), by: 'x' })], 'attribute by'],
    ['with empty text', [paragraph(text(''))], 'text'],
    ['with half a character', [paragraph(text('\ud83d'))], 'text'],
    ['with an unknown mark', [paragraph({ ...text('a'), marks: ['u'] })], 'mark'],
    ['one level too deep', [nested(13)], 'depth'],
  ])('[TXT7] [TXT8] wording %s is none of a clause', (_what, blocks, fault) => {
    expect(clauseFormFault(blocks)).toBe(fault);
  });
});
