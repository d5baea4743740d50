// The backup file: what is done to it is found and named, and until then no journal is touched.

import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { beforeAll, describe, expect, it } from 'vitest';
import { checkRecord } from '../../server/backup/copy.ts';
import { lineOf } from '../../server/backup/file-lines.ts';
import { BackupSource, fileSource } from '../../server/backup/file-source.ts';
import type { RecordSource } from '../../server/backup/types.ts';
import { IN_A, writeMarked } from '../support/journal-damage.ts';
import { JournalFolder } from '../support/journal-folder.ts';
import { mustOperate, operate, Scratch } from '../support/records.ts';

/** A small backup: a header, two streams of four entries, an end. */
const LINES = 12;

let bytes: Buffer;
let compressed: Buffer;

beforeAll(async () => {
  using scratch = new Scratch();
  await using folder = new JournalFolder();
  await writeMarked(await folder.open());
  const backup = async (name: string): Promise<Buffer> => {
    await mustOperate(['backup', scratch.in(name), '--data', folder.path]);
    return readFileSync(scratch.in(name));
  };
  [bytes, compressed] = [await backup('b.parley'), await backup('b.gz')];
});

/** What a check says of a source: the message of the refusal, or undefined. */
const refusalBy = async (source: RecordSource): Promise<string | undefined> => {
  try {
    await checkRecord(source);
    return undefined;
  } catch (cause) {
    expect(cause).toMatchObject({ name: 'JournalFault' });
    return (cause as Error).message;
  }
};

/** The same of a text, without the way over a disk. */
const refusalOf = (text: Buffer | string): Promise<string | undefined> => {
  const chunks = () => Promise.resolve(Readable.from([Buffer.from(text)]));
  return refusalBy(new BackupSource({ place: 'FILE', chunks }));
};

/** One bit of a byte turned round, each time another one. */
const flipped = (content: Buffer, place: number): Buffer => {
  const changed = Buffer.from(content);
  changed[place] = (content[place] ?? 0) ^ (1 << (place % 8));
  return changed;
};

const linesOf = (text: Buffer): string[] => text.toString().split(/(?<=\n)/);

/** A file that is as a backup should be but for what it says. */
const sealed = (lines: readonly unknown[]): string => {
  const written = lines.map((line) => lineOf(line as Parameters<typeof lineOf>[0])).join('');
  const sha256 = createHash('sha256').update(written).digest('hex');
  return written + lineOf({ end: { lines: lines.length, sha256 } });
};

const valuesOf = (text: Buffer): Record<string, unknown>[] =>
  linesOf(text)
    .slice(0, -1)
    .map((line) => JSON.parse(line.slice(9)) as Record<string, unknown>);

