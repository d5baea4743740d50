// The clock of an auction over a time in which no node lived: real rooms, heartbeats and starts on virtual time.

import { describe, expect, it } from 'vitest';
import { JournalFault } from '../../server/journal/fault.ts';
import type { AuctionState } from '../../shared/auction/types.ts';
import { SYSTEM } from '../../shared/kernel/decider.ts';
import type { EpochMs } from '../../shared/kernel/units.ts';
import { mills } from '../../shared/kernel/units.ts';
import { demoCommands } from '../../shared/room/demo.ts';
import type { RoomCommand, RoomState } from '../../shared/room/types.ts';
import { inClock, MODERATOR } from '../support/demo-room.ts';
import { seededChance } from '../support/fakes.ts';
import type { SimulatedNode } from '../support/simulated-cluster.ts';
import { roomHost, SimulatedCluster } from '../support/simulated-cluster.ts';
import { seat } from '../support/stream.ts';

const STREAM = 'room:demo';
/** Rules of the demo: a longer outage pauses the clock. */
const ALLOWED_MS = 3_000;

class Sale {
  readonly cluster = new SimulatedCluster({ seed: 1, hasHeartbeats: true });
  readonly #chance = seededChance('sale');

  /** Starts a node as the program does. */
  async start(): Promise<SimulatedNode> {
    const node = this.cluster.start();
    await this.settled(node.heartbeat.start());
    await this.settled(node.hosts.wake());
    return node;
  }

  /** Opens round 1 of the demo sale. */
  async open(node: SimulatedNode): Promise<void> {
    for (const command of demoCommands('demo', 'Demo')) await this.#give(node, command, SYSTEM);
    const { rulesHash } = await this.clock(node);
    for (const teamId of ['northwind', 'harbor', 'cascade']) {
      const accept = { type: 'AcceptRules', teamId, rulesHash: rulesHash ?? '' } as const;
      await this.#give(node, inClock(accept), seat(`${teamId}-lead`));
    }
    await this.#give(node, inClock({ type: 'StartAuction' }), MODERATOR);
  }

  async clock(node: SimulatedNode): Promise<AuctionState> {
    const asked = roomHost<RoomState, RoomCommand>(node, STREAM).confirmed();
    const clock = (await this.settled(asked)).state.auctions['clock'];
    if (!clock) throw new Error('no clock');
    return clock;
  }

  /** How often the record says that the auction was interrupted. */
  interruptions(): number {
    const stored = this.cluster.journal.stored(STREAM);
    return stored.filter(({ body }) => body.includes('AuctionInterrupted')).length;
  }

  async settled<T>(promise: Promise<T>): Promise<T> {
    let isSettled = false;
    const settle = (): void => {
      isSettled = true;
    };
    promise.then(settle, settle);
    for (let turn = 0; !isSettled && turn < 2_000; turn += 1) await this.cluster.time.advance(1);
    return promise;
  }

