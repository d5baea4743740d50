// Many lines watch one room: what is released is turned into bytes once for each audience, not for each line.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { joinAsBot } from '../support/http-client.ts';
import type { LiveServer } from '../support/live-server.ts';
import { startLive } from '../support/live-server.ts';
import { SeatClient, sitAndWatch } from '../support/seat-client.ts';
import { until } from '../support/until.ts';

const LINES = 60;
const WORDS = 5;

let live: LiveServer;

beforeAll(async () => {
  const limits = { connectionsPerSeat: 1_000 as 20, commandBurst: 10_000 as 40 };
  live = await startLive({ server: { limits } });
});

afterAll(async () => {
  await live.close();
});

const figures = async (): Promise<readonly [built: number, encoded: number]> => [
  await live.figure('parley_view_encodings_total{topic="room"}'),
  await live.figure('parley_deltas_encoded_total'),
];

describe('observers of a public room', () => {
  it('[NET5] each release is built and encoded once an audience, however many lines have it', async () => {
    const moderator = await sitAndWatch(live, 'moderator');
    const northwind = await sitAndWatch(live, 'northwind-lead');
    const session = await joinAsBot(live, await live.link('public'));
    const observers = await Promise.all(
      Array.from({ length: LINES }, async () => {
        const client = await new SeatClient(live.origin, session).connected();
        await client.watch();
        return client;
      }),
    );
    const all = [moderator, northwind, ...observers];
    const tellAll = async (text: string): Promise<void> => {
      await moderator.must({ type: 'PostMessage', to: { kind: 'table' }, text });
      await until('everybody has the word', () =>
        all.every(({ view }) => Object.values(view.messages).some((one) => one.text === text)),
      );
    };
    // That seats were taken was released before this word.
    await tellAll('Welcome');
    for (const client of observers) client.heard.length = 0;
    const before = await figures();
    for (let word = 1; word <= WORDS; word += 1) await tellAll(`Word ${String(word)}`);
    const after = await figures();
    // Three audiences: the moderator, one team, the public.
    expect([after[0] - before[0], after[1] - before[1]]).toEqual([3 * WORDS, 3 * WORDS]);
    expect(observers.every((client) => client.misfits === 0)).toBe(true);
    expect(observers.map((client) => client.heardOf('delta').length)).toEqual(
      observers.map(() => WORDS),
    );
    for (const client of all) client.close();
  });
});
