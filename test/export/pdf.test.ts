// The press: same document, same bytes; nothing from outside gets in; a document that cannot be printed harms no other.

import { afterAll, describe, expect, it } from 'vitest';
import { epochMs } from '../../shared/kernel/units.ts';
import type { PdfSource } from '../../server/export/pdf.ts';
import { createPress } from '../../server/export/pdf.ts';
import { pdfSourceOf } from '../../server/export/pdf-paper.ts';
import { MAX_COLUMNS } from '../../shared/sheet/redline/table-parts.ts';
import { redlineOf } from '../../shared/sheet/redline/build.ts';
import type { RichNode } from '../../shared/sheet/redline/types.ts';
import { pdfInnards, pdfText } from '../support/pdf-text.ts';
import { paperWith } from './paper-fixture.ts';

const document = (content: PdfSource['content']): PdfSource => ({
  title: 'Sale of capacity',
  madeAtMs: epochMs(1_767_225_600_000),
  footer: 'Parley',
  content,
});

const TEXTS: PdfSource['content'] = [
  { text: 'Überschrift λ Ж “quoted”', style: 'h1' },
  {
    svg: '<svg viewBox="0 0 10 10" width="50" height="50"><path d="M0 0 L10 10" stroke="#000"/></svg>',
  },
  { table: { body: [['lot', { text: '2', style: 'digits' }]] }, layout: 'hairlines' },
];

const latin = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');

describe('the press', () => {
  const press = createPress();
  const other = createPress();
  afterAll(() => Promise.all([press.close(), other.close()]));

  it('[PDF1] prints the same document to the same bytes, again and on another press', async () => {
    const first = await press.print(document(TEXTS));
    await press.print(document('something else between'));
    const again = await press.print(document(TEXTS));
    const elsewhere = await other.print(document(TEXTS));
    expect(latin(first).startsWith('%PDF-1.7')).toBe(true);
    expect(latin(again)).toBe(latin(first));
    expect(latin(elsewhere)).toBe(latin(first));
  });

  it('[PDF1] dates the file with the time it is told', async () => {
    const bytes = latin(await press.print(document(TEXTS)));
    expect(bytes).toContain('(D:20260101000000Z)');
    const later = { ...document(TEXTS), madeAtMs: epochMs(1_767_225_601_000) };
    expect(latin(await press.print(later))).not.toBe(bytes);
  });

  it('draws the darker line below the head of a table, and none in a table without one', async () => {
    const strokes = async (headerRows: number) => {
      const table = { headerRows, body: [['name'], ['one'], ['two']] };
      const drawn = pdfInnards(await press.print(document([{ table, layout: 'hairlines' }])));
      return new Set(
        [...drawn.matchAll(/([\d.]+ [\d.]+ [\d.]+) SCN/g)].map(([, colour]) => colour),
      );
    };
    expect([(await strokes(0)).size, (await strokes(1)).size]).toEqual([1, 2]);
  });

  describe('[TBF3] tables of clauses', () => {
    const table = (...rows: readonly (readonly string[])[]): RichNode => ({
      type: 'table',
      content: rows.map((cells) => ({
        type: 'table_row',
        content: cells.map((text) => ({ type: 'table_cell', content: [{ type: 'text', text }] })),
      })),
    });
    const printed = (base: readonly RichNode[], text: readonly RichNode[]): Promise<Uint8Array> =>
      press.print(pdfSourceOf(paperWith(redlineOf(base, text))));

    it('are drawn with their lines, and rows that came or went on a ground of their own', async () => {
      const [was, now] = [
        table(['Ground', '5'], ['Old', '9']),
        table(['Ground', '4'], ['New', '1']),
      ];
      const fills = async (base: RichNode, text: RichNode) => {
        const drawn = pdfInnards(await printed([base], [text]));
        return new Set([...drawn.matchAll(/([\d.]+ [\d.]+ [\d.]+) scn/g)].map(([, fill]) => fill));
      };
      const [clean, changed] = [await fills(now, now), await fills(was, now)];
      // Grounds of both kinds of rows, letters of both kinds of words.
      expect([...changed].filter((fill) => !clean.has(fill))).toHaveLength(4);
      const words = pdfText(await printed([was], [now]));
      for (const word of ['Ground', '5', '4', 'Old', 'New']) expect(words).toContain(word);
      expect(latin(await printed([was], [now]))).toBe(latin(await printed([was], [now])));
    });

    it('stay on the page, however many columns and however long their words', async () => {
      const wide = table(
        Array.from({ length: MAX_COLUMNS }, (_, at) =>
          at === 0 ? 'x'.repeat(400) : `col${String(at)}`,
        ),
      );
      const drawn = pdfInnards(await printed([wide], [wide]));
      const right = [...drawn.matchAll(/([\d.]+) [\d.]+ l\n/g)].map(([, x]) => Number(x));
      expect(right.length).toBeGreaterThan(MAX_COLUMNS);
      expect(Math.max(...right)).toBeLessThan(595 - 40);
    });
  });

  it('[PDF2] opens no file and no address', async () => {
    const outside = ['/etc/hostname', 'http://127.0.0.1:9/x.png'];
    for (const image of outside) {
      await expect(press.print(document({ image }))).rejects.toThrow(/could not be printed/);
    }
    const fine = await press.print(document('the next one'));
    expect(fine.length).toBeGreaterThan(1_000);
  });

  it('refuses more than it may keep waiting, and tells who waits when it closes', async () => {
    const busy = createPress();
    const asked = Array.from({ length: 40 }, () => busy.print(document(TEXTS)));
    const outcomes = Promise.allSettled(asked);
    await busy.close();
    const reasons = (await outcomes).flatMap((outcome) =>
      outcome.status === 'rejected' ? [(outcome.reason as Error).message] : [],
    );
    expect(reasons.filter((reason) => reason.includes('too many'))).toHaveLength(8);
    expect(reasons).toContain('the press ended');
  });
});
