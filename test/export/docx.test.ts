// Word documents, looked at part by part: well formed, the changes add up, numbers and references are real, the same
// paper gives the same bytes.

import { fc } from '../support/fast-check.ts';
import { describe, expect, it } from 'vitest';
import { docxOf } from '../../server/export/docx/document.ts';
import type { Redline, RichNode } from '../../shared/sheet/redline/types.ts';
import { epochMs } from '../../shared/kernel/units.ts';
import { afterOf, beforeOf } from '../../shared/sheet/redline/apply.ts';
import { redlineOf } from '../../shared/sheet/redline/build.ts';
import { withWholeReferences } from '../../shared/sheet/paper/whole-references.ts';
import { resolveReferences } from '../../shared/sheet/references.ts';
import { editedTables, editedText } from '../redline/rich-text.ts';
import type { DocxTable, Line, Reading } from '../support/docx-parts.ts';
import { blocksOf, changesIn, docxParts, linesOf } from '../support/docx-parts.ts';
import type { XmlNode } from '../support/xml-tree.ts';
import { allOf, at, childrenOf } from '../support/xml-tree.ts';
import { AS_OF, paperWith } from './paper-fixture.ts';

const BODY = 'ClauseText';
const CELL = 'ClauseCell';
const PLACES = new Map(Object.entries(paperWith({ rows: [] }).places));

const para = (...texts: readonly string[]): RichNode => ({
  type: 'paragraph',
  content: texts.map((text) => ({ type: 'text', text })),
});
const list = (type: string, ...items: readonly RichNode[]): RichNode => ({
  type,
  content: items.map((item) => ({ type: 'list_item', content: [item] })),
});

/** A paragraph's text, or the texts of a table's cells by their rows. */
type Written = string | readonly (readonly string[])[];

/** What a reader of the page sees of blocks, references in words. */
const wordingOf = (blocks: readonly RichNode[]): readonly Written[] =>
  blocks.flatMap((block): readonly Written[] => {
    const { rows } = redlineOf([block], [block]);
    const texts = rows.map(({ spans }) =>
      resolveReferences(PLACES, spans.map(({ text }) => text ?? '\n').join('')),
    );
    const paths = rows.map(({ frame }) => frame.path.map(({ type }) => type).join(' '));
    if (paths.some((path) => path !== 'table table_row table_cell')) return texts;
    const cells = [...texts];
    return [(block.content ?? []).map(({ content }) => cells.splice(0, content?.length ?? 0))];
  });

const textLines = (blocks: readonly (Line | DocxTable)[]): readonly Line[] =>
  blocks.filter((block): block is Line => 'text' in block && block.style === BODY);

/** The text of the clauses: their paragraphs, and those tables that hold text. */
const bodyOf = (blocks: readonly (Line | DocxTable)[]): readonly Written[] =>
  blocks.flatMap((block): readonly Written[] => {
    if ('text' in block) return block.style === BODY ? [block.text] : [];
    const rows = block.rows.map((cells) =>
      cells.flatMap(([line]) => (line?.style === CELL ? [line.text] : [])),
    );
    return rows.flat().length > 0 ? [rows] : [];
  });

const readings = async (
  redline: Redline,
): Promise<Readonly<Record<Reading, readonly (Line | DocxTable)[]>>> => {
  const { body } = docxParts(await docxOf(paperWith(redline)));
  return { accepted: blocksOf(body, 'accepted'), rejected: blocksOf(body, 'rejected') };
};

/** Both clauses of the fixture have the redline; the third is left out. */
const twice = (lines: readonly Written[]): readonly Written[] => [
  ...lines,
  ...lines,
  '[redacted: cost]',
];