describe('a file that is not as it was written', () => {
  it('[BAK3] a flipped bit in any byte is found and its line is named', async () => {
    let line = 1;
    for (const [place, byte] of bytes.entries()) {
      const changed = Buffer.from(bytes);
      changed[place] = byte ^ (1 << (place % 8));
      const refusal = await refusalOf(changed);
      const isBreak = byte === 0x0a;
      // Without its break a line swallows the next; the last one then seems cut off.
      const isCut = isBreak && line === LINES;
      expect(refusal, `byte ${String(place)}`).toMatch(
        isCut ? /cut off after line/ : new RegExp(`line ${String(line)}$`),
      );
      if (isBreak) line += 1;
    }
    expect(line).toBe(LINES + 1);
  });

  it('[BAK3] a file that was cut off is found wherever it ends', async () => {
    for (let length = 0; length < bytes.length; length += 1) {
      const whole = linesOf(bytes.subarray(0, length)).filter((line) => line.endsWith('\n')).length;
      expect(await refusalOf(bytes.subarray(0, length)), String(length)).toBe(
        whole === 0
          ? 'FILE is no backup of Parley, or is damaged in line 1'
          : `FILE is cut off after line ${String(whole)}`,
      );
    }
  });

  it('[BAK3] a line missing, doubled or moved is found, and what follows the end', async () => {
    const lines = linesOf(bytes);
    expect(lines).toHaveLength(LINES);
    for (let index = 0; index < LINES; index += 1) {
      const [line = '', next = ''] = lines.slice(index);
      const variants = {
        missing: lines.toSpliced(index, 1),
        doubled: lines.toSpliced(index, 0, line),
        ...(next !== '' && { moved: lines.toSpliced(index, 2, next, line) }),
      };
      for (const [what, changed] of Object.entries(variants)) {
        const refusal = await refusalOf(changed.join(''));
        expect(refusal, `${what} ${String(index)}`).toMatch(/^FILE/);
      }
    }
    expect(await refusalOf(`${lines.join('')}more`)).toBe(
      `FILE goes on after its end, in line ${String(LINES + 1)}`,
    );
  });

  it('[BAK3] of a compressed file no flip or cut gives another record', async () => {
    using scratch = new Scratch();
    const path = scratch.in('changed.gz');
    const check = async (content: Buffer) => {
      writeFileSync(path, content);
      const source = fileSource({ path, place: 'FILE' });
      return { source, refusal: await refusalBy(source) };
    };
    const whole = await (await check(compressed)).source.summary();
    let unnoticed = 0;
    for (let place = 0; place < compressed.length; place += 7) {
      const cut = await check(compressed.subarray(0, place));
      expect(cut.refusal).toMatch(/^FILE (is cut off after line \d+|is no backup of Parley.*)$/);
      const { source, refusal } = await check(flipped(compressed, place));
      if (refusal !== undefined) continue;
      unnoticed += 1;
      expect(await source.summary()).toEqual(whole);
    }
    // Time and system in the head of a gzip file, and the bits that fill its last byte up.
    expect(unnoticed).toBeLessThan(4);
  });

  it.each([
    ['nothing', ''],
    ['a text', 'hello\n'],
    ['JSON', '{"parley":"backup","format":1}\n'],
  ])('[BAK3] %s is no backup', async (_what, content) => {
    expect(await refusalOf(content)).toMatch(/is no backup of Parley|damaged in line 1/);
  });

  it('[BAK3] what has no line breaks is refused before it fills the memory', async () => {
    let given = 0;
    const endless = function* (): Generator<Buffer> {
      for (; given < 1_000; given += 1) yield Buffer.alloc(1024 * 1024, 'x');
    };
    const chunks = () => Promise.resolve(Readable.from(endless()));
    expect(await refusalBy(new BackupSource({ place: 'FILE', chunks }))).toMatch(/line 1$/);
    expect(given).toBeLessThan(100);
  });

  it('[BAK3] a newer format is refused as that, whatever else it holds', async () => {
    const [header] = valuesOf(bytes);
    expect(await refusalOf(sealed([{ ...header, format: 2, news: true }]))).toBe(
      'FILE was made by a newer Parley: it has format 2; this version knows 1',
    );
  });
});

