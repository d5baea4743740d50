// What one stream owes another arrives once, whatever dies meanwhile.

import { describe, expect, it } from 'vitest';
import { FAIR_JOURNAL } from '../support/simulated-journal.ts';
import { TALLY_STREAM, TallyCluster } from '../support/tally-cluster.ts';
import { SYSTEM } from '../../shared/kernel/decider.ts';

const TARGET = 'room:b';
const OWE = { type: 'Owe', id: 'debt', stream: TARGET } as const;

const debtsIn = (cluster: TallyCluster) => ({
  owed: cluster.events().filter(({ type }) => type === 'Owed').length,
  taken: cluster.events(TARGET).filter(({ type }) => type === 'Taken').length,
  settled: cluster.events().filter(({ type }) => type === 'Settled').length,
});

describe('[HOST13] what a stream owes another arrives once', () => {
  it('whenever its node is killed: another brings it to its end, without being asked', async () => {
    const moments = new Set<string>();
    for (let passedMs = 0; passedMs <= 16; passedMs += 1) {
      const cluster = new TallyCluster({ seed: passedMs });
      const node = cluster.start();
      void cluster.at(node).submit('0', SYSTEM, OWE);
      await cluster.time.advance(passedMs);
      cluster.kill(node);
      await cluster.time.advance(10);
      const left = debtsIn(cluster);
      moments.add(JSON.stringify(left));
      cluster.start();
      await cluster.time.advance(20_000);
      const { owed } = left;
      expect(debtsIn(cluster)).toEqual({ owed, taken: owed, settled: owed });
    }
    // It was killed before the debt was stored, before it arrived, before it was settled, and after.
    expect(moments.size).toBe(4);
  });

  it('a debt that another node has come to owe is left to that node, and taken over when it dies', async () => {
    const cluster = new TallyCluster();
    const nodes = [1, 2, 3].map(() => cluster.start());
    for (const node of nodes) cluster.at(node).watch(() => undefined);
    const [first] = nodes;
    if (!first) throw new Error('a node');
    await cluster.give(first, OWE);
    const { append } = cluster.journal.counts;
    await cluster.time.advance(10_000);
    // One for each stream: nobody else had a hand in it.
    expect(cluster.journal.counts.append - append).toBeLessThanOrEqual(2);
    expect(debtsIn(cluster)).toEqual({ owed: 1, taken: 1, settled: 1 });
    void cluster.at(first).submit('again', SYSTEM, { ...OWE, id: 'second' });
    await cluster.time.advance(2);
    expect(debtsIn(cluster)).toEqual({ owed: 2, taken: 1, settled: 1 });
    cluster.kill(first);
    await cluster.time.advance(10_000);
    expect(debtsIn(cluster)).toEqual({ owed: 2, taken: 2, settled: 2 });
  });

  it('a journal that fails at every third request puts it off and does not double it', async () => {
    const cluster = new TallyCluster();
    const nodes = [1, 2].map(() => cluster.start());
    for (const node of nodes) cluster.at(node).watch(() => undefined);
    cluster.journal.weather = { ...FAIR_JOURNAL, failsBefore: 0.2, failsAfter: 0.2 };
    for (let count = 0; count < 5; count += 1) {
      const owe = { ...OWE, id: `debt ${String(count)}` };
      const answer = cluster.settled(
        cluster.at(nodes[count % 2] as never).submit(owe.id, SYSTEM, owe),
      );
      await answer.catch(() => undefined);
    }
    await cluster.time.advance(300_000);
    const { owed, taken, settled } = debtsIn(cluster);
    expect(owed).toBeGreaterThan(0);
    expect({ taken, settled }).toEqual({ taken: owed, settled: owed });
    expect(cluster.journal.stored(TALLY_STREAM).length).toBe(2 * owed);
  });
});
