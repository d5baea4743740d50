// A sheet that went out as a file and comes back to the door of a real server: unchanged it differs in nothing, changed
// it differs in what was changed, and a file with a fault is refused whole.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { unzipSync, zipSync } from 'fflate';
import type { SheetFileAnswer } from '../../shared/protocol/files.ts';
import type { SeatSheetCommand } from '../../shared/protocol/schemas.ts';
import type { SheetFile } from '../../shared/sheet/paper/json-form.ts';
import { readSheetFile } from '../../shared/sheet/paper/json-form.ts';
import { MEDIA_TYPES } from '../../server/export/sheet-exports.ts';
import type { SheetView } from '../../shared/sheet/types.ts';
import { until } from '../support/sync-stage.ts';
import type { Negotiated } from './negotiated-sheet.ts';
import { SEATS, TABLE_WORD, negotiated } from './negotiated-sheet.ts';

const CLAUSES = ['parties-notices', 'parties-affiliates'] as const;

let sheet: Negotiated;

const send = async (seat: string, body: Uint8Array | string): Promise<SheetFileAnswer> => {
  const { roomId, seatId, token } = sheet.at(seat).session;
  const type = typeof body === 'string' ? 'application/json' : MEDIA_TYPES.docx;
  const response = await fetch(
    `${sheet.live.origin}/api/rooms/${roomId}/sheets/${sheet.sheetId}/compare?seat=${seatId}`,
    {
      method: 'POST',
      body: typeof body === 'string' ? body : Buffer.from(body),
      headers: {
        authorization: `Bearer ${token}`,
        origin: sheet.live.origin,
        'content-type': type,
      },
    },
  );
  return (await response.json()) as SheetFileAnswer;
};

const bytesOf = async (seat: string, path: string): Promise<Uint8Array> =>
  new Uint8Array(await (await sheet.get(seat, path)).arrayBuffer());

const fileOf = async (seat: string): Promise<SheetFile> => {
  const read = readSheetFile(Buffer.from(await bytesOf(seat, 'export/json')).toString());
  if (!read.ok) throw new Error(read.fault);
  return read.file;
};

const found = (answer: SheetFileAnswer): SheetFileAnswer & { ok: true } => {
  if (!answer.ok) throw new Error(JSON.stringify(answer));
  return answer;
};

beforeAll(async () => {
  sheet = await negotiated(CLAUSES);
});

afterAll(async () => {
  await sheet.close();
});

describe('[EXP8] a sheet as JSON', () => {
  it('is read back as it was written', async () => {
    const bytes = await bytesOf('usps-lead', 'export/json');
    const text = Buffer.from(bytes).toString();
    expect(`${JSON.stringify(await fileOf('usps-lead'), null, 2)}\n`).toBe(text);
  });

  it('comes back to its own side without a difference', async () => {
    for (const seat of ['usps-lead', 'harbor-lead']) {
      const { clauses, fields, missing } = found(
        await send(seat, JSON.stringify(await fileOf(seat))),
      );
      expect([seat, clauses, fields, missing]).toEqual([seat, [], [], []]);
    }
  });

  it('[IMP6] changed differs in exactly the values and wordings that were changed', async () => {
    const file = await fileOf('harbor-lead');
    const wording = [
      { type: 'paragraph', content: [{ type: 'text', text: 'Quite other words.' }] },
    ];
    const [clause] = CLAUSES;
    const changed = structuredClone(file) as unknown as {
      fields: Record<string, { value?: unknown; shipper?: unknown }>;
      clauses: Record<string, { text?: unknown }>;
    };
    Object.assign(changed.fields['minimum-charge'] ?? {}, { value: 2_050 });
    Object.assign(changed.fields['term-months'] ?? {}, { shipper: 36 });
    Object.assign(changed.clauses[clause] ?? {}, { text: wording });
    const answer = found(await send('harbor-lead', JSON.stringify(changed)));
    expect(
      answer.fields.map(({ termId, sheet: was, file: now, value }) => [termId, was, now, value]),
    ).toEqual([
      ['minimum-charge', '$7.317', '$2.05', 2_050],
      ['term-months', '—', '36\u00a0months', 36],
    ]);
    expect(answer.clauses.map(({ termId, blocks }) => [termId, blocks])).toEqual([
      [clause, wording],
    ]);
  });

  it('[IMP6] with one fault is refused, with the place', async () => {
    const file = await fileOf('harbor-lead');
    const [clause] = CLAUSES;
    const spoilt: readonly (readonly [string, unknown])[] = [
      [
        'fields.minimum-charge',
        {
          ...file,
          fields: {
            ...file.fields,
            'minimum-charge': { ...file.fields['minimum-charge'], value: 'a lot' },
          },
        },
      ],
      [
        `clauses.${clause}.text`,
        {
          ...file,
          clauses: {
            ...file.clauses,
            [clause]: { ...file.clauses[clause], text: [{ type: 'script' }] },
          },
        },
      ],
      ['template', { ...file, template: 'auction-terms' }],
      ['form', { ...file, form: 'parley.sheet/2' }],
      ['more', { ...file, more: 1 }],
    ];
    for (const [place, changed] of spoilt) {
      const answer = await send('harbor-lead', JSON.stringify(changed));
      expect(answer).toMatchObject({ ok: false, rejection: { code: 'file/not-sheet' } });
      expect(JSON.stringify(answer)).toContain(place);
    }
    for (const text of ['{', `${'['.repeat(100_000)}`, 'null']) {
      expect(await send('harbor-lead', text)).toMatchObject({
        rejection: { code: 'file/not-sheet' },
      });
    }
  });
});

