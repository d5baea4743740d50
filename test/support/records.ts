// Records to be copied: journals with all that a record can hold, commands given as an operator does, and what two
// journals must have in common to be the same.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { COMMANDS } from '../../server/cli/commands.ts';
import { runCommand } from '../../server/cli/run.ts';
import type { Journal } from '../../server/ports.ts';
import { epochMs } from '../../shared/kernel/units.ts';
import type { StoredEntry } from '../../shared/record/entry.ts';
import { appendAt, appendSince, at, decision, readAll, storedBy, text } from './journal-entries.ts';
import { TestTerminal } from './terminal.ts';

/** A folder that is gone when the test ends. */
export class Scratch implements Disposable {
  readonly path = mkdtempSync(join(tmpdir(), 'parley-backup-'));

  in(name: string): string {
    return join(this.path, name);
  }

  [Symbol.dispose](): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}

export interface Ran {
  readonly code: number;
  readonly said: readonly string[];
  readonly warned: readonly string[];
  readonly noted: readonly string[];
}

/** Gives one of the program's commands. */
export const operate = async (
  words: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Ran> => {
  const terminal = new TestTerminal(env);
  const code = await runCommand(COMMANDS, words, terminal);
  return { code, ...terminal };
};

/** Gives one that must succeed, and answers what it said: one line. */
export const mustOperate = async (
  words: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<string> => {
  const { code, said, warned } = await operate(words, env);
  expect({ code, warned, lines: said.length }).toEqual({ code: 0, warned: [], lines: 1 });
  return said[0] ?? '';
};

/** The number by which a command names a record. */
export const headsIn = (line: string): string => /heads ([0-9a-f]{64})$/.exec(line)?.[1] ?? line;

/** Names whose order in UTF-16 is not that of their bytes, and some that an SQL statement or a path could trip over. */
const ODD_NAMES = ['room:\u{10000}', 'room:\uffee', "room:'; --", 'sheet:../a b\\n', 'room:é'];
const LONG_STREAM = 'room:long';
const LONG_ENTRIES = 1_203;

const writeLong = async (journal: Journal): Promise<void> => {
  const entries = Array.from({ length: LONG_ENTRIES }, (_, index) =>
    index % 3 === 0
      ? decision(`d${String(index)}`, { commandId: `c${String(index)}`, atMs: at(index) })
      : text(`t${String(index)}`),
  );
  // More in one entry than a piece of a copy holds.
  entries.push(text('ü'.repeat(1_200_000)), text('line\nbreak \u{1f69a} "quoted" \\'));
  await storedBy(journal.append({ ...appendAt(LONG_STREAM, 0, ...entries), wakeAt: at(9_000) }));
};

/** A record with what a copy could lose: times, command ids, wake times, beats, long and odd streams. */
export const writeRecord = async (journal: Journal): Promise<void> => {
  await writeLong(journal);
  for (const [index, name] of ODD_NAMES.entries()) {
    const first = decision(index, { commandId: 'same in each', atMs: at(index) });
    await storedBy(journal.append({ ...appendAt(name, 0, first), wakeAt: at(index) }));
    await storedBy(journal.append(appendSince(name, 1, text('later'), text('later still'))));
  }
  // One whose wake time was taken away again.
  await storedBy(journal.append({ ...appendAt("room:'; --", 3, decision(3)), wakeAt: null }));
  await journal.beat('one', at(5_000));
  await journal.beat('two', at(4_000));
};

/** All that a journal can be asked. */
export const everythingIn = async (journal: Journal) => {
  const streams = await journal.streams('', '', 1_000);
  const entries: Record<string, readonly StoredEntry[]> = {};
  const commands: Record<string, unknown> = {};
  for (const stream of streams) {
    entries[stream] = await readAll(journal, stream);
    for (const id of ['same in each', 'c3', 'c1200']) {
      commands[`${stream} ${id}`] = await journal.findCommand(stream, id);
    }
  }
  const due = await journal.due(epochMs(at(1_000_000)), 1_000);
  return { entries, commands, due, beat: await journal.lastBeat() };
};

/** That text may follow the last decision and not the one before, in a stream of 1,205 entries. */
export const expectLastDecision = async (journal: Journal): Promise<void> => {
  const last = LONG_ENTRIES - 2;
  const early = await journal.append(appendSince(LONG_STREAM, last - 1, text('too early')));
  expect(early).toMatchObject({ ok: false });
  const late = await journal.append(appendSince(LONG_STREAM, last, text('behind the decision')));
  expect(late).toMatchObject({ ok: true, entries: [{ version: LONG_ENTRIES + 3 }] });
};

/** The lines of a backup but the first, which says when and from where, and the last, which has a digest over it. */
export const bodyOf = (file: string): string =>
  readFileSync(file, 'utf8').split('\n').slice(1, -2).join('\n');
