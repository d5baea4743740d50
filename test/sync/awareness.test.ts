// Cursors: who they belong to is said by the server alone, and only those who may know of a seat ever hear of it.

import { afterEach, describe, expect, it } from 'vitest';
import { awarenessIn, awarenessOf, cursorAt } from '../support/sync-awareness.ts';
import type { BareClient, Stage, StockClient } from '../support/sync-stage.ts';
import { openStage, roundTrip, until } from '../support/sync-stage.ts';

let stage: Stage;

afterEach(async () => {
  await stage.stop();
});

const stateOf = (viewer: StockClient, of: StockClient): unknown =>
  viewer.provider.awareness.getStates().get(of.provider.awareness.clientID);

const cursorOf = (viewer: StockClient, of: StockClient): unknown =>
  (stateOf(viewer, of) as { cursor?: unknown } | undefined)?.cursor;

const itemsOf = (client: BareClient) => client.ofType(1).flatMap(awarenessIn);

describe('who a cursor belongs to', () => {
  it('[SYN15] name and side come from the server, the cursor from the client, the rest from nobody', async () => {
    stage = await openStage();
    const carrier = await stage.synced('carrier');
    const north = await stage.synced('north');
    north.provider.awareness.setLocalState({
      user: { name: 'Carla', side: 'carrier', color: '#000000' },
      cursor: cursorAt(3),
      secret: 'x',
    });
    await stage.flows(() => cursorOf(carrier, north) !== undefined, 'the cursor arrived');
    await stage.flows(() => cursorOf(carrier, north) !== null, 'the cursor moved');
    expect(stateOf(carrier, north)).toEqual({
      user: { name: 'Nora', side: 'shipper' },
      cursor: cursorAt(3),
    });
  });

  it('[SYN16] rivals never receive a frame about each other, in no number and of no size', async () => {
    stage = await openStage();
    const carrier = await stage.synced('carrier');
    const harbor = await stage.synced('harbor');
    const spy = await stage.opened('harbor');
    spy.send(awarenessOf({ clientId: 5, clock: 1, state: {} }));
    await stage.flows(() => carrier.names().length === 2, 'the carrier sees Harbor twice');
    await stage.flows(() => harbor.names().length === 2, 'Harbor sees the carrier and itself');
    await roundTrip(spy.socket);
    const heard = spy.frames.length;
    const north = await stage.synced('north');
    for (let move = 0; move < 5; move += 1) {
      north.provider.awareness.setLocalStateField('cursor', cursorAt(move));
      await stage.flows(() => cursorIsAt(carrier, north, move), 'the carrier sees the move');
    }
    expect(carrier.names()).toEqual(['Hal', 'Hal', 'Nora']);
    expect(harbor.names()).toEqual(['Carla', 'Hal']);
    expect(north.names()).toEqual(['Carla']);
    north.provider.destroy();
    await stage.flows(() => carrier.names().length === 2, 'the carrier sees Nora leave');
    await roundTrip(spy.socket);
    expect(spy.frames.length).toBe(heard);
    spy.send([3]);
    await until(() => spy.frames.length === heard + 1, 'answered');
    expect(Buffer.concat(spy.frames).toString()).not.toContain('Nora');
  });

  it('[SYN16] asking for awareness answers with what the reader may see', async () => {
    stage = await openStage();
    const carrier = await stage.synced('carrier');
    await stage.synced('north');
    await stage.flows(() => carrier.names().length === 1, 'Nora is there');
    for (const [seat, names] of [
      ['harbor', ['Carla']],
      ['public', []],
    ] as const) {
      const asking = await stage.opened(seat);
      asking.send([3]);
      await until(() => asking.ofType(1).length === 1, 'answered');
      const states = itemsOf(asking).map(({ state }) => (state as { user: { name: string } }).user);
      expect(states.map(({ name }) => name)).toEqual(names);
    }
  });

  it('[SYN19] who leaves is taken away from those who saw it', async () => {
    stage = await openStage();
    const carrier = await stage.synced('carrier');
    const north = await stage.opened('north');
    north.send(awarenessOf({ clientId: 5, clock: 1, state: {} }));
    await stage.flows(() => carrier.names().length === 1, 'there');
    north.socket.terminate();
    await stage.flows(() => carrier.names().length === 0, 'gone');
  });

  it('[SYN19] a client that comes back under its old id is seen again, whatever its clock', async () => {
    stage = await openStage();
    const carrier = await stage.synced('carrier');
    for (const clock of [9, 0, 0]) {
      const north = await stage.opened('north');
      north.send(awarenessOf({ clientId: 5, clock, state: {} }));
      await stage.flows(() => carrier.names().length === 1, 'there');
      north.socket.terminate();
      await stage.flows(() => carrier.names().length === 0, 'gone');
    }
  });

  it('[SYN23] a reader whose rights change sees at once whom it may see now, and no longer others', async () => {
    stage = await openStage();
    const harbor = await stage.synced('harbor');
    await stage.synced('carrier');
    const north = await stage.synced('north');
    await stage.flows(() => harbor.names().length === 1, 'Carla is there');
    const person = stage.people.get('harbor');
    if (person) person.sees = ['north'];
    stage.sync.recheck('room');
    await until(() => harbor.names()[0] === 'Nora', 'Nora instead of Carla');
    expect(harbor.names()).toEqual(['Nora']);
    const renamed = stage.people.get('north');
    if (renamed) renamed.name = 'Norma';
    stage.sync.recheck('room');
    await stage.flows(() => harbor.names()[0] === 'Norma', 'the new name');
    expect(north.names()).toEqual(['Carla']);
  });
});

