// `parley verify`: a bundle as a file, what is said of it, and that nothing in it can be changed unseen.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fc } from '../support/fast-check.ts';
import { COMMANDS } from '../../server/cli/commands.ts';
import { runCommand } from '../../server/cli/run.ts';
import { runs } from '../support/auction-arbitraries.ts';
import { RecordedSale, verified } from '../support/recorded-sale.ts';
import { TestTerminal } from '../support/terminal.ts';

const folder = mkdtempSync(join(tmpdir(), 'parley-verify-'));
const LINE_FEED = 0x0a;
let bundles: { readonly regulator: Uint8Array; readonly northwind: Uint8Array };
let receipts: string;

const fileOf = (name: string, content: Uint8Array | string): string => {
  const file = join(folder, name);
  writeFileSync(file, content);
  return file;
};

const verify = async (...words: readonly string[]) => {
  const terminal = new TestTerminal();
  const code = await runCommand(COMMANDS, ['verify', ...words], terminal);
  return { code, said: terminal.said.join('\n'), warned: terminal.warned.join('\n') };
};

beforeAll(async () => {
  const sale = new RecordedSale();
  await sale.play();
  await sale.writeSheet('northwind');
  const bytes = async (text: Promise<string>) => new TextEncoder().encode(await text);
  bundles = {
    regulator: await bytes(sale.bundle({ kind: 'regulator' })),
    northwind: await bytes(sale.bundle({ kind: 'team', teamId: 'northwind' })),
  };
  receipts = JSON.stringify(sale.receipts['northwind']);
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe('[REC8] the command', () => {
  it('says what holds: for whom, the streams, the words, the auction run again', async () => {
    const { code, said, warned } = await verify(fileOf('regulator', bundles.regulator));
    expect({ code, warned }).toEqual({ code: 0, warned: '' });
    expect(said).toContain('“USPS last-mile access 2026”, as regulator may see it');
    expect(said).toMatch(/^room:usps-2026: 10 seals/m);
    expect(said).toMatch(/^Last seal of the room in words: (?:[a-z]+ ){7}[a-z]+$/m);
    expect(said).toContain(
      '34 decisions taken again, 3 rounds: the same prices and the same award',
    );
    expect(said).toContain('  n1: 3 to harbor at $2.55');
    expect(said.split('\n').at(-1)).toBe('Everything that can be checked in this bundle holds.');
  });

  it('finds the receipts of a list, and says plainly what a team cannot check', async () => {
    const list = fileOf('receipts.json', receipts);
    const { code, said } = await verify(fileOf('own', bundles.northwind), '--receipts', list);
    expect(code).toBe(0);
    expect(said).toContain('6 of 6 receipts found in the record.');
    expect(said).toContain('not run again to its end, because');
    expect(said).toContain('What is hidden from this viewer is there as hashes');
  });

  it('as JSON it gives the same report', async () => {
    const { said } = await verify('--json', fileOf('own', bundles.northwind));
    expect(JSON.parse(said)).toMatchObject({ findings: [], head: { roomId: 'usps-2026' } });
  });

  it('a bundle that does not hold ends with code 1, a file that is none says so', async () => {
    const text = new TextDecoder().decode(bundles.regulator);
    const changed = text.replace('"priceMills":2400', '"priceMills":2410');
    const { code, said, warned } = await verify(fileOf('changed', changed));
    expect(code).toBe(1);
    expect(said).toContain('This bundle does not hold');
    expect(warned).toMatch(
      /line \d+, room:usps-2026, segment 5, [-\d]+ [\d:.]+ UTC, BidAccepted: is not what its hash/,
    );
    expect((await verify(fileOf('none', 'no bundle'))).warned).toContain('line 1: is not JSON');
    expect((await verify(fileOf('empty', ''))).code).toBe(1);
    const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}\n`;
    const nested = await verify(fileOf('deep', deep));
    expect(nested.code).toBe(1);
    expect(nested.warned).toContain('line 1: has its parts too deep in each other');
    const missing = await verify(join(folder, 'missing'));
    expect(missing).toMatchObject({ code: 2 });
    expect(missing.warned).toContain('cannot be read: there is no such file');
    expect((await verify(folder)).warned).toContain('cannot be read: it is a folder');
    expect((await verify(fileOf('own', text), '--receipts', fileOf('r', '{}'))).code).toBe(2);
  });
});

describe('[REC8] a change anywhere', () => {
  it('of one bit is found and named by its line, or its segment where it is in a hidden hash', async () => {
    const whole = bundles.northwind;
    await fc.assert(
      fc.asyncProperty(
        fc.nat({ max: whole.length - 1 }),
        fc.nat({ max: 7 }),
        async (place, bit) => {
          const flipped = Uint8Array.from(whole);
          flipped[place] = (whole[place] ?? 0) ^ (1 << bit);
          const line = whole.subarray(0, place).filter((byte) => byte === LINE_FEED).length + 1;
          const { findings } = await verified(flipped);
          const isNamed = findings.some(
            ({ line: to = 0, fromLine = to }) => fromLine <= line && line <= to,
          );
          expect(isNamed, `line ${String(line)}`).toBe(true);
        },
      ),
      runs(100),
    );
  });

  it('lines left out, given twice, changed about or put behind the end are found', async () => {
    const lines = new TextDecoder().decode(bundles.northwind).trimEnd().split('\n');
    await fc.assert(
      fc.asyncProperty(
        fc.nat({ max: lines.length - 2 }),
        fc.constantFrom('out', 'twice', 'about', 'behind'),
        async (place, how) => {
          const line = lines[place] ?? '';
          const next = lines[place + 1] ?? '';
          const [before, after] = [lines.slice(0, place), lines.slice(place + 2)];
          const changed = {
            out: [...before, next, ...after],
            twice: [...before, line, line, next, ...after],
            about: [...before, next, line, ...after],
            behind: [...lines, line],
          }[how];
          expect((await verified(`${changed.join('\n')}\n`)).findings).not.toEqual([]);
        },
      ),
      runs(40),
    );
  });

  it('a bundle that is cut off is not taken for whole', async () => {
    const text = new TextDecoder().decode(bundles.northwind);
    for (const length of [0, 100, text.length - 200, text.length - 1]) {
      expect((await verified(text.slice(0, length))).findings).not.toEqual([]);
    }
  });
});
