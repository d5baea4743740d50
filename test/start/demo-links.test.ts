// The demo's links at every start, over a journal in memory.

import { expect, it } from 'vitest';
import { createLocalBus } from '../../server/bus/local.ts';
import { LIMITS } from '../../server/config.ts';
import type { GatewayContext } from '../../server/gateway/context.ts';
import type { Solver } from '../../server/ports.ts';
import { Passkeys } from '../../server/gateway/passkeys.ts';
import { Sessions } from '../../server/gateway/sessions.ts';
import { createPress } from '../../server/export/pdf.ts';
import { createComparer } from '../../server/compute/comparer.ts';
import { createHosts } from '../../server/host/hosts.ts';
import { createMemoryJournal } from '../../server/journal/memory.ts';
import { RoomRecords } from '../../server/record/room-records.ts';
import { demoLinks, seedDemo } from '../../server/seed.ts';
import type { Journal } from '../../server/ports.ts';
import { SYSTEM } from '../../shared/kernel/decider.ts';
import { roomStream } from '../../shared/kernel/ids.ts';
import { SheetExports } from '../../server/export/sheet-exports.ts';
import { canonicalJson } from '../../shared/kernel/json.ts';
import { DEMO_ROOM_ID, DEMO_SEATS } from '../../shared/room/demo.ts';
import { MAX_OPEN_INVITES } from '../../shared/room/room.ts';
import { Rehearsals } from '../../server/rehearsal/rehearsals.ts';
import { memoryLog, seededChance } from '../support/fakes.ts';
import { VirtualTime } from '../support/virtual-time.ts';

/** A week is a long time to wait in steps. */
const LIFE_MS = 60_000;

/** Nothing is computed here. */
const IDLE: Solver = {
  answer: () => Promise.reject(new Error('nothing is computed here')),
  close: () => Promise.resolve(),
};

const given = async () => {
  const time = new VirtualTime();
  const [chance, log] = [seededChance('links'), memoryLog()];
  const journal = createMemoryJournal({ clock: time });
  const hosts = createHosts({ journal, bus: createLocalBus(), timers: time, chance, log });
  const context: GatewayContext = {
    ...{ hosts, journal, chance, log, clock: time, timers: time },
    press: createPress(),
    limits: { ...LIMITS, inviteLifeMs: LIFE_MS },
    sessions: new Sessions({ hosts, chance }),
    records: new RoomRecords({
      ...{ journal, hosts, timers: time, clock: time },
      sign: () => ({ keyId: '', signature: '' }),
      keyId: () => '',
    }),
    ...{ solver: IDLE, reporter: IDLE, comparer: createComparer(time) },
    passkeys: new Passkeys({
      ...{ hosts, chance, clock: time },
      sign: () => ({ keyId: '', signature: '' }),
      origins: () => [],
    }),
    exports: new SheetExports({ hosts, journal, timers: time, press: createPress() }),
    rehearsals: new Rehearsals({
      ...{ journal, chance, log, clock: time, timers: time },
      origin: () => '',
    }),
    origin: 'http://127.0.0.1:4400',
    origins: [],
    demoRoomId: DEMO_ROOM_ID,
    sessionDays: 30,
    pageFolder: '',
    isSecure: false,
    trustedProxies: [],
  };
  await seedDemo(context);
  return { context, time, journal };
};

/** As many open links as a room may have, but for `left`, put into the record as one entry. */
const fill = async (journal: Journal, left: number): Promise<void> => {
  const stream = roomStream(DEMO_ROOM_ID);
  const [version = 0] = await journal.versions([stream]);
  const events = Array.from({ length: MAX_OPEN_INVITES - left }, (_, n) => ({
    type: 'InviteIssued',
    ...{ inviteId: `old-${String(n)}`, seatId: 'public', tokenHash: String(n), uses: 5 },
    expiresAtMs: journal.now() + LIFE_MS,
  }));
  const body = canonicalJson({ kind: 'decision', id: 'filled', by: SYSTEM, events, salt: '' });
  const entries = [{ kind: 'decision', at: journal.now(), body }] as const;
  expect(await journal.append({ stream, expected: { version }, entries })).toMatchObject({
    ok: true,
  });
};

it(
  '[OPS10] a demo with too many open links starts without fresh ones, until old ones have expired',
  { timeout: 300_000 },
  async () => {
    const { context, time, journal } = await given();
    await fill(journal, DEMO_SEATS.length - 1);
    const links = (await demoLinks(context)).map(({ link }) => link);
    expect(links).toHaveLength(DEMO_SEATS.length);
    expect(links.indexOf(undefined)).toBe(DEMO_SEATS.length - 1);
    await time.advance(LIFE_MS);
    expect((await demoLinks(context)).map(({ link }) => link)).not.toContain(undefined);
  },
);
