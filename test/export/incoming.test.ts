// Word files from outside: those of an export come back as what they were, those of others find their clauses, and those
// that were made to do harm are refused by name.

import { deflateRawSync } from 'node:zlib';
import { zipSync } from 'fflate';
import { fc } from '../support/fast-check.ts';
import { describe, expect, it } from 'vitest';
import { docxOf } from '../../server/export/docx/document.ts';
import { readDocx } from '../../server/export/docx-in/docx-in.ts';
import { FileRefused } from '../../server/export/docx-in/refused.ts';
import { ZipIn } from '../../server/export/docx-in/zip-in.ts';
import { createOffice } from '../../server/export/office.ts';
import type { Paper } from '../../shared/sheet/paper/types.ts';
import type { RichNode } from '../../shared/sheet/redline/types.ts';
import { isClauseForm } from '../../shared/sheet/clause-form.ts';
import { compareText } from '../../shared/sheet/incoming/compare.ts';
import { afterOf } from '../../shared/sheet/redline/apply.ts';
import { redlineOf } from '../../shared/sheet/redline/build.ts';
import type { ClauseNode } from '../../shared/sheet/clause-hash.ts';
import { canonicalWording } from '../../shared/sheet/offers/put-text.ts';
import { editedTables } from '../redline/rich-text.ts';
import { docxParts } from '../support/docx-parts.ts';
import { VirtualTime } from '../support/virtual-time.ts';
import { paperWith } from './paper-fixture.ts';

const para = (text: string): RichNode => ({
  type: 'paragraph',
  ...(text !== '' && { content: [{ type: 'text', text }] }),
});

/** What a clause can hold of it: an edit may have left cells without a table, lists, marks of another schema. */
const clauseOf = (blocks: readonly RichNode[]): readonly RichNode[] =>
  canonicalWording(
    blocks.filter(
      (block) => ['paragraph', 'table'].includes(block.type) && isClauseForm([block]),
    ) as readonly ClauseNode[],
  );

const clean = (blocks: readonly RichNode[]): Paper =>
  paperWith(redlineOf(blocks, blocks), { reading: 'clean' });

const W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"';
const TYPES = '<Types xmlns="x"><Default Extension="xml" ContentType="application/xml"/></Types>';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

const wordFile = (body: string, more: Readonly<Record<string, string>> = {}): Uint8Array =>
  zipSync({
    '[Content_Types].xml': bytes(TYPES),
    'word/document.xml': bytes(`<w:document ${W}><w:body>${body}</w:body></w:document>`),
    ...Object.fromEntries(Object.entries(more).map(([name, text]) => [name, bytes(text)])),
  });

const p = (text: string, properties = ''): string =>
  `<w:p>${properties}<w:r><w:t xml:space="preserve">${text}</w:t></w:r></w:p>`;

const codeOf = (read: () => unknown): string => {
  try {
    read();
    return 'read';
  } catch (cause) {
    if (cause instanceof FileRefused) return cause.code;
    throw cause;
  }
};

const inline = fc.array(
  fc.record({
    type: fc.constant('text'),
    text: fc.constantFrom('shall ', 'not', 'by {ref:last} ', ' “x” & <y>', '2.32', '  ', 'é🚚'),
    marks: fc.constantFrom([], ['em'], ['strong'], ['em', 'strong']),
  }),
  { minLength: 1, maxLength: 4 },
);
const paragraph = inline.map((content): RichNode => ({ type: 'paragraph', content }));
const cells = fc.array(
  fc.oneof(
    fc.constant<RichNode>({ type: 'table_cell' }),
    fc.tuple(inline, inline).map(([before, after]): RichNode => ({
      type: 'table_cell',
      content: [...before, { type: 'hard_break' }, ...after],
    })),
    inline.map((content): RichNode => ({ type: 'table_cell', content })),
  ),
  { minLength: 1, maxLength: 3 },
);
const textTable = fc.array(cells, { minLength: 1, maxLength: 3 }).map((rows): RichNode => ({
  type: 'table',
  content: rows.map((content) => ({ type: 'table_row', content })),
}));
const clauseText = fc.array(
  fc.oneof(
    { arbitrary: paragraph, weight: 3 },
    { arbitrary: textTable, weight: 2 },
    {
      arbitrary: fc
        .tuple(
          fc.constantFrom('bullet_list', 'ordered_list'),
          fc.array(fc.array(paragraph, { minLength: 1, maxLength: 2 }), {
            minLength: 1,
            maxLength: 3,
          }),
        )
        .map(([type, items]): RichNode => ({
          type,
          content: items.map((content) => ({ type: 'list_item', content })),
        })),
      weight: 1,
    },
  ),
  { minLength: 1, maxLength: 4 },
);

