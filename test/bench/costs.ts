// What one of each costs: a room and a sheet in memory and in the journal, a bid and an edit at the node that takes them
// and at every other node of the room. Time is what the main thread used of its processor.

import * as Y from 'yjs';
import { createLocalBus } from '../../server/bus/local.ts';
import { createHosts } from '../../server/host/hosts.ts';
import type { Hosts } from '../../server/host/types.ts';
import { createChance } from '../../server/platform/chance.ts';
import { createClock } from '../../server/platform/clock.ts';
import { createTimers } from '../../server/platform/timers.ts';
import type { Bus, Journal } from '../../server/ports.ts';
import { SYSTEM } from '../../shared/kernel/decider.ts';
import { roomStream, sheetStream } from '../../shared/kernel/ids.ts';
import { demoCommands } from '../../shared/room/demo.ts';
import { memoryLog } from '../support/fakes.ts';
import { heldBytes } from '../support/memory.ts';
import { biddingRoom, sqliteForBench } from './bids.ts';

const ROOMS = 60;
const WARM_UP = 500;
const ACTS = 3_000;

const nodeOn = (journal: Journal, bus: Bus) =>
  createHosts({
    ...{ journal, bus, chance: createChance(), log: memoryLog() },
    timers: createTimers(createClock()),
  });

const storedBytes = async (journal: Journal, stream: string): Promise<number> => {
  const entries = await journal.read(stream, 0, 100_000);
  return entries.reduce((sum, { body }) => sum + body.length, 0);
};

export interface PlaceCosts {
  readonly roomBytes: number;
  readonly roomJournalBytes: number;
  readonly sheetBytes: number;
  readonly sheetJournalBytes: number;
}

/** Demo rooms with their sheets, as they come back into memory. */
export const measurePlaces = async (): Promise<PlaceCosts> => {
  const { journal, dispose } = await sqliteForBench();
  const maker = nodeOn(journal, createLocalBus());
  const chance = createChance();
  const names = Array.from({ length: ROOMS }, (_, index) => `r${String(index)}`);
  for (const name of names) {
    for (const command of demoCommands(name, name)) {
      await maker.room(name).submit(chance.id(), SYSTEM, command);
    }
  }
  const sheets: string[] = [];
  for (const name of names) {
    const { state } = await maker.room(name).confirmed();
    sheets.push(...Object.keys(state.sheets));
  }
  for (const sheet of sheets) await sheetMade(maker, sheet);
  await maker.close();
  const hosts = nodeOn(journal, createLocalBus());
  const empty = heldBytes();
  for (const name of names) await hosts.room(name).confirmed();
  const withRooms = heldBytes();
  for (const sheet of sheets) await hosts.sheet(sheet).confirmed();
  const withSheets = heldBytes();
  const costs = {
    roomBytes: (withRooms - empty) / names.length,
    roomJournalBytes: await storedBytes(journal, roomStream(names[0] ?? '')),
    sheetBytes: (withSheets - withRooms) / sheets.length,
    sheetJournalBytes: await storedBytes(journal, sheetStream(sheets[0] ?? '')),
  };
  await hosts.close();
  await dispose();
  return costs;
};

/** The room owes its sheets and makes them behind its answers. */
const sheetMade = async (hosts: Hosts, sheet: string): Promise<void> => {
  let isMade = false;
  while (!isMade) isMade = (await hosts.sheet(sheet).confirmed()).version > 0;
};

export interface ActCosts {
  /** Milliseconds of processor at the node that takes it, and at each other node of the room. */
  readonly ownMs: number;
  readonly otherMs: number;
  readonly journalBytes: number;
}

type Act = (index: number) => Promise<unknown>;

/** Milliseconds of processor that this thread used for each of so many acts. */
const busyMs = async (count: number, act: Act): Promise<number> => {
  const before = process.threadCpuUsage();
  for (let index = 0; index < count; index += 1) await act(index);
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1_000 / count;
};

interface Scene {
  readonly act: Act;
  readonly stream: string;
  /** Loads the stream at another node and watches it. */
  readonly follow: (at: Hosts) => Promise<unknown>;
}

/** One act after the other at one node; then what they all cost another one that is told of each. */
const measureActs = async (prepare: (hosts: Hosts) => Promise<Scene>): Promise<ActCosts> => {
  const { journal, dispose } = await sqliteForBench();
  // The follower hears of nothing but what it is told below.
  const [bus, told] = [createLocalBus(), createLocalBus()];
  const [own, other] = [nodeOn(journal, bus), nodeOn(journal, told)];
  const { act, stream, follow } = await prepare(own);
  await busyMs(WARM_UP, act);
  await follow(other);
  const [first] = await journal.versions([stream]);
  const ownMs = await busyMs(ACTS, act);
  const entries = await journal.read(stream, first ?? 0, ACTS);
  const otherMs = await busyMs(entries.length, async (index) => {
    told.publish(stream, entries.slice(index, index + 1));
    await new Promise((resolve) => setImmediate(resolve));
  });
  await own.close();
  await other.close();
  await dispose();
  const bytes = entries.reduce((sum, { body }) => sum + body.length, 0);
  return { ownMs, otherMs, journalBytes: bytes / entries.length };
};

export const measureBids = (): Promise<ActCosts> =>
  measureActs(async (hosts) => ({
    act: await biddingRoom(hosts, 'bench'),
    stream: roomStream('bench'),
    follow: (at) => {
      at.room('bench').watch(() => undefined);
      return at.room('bench').confirmed();
    },
  }));

/** One letter at a time into the first clause of a demo sheet. */
export const measureEdits = (): Promise<ActCosts> =>
  measureActs(async (hosts) => {
    await biddingRoom(hosts, 'bench');
    const { state } = await hosts.room('bench').confirmed();
    const listed = Object.values(state.sheets).find(({ kind }) => kind === 'bilateral');
    if (!listed) throw new Error('the demo has sheets');
    await sheetMade(hosts, listed.id);
    const sheet = hosts.sheet(listed.id);
    const type = await typist(sheet);
    return {
      act: () => type((update) => sheet.submitText('carrier-lead', update)),
      stream: sheetStream(listed.id),
      follow: (at) => {
        at.sheet(listed.id).watchText(() => undefined);
        return at.sheet(listed.id).confirmed();
      },
    };
  });

const typist = async (sheet: ReturnType<Hosts['sheet']>) => {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, (await sheet.missing(new Uint8Array([0]))).state);
  const clause = [...doc.getMap<Y.XmlFragment>('clauses').values()][0];
  const run = clause && [...clause.createTreeWalker((node) => node instanceof Y.XmlText)][0];
  if (!(run instanceof Y.XmlText)) throw new Error('no text to type into');
  let made: Uint8Array | undefined;
  doc.on('update', (update: Uint8Array) => {
    made = update;
  });
  return async (send: (update: Uint8Array) => Promise<{ readonly ok: boolean }>) => {
    run.insert(1, 'a');
    if (!made) throw new Error('typing makes an update');
    const { ok } = await send(made);
    if (!ok) throw new Error('an edit was refused');
  };
};
