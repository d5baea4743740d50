// Cursors between nodes, over a bus that may lose, repeat and reorder what it carries.

import { fc } from '../support/fast-check.ts';
import { afterEach, describe, expect, it } from 'vitest';
import { createLocalBus } from '../../server/bus/local.ts';
import { AwarenessBoard } from '../../server/gateway/awareness-board.ts';
import { decodeSignal, encodeSignal } from '../../server/gateway/awareness-wire.ts';
import type { RemoteLine } from '../../server/gateway/awareness-wire.ts';
import { awarenessOf, cursorAt } from '../support/sync-awareness.ts';
import type { Stage } from '../support/sync-stage.ts';
import { openStage, until } from '../support/sync-stage.ts';
import { FakeSheetHost } from '../support/sync-host.ts';
import { VirtualTime } from '../support/virtual-time.ts';

const stages: Stage[] = [];

afterEach(async () => {
  for (const stage of stages.splice(0)) await stage.stop();
});

/** Two nodes with one sheet; `cut` loses all that is signalled from now on. */
const twoNodes = async () => {
  const inner = createLocalBus();
  let isCut = false;
  const bus: typeof inner = {
    ...inner,
    signal: (topic, payload) => {
      if (!isCut) inner.signal(topic, payload);
    },
  };
  const shared = { bus, time: new VirtualTime(), host: new FakeSheetHost() };
  const east = await openStage(shared);
  const west = await openStage(shared);
  stages.push(east, west);
  return {
    ...{ east, west, time: shared.time },
    cut: () => {
      isCut = true;
    },
  };
};

describe('cursors between nodes', () => {
  it('[SYN20] who is on one node is seen on the other, by those who may, until it leaves', async () => {
    const { east, west } = await twoNodes();
    const carrier = await east.synced('carrier');
    const harbor = await east.synced('harbor');
    const north = await west.synced('north');
    await east.flows(() => carrier.names().length === 2, 'the carrier sees both');
    await east.flows(() => north.names().length === 1, 'Nora sees the carrier');
    expect(carrier.names()).toEqual(['Hal', 'Nora']);
    expect([harbor.names(), north.names()]).toEqual([['Carla'], ['Carla']]);
    north.provider.destroy();
    await east.flows(() => carrier.names().length === 1, 'Nora left');
  });

  it('[SYN20] a node that opens a sheet learns at once who is there', async () => {
    const { east, west } = await twoNodes();
    const carrier = await east.synced('carrier');
    const spectator = await east.synced('north');
    await east.flows(() => spectator.names().length === 1, 'the carrier is there');
    const north = await west.synced('north');
    await west.flows(() => north.names().length > 0, 'told');
    expect(north.names()).toContain('Carla');
    expect(carrier.provider.synced).toBe(true);
  });

  it('[SYN20] of a node that falls silent nothing is left after 45 s and a renewal', async () => {
    const { east, west, time, cut } = await twoNodes();
    const carrier = await east.synced('carrier');
    await west.synced('north');
    await east.flows(() => carrier.names().length === 1, 'Nora is there');
    await time.advance(60_000);
    expect(carrier.names()).toEqual(['Nora']);
    cut();
    await time.advance(30_000);
    expect(carrier.names()).toEqual(['Nora']);
    await time.advance(30_000);
    await until(() => carrier.names().length === 0, 'forgotten');
  });

  it('[SYN20] a connection that moved to another node keeps its line when the old one is found dead', async () => {
    const { east, west, time } = await twoNodes();
    const carrier = await east.synced('carrier');
    const dead = await east.opened('north');
    dead.send(awarenessOf({ clientId: 5, clock: 1, state: { cursor: cursorAt(1) } }));
    await east.flows(() => carrier.names().length === 1, 'there');
    const back = await west.opened('north');
    back.send(awarenessOf({ clientId: 5, clock: 1, state: { cursor: cursorAt(2) } }));
    const at = () => JSON.stringify(carrier.others().get(5)?.cursor);
    await east.flows(() => at() === JSON.stringify(cursorAt(2)), 'moved');
    dead.socket.terminate();
    await until(() => east.sync.connections() === 1, 'the old one is gone');
    await time.advance(500);
    expect(at()).toBe(JSON.stringify(cursorAt(2)));
  });
});

const told = (clock: number, change: Partial<RemoteLine> = {}): RemoteLine => ({
  ...{ clientId: 5, seatId: 'north', name: 'Nora', side: 'shipper' as const },
  ...{ clock, cursor: cursorAt(clock), isGone: false },
  ...change,
});

describe('the board', () => {
  it('[SYN20] in whatever order and however often lines come, the newest stands', () => {
    const order = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(order, (clocks) => {
        const board = new AwarenessBoard();
        for (const clock of clocks) board.merge(told(clock, { isGone: clock === 9 }), 0);
        const [line] = board.lines();
        const newest = Math.max(...clocks);
        expect(line?.isGone).toBe(newest === 9);
        expect(line?.cursor).toEqual(cursorAt(newest));
      }),
    );
  });

  it('[SYN17] another node cannot give one seat the line of another', () => {
    const board = new AwarenessBoard();
    board.merge(told(1), 0);
    expect(board.merge(told(2, { seatId: 'harbor', name: 'Hal' }), 0)).toEqual({ kind: 'nothing' });
    expect([...board.lines()].map(({ owner }) => owner.name)).toEqual(['Nora']);
    const harbor = { seatId: 'harbor', name: 'Hal', side: 'shipper' as const };
    expect(board.claim(5, harbor, true)).toBeUndefined();
  });

  it('[SYN20] a line that a connection of this node speaks for is defended', () => {
    const board = new AwarenessBoard();
    const line = board.claim(5, { seatId: 'north', name: 'Nora', side: 'shipper' }, true);
    expect(board.merge(told(9, { isGone: true }), 0)).toEqual({ kind: 'disputed', line });
    expect(line?.told(3).clock).toBe(10);
  });

  it('[SYN19] two moves in one millisecond have clocks of their own', () => {
    const board = new AwarenessBoard();
    const line = board.claim(5, { seatId: 'north', name: 'Nora', side: 'shipper' }, true);
    const clocks = [1, 2, 3].map(() => line?.shown(7, true).clock);
    expect(clocks).toEqual([7, 8, 9]);
    expect(line?.shown(7, false).clock).toBe(9);
  });

  it('[SYN18] lines of other nodes are bounded', () => {
    const board = new AwarenessBoard();
    for (let clientId = 0; clientId < 5_000; clientId += 1) board.merge(told(1, { clientId }), 0);
    expect(board.size).toBe(4_096);
    expect(board.expire(44_999)).toEqual([]);
    expect(board.expire(45_000)).toHaveLength(4_096);
    expect(board.size).toBe(0);
  });

  it('[SYN20] signals survive the way, and what is no signal is ignored', () => {
    const signal = { kind: 'lines', lines: [told(1)] } as const;
    expect(decodeSignal(encodeSignal({ ...signal, lines: [...signal.lines] }))).toEqual(signal);
    expect(decodeSignal(encodeSignal({ kind: 'ask' }))).toEqual({ kind: 'ask' });
    for (const text of ['', '{', 'null', '{"kind":"future"}', '{"kind":"lines","lines":[{}]}']) {
      expect(decodeSignal(Buffer.from(text))).toBeUndefined();
    }
  });
});
