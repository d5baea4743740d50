// The filing of a sheet: days that follow from each other, what is missing or contradicts, and one package with both
// editions of everything, the same bytes twice.

import { createHash } from 'node:crypto';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FilingAnswer } from '../../shared/protocol/files.ts';
import type { Paper, PaperField } from '../../shared/sheet/paper/types.ts';
import type { SigningView } from '../../shared/sheet/signing/types.ts';
import type { FieldValue } from '../../shared/sheet/field-types.ts';
import type { FieldTemplate, Template } from '../../shared/sheet/types.ts';
import { missingTerms } from '../../shared/sheet/signing/standing.ts';
import { filingChecklist } from '../../shared/sheet/paper/filing.ts';
import { redlineOf } from '../../shared/sheet/redline/build.ts';
import type { Negotiated } from './negotiated-sheet.ts';
import { SEATS, SECRETS, negotiated } from './negotiated-sheet.ts';
import { paperWith } from './paper-fixture.ts';

const text = (words: string) => [{ type: 'paragraph', content: [{ type: 'text', text: words }] }];

const field = (id: string, type: PaperField['type'], value?: FieldValue): PaperField => ({
  ...{ kind: 'field', id, label: id, type, confidentiality: 'public' },
  state: value === undefined ? 'open' : 'agreed',
  ...(value !== undefined && { value }),
});

const DATE = { kind: 'date' } as const;
const DAYS = { kind: 'quantity', unit: 'days', min: 0, max: 999 } as const;
const MODE = {
  kind: 'choice',
  options: [
    { id: 'date', label: 'on a day' },
    { id: 'approvals', label: 'after approvals' },
  ],
} as const;

const paper = (
  values: Readonly<Record<string, FieldValue>>,
  change: Partial<Paper> = {},
): Paper => {
  const blocks = text('The price is $2.10 and no more.');
  const types = {
    ...{ 'filing-date': DATE, 'effective-date': DATE, 'effective-days': DAYS, 'term-months': DAYS },
    'effective-mode': MODE,
    ...('cost-coverage' in values && { 'cost-coverage': { kind: 'percent' } as const }),
  };
  const own = Object.entries(types).map(([id, type]) => field(id, type, values[id]));
  const base = paperWith(redlineOf(blocks, blocks), { reading: 'clean' });
  return {
    ...base,
    sections: [{ id: 'x', number: '9', title: 'X', items: own }, ...base.sections],
    ...change,
  };
};

const TEMPLATE: Template = {
  ...{ id: 'x', title: 'X' },
  sections: [
    {
      ...{ id: 'x', title: 'X' },
      terms: [
        {
          ...{ kind: 'field', id: 'filing-date', label: 'filing-date', type: DATE, help: '' },
          ...{ sides: ['carrier', 'shipper'], isRequired: true, confidentiality: 'public' },
        },
      ],
    },
  ],
};

const check = (
  values: Readonly<Record<string, FieldValue>>,
  {
    approvedOn = [],
    redacted = paper(values),
    signing,
  }: { approvedOn?: string[]; redacted?: Paper; signing?: SigningView } = {},
) => {
  const sealed = paper(values);
  const { items, isReady } = filingChecklist({
    sealed,
    redacted,
    approvedOn,
    signed: {
      template: TEMPLATE,
      terms: { 'filing-date': { state: 'filing-date' in values ? 'agreed' : 'open' } },
      ...(signing && { signing }),
    },
  });
  const of = (id: string) => items.find((item) => item.id === id);
  return { of, isReady };
};

describe('[FILE4] the signatures of a filing', () => {
  const LAST = Date.parse('2026-09-10T02:00:00Z');
  const signature = (side: 'carrier' | 'shipper', office: string, isVoid = false) => ({
    ...{ side, office, name: 'N', title: 'T', hash: '', atMs: LAST, by: '' },
    ...(isVoid && { voided: { atMs: LAST, by: '', reason: 'x' } }),
  });
  const frozen: SigningView = {
    ...{ stage: 'frozen', missing: 0 },
    order: { carrier: ['counsel', 'lead'], shipper: ['lead'] },
    frozen: { atMs: LAST, by: '' },
    signatures: {
      g1: signature('carrier', 'lead', true),
      g2: signature('carrier', 'counsel'),
    },
  };

  it('say who has still to sign, and keep the filing from being ready', () => {
    const { of, isReady } = check({ 'filing-date': '2026-09-12' }, { signing: frozen });
    expect(of('signatures')).toMatchObject({
      ...{ state: 'missing', words: 'still to sign: carrier: lead; shipper: lead' },
    });
    expect(isReady).toBe(false);
    const open = { ...frozen, stage: 'ready' } as const;
    expect(check({}, { signing: open }).of('signatures')?.words).toContain('not frozen');
    expect(check({}).of('signatures')).toBeUndefined();
  });

  it('once all are there, a filing before the last of them is wrong, by the days of Washington', () => {
    const signing: SigningView = { ...frozen, stage: 'signed', signedAtMs: LAST };
    const on = (day: string) => check({ 'filing-date': day }, { signing }).of('filing-date');
    expect(check({}, { signing }).of('signatures')).toMatchObject({
      ...{ state: 'done', on: '2026-09-09' },
    });
    expect(on('2026-09-08')).toMatchObject({ state: 'wrong', on: '2026-09-08' });
    expect(on('2026-09-09')).toMatchObject({ state: 'done' });
  });
});