describe('[IMP4] a file that went out and came back', () => {
  it('unchanged differs in nothing, whatever the text', async () => {
    await fc.assert(
      fc.asyncProperty(clauseText, async (blocks) => {
        // Two lists of a kind side by side read as one.
        const kinds = blocks.map(({ type }) => type);
        fc.pre(kinds.every((type, index) => !type.endsWith('_list') || type !== kinds[index + 1]));
        const paper = clean(blocks);
        const found = compareText(paper, readDocx(await docxOf(paper)));
        expect({ ...found, same: 0 }).toEqual({
          ...{ clauses: [], fields: [], same: 0, missing: [], unplaced: [] },
        });
        expect(found.same).toBe(2);
      }),
      { numRuns: 150 },
    );
  });

  it('[IMP3] with its changes tracked is read as if all were accepted, and they are counted', async () => {
    const redline = redlineOf(
      [para('one two three'), para('gone')],
      [para('one 2 three'), para('new')],
    );
    const read = readDocx(await docxOf(paperWith(redline)));
    expect(read.tracked.insertions).toBeGreaterThan(1);
    expect(read.tracked.deletions).toBeGreaterThan(1);
    expect(read.tracked.authors).toEqual(['Not known']);
    expect(compareText(clean(afterOf(redline)), read)).toMatchObject({ clauses: [], same: 2 });
  });

  it('[TBF4] with changes to its tables tracked is read as if all were accepted', async () => {
    await fc.assert(
      fc.asyncProperty(editedTables, async ({ base, text }) => {
        const redline = redlineOf(clauseOf(base), clauseOf(text));
        const read = readDocx(await docxOf(paperWith(redline)));
        const standing = afterOf(redline);
        fc.pre(standing.length > 0);
        expect(compareText(clean(standing), read)).toMatchObject({ clauses: [], same: 2 });
      }),
      { numRuns: 60 },
    );
  });

  it('[IMP5] with another value beside a field shows the words and takes no value', async () => {
    const paper = clean([para('one')]);
    const other = {
      ...paper,
      sections: paper.sections.map((section) => ({
        ...section,
        items: section.items.map((item) =>
          item.kind === 'field' && item.id === 'minimum' ? { ...item, value: 2_050 } : item,
        ),
      })),
    };
    expect(compareText(paper, readDocx(await docxOf(other))).fields).toEqual([
      { termId: 'minimum', label: 'Minimum charge', sheet: '$2.10', file: '$2.05' },
    ]);
  });
});

