// One's own line to the common sheet is the same whoever else is there: its pings, its limits, the moments of its frames.
// Each test runs the same acts with and without rivals and compares what the one who must not know of them hears.

import { afterEach, describe, expect, it } from 'vitest';
import { awarenessOf, cursorAt } from '../support/sync-awareness.ts';
import type { BareClient, Stage } from '../support/sync-stage.ts';
import { openStage, roundTrip, until } from '../support/sync-stage.ts';

const line = (clientId: number, state: unknown) => ({ clientId, clock: 1, state });

/** Awareness that takes exactly `length` bytes: one's own, and a line of somebody else that is padded. */
const longLines = (length: number): Uint8Array => {
  const bare = awarenessOf(line(1, {}), line(2, 'x'.repeat(200))).length;
  // What is around the update: its type, and its length in two bytes.
  return awarenessOf(line(1, {}), line(2, 'x'.repeat(200 + length - (bare - 3))));
};

const stages: Stage[] = [];

afterEach(async () => {
  for (const stage of stages.splice(0)) await stage.stop();
});

/** Runs a course twice, the second time with rivals who come in `rivals` of its places. */
const alone = async <T>(
  course: (stage: Stage, rivals: (count: number) => Promise<BareClient[]>) => Promise<T>,
): Promise<{ readonly without: T; readonly among: T }> => {
  const run = async (areThere: boolean): Promise<T> => {
    const stage = await openStage();
    stages.push(stage);
    return course(stage, async (count) => {
      const clients: BareClient[] = [];
      for (let place = 0; areThere && place < count; place += 1) {
        const client = await stage.opened('harbor');
        client.send(awarenessOf({ clientId: 900 + clients.length, clock: 1, state: {} }));
        clients.push(client);
      }
      // What they sent has been read once they were answered.
      await until(() => clients.every(({ frames }) => frames.length > 0), 'rivals are seen');
      return clients;
    });
  };
  return { without: await run(false), among: await run(true) };
};

/** Lets whole seconds pass; answers at which of them something new was heard. */
const beatsOf = async (stage: Stage, client: BareClient, seconds: number): Promise<string[]> => {
  const beats: string[] = [];
  for (let second = 1; second <= seconds; second += 1) {
    const before = { pings: client.pings, frames: client.frames.length };
    await stage.time.advance(1_000);
    await roundTrip(client.socket);
    if (client.pings > before.pings) beats.push(`ping ${String(second)}`);
    if (client.frames.length > before.frames) beats.push(`frame ${String(second)}`);
  }
  return beats;
};

describe('a line to the common sheet', () => {
  it('[WALL4] pings and frames that keep it alive come at the same seconds, however many came before', async () => {
    const { without, among } = await alone(async (stage, rivals) => {
      await rivals(7);
      await stage.time.advance(3_400);
      const first = await stage.opened('north');
      await rivals(4);
      await stage.time.advance(2_700);
      const second = await stage.opened('north');
      await Promise.all([first, second].map(({ socket }) => roundTrip(socket)));
      return [await beatsOf(stage, first, 60), await beatsOf(stage, second, 60)];
    });
    expect(among).toEqual(without);
    expect(without.map((beats) => beats.length)).toEqual([7, 7]);
  });

  it('[WALL4] its limits do not tell how many cursors are on the sheet', async () => {
    // The most that a client may send who was sent nothing, and one byte more.
    const { without, among } = await alone(async (stage, rivals) => {
      await rivals(9);
      const closes: (number | undefined)[] = [];
      for (const probe of [longLines(4_096), longLines(4_097)]) {
        const client = await stage.opened('north');
        client.send(probe);
        await until(() => client.frames.length > 0 || client.closeCode !== undefined, 'answered');
        closes.push(client.closeCode);
      }
      return closes;
    });
    expect(among).toEqual(without);
    expect(without).toEqual([undefined, 4413]);
  });

  it('[WALL2] a cursor arrives at the same moment whether or not a rival moved before', async () => {
    const { without, among } = await alone(async (stage, rivals) => {
      const spies = await rivals(1);
      const carrier = await stage.synced('carrier');
      const north = await stage.opened('north');
      north.send(awarenessOf({ clientId: 5, clock: 1, state: {} }));
      await roundTrip(north.socket);
      await stage.time.advance(1_000);
      await roundTrip(north.socket);
      const heard = north.frames.length;
      await stage.time.advance(10);
      for (const spy of spies) {
        spy.send(awarenessOf({ clientId: 900, clock: 2, state: { cursor: cursorAt(2) } }));
        await roundTrip(spy.socket);
      }
      await stage.time.advance(25);
      carrier.provider.awareness.setLocalStateField('cursor', cursorAt(1));
      await carrier.flushed();
      let waitedMs = 0;
      while (north.frames.length === heard && waitedMs < 200) {
        waitedMs += 1;
        await stage.time.advance(1);
        await roundTrip(north.socket);
      }
      return waitedMs;
    });
    expect(among).toBe(without);
    expect(without).toBe(15);
  });
});
