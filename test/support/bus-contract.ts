// What every bus promises as long as nothing fails, as tests by rule: run over each implementation of the port. What
// a bus may do when something fails is in the tests of its own.

import { describe, expect, it } from 'vitest';
import type { Bus } from '../../server/ports.ts';
import type { StoredEntry } from '../../shared/record/entry.ts';
import { chainEntry } from '../../server/journal/chain.ts';
import { epochMs } from '../../shared/kernel/units.ts';
import { GENESIS_HEAD } from '../../shared/record/entry.ts';
import { until } from './sync-stage.ts';

export interface OpenedBuses {
  /** The same bus as two nodes have it. */
  readonly here: Bus;
  readonly there: Bus;
  dispose(): Promise<void>;
}

/** Entries of one stream, chained as a journal has them. */
export const entriesOf = (stream: string, bodies: readonly string[]): readonly StoredEntry[] => {
  const entries: StoredEntry[] = [];
  for (const body of bodies) {
    const version = entries.length + 1;
    const entry = { stream, version, at: epochMs(1_000 + version), body };
    entries.push(chainEntry(entry, entries.at(-1)?.head ?? GENESIS_HEAD));
  }
  return entries;
};

export interface Heard {
  readonly entries: readonly StoredEntry[];
  readonly version: number;
}

/** Notes what is told of a stream; resolves once nothing that is told from now on is missed. */
export const listening = async (bus: Bus, stream: string) => {
  const heard: Heard[] = [];
  let isHeard = !bus.isShared;
  const stopGaps = bus.onGap((gap) => {
    if (gap === stream) isHeard = true;
  });
  const stop = bus.subscribe(stream, (entries, version) => heard.push({ entries, version }));
  await until(() => isHeard, `${stream} is heard`);
  stopGaps();
  return { heard, stop };
};

/** Names that are on each of three servers of a cluster: what goes through one keeps its order, and only that. */
export const LAST_WORDS = ['room:last-word-0', 'room:last-word-1', 'room:last-word-3'];

/**
 * Resolves once everything that was told before has arrived, and what `to` asked for before is heard, by asking for and
 * telling something after it on every way there is. A signal on one way says nothing of the others.
 */
export const caughtUp = async (from: Bus, to: Bus): Promise<void> => {
  const words = await Promise.all(LAST_WORDS.map((stream) => listening(to, stream)));
  for (const stream of LAST_WORDS) from.publish(stream, entriesOf(stream, ['{}']));
  await until(() => words.every(({ heard }) => heard.length > 0), 'the last words are heard');
  for (const { stop } of words) stop();
};

const BODIES = ['{"kind":"text","salt":"é🚚"}', '{"a":"line\\nbreak \\u0000"}', '{}'];
/** Names that would fall together if they were not told apart with care. */
const NAMES = ['room:a', 'room:a:b', 'room_003aa', 'room%3Aa', 'ROOM:A', 'room:a ', '{room:a}', ''];