describe('[IMP4] a file of somebody else', () => {
  const paper = paperWith(
    redlineOf(
      [para('The carrier delivers each piece on the day of tender.')],
      [para('The carrier delivers each piece on the day of tender.')],
    ),
    {
      places: {
        first: { kind: 'clause', number: '1.1', name: 'First' },
        last: { kind: 'clause', number: '2.1', name: 'Last' },
        end: { kind: 'section', number: '2', name: 'End' },
      },
    },
  );
  const compare = (body: string) => compareText(paper, readDocx(wordFile(body)));
  const heading = (text: string): string => p(text, '<w:pPr><w:outlineLvl w:val="1"/></w:pPr>');

  it('is matched by headings, with numbers or without, and by numbers alone', () => {
    const found = compare(
      heading('1.1 First') +
        p('other words') +
        heading('2.1. Renamed') +
        p('more words, see clause 1.1'),
    );
    expect(found.clauses.map(({ termId, by }) => [termId, by])).toEqual([
      ['first', 'heading'],
      ['last', 'number'],
    ]);
    expect(found.clauses[1]?.blocks).toEqual([para('more words, see {ref:first}')]);
  });

  it('without headings is matched by its words, and what fits nowhere is kept', () => {
    const found = compare(
      p('The carrier delivers every piece on the day of its tender.') + p('Quite other things.'),
    );
    expect(found.clauses.map(({ by }) => by)).toEqual(['likeness']);
    expect(found.unplaced).toEqual(['Quite other things.']);
    expect(found.missing).toHaveLength(1);
  });

  it('a line of text that happens to be a heading’s words begins no clause', () => {
    const found = compare(heading('First') + p('Last') + p('and so on'));
    expect(found.clauses[0]?.blocks).toEqual([para('Last'), para('and so on')]);
  });

  it('[IMP3] reads moved text once, and leaves removed text and field codes out', () => {
    const found = compare(
      `${heading('First')}<w:p><w:del w:id="1" w:author="Eve"><w:r><w:delText>old </w:delText></w:r></w:del>` +
        '<w:moveFrom w:id="2"><w:r><w:t>moved </w:t></w:r></w:moveFrom><w:r><w:t>new</w:t></w:r>' +
        '<w:r><w:instrText>DDEAUTO cmd</w:instrText></w:r></w:p>',
    );
    expect(found.clauses[0]?.blocks).toEqual([para('new')]);
  });
});

