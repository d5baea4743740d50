// What a start reads: no more on a journal of ten thousand rooms than on one of ten.

import { describe, expect, it } from 'vitest';
import { createLocalBus } from '../../server/bus/local.ts';
import { createMemoryJournal } from '../../server/journal/memory.ts';
import type { Journal, NewEntry } from '../../server/ports.ts';
import type { SiteState } from '../../shared/access/types.ts';
import { siteDecider } from '../../shared/access/site.ts';
import { canonicalJson } from '../../shared/kernel/json.ts';
import { roomStream, SITE_STREAM } from '../../shared/kernel/ids.ts';
import type { EpochMs } from '../../shared/kernel/units.ts';
import { epochMs } from '../../shared/kernel/units.ts';
import { startLive } from '../support/live-server.ts';
import { VirtualTime } from '../support/virtual-time.ts';

const SNAPSHOT_EVERY = 500;
const DUE_ROOMS = 7;
/** The installation's, and those of the demo that a first start makes: a room, four sheets. */
const OWN_STREAMS = 6;

const systemEntry = (at: EpochMs, id: string, event: object): NewEntry => {
  const body = { kind: 'decision', id, by: { kind: 'system' }, events: [event], salt: '' };
  return { kind: 'decision', at, commandId: id, body: canonicalJson(body as never) };
};

const listing = (index: number) => ({
  roomId: `r${String(index)}`,
  title: `Room ${String(index)}`,
  isDemo: false,
});

/** A journal as an installation leaves it that made rooms one by one, with a snapshot each 500 entries. */
const journalOf = async (rooms: number, due: number, time: VirtualTime): Promise<Journal> => {
  const journal = createMemoryJournal({ clock: time });
  const at = time.now();
  const listed: NewEntry[] = [];
  const state: SiteState['rooms'] & Record<string, unknown> = {};
  for (let index = 0; index < rooms; index += 1) {
    const room = listing(index);
    listed.push(systemEntry(at, `list ${room.roomId}`, { type: 'RoomListed', ...room }));
    const { title, isDemo } = room;
    if (index < rooms - (rooms % SNAPSHOT_EVERY)) {
      Object.assign(state, { [room.roomId]: { title, isDemo, atMs: at } });
    }
    const created = systemEntry(at, 'create', { type: 'RoomCreated', ...room });
    await journal.append({
      ...{ stream: roomStream(room.roomId), expected: { version: 0 }, entries: [created] },
      // Most wait for something that is weeks away, a few for what was due while no server ran.
      wakeAt: epochMs(index < due ? at - 1_000 : at + 1_000_000_000),
    });
  }
  const site = await journal.append({
    ...{ stream: SITE_STREAM, expected: { version: 0 }, entries: listed },
  });
  const last = site.ok ? site.entries[Object.keys(state).length - 1] : undefined;
  if (last) {
    const { version, head } = last;
    const form = siteDecider.stateForm;
    const snapshot = JSON.stringify({ ...siteDecider.initial, rooms: state });
    await journal.writeSnapshot(SITE_STREAM, { version, at, head, form, state: snapshot });
  }
  return journal;
};

/** Counts what is asked of a journal, and the entries that are read. */
const counting = (journal: Journal) => {
  const counts = { requests: {} as Record<string, number>, entries: 0 };
  const note = (name: string): void => {
    counts.requests[name] = (counts.requests[name] ?? 0) + 1;
  };
  const counted: Journal = {
    ...journal,
    read: async (...asked) => {
      note('read');
      const page = await journal.read(...asked);
      counts.entries += page.length;
      return page;
    },
    readSnapshot: (stream) => {
      note('readSnapshot');
      return journal.readSnapshot(stream);
    },
    findCommand: (...asked) => {
      note('findCommand');
      return journal.findCommand(...asked);
    },
    versions: (streams) => {
      note('versions');
      return journal.versions(streams);
    },
    streams: (...asked) => {
      note('streams');
      return journal.streams(...asked);
    },
    due: (...asked) => {
      note('due');
      return journal.due(...asked);
    },
  };
  return { journal: counted, counts };
};

const startOver = async (rooms: number, { isShared = false, due = DUE_ROOMS } = {}) => {
  const time = new VirtualTime();
  const { journal, counts } = counting(await journalOf(rooms, due, time));
  const parts = { bus: createLocalBus({ isShared }) };
  // Time stands still from here on, so that nothing is counted but the start. Two seconds are past before a room that is due counts as left alone by other nodes.
  await time.advance(5_000);
  const live = await startLive({ time, journal, parts, server: { isDemo: false } });
  // What a start sets going behind it, as the sheets of the demo, comes to its end.
  await time.advance(0);
  const atStart = { ...counts, requests: { ...counts.requests } };
  await live.close();
  return atStart;
};

describe('[HOST14] the cost of a start does not grow with the number of rooms', () => {
  it.each([
    ['a node that is alone', false],
    ['a node beside others', true],
  ])('%s reads as often over 10,000 rooms as over 10', async (_which, isShared) => {
    const few = await startOver(10, { isShared });
    const some = await startOver(1_000, { isShared });
    const many = await startOver(10_000, { isShared });
    expect(some.requests).toEqual(few.requests);
    expect(many.requests).toEqual(few.requests);
    // One question finds the rooms that are due, and only they are loaded.
    expect(many.requests).toMatchObject({ due: 1, readSnapshot: DUE_ROOMS + OWN_STREAMS });
    expect(many.entries).toBeLessThan(SNAPSHOT_EVERY + 2 * DUE_ROOMS);
  });

  it('of very many that are due at once it loads the first 500 and leaves the others for the next scan', async () => {
    const { requests } = await startOver(1_200, { due: 1_200 });
    expect(requests['readSnapshot']).toBe(500 + OWN_STREAMS);
  });
});
