// How work grows with rooms, nodes and one very busy room: the program's own hosts over a simulated network and journal.
// Counts and virtual time; `npm run bench -- scale` plays the same at full size.

import { describe, expect, it } from 'vitest';
import type { ScaleFigures, ScalePlan } from '../bench/scale-simulation.ts';
import { simulateScale } from '../bench/scale-simulation.ts';
import { seededChance } from '../support/fakes.ts';
import { Turns } from '../../server/host/turns.ts';
import { VirtualTime } from '../support/virtual-time.ts';

const PLAN: ScalePlan = {
  ...{ nodes: 8, rooms: 60, seats: 4, editsPerRoom: 4, spanMs: 4_000 },
  costs: { commandMs: 0.2, messageMs: 0.1, commitMs: 0.3, entryMs: 0.03 },
};

/** Appends that lost a race or were told twice are few; nothing is done that nobody asked for. */
const expectLean = (figures: ScaleFigures): void => {
  const { edits, entries, appends, messages, dueMessages, reads } = figures;
  expect(entries).toBe(edits);
  expect(appends).toBeLessThan(edits * 1.05);
  expect(messages).toBeLessThanOrEqual(dueMessages);
  expect(messages).toBeGreaterThan(dueMessages * 0.95);
  expect(reads).toBeLessThan(edits * 0.1);
};

describe('[HOST15] work grows with what people do', () => {
  it('with twice the rooms it is twice the appends and messages, with twice the nodes no more', async () => {
    const one = await simulateScale(PLAN);
    const rooms = await simulateScale({ ...PLAN, rooms: 2 * PLAN.rooms });
    const nodes = await simulateScale({ ...PLAN, nodes: 2 * PLAN.nodes });
    for (const figures of [one, rooms, nodes]) expectLean(figures);
    expect(rooms.edits).toBe(2 * one.edits);
    expect(rooms.messages / rooms.edits).toBeCloseTo(one.messages / one.edits, 0);
    // Of four people each may be at a node of his own; more nodes than people add nothing.
    expect(nodes.messages / nodes.edits).toBeLessThanOrEqual(PLAN.seats - 1);
    expect(rooms.questions).toBe(one.questions);
    expect(nodes.questions).toBe(2 * one.questions);
    expect(rooms.answered.p99Ms - one.answered.p99Ms).toBeLessThanOrEqual(2);
  });
});

describe('[HOST16] a busy room', () => {
  it('with people on every node and 25 edits a second each it slows no other, and nothing is given up', async () => {
    const calm = await simulateScale(PLAN);
    const busy = await simulateScale({ ...PLAN, hot: { nodes: PLAN.nodes, edits: 800 } });
    expect(busy.edits).toBe(calm.edits + 800);
    expect(busy.entries).toBe(busy.edits);
    expect(busy.faults).toBe(0);
    expect(busy.hotAnswered.count).toBe(800);
    expect(busy.answered.p50Ms - calm.answered.p50Ms).toBeLessThanOrEqual(1);
    expect(busy.answered.p99Ms - calm.answered.p99Ms).toBeLessThanOrEqual(4);
    expect(busy.appends - calm.appends).toBeLessThan(800 * 2.5);
  });

  it('a stream where races are seldom lost waits for nobody; the waits grow with losses and end with them', async () => {
    const time = new VirtualTime();
    const turns = new Turns(time, seededChance('turns'));
    turns.lost();
    turns.lost();
    expect(turns.isContended).toBe(false);
    const longest = async (): Promise<number> => {
      let [most, settled] = [0, 0];
      for (let count = 0; count < 200; count += 1) {
        const fromMs = time.now();
        void turns.wait().then(() => {
          settled += 1;
          most = Math.max(most, time.now() - fromMs);
        });
      }
      await time.advance(100);
      expect(settled).toBe(200);
      return most;
    };
    turns.lost();
    expect(turns.isContended).toBe(true);
    const [few] = [await longest()];
    for (let count = 0; count < 50; count += 1) turns.lost();
    const many = await longest();
    expect(few).toBeLessThan(8);
    expect(many).toBeLessThan(32);
    expect(many).toBeGreaterThan(16);
    for (let count = 0; count < 3; count += 1) turns.won();
    expect(turns.isContended).toBe(false);
  });
});
