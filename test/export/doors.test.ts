// Files of a sheet over the doors of a real server: who gets which, what is in them, and that what is sealed is in no
// part of what is published.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SheetFile } from '../../shared/sheet/paper/json-form.ts';
import { readSheetFile } from '../../shared/sheet/paper/json-form.ts';
import { clauseText } from '../../shared/sheet/text-seed.ts';
import { clauseOf } from '../text/sheet-fixture.ts';
import { changesIn, docxParts, linesOf } from '../support/docx-parts.ts';
import { pdfText } from '../support/pdf-text.ts';
import { unpacked } from '../support/unpacked.ts';
import { allOf } from '../support/xml-tree.ts';
import type { Negotiated } from './negotiated-sheet.ts';
import { OPEN_TEXT, SEATS, SECRETS, agreeOn, negotiated } from './negotiated-sheet.ts';

const HIDDEN = 'parties-notices';
const SHOWN = 'parties-affiliates';
const FORMS = ['docx', 'pdf', 'json', 'csv'] as const;

let sheet: Negotiated;

const bytesOf = async (seat: string, path: string, sheetId?: string): Promise<Uint8Array> => {
  const response = await sheet.get(seat, path, sheetId);
  if (response.status !== 200) throw new Error(`${path}: ${await response.text()}`);
  return new Uint8Array(await response.arrayBuffer());
};

const fileOf = async (seat: string, path: string): Promise<SheetFile> => {
  const read = readSheetFile(Buffer.from(await bytesOf(seat, path)).toString());
  if (!read.ok) throw new Error(read.fault);
  return read.file;
};

beforeAll(async () => {
  sheet = await negotiated([HIDDEN, SHOWN]);
  for (const termId of [HIDDEN, SHOWN]) {
    const { clauses } = await fileOf('usps-lead', 'export/json');
    await agreeOn(sheet, termId, clauses[termId]?.hash ?? '');
  }
});

afterAll(async () => {
  await sheet.close();
});

describe('[EXP3] who gets which file', () => {
  const common = (): string => sheet.at('public').sheet('Auction terms').id;
  const answers = async (path: string, sheetId?: string): Promise<Record<string, number>> =>
    Object.fromEntries(
      await Promise.all(
        SEATS.map(async (seat) => [seat, (await sheet.get(seat, path, sheetId)).status] as const),
      ),
    );

  it('is asked of the table of rights and of the sheet', async () => {
    const own = { 'northwind-lead': 404, public: 404 };
    const all = Object.fromEntries(SEATS.map((seat) => [seat, 200]));
    for (const form of ['json', 'csv']) {
      for (const edition of ['sealed', 'redacted']) {
        const path = `export/${form}?edition=${edition}`;
        expect([path, await answers(path)]).toEqual([path, { ...all, ...own }]);
        const observer = edition === 'sealed' ? { public: 403 } : {};
        expect([path, await answers(path, common())]).toEqual([path, { ...all, ...observer }]);
      }
    }
  });

  it('what is not asked for in words that are known is refused, and no path leads elsewhere', async () => {
    for (const path of [
      'export/exe',
      'export/docx?edition=open',
      'export/json?reading=x',
      'export/..%2fjson',
    ]) {
      const { status } = await sheet.get('usps-lead', path);
      expect([path, status]).toEqual([path, 400]);
    }
    for (const id of ['..%2f..', 'no-such-sheet', 'a'.repeat(65)]) {
      const { status } = await sheet.get('usps-lead', 'export/json', id);
      expect([400, 404]).toContain(status);
    }
  });

  it('has a name that any system takes, and is kept by no cache', async () => {
    const names = new Set<string>();
    for (const edition of ['sealed', 'redacted']) {
      const { headers } = await sheet.get('usps-lead', `export/docx?edition=${edition}`);
      names.add(headers.get('content-disposition') ?? '');
      expect(headers.get('cache-control')).toBe('no-store');
    }
    // The title of the sheet names the shipper; that of its redacted edition does not.
    expect([...names]).toEqual([
      'attachment; filename="usps-and-harbor-parcel.sealed.docx"',
      'attachment; filename="last-mile-delivery-agreement.redacted.docx"',
    ]);
  });
});

describe('[EXP7] files of a sheet', () => {
  it('are the same bytes twice, in every form and edition', async () => {
    for (const form of FORMS) {
      for (const edition of ['sealed', 'redacted']) {
        const path = `export/${form}?edition=${edition}`;
        const [first, second] = [
          await bytesOf('usps-lead', path),
          await bytesOf('usps-lead', path),
        ];
        expect([path, Buffer.compare(first, second)]).toEqual([path, 0]);
      }
    }
  });
});

describe('[EXP2] the redline of a sheet as Word tracks it', () => {
  it('accepted is the text that stands, rejected the text it is compared with, by name and minute', async () => {
    const { body } = docxParts(await bytesOf('harbor-lead', 'export/docx?base=template'));
    const text = await sheet.at('harbor-lead').text(sheet.sheetId);
    const standing = clauseText(clauseOf(text.provider.doc, SHOWN)).split('\n\n');
    const accepted = linesOf(body, 'accepted').map((line) => line.text);
    const rejected = linesOf(body, 'rejected').map((line) => line.text);
    expect(standing[0]).toContain(OPEN_TEXT);
    expect(accepted).toContain(standing[0]);
    expect(rejected).toContain(standing[0]?.replace(`${OPEN_TEXT}  `, ''));
    const authors = new Set(changesIn(body).map(({ attributes }) => attributes['w:author']));
    expect([...authors]).toEqual(['Grace Mbeki (Shipper)']);
    const dates = allOf(body, 'w:ins').map(({ attributes }) => attributes['w:date'] ?? '');
    expect(dates.every((date) => /:00Z$/.test(date))).toBe(true);
    expect(
      changesIn(docxParts(await bytesOf('harbor-lead', 'export/docx?reading=clean')).body),
    ).toEqual([]);
  });
});

