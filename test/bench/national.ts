// The national sale: 18,000 lots, 200 teams with a page each, 1,000 bids a team. How long a close takes, what others
// feel of it, how soon a file of 5,000 bids is answered, and what a page is sent.

import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import Papa from 'papaparse';
import type { BotSession } from '../support/http-client.ts';
import { ask, tokenIn } from '../support/http-client.ts';
import type { SeatClient } from '../support/seat-client.ts';
import { follow } from './people.ts';

const FILE_LOTS = 5_000;
const SETTLE_MS = 3_000;

interface Spans {
  readonly count: number;
  readonly p50: number;
  readonly p99: number;
  readonly worst: number;
}

const heard = <T>(child: ChildProcess): Promise<T> =>
  new Promise((resolve) => {
    child.once('message', (message) => {
      resolve(message as T);
    });
  });

const told = <T>(child: ChildProcess, what: string): Promise<T> => {
  child.send(what);
  return heard<T>(child);
};

const script = (name: string, ...args: string[]): ChildProcess =>
  fork(join(import.meta.dirname, name), args);

const rest = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Counts what the lines of pages bring. */
class Pages {
  readonly clients: readonly SeatClient[];
  #bytes = 0;

  constructor(clients: readonly SeatClient[]) {
    this.clients = clients;
    for (const { socket } of clients) {
      socket.io.engine.on('packet', ({ data }: { data?: unknown }) => {
        if (typeof data === 'string') this.#bytes += data.length;
      });
    }
  }

  /** Kilobytes a page since the last call. */
  take(): number {
    const bytes = this.#bytes;
    this.#bytes = 0;
    return bytes / this.clients.length / 1_000;
  }
}

/** A team's own file with another quantity in its first lots; the time until it is answered. */
const bidByFile = async (origin: string, { roomId, seatId, token }: BotSession) => {
  const path = (what: string): string =>
    `/api/rooms/${roomId}/auctions/sale/${what}?seat=${seatId}`;
  const fetched = await ask({ origin }, path('bids.csv'), { token });
  const text = String(fetched.body['text']).replace(/^\uFEFF/, '');
  const rows = Papa.parse<Record<string, string>>(text, {
    header: true,
    skipEmptyLines: true,
  }).data;
  for (const row of rows.slice(0, FILE_LOTS)) Object.assign(row, { quantity: '3', price: '' });
  const file = Papa.unparse(rows);
  const timed = async (what: string, body: object) => {
    const startMs = performance.now();
    const answer = await ask({ origin }, path(what), { token, body });
    const ms = performance.now() - startMs;
    if (answer.body['ok'] !== true) throw new Error(JSON.stringify(answer.body).slice(0, 400));
    return ms;
  };
  const checkMs = await timed('bids/check', { file });
  return { checkMs, takeMs: await timed('bids', { id: crypto.randomUUID(), file }) };
};

/** Runs it and prints what it found. */
export const benchNational = async (say: (line: string) => void): Promise<void> => {
  const server = script('national-server.ts');
  const { origin, links, demo } = await heard<{
    origin: string;
    links: Record<string, string>;
    demo: string;
  }>(server);
  const probe = script('national-probe.ts', origin, demo);
  await heard(probe);
  const sessions: BotSession[] = [];
  for (const [place, link] of Object.values(links).entries()) {
    const { body } = await ask({ origin }, '/api/join', {
      body: { token: tokenIn(link), form: 'token' },
      headers: { 'x-forwarded-for': `10.0.${String(place >> 6)}.${String(place & 63)}` },
    });
    sessions.push(body as unknown as BotSession);
  }
  const clients: SeatClient[] = [];
  for (const session of sessions) clients.push(await follow(origin, session));
  const pages = new Pages(clients);
  const [, team] = sessions;
  if (!team) throw new Error('nobody sits there');
  say('The national sale: 18,000 lots, 200 teams with a page each, 1,000 bids a team\n');
  const line = (what: string, { count, p50, p99, worst }: Spans, longestMs: number): void => {
    say(
      `  ${what.padEnd(28)} acks of another room p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms, worst ${worst.toFixed(0)} ms (${String(count)}); loop busy at a stretch ${longestMs.toFixed(0)} ms; ${pages.take().toFixed(1)} KB a page`,
    );
  };
  const during = async <T>(what: string, act: () => Promise<T>): Promise<T> => {
    await told(probe, 'take');
    await told(server, 'calm');
    pages.take();
    const done = await act();
    await rest(SETTLE_MS);
    const spans = await told<Spans>(probe, 'take');
    line(what, spans, (await told<{ longestMs: number }>(server, 'longest')).longestMs);
    return done;
  };
  await during('nothing happens', () => rest(1_000));
  // In round 1, before activity takes points that were not used.
  const { checkMs, takeMs } = await during('a file of 5,000 bids', () => bidByFile(origin, team));
  say(
    `    looked at in ${checkMs.toFixed(0)} ms, taken in ${takeMs.toFixed(0)} ms   (bar: at most 1,000)`,
  );
  for (const round of [1, 2, 3]) {
    await during(`200 files of bids, round ${String(round)}`, () => told(server, 'bid'));
    const { closeMs } = await during(`close of round ${String(round)}`, () =>
      told<{ closeMs: number }>(server, 'close'),
    );
    say(`    closed and durable after ${closeMs.toFixed(0)} ms   (bar: at most 2,000)`);
    await during(`opening of round ${String(round + 1)}`, () => told(server, 'open'));
  }
  for (const client of clients) client.close();
  await told(probe, 'stop');
  await told(server, 'end');
};
