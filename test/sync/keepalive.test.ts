// A line that is alive stays, one that is dead goes.

import { afterEach, describe, expect, it, vi } from 'vitest';
import { awarenessIn, awarenessOf } from '../support/sync-awareness.ts';
import type { Stage } from '../support/sync-stage.ts';
import { openStage, roundTrip, until } from '../support/sync-stage.ts';

let stage: Stage;

afterEach(async () => {
  vi.useRealTimers();
  await stage.stop();
});

/** A second passes for a stock provider: its timers run, and what it heard last is a second older. */
const passSecondAtClient = (client: Awaited<ReturnType<Stage['synced']>>): void => {
  client.provider.wsLastMessageReceived -= 1_000;
  for (const meta of client.provider.awareness.meta.values()) meta.lastUpdated -= 1_000;
  vi.advanceTimersByTime(1_000);
};

describe('quiet lines', () => {
  it('[SYN21] a stock provider that hears no text for two minutes does not reconnect', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    stage = await openStage();
    const observer = await stage.synced('public');
    observer.provider.awareness.setLocalState(null);
    for (let second = 0; second < 120; second += 1) {
      await stage.time.advance(1_000);
      await observer.flushed();
      passSecondAtClient(observer);
    }
    expect([observer.provider.wsconnected, observer.reconnects]).toEqual([true, 0]);
    for (let second = 0; second < 40; second += 1) passSecondAtClient(observer);
    expect(observer.provider.wsconnected).toBe(false);
  });

  it('[SYN21] within any 20 s there is a frame of awareness, empty where nobody may be seen', async () => {
    stage = await openStage();
    const observer = await stage.opened('public');
    await stage.time.advance(19_000);
    await stage.time.advance(1_000);
    await until(() => observer.frames.length === 1, 'heard something');
    expect(observer.frames).toEqual([Uint8Array.of(1, 1, 0)]);
  });

  it('[SYN21] a cursor that rests is not forgotten by stock clients, who forget after 30 s', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    stage = await openStage();
    const carrier = await stage.synced('carrier');
    const north = await stage.opened('north');
    north.send(awarenessOf({ clientId: 5, clock: 1, state: {} }));
    await stage.flows(() => carrier.names().length === 1, 'there');
    for (let second = 0; second < 100; second += 1) {
      await stage.time.advance(1_000);
      await carrier.flushed();
      passSecondAtClient(carrier);
    }
    expect(carrier.names()).toEqual(['Nora']);
    for (let second = 0; second < 40; second += 1) passSecondAtClient(carrier);
    expect(carrier.names()).toEqual([]);
  });

  it('[SYN21] clocks of repeated cursors grow with each repetition', async () => {
    stage = await openStage();
    const carrier = await stage.opened('carrier');
    const north = await stage.opened('north');
    north.send(awarenessOf({ clientId: 5, clock: 1, state: {} }));
    await roundTrip(north.socket);
    for (let repeats = 0; repeats < 3; repeats += 1) await stage.time.advance(20_000);
    await until(() => carrier.ofType(1).length === 3, 'three repetitions');
    const clocks = carrier.ofType(1).map((frame) => awarenessIn(frame)[0]?.clock ?? 0);
    expect(clocks).toEqual([...new Set(clocks)].sort((a, b) => a - b));
    expect(clocks).toHaveLength(3);
  });

  it('[SYN22] a half-open line is pinged every 15 s and gone within 40 s; one that answers stays', async () => {
    stage = await openStage();
    const alive = await stage.opened('north');
    const dead = await stage.opened('harbor', { autoPong: false });
    for (let second = 0; second < 30; second += 1) {
      await stage.time.advance(1_000);
      for (const { socket } of [alive, dead]) await roundTrip(socket);
    }
    expect([alive.pings, dead.pings, stage.sync.connections()]).toEqual([2, 2, 2]);
    for (let second = 30; second < 40; second += 1) {
      await stage.time.advance(1_000);
      await roundTrip(alive.socket);
    }
    expect(stage.sync.connections()).toBe(1);
    await until(() => dead.closeCode !== undefined, 'gone');
    expect(alive.closeCode).toBeUndefined();
  });

  it('[SYN22] without connections no timer runs and no sheet is watched', async () => {
    stage = await openStage();
    const client = await stage.opened('north');
    expect([stage.time.waiting > 0, stage.host.watcherCount]).toEqual([true, 1]);
    client.socket.terminate();
    await until(() => stage.sync.connections() === 0, 'left');
    expect([stage.time.waiting, stage.host.watcherCount]).toEqual([0, 0]);
  });
});
