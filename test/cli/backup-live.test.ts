// Backups of a server at work, and servers on what comes out of them: people who bid notice nothing, and come back with
// the links and sessions they have.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openSqliteJournal } from '../../server/journal/sqlite.ts';
import type { Journal } from '../../server/ports.ts';
import { mills } from '../../shared/kernel/units.ts';
import { entryHash } from '../support/journal-chain.ts';
import { DEMO_AUCTION_ID, DEMO_ROOM_ID } from '../../shared/room/demo.ts';
import { ask, joinAsBot } from '../support/http-client.ts';
import { readAll } from '../support/journal-entries.ts';
import type { LiveServer } from '../support/live-server.ts';
import { startLive } from '../support/live-server.ts';
import { PostgresServer } from '../support/postgres.ts';
import { Installation } from '../support/postgres-journals.ts';
import { mustOperate, Scratch } from '../support/records.ts';
import { SeatClient, sitAndWatch } from '../support/seat-client.ts';
import { SkippableTime } from '../support/skippable-time.ts';
import { eventually } from '../support/patience.ts';

const TEAMS = ['northwind', 'harbor', 'cascade'] as const;
const UNHURRIED = { limits: { commandsPerSecond: 10_000, commandBurst: 10_000 } };
const MOST_OUTAGE_MS = 600_000;

let database: PostgresServer;

beforeAll(async () => {
  database = await PostgresServer.start();
});

afterAll(async () => {
  await database[Symbol.asyncDispose]();
});

/** A lead who bids as soon as the last bid is answered, until told to stop. */
class Bidding {
  readonly receipts: string[] = [];
  #isStopped = false;
  readonly #ended: Promise<void>;

  constructor(client: SeatClient, teamId: string) {
    this.#ended = this.#bid(client, teamId);
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#ended;
  }

  async #bid(client: SeatClient, teamId: string): Promise<void> {
    while (!this.#isStopped) {
      const bid = { lotId: 'r1', quantityBlocks: 1, priceMills: mills(2_950) };
      const { receipt } = await client.clock({ type: 'PlaceBid', teamId, round: 1, bid });
      if (receipt) this.receipts.push(receipt.entryHash);
    }
  }
}

/** The first round is open, and its leads bid. */
const biddingOn = async (live: LiveServer) => {
  const moderator = await sitAndWatch(live, 'moderator');
  const clients = await Promise.all(TEAMS.map((teamId) => sitAndWatch(live, `${teamId}-lead`)));
  const rulesHash = moderator.view.auctions[DEMO_AUCTION_ID]?.rulesHash ?? '';
  for (const [index, teamId] of TEAMS.entries()) {
    await clients[index]?.clock({ type: 'AcceptRules', teamId, rulesHash });
  }
  await moderator.clock({ type: 'StartAuction' });
  await moderator.sees(({ auctions }) => auctions[DEMO_AUCTION_ID]?.stage === 'bidding', 'bidding');
  const biddings = clients.map((client, index) => new Bidding(client, TEAMS[index] ?? ''));
  return {
    ...{ moderator, clients },
    receipts: () => biddings.flatMap(({ receipts }) => receipts),
    stop: async () => {
      await Promise.all(biddings.map((bidding) => bidding.stop()));
      for (const client of [moderator, ...clients]) client.close();
    },
  };
};

/** The command as a program of its own, as an operator gives it. */
const operateApart = async (words: readonly string[]): Promise<void> => {
  const program = join(import.meta.dirname, '../../server/cli.ts');
  const child = spawn(process.execPath, [program, ...words], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  expect(await once(child, 'exit')).toEqual([0, null]);
};

/** Somebody with a session of before, and somebody with a link of before, come to the room as it was. */
const comeBack = async (
  live: LiveServer,
  { session, link }: { session: SeatClient['session']; link: string },
): Promise<SeatClient['view']> => {
  const client = await new SeatClient(live.origin, session).connected();
  await client.watch();
  const { view } = client;
  client.close();
  expect(await joinAsBot(live, link)).toMatchObject({ roomId: DEMO_ROOM_ID });
  return view;
};

it(
  '[BAK1] [BAK2] people bid during a backup, and a server on it has all that was answered before, paused',
  { timeout: 300_000 },
  async () => {
    using scratch = new Scratch();
    const file = scratch.in('b.gz');
    const [from, to] = [scratch.in('from'), scratch.in('to')];
    const time = new SkippableTime();
    const opened = (folder: string): Promise<Journal> => openSqliteJournal({ folder, clock: time });
    const journal = await opened(from);
    const live = await startLive({ time, journal, server: UNHURRIED });
    const link = await live.link('regulator');
    const sale = await biddingOn(live);
    await eventually(() => sale.receipts().length >= 30, 'thirty bids are answered');
    const before = sale.receipts();
    await operateApart(['backup', file, '--data', from]);
    // They went on being answered meanwhile.
    expect(sale.receipts().length).toBeGreaterThan(before.length);
    await sale.stop();
    const all = await readAll(journal, `room:${DEMO_ROOM_ID}`);
    await live.close();
    await journal.close();

    await mustOperate(['restore', file, '--data', to]);
    const copy = await opened(to);
    const kept = await readAll(copy, `room:${DEMO_ROOM_ID}`);
    const hashes = new Set(kept.map(entryHash));
    expect(before.filter((hash) => !hashes.has(hash))).toEqual([]);
    expect(kept).toEqual(all.slice(0, kept.length));

    time.skip(MOST_OUTAGE_MS);
    const again = await startLive({ time, journal: copy });
    try {
      const view = await comeBack(again, { session: sale.moderator.session, link });
      expect(view.auctions[DEMO_AUCTION_ID]).toMatchObject({
        pause: { reason: 'outage' },
        round: 1,
      });
      expect(again.adminSecret).toBeUndefined();
    } finally {
      await again.close();
      await copy.close();
    }
  },
);

it('[BAK2] after an import links, sessions, seats and rooms are the same', async () => {
  using scratch = new Scratch();
  await using installation = new Installation(database);
  const time = new SkippableTime();
  const journal = await openSqliteJournal({ folder: scratch.path, clock: time });
  const live = await startLive({ time, journal });
  const link = await live.link('regulator');
  const moderator = await sitAndWatch(live, 'moderator');
  await moderator.must({ type: 'PostMessage', to: { kind: 'table' }, text: 'before the move' });
  await moderator.sees(({ messages }) => Object.values(messages).length === 1, 'the message');
  const was = moderator.view;
  moderator.close();
  await live.close();
  await journal.close();

  await mustOperate(['import', scratch.path], {
    PARLEY_DATABASE_URL: database.url(),
    PARLEY_DATABASE_SCHEMA: installation.schema,
  });
  const moved = await startLive({ journal: await installation.open() });
  try {
    const { session } = moderator;
    const is = await comeBack(moved, { session, link });
    expect(is.messages).toEqual(was.messages);
    expect(is.sheets).toEqual(was.sheets);
    expect(is.auctions).toEqual(was.auctions);
    expect(Object.keys(is.seats)).toEqual(Object.keys(was.seats));
    // The administrator of before is the one of now.
    const secret = live.adminSecret;
    expect(await ask(moved, '/api/admin/enter', { body: { secret } })).toMatchObject({
      status: 200,
    });
  } finally {
    await moved.close();
  }
});