const cursorIsAt = (viewer: StockClient, of: StockClient, clock: number): boolean =>
  JSON.stringify(cursorOf(viewer, of)) === JSON.stringify(cursorAt(clock));

describe('hostile awareness', () => {
  it('[SYN17] nobody can move, take away or speak for another connection', async () => {
    stage = await openStage();
    const carrier = await stage.synced('carrier');
    const north = await stage.synced('north');
    const victim = north.provider.awareness.clientID;
    north.provider.awareness.setLocalStateField('cursor', cursorAt(3));
    await stage.flows(() => cursorIsAt(carrier, north, 3), 'the victim is there');
    const thief = await stage.opened('harbor');
    for (const state of [{ cursor: cursorAt(9) }, null, {}]) {
      thief.send(awarenessOf({ clientId: victim, clock: 2 ** 40, state }));
    }
    thief.send(awarenessOf({ clientId: 77, clock: 1, state: { cursor: cursorAt(1) } }));
    await stage.flows(() => carrier.names().length === 2, 'the thief has a line of its own');
    thief.send(awarenessOf({ clientId: victim, clock: 2 ** 50, state: null }));
    thief.send(awarenessOf({ clientId: 78, clock: 1, state: {} }));
    await roundTrip(thief.socket);
    await stage.time.advance(200);
    await carrier.flushed();
    expect(carrier.names()).toEqual(['Hal', 'Nora']);
    expect(cursorIsAt(carrier, north, 3)).toBe(true);
    expect([...carrier.others().keys()].sort()).toEqual([victim, 77].sort());
  });

  it('[SYN17] whose id was squatted while it was away is not made to show another in its own place', async () => {
    stage = await openStage();
    const squatter = await stage.opened('carrier');
    squatter.send(awarenessOf({ clientId: 5, clock: 1, state: { cursor: cursorAt(1) } }));
    await roundTrip(squatter.socket);
    await stage.time.advance(50);
    const victim = await stage.opened('north');
    victim.send(awarenessOf({ clientId: 5, clock: 7, state: {} }));
    await until(() => victim.ofType(1).length === 1, 'told who is here');
    squatter.send(awarenessOf({ clientId: 5, clock: 2, state: { cursor: cursorAt(2) } }));
    await roundTrip(squatter.socket);
    await stage.time.advance(200);
    await stage.time.advance(20_000);
    await roundTrip(victim.socket);
    expect(itemsOf(victim)).toEqual([]);
  });

  it('[SYN17] the same seat takes its line over, and the dead connection does not take it away', async () => {
    stage = await openStage();
    const carrier = await stage.synced('carrier');
    const dead = await stage.opened('north');
    dead.send(awarenessOf({ clientId: 5, clock: 1, state: { cursor: cursorAt(1) } }));
    await stage.flows(() => carrier.names().length === 1, 'there');
    const back = await stage.opened('north');
    back.send(awarenessOf({ clientId: 5, clock: 1, state: { cursor: cursorAt(2) } }));
    const at = () => JSON.stringify([...carrier.others().values()][0]?.cursor);
    await stage.flows(() => at() === JSON.stringify(cursorAt(2)), 'moved');
    dead.send(awarenessOf({ clientId: 5, clock: 9, state: { cursor: cursorAt(3) } }));
    dead.socket.terminate();
    await until(() => stage.sync.connections() === 2, 'the dead one is gone');
    await stage.time.advance(200);
    await carrier.flushed();
    expect([carrier.names(), at()]).toEqual([['Nora'], JSON.stringify(cursorAt(2))]);
  });

  it('[SYN17] what a stock client sends back of others makes nobody of them', async () => {
    stage = await openStage();
    const carrier = await stage.synced('carrier');
    const north = await stage.synced('north');
    await stage.flows(() => north.names().length === 1, 'the carrier is there');
    const silent = await stage.opened('harbor');
    silent.send([3]);
    await until(() => itemsOf(silent).length === 1, 'shown the carrier');
    silent.send(silent.ofType(1)[0] ?? []);
    await roundTrip(silent.socket);
    await stage.time.advance(200);
    await carrier.flushed();
    expect(carrier.names()).toEqual(['Nora']);
  });

  it('[SYN18] a thousand moves at once become one frame with the last of them', async () => {
    stage = await openStage();
    const spy = await stage.opened('carrier');
    spy.send(awarenessOf({ clientId: 6, clock: 1, state: {} }));
    const north = await stage.opened('north');
    for (let move = 1; move <= 300; move += 1) {
      north.send(awarenessOf({ clientId: 5, clock: move, state: { cursor: cursorAt(move) } }));
    }
    north.send([3]);
    await until(() => north.ofType(1).length === 2, 'all are taken in');
    await roundTrip(spy.socket);
    const before = spy.ofType(1).length;
    await stage.time.advance(50);
    await until(() => spy.ofType(1).length > before, 'moved');
    await stage.time.advance(500);
    await roundTrip(spy.socket);
    const moves = spy.ofType(1).slice(before).flatMap(awarenessIn);
    expect(moves.map(({ state }) => (state as { cursor: unknown }).cursor)).toEqual([
      cursorAt(300),
    ]);
  });

  it('[SYN18] a flood of ids leaves one line, a flood of frames closes with 4429', async () => {
    stage = await openStage();
    const carrier = await stage.synced('carrier');
    const flood = await stage.opened('north');
    const many = Array.from({ length: 200 }, (_, id) => ({ clientId: id, clock: 1, state: {} }));
    flood.send(awarenessOf(...many));
    await stage.flows(() => carrier.names().length > 0, 'one is there');
    expect(carrier.names()).toEqual(['Nora']);
    for (let count = 0; count < 500; count += 1) {
      flood.send(awarenessOf({ clientId: 1_000 + count, clock: 1, state: {} }));
    }
    expect(await flood.closed()).toBe(4429);
    await stage.flows(() => carrier.names().length === 0, 'gone');
  });

  it('[SYN18] a state or an update that is too large closes with 4413', async () => {
    stage = await openStage();
    const large = await stage.opened('north');
    large.send(awarenessOf({ clientId: 5, clock: 1, state: { note: 'x'.repeat(2_100) } }));
    expect(await large.closed()).toBe(4413);
    const huge = await stage.opened('north');
    const many = Array.from({ length: 2_000 }, (_, id) => ({ clientId: id, clock: 1, state: {} }));
    huge.send(awarenessOf(...many));
    expect(await huge.closed()).toBe(4413);
  });

  it.each([
    ['no places', { anchor: 1, head: 2 }],
    ['half a cursor', { anchor: cursorAt(1).anchor }],
    ['an empty place', { anchor: {}, head: {} }],
    ['the name of a root', { anchor: { tname: 'flood' }, head: { tname: 'flood' } }],
    ['negative clocks', { anchor: { item: { client: 1, clock: -1 } }, head: cursorAt(1).head }],
    ['a text', 'everywhere'],
  ])('[SYN25] a cursor of %s is dropped, its owner is still shown', async (_name, cursor) => {
    stage = await openStage();
    const carrier = await stage.synced('carrier');
    const north = await stage.opened('north');
    north.send(awarenessOf({ clientId: 5, clock: 1, state: { cursor } }));
    await stage.flows(() => carrier.names().length === 1, 'there');
    expect([...carrier.others().values()].map((state) => state.cursor)).toEqual([null]);
  });

  it('[SYN25] nothing but the known parts of a cursor is passed on', async () => {
    stage = await openStage();
    const carrier = await stage.synced('carrier');
    const north = await stage.opened('north');
    const { anchor, head } = cursorAt(4);
    const cursor = { anchor: { ...anchor, tname: 'flood' }, head, note: 'contraband' };
    north.send(awarenessOf({ clientId: 5, clock: 1, state: { cursor } }));
    await stage.flows(() => carrier.names().length === 1, 'there');
    expect([...carrier.others().values()].map((state) => state.cursor)).toEqual([cursorAt(4)]);
  });
});
