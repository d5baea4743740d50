// The documents say what the program is: dependencies, rejection codes, error and close codes, commands of the front door.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CLOSE } from '../../shared/protocol/errors.ts';
import { PROTOCOL_VERSION } from '../../shared/protocol/messages.ts';

const ROOT = join(import.meta.dirname, '../..');

const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

const filesUnder = (folder: string, ending: RegExp): string[] =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => ending.test(name))
    .map((name) => join(folder, name));

const sources = ['shared', 'server'].flatMap((folder) => filesUnder(folder, /\.ts$/)).map(read);

const found = (pattern: RegExp): string[] => [
  ...new Set(sources.flatMap((text) => [...text.matchAll(pattern)].map((match) => match[1] ?? ''))),
];

/** Codes stand in the documents as code: between backticks. */
const missingIn = (page: string, codes: readonly string[]): readonly string[] => {
  const text = read(page);
  return codes.filter((code) => !text.includes(`\`${code}\``)).sort();
};

type Versions = Readonly<Record<string, string>>;

describe('[HOUSE5] dependencies', () => {
  it('docs/dependencies.md lists exactly the packages and versions of package.json', () => {
    const { dependencies, devDependencies, optionalDependencies } = JSON.parse(
      read('package.json'),
    ) as Readonly<Record<'dependencies' | 'devDependencies' | 'optionalDependencies', Versions>>;
    const listed = [...read('docs/dependencies.md').matchAll(/^\| `([^`]+)`\s*\| `([^`]+)`/gm)];
    expect(listed.map(([, name, version]) => `${name ?? ''} ${version ?? ''}`).sort()).toEqual(
      Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies })
        .map(([name, version]) => `${name} ${version}`)
        .sort(),
    );
  });
});

describe('[HOUSE6] the protocol', () => {
  it('every rejection code of shared/ and server/ is in docs/protocol.md', () => {
    const codes = found(/\b(?:reject|no)\(\s*'([a-z]+\/[a-z-]+)'/g);
    expect(codes.length).toBeGreaterThan(50);
    expect(missingIn('docs/protocol.md', [...codes, 'room/full'])).toEqual([]);
  });

  it('every rejection code that docs/protocol.md explains is one of the program', () => {
    const page = read('docs/protocol.md').split('## Rejections')[1]?.split('## The view of a room');
    const explained = [...(page?.[0] ?? '').matchAll(/^\| `([a-z]+\/[a-z-]+)`/gm)];
    const written = sources.join('\n');
    const strays = explained.filter(([, code]) => !written.includes(`'${code ?? ''}'`));
    expect(strays.map(([, code]) => code)).toEqual([]);
    expect(explained.length).toBeGreaterThan(50);
  });

  it('every protocol error, close code, feed code, command and the version are in docs/protocol.md', () => {
    const errors = /export type ProtocolErrorCode =([^;]+);/.exec(
      read('shared/protocol/errors.ts'),
    );
    const errorCodes = [...(errors?.[1] ?? '').matchAll(/'([^']+)'/g)].map(
      ([, code]) => code ?? '',
    );
    expect(errorCodes.length).toBeGreaterThan(10);
    expect(missingIn('docs/protocol.md', errorCodes)).toEqual([]);
    const page = read('docs/protocol.md');
    const closeCodes = Object.values(CLOSE).map(String);
    expect(closeCodes.filter((code) => !page.includes(`| ${code} `))).toEqual([]);
    const feed = read('shared/room/feed.ts');
    const feedCodes = [
      ...[...feed.matchAll(/\bline\('([a-z-]+)'/g)].map(([, code]) => `auction/${code ?? ''}`),
      ...[...feed.matchAll(/'((?:bid|seat|sheet)\/[a-z-]+)'/g)].map(([, code]) => code ?? ''),
    ];
    expect(feedCodes.length).toBeGreaterThan(15);
    expect(missingIn('docs/protocol.md', feedCodes)).toEqual([]);
    const commands = [
      ...read('shared/protocol/schemas.ts').matchAll(/z\.literal\('([A-Z]\w+)'\)/g),
    ];
    expect(commands.length).toBeGreaterThan(20);
    expect(
      missingIn(
        'docs/protocol.md',
        commands.map(([, type]) => type ?? ''),
      ),
    ).toEqual([]);
    expect(page).toContain(`Protocol version: **${String(PROTOCOL_VERSION)}**`);
  });
});

/** Names of what an interface of shared/protocol/messages.ts carries. */
const eventsOf = (name: string): readonly string[] => {
  const source = read('shared/protocol/messages.ts');
  const body = new RegExp(`export interface ${name} \\{\\n([^]*?)\\n\\}`).exec(source)?.[1] ?? '';
  return [...body.matchAll(/^ {2}(\w+)\(/gm)].map(([, event]) => event ?? '').sort();
};

describe('[HOUSE6] the events of a line', () => {
  it.each([
    ['ClientToServer', '### What a client sends'],
    ['ServerToClient', '### What the server sends'],
  ])('%s has exactly those of docs/protocol.md', (name, heading) => {
    const section = read('docs/protocol.md').split(heading)[1]?.split('\n### ')[0] ?? '';
    const told = [...section.matchAll(/^\| `(\w+)`/gm)].map(([, event]) => event ?? '');
    expect(told.length).toBeGreaterThan(3);
    expect(told.sort()).toEqual(eventsOf(name));
  });
});

describe('[HOUSE7] the front door', () => {
  it('README.md names exactly two commands', () => {
    const commands = [...read('README.md').matchAll(/\b(?:npm|npx|node|yarn|pnpm) [a-z][\w:-]*/g)];
    expect([...new Set(commands.map(([command]) => command))].sort()).toEqual([
      'npm start',
      'npm test',
    ]);
  });

  it('every variable that the program or its tests read is in docs/, and no other', () => {
    const variablesIn = (paths: readonly string[]): readonly string[] => {
      const names = paths.flatMap((path) => read(path).match(/\bPARLEY_[A-Z_]+[A-Z]\b/g) ?? []);
      return [...new Set(names)].sort();
    };
    const code = ['server', 'test'].flatMap((folder) => filesUnder(folder, /\.(ts|mjs)$/));
    expect(variablesIn(filesUnder('docs', /\.md$/))).toEqual(variablesIn(code));
  });

  it('every link and every named file of README.md and docs/ is there', () => {
    const pages = ['README.md', 'shared/RULES.md', ...filesUnder('docs', /\.md$/)];
    const broken = pages.flatMap((page) =>
      [...read(page).matchAll(/\]\((?!https?:|#)([^)#\s]+)[^)]*\)/g)]
        .map(([, target]) => join(dirname(page), target ?? ''))
        .filter((target) => !/\.(png|jpe?g|svg)$/.test(target) && !existsSync(join(ROOT, target)))
        .map((target) => `${page} -> ${relative('.', target)}`),
    );
    const named = [
      ...read('README.md').matchAll(/`((?:shared|server|client|test|docs)\/[\w./-]+)`/g),
    ];
    const gone = named.flatMap(([, path]) => (existsSync(join(ROOT, path ?? '')) ? [] : [path]));
    expect({ broken, gone }).toEqual({ broken: [], gone: [] });
  });
});
