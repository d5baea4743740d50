// Evidence of lines: when it is recorded, and what it says.

import { describe, expect, it } from 'vitest';
import type { NotedLines } from '../../server/gateway/line-evidence.ts';
import { CHANGE_EVERY_MS, LineEvidence } from '../../server/gateway/line-evidence.ts';
import { DEMO_AUCTION_ID } from '../../shared/room/demo.ts';
import { DemoRoom } from '../support/demo-room.ts';
import { seat } from '../support/stream.ts';
import { VirtualTime } from '../support/virtual-time.ts';

const GOOD = { roundTripMs: 20, clockErrorMs: 10 };
const SLOW = { roundTripMs: 900, clockErrorMs: 450 };

const stage = () => {
  const time = new VirtualTime();
  const room = new DemoRoom();
  const notes: NotedLines[] = [];
  const connections = { here: 1, inAll: 1 };
  /** How far the clock of the node has jumped. */
  const jump = { ms: 0 };
  const evidence = new LineEvidence({
    ...{ timers: time, nowMs: () => time.now() + jump.ms, room: () => room.state },
    connectionsOf: () => connections,
    note: (noted) => {
      notes.push(noted);
    },
  });
  for (const seatId of ['harbor-lead', 'northwind-lead', 'moderator']) evidence.entered(seatId);
  /** Time in which pages report every ten seconds. */
  const reporting = async (
    ms: number,
    report = GOOD,
    seats = ['harbor-lead', 'northwind-lead'],
  ) => {
    for (let passed = 0; passed < ms; passed += 10_000) {
      for (const seatId of seats) evidence.reported(seatId, report);
      await time.advance(10_000);
    }
  };
  return { time, room, notes, evidence, reporting, connections, jump };
};

const said = ({ notes }: Pick<ReturnType<typeof stage>, 'notes'>) =>
  notes.map(({ occasion, lines }) => [
    occasion,
    ...lines.map(({ seatId, state, missed }) => `${seatId} ${state} ${String(missed)}`),
  ]);

describe('[HLP4] lines in the record', () => {
  it('at the close of a round those of all seats of teams, and of nobody else', async () => {
    const { room, notes, evidence, reporting } = stage();
    room.start();
    evidence.changed(room.state);
    await reporting(20_000);
    room.closeRound();
    evidence.changed(room.state);
    evidence.changed(room.state);
    expect(said({ notes })).toEqual([
      ['round-closed', 'harbor-lead good 0', 'northwind-lead good 0'],
    ]);
    // By name: a room may hold several auctions at once.
    expect(notes[0]?.auctionIds).toEqual([DEMO_AUCTION_ID]);
    expect(notes[0]?.lines[0]).toMatchObject({ ...GOOD, heartbeatAtMs: expect.any(Number) });
  });

  it('of its team when it tells a problem', async () => {
    const { room, notes, evidence, reporting } = stage();
    await reporting(10_000, SLOW);
    room.must({ type: 'ReportProblem' }, seat('harbor-lead'));
    evidence.changed(room.state);
    expect(said({ notes })).toEqual([['problem', 'harbor-lead weak 0']]);
  });

  it('when one gets worse or better while an auction runs, at most every thirty seconds', async () => {
    const { room, notes, reporting } = stage();
    await reporting(30_000, SLOW);
    expect(notes).toEqual([]);
    room.start();
    await reporting(10_000, GOOD);
    expect(notes).toEqual([]);
    await reporting(10_000, SLOW, ['harbor-lead']);
    const first = notes.length;
    for (let turn = 0; turn < 12; turn += 1) {
      await reporting(10_000, turn % 2 === 0 ? GOOD : SLOW, ['harbor-lead', 'northwind-lead']);
    }
    const ofHarbor = notes
      .slice(first)
      .filter(({ lines }) => lines.some(({ seatId }) => seatId === 'harbor-lead'));
    expect(ofHarbor.length).toBeGreaterThan(0);
    expect(ofHarbor.length).toBeLessThanOrEqual(120_000 / CHANGE_EVERY_MS);
  });

  it('a silent one is gone, with what was missed; one that went over to another node is not', async () => {
    const { room, notes, time, reporting, connections } = stage();
    room.start();
    await reporting(10_000);
    for (let turn = 0; turn < 4; turn += 1) await time.advance(5_000);
    const gone = said({ notes }).at(-1);
    expect(gone).toEqual([
      'changed',
      expect.stringMatching(/^harbor-lead (weak|gone) [12]$/),
      expect.any(String),
    ]);
    const count = notes.length;
    Object.assign(connections, { here: 0, inAll: 1 });
    for (let turn = 0; turn < 20; turn += 1) await time.advance(5_000);
    expect(notes).toHaveLength(count);
  });

  it('a node that stood still says nothing about others', async () => {
    const { room, notes, time, evidence, jump } = stage();
    room.start();
    evidence.reported('harbor-lead', GOOD);
    jump.ms = 600_000;
    await time.advance(5_000);
    expect(notes).toEqual([]);
  });
});
