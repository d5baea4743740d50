// The house holds: arrows between floors point downward, pure code stays pure, every rule has a test.

import { readdirSync, readFileSync, statSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '..');

const filesUnder = (folder: string): string[] =>
  readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesUnder(path);
    return /\.(ts|svelte|mjs)$/.test(entry.name) ? [path] : [];
  });

const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

const source = ['shared', 'server', 'client'].flatMap(filesUnder);
const tests = filesUnder('test');

const importsOf = (path: string): string[] =>
  [...read(path).matchAll(/(?:from|import\()\s*'([^']+)'/g)].map((match) => match[1] ?? '');

/** Floors of shared/, lowest first: a file may import from its own floor and those below. */
const SHARED_FLOORS = [
  ['kernel'],
  ['record'],
  ['auction', 'sheet', 'access'],
  ['room'],
  ['protocol'],
  ['simulation', 'verify', 'rehearsal', 'report', 'templates', 'notices', 'mail'],
];

const floorOf = (path: string): number => {
  const place = relative('shared', path).split('/')[0] ?? '';
  return SHARED_FLOORS.findIndex((floor) => floor.includes(place));
};

describe('[HOUSE1] floors', () => {
  it('client and server never import each other, and shared imports neither', () => {
    const wrong = source.flatMap((path) =>
      importsOf(path)
        .filter((target) => target.startsWith('.'))
        .map((target) => relative(ROOT, resolve(ROOT, dirname(path), target)))
        .filter((target) => {
          const [from, to] = [path.split('/')[0], target.split('/')[0]];
          return from !== to && to !== 'shared';
        })
        .map((target) => `${path} -> ${target}`),
    );
    expect(wrong).toEqual([]);
  });

  it('arrows inside shared point downward, but for types', () => {
    const wrong = source
      .filter((path) => path.startsWith('shared/'))
      .flatMap((path) =>
        [...read(path).matchAll(/^import (?!type)[^;]*?from '(\.[^']+)'/gms)]
          .map((match) => relative(ROOT, resolve(ROOT, dirname(path), match[1] ?? '')))
          .filter((target) => floorOf(target) > floorOf(path))
          .map((target) => `${path} -> ${target}`),
      );
    expect(wrong).toEqual([]);
  });

  it('Node itself reads every file that runs on it', () => {
    const wrong = source
      .filter((path) => path.endsWith('.ts') && !path.startsWith('client/'))
      .filter((path) => {
        try {
          stripTypeScriptTypes(read(path));
          return false;
        } catch {
          return true;
        }
      });
    expect(wrong).toEqual([]);
  });

  it('shared imports neither Node nor the page', () => {
    const wrong = source
      .filter((path) => path.startsWith('shared/'))
      .flatMap((path) =>
        importsOf(path)
          .filter((target) => /^(node:|svelte|socket\.io|fastify|ws$)/.test(target))
          .map((target) => `${path} -> ${target}`),
      );
    expect(wrong).toEqual([]);
  });
});

describe('[HOUSE2] time and chance are handed in', () => {
  const banned = /\b(Date\.now\(|new Date\(\)|Math\.random\(|setTimeout\(|setInterval\()/;
  const isAllowed = (path: string): boolean =>
    path.startsWith('server/platform/') ||
    path.startsWith('client/') ||
    path === 'server/launch.mjs';

  it('no ambient clock, chance or timer outside server/platform and the page', () => {
    const wrong = source.filter((path) => !isAllowed(path) && banned.test(read(path)));
    expect(wrong).toEqual([]);
  });

  it('only the two programs, server/main.ts and server/cli.ts, read the environment', () => {
    const wrong = source
      .filter((path) => path.endsWith('.ts') && !/^server\/(main|cli)\.ts$/.test(path))
      .filter((path) => /process\.(env|argv)/.test(read(path)));
    expect(wrong).toEqual([]);
  });
});

describe('[HOUSE3] files have one idea', () => {
  const linesOf = (path: string): number => read(path).split('\n').length - 1;

  it('no source file is longer than 350 lines, no test longer than 500', () => {
    const long = [
      ...source.filter((path) => linesOf(path) > 350),
      ...tests.filter((path) => linesOf(path) > 500),
    ];
    expect(long).toEqual([]);
  });

  it('every source file says what it is for', () => {
    const silent = source
      .filter((path) => path.endsWith('.ts'))
      .filter((path) => !/^(#![^\n]*\n)?(\/\/|\/\*\*)/.test(read(path)));
    expect(silent).toEqual([]);
  });

  it('no barrels and no default exports', () => {
    const wrong = source
      .filter((path) => path.endsWith('.ts'))
      .filter((path) => /^export \* from|^export default/m.test(read(path)));
    expect(wrong).toEqual([]);
  });
});

describe('[HOUSE4] rules and tests belong together', () => {
  const hasRules = (() => {
    try {
      return statSync(join(ROOT, 'shared/RULES.md')).isFile();
    } catch {
      return false;
    }
  })();
  const rules = hasRules
    ? [...read('shared/RULES.md').matchAll(/^- \*\*([A-Z]+\d+[a-z]?)\*\*/gm)].map((m) => m[1] ?? '')
    : [];
  const cited = new Set(
    tests.flatMap((path) =>
      [...read(path).matchAll(/\b([A-Z]{2,5}\d+[a-z]?)\b/g)].map((m) => m[1]),
    ),
  );

  it('there are rules, each with a number of its own', () => {
    expect(rules.length).toBeGreaterThan(50);
    expect(new Set(rules).size).toBe(rules.length);
  });

  it('every rule is cited by a test', () => {
    expect(rules.filter((rule) => !cited.has(rule))).toEqual([]);
  });
});

describe('[HOUSE8] an ordinary run draws the same cases every time', () => {
  it('laws have their library from the one place that fixes the seed', () => {
    const place = 'test/support/fast-check.ts';
    const direct = tests.filter((path) => importsOf(path).includes('fast-check'));
    expect(direct).toEqual([place]);
  });

  it('no law has a seed of its own, which the long run would draw again', () => {
    const own =
      /numRuns: [\w/ ]+, seed: \d|seed: [\d_]+, numRuns:|\),\s*\{ seed: [\d_]+ \},?\s*\);/;
    expect(tests.filter((path) => own.test(read(path)))).toEqual([]);
  });
});
