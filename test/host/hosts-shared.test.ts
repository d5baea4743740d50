// All hosts of a node beside another node, over a bus that a test can deafen: gaps, comparing, states that are current.

import { afterEach, describe, expect, it } from 'vitest';
import { createLocalBus } from '../../server/bus/local.ts';
import { createHosts } from '../../server/host/hosts.ts';
import { createMemoryJournal } from '../../server/journal/memory.ts';
import type { Bus, Journal } from '../../server/ports.ts';
import { SYSTEM } from '../../shared/kernel/decider.ts';
import { memoryLog, seededChance } from '../support/fakes.ts';
import { VirtualTime } from '../support/virtual-time.ts';
import { watchJournal } from '../support/watched-journal.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** A bus that brings nothing of what others tell, and says so or not. */
const deafBus = () => {
  const gaps = new Set<(stream?: string) => void>();
  const state = { isConnected: true };
  const bus: Bus = {
    ...createLocalBus(),
    isShared: true,
    publish: () => undefined,
    onGap: (listener) => {
      gaps.add(listener);
      return () => gaps.delete(listener);
    },
    isConnected: () => state.isConnected,
  };
  const gap = (stream?: string): void => {
    for (const tell of gaps) tell(stream);
  };
  return { bus, state, gap };
};

const nodeOn = (journal: Journal, time: VirtualTime, seed: string) => {
  const { bus, state, gap } = deafBus();
  const counts = { missed: 0 };
  const hosts = createHosts({
    ...{ journal, bus, timers: time },
    chance: seededChance(seed),
    log: memoryLog(),
    missed: () => {
      counts.missed += 1;
    },
  });
  closing.push(() => hosts.close());
  return { hosts, state, gap, counts };
};

const twoNodes = () => {
  const time = new VirtualTime();
  const journal = watchJournal(createMemoryJournal({ clock: time }));
  const chance = seededChance('commands');
  const [here, there] = [nodeOn(journal, time, 'here'), nodeOn(journal, time, 'there')];
  const list = (roomId: string) =>
    here.hosts.site().submit(chance.id(), SYSTEM, {
      type: 'ListRoom',
      roomId,
      title: roomId,
      isDemo: false,
    });
  const roomsThere = async () => Object.keys((await there.hosts.site().confirmed()).state.rooms);
  return { time, journal, here, there, list, roomsThere };
};

describe('a node beside another', () => {
  it('[BUS2] learns within a second of what nobody told it, and counts that', async () => {
    const { time, there, list, roomsThere } = twoNodes();
    await roomsThere();
    const seen: number[] = [];
    there.hosts.site().watch(({ version }) => seen.push(version));
    await list('one');
    await time.advance(900);
    expect(seen).toEqual([]);
    await time.advance(200);
    expect(seen).toEqual([1]);
    expect(there.counts.missed).toBe(1);
    await time.advance(5_000);
    expect(there.counts.missed).toBe(1);
  });

  it.each([['the stream’s own'], ['one in all streams']])(
    '[BUS2] looks soon after a gap: %s',
    async (gap) => {
      const { time, there, list, roomsThere } = twoNodes();
      await roomsThere();
      const seen: number[] = [];
      there.hosts.site().watch(({ version }) => seen.push(version));
      await list('one');
      there.gap(gap === 'one in all streams' ? undefined : 'site');
      await time.advance(30);
      expect(seen).toEqual([1]);
    },
  );

  it('[BUS5] a state asked for while nobody is heard is read from the journal first', async () => {
    const { there, list, roomsThere } = twoNodes();
    await roomsThere();
    await list('one');
    expect(await roomsThere()).toEqual([]);
    there.state.isConnected = false;
    expect(await roomsThere()).toEqual(['one']);
  });

  it('[BUS5] a current state is read from the journal in any case', async () => {
    const { there, list, roomsThere } = twoNodes();
    await roomsThere();
    await list('one');
    const { state } = await there.hosts.site().current();
    expect(Object.keys(state.rooms)).toEqual(['one']);
  });

  it('[BUS2] a node that is alone asks the journal nothing', async () => {
    const time = new VirtualTime();
    const journal = watchJournal(createMemoryJournal({ clock: time }));
    let questions = 0;
    const counted: Journal = {
      ...journal,
      versions: (streams) => {
        questions += 1;
        return journal.versions(streams);
      },
    };
    const hosts = createHosts({
      ...{ journal: counted, bus: createLocalBus(), timers: time },
      chance: seededChance('alone'),
      log: memoryLog(),
    });
    closing.push(() => hosts.close());
    await hosts.site().confirmed();
    await time.advance(10_000);
    expect(questions).toBe(0);
  });
});
