// Starting the program as a new user does: what it prints, what stays over a restart, and one clear line for
// everything that keeps it from starting.

import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, describe, expect, it } from 'vitest';
import type { Program } from '../support/program.ts';
import { startProgram } from '../support/program.ts';

const folders: string[] = [];
const programs: Program[] = [];

const freshFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'parley-start-'));
  folders.push(folder);
  return folder;
};

const start = (folder: string, ...options: readonly string[]): Program => {
  const program = startProgram([
    '--port',
    '0',
    '--data',
    folder,
    '--log-level',
    'silent',
    ...options,
  ]);
  programs.push(program);
  return program;
};

const stop = async (program: Program): Promise<number | string> => {
  program.child.kill('SIGTERM');
  return program.ended;
};

const originOf = async (program: Program): Promise<string> =>
  (await program.says(/running at (http:\/\/\S+)/))[1] ?? '';

afterEach(async () => {
  for (const program of programs.splice(0)) {
    program.child.kill('SIGKILL');
    await program.ended;
  }
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

const linesOf = (program: Program): readonly string[] => program.output().trim().split('\n');

describe('[OPS10] first and second start', () => {
  it('prints a link a seat and the administrator’s secret once, and keeps the data', async () => {
    const folder = freshFolder();
    const first = start(folder);
    await first.says(/Stop it with/);
    expect(first.output().match(/\/join#usps-2026\.[0-9a-f]{64}/g)).toHaveLength(11);
    expect(first.output()).toMatch(/secret .*: [0-9a-f]{32}/);
    expect(first.output()).toMatch(/running at http:\/\/127\.0\.0\.1:\d+/);
    expect(await stop(first)).toBe(0);

    const second = start(folder);
    await second.says(/Stop it with/);
    expect(second.output()).not.toMatch(/secret/);
    const origin = await originOf(second);
    const me = (await (await fetch(`${origin}/api/me`)).json()) as { demo: { seats: unknown[] } };
    expect(me.demo.seats).toHaveLength(11);
  });

  it('a link of the first start still works after the second', async () => {
    const folder = freshFolder();
    const first = start(folder);
    const [, token] = await first.says(/join#(usps-2026\.[0-9a-f]{64})/);
    await first.says(/Stop it with/);
    await stop(first);
    const second = start(folder);
    const origin = await originOf(second);
    const joined = await fetch(`${origin}/api/join`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin },
      body: JSON.stringify({ token }),
    });
    expect(await joined.json()).toEqual({ roomId: 'usps-2026', seatId: 'moderator' });
    expect(joined.headers.get('set-cookie')).toMatch(/HttpOnly/);
  });

  it('[CFG13] a variable that is no setting is named, and the start goes on', async () => {
    const program = startProgram(
      ['--port', '0', '--data', freshFolder(), '--log-level', 'silent'],
      {
        // In two parts: the documents have every variable that stands in a test.
        [`PARLEY${'_PROT'}`]: '5000',
      },
    );
    programs.push(program);
    await program.says(/Stop it with/);
    expect(program.output().match(/^parley: .*$/gm)).toEqual([
      'parley: PARLEY' +
        '_PROT (PARLEY_PORT is meant?) is no setting and has no effect; --help lists the settings',
    ]);
  });

  it('without a demo there is no room and no open seat', async () => {
    const program = start(freshFolder(), '--no-demo');
    await program.says(/Stop it with/);
    expect(program.output()).not.toContain('/join#');
    const me = (await (await fetch(`${await originOf(program)}/api/me`)).json()) as object;
    expect(me).toEqual({ isAdmin: false, seats: [] });
  });
});

describe('[OPS11] what keeps it from starting is one clear line, and the exit code is not zero', () => {
  it('a port in use', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    const program = start(freshFolder(), '--port', String(port));
    expect(await program.ended).toBe(1);
    expect(linesOf(program)).toEqual([
      expect.stringContaining(`127.0.0.1:${String(port)} is in use`),
    ]);
    other.close();
  });

  it('a data folder that cannot be one', async () => {
    const folder = freshFolder();
    const file = join(folder, 'a-file');
    writeFileSync(file, '');
    const program = start(join(file, 'data'));
    expect(await program.ended).toBe(1);
    expect(linesOf(program)).toEqual([expect.stringContaining(join(file, 'data'))]);
  });

  it.runIf(existsSync('/proc/self'))(
    'a data folder where the file system makes none, on which the system’s own recursive form spins',
    async () => {
      const program = start('/proc/parley-data');
      expect(await program.ended).toBe(1);
      expect(linesOf(program)).toEqual([expect.stringContaining('/proc/parley-data')]);
    },
  );

  it('a second server on the same journal', async () => {
    const folder = freshFolder();
    const first = start(folder);
    await first.says(/Stop it with/);
    const second = start(folder);
    expect(await second.ended).toBe(1);
    expect(linesOf(second)).toEqual([expect.stringMatching(/in use|another/)]);
    expect((await fetch(`${await originOf(first)}/readyz`)).status).toBe(200);
  });

  it('a journal of a newer version', async () => {
    const folder = freshFolder();
    const first = start(folder);
    await first.says(/Stop it with/);
    await stop(first);
    const database = new DatabaseSync(join(folder, 'journal.sqlite'));
    database.exec('PRAGMA user_version = 999');
    database.close();
    const program = start(folder);
    expect(await program.ended).toBe(1);
    expect(linesOf(program)).toEqual([expect.stringContaining('newer')]);
  });

  it('a setting that is not allowed', async () => {
    const program = start(freshFolder(), '--port', 'abc');
    expect(await program.ended).toBe(2);
    expect(linesOf(program)).toEqual([expect.stringMatching(/--port .*"abc".* 0 to 65535/)]);
  });
});