describe('[TBF4] a table of somebody else’s file', () => {
  const paper = clean([para('The carrier delivers each piece on the day of tender.')]);
  const compare = (body: string) => compareText(paper, readDocx(wordFile(body)));
  const heading = p('First', '<w:pPr><w:outlineLvl w:val="1"/></w:pPr>');
  const tc = (inside: string, properties = ''): string =>
    `<w:tc><w:tcPr>${properties}</w:tcPr>${inside}</w:tc>`;
  const tr = (inside: string, properties = ''): string =>
    `<w:tr><w:trPr>${properties}</w:trPr>${inside}</w:tr>`;
  const tbl = (...rows: readonly string[]): string => `<w:tbl>${rows.join('')}</w:tbl>`;
  /** Cells of the first table by their text, line breaks as such. */
  const cellsOf = (body: string): readonly (readonly string[])[] => {
    const [clause] = compare(heading + p('Days:') + body).clauses;
    const table = clause?.blocks.find(({ type }) => type === 'table');
    return (table?.content ?? []).map(({ content = [] }) =>
      content.map((each) => (each.content ?? []).map(({ text }) => text ?? '\n').join('')),
    );
  };

  it('becomes a table of the clause, between the paragraphs where it stands', () => {
    const body = tbl(tr(tc(p('Ground')) + tc(p('5'))), tr(tc(p('Express')) + tc(p(''))));
    const [clause] = compare(heading + p('Days:') + body + p('After.')).clauses;
    expect(clause?.blocks.map(({ type }) => type)).toEqual(['paragraph', 'table', 'paragraph']);
    expect(cellsOf(body)).toEqual([
      ['Ground', '5'],
      ['Express', ''],
    ]);
  });

  it('keeps the text of merged cells where they begin, paragraphs and nested tables as lines', () => {
    const nested = tbl(tr(tc(p('in one')) + tc(p('in two'))));
    const item = '<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="4"/></w:numPr></w:pPr>';
    expect(
      cellsOf(
        tbl(
          tr(
            tc(p('wide'), '<w:gridSpan w:val="2"/>') + tc(p('tall'), '<w:vMerge w:val="restart"/>'),
          ),
          tr(tc(p('a')) + tc(p('b') + p('c')) + tc('<w:p/>', '<w:vMerge/>')),
          tr(
            tc(p('x', item) + p('y', item)) + tc(`${p('before')}${nested}<w:p/>`),
            '<w:gridBefore w:val="1"/>',
          ),
        ),
      ),
    ).toEqual([
      ['wide', '', 'tall'],
      ['a', 'b\nc', ''],
      ['', '• x\n• y', 'before\nin one\nin two'],
    ]);
  });

  it('numbers the items of its lists as Word shows them', () => {
    const item = '<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="4"/></w:numPr></w:pPr>';
    const numbering = `<w:numbering ${W}><w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/></w:lvl></w:abstractNum><w:num w:numId="4"><w:abstractNumId w:val="1"/></w:num></w:numbering>`;
    const body = heading + p('one', item) + tbl(tr(tc(p('two', item) + p('three', item))));
    const read = readDocx(wordFile(body, { 'word/numbering.xml': numbering }));
    const [clause] = compareText(paper, read).clauses;
    expect(JSON.stringify(clause?.blocks.at(-1))).toContain('2. two');
    expect(JSON.stringify(clause?.blocks.at(-1))).toContain('3. three');
  });

  it('is read with its rows and cells that were removed gone, and what they were before not at all', () => {
    const mark = (name: string): string => `<${name} w:id="1" w:author="Eve"/>`;
    expect(
      cellsOf(
        tbl(
          tr(tc(p('gone')), mark('w:del')),
          tr(tc(p('new')) + tc(p('cell gone'), mark('w:cellDel')), mark('w:ins')),
          tr(
            tc(
              p('kept'),
              '<w:tcPrChange w:id="2" w:author="Eve"><w:tcPr><w:gridSpan w:val="3"/></w:tcPr></w:tcPrChange>',
            ),
            '<w:trPrChange w:id="3" w:author="Eve"><w:trPr><w:gridBefore w:val="2"/></w:trPr></w:trPrChange>',
          ),
        ),
      ),
    ).toEqual([['new'], ['kept']]);
    // An end of line that is gone joins nothing to the next cell.
    const ended = '<w:pPr><w:rPr><w:del w:id="4" w:author="Eve"/></w:rPr></w:pPr>';
    expect(cellsOf(tbl(tr(tc(p('one', ended)) + tc(p('two')))))).toEqual([['one', 'two']]);
    expect(cellsOf(tbl(tr(tc(p('gone')), mark('w:del'))))).toEqual([]);
  });

  it('before any clause is kept as text that fits nowhere', () => {
    const found = compare(tbl(tr(tc(p('Signed by')) + tc(p('nobody yet')))) + heading + p('Days:'));
    expect(found.unplaced).toEqual(['Signed by nobody yet']);
  });

  it('of fields is none of the clause that it was moved into, with its bookmarks or without', async () => {
    const { texts } = docxParts(await docxOf(paper));
    const written = texts['word/document.xml'] ?? '';
    const fields = /<w:tbl>.*?Minimum charge.*<\/w:tbl>(?=<w:p>)/s.exec(written)?.[0] ?? '';
    expect(fields).toContain('w:bookmarkStart');
    const bare = fields.replaceAll(/<w:bookmark[^>]*>/g, '');
    for (const [table, unplaced] of [
      [fields, 0],
      [bare, 1],
    ] as const) {
      const found = compare(heading + p('Days:') + table + p('After.'));
      expect(found.clauses[0]?.blocks).toEqual([para('Days:'), para('After.')]);
      expect(found.unplaced).toHaveLength(unplaced);
    }
  });

  it('[TBF5] with more cells than anybody writes refuses the file, also where it only says so', () => {
    const many = tbl(tr(tc('<w:p/>').repeat(63)).repeat(800));
    expect(codeOf(() => readDocx(wordFile(many)))).toBe('file/too-many-cells');
    const spans = tbl(tr(tc('<w:p/>', '<w:gridSpan w:val="1000000000"/>')).repeat(800));
    expect(codeOf(() => readDocx(wordFile(spans)))).toBe('file/too-many-cells');
    const before = tbl(tr(tc('<w:p/>'), '<w:gridBefore w:val="1000000000"/>').repeat(800));
    expect(codeOf(() => readDocx(wordFile(before)))).toBe('file/too-many-cells');
    const deep =
      '<w:tbl><w:tr><w:tc>'.repeat(200) + '<w:p/>' + '</w:tc></w:tr></w:tbl>'.repeat(200);
    expect(codeOf(() => readDocx(wordFile(deep)))).toBe('file/too-deep');
    const nested = '<w:tbl><w:tr><w:tc>'.repeat(80) + p('x') + '</w:tc></w:tr></w:tbl>'.repeat(80);
    expect(cellsOf(nested)).toEqual([['x']]);
  });
});