describe('[IMP4] a sheet as a Word file', () => {
  it('comes back without a difference, and its tracked changes are told', async () => {
    const clean = found(
      await send('harbor-lead', await bytesOf('harbor-lead', 'export/docx?reading=clean')),
    );
    expect(clean).toMatchObject({
      ...{ kind: 'docx', clauses: [], fields: [], missing: [], unplaced: [] },
      tracked: { insertions: 0, deletions: 0, authors: [] },
    });
    const tracked = found(
      await send('usps-lead', await bytesOf('usps-lead', 'export/docx?base=template')),
    );
    expect(tracked).toMatchObject({
      clauses: [],
      fields: [],
      tracked: { authors: ['Grace Mbeki (Shipper)'] },
    });
  });

  it('[TBF4] with a table in a clause, changed in Word, is put on the table as it was changed', async () => {
    const read = (answer: SheetFileAnswer) =>
      found(answer).clauses.map(({ termId, blocks }) => ({ termId, blocks }));
    const file = unzipSync(await bytesOf('usps-lead', 'export/docx?base=template'));
    const part = 'word/document.xml';
    const body = Buffer.from(file[part] ?? []).toString();
    expect(body).toContain(TABLE_WORD);
    // Every row that the sheet added to the template is tracked as added.
    expect(body.split('<w:trPr><w:cantSplit/><w:ins ')).toHaveLength(1 + 2 * CLAUSES.length);
    const changed = body.replace(TABLE_WORD, 'Ground');
    const bytes = zipSync({ ...file, [part]: Buffer.from(changed) });
    const [clause, ...others] = read(await send('harbor-lead', bytes));
    expect(others).toEqual([]);
    expect(clause?.termId).toBe('parties-affiliates');
    expect(clause?.blocks.at(-1)).toMatchObject({ type: 'table', content: [{}, {}] });
    const topic = { kind: 'sheet', id: sheet.sheetId } as const;
    const give = (seat: string, command: object) =>
      sheet.at(seat).must(command as SeatSheetCommand, { topic });
    const value = { kind: 'wording', blocks: clause?.blocks };
    const items = [{ termId: clause?.termId, value }];
    await give('harbor-lead', { type: 'MakeOffer', side: 'shipper', reason: 'by Word', items });
    await sheet.at('usps-lead').watch(topic);
    const offer = () =>
      Object.entries((sheet.at('usps-lead').viewOf(topic) as SheetView).offers ?? {}).find(
        ([, { reason }]) => reason === 'by Word',
      );
    await until(() => offer() !== undefined, 'the carrier has the offer');
    const [offerId, { hash } = { hash: '' }] = offer() ?? [];
    await give('usps-lead', { type: 'AcceptOffer', side: 'carrier', offerId, hash });
    expect(read(await send('harbor-lead', bytes))).toEqual([]);
  });

  it('[EXP1] of the other side says nothing of what that side keeps to itself', async () => {
    const answer = await send(
      'harbor-lead',
      await bytesOf('usps-lead', 'export/docx?reading=clean'),
    );
    expect(JSON.stringify(answer)).not.toMatch(/attributable|3\.913/i);
  });

  it('[EXP3] is taken from those alone who act for a side', async () => {
    const file = await bytesOf('usps-lead', 'export/docx?reading=clean');
    const verdicts: Record<string, string> = {};
    for (const seat of SEATS) {
      const answer = (await send(seat, file)) as Partial<
        Record<'ok' | 'error' | 'rejection', unknown>
      >;
      const { code } = (answer.error ?? answer.rejection ?? { code: 'in' }) as { code: string };
      verdicts[seat] = code;
    }
    expect(verdicts).toEqual({
      ...{ 'usps-lead': 'in', 'harbor-lead': 'in', 'harbor-member': 'in' },
      ...{ 'northwind-lead': 'not-found', public: 'not-found' },
      ...{ moderator: 'seat/not-allowed', regulator: 'seat/not-allowed' },
    });
  });

  it('[IMP1] that is none is refused with its code, and one that is too large before it is read', async () => {
    expect(await send('harbor-lead', Buffer.from('no zip at all, and long enough'))).toMatchObject({
      rejection: { code: 'file/not-a-zip' },
    });
    expect(await send('harbor-lead', Buffer.alloc(9 * 1024 * 1024))).toMatchObject({
      error: { code: 'protocol/too-large' },
    });
  });
});
