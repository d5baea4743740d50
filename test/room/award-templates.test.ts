// What a sheet begins with that a certificate opens: what the sheets of its room began with, kept once in the room.

import { describe, expect, it } from 'vitest';
import type { RoomEvent, RoomState, SheetListing } from '../../shared/room/types.ts';
import type { Template } from '../../shared/sheet/types.ts';
import { SYSTEM } from '../../shared/kernel/decider.ts';
import { epochMs } from '../../shared/kernel/units.ts';
import { DEMO_AUCTION_ID, DEMO_ROOM_ID, demoCommands } from '../../shared/room/demo.ts';
import { roomDecider } from '../../shared/room/room.ts';
import { USPS_LAST_MILE } from '../../shared/sheet/templates/usps-last-mile.ts';
import { DemoRoom, MODERATOR, inClock } from '../support/demo-room.ts';
import { RecordedSale } from '../support/recorded-sale.ts';
import { seat } from '../support/stream.ts';

const BUILT_IN = 'usps-last-mile';

const house = (version: number): Template => ({
  ...USPS_LAST_MILE,
  ...{ id: 'house', title: 'House terms', version },
});

const withHarbor: Omit<SheetListing, 'id'> = {
  ...{ kind: 'bilateral', carrierTeamId: 'usps', shipperTeamId: 'harbor' },
  ...{ title: 'Another', template: 'house' },
};

/** A sale that two teams without a sheet have won, just before its certificate. */
const wonBy = (...teams: readonly string[]): DemoRoom => {
  const room = new DemoRoom();
  for (const teamId of teams) {
    room.must({ type: 'AddTeam', team: { id: teamId, name: teamId, side: 'shipper' } }, MODERATOR);
    const lead = { seatId: `${teamId}-lead`, role: 'lead', teamId, name: 'L' } as const;
    room.must({ type: 'AddSeat', ...lead }, MODERATOR);
    room.clock({ type: 'SetEligibility', teamId, points: 4 });
  }
  room.start();
  const rulesHash = room.state.auctions['clock']?.rulesHash ?? '';
  for (const teamId of teams) {
    room.clock({ type: 'AcceptRules', teamId, rulesHash }, seat(`${teamId}-lead`));
    room.bid(teamId, 'n1', [1, 2_200]);
  }
  room.closeRound();
  return room;
};

const certified = (room: DemoRoom): readonly RoomEvent[] =>
  room.give(inClock({ type: 'CertifyAuction' }), MODERATOR).events;

const made = (room: DemoRoom) =>
  (roomDecider.owed?.(room.state) ?? []).filter(({ id }) => id.startsWith('open-'));

const fold = (state: RoomState, event: RoomEvent): RoomState =>
  roomDecider.evolve(state, event, { by: SYSTEM, id: 'old', at: epochMs(9_000_000) });