describe('[IMP2] files that were made to do harm', () => {
  const rels = (attributes: string): Readonly<Record<string, string>> => ({
    'word/_rels/document.xml.rels': `<Relationships><Relationship Id="r" ${attributes}/></Relationships>`,
  });

  it('are refused by name', () => {
    const cases: Readonly<Record<string, readonly [string, Uint8Array]>> = {
      'no zip': ['file/not-a-zip', bytes('%PDF-1.7 and so on, long enough to be looked at')],
      empty: ['file/not-a-zip', new Uint8Array()],
      'a zip of something else': ['file/not-word', zipSync({ 'a.txt': bytes('a') })],
      'a macro': ['file/macros', wordFile(p('a'), { 'word/vbaProject.bin': 'x' })],
      'a type with macros': [
        'file/macros',
        wordFile(p('a'), {
          '[Content_Types].xml':
            '<Types><Override ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/></Types>',
        }),
      ],
      'a template from elsewhere': [
        'file/external',
        wordFile(
          p('a'),
          rels('Type="x/attachedTemplate" Target="http://evil/x.dotm" TargetMode="External"'),
        ),
      ],
      'a picture from elsewhere': [
        'file/external',
        wordFile(p('a'), rels('Type="x/image" Target="file:///etc/passwd" TargetMode="External"')),
      ],
      'a document type': [
        'file/doctype',
        wordFile('', {
          'word/document.xml': `<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><w:document ${W}><w:body>&x;</w:body></w:document>`,
        }),
      ],
      'an entity of its own': [
        'file/not-xml',
        wordFile('', { 'word/document.xml': `<w:document ${W}><w:body>&x;</w:body></w:document>` }),
      ],
      'a broken part': ['file/not-xml', wordFile('<w:p>')],
      'deep nesting': ['file/too-deep', wordFile('<w:p>'.repeat(5_000) + '</w:p>'.repeat(5_000))],
      'a path that leads out': ['file/path', wordFile(p('a'), { '../../etc/passwd': 'x' })],
      'an absolute path': ['file/path', wordFile(p('a'), { '/etc/passwd': 'x' })],
      'a path of another system': ['file/path', wordFile(p('a'), { 'c:\\windows\\x': 'x' })],
      'too many entries': [
        'file/bomb',
        wordFile(
          p('a'),
          Object.fromEntries(Array.from({ length: 500 }, (_, at) => [`n${String(at)}`, ''])),
        ),
      ],
      'a bomb': ['file/bomb', wordFile(' '.repeat(30 * 1024 * 1024))],
      'more words than any document': ['file/bomb', wordFile(p('word '.repeat(400_001)))],
      'more paragraphs than any document': ['file/bomb', wordFile(p('a').repeat(20_001))],
      'too large': ['file/too-large', new Uint8Array(9 * 1024 * 1024)],
    };
    for (const [name, [code, file]] of Object.entries(cases)) {
      expect([name, codeOf(() => readDocx(file))]).toEqual([name, code]);
    }
  });

  it('a bomb that hides its size unpacks no further than the bound', () => {
    const file = Buffer.from(zipSync({ 'a.xml': bytes('a'.repeat(1_000)) }));
    const packed = deflateRawSync(Buffer.alloc(5_000_000));
    const honest = zipSync({ 'a.xml': [new Uint8Array(5_000_000), { level: 9 }] });
    const lying = Buffer.from(honest);
    // The directory says that a hundred bytes come out.
    const entry = lying.indexOf(Buffer.from([0x50, 0x4b, 0x01, 0x02]));
    lying.writeUInt32LE(100, entry + 24);
    const limits = { fileBytes: 1e6, entries: 10, entryBytes: 100_000, allBytes: 200_000 };
    expect(packed.length).toBeLessThan(10_000);
    expect(codeOf(() => new ZipIn(lying, limits).read('a.xml'))).toBe('file/bomb');
    expect(new ZipIn(file, limits).read('a.xml')).toHaveLength(1_000);
  });

  it('encrypted, cut off and doubled entries are refused, and any other damage too', () => {
    const file = Buffer.from(wordFile(p('a')));
    const entry = file.indexOf(Buffer.from([0x50, 0x4b, 0x01, 0x02]));
    const encrypted = Buffer.from(file);
    encrypted.writeUInt16LE(1, entry + 8);
    expect(codeOf(() => readDocx(encrypted))).toBe('file/encrypted');
    expect(codeOf(() => readDocx(file.subarray(0, file.length - 30)))).toBe('file/not-a-zip');
    fc.assert(
      fc.property(fc.nat(file.length - 1), fc.nat(255), (place, value) => {
        const damaged = Buffer.from(file);
        damaged[place] = value;
        expect(codeOf(() => readDocx(damaged))).toMatch(/^(read|file\/)/);
      }),
      { numRuns: 500 },
    );
  });

  it('of a link the words are taken and the link is counted', () => {
    const more = {
      'word/_rels/document.xml.rels':
        '<Relationships><Relationship Id="r1" Type="x/hyperlink" Target="http://a" TargetMode="External"/></Relationships>',
    };
    const link =
      '<w:p><w:hyperlink r:id="r1" xmlns:r="r"><w:r><w:t>words</w:t></w:r></w:hyperlink></w:p>';
    const read = readDocx(wordFile(link, more));
    expect(read.links).toBe(1);
    expect(read.paragraphs[0]?.content).toEqual([{ type: 'text', text: 'words' }]);
  });
});