describe('[EXP5] tracked changes of a Word document', () => {
  it('accepted give the new wording, rejected the base, for any text and any edit of it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(editedText, editedTables), async ({ base, text }) => {
        const redline = redlineOf(base, text);
        const { accepted, rejected } = await readings(redline);
        expect(bodyOf(accepted)).toEqual(twice(wordingOf(afterOf(redline))));
        expect(bodyOf(rejected)).toEqual(twice(wordingOf(beforeOf(redline))));
      }),
      { numRuns: 120 },
    );
  });

  it('leave headings alone: no line whose end came or went stands right before one', async () => {
    const endsOf = (redline: Redline): Promise<readonly string[]> =>
      docxOf(paperWith(redline)).then((bytes) =>
        allOf(docxParts(bytes).body, 'w:p').flatMap((paragraph, index, all) => {
          const style = at(all[index + 1], 'w:pPr', 'w:pStyle')?.attributes['w:val'] ?? '';
          if (!style.endsWith('Heading')) return [];
          const marks = at(paragraph, 'w:pPr', 'w:rPr');
          return [at(marks, 'w:ins') || at(marks, 'w:del') ? 'tracked' : 'kept'];
        }),
      );
    const [before, items] = [para('a'), list('ordered_list', para('one'), para('two'))];
    for (const redline of [
      redlineOf([before], [before, items]),
      redlineOf([before, items], [before]),
      redlineOf([before], [before, para('more')]),
      redlineOf([para('all of it goes')], [para('something else came')]),
    ]) {
      expect(await endsOf(redline)).toEqual(['kept', 'kept', 'kept', 'kept', 'kept']);
    }
    await fc.assert(
      fc.asyncProperty(editedText, async ({ base, text }) => {
        expect(await endsOf(redlineOf(base, text))).not.toContain('tracked');
      }),
      { numRuns: 40 },
    );
  });

  it('name who made them and when, by the record', async () => {
    const redline = redlineOf([para('one two')], [para('one three')]);
    const rows = redline.rows.map((row) => ({
      ...row,
      spans: row.spans.map((span) =>
        span.kind === 'added'
          ? { ...span, by: '1' }
          : span.kind === 'removed'
            ? { ...span, by: '2' }
            : span,
      ),
    }));
    const { body } = docxParts(await docxOf(paperWith({ rows })));
    const [ins] = allOf(body, 'w:ins');
    const [del] = allOf(body, 'w:del');
    expect(ins?.attributes).toMatchObject({
      'w:author': 'Nora <Lead> (Shipper)',
      'w:date': '2026-09-01T09:00:00Z',
    });
    // Of whom only the side may be known, and whose minute is not: the day of the file.
    expect(del?.attributes).toMatchObject({
      'w:author': 'Carrier',
      'w:date': '2026-09-14T12:30:15Z',
    });
  });

  it('each have a number of their own', async () => {
    const redline = redlineOf([para('a b c'), para('d')], [para('a x c', 'y'), para('z')]);
    const { body } = docxParts(await docxOf(paperWith(redline)));
    const ids = changesIn(body).map(({ attributes }) => attributes['w:id']);
    expect(ids.length).toBeGreaterThan(4);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('hold what became a list and back, and bold that came and went', async () => {
    const bold: RichNode = {
      type: 'paragraph',
      content: [{ type: 'text', text: 'b', marks: ['strong'] }],
    };
    const redline = redlineOf([para('a'), para('b')], [list('ordered_list', para('a')), bold]);
    const { accepted, rejected } = await readings(redline);
    expect(textLines(accepted).map(({ list }) => list !== '')).toEqual([
      ...[true, false, true, false, false],
    ]);
    expect(textLines(rejected).every(({ list }) => list === '')).toBe(true);
    const { body } = docxParts(await docxOf(paperWith(redline)));
    const [change] = allOf(body, 'w:rPrChange');
    expect(at(change, 'w:rPr', 'w:b')?.attributes['w:val'] ?? 'absent').toMatch(/absent|false|0/);
  });
});

