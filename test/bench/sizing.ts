// What one more person, one more change on somebody's page and one more bid cost a server, and what a backup takes: the
// figures that docs/operations.md sizes machines with. The clients run in this process, the server in another.

import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkRecord, copyRecord } from '../../server/backup/copy.ts';
import { fileSource } from '../../server/backup/file-source.ts';
import { intoFile } from '../../server/backup/file-target.ts';
import { fromSqlite } from '../../server/backup/sqlite-records.ts';
import { intoSqlite } from '../../server/backup/sqlite-target.ts';
import { openSqliteJournal } from '../../server/journal/sqlite.ts';
import { mills } from '../../shared/kernel/units.ts';
import { DEMO_AUCTION_ID } from '../../shared/room/demo.ts';
import { createClock } from '../../server/platform/clock.ts';
import { joinAsBot } from '../support/http-client.ts';
import { eventually } from '../support/patience.ts';
import { SeatClient } from '../support/seat-client.ts';

const LINES = 300;
const MESSAGES = 30;
const BIDS = 2_000;
const IN_FLIGHT = 32;
const COPIED = 50_000;

export interface Sizing {
  readonly kilobytesALine: number;
  /** The server's own CPU; the kernel's part of it included. */
  readonly microsADelivery: number;
  readonly microsABid: number;
  /** On the disk, with indexes. */
  readonly bytesABid: number;
  readonly backupEntriesPerSecond: number;
  readonly restoreEntriesPerSecond: number;
  /** Of the compressed file. */
  readonly backupBytesABid: number;
}

interface Usage {
  readonly cpuMicros: number;
  readonly bytes: number;
}

interface Started {
  readonly origin: string;
  readonly links: Readonly<Record<'moderator' | 'northwind' | 'harbor', string>>;
}