describe('[IMP1] the thread in which files are read', () => {
  it('refuses one file and goes on with the next, while the server does other things', async () => {
    const office = createOffice(new VirtualTime());
    const paper = clean([para('one')]);
    let turns = 0;
    let isDone = false;
    const spin = (): void => {
      turns += 1;
      if (!isDone) setImmediate(spin);
    };
    spin();
    const bomb = wordFile(' '.repeat(30 * 1024 * 1024));
    const [refused, read] = await Promise.allSettled([
      office.run({ kind: 'compare-docx', paper, bytes: bomb }),
      office.run({ kind: 'compare-docx', paper, bytes: await docxOf(paper) }),
    ]);
    isDone = true;
    expect(refused).toMatchObject({ status: 'rejected', reason: { code: 'file/bomb' } });
    expect(read).toMatchObject({ status: 'fulfilled', value: { comparison: { same: 2 } } });
    expect(turns).toBeGreaterThan(100);
    await office.close();
  });

  it('ends a file that takes too long, and whoever waits is served by another thread', async () => {
    const time = new VirtualTime();
    const office = createOffice(time);
    const paper = clean([para('one')]);
    const slow = office.run({ kind: 'write-docx', paper });
    const next = office.run({ kind: 'write-docx', paper });
    // As long as a file may take, before the thread has even started.
    const outcome = expect(slow).rejects.toMatchObject({ code: 'file/too-slow' });
    await time.advance(30_000);
    await outcome;
    expect((await next).length).toBeGreaterThan(1_000);
    await office.close();
    await expect(office.run({ kind: 'write-docx', paper })).rejects.toThrow();
  });
});
