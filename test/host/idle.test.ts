// What is not used leaves memory and comes back the same: idle streams, snapshots, loading.

import { describe, expect, it } from 'vitest';
import { epochMs } from '../../shared/kernel/units.ts';
import type { ClusterOptions, SimulatedNode } from '../support/simulated-cluster.ts';
import { TALLY_STREAM, TallyCluster } from '../support/tally-cluster.ts';

const MINUTE_MS = 60_000;

const oneNode = (options: Partial<ClusterOptions> = {}) => {
  const cluster = new TallyCluster(options);
  return { cluster, node: cluster.start() };
};

/** How often a stream was brought into memory: each loading asks for one snapshot. */
const loadsOf = ({ journal }: TallyCluster): number => journal.counts.snapshot;

/** Whether the node has the stream in memory, by whether asking for it loads it. */
const hosts = async (cluster: TallyCluster, node: SimulatedNode): Promise<boolean> => {
  const before = loadsOf(cluster);
  await cluster.settled(cluster.at(node).confirmed());
  return loadsOf(cluster) === before;
};

describe('[HOST12] a stream that nobody uses leaves memory after a minute', () => {
  it('it is told nothing more, and comes back with the same state', async () => {
    const { cluster, node } = oneNode();
    const other = cluster.start();
    await cluster.give(node, { type: 'Add', points: 7 });
    await cluster.settled(cluster.at(other).confirmed());
    const before = await cluster.settled(cluster.at(node).confirmed());
    await cluster.time.advance(2 * MINUTE_MS + 10);
    const { sent } = cluster.network.counts;
    await cluster.give(other, { type: 'Add', points: 1 });
    expect(cluster.network.counts.sent).toBe(sent);
    expect(await hosts(cluster, node)).toBe(false);
    const after = await cluster.settled(cluster.at(node).confirmed());
    expect(after.state).toEqual({ ...before.state, total: 8 });
  });

  it('as long as it is used it stays', async () => {
    const { cluster, node } = oneNode();
    await cluster.settled(cluster.at(node).confirmed());
    for (let count = 0; count < 8; count += 1) {
      await cluster.time.advance(MINUTE_MS / 2);
      expect(await hosts(cluster, node)).toBe(true);
    }
  });

  it('as long as it is watched it stays, and not a minute longer', async () => {
    const { cluster, node } = oneNode();
    const leave = cluster.at(node).watch(() => undefined);
    await cluster.time.advance(10 * MINUTE_MS);
    const other = cluster.start();
    const { sent } = cluster.network.counts;
    await cluster.give(other, { type: 'Add', points: 1 });
    expect(cluster.network.counts.sent).toBe(sent + 1);
    leave();
    await cluster.time.advance(2 * MINUTE_MS);
    expect(await hosts(cluster, node)).toBe(false);
  });

  it('a deadline within two minutes keeps it; a later one brings it back in time', async () => {
    const { cluster, node } = oneNode();
    await cluster.give(node, cluster.closeIn(1.9 * MINUTE_MS));
    await cluster.time.advance(1.5 * MINUTE_MS);
    expect(await hosts(cluster, node)).toBe(true);
    const dueMs = cluster.time.now() + 9 * MINUTE_MS;
    await cluster.give(node, { type: 'CloseAt', atMs: epochMs(dueMs) });
    await cluster.time.advance(3 * MINUTE_MS);
    const loads = loadsOf(cluster);
    await cluster.time.advance(7 * MINUTE_MS);
    expect(loadsOf(cluster)).toBe(loads + 1);
    // Nobody was there, so nobody saw that it came a little late; what it decides is by the time it was due.
    expect(cluster.closes()).toHaveLength(1);
    expect((cluster.closes()[0] ?? 0) - dueMs).toBeLessThan(8_000);
  });

  it('what it owes keeps it until it is settled', async () => {
    const { cluster, node } = oneNode();
    const { journal } = node.line;
    const { append } = journal;
    Object.assign(journal, {
      append: (request: Parameters<typeof append>[0]) =>
        request.stream === 'room:b' ? Promise.reject(new Error('not now')) : append(request),
    });
    await cluster.give(node, { type: 'Owe', id: 'debt', stream: 'room:b' });
    await cluster.time.advance(5 * MINUTE_MS);
    expect(cluster.journal.stored('room:b')).toEqual([]);
    Object.assign(journal, { append });
    await cluster.time.advance(MINUTE_MS);
    expect(cluster.events('room:b')).toMatchObject([{ type: 'Taken', id: 'debt' }]);
  });

  it('a node that has stopped has no timers left', async () => {
    const { cluster, node } = oneNode();
    await cluster.give(node, cluster.closeIn(10 * MINUTE_MS));
    await cluster.give(node, { type: 'Owe', id: 'debt', stream: 'room:b' });
    node.line.isCut = true;
    await cluster.give(node, { type: 'Add', points: 1 }).catch(() => undefined);
    await cluster.settled(node.hosts.close());
    await cluster.time.advance(100);
    expect(cluster.time.waiting).toBe(0);
  });
});

describe('[HOST6] snapshots', () => {
  it('one is written each so many entries, and loading reads what came after it', async () => {
    const { cluster, node } = oneNode({ snapshotEvery: 4 });
    for (let points = 1; points <= 10; points += 1) {
      await cluster.give(node, { type: 'Add', points });
    }
    await cluster.time.advance(10);
    const { journal } = cluster.journal.line();
    const snapshot = await cluster.settled(journal.readSnapshot(TALLY_STREAM));
    expect(snapshot?.version).toBe(8);
    cluster.kill(node);
    const next = cluster.start();
    const loaded = await cluster.settled(cluster.at(next).confirmed());
    expect(loaded).toMatchObject({ version: 10, state: { total: 55 } });
  });
});