describe('[FILE1] the days of a filing', () => {
  it('follow from the day of filing, the day of effect and the term', () => {
    const { of, isReady } = check({
      ...{ 'filing-date': '2026-09-10', 'effective-mode': 'date', 'effective-date': '2026-10-01' },
      'term-months': 36,
    });
    expect(of('earliest')).toMatchObject({ state: 'done', on: '2026-09-25' });
    expect(of('effect')).toMatchObject({ state: 'done', on: '2026-10-01' });
    expect(of('last-day')).toMatchObject({ state: 'done', on: '2029-09-30' });
    expect(of('extension')).toMatchObject({ on: '2029-09-23' });
    expect(isReady).toBe(true);
  });

  it('a day of effect before the earliest is wrong', () => {
    const { of, isReady } = check({
      ...{ 'filing-date': '2026-09-20', 'effective-mode': 'date', 'effective-date': '2026-10-01' },
      'term-months': 36,
    });
    expect(of('effect')).toMatchObject({ state: 'wrong' });
    expect(of('effect')?.words).toContain('2026-10-05');
    expect(isReady).toBe(false);
  });

  it('after approvals counts business days from the last one, and waits for it', () => {
    const values = {
      'filing-date': '2026-08-20',
      'effective-mode': 'approvals',
      'effective-days': 3,
      'term-months': 12,
    };
    expect(check(values).of('effect')).toMatchObject({ state: 'missing' });
    // Monday, 7 September 2026 is Labor Day.
    const { of } = check(values, { approvedOn: ['2026-09-04', '2026-09-01'] });
    expect(of('effect')).toMatchObject({ state: 'done', on: '2026-09-10' });
  });
});

describe('[FILE2] what stands in the way of a filing', () => {
  it('is named: what is open, redactions of nothing, sealed values in what is published', () => {
    const { of, isReady } = check(
      {},
      { redacted: paper({}, { strangeRedactions: ['No such thing'] }) },
    );
    expect(of('agreement')).toMatchObject({ state: 'missing', words: '1 of 1 open: filing-date' });
    expect(of('redactions')).toMatchObject({ state: 'wrong' });
    expect(of('redactions')?.words).toContain('No such thing');
    expect(isReady).toBe(false);
    const base = paper({});
    const redacted: Paper = {
      ...base,
      sections: base.sections.map((section) => ({
        ...section,
        items: section.items.map((item) =>
          item.id === 'minimum' ? { ...item, redacted: 'price' } : item,
        ),
      })),
    };
    const quoted = check({}, { redacted }).of('quotes');
    expect(quoted).toMatchObject({ state: 'wrong' });
    expect(quoted?.words).toContain('1.1 First says the value of Minimum charge');
  });

  it('coverage below 100 % does, where the reader may see it at all', () => {
    expect(check({}).of('cost-coverage')).toBeUndefined();
    expect(check({ 'cost-coverage': 9_950 }).of('cost-coverage')).toMatchObject({ state: 'wrong' });
    expect(check({ 'cost-coverage': 10_000 }).of('cost-coverage')).toMatchObject({ state: 'done' });
  });
});

describe('[FILE5] what only one side enters', () => {
  it('has a line of its own: the other side has nothing to agree to', () => {
    const cost: FieldTemplate = {
      ...{ kind: 'field', id: 'cost', label: 'Cost', type: DAYS, help: '', sides: ['carrier'] },
      ...{ isRequired: true, confidentiality: 'sealed', privateTo: 'carrier' },
    };
    const [section = { id: 'x', title: 'X', terms: [] }] = TEMPLATE.sections;
    const template = { ...TEMPLATE, sections: [{ ...section, terms: [...section.terms, cost] }] };
    const base = paper({ 'filing-date': '2026-09-10' });
    const withCost = (value?: number): Paper => ({
      ...base,
      sections: [
        { id: 'y', number: '8', title: 'Y', items: [field('cost', DAYS, value)] },
        ...base.sections,
      ],
    });
    const itemOf = (sealed: Paper) =>
      filingChecklist({
        ...{ sealed, redacted: base, approvedOn: [] },
        signed: {
          template,
          terms: { 'filing-date': { state: 'agreed' }, cost: { state: 'open' } },
        },
      }).items;
    const open = itemOf(withCost());
    expect(open.find(({ id }) => id === 'agreement')).toMatchObject({ state: 'done' });
    expect(open.find(({ id }) => id === 'cost')).toMatchObject({
      ...{ state: 'missing', words: 'not entered by the carrier, which needs it to sign' },
    });
    // Entered, or of a reader who does not see it.
    expect(itemOf(withCost(3)).find(({ id }) => id === 'cost')).toBeUndefined();
    expect(itemOf(base).find(({ id }) => id === 'cost')).toBeUndefined();
  });
});

