// Programs of the system that tests need: who may install them, by which words, and what is said when nobody may.

import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { PROGRAMS, installWords, isInPath, missingLine } from '../../server/launch-system.mjs';

const SERVER = join(import.meta.dirname, '../../server');
const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A folder of programs, each a script; it is all the path there is. */
const programs = (scripts: Readonly<Record<string, string>>): string => {
  const folder = mkdtempSync(join(tmpdir(), 'parley-programs-'));
  folders.push(folder);
  symlinkSync('/bin/sh', join(folder, 'sh'));
  for (const [name, text] of Object.entries(scripts)) {
    writeFileSync(join(folder, name), `#!/bin/sh\n${text}\n`, { mode: 0o755 });
  }
  return folder;
};

const SUDO = '[ "$1" = -n ] && shift; "$@"';

/** What the other tests need is there. */
const OTHERS = { nginx: '' };

/** A package manager that notes what it was asked for and brings `redis-server`. */
const bringing = (log: string): string =>
  `echo "$@" >> ${log}; printf '#!/bin/sh\\n' > "$PATH/redis-server"; /bin/chmod 755 "$PATH/redis-server"`;

const bring = (path: string, ci: string): readonly string[] => {
  const place = join(SERVER, 'launch-system.mjs');
  const script = `import { bringPrograms } from ${JSON.stringify(place)}; bringPrograms(console.log);`;
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '--eval', script], {
    env: { PATH: path, CI: ci },
    encoding: 'utf8',
  });
  return stdout.split('\n').filter((line) => line !== '');
};

describe('who may install', () => {
  const place = { isRoot: false, isCi: false, canSudo: () => true, has: () => true };

  it.each([
    ['root', { ...place, isRoot: true }, 'sh'],
    ['CI that becomes root without a password', { ...place, isCi: true }, 'sudo'],
    ['CI that does not', { ...place, isCi: true, canSudo: () => false }, undefined],
    ['a person at a desk', place, undefined],
    [
      'root without a known package manager',
      { ...place, isRoot: true, has: () => false },
      undefined,
    ],
  ])('[RUN9] %s', (_who, who, first) => {
    expect(installWords(['redis-server'], who)?.[0]).toBe(first);
  });

  it.each([
    ['apt-get', 'apt-get install -y -qq --no-install-recommends'],
    ['dnf', 'dnf install -y -q redis'],
    ['apk', 'apk add --no-cache redis'],
  ])('[RUN9] %s is asked for the package as it calls it', (manager, words) => {
    const has = (program: string) => program === manager;
    expect(installWords(['redis-server'], { ...place, isRoot: true, has })?.at(-1)).toContain(
      words,
    );
    expect(PROGRAMS['redis-server'].packages[manager]).toBeDefined();
  });

  it('[RUN9] Debian is told not to start the service, and a policy that is there stays', () => {
    const words = installWords(['redis-server'], { ...place, isRoot: true })?.at(-1) ?? '';
    const folder = mkdtempSync(join(tmpdir(), 'parley-policy-'));
    folders.push(folder);
    const policy = join(folder, 'policy-rc.d');
    const script = words
      .replace('/usr/sbin/policy-rc.d', policy)
      .replaceAll(/^apt-get .*$/gm, `cat ${policy}`);
    const run = () => spawnSync('sh', ['-c', script], { encoding: 'utf8' }).stdout;
    expect(run()).toContain('exit 101');
    expect(existsSync(policy)).toBe(false);
    writeFileSync(policy, 'of the operator');
    expect(run()).toBe('of the operatorof the operator');
    expect(readFileSync(policy, 'utf8')).toBe('of the operator');
  });
});

describe('bringing', () => {
  it('[RUN9] what is missing is installed once, with words', () => {
    const log = join(programs({}), 'log');
    const path = programs({ ...OTHERS, apk: bringing(log), sudo: SUDO });
    expect(bring(path, '1')).toEqual(["Installing redis-server by the system's package manager…"]);
    expect(bring(path, '1')).toEqual([]);
    expect(readFileSync(log, 'utf8')).toBe('add --no-cache redis\n');
  });

  it('[RUN9] all that is missing is asked for at once', () => {
    const log = join(programs({}), 'log');
    const path = programs({ apk: bringing(log), sudo: SUDO });
    expect(bring(path, '1')).toEqual([
      "Installing redis-server and nginx by the system's package manager…",
      missingLine('nginx', true),
    ]);
    expect(readFileSync(log, 'utf8')).toBe('add --no-cache redis nginx\n');
  });

  it('[RUN9] what could not be installed is said in one line', () => {
    const path = programs({ ...OTHERS, apk: 'exit 1', sudo: SUDO });
    expect(bring(path, '1').at(-1)).toBe(missingLine('redis-server', true));
    expect(bring(programs(OTHERS), '')).toEqual([missingLine('redis-server', false)]);
    expect(missingLine('redis-server', true)).toContain('fail');
    expect(missingLine('redis-server', false)).toContain('are skipped');
  });

  it('[RUN9] a file that cannot be run, and a folder of that name, are no program', () => {
    const path = programs({ good: '' });
    writeFileSync(join(path, 'text'), '');
    mkdirSync(join(path, 'folder'));
    expect(isInPath('good', `/nowhere:${path}`)).toBe(true);
    expect(isInPath('text', path)).toBe(false);
    expect(isInPath('folder', path)).toBe(false);
    expect(isInPath('good', '')).toBe(false);
  });
});