export const describeBus = (name: string, open: () => Promise<OpenedBuses>): void => {
  const use = (body: (here: Bus, there: Bus) => Promise<void>) => async () => {
    const { here, there, dispose } = await open();
    try {
      await body(here, there);
    } finally {
      await dispose();
    }
  };

  describe(`bus contract: ${name}`, () => {
    it(
      '[BUS6] entries are heard by the other node, in order and byte for byte',
      use(async (here, there) => {
        const entries = entriesOf('room:a', BODIES);
        const { heard } = await listening(there, 'room:a');
        here.publish('room:a', entries.slice(0, 1));
        here.publish('room:a', entries.slice(1));
        here.publish('room:a', []);
        await caughtUp(here, there);
        expect(heard).toEqual([
          { entries: entries.slice(0, 1), version: 1 },
          { entries: entries.slice(1), version: 3 },
        ]);
      }),
    );

    it(
      '[BUS6] of entries too large to be carried at least the version is heard',
      use(async (here, there) => {
        const large = entriesOf('sheet:a', [`{"update":"${'A'.repeat(2_000_000)}"}`]);
        const { heard } = await listening(there, 'sheet:a');
        here.publish('sheet:a', large);
        await caughtUp(here, there);
        expect(heard.map(({ version }) => version)).toEqual([1]);
      }),
    );

    it(
      '[BUS6] every listener is told, and who has left is not',
      use(async (here, there) => {
        const [first, second] = entriesOf('room:a', ['{}', '{}']);
        if (!first || !second) throw new Error('two entries');
        const one = await listening(there, 'room:a');
        const two: number[] = [];
        const leave = there.subscribe('room:a', (_entries, version) => two.push(version));
        here.publish('room:a', [first]);
        await caughtUp(here, there);
        one.stop();
        one.stop();
        here.publish('room:a', [second]);
        await caughtUp(here, there);
        expect([one.heard.map(({ version }) => version), two]).toEqual([[1], [1, 2]]);
        leave();
        const again = await listening(there, 'room:a');
        here.publish('room:a', [second]);
        await caughtUp(here, there);
        expect([again.heard.length, two.length]).toEqual([1, 2]);
      }),
    );

    it(
      '[BUS7] no two streams or topics are taken for each other, whatever their names hold',
      use(async (here, there) => {
        const heard: string[] = [];
        for (const stream of NAMES) {
          const listened = await listening(there, stream);
          there.onSignal(stream, (payload) => {
            heard.push(`signal ${stream} ${Buffer.from(payload).toString()}`);
          });
          here.publish(stream, entriesOf(stream, [JSON.stringify(stream)]));
          await caughtUp(here, there);
          heard.push(...listened.heard.flatMap(({ entries }) => entries.map(({ body }) => body)));
          expect(listened.heard[0]?.entries[0]?.stream).toBe(stream);
        }
        expect(heard).toEqual(NAMES.map((stream) => JSON.stringify(stream)));
        heard.length = 0;
        await caughtUp(here, there);
        for (const topic of NAMES) here.signal(topic, Buffer.from(topic));
        await caughtUp(here, there);
        expect(heard.sort()).toEqual(NAMES.map((topic) => `signal ${topic} ${topic}`).sort());
      }),
    );

    it(
      '[BUS9] a signal is heard once by all who listen, with every byte it has',
      use(async (here, there) => {
        const payload = Uint8Array.from({ length: 256 }, (_, byte) => byte);
        const heard: Uint8Array[] = [];
        const other: Uint8Array[] = [];
        const leave = there.onSignal('awareness:a', (bytes) => heard.push(bytes));
        there.onSignal('awareness:b', (bytes) => other.push(bytes));
        await caughtUp(here, there);
        here.signal('awareness:a', payload);
        here.signal('awareness:a', new Uint8Array(0));
        await caughtUp(here, there);
        leave();
        here.signal('awareness:a', payload);
        await caughtUp(here, there);
        expect(heard.map((bytes) => [...bytes])).toEqual([[...payload], []]);
        expect(other).toEqual([]);
      }),
    );

    it(
      '[BUS6] a closed bus says nothing and throws nothing',
      use(async (here, there) => {
        await here.close();
        await here.close();
        here.publish('room:a', entriesOf('room:a', ['{}']));
        here.signal('awareness:a', new Uint8Array(1));
        here.subscribe('room:a', () => undefined)();
        await there.close();
      }),
    );
  });
};

/** Resolves once signals that are sent from now on reach whoever has asked for them. */
export const signalsHeard = async (from: Bus, to: Bus, topic: string): Promise<void> => {
  let isHeard = false;
  const stop = to.onSignal(topic, () => {
    isHeard = true;
  });
  await until(() => {
    if (!isHeard) from.signal(topic, new Uint8Array(1));
    return isHeard;
  }, `${topic} is heard`);
  stop();
};
