// Comments in Word files: real ones, on the words that they are about, and only those that the file may have.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { docxOf } from '../../server/export/docx/document.ts';
import { authoredClause } from '../../shared/sheet/redline/authored.ts';
import { redlineOf } from '../../shared/sheet/redline/build.ts';
import { anchorAt, wordsOf } from '../../shared/sheet/comments/passages.ts';
import type { PaperComment } from '../../shared/sheet/paper/types.ts';
import type { SeatSheetCommand } from '../../shared/protocol/schemas.ts';
import type { SheetView } from '../../shared/sheet/types.ts';
import { until } from '../support/sync-stage.ts';
import { docxParts, everythingIn } from '../support/docx-parts.ts';
import { allOf } from '../support/xml-tree.ts';
import { clauseOf } from '../text/sheet-fixture.ts';
import type { Negotiated } from './negotiated-sheet.ts';
import { HIDDEN_CLAUSE, negotiated } from './negotiated-sheet.ts';
import { AS_OF, paperWith } from './paper-fixture.ts';

const SHOWN_CLAUSE = 'parties-affiliates';

const para = (text: string) => ({ type: 'paragraph', content: [{ type: 'text', text }] });

/** The words between the ends of each comment's range, by its number. */
const ranges = (xml: string): Readonly<Record<string, string>> => {
  const found: Record<string, string> = {};
  for (const [, id = ''] of xml.matchAll(/<w:commentRangeStart w:id="(\d+)"\/>/g)) {
    const [, inside = ''] =
      new RegExp(
        `<w:commentRangeStart w:id="${id}"/>(.*?)<w:commentRangeEnd w:id="${id}"/>`,
        's',
      ).exec(xml) ?? [];
    const deleted = inside.replace(/<w:del [^>]*>.*?<\/w:del>/gs, '');
    found[id] = [...deleted.matchAll(/<w:t(?: [^>]*)?>([^<]*)<\/w:t>/g)].map(([, t]) => t).join('');
  }
  return found;
};

describe('[COM11] comments of a paper', () => {
  const redline = redlineOf(
    [para('The carrier delivers daily. See {ref:last} and more.')],
    [para('The carrier delivers every day. See {ref:last} and more.'), para('New line.')],
  );
  const text = '\nThe carrier delivers every day. See {ref:last} and more.\nNew line.';
  const on = (words: string, clauseId = 'first', change = {}): PaperComment => {
    const from = text.indexOf(words);
    const stretch = { from, to: from + words.length, words, ...change };
    return {
      clauseId,
      stretch,
      author: { name: 'Nora', side: 'shipper', atMs: AS_OF },
      text: words,
    };
  };

  it('stand on their words, across what was added and from line to line', async () => {
    const comments = [
      on('delivers every day'),
      on('carrier'),
      on('more.\nNew'),
      on('{ref:last}'.slice(1, 6)),
      on('carrier', 'first', { words: 'shipper' }),
      on('carrier', 'gone'),
      { ...on('carrier'), clauseId: 'minimum' },
    ];
    const { texts, trees } = docxParts(await docxOf(paperWith(redline, { comments })));
    const body = texts['word/document.xml'] ?? '';
    const found = ranges(body);
    expect(Object.keys(found).sort()).toEqual(['0', '1', '2', '3', '4', '5', '6']);
    expect([found['0'], found['1'], found['2']]).toEqual([
      'delivers every day',
      'carrier',
      'more.New',
    ]);
    // Inside of a reference the whole of it is meant; what does not stand there is beside the heading.
    expect(found['3']).toMatch(/^clause 2\.1$/);
    expect([found['4'], found['5'], found['6']]).toEqual(['First', 'Gone', 'Terms']);
    const written = trees['word/comments.xml'];
    const authors = written
      ? allOf(written, 'w:comment').map((one) => one.attributes['w:author'])
      : [];
    expect(authors).toEqual(comments.map(() => 'Nora (Shipper)'));
    for (const id of Object.keys(found)) {
      expect(body.split(`<w:commentReference w:id="${id}"/>`)).toHaveLength(2);
      expect(body.split(`<w:commentRangeEnd w:id="${id}"/>`)).toHaveLength(2);
    }
  });
});

describe('[COM11] comments on a table in a clause', () => {
  const cell = (text: string) => ({
    type: 'table_cell',
    ...(text !== '' && { content: [{ type: 'text', text }] }),
  });
  const table = (...rows: readonly (readonly string[])[]) => ({
    type: 'table',
    content: rows.map((cells) => ({ type: 'table_row', content: cells.map(cell) })),
  });

  it('stand on the words in its cells, those that changed and those of another form too', async () => {
    const redline = redlineOf(
      [para('Days:'), table(['Ground', '5'], ['Express', '1']), table(['a', 'b'])],
      [para('Days:'), table(['Ground', '4'], ['Express', '1']), table(['a', 'b', 'more'])],
    );
    const text = '\nDays:\nGround\n4\nExpress\n1\na\nb\nmore';
    const on = (words: string): PaperComment => {
      const from = text.lastIndexOf(words);
      const stretch = { from, to: from + words.length, words };
      return { clauseId: 'first', stretch, author: { name: 'Nora' }, text: words };
    };
    const comments = ['Ground', '4', 'Express\n1', 'more'].map(on);
    const { texts } = docxParts(await docxOf(paperWith(redline, { comments })));
    expect(Object.values(ranges(texts['word/document.xml'] ?? ''))).toEqual([
      ...['Ground', '4', 'Express1', 'more'],
    ]);
  });
});