  async #give(node: SimulatedNode, command: RoomCommand, by: typeof SYSTEM): Promise<void> {
    const host = roomHost<RoomState, RoomCommand>(node, STREAM);
    const answer = await this.settled(host.submit(this.#chance.id(), by, command));
    if (!answer.ok) throw new Error(answer.rejection.code);
  }
}

const openSale = async () => {
  const sale = new Sale();
  const first = await sale.start();
  await sale.open(first);
  await sale.cluster.time.advance(10_000);
  const lastBeatMs = await sale.settled(first.line.journal.lastBeat());
  return { sale, first, closesAtMs: (await sale.clock(first)).closesAtMs, lastBeatMs };
};

const left = (closesAtMs: EpochMs | null, lastBeatMs: EpochMs | undefined): number =>
  (closesAtMs ?? 0) - (lastBeatMs ?? 0);

describe('[OPS15] a round over a time without nodes', () => {
  it('a long outage leaves it paused with what was left at the last heartbeat, once', async () => {
    const { sale, first, closesAtMs, lastBeatMs } = await openSale();
    sale.cluster.kill(first);
    await sale.cluster.time.advance(20_000);
    const next = await sale.start();
    const { pause } = await sale.clock(next);
    const remainingMs = left(closesAtMs, lastBeatMs);
    expect(pause).toMatchObject({ reason: 'outage', remainingMs, outage: { fromMs: lastBeatMs } });
    sale.cluster.kill(next);
    await sale.cluster.time.advance(20_000);
    const last = await sale.start();
    expect((await sale.clock(last)).pause).toMatchObject({ remainingMs });
    expect(sale.interruptions()).toBe(1);
  });

  it('a short outage changes nothing', async () => {
    const { sale, first, closesAtMs } = await openSale();
    sale.cluster.kill(first);
    await sale.cluster.time.advance(ALLOWED_MS - 1_000);
    const clock = await sale.clock(await sale.start());
    expect(clock).toMatchObject({ closesAtMs, pause: null });
  });

  it('as long as one node lives there is no outage, whatever others do', async () => {
    const { sale, first, closesAtMs } = await openSale();
    const other = await sale.start();
    sale.cluster.kill(first);
    await sale.cluster.time.advance(30_000);
    const third = await sale.start();
    expect(await sale.clock(third)).toMatchObject({ closesAtMs, pause: null });
    expect(await sale.clock(other)).toMatchObject({ closesAtMs, pause: null });
    expect(sale.interruptions()).toBe(0);
  });

  it('a round that would have closed meanwhile is paused all the same: nobody could bid', async () => {
    const { sale, first, closesAtMs, lastBeatMs } = await openSale();
    sale.cluster.kill(first);
    await sale.cluster.time.advance(600_000);
    const next = await sale.start();
    await sale.cluster.time.advance(10_000);
    const clock = await sale.clock(next);
    expect(clock.pause?.remainingMs).toBe(left(closesAtMs, lastBeatMs));
    expect(clock.round).toBe(1);
  });

  it('nodes that start together after it pause the round once', async () => {
    const { sale, first } = await openSale();
    sale.cluster.kill(first);
    await sale.cluster.time.advance(20_000);
    const nodes = await Promise.all([sale.start(), sale.start(), sale.start()]);
    const clocks = await Promise.all(nodes.map((node) => sale.clock(node)));
    await sale.cluster.time.advance(5_000);
    expect(clocks.map(({ pause }) => pause?.reason)).toEqual(['outage', 'outage', 'outage']);
    expect(sale.interruptions()).toBe(1);
  });

  it.each(['the outages cannot be read', 'the pause cannot be stored', 'its answer is lost'])(
    'the pause comes before anything else, also when at first %s',
    async (how) => {
      const { sale, first } = await openSale();
      sale.cluster.kill(first);
      await sale.cluster.time.advance(600_000);
      // Recorded by a node that died before it could pause anything.
      const recorder = sale.cluster.start();
      await sale.settled(recorder.heartbeat.start());
      sale.cluster.kill(recorder);
      const next = sale.cluster.start();
      failOnce(next.line.journal, how);
      const waking = sale.settled(next.hosts.wake());
      await waking.catch(() => undefined);
      await sale.cluster.time.advance(20_000);
      const { pause, round } = await sale.clock(next);
      expect({ reason: pause?.reason, round }).toEqual({ reason: 'outage', round: 1 });
      expect(sale.interruptions()).toBe(1);
    },
  );
});

const cut = (nodes: readonly SimulatedNode[], isCut: boolean): void => {
  for (const { line } of nodes) line.isCut = isCut;
};

describe('[OPS15] a round over a time in which nodes live and cannot write', () => {
  it('is paused with what was left at the last heartbeat, once, also when it should have closed meanwhile', async () => {
    for (const awayMs of [20_000, 600_000]) {
      const { sale, first, closesAtMs, lastBeatMs } = await openSale();
      cut([first], true);
      await sale.cluster.time.advance(awayMs);
      cut([first], false);
      await sale.cluster.time.advance(10_000);
      const { pause, round } = await sale.clock(first);
      const remainingMs = left(closesAtMs, lastBeatMs);
      expect(pause).toMatchObject({ reason: 'outage', remainingMs });
      expect(round).toBe(1);
      expect(sale.interruptions()).toBe(1);
    }
  });

  it('is paused before a bid that is the first to come through', async () => {
    const { sale, first, closesAtMs } = await openSale();
    cut([first], true);
    await sale.cluster.time.advance(600_000);
    cut([first], false);
    const bid = { lotId: 'q1', quantityBlocks: 1, priceMills: mills(2_400) };
    const command = inClock({ type: 'PlaceBid', teamId: 'harbor', round: 1, bid });
    const host = roomHost<RoomState, RoomCommand>(first, STREAM);
    const answer = await sale.settled(host.submit('a-bid', seat('harbor-lead'), command));
    expect(answer).toMatchObject({ ok: false, rejection: { code: 'bid/paused' } });
    expect((closesAtMs ?? 0) < sale.cluster.time.now()).toBe(true);
  });

  it('goes on when the time was short enough', async () => {
    const { sale, first, closesAtMs } = await openSale();
    cut([first], true);
    await sale.cluster.time.advance(ALLOWED_MS - 1_000);
    cut([first], false);
    await sale.cluster.time.advance(5_000);
    expect(await sale.clock(first)).toMatchObject({ closesAtMs, pause: null });
  });

  it('goes on when another node could write', async () => {
    const { sale, first, closesAtMs } = await openSale();
    const other = await sale.start();
    cut([first], true);
    await sale.cluster.time.advance(30_000);
    cut([first], false);
    await sale.cluster.time.advance(5_000);
    expect(await sale.clock(first)).toMatchObject({ closesAtMs, pause: null });
    expect(await sale.clock(other)).toMatchObject({ closesAtMs, pause: null });
    expect(sale.interruptions()).toBe(0);
  });

  it('is paused once by nodes that are back together or one after the other', async () => {
    for (const laterMs of [0, 40, 700, 4_000]) {
      const { sale, first } = await openSale();
      const nodes = [first, await sale.start(), await sale.start()];
      await Promise.all(nodes.map((node) => sale.clock(node)));
      cut(nodes, true);
      await sale.cluster.time.advance(600_000);
      for (const node of nodes) {
        cut([node], false);
        await sale.cluster.time.advance(laterMs);
      }
      await sale.cluster.time.advance(10_000);
      const clocks = await Promise.all(nodes.map((node) => sale.clock(node)));
      expect(clocks.map(({ pause, round }) => `${pause?.reason ?? ''} ${String(round)}`)).toEqual(
        nodes.map(() => 'outage 1'),
      );
      expect(sale.interruptions()).toBe(1);
    }
  });
});

/** Makes one request of a node fail. */
const failOnce = (journal: SimulatedNode['line']['journal'], how: string): void => {
  const { append, read } = journal;
  let isDone = false;
  const fault = new JournalFault('unavailable', how);
  const isFirst = (): boolean => {
    if (isDone) return false;
    isDone = true;
    return true;
  };
  Object.assign(journal, {
    append: async (request: Parameters<typeof append>[0]) => {
      const isIt = how !== 'the outages cannot be read' && request.stream === STREAM && isFirst();
      if (isIt && how === 'the pause cannot be stored') throw fault;
      const result = await append(request);
      if (isIt) throw fault;
      return result;
    },
    read: async (...[stream, ...rest]: Parameters<typeof read>) => {
      const isIt = how === 'the outages cannot be read' && stream === 'site' && isFirst();
      if (isIt) throw fault;
      return read(stream, ...rest);
    },
  });
};
