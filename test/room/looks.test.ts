// A room seen time after time: the views are those made from nothing, and share what has not changed.

import { expect, it } from 'vitest';
import { viewerOf } from '../../shared/room/walls.ts';
import { RoomLooks, viewRoom } from '../../shared/room/view.ts';
import type { RoomState } from '../../shared/room/types.ts';
import type { RoomView, Viewer } from '../../shared/room/view-types.ts';
import { DEMO_ROOM_ID } from '../../shared/room/demo.ts';
import { RecordedSale } from '../support/recorded-sale.ts';
import { seat } from '../support/stream.ts';

/** Every state of a whole sale, in order. */
const statesOfASale = async (): Promise<readonly RoomState[]> => {
  const sale = new RecordedSale();
  const states: RoomState[] = [];
  sale.hosts.room(DEMO_ROOM_ID).watch(({ state }) => states.push(state));
  await sale.play();
  return states;
};

const viewersOf = (room: RoomState): readonly Viewer[] =>
  Object.values(room.seats).map(({ id }) => viewerOf(room, id));

it('[NET3] views made one after the other equal those made from nothing, for every viewer at every state', async () => {
  const states = await statesOfASale();
  const looks = new RoomLooks();
  let compared = 0;
  for (const state of states) {
    for (const viewer of viewersOf(state)) {
      expect(looks.view(state, viewer)).toStrictEqual(viewRoom(state, viewer));
      compared += 1;
    }
  }
  expect(compared).toBeGreaterThan(500);
});

it('[NET3] states that come again in any order give the same views', async () => {
  const states = await statesOfASale();
  const looks = new RoomLooks();
  const backwards = states.toReversed().filter((_, index) => index % 3 !== 1);
  for (const state of [...backwards, ...states.filter((_, index) => index % 5 === 0)]) {
    for (const viewer of viewersOf(state)) {
      expect(looks.view(state, viewer)).toStrictEqual(viewRoom(state, viewer));
    }
  }
});

it('[NET5] what a viewer does not see leaves the parts of its view what they were', async () => {
  const sale = new RecordedSale();
  await sale.setUp();
  const looks = new RoomLooks();
  const look = async (teamId: string): Promise<RoomView> =>
    looks.view(await sale.state(), { kind: 'team', teamId });
  const before = { harbor: await look('harbor'), northwind: await look('northwind') };
  await sale.must(
    { type: 'PostMessage', to: { kind: 'team' }, text: 'among us' },
    seat('harbor-lead'),
  );
  const after = { harbor: await look('harbor'), northwind: await look('northwind') };
  expect(Object.keys(after.harbor.messages)).toHaveLength(
    Object.keys(before.harbor.messages).length + 1,
  );
  expect(after.northwind.messages).toBe(before.northwind.messages);
  for (const part of ['teams', 'seats', 'sheets', 'feed'] as const) {
    expect(after.northwind[part], part).toBe(before.northwind[part]);
  }
  expect(after.harbor.auctions['clock']).toBe(before.harbor.auctions['clock']);
  expect(after.harbor.auctions['clock']).toBeDefined();
});

it('[NET3] whatever part of a room changes, the view is the one made from nothing', async () => {
  const [state] = (await statesOfASale()).slice(-1);
  if (!state) throw new Error('no state');
  const { teams } = state;
  const changes: readonly Partial<RoomState>[] = [
    { title: 'Another title' },
    { bots: { kinds: { 'harbor-lead': 'sniper' } } as unknown as NonNullable<RoomState['bots']> },
    { rehearsal: { title: 'The real one' } as unknown as NonNullable<RoomState['rehearsal']> },
    { isDemo: !state.isDemo },
    { teams: { ...teams, usps: { id: 'usps', name: 'Another carrier', side: 'carrier' } } },
    { problems: {} },
    { invites: {} },
    { sheets: {} },
  ];
  for (const viewer of viewersOf(state)) {
    for (const change of changes) {
      const looks = new RoomLooks();
      looks.view(state, viewer);
      const next = { ...state, ...change };
      expect(looks.view(next, viewer), Object.keys(change).join()).toStrictEqual(
        viewRoom(next, viewer),
      );
    }
  }
});
