// Several nodes over one database: who was first, whatever they do at the same moment.

import { fc } from '../support/fast-check.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AppendResult, Journal } from '../../server/ports.ts';
import { expectChain } from '../support/journal-chain.ts';
import {
  appendAt,
  appendSince,
  conflict,
  decision,
  readAll,
  storedBy,
  text,
} from '../support/journal-entries.ts';
import { PostgresServer } from '../support/postgres.ts';
import { Installation } from '../support/postgres-journals.ts';

let server: PostgresServer;

beforeAll(async () => {
  server = await PostgresServer.start();
});

afterAll(async () => {
  await server[Symbol.asyncDispose]();
});

const nodesOf = (installation: Installation, count: number): Promise<Journal[]> =>
  Promise.all(Array.from({ length: count }, () => installation.open()));

const isStored = (result: AppendResult): boolean => result.ok;

describe('nodes that race', () => {
  it('[JRN20] of appends of four nodes that expect one end exactly one is stored, round after round', async () => {
    await using installation = new Installation(server);
    const nodes = await nodesOf(installation, 4);
    const ROUNDS = 25;
    for (let version = 0; version < ROUNDS; version += 1) {
      const results = await Promise.all(
        nodes.map((node, n) =>
          node.append(appendAt('room:a', version, decision(`${version}/${n}`))),
        ),
      );
      expect(results.filter(isStored)).toHaveLength(1);
      for (const result of results) if (!result.ok) expect(result).toEqual(conflict(version + 1));
    }
    const [first] = nodes;
    const entries = first ? await readAll(first, 'room:a') : [];
    expect(entries).toHaveLength(ROUNDS);
    expectChain(entries);
  });

  it('[JRN20] a node that knows a stream only by hearsay is not refused for what it remembers', async () => {
    await using installation = new Installation(server);
    const [one, two] = await nodesOf(installation, 2);
    await storedBy(one?.append(appendAt('room:a', 0, decision(1))) ?? conflict(0));
    expect(await two?.read('room:a', 0, 9)).toHaveLength(1);
    for (let version = 1; version < 20; version += 1) {
      const node = version % 2 === 0 ? one : two;
      // Its own memory of the stream ends one earlier each time.
      await storedBy(node?.append(appendAt('room:a', version, decision(version))) ?? conflict(0));
    }
  });

  it('[JRN20] text of four nodes in one sheet is all stored, though none hears of the others', async () => {
    await using installation = new Installation(server);
    const nodes = await nodesOf(installation, 4);
    const [first] = nodes;
    if (!first) throw new Error('a node');
    await storedBy(first.append(appendAt('sheet:a', 0, decision('made'))));
    await Promise.all(
      nodes.map(async (node, n) => {
        for (let edit = 0; edit < 25; edit += 1) {
          await storedBy(node.append(appendSince('sheet:a', 1, text(`${n}/${edit}`))));
        }
      }),
    );
    const entries = await readAll(first, 'sheet:a');
    expect(entries).toHaveLength(101);
    expect(new Set(entries.map(({ body }) => body)).size).toBe(101);
    expectChain(entries);
  });

  it('[JRN20] edits of three nodes and a lock: an edit is stored before the lock or refused', async () => {
    await using installation = new Installation(server);
    const [locking, ...typing] = await nodesOf(installation, 4);
    await storedBy(locking?.append(appendAt('sheet:a', 0, decision('made'))) ?? conflict(0));
    const typed = typing.map(async (node, n) => {
      let stored = 0;
      for (;;) {
        const result = await node.append(appendSince('sheet:a', 1, text(`${n}/${stored}`)));
        if (!result.ok) return stored;
        stored += 1;
      }
    });
    await typing[0]?.append(appendSince('sheet:a', 1, text('under way')));
    const [lock] = await storedBy(
      locking?.append(appendSince('sheet:a', 1, decision('lock'))) ?? conflict(0),
    );
    const stored = (await Promise.all(typed)).reduce((sum, count) => sum + count, 0);
    const entries = locking ? await readAll(locking, 'sheet:a') : [];
    // One is "made", one "under way", and nothing comes behind the lock.
    expect(entries).toHaveLength(stored + 3);
    expect(entries.at(-1)).toEqual(lock);
  });

  it('[JRN5] a command that two nodes send at once is stored once, and found by both', async () => {
    await using installation = new Installation(server);
    const [one, two] = await nodesOf(installation, 2);
    for (let round = 0; round < 10; round += 1) {
      const sent = text(round, { commandId: `c${round}` });
      const results = await Promise.all(
        [one, two].map((node) => node?.append(appendSince('sheet:a', 99, sent))),
      );
      expect(results.filter((result) => result?.ok)).toHaveLength(1);
      expect(await one?.findCommand('sheet:a', `c${round}`)).toEqual(
        await two?.findCommand('sheet:a', `c${round}`),
      );
    }
    expect(await one?.read('sheet:a', 0, 99)).toHaveLength(10);
  });

  it('[JRN20] a lost race of one stream touches no other of the same commit', async () => {
    await using installation = new Installation(server);
    const [one, two] = await nodesOf(installation, 2);
    await storedBy(one?.append(appendAt('room:a', 0, decision('one'))) ?? conflict(0));
    await two?.read('room:a', 0, 9);
    await storedBy(one?.append(appendAt('room:a', 1, decision('one'))) ?? conflict(0));
    // The second node still believes that room:a ends at 1.
    const results = await Promise.all([
      two?.append(appendAt('room:b', 0, decision('two'))),
      two?.append(appendAt('room:a', 1, decision('two'))),
      two?.append(appendAt('room:c', 0, decision('two'))),
    ]);
    expect(results.map((result) => result?.ok)).toEqual([true, false, true]);
    expect(results[1]).toEqual(conflict(2));
  });

  it('[JRN20] nodes that append to the same streams in opposite orders never wait in a ring', async () => {
    await using installation = new Installation(server);
    const nodes = await nodesOf(installation, 3);
    const names = Array.from({ length: 40 }, (_, n) => `room:ring-${String(n)}`);
    const stored = nodes.map(async (node, n) => {
      let count = 0;
      for (let round = 0; round < 10; round += 1) {
        const order = n % 2 === 0 ? names : names.toReversed();
        const results = await Promise.all(
          order.map((name) => node.append(appendSince(name, 999, text(`${n}/${round}`)))),
        );
        count += results.filter(isStored).length;
      }
      return count;
    });
    expect(await Promise.all(stored)).toEqual([400, 400, 400]);
    expect(server.log).not.toContain('deadlock');
  });
});

