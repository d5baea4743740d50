// `parley derive`: a file of field values in, derived values out, without a server.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { COMMANDS } from '../../server/cli/commands.ts';
import { runCommand } from '../../server/cli/run.ts';
import { FORMULAS } from '../../shared/sheet/derive/evaluate.ts';
import { TestTerminal } from '../support/terminal.ts';

const ROOT = join(import.meta.dirname, '../..');
const EXAMPLE = join(ROOT, 'docs/examples/values.json');
const folder = mkdtempSync(join(tmpdir(), 'parley-derive-'));

afterAll(() => {
  rmSync(folder, { recursive: true });
});

const derive = async (...words: readonly string[]) => {
  const terminal = new TestTerminal();
  const code = await runCommand(COMMANDS, ['derive', ...words], terminal);
  return { code, said: terminal.said.join('\n'), warned: terminal.warned.join('\n') };
};

const deriveText = async (text: string, ...words: readonly string[]) => {
  const file = join(folder, 'values.json');
  writeFileSync(file, text);
  return derive(file, ...words);
};

const deriveValues = (values: object, more: object = {}) =>
  deriveText(JSON.stringify({ template: 'usps-last-mile', values, ...more }));

describe('[DRV11] what a file gives', () => {
  it('the example of the documents gives the table that stands there', async () => {
    const { code, said, warned } = await derive(EXAMPLE);
    expect({ code, warned }).toEqual({ code: 0, warned: '' });
    expect(readFileSync(join(ROOT, 'docs/derived-values.md'), 'utf8')).toContain(said);
    expect(said).toMatch(/^ {2}Annual value of the award {2,}a year {2,}\$330,690\.00$/m);
  });

  it('as JSON it gives the same figures', async () => {
    const { code, said } = await derive('--json', EXAMPLE);
    expect(code).toBe(0);
    const results = JSON.parse(said) as readonly { id: string; figures?: readonly object[] }[];
    expect(results.find(({ id }) => id === 'award-coverage')?.figures).toEqual([
      { label: 'cost coverage', kind: 'percent', value: 13_687, text: '136.87 %' },
    ]);
    expect(results).toHaveLength(12);
  });

  it('what is missing is named where it is needed, the rest is computed', async () => {
    const { code, said } = await deriveValues({ 'filing-date': '2026-09-16' });
    expect(code).toBe(0);
    expect(said).toContain('needs Annual commitment, Lower end of the band');
    expect(said).toMatch(/earliest effect +Oct 1, 2026/);
  });

  it('own assumptions count', async () => {
    const values = { 'filing-date': '2026-09-16', 'effective-days': 1 };
    const { said } = await deriveValues(values, {
      assumptions: { 'last-approval': '2026-12-24' },
    });
    // The next day is Christmas, then comes a weekend.
    expect(said).toContain('Dec 28, 2026');
  });

  it('every formula is in the documents', () => {
    const page = readFileSync(join(ROOT, 'docs/derived-values.md'), 'utf8');
    expect([...FORMULAS.keys()].filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
  });
});

describe('[DRV11] a wrong file ends with exit code 2, the place and what is allowed', () => {
  it.each<[string, string]>([['{"template":', 'is not JSON']])('%s', async (text, words) => {
    const { code, said, warned } = await deriveText(text);
    expect({ code, said }).toEqual({ code: 2, said: '' });
    expect(warned).toContain(words);
    expect(warned).toContain('values.json');
  });

  it.each<[object, string]>([
    [
      { prices: { ddu: { 5: 2.95 } } },
      'values.prices.ddu.5: must be a whole number: mills ($0.001), basis points (0.01 %), thousandths of a pound, or pieces; it is 2.95',
    ],
    [
      { prices: { zzz: {} } },
      'values.prices.zzz: is not known here; known are: ddu, lpc, scf, ndc',
    ],
    [{ prices: null }, 'values.prices: must be an object of rows'],
    [{ rounding: 'down' }, 'values.rounding: must be of: pound-up, half-pound-up'],
    [{ 'band-low': 10_001 }, 'values.band-low: must be from 0 to 10,000; it is 10001'],
    [
      { tiers: { mode: 'incremental', tiers: [{ from: 5, priceMills: 1 }] } },
      'values.tiers.tiers.1.from: must be 0; it is 5',
    ],
    [
      { 'effective-date': '2026-02-30' },
      'values.effective-date: must be a day of the calendar; it is “2026-02-30”',
    ],
    [{ 'effective-date': 'soon' }, 'values.effective-date: must be a day as "2026-10-01"'],
    [{ 'award-price': 2_800 }, 'values.award-price: has one value a lot: write award-price.<lot>'],
    [{ 'price-of-all': 1 }, 'values.price-of-all: is no field of usps-last-mile; its fields are: '],
    [{ 'parties-notices': 'x' }, 'values.parties-notices: is no field'],
    [{ constructor: 1 }, 'values.constructor: is no field'],
    [{ 'entry-levels': ['scf', 'ddu'] }, 'in this order, each once: ddu, lpc, scf, ndc'],
    [{ dockets: ['A', 'A'] }, 'values.dockets.2: must not repeat'],
    [{ kpis: [{ measure: 'x' }] }, 'values.kpis.1.target: must be there'],
  ])('%j', async (values, words) => {
    const { code, said, warned } = await deriveValues(values);
    expect({ code, said }).toEqual({ code: 2, said: '' });
    expect(warned).toContain(words);
  });

  it('all faults are told at once, assumptions too', async () => {
    const { warned } = await deriveValues(
      { rounding: 1, 'late-tender': 2 },
      {
        assumptions: { volume: -1, 'no-such': 1 },
      },
    );
    expect(warned.split('\n')).toHaveLength(4);
    expect(warned).toContain('assumptions.volume: must be from 0 to 2,000,000,000');
    expect(warned).toContain('assumptions.no-such: is no assumption; there are: sample-weight');
  });

  it.each([
    ['[]', 'the file must be an object'],
    ['{}', 'template: is missing; it must be one of: "usps-last-mile", "auction-terms"'],
    ['{"template":"usps-last-mile"}', 'values: is missing'],
    [
      '{"template":"nope","values":{}}',
      'template: must be one of: "usps-last-mile", "auction-terms"; it is “nope”',
    ],
    ['{"template":"usps-last-mile","values":{},"prices":1}', 'the file has "prices", which'],
    ['', 'is not JSON: it is empty'],
  ])('the form of the file is asked for in words: %s', async (text, words) => {
    const { code, warned } = await deriveText(text);
    expect(code).toBe(2);
    expect(warned).toContain(words);
    expect(warned).not.toMatch(/invalid|expected|record/i);
  });

  it('the mark that some editors put at the beginning of a file is passed over', async () => {
    const { code } = await deriveText(`\uFEFF${readFileSync(EXAMPLE, 'utf8')}`);
    expect(code).toBe(0);
  });

  it('a file that is not there, a folder, and one that is far too large', async () => {
    const gone = await derive(join(folder, 'gone.json'));
    expect(gone.code).toBe(2);
    expect(gone.warned).toContain('gone.json cannot be read: there is no such file');
    expect((await derive(folder)).warned).toContain('cannot be read: it is a folder');
    const large = await deriveText(' '.repeat(1024 * 1024 + 1));
    expect(large.code).toBe(2);
    expect(large.warned).toContain('more than 1048576 bytes');
  });
});
