// A record of many entries, as a journal that only reads: the demo sale as it was played, and so many messages after it.

import type { Journal } from '../../server/ports.ts';
import { RoomRecords } from '../../server/record/room-records.ts';
import { chainEntry } from '../../server/journal/chain.ts';
import { epochMs } from '../../shared/kernel/units.ts';
import { canonicalJson } from '../../shared/kernel/json.ts';
import { sha256Hex } from '../../shared/kernel/hash.ts';
import type { StoredEntry } from '../../shared/record/entry.ts';
import { DEMO_ROOM_ID } from '../../shared/room/demo.ts';
import type { Viewer } from '../../shared/room/view-types.ts';
import { AT_ONCE, RecordedSale } from './recorded-sale.ts';

/** Every so many messages one of the moderator, which ends a segment. */
const ENTRIES_A_SEGMENT = 1_000;

const message = (place: number): string => {
  const isLast = place % ENTRIES_A_SEGMENT === ENTRIES_A_SEGMENT - 1;
  const seatId = isLast ? 'moderator' : 'usps-lead';
  const id = `message-${String(place)}`;
  const text = `Message ${String(place)} of many`;
  return canonicalJson({
    ...{ kind: 'decision', id, by: { kind: 'seat', seatId } },
    events: [{ type: 'MessagePosted', messageId: id, to: { kind: 'table' }, text, seatId }],
    salt: sha256Hex(id).slice(0, 32),
  });
};

/** The bundle of a viewer over the demo sale and `count` more entries. */
export const bigBundle = async (count: number, viewer: Viewer): Promise<Blob> => {
  const sale = new RecordedSale();
  await sale.play();
  const stream = `room:${DEMO_ROOM_ID}`;
  const entries: StoredEntry[] = [...(await sale.journal.read(stream, 0, 10_000))];
  const startMs = entries.at(-1)?.at ?? 0;
  for (let place = 0; place < count; place += 1) {
    const last = entries.at(-1);
    const at = epochMs(startMs + place);
    const entry = { stream, version: entries.length + 1, at, body: message(place) };
    entries.push(chainEntry(entry, last?.head ?? ''));
  }
  const journal: Pick<Journal, 'read'> = {
    read: (name, after, limit) =>
      name === stream
        ? Promise.resolve(entries.slice(after, after + limit))
        : sale.journal.read(name, after, limit),
  };
  const records = new RoomRecords({
    ...{ journal, hosts: sale.hosts, timers: AT_ONCE, clock: sale.time },
    sign: (text) => ({ keyId: sale.key.keyId, signature: sale.key.sign(text) }),
    keyId: () => sale.key.keyId,
  });
  const lines: string[] = [];
  for await (const line of records.bundle(await sale.state(), viewer, sale.keys)) lines.push(line);
  return new Blob(lines);
};
