// The endpoint over a real host, journal and text check: what the fake of the other tests promises really holds.

import { afterEach, describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { createLocalBus } from '../../server/bus/local.ts';
import { createHosts } from '../../server/host/hosts.ts';
import { createMemoryJournal } from '../../server/journal/memory.ts';
import type { SyncLimits } from '../../server/gateway/sync.ts';
import type { Stage, StockClient } from '../support/sync-stage.ts';
import { openStage, until } from '../support/sync-stage.ts';
import { memoryLog, seededChance } from '../support/fakes.ts';
import { VirtualTime } from '../support/virtual-time.ts';
import { clauseOf } from '../text/sheet-fixture.ts';

let stage: Stage;
let closeHosts: () => Promise<void>;

afterEach(async () => {
  await stage.stop();
  await closeHosts();
});

/** A stage whose sheet is a real one, with the opening wording of its template. */
const openReal = async (limits: Partial<SyncLimits> = {}) => {
  const time = new VirtualTime();
  const [bus, chance, log] = [createLocalBus(), seededChance('sync'), memoryLog()];
  const journal = createMemoryJournal({ clock: time });
  const hosts = createHosts({ journal, bus, timers: time, chance, log });
  closeHosts = () => hosts.close();
  const sheet = hosts.sheet('terms');
  const created = await sheet.submit(
    chance.id(),
    { kind: 'system' },
    {
      type: 'CreateSheet',
      ...{ sheetId: 'terms', roomId: 'room', kind: 'bilateral', title: 'Terms' },
      parties: { carrierTeamId: 'usps', shipperTeamId: 'northwind' },
      template: 'usps-last-mile',
      lots: [],
    },
  );
  expect(created.ok).toBe(true);
  stage = await openStage({ time, bus, sheet, limits });
  return { sheet, journal };
};

const clauseIds = (client: StockClient): string[] =>
  [...client.doc.getMap('clauses').keys()].sort();

/** The first run of text in a clause. */
const runIn = (client: Pick<StockClient, 'doc'>, termId: string): Y.XmlText => {
  const run = clauseOf(client.doc, termId)
    .toArray()
    .flatMap((block) => (block instanceof Y.XmlElement ? block.toArray() : []))
    .find((node) => node instanceof Y.XmlText);
  if (!run) throw new Error(`no text in ${termId}`);
  return run;
};

describe('over a real host', () => {
  it('[SYN1] two stock providers get the opening wording and each other’s edits', async () => {
    await openReal();
    const carrier = await stage.synced('carrier');
    const north = await stage.synced('north');
    const [termId = ''] = clauseIds(carrier);
    runIn(carrier, termId).insert(0, 'Carrier: ');
    runIn(north, termId).insert(0, 'Shipper: ');
    const stands = (client: StockClient) => clauseOf(client.doc, termId).toString();
    await until(
      () => /Carrier: /.test(stands(north)) && /Shipper: /.test(stands(carrier)),
      'edits arrived',
    );
    expect(stands(carrier)).toBe(stands(north));
    expect([...carrier.closes, ...north.closes]).toEqual([]);
  });

  it('[SYN5] who types alone gets no echo of it', async () => {
    await openReal();
    const carrier = await stage.synced('carrier');
    const north = await stage.synced('north');
    const [termId = ''] = clauseIds(carrier);
    const echoes: unknown[] = [];
    const before = clauseOf(north.doc, termId).toString();
    carrier.provider.ws?.addEventListener('message', ({ data }) => {
      const [type, kind] = new Uint8Array(data as ArrayBuffer);
      if (type === 0 && kind === 2) echoes.push(data);
    });
    runIn(carrier, termId).insert(3, 'x');
    await until(() => clauseOf(north.doc, termId).toString() !== before, 'arrived');
    await carrier.flushed();
    expect(echoes).toEqual([]);
  });

  it('[SYN8] an edit outside of the clauses is refused with its reason', async () => {
    await openReal();
    const north = await stage.synced('north');
    north.type('into a root of my own');
    await until(() => north.closes.length > 0, 'closed');
    expect(north.closes).toEqual([{ code: 4409, reason: 'text/unknown-root' }]);
  });

  it('[SYN7] an observer follows all of it without being closed', async () => {
    await openReal();
    const carrier = await stage.synced('carrier');
    const [termId = ''] = clauseIds(carrier);
    runIn(carrier, termId).delete(0, 3);
    const observer = await stage.synced('public');
    runIn(carrier, termId).insert(0, 'Now ');
    await until(() => /Now /.test(clauseOf(observer.doc, termId).toString()), 'arrived');
    expect(observer.closes).toEqual([]);
  });

  it('[SYN1] a provider that comes back with text it had deleted from is in step without an entry', async () => {
    const { journal } = await openReal();
    const carrier = await stage.synced('carrier');
    const [termId = ''] = clauseIds(carrier);
    runIn(carrier, termId).delete(0, 3);
    const entries = async () => (await journal.read('sheet:terms', 0, 100)).length;
    await until(() => stage.count('edit-accepted') === 1, 'stored');
    const stored = await entries();
    const again = await stage.synced('carrier', { doc: copyOf(carrier.doc) });
    await until(() => stage.count('edit-accepted') === 2, 'its step 2 was taken');
    expect([await entries(), again.closes]).toEqual([stored, []]);
  });
});

/** Somebody who typed offline and typed on as soon as the line was up, with what each of it sends. */
const typedOffline = async () => {
  const north = await stage.synced('north');
  const [termId = ''] = clauseIds(north);
  const doc = copyOf(north.doc);
  const known = Y.encodeStateVector(doc);
  runIn({ doc }, termId).insert(0, 'offline ');
  const before = Y.encodeStateVector(doc);
  runIn({ doc }, termId).insert(8, 'early ');
  const early = Y.encodeStateAsUpdate(doc, before);
  const stands = () => clauseOf(north.doc, termId).toString();
  return { early, whole: Y.encodeStateAsUpdate(doc, known), stands };
};

const frame = (kind: 1 | 2, update: Uint8Array): number[] => {
  if (update.length > 127) throw new Error('needs a longer length');
  return [0, kind, update.length, ...update];
};

describe('[SYN27] what is typed before the client has sent what the server lacks', () => {
  it('waits for that and is saved with it', async () => {
    await openReal();
    const { early, whole, stands } = await typedOffline();
    const client = await stage.following('north', { query: '&saved=1' });
    client.send(frame(2, early));
    client.send(frame(1, whole));
    await until(() => client.ofType(100).length === 2, 'both are saved');
    await until(() => stands().includes('offline early '), 'both arrived');
    expect(stands().split('early')).toHaveLength(2);
    expect(client.closeCode).toBeUndefined();
  });

  it('is not called saved as long as it waits', async () => {
    await openReal();
    const { early } = await typedOffline();
    const client = await stage.following('north', { query: '&saved=1' });
    client.send(frame(2, early));
    client.send([0, 2, 2, 0, 0]);
    await until(() => client.ofType(100).length > 0, 'the frame after it is looked at');
    expect(client.ofType(100)).toEqual([Uint8Array.of(100, 1)]);
  });

  it('waits also when it was sent before the first question', async () => {
    await openReal();
    const { early, whole } = await typedOffline();
    const client = await stage.opened('north', { query: '&saved=1' });
    client.send(frame(2, early));
    client.send([0, 0, 1, 0]);
    client.send(frame(1, whole));
    await until(() => client.ofType(100).length === 2, 'both are saved');
  });

  it('is refused when the client has caught up and the gap is still there, or did not in five seconds', async () => {
    await openReal();
    const { early } = await typedOffline();
    const answered = await stage.following('north');
    answered.send(frame(2, early));
    answered.send(frame(1, Uint8Array.of(0, 0)));
    const silent = await stage.following('north', { query: '&saved=1' });
    silent.send(frame(2, early));
    silent.send([0, 2, 2, 0, 0]);
    await until(() => silent.ofType(100).length > 0, 'the frame after it is looked at');
    await stage.time.advance(4_999);
    expect(silent.closeCode).toBeUndefined();
    await stage.time.advance(1);
    for (const client of [answered, silent]) {
      expect([await client.closed(), client.closeReason]).toEqual([4409, 'text/gap']);
    }
  });

  it('is refused when more of it waits than may', async () => {
    await openReal({ frameBytes: 200 });
    const { early } = await typedOffline();
    const client = await stage.following('north', { query: '&saved=1' });
    const fits = Math.floor(200 / early.length);
    for (let count = 0; count < fits; count += 1) client.send(frame(2, early));
    client.send([0, 2, 2, 0, 0]);
    await until(() => client.ofType(100).length > 0, 'all of them are looked at');
    client.send(frame(2, early));
    expect([await client.closed(), client.closeReason]).toEqual([4409, 'text/gap']);
  });
});

const copyOf = (doc: Y.Doc): Y.Doc => {
  const copy = new Y.Doc();
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc));
  return copy;
};
