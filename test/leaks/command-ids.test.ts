// A command id is its first user's: who else comes with it learns nothing by it, and cannot take the place of what the
// server will do by itself.

import { describe, expect, it } from 'vitest';
import type { Answer } from '../../shared/record/receipt.ts';
import { commandIdFor } from '../../server/host/deliveries.ts';
import { HostedStream } from '../../server/host/stream-host.ts';
import { createMemoryJournal } from '../../server/journal/memory.ts';
import { createChance } from '../../server/platform/chance.ts';
import type { Journal } from '../../server/ports.ts';
import { commandMessageSchema } from '../../shared/protocol/schemas.ts';
import { memoryLog, seededChance } from '../support/fakes.ts';
import type { TallyCommand, TallyEvent, TallyState } from '../support/tally.ts';
import { tally } from '../support/tally.ts';
import { seat } from '../support/stream.ts';
import { atRest, VirtualTime } from '../support/virtual-time.ts';

const HARBOR = seat('harbor-lead');
const NORTHWIND = seat('northwind-lead');
const TAKEN: Answer = { ok: false, rejection: { code: 'command/id-taken' } };

const add = (points: number): TallyCommand => ({ type: 'Add', points });

const hostOn = (journal: Journal, snapshotEvery = 1_000) =>
  new HostedStream<TallyState, TallyCommand, TallyEvent>({
    stream: 'room:toy',
    decider: tally,
    journal,
    chance: seededChance('ids'),
    log: memoryLog(),
    snapshotEvery,
    firstCommands: () => Promise.resolve([]),
    published: () => undefined,
    changed: () => undefined,
  });

const id = (place: number): string => `018f0000-0000-7000-8000-${String(place).padStart(12, '0')}`;

describe('[HOST3] an id is its first user’s', () => {
  it('a rival who sends it in the same batch, later or after a restart gets no word of the answer', async () => {
    const journal = createMemoryJournal({ clock: new VirtualTime() });
    const host = hostOn(journal, 3);
    const [own, rival] = await Promise.all([
      host.submit(id(1), HARBOR, add(7)),
      host.submit(id(1), NORTHWIND, add(50)),
    ]);
    expect(own.ok).toBe(true);
    expect([rival, await host.submit(id(1), NORTHWIND, add(7))]).toEqual([TAKEN, TAKEN]);
    for (const place of [2, 3, 4]) await host.submit(id(place), HARBOR, add(1));
    await atRest();
    // Loaded from a snapshot, the answer is found in the journal alone.
    const later = hostOn(journal);
    const [again, fresh] = await Promise.all([
      later.submit(id(1), NORTHWIND, add(7)),
      later.submit(id(5), NORTHWIND, add(1)),
    ]);
    expect([again, fresh.ok]).toEqual([TAKEN, true]);
    expect(await later.submit(id(1), HARBOR, add(7))).toEqual(own);
    expect((await later.confirmed()).state.total).toBe(11);
  });

  it('what was refused without a trace has used no id up', async () => {
    const host = hostOn(createMemoryJournal({ clock: new VirtualTime() }));
    const [refused, taken] = await Promise.all([
      host.submit(id(1), NORTHWIND, add(1_000)),
      host.submit(id(1), HARBOR, add(1)),
    ]);
    expect([refused.ok, taken.ok]).toEqual([false, true]);
  });

  it('nobody can send an id that the server will derive for a delivery', () => {
    const message = (uuid: string) => ({
      id: uuid,
      topic: { kind: 'room', id: 'usps-2026' },
      command: { type: 'PostMessage', to: { kind: 'team' }, text: 'x' },
    });
    const derived = commandIdFor('deliver room:usps-2026 award-clock-q1-northwind');
    expect(commandMessageSchema.safeParse(message(derived)).success).toBe(false);
    for (const chance of [createChance(), seededChance('ids')]) {
      expect(commandMessageSchema.safeParse(message(chance.id())).success).toBe(true);
    }
  });
});