describe('[FILE3] the package', () => {
  let sheet: Negotiated;
  const get = async (seat: string, path: string): Promise<Response> => sheet.get(seat, path);
  const zipOf = async (seat: string): Promise<Uint8Array> =>
    new Uint8Array(await (await get(seat, 'filing.zip')).arrayBuffer());

  beforeAll(async () => {
    sheet = await negotiated(['parties-notices', 'parties-affiliates']);
  });

  afterAll(async () => {
    await sheet.close();
  });

  it('has every document in both editions, and an index with the hash of each file', async () => {
    const files = unzipSync(await zipOf('usps-lead'));
    const documents = ['agreement.docx', 'agreement.pdf', 'prices.csv', 'sheet.json'];
    expect(Object.keys(files).sort()).toEqual(
      [
        ...documents.flatMap((name) => [`redacted/${name}`, `sealed/${name}`]),
        ...['checklist.csv', 'checklist.json', 'index.json'],
      ].sort(),
    );
    const index = JSON.parse(Buffer.from(files['index.json'] ?? []).toString()) as {
      files: { name: string; sha256: string; bytes: number }[];
    };
    expect(index.files).toHaveLength(10);
    for (const { name, sha256, bytes } of index.files) {
      const content = files[name] ?? new Uint8Array();
      expect([name, bytes]).toEqual([name, content.length]);
      expect([name, sha256]).toEqual([name, createHash('sha256').update(content).digest('hex')]);
    }
    const published = Object.entries(files).filter(([name]) => /^redacted.*(csv|json)$/.test(name));
    for (const [name, content] of published) {
      for (const secret of Object.values(SECRETS)) {
        expect([name, secret, Buffer.from(content).includes(secret)]).toEqual([
          name,
          secret,
          false,
        ]);
      }
    }
  });

  it('is the same bytes twice', async () => {
    const [first, second] = [await zipOf('harbor-lead'), await zipOf('harbor-lead')];
    expect(Buffer.compare(first, second)).toBe(0);
  });

  it('and its checklist are for those who have the sealed edition, each as it sees the sheet', async () => {
    const statuses = await Promise.all(
      SEATS.map(async (seat) => (await get(seat, 'filing')).status),
    );
    expect(Object.fromEntries(SEATS.map((seat, at) => [seat, statuses[at]]))).toEqual({
      ...{
        'usps-lead': 200,
        'harbor-lead': 200,
        'harbor-member': 200,
        moderator: 200,
        regulator: 200,
      },
      ...{ 'northwind-lead': 404, public: 404 },
    });
    const of = async (seat: string): Promise<FilingAnswer> =>
      (await (await get(seat, 'filing?approved=2026-09-01')).json()) as FilingAnswer;
    const ids = ({ items }: FilingAnswer): readonly string[] => items.map(({ id }) => id);
    expect(ids(await of('usps-lead'))).toContain('cost-coverage');
    expect(ids(await of('harbor-lead'))).not.toContain('cost-coverage');
    expect((await of('harbor-lead')).items.find(({ id }) => id === 'redactions')?.words).toContain(
      'No such thing',
    );
    expect((await get('usps-lead', 'filing?approved=soon')).status).toBe(400);
  });

  it('[FILE5] counts the terms that the line of signing counts, for every reader', async () => {
    const { state } = await sheet.live.server.context.hosts.sheet(sheet.sheetId).confirmed();
    const missing = missingTerms(state).length;
    expect(missing).toBeGreaterThan(10);
    for (const seat of ['usps-lead', 'harbor-lead', 'moderator', 'regulator']) {
      const { items } = (await (await get(seat, 'filing')).json()) as FilingAnswer;
      const words = items.find(({ id }) => id === 'agreement')?.words ?? '';
      expect([seat, words.slice(0, words.indexOf(' of '))]).toEqual([seat, String(missing)]);
      expect(words).not.toContain('Cost coverage');
    }
  });
});