describe('a file that was made up', () => {
  /** Places in the small backup: the header, then a stream and its entries. */
  const HEADER = 0;
  const STREAM = 1;
  const SECOND = 3;

  it.each([
    ['another body', SECOND, { body: '{}' }, 'entry 2 of room:a does not read back'],
    ['another time', SECOND, { atMs: 5 }, 'entry 2 of room:a does not read back'],
    ['another head', SECOND, { head: 'f'.repeat(64) }, 'entry 2 of room:a does not read back'],
    ['another version', SECOND, { v: 3 }, 'entry 2 of room:a does not read back'],
    ['more entries announced', STREAM, { version: 5 }, 'entry 5 of room:a does not read back'],
    [
      'fewer entries announced',
      STREAM,
      { version: 3, lastDecision: 3 },
      'entry 4 of room:a does not read back',
    ],
    ['another end', STREAM, { head: 'f'.repeat(64) }, 'where room:a ends does not read back'],
    ['another last time', STREAM, { atMs: 5 }, 'where room:a ends does not read back'],
    ['an impossible decision', STREAM, { lastDecision: 9 }, 'where room:a ends does not read back'],
    ['another stream', STREAM, { stream: 'room:x' }, 'entry 1 of room:x does not read back'],
    ['fewer streams announced', HEADER, { streams: 1 }, 'there are 2 streams with 8 entries'],
    ['other heads announced', HEADER, { heads: 'f'.repeat(64) }, 'streams do not end where'],
    ['what it has no name for', SECOND, { extra: 1 }, 'damaged in line 4'],
  ])('[BAK4] %s is found by the chain', async (_what, line, change, words) => {
    const values = valuesOf(bytes);
    expect(await refusalOf(sealed(values))).toBeUndefined();
    const changed = values.map((value, index) =>
      index === line ? { ...value, ...change } : value,
    );
    const refusal = await refusalOf(sealed(changed));
    expect(refusal).toMatch(/^FILE/);
    expect(refusal).toContain(words);
  });

  it('[BAK3] a line put in the place of another, with a check of its own, is found at the end', async () => {
    const values = valuesOf(bytes);
    const changed = values.map((value, index) => (index === 2 ? { ...value, id: 'x' } : value));
    // In no chain, since command ids are not hashed.
    const written = sealed(changed)
      .split(/(?<=\n)/)
      .slice(0, -1);
    expect(await refusalOf([...written, linesOf(bytes).at(-1) ?? ''].join(''))).toBe(
      'FILE is damaged: lines are missing, added or in another place',
    );
  });

  it('[BAK4] streams twice or out of order are found', async () => {
    const [header, ...rest] = valuesOf(bytes);
    const [first, second] = [rest.slice(0, 5), rest.slice(5)];
    expect(await refusalOf(sealed([header, ...second, ...first]))).toBe(
      'FILE: room:a stands behind room:b',
    );
    expect(await refusalOf(sealed([header, ...first, ...first]))).toBe(
      'FILE: room:a stands behind room:a',
    );
    expect(await refusalOf(sealed([header, first[1], ...second]))).toContain(
      'there is an entry before the first stream',
    );
  });
});

describe('the file itself', () => {
  it('[BAK6] is for its owner alone, is never written over, and leaves nothing beside it', async () => {
    using scratch = new Scratch();
    await using folder = new JournalFolder();
    await writeMarked(await folder.open());
    const file = scratch.in('b.parley');
    const words = ['backup', file, '--data', folder.path];
    expect(await mustOperate(words)).toMatch(/b\.parley holds 2 streams with 8 entries, heads /);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const before = readFileSync(file);
    expect(await operate(words)).toMatchObject({
      code: 1,
      warned: [`parley: ${file} is there already; name another file`],
    });
    expect(readFileSync(file)).toEqual(before);
    expect(readdirSync(scratch.path)).toEqual(['b.parley']);
  });

  it('[BAK4] is not made of a damaged journal, which stays as it is', async () => {
    using scratch = new Scratch();
    await using folder = new JournalFolder();
    await writeMarked(await folder.open());
    await folder.close();
    folder.tamper(`UPDATE entries SET body = '{}' WHERE ${IN_A} AND version = 3`);
    const ran = await operate(['backup', scratch.in('b'), '--data', folder.path]);
    expect(ran).toMatchObject({ code: 1, said: [] });
    expect(ran.warned).toEqual([
      `parley: ${folder.path}: entry 3 of room:a does not read back as it was written`,
    ]);
    expect(readdirSync(scratch.path)).toEqual([]);
  });

  it('[CMD1] restore --check tells what a file holds, and touches no journal', async () => {
    using scratch = new Scratch();
    writeFileSync(scratch.in('b.parley'), bytes);
    const env = { PARLEY_DATA: scratch.in('nowhere') };
    const line = await mustOperate(['restore', '--check', scratch.in('b.parley')], env);
    expect(line).toMatch(/b\.parley is whole: 2 streams with 8 entries, heads [0-9a-f]{64}$/);
    expect(readdirSync(scratch.path)).toEqual(['b.parley']);
  });
});
