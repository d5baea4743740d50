// Starting the program on a PostgreSQL database: several nodes at once, a second start, one line for what keeps it
// from starting.

import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { PASSWORD, PostgresServer } from '../support/postgres.ts';
import type { Program } from '../support/program.ts';
import { startProgram } from '../support/program.ts';

let server: PostgresServer;
const programs: Program[] = [];

beforeAll(async () => {
  server = await PostgresServer.start();
});

afterAll(async () => {
  await server[Symbol.asyncDispose]();
});

afterEach(async () => {
  for (const program of programs.splice(0)) {
    program.child.kill('SIGKILL');
    await program.ended;
  }
});

const start = (url: string, ...more: readonly string[]): Program => {
  const options = ['--port', '0', '--log-level', 'silent', '--database-url', url, ...more];
  const program = startProgram(options);
  programs.push(program);
  return program;
};

const SECRET = /Administrator’s secret .*: [0-9a-f]{32}/;

it('[OPS10] two nodes that start at once on an empty database make one installation and show its secret once', async () => {
  const nodes = [start(server.url()), start(server.url())];
  await Promise.all(nodes.map((node) => node.says(/Stop it with/)));
  expect(nodes.filter((node) => SECRET.test(node.output()))).toHaveLength(1);
  for (const node of nodes) {
    expect(node.output()).toContain('The record stays in the database.');
    expect(node.output().match(/\/join#usps-2026\.[0-9a-f]{64}/g)).toHaveLength(11);
    expect(node.output()).not.toContain(PASSWORD);
  }
  // A link that one node made lets somebody in at the other.
  const [one, two] = nodes;
  const token = /join#(usps-2026\.[0-9a-f]{64})/.exec(one?.output() ?? '')?.[1];
  const origin = /running at (http:\/\/\S+)/.exec(two?.output() ?? '')?.[1] ?? '';
  const joined = await fetch(`${origin}/api/join`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin },
    body: JSON.stringify({ token }),
  });
  expect(await joined.json()).toMatchObject({ roomId: 'usps-2026' });
  for (const node of nodes) {
    node.child.kill('SIGTERM');
    expect(await node.ended).toBe(0);
  }
  const again = start(server.url());
  await again.says(/Stop it with/);
  expect(again.output()).not.toMatch(SECRET);
});

it('[OPS10] installations of one database have secrets of their own', async () => {
  const program = start(server.url(), '--database-schema', 'another', '--no-demo');
  await program.says(/Stop it with/);
  expect(program.output()).toMatch(SECRET);
});

it.each([
  [
    'a wrong password',
    () => server.url({ password: 'not-the-word' }),
    /refuses the user or the pass/,
  ],
  [
    'a database that is not there',
    () => server.url({ database: 'nowhere' }),
    /nowhere does not exist/,
  ],
  [
    'nobody who listens',
    () => server.url({ port: 1 }),
    /127\.0\.0\.1:1\/postgres cannot be reached/,
  ],
] as const)(
  '[OPS11] %s is one clear line, and the exit code is not zero',
  async (_what, url, line) => {
    const program = start(url());
    expect(await program.ended).toBe(1);
    const lines = program.output().trim().split('\n');
    expect(lines).toEqual([expect.stringMatching(line)]);
    expect(program.output()).not.toMatch(/not-the-word|canary/);
  },
);