describe('[TBF2] tables of clauses in a Word document', () => {
  const cell = (text: string): RichNode => ({
    type: 'table_cell',
    ...(text !== '' && { content: [{ type: 'text', text }] }),
  });
  const table = (...rows: readonly (readonly string[])[]): RichNode => ({
    type: 'table',
    content: rows.map((cells) => ({ type: 'table_row', content: cells.map(cell) })),
  });
  /** The changes of a redline by the shipper where they add, by the carrier where they remove. */
  const signed = ({ rows }: Redline): Redline => {
    const signs = { kept: undefined, restyled: '1', added: '1', removed: '2' } as const;
    const by = ({ kind }: { readonly kind: keyof typeof signs }) =>
      signs[kind] === undefined ? {} : { by: signs[kind] };
    return {
      rows: rows.map((row) => ({
        ...row,
        ...by(row),
        spans: row.spans.map((span) => ({ ...span, ...by(span) })),
      })),
    };
  };
  const textTables = async (redline: Redline) =>
    allOf(docxParts(await docxOf(paperWith(redline))).body, 'w:tbl').filter(
      (each) => at(each, 'w:tr', 'w:tc', 'w:p', 'w:pPr', 'w:pStyle')?.attributes['w:val'] === CELL,
    );
  const rowMarks = (tables: readonly XmlNode[]): readonly string[] =>
    tables
      .flatMap((each) => childrenOf(each, 'w:tr'))
      .map((row) => {
        const [mark] = ['w:ins', 'w:del'].flatMap((name) => at(row, 'w:trPr', name) ?? []);
        return mark ? `${mark.name} ${mark.attributes['w:author'] ?? ''}` : 'kept';
      });
  const base = [table(['Service', 'Days'], ['Ground', '5'], ['Old', '9'])];

  it('track rows that came or went as rows, by their author, and changed words as words', async () => {
    const text = [table(['Service', 'Days'], ['Ground', '4'], ['New', '1'], ['Newer', ''])];
    const [first] = await textTables(signed(redlineOf(base, text)));
    expect(rowMarks(first ? [first] : [])).toEqual([
      ...['kept', 'kept', 'w:del Carrier'],
      ...['w:ins Nora <Lead> (Shipper)', 'w:ins Nora <Lead> (Shipper)'],
    ]);
    const cells = first ? allOf(first, 'w:tc') : [];
    const words = cells.map((each) => [
      ...allOf(each, 'w:del').map(() => 'del'),
      ...allOf(each, 'w:ins').map(() => 'ins'),
    ]);
    expect(words).toEqual([
      ...[[], [], [], ['del', 'ins'], ['del'], ['del']],
      ...[['ins'], ['ins'], ['ins'], []],
    ]);
  });

  it('show a row that has more cells or fewer as the old one and the new one', async () => {
    const wider = [table(['Service', 'Days', 'Share'], ['Ground', '5'], ['Old', '9'])];
    const [first] = await textTables(signed(redlineOf(base, wider)));
    expect(rowMarks(first ? [first] : [])).toEqual([
      ...['w:del Nora <Lead> (Shipper)', 'w:ins Nora <Lead> (Shipper)', 'kept', 'kept'],
    ]);
  });

  it('fill short rows up, and keep tables side by side apart', async () => {
    const ragged = [table(['a', 'b', 'c'], ['d']), table(['e'])];
    const { body } = docxParts(await docxOf(paperWith(redlineOf(ragged, ragged))));
    const tables = await textTables(redlineOf(ragged, ragged));
    const counts = tables.map((each) => ({
      grid: allOf(each, 'w:gridCol').length,
      rows: childrenOf(each, 'w:tr').map((row) => childrenOf(row, 'w:tc').length),
    }));
    expect(counts.slice(0, 2)).toEqual([
      { grid: 3, rows: [3, 3] },
      { grid: 1, rows: [1] },
    ]);
    const names = childrenOf(body).map(({ name }) => name);
    expect(names.some((name, index) => name === 'w:tbl' && names[index + 1] === name)).toBe(false);
  });
});