class MeasuredServer {
  readonly #child: ChildProcess;
  constructor(folder: string) {
    this.#child = fork(join(import.meta.dirname, 'sizing-server.ts'), [folder], {
      execArgv: ['--expose-gc'],
    });
  }

  async heard<T>(): Promise<T> {
    const [message] = (await once(this.#child, 'message')) as [T];
    return message;
  }

  ask<T>(what: 'usage' | 'link' | 'stop'): Promise<T> {
    const answer = this.heard<T>();
    this.#child.send(what);
    return answer;
  }
}

const sitDown = async (origin: string, link: string): Promise<SeatClient> => {
  const client = new SeatClient(origin, await joinAsBot({ origin }, link));
  await (await client.connected()).watch();
  return client;
};

/** One session that many lines share, as if each were a person's. */
const openLines = async (origin: string, link: string): Promise<SeatClient[]> => {
  const session = await joinAsBot({ origin }, link);
  const clients: SeatClient[] = [];
  for (let line = 0; line < LINES; line += 1) {
    const client = await new SeatClient(origin, session).connected();
    await client.watch();
    clients.push(client);
  }
  return clients;
};

const deliveriesTo = (clients: readonly SeatClient[]): number =>
  clients.reduce((sum, client) => sum + client.heardOf('delta').length, 0);

/** Gives each of many bids as soon as one of those in flight is answered. */
const bid = async (client: SeatClient, teamId: string): Promise<void> => {
  let left = BIDS / 2;
  const next = async (): Promise<void> => {
    while ((left -= 1) >= 0) {
      const wish = { lotId: 'r1', quantityBlocks: 1, priceMills: mills(2_950) };
      await client.clock({ type: 'PlaceBid', teamId, round: 1, bid: wish });
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, next));
};

const measureLines = async (server: MeasuredServer, { origin, links }: Started) => {
  const moderator = await sitDown(origin, links.moderator);
  const empty = await server.ask<Usage>('usage');
  const clients = await openLines(origin, await server.ask<string>('link'));
  const full = await server.ask<Usage>('usage');
  for (let message = 0; message < MESSAGES; message += 1) {
    const text = `message ${String(message)}`;
    await moderator.must({ type: 'PostMessage', to: { kind: 'table' }, text });
    await eventually(
      () => clients.every(({ view }) => Object.values(view.messages).some((m) => m.text === text)),
      'everybody has the message',
    );
  }
  const told = await server.ask<Usage>('usage');
  const delivered = deliveriesTo(clients);
  for (const client of clients) client.close();
  return {
    moderator,
    kilobytesALine: (full.bytes - empty.bytes) / LINES / 1_024,
    microsADelivery: (told.cpuMicros - full.cpuMicros) / delivered,
  };
};

const measureBids = async (
  server: MeasuredServer,
  { origin, links }: Started,
  moderator: SeatClient,
) => {
  const northwind = await sitDown(origin, links.northwind);
  const harbor = await sitDown(origin, links.harbor);
  const rulesHash = moderator.view.auctions[DEMO_AUCTION_ID]?.rulesHash ?? '';
  await northwind.clock({ type: 'AcceptRules', teamId: 'northwind', rulesHash });
  await harbor.clock({ type: 'AcceptRules', teamId: 'harbor', rulesHash });
  await moderator.clock({ type: 'StartAuction' });
  const before = await server.ask<Usage>('usage');
  await Promise.all([bid(northwind, 'northwind'), bid(harbor, 'harbor')]);
  const after = await server.ask<Usage>('usage');
  for (const client of [moderator, northwind, harbor]) client.close();
  await server.ask('stop');
  return { microsABid: (after.cpuMicros - before.cpuMicros) / BIDS };
};

/** What the server has written, nearly all of it bids, on the disk and in a backup. */
const measureBytes = async (folder: string) => {
  const path = join(folder, 'bids.gz');
  const { entries } = await backup(folder, path);
  return {
    bytesABid: statSync(join(folder, 'journal.sqlite')).size / entries,
    backupBytesABid: statSync(path).size / entries,
  };
};

const backup = (folder: string, path: string) =>
  fromSqlite({ path: folder }, (source) =>
    intoFile({ path, place: path, suffix: 'bench', madeAt: createClock().now() }, (target) =>
      copyRecord(source, target, () => undefined),
    ),
  );

const perSecond = async (work: () => Promise<unknown>): Promise<number> => {
  const startMs = performance.now();
  await work();
  return (COPIED / (performance.now() - startMs)) * 1_000;
};

/** A record that is large enough for the time of an entry to count. */
const measureCopies = async (folder: string) => {
  const [from, to, path] = ['from', 'to', 'copy.gz'].map((name) => join(folder, name));
  const journal = await openSqliteJournal({ folder: from ?? '', clock: createClock() });
  const body = JSON.stringify({ kind: 'decision', words: 'as long as a bid is'.repeat(30) });
  const entry = { kind: 'decision', at: journal.now(), body } as const;
  for (let version = 0; version < COPIED; version += 1_000) {
    const entries = Array.from({ length: 1_000 }, () => entry);
    await journal.append({ stream: 'room:bench', expected: { version }, entries });
  }
  await journal.close();
  const source = fileSource({ path: path ?? '', place: 'the copy' });
  return {
    backupEntriesPerSecond: await perSecond(() => backup(from ?? '', path ?? '')),
    restoreEntriesPerSecond: await perSecond(async () => {
      await checkRecord(source);
      await intoSqlite(to ?? '', (target) => copyRecord(source, target, () => undefined));
    }),
  };
};

/** Measures one server from its start to its backup. */
export const benchSizing = async (): Promise<Sizing> => {
  const folder = mkdtempSync(join(tmpdir(), 'parley-sizing-'));
  try {
    const server = new MeasuredServer(folder);
    const started = await server.heard<Started>();
    const { moderator, ...lines } = await measureLines(server, started);
    const bids = await measureBids(server, started, moderator);
    return { ...lines, ...bids, ...(await measureBytes(folder)), ...(await measureCopies(folder)) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};
