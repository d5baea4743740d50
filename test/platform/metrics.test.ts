// Figures for operators, and chance.

import { afterEach, describe, expect, it } from 'vitest';
import { JournalFault } from '../../server/journal/fault.ts';
import { createMemoryJournal } from '../../server/journal/memory.ts';
import { createChance } from '../../server/platform/chance.ts';
import { measuredJournal } from '../../server/platform/measured-journal.ts';
import type { Metrics } from '../../server/platform/metrics.ts';
import { createMetrics } from '../../server/platform/metrics.ts';
import type { Journal } from '../../server/ports.ts';
import { isId } from '../../shared/kernel/ids.ts';
import { memoryLog } from '../support/fakes.ts';
import { VirtualTime } from '../support/virtual-time.ts';

const opened: Metrics[] = [];
const fresh = (): Metrics => {
  const metrics = createMetrics();
  opened.push(metrics);
  return metrics;
};

afterEach(() => {
  for (const metrics of opened.splice(0)) metrics.close();
});

/** The value of one series, as `name{labels}`. */
const valueOf = async (metrics: Metrics, series: string): Promise<number | undefined> => {
  const line = (await metrics.render()).split('\n').find((each) => each.startsWith(`${series} `));
  return line === undefined ? undefined : Number(line.slice(series.length + 1));
};

describe('figures', () => {
  it('[OPS5] commands are counted by outcome and code', async () => {
    const metrics = fresh();
    metrics.commandAnswered('accepted');
    metrics.commandAnswered('refused', 'auction/below');
    metrics.commandAnswered('refused', 'auction/below');
    expect(await valueOf(metrics, 'parley_commands_total{outcome="accepted",code=""}')).toBe(1);
    expect(
      await valueOf(metrics, 'parley_commands_total{outcome="refused",code="auction/below"}'),
    ).toBe(2);
  });

  it('[OPS5] two servers in one process do not add up', async () => {
    const [one, other] = [fresh(), fresh()];
    one.viewEncoded('room');
    expect(await valueOf(one, 'parley_view_encodings_total{topic="room"}')).toBe(1);
    expect(await valueOf(other, 'parley_view_encodings_total{topic="room"}')).toBeUndefined();
  });

  it('[OPS5] connections and edits are told as they are now', async () => {
    const metrics = fresh();
    metrics.connectionOpened('lead');
    metrics.connectionOpened('lead');
    metrics.connectionClosed('lead');
    metrics.textEdits('accepted', 12);
    expect(await valueOf(metrics, 'parley_connections{role="lead"}')).toBe(1);
    expect(await valueOf(metrics, 'parley_text_edits_total{outcome="accepted"}')).toBe(12);
  });

  it('[OPS5] what passes between nodes is told by what became of it', async () => {
    const metrics = fresh();
    let isConnected = true;
    metrics.watchBus(() => isConnected);
    metrics.busMessage('told');
    metrics.busMessage('malformed');
    metrics.busMessage('told');
    metrics.streamMissed();
    expect(await valueOf(metrics, 'parley_bus_messages_total{kind="told"}')).toBe(2);
    expect(await valueOf(metrics, 'parley_bus_messages_total{kind="malformed"}')).toBe(1);
    expect(await valueOf(metrics, 'parley_streams_missed_total')).toBe(1);
    expect(await valueOf(metrics, 'parley_bus_connected')).toBe(1);
    isConnected = false;
    expect(await valueOf(metrics, 'parley_bus_connected')).toBe(0);
  });

  it('[OPS5] each append is timed, whether it stored or failed', async () => {
    const metrics = fresh();
    const journal = measuredJournal(createMemoryJournal({ clock: new VirtualTime() }), {
      ...{ metrics, log: memoryLog() },
    });
    const request = { stream: 'site', expected: { version: 0 }, entries: [] };
    const appended = journal.append(request);
    expect(await valueOf(metrics, 'parley_appends_waiting')).toBe(1);
    await appended;
    await journal.close();
    await expect(journal.append(request)).rejects.toThrow();
    expect(await valueOf(metrics, 'parley_append_seconds_count')).toBe(2);
    expect(await valueOf(metrics, 'parley_appends_waiting')).toBe(0);
  });

  it('[OPS6] a journal that takes no writes is known, counted by kind, and said once', async () => {
    const metrics = fresh();
    const log = memoryLog();
    let fault: JournalFault | undefined;
    const inner = createMemoryJournal({ clock: new VirtualTime() });
    const beat: Journal['beat'] = (node, at) =>
      fault ? Promise.reject(fault) : inner.beat(node, at);
    const journal = measuredJournal({ ...inner, beat }, { metrics, log });
    metrics.watchJournal(journal.isWritable);
    const beatOnce = () => journal.beat('one', journal.now()).catch(() => undefined);
    const isWritable = async () => [
      journal.isWritable(),
      await valueOf(metrics, 'parley_journal_writable'),
    ];
    await beatOnce();
    expect(await isWritable()).toEqual([true, 1]);
    // Of one stream, and no word about the others.
    fault = new JournalFault('corrupt', 'one entry');
    await beatOnce();
    expect(await isWritable()).toEqual([true, 1]);
    fault = new JournalFault('full', 'no room');
    await beatOnce();
    await beatOnce();
    expect(await isWritable()).toEqual([false, 0]);
    fault = undefined;
    await beatOnce();
    await beatOnce();
    expect(await isWritable()).toEqual([true, 1]);
    const series = 'parley_journal_faults_total{operation="beat",kind="full"}';
    expect(await valueOf(metrics, series)).toBe(2);
    expect(log.lines.map(({ level, message }) => `${level} ${message}`)).toEqual([
      'warn the journal takes no writes',
      'info the journal takes writes again',
    ]);
  });

  it('[OPS5] a blocked event loop shows, and no longer after it was read', async () => {
    const metrics = fresh();
    const series = 'parley_event_loop_delay_seconds{quantile="1"}';
    const turn = () => new Promise<void>((resolve) => setImmediate(resolve));
    const untilSampled = async (atLeast: number): Promise<number> => {
      let value = 0;
      while (value < atLeast) {
        const endsMs = performance.now() + 100;
        while (performance.now() < endsMs) await turn();
        const blockedMs = performance.now() + 150;
        while (performance.now() < blockedMs);
        await turn();
        value = (await valueOf(metrics, series)) ?? 0;
      }
      return value;
    };
    expect(await untilSampled(0.1)).toBeLessThan(60);
    expect(await valueOf(metrics, series)).toBe(0);
  });
});

describe('chance', () => {
  it('[OPS3] gives as many bytes as asked for, and never the same', () => {
    const chance = createChance();
    const secrets = new Set(Array.from({ length: 1_000 }, () => chance.hex(32)));
    expect(secrets.size).toBe(1_000);
    for (const secret of secrets) expect(secret).toMatch(/^[0-9a-f]{64}$/);
  });

  it('[OPS3] ids are UUIDs of version 7 that can stand anywhere an id can, in order of their making', () => {
    const chance = createChance();
    const ids = Array.from({ length: 1_000 }, () => chance.id());
    expect(ids.every((id) => isId(id) && id[14] === '7')).toBe(true);
    expect(ids).toEqual([...new Set(ids)].sort());
  });
});