describe('nodes that start together', () => {
  it('[JRN25] one makes the tables, all others find them', async () => {
    await using installation = new Installation(server);
    const nodes = await nodesOf(installation, 8);
    const results = await Promise.all(
      nodes.map((node) => node.append(appendAt('room:a', 0, decision(1)))),
    );
    expect(results.filter(isStored)).toHaveLength(1);
    expect(await server.query(`SELECT form FROM ${installation.schema}.form`)).toHaveLength(1);
  });

  it('[JRN25] installations with schemas of their own know nothing of each other', async () => {
    await using one = new Installation(server, 'own_one');
    await using two = new Installation(server, 'own_two');
    const [first, second] = await Promise.all([one.open(), two.open()]);
    await storedBy(first.append(appendAt('room:a', 0, decision(1, { commandId: 'c1' }))));
    await first.beat('one', first.now());
    expect(await second.streams('', '', 9)).toEqual([]);
    expect(await second.findCommand('room:a', 'c1')).toBeUndefined();
    expect(await second.lastBeat()).toBeUndefined();
  });
});

/** What one node asks for; several are under way at once. */
interface Asked {
  readonly node: number;
  readonly stream: string;
  /** How far behind the real end the node believes the stream to be; more than 0 must be refused. */
  readonly behind: number;
  readonly isText: boolean;
  readonly commandId: string | undefined;
}

const asked = fc.record({
  node: fc.integer({ min: 0, max: 2 }),
  stream: fc.constantFrom('room:x', 'room:y', 'sheet:z'),
  behind: fc.constantFrom(0, 0, 0, 1),
  isText: fc.boolean(),
  commandId: fc.option(fc.constantFrom('c1', 'c2', 'c3', 'c4'), { nil: undefined }),
});

it('[JRN20] any course of appends of three nodes leaves whole chains that hold what was acknowledged, once', async () => {
  const run = async (rounds: readonly (readonly Asked[])[]): Promise<void> => {
    await using installation = new Installation(server);
    const nodes = await nodesOf(installation, 3);
    const acknowledged = new Map<string, string[]>();
    for (const round of rounds) {
      await Promise.all(
        round.map(async ({ node, stream, behind, isText, commandId }, n) => {
          const journal = nodes[node];
          if (!journal) throw new Error('a node');
          const [end = 0] = await journal.versions([stream]);
          const make = isText ? text : decision;
          const entry = make(`${n}`, commandId === undefined ? {} : { commandId });
          const result = await journal.append(
            isText ? appendSince(stream, end, entry) : appendAt(stream, end - behind, entry),
          );
          if (behind > 0 && !isText) expect(result.ok).toBe(false);
          if (!result.ok) return;
          const heads = result.entries.map(({ head }) => head);
          acknowledged.set(stream, [...(acknowledged.get(stream) ?? []), ...heads]);
        }),
      );
    }
    for (const journal of nodes) {
      for (const stream of await journal.streams('', '', 9)) {
        const entries = await readAll(journal, stream);
        expectChain(entries);
        expect(entries.map(({ head }) => head).sort()).toEqual(acknowledged.get(stream)?.sort());
      }
    }
    expect(await nodes[0]?.streams('', '', 9)).toHaveLength(acknowledged.size);
  };
  const rounds = fc.array(fc.array(asked, { minLength: 1, maxLength: 8 }), { maxLength: 8 });
  await fc.assert(fc.asyncProperty(rounds, run), { numRuns: 12 });
}, 300_000);