describe('[EXP4] what is left out', () => {
  it('is in no part of a redacted file, whoever asks for it', async () => {
    for (const seat of ['usps-lead', 'harbor-member', 'regulator', 'moderator']) {
      for (const form of seat === 'usps-lead' ? FORMS : ['docx', 'json']) {
        const content = unpacked(await bytesOf(seat, `export/${form}?edition=redacted`));
        for (const [name, secret] of Object.entries(SECRETS)) {
          expect([seat, form, name, content.includes(secret)]).toEqual([seat, form, name, false]);
        }
        expect(content.includes('Harbor Parcel')).toBe(false);
      }
    }
  });

  it('is named with its reason, and what is public and agreed is there', async () => {
    const { fields, clauses } = await fileOf('usps-lead', 'export/json?edition=redacted');
    expect(fields['shipper-crid']).toMatchObject({ redacted: 'sealed by the agreement' });
    expect(fields['shipper-address']).toMatchObject({ redacted: 'for the parties only' });
    expect(clauses[HIDDEN]).toMatchObject({ redacted: 'how a party works' });
    expect(fields['carrier-name']?.value).toBe('United States Postal Service <carrier>');
    // Published, and not agreed: no position of either side.
    expect(fields['supersedes']).toEqual({
      ...{ label: 'Agreements this one replaces', section: 'Parties' },
      ...{ confidentiality: 'public', state: 'proposed' },
    });
    expect(JSON.stringify(clauses[SHOWN])).toContain(OPEN_TEXT);
    expect(clauses['parties-notices']?.text).toBeUndefined();
    const { texts } = docxParts(await bytesOf('usps-lead', 'export/docx?edition=redacted'));
    expect(texts['word/document.xml']).toContain('[redacted: how a party works]');
    const csv = Buffer.from(await bytesOf('usps-lead', 'export/csv?edition=redacted')).toString();
    expect(csv).toMatch(
      /Minimum charge,minimum-charge,,,,\$\/piece,agreed,\[redacted: sealed by the agreement\]/,
    );
  });

  it('can be searched for at all: the sealed edition has it', async () => {
    for (const form of ['docx', 'pdf', 'json'] as const) {
      const content = unpacked(await bytesOf('usps-lead', `export/${form}?base=template`));
      for (const name of ['crid', 'address', 'clause', 'position'] as const) {
        expect([form, name, content.includes(SECRETS[name])]).toEqual([form, name, true]);
      }
    }
  });
});

describe('[EXP1] a file has what its reader sees', () => {
  it('a cost that is the carrier’s own is there for the carrier and the regulator alone', async () => {
    for (const [seat, isThere] of [
      ['usps-lead', true],
      ['regulator', true],
      ['harbor-lead', false],
      ['moderator', false],
    ] as const) {
      for (const form of FORMS) {
        const content = unpacked(await bytesOf(seat, `export/${form}?own=yes`));
        expect([seat, form, /3\.913|3913/.test(content)]).toEqual([seat, form, isThere]);
        expect([seat, form, /attributable.cost/i.test(content)]).toEqual([seat, form, isThere]);
      }
    }
  });
});

describe('[EXP12] what a side keeps to itself', () => {
  it('is in no file of a side unless it is asked for, which then says that it is internal', async () => {
    for (const form of FORMS) {
      const plain = unpacked(await bytesOf('usps-lead', `export/${form}`));
      expect([form, /3\.913|3913|attributable.cost|cost.coverage/i.test(plain)]).toEqual([
        form,
        false,
      ]);
      const redacted = unpacked(
        await bytesOf('usps-lead', `export/${form}?edition=redacted&own=yes`),
      );
      expect([form, /attributable.cost|cost.coverage/i.test(redacted)]).toEqual([form, false]);
    }
    const nameOf = async (seat: string, query: string) =>
      (await sheet.get(seat, `export/docx${query}`)).headers.get('content-disposition');
    expect(await nameOf('usps-lead', '?own=yes')).toContain('.sealed.internal.docx');
    expect(await nameOf('usps-lead', '')).not.toContain('internal');
    expect(await nameOf('harbor-lead', '?own=yes')).not.toContain('internal');
    expect(unpacked(await bytesOf('usps-lead', 'export/docx?own=yes'))).toMatch(
      /INTERNAL: .* Do not send it to the other side/,
    );
  });
});

describe('[EXP9] the table of prices', () => {
  it('has one row a price, in dollars, for each side', async () => {
    const csv = Buffer.from(await bytesOf('usps-lead', 'export/csv?own=yes')).toString();
    const lines = csv.split('\r\n');
    expect(lines[0]).toBe(
      'section,field,id,lot,row,step,unit,state,agreed,carrier,shipper,award,awarded',
    );
    expect(lines).toContain('Price,Minimum charge,minimum-charge,,,,$/piece,agreed,7.317,,,,');
    expect(lines).toContain(
      'Regulatory,Attributable cost,attributable-cost,,,,$/piece,agreed,3.913,,,,',
    );
  });
});

describe('[EXP10] a printed sheet', () => {
  it('is a PDF that names its edition', async () => {
    const bytes = await bytesOf('usps-lead', 'export/pdf?edition=redacted');
    expect(Buffer.from(bytes.subarray(0, 5)).toString()).toBe('%PDF-');
    const text = pdfText(bytes);
    expect(text).toContain('Redacted version');
    expect(text).toContain('[redacted: sealed by the agreement]');
    for (const secret of Object.values(SECRETS)) expect(text).not.toContain(secret);
  });
});
