// The process dies without warning, again and again: what was acknowledged is there.

import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Journal } from '../../server/ports.ts';
import { appendSince, readAll, storedBy, text } from '../support/journal-entries.ts';
import { expectChain } from '../support/journal-chain.ts';
import { JournalFolder } from '../support/journal-folder.ts';

const CHILD = join(import.meta.dirname, '../support/journal-child.ts');

interface Acknowledged {
  readonly stream: string;
  readonly version: number;
  readonly head: string;
}

const acknowledgedIn = (output: string): Acknowledged[] =>
  // A line cut off by the kill says nothing.
  output
    .slice(0, output.lastIndexOf('\n') + 1)
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [stream = '', version = '', head = ''] = line.split(' ');
      return { stream, version: Number(version), head };
    });

/** Lets a child append until it has said `lines` lines, does `meanwhile`, and kills it with SIGKILL. */
const killedAfter = async (
  folder: string,
  lines: number,
  meanwhile: () => Promise<void> = () => Promise.resolve(),
): Promise<Acknowledged[]> => {
  const child = spawn(process.execPath, [CHILD, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise<NodeJS.Signals | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (_code, signal) => {
      resolve(signal);
    });
  });
  let output = '';
  let seen = 0;
  const enough = new Promise<void>((resolve) => {
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk;
      seen += chunk.split('\n').length - 1;
      if (seen >= lines) resolve();
    });
  });
  try {
    await Promise.race([enough, ended]);
    await meanwhile();
  } finally {
    child.kill('SIGKILL');
  }
  expect(await ended).toBe('SIGKILL');
  return acknowledgedIn(output);
};

const expectHeld = async (
  journal: Journal,
  acknowledged: readonly Acknowledged[],
): Promise<void> => {
  const byStream = Map.groupBy(acknowledged, ({ stream }) => stream);
  for (const [stream, lines] of byStream) {
    const entries = await readAll(journal, stream);
    expectChain(entries);
    const heads = lines.map(({ version }) => ({
      stream,
      version,
      head: entries[version - 1]?.head,
    }));
    expect(heads).toEqual(lines);
  }
};

it('[JRN13] after each kill -9 in the middle of appends everything acknowledged is there', async () => {
  await using folder = new JournalFolder();
  const acknowledged: Acknowledged[] = [];
  for (const lines of [1, 40, 300, 1_000, 2_500]) {
    acknowledged.push(...(await killedAfter(folder.path, lines)));
    const journal = await folder.open();
    await expectHeld(journal, acknowledged);
    await folder.close();
  }
  expect(acknowledged.length).toBeGreaterThanOrEqual(3_841);
});

it('[JRN13] nothing is stored by halves: an append of three entries is there whole or not at all', async () => {
  await using folder = new JournalFolder();
  const acknowledged = await killedAfter(folder.path, 200);
  const journal = await folder.open();
  const names = await journal.streams('room:killed-', '', 100);
  expect(names.length).toBeGreaterThan(0);
  for (const stream of names) {
    // The child appends groups that start at versions 1, 4, 7 and so on, three entries each.
    expect((await readAll(journal, stream)).length % 3).toBe(0);
  }
  expect(acknowledged.length).toBeGreaterThanOrEqual(200);
});

it('[JRN13] after a kill the stream goes on, and its commands are still known', async () => {
  await using folder = new JournalFolder();
  const [first] = await killedAfter(folder.path, 20);
  if (!first) throw new Error('nothing was acknowledged');
  const journal = await folder.open();
  const before = await readAll(journal, first.stream);
  expect(await journal.findCommand(first.stream, 'c1')).toEqual(before[0]);
  const [next] = await storedBy(
    journal.append(appendSince(first.stream, before.length, text('after the kill'))),
  );
  expect(next?.version).toBe(before.length + 1);
  expectChain(await readAll(journal, first.stream));
});

it('[JRN15] a journal held by another process is in use, and free once that process is killed', async () => {
  await using folder = new JournalFolder();
  await killedAfter(folder.path, 1, async () => {
    await expect(folder.open()).rejects.toMatchObject({
      name: 'JournalFault',
      kind: 'in-use',
      message: expect.stringContaining(folder.path) as string,
    });
  });
  await folder.open();
});