describe('[ROOM7] a sheet that a certificate opens', () => {
  it('begins with the template of the bilateral sheet that was opened last', () => {
    const room = wonBy('late', 'later');
    room.must({ type: 'OpenSheet', sheet: withHarbor, copy: house(1) }, MODERATOR);
    room.must({ type: 'OpenSheet', sheet: withHarbor, copy: house(2) }, MODERATOR);
    const common = { kind: 'common', carrierTeamId: 'usps', title: 'All', template: 'terms' };
    const other = { ...house(1), id: 'terms' };
    const asked = { type: 'OpenSheet', sheet: common as typeof withHarbor, copy: other } as const;
    room.must(asked, MODERATOR);
    const before = made(room).length;
    const events = certified(room);
    const opened = events.flatMap((event) => (event.type === 'SheetOpened' ? [event.sheet] : []));
    expect(opened.map(({ template }) => template)).toEqual(['house', 'house']);
    const commands = made(room)
      .slice(before)
      .map(({ command }) => command);
    expect(commands).toHaveLength(2);
    for (const command of commands) expect(command).toMatchObject({ copy: house(2) });
  });

  it('keeps the template once, however many sheets begin with it', () => {
    const room = wonBy('late', 'later');
    room.must({ type: 'OpenSheet', sheet: withHarbor, copy: house(1) }, MODERATOR);
    const events = certified(room);
    expect(JSON.stringify(events)).not.toContain('House terms');
    expect(Object.keys(room.state.sheetTemplates?.copies ?? {})).toEqual(['house']);
  });

  it('begins with the built-in one where the last sheet did, or where there is none', () => {
    const room = wonBy('late');
    room.must({ type: 'OpenSheet', sheet: withHarbor, copy: house(1) }, MODERATOR);
    room.must({ type: 'OpenSheet', sheet: { ...withHarbor, template: BUILT_IN } }, MODERATOR);
    const opened = certified(room).flatMap((event) =>
      event.type === 'SheetOpened' ? [event.sheet.template] : [],
    );
    expect(opened).toEqual([BUILT_IN]);
    const bare = wonBy('late');
    const { sheetTemplates, ...without } = bare.state;
    expect(sheetTemplates).toEqual({ bilateral: BUILT_IN, copies: {} });
    const decided = roomDecider.decide(without, inClock({ type: 'CertifyAuction' }), {
      ...{ by: MODERATOR, id: 'now', at: bare.at, entropy: () => 'seed' },
    });
    expect(decided.events.find(({ type }) => type === 'SheetOpened')).toMatchObject({
      sheet: { template: BUILT_IN },
    });
  });

  it('of an old record is made as that record says', () => {
    const room = wonBy();
    room.must({ type: 'OpenSheet', sheet: withHarbor, copy: house(1) }, MODERATOR);
    const sheet: SheetListing = { ...withHarbor, id: 'old-sheet', template: BUILT_IN };
    const command = { type: 'CreateSheet', kind: 'bilateral', template: BUILT_IN, lots: [] };
    const delivery = { id: 'open-old-sheet', stream: 'sheet:old-sheet', command };
    const events: readonly RoomEvent[] = [
      { type: 'SheetOpened', sheet },
      { type: 'DeliveryOwed', delivery },
    ];
    const state = events.reduce(fold, room.state);
    expect(state.sheets['old-sheet']).toEqual(sheet);
    expect(roomDecider.owed?.(state).at(-1)).toEqual(delivery);
    // A copy that stands in a debt itself is sent as it stands, whatever came later.
    const own = { ...delivery, command: { ...command, template: 'house', copy: house(7) } };
    const later = fold(state, { type: 'DeliveryOwed', delivery: own } as unknown as RoomEvent);
    expect(roomDecider.owed?.(later).at(-1)).toEqual(own);
  });

  it('has that wording once it is made, whatever became of the kept template', async () => {
    const sale = new RecordedSale();
    const team = { id: 'late', name: 'Late', side: 'shipper' } as const;
    const lead = { seatId: 'late-lead', role: 'lead', teamId: 'late', name: 'L' } as const;
    for (const command of demoCommands(DEMO_ROOM_ID, 'Demo')) await sale.must(command, SYSTEM);
    await sale.must({ type: 'AddTeam', team });
    await sale.must({ type: 'AddSeat', ...lead });
    await sale.must({ type: 'OpenSheet', sheet: withHarbor, copy: house(3) });
    await sale.clock({ type: 'SetEligibility', teamId: 'late', points: 4 });
    const rulesHash = (await sale.state()).auctions[DEMO_AUCTION_ID]?.rulesHash ?? '';
    await sale.clock({ type: 'AcceptRules', teamId: 'late', rulesHash }, seat('late-lead'));
    await sale.clock({ type: 'StartAuction' });
    await sale.round([['late', 'n1', 2, 2_200]]);
    await sale.clock({ type: 'CertifyAuction' });
    await sale.time.advance(1_000);
    const { sheets } = await sale.state();
    const listing = Object.values(sheets).find(({ shipperTeamId }) => shipperTeamId === 'late');
    const { state } = await sale.hosts.sheet(listing?.id ?? '').confirmed();
    expect(state.template).toEqual(house(3));
    expect(state.lotOrder).toEqual(['n1']);
  });
});
