// The signatures at the end of a printed sheet and of a Word document: the facts of the certificate, what is still to be
// signed, and nothing of a freeze that was undone.

import { afterAll, describe, expect, it } from 'vitest';
import type { Edition, Paper } from '../../shared/sheet/paper/types.ts';
import { wordsOf } from '../../shared/record/words.ts';
import { compareText } from '../../shared/sheet/incoming/compare.ts';
import { paperOf } from '../../shared/sheet/paper/paper.ts';
import { redlineOf } from '../../shared/sheet/redline/build.ts';
import { docxOf } from '../../server/export/docx/document.ts';
import { readDocx } from '../../server/export/docx-in/docx-in.ts';
import { createPress } from '../../server/export/pdf.ts';
import { pdfSourceOf } from '../../server/export/pdf-paper.ts';
import { docxParts, linesOf } from '../support/docx-parts.ts';
import type { SheetStream } from '../support/offers.ts';
import { LEADS, SIDES, paragraphs, viewOf } from '../support/offers.ts';
import { pdfText } from '../support/pdf-text.ts';
import { cover, freeze, readySheet, sign, signAll } from '../support/signing.ts';

const BLOCKS = paragraphs('The last word of the sheet.');

const paper = (stream: SheetStream, edition: Edition = 'sealed'): Paper =>
  paperOf(stream.state, viewOf(stream, 'shipper'), {
    ...{ edition, reading: 'clean', asOfMs: stream.at, authors: {}, comments: [] },
    textOf: () => ({ hash: '', redline: redlineOf(BLOCKS, BLOCKS) }),
  });

const frozen = (): SheetStream => {
  const stream = readySheet();
  cover(stream, 10_400);
  freeze(stream);
  return stream;
};

const press = createPress();
afterAll(() => press.close());

const printed = async (of: Paper): Promise<string> =>
  pdfText(await press.print(pdfSourceOf(of))).replace(/\s+/g, ' ');

const written = async (of: Paper): Promise<string> =>
  linesOf(docxParts(await docxOf(of)).body, 'accepted')
    .map(({ text }) => text)
    .join(' ')
    .replace(/\s+/g, ' ');

const FORMS = [
  ['a printed sheet', printed],
  ['a Word document', written],
] as const;

describe.each(FORMS)('[EXP13] %s', (_, words) => {
  it('has no signatures before the sheet is frozen', async () => {
    expect(await words(paper(readySheet()))).not.toContain('Signatures');
  });

  it('names, while it is frozen, who signed and which offices have still to sign', async () => {
    const stream = frozen();
    stream.must(sign(stream, 'carrier', 'counsel'), LEADS.carrier);
    const said = await words(paper(stream));
    const { hash = '' } = viewOf(stream, 'shipper').signing ?? {};
    expect(said).toContain('Not final yet: 1 of 8 signatures given.');
    expect(said).toContain(`SHA-256 of what is signed: ${hash}`);
    expect(said).toContain(wordsOf(hash).join(' '));
    const [given] = Object.values(viewOf(stream, 'shipper').signing?.signatures ?? {});
    expect(said).toContain(`Carrier, counsel ${String(given?.name)}, ${String(given?.title)}`);
    expect(said).toContain(`under ${hash.slice(0, 16)} from the seat of usps-lead, passkey: no`);
    expect(new Set(said.match(/\w+, \w+ not signed yet/g)).size).toBe(7);
    expect(said).toContain('Shipper, counsel not signed yet');
  });

  it('names all of them once it is signed, in the order of signature', async () => {
    const stream = frozen();
    for (const side of SIDES) signAll(stream, side);
    const said = await words(paper(stream));
    expect(said).toMatch(/Final since \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC: 8 signatures given\./);
    expect(said).not.toContain('not signed yet');
    const block = said.slice(said.indexOf('Final since'));
    const offices = [...block.matchAll(/(Carrier|Shipper), (counsel|finance|lead|executive)/g)];
    expect([...new Set(offices.map(([office]) => office))]).toEqual(
      ['Carrier', 'Shipper'].flatMap((side) =>
        ['counsel', 'finance', 'lead', 'executive'].map((office) => `${side}, ${office}`),
      ),
    );
  });

  it('has none of a freeze that was undone', async () => {
    const stream = frozen();
    stream.must(sign(stream, 'carrier', 'counsel'), LEADS.carrier);
    stream.must({ type: 'ReopenSheet', side: 'shipper', reason: 'Another cap' }, LEADS.shipper);
    expect(await words(paper(stream))).not.toContain('Signatures');
  });

  it('has none in a redacted edition: they name people, and what was signed has what is left out', async () => {
    const stream = frozen();
    for (const side of SIDES) signAll(stream, side);
    const said = await words(paper(stream, 'redacted'));
    const { hash = '' } = viewOf(stream, 'shipper').signing ?? {};
    expect(said).not.toContain('Signatures');
    expect(said).not.toContain(hash.slice(0, 16));
  });
});

describe('[EXP13] the file of a signed sheet', () => {
  const signed = (): Paper => {
    const stream = frozen();
    for (const side of SIDES) signAll(stream, side);
    return paper(stream);
  };

  it('[EXP7][PDF1] is the same bytes twice', async () => {
    const source = pdfSourceOf(signed());
    expect(Buffer.compare(await press.print(source), await press.print(source))).toBe(0);
    expect(Buffer.compare(await docxOf(signed()), await docxOf(signed()))).toBe(0);
  });

  it('says that a passkey is needed, and that there was one', async () => {
    const base = signed();
    const { signatures } = base;
    const [first, second] = signatures?.rows ?? [];
    if (!signatures || !first?.given || !second) throw new Error('nobody has signed');
    const rows = [
      { ...first, given: { ...first.given, hasPasskey: true } },
      { side: second.side, office: second.office, needsPasskey: true },
    ];
    const said = await written({ ...base, signatures: { ...signatures, rows } });
    expect(said).toContain('passkey: yes');
    expect(said).toContain('not signed yet to be signed with a passkey');
  });

  it('[IMP4] brought in again as a Word document adds nothing to the last clause', async () => {
    const of = signed();
    const { clauses, unplaced } = compareText(of, readDocx(await docxOf(of)));
    expect(clauses).toEqual([]);
    expect(unplaced).toEqual([]);
  });
});