describe('[EXP6] numbers and references', () => {
  it('sections, clauses and items are counted by Word itself', async () => {
    const blocks = [
      list('ordered_list', para('one'), para('two')),
      para('x'),
      list('ordered_list', para('again')),
    ];
    const { body, trees } = docxParts(await docxOf(paperWith(redlineOf(blocks, blocks))));
    const lines = linesOf(body, 'accepted');
    const heads = lines.filter(({ style }) => style.endsWith('Heading'));
    expect(heads.map(({ text }) => text)).toEqual(['Terms', 'First', 'End', 'Last', 'Gone']);
    expect(new Set(heads.map(({ list }) => list.split(' ')[0])).size).toBe(1);
    expect(heads.map(({ list }) => list.split(' ')[1])).toEqual(['0', '1', '0', '1', '1']);
    const items = lines.filter(({ style, list }) => style === BODY && list !== '');
    const [one, two, again] = items.map(({ list }) => list);
    expect([one === two, one === again]).toEqual([true, false]);
    const numbering = trees['word/numbering.xml'];
    const known = numbering
      ? allOf(numbering, 'w:num').map((num) => num.attributes['w:numId'])
      : [];
    for (const { list } of [...heads, ...items]) expect(known).toContain(list.split(' ')[0]);
  });

  it('a reference is a field that leads to a bookmark; half changed it is shown whole', async () => {
    const kept = para('see {ref:last} and {ref:minimum}');
    const { body } = docxParts(await docxOf(paperWith(redlineOf([kept], [kept]))));
    const [field] = allOf(body, 'w:fldSimple');
    const names = allOf(body, 'w:bookmarkStart').map(({ attributes }) => attributes['w:name']);
    const target = /REF (\S+) \\r \\h/.exec(field?.attributes['w:instr'] ?? '')?.[1];
    expect(names).toContain(target);
    expect(new Set(names).size).toBe(names.length);
    expect(bodyOf(linesOf(body, 'accepted'))[0]).toBe('see clause 2.1 and “Minimum charge”');
    const changed = withWholeReferences(
      redlineOf([para('by {ref:last} only')], [para('by {ref:minimum} only')]),
    );
    const { accepted, rejected } = await readings(changed);
    expect(bodyOf(accepted)[0]).toBe('by “Minimum charge” only');
    expect(bodyOf(rejected)[0]).toBe('by clause 2.1 only');
  });

  it('references made whole change neither wording', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('{ref:last}', '{ref:minimum}', 'by', ' ', '{', '}', 'ref:', 'x'), {
          maxLength: 8,
        }),
        fc.array(fc.constantFrom('{ref:last}', '{ref:months}', 'by', ' ', '{', '}', 'ref:', 'x'), {
          maxLength: 8,
        }),
        (was, now) => {
          const redline = redlineOf([para(was.join(''))], [para(now.join(''))]);
          const whole = withWholeReferences(redline);
          expect(afterOf(whole)).toEqual(afterOf(redline));
          expect(beforeOf(whole)).toEqual(beforeOf(redline));
        },
      ),
      { numRuns: 1_000 },
    );
  });
});

describe('[EXP7] a Word document', () => {
  const redline = redlineOf([para('a\u0001\ud800 & <b>')], [para('a\u0001\ud800 & <c> "d"')]);

  it('is the same bytes for the same paper, whenever it is written', async () => {
    const comments = [
      { clauseId: 'first', author: { name: 'Nora', atMs: AS_OF }, text: 'why?\nhm' },
    ];
    const paper = paperWith(redline, { comments });
    const [first, second] = [await docxOf(paper), await docxOf(structuredClone(paper))];
    expect(Buffer.from(first).equals(Buffer.from(second))).toBe(true);
    const later = await docxOf({ ...paper, asOfMs: epochMs(AS_OF + 60_000) });
    expect(Buffer.from(first).equals(Buffer.from(later))).toBe(false);
  });

  it('has comments at their clauses, with who wrote them', async () => {
    const comments = [
      { clauseId: 'last', author: { name: 'Nora', side: 'shipper' as const }, text: 'why <so>?' },
    ];
    const { trees, body } = docxParts(await docxOf(paperWith(redline, { comments })));
    const written = trees['word/comments.xml'];
    const [comment] = written ? allOf(written, 'w:comment') : [];
    expect(comment?.attributes['w:author']).toBe('Nora (Shipper)');
    const place = linesOf(body, 'accepted').find(({ text }) => text === 'Last');
    expect(place).toBeDefined();
    expect(allOf(body, 'w:commentRangeStart').map(({ attributes }) => attributes['w:id'])).toEqual([
      comment?.attributes['w:id'],
    ]);
  });

  it('shows what is left out as a black bar with its reason', async () => {
    const { texts } = docxParts(await docxOf(paperWith(redline)));
    const text = texts['word/document.xml'] ?? '';
    expect(text).toContain('[redacted: price or discount]');
    expect(text).toContain('[redacted: cost]');
    expect([...text.matchAll(/w:fill="000000"/g)]).toHaveLength(2);
  });

  it('names in its properties the program and the state it shows, and nobody', async () => {
    const { texts } = docxParts(await docxOf(paperWith(redline)));
    const core = texts['docProps/core.xml'] ?? '';
    expect([...core.matchAll(/2026-09-14T12:30:15Z/g)]).toHaveLength(2);
    expect(core).toContain('<dc:creator>Parley</dc:creator>');
  });
});
