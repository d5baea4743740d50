// The PostgreSQL journal: the contract, and what belongs to a database alone.

import { afterAll, beforeAll, it } from 'vitest';
import { describeDurableJournal, describeJournal } from '../support/journal-contract.ts';
import { expectLikeMemory } from '../support/journal-walks.ts';
import { PostgresServer } from '../support/postgres.ts';
import { Installation } from '../support/postgres-journals.ts';

let server: PostgresServer;

beforeAll(async () => {
  server = await PostgresServer.start();
});

afterAll(async () => {
  await server[Symbol.asyncDispose]();
});

const open = async () => {
  const installation = new Installation(server);
  return {
    journal: await installation.open(),
    reopen: async () => {
      await installation.close();
      return installation.open();
    },
    dispose: () => installation[Symbol.asyncDispose](),
  };
};

describeJournal('PostgreSQL', open);
describeDurableJournal('PostgreSQL', open);

it(
  '[JRN6] any course of requests is answered by PostgreSQL as in memory, over reopening too',
  { timeout: 300_000 },
  () => expectLikeMemory(() => new Installation(server), { courses: 20 }),
);