describe('[COM11] a Word file of a sheet', () => {
  let sheet: Negotiated;
  const WORDS = {
    shared: 'zqsharedremark',
    reply: 'zqsharedreply',
    internal: 'zqinternalremark',
    carrier: 'zqcarrierinternal',
    note: 'zqprivatenote',
  };

  const say = async (seat: string, command: object): Promise<void> => {
    const topic = { kind: 'sheet', id: sheet.sheetId } as const;
    await sheet.at(seat).must(command as SeatSheetCommand, { topic });
  };

  beforeAll(async () => {
    sheet = await negotiated([HIDDEN_CLAUSE, SHOWN_CLAUSE]);
    const { provider } = await sheet.at('harbor-lead').text(sheet.sheetId);
    const words = wordsOf(authoredClause(clauseOf(provider.doc, SHOWN_CLAUSE)));
    const from = words.text.search(/\w/);
    const anchor = anchorAt(words, from, from + 12);
    const make = (side: string, scope: string, text: string, more: object = {}) => ({
      ...{ type: 'MakeComment', side, scope, termId: SHOWN_CLAUSE, text },
      ...more,
    });
    const at = { anchor: { start: anchor?.start, end: anchor?.end } };
    await say('harbor-lead', make('shipper', 'shared', WORDS.shared, at));
    await say('harbor-lead', make('shipper', 'internal', WORDS.internal, at));
    await say('harbor-lead', make('shipper', 'note', WORDS.note));
    await say('usps-lead', make('carrier', 'internal', WORDS.carrier));
    await sheet.at('usps-lead').watch({ kind: 'sheet', id: sheet.sheetId });
    const sharedId = (): string | undefined => {
      const view = sheet.at('usps-lead').viewOf({ kind: 'sheet', id: sheet.sheetId }) as SheetView;
      return Object.entries(view.comments ?? {}).find(([, { scope }]) => scope === 'shared')?.[0];
    };
    await until(() => sharedId() !== undefined, 'the carrier reads what was shared');
    const commentId = sharedId();
    await say('usps-lead', {
      ...{ type: 'ReplyToComment', side: 'carrier', scope: 'shared', commentId },
      text: WORDS.reply,
    });
  });

  afterAll(async () => {
    await sheet.close();
  });

  const wordsFor = async (seat: string, query: string): Promise<readonly string[]> => {
    const response = await sheet.get(seat, `export/docx?${query}`);
    const content = everythingIn(docxParts(new Uint8Array(await response.arrayBuffer())));
    return [
      ...Object.entries(WORDS).flatMap(([name, word]) => (content.includes(word) ? [name] : [])),
      ...(content.includes('Do not send it to the other side') ? ['warning'] : []),
    ];
  };

  it('has what both sides read; a team’s own only where it asks, with a warning; never a note', async () => {
    const both = ['shared', 'reply'];
    expect(await wordsFor('harbor-lead', 'edition=sealed')).toEqual(both);
    expect(await wordsFor('usps-lead', 'edition=sealed')).toEqual(both);
    expect(await wordsFor('moderator', 'edition=sealed&comments=team')).toEqual(both);
    const own = [...both, 'internal', 'warning'].sort();
    expect([...(await wordsFor('harbor-member', 'comments=team'))].sort()).toEqual(own);
    const carrier = [...(await wordsFor('usps-lead', 'comments=team'))].sort();
    expect(carrier).toEqual([...both, 'carrier', 'warning'].sort());
    expect(await wordsFor('harbor-lead', 'edition=redacted&comments=team')).toEqual([]);
    expect(await wordsFor('harbor-lead', 'comments=none')).toEqual([]);
    const named = await sheet.get('harbor-lead', 'export/docx?comments=team');
    expect(named.headers.get('content-disposition')).toContain('.sealed.internal.docx');
  });

  it('[COM9] says nothing of when others commented for themselves', async () => {
    const before = await (await sheet.get('usps-lead', 'export/json')).text();
    await say('harbor-lead', {
      ...{ type: 'MakeComment', side: 'shipper', scope: 'internal', termId: SHOWN_CLAUSE },
      text: 'Later, among ourselves.',
    });
    expect(await (await sheet.get('usps-lead', 'export/json')).text()).toBe(before);
  });
});
