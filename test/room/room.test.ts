// The room by rule: made once, ids, invites, sheets, messages, deliveries of awards.

import { describe, expect, it } from 'vitest';
import { epochMs } from '../../shared/kernel/units.ts';
import { roomDecider } from '../../shared/room/room.ts';
import type {
  Invite,
  Recipient,
  RoomCommand,
  RoomEvent,
  RoomState,
} from '../../shared/room/types.ts';
import { FEED_LENGTH } from '../../shared/room/types.ts';
import { viewRoom } from '../../shared/room/view.ts';
import { viewerOf } from '../../shared/room/walls.ts';
import { DemoRoom, MODERATOR, inClock } from '../support/demo-room.ts';
import { ADMIN, Stream, seat } from '../support/stream.ts';

const viewOf = (room: DemoRoom, seatId: string) =>
  viewRoom(room.state, viewerOf(room.state, seatId));

describe('[ROOM1] a room is made once, by the server', () => {
  it('and nothing works before', () => {
    const stream = new Stream<RoomState, RoomCommand, RoomEvent>(roomDecider);
    const make: RoomCommand = { type: 'CreateRoom', roomId: 'r', title: 'R', isDemo: false };
    const team: RoomCommand = { type: 'AddTeam', team: { id: 'a', name: 'A', side: 'shipper' } };
    expect(stream.refusalOf(team, ADMIN)).toBe('room/unknown');
    expect(stream.give({ type: 'Tick' })).toEqual({ ok: true, events: [] });
    expect(stream.refusalOf(make, ADMIN)).toBe('seat/not-allowed');
    stream.must(make);
    expect(stream.refusalOf(make)).toBe('room/exists');
  });
});

describe('[ROOM2] ids, teams and seats', () => {
  it.each<[RoomCommand, string]>([
    [{ type: 'AddTeam', team: { id: 'harbor', name: 'H', side: 'shipper' } }, 'room/team-exists'],
    [{ type: 'AddTeam', team: { id: '__proto__', name: 'H', side: 'shipper' } }, 'room/bad-id'],
    [
      { type: 'AddSeat', seatId: 'public', role: 'public', teamId: null, name: 'P' },
      'room/seat-exists',
    ],
    [{ type: 'AddSeat', seatId: 'A B', role: 'public', teamId: null, name: 'P' }, 'room/bad-id'],
    [{ type: 'AddSeat', seatId: 'x', role: 'lead', teamId: null, name: 'P' }, 'room/seat-team'],
    [
      { type: 'AddSeat', seatId: 'x', role: 'regulator', teamId: 'usps', name: 'P' },
      'room/seat-team',
    ],
    [
      { type: 'AddSeat', seatId: 'x', role: 'lead', teamId: 'nobody', name: 'P' },
      'room/unknown-team',
    ],
  ])('%j is refused with %s', (command, code) => {
    expect(new DemoRoom().refusalOf(command, MODERATOR)).toBe(code);
  });
});

describe('[ROOM3] invites', () => {
  const invite = (room: DemoRoom, uses = 1): RoomCommand => ({
    type: 'IssueInvite',
    inviteId: 'i1',
    seatId: 'harbor-lead',
    tokenHash: 'h1',
    expiresAtMs: epochMs(room.at + 10_000),
    uses,
  });
  const accept = (grantId: string): RoomCommand => ({
    type: 'AcceptInvite',
    tokenHash: 'h1',
    grantId,
  });

  it('give one grant a use, and none when used up, expired, revoked or unknown', () => {
    const room = new DemoRoom();
    expect(room.refusalOf(accept('g'))).toBe('invite/unknown');
    room.must(invite(room), MODERATOR);
    room.must(accept('g1'));
    expect(room.refusalOf(accept('g2'))).toBe('invite/used');
    expect(Object.keys(room.state.seats['harbor-lead']?.grants ?? {})).toEqual(['g1']);

    const late = new DemoRoom();
    late.must(invite(late), MODERATOR);
    late.at = epochMs(late.at + 10_000);
    expect(late.refusalOf(accept('g'))).toBe('invite/expired');

    const revoked = new DemoRoom();
    revoked.must(invite(revoked), MODERATOR);
    revoked.must({ type: 'RevokeInvite', inviteId: 'i1' }, MODERATOR);
    expect(revoked.refusalOf(accept('g'))).toBe('invite/revoked');
  });

  it('a revoked seat loses grants and invites; a new invite opens it for new grants only', () => {
    const room = new DemoRoom();
    room.must(invite(room, 5), MODERATOR);
    room.must(accept('g1'));
    room.must({ type: 'RevokeSeat', seatId: 'harbor-lead', reason: 'left the company' }, MODERATOR);
    expect(room.state.seats['harbor-lead']).toMatchObject({ grants: {}, isRevoked: true });
    expect(room.refusalOf(accept('g2'))).toBe('invite/revoked');
    room.must({ ...invite(room), inviteId: 'i2', tokenHash: 'h2' } as RoomCommand, MODERATOR);
    room.must({ type: 'AcceptInvite', tokenHash: 'h2', grantId: 'g3' });
    expect(Object.keys(room.state.seats['harbor-lead']?.grants ?? {})).toEqual(['g3']);
  });

  it('[ROOM2] 3,000 that still work are the most; those that do not are forgotten with the next one', () => {
    const room = new DemoRoom();
    const open = { seatId: 'public', tokenHash: 'h', expiresAtMs: epochMs(room.at + 10_000) };
    const among = (change: Partial<Invite>): RoomState => {
      const many = Array.from({ length: 3_000 }, (_, n): [string, Invite] => {
        const id = `old-${String(n)}`;
        return [id, { ...open, id, usesLeft: 1, isRevoked: false, ...change }];
      });
      return { ...room.state, invites: Object.fromEntries(many) };
    };
    const context = { by: MODERATOR, id: 'command', at: room.at, entropy: () => '' };
    const issuedAmong = (change: Partial<Invite>) => {
      const state = among(change);
      const decision = roomDecider.decide(state, invite(room), context);
      const next = decision.events.reduce(
        (s, event) => roomDecider.evolve(s, event, context),
        state,
      );
      return decision.ok ? Object.keys(next.invites) : decision.rejection;
    };
    expect(issuedAmong({})).toEqual({ code: 'room/full', what: 'invites', maximum: 3_000 });
    expect(issuedAmong({ usesLeft: 0 })).toEqual(['i1']);
    expect(issuedAmong({ isRevoked: true })).toEqual(['i1']);
    expect(issuedAmong({ expiresAtMs: room.at })).toEqual(['i1']);
  });
});

describe('[ROOM4] sheets', () => {
  const open = (sheet: Extract<RoomCommand, { type: 'OpenSheet' }>['sheet']): RoomCommand => ({
    type: 'OpenSheet',
    sheet,
  });
  const bilateral = {
    kind: 'bilateral',
    carrierTeamId: 'usps',
    shipperTeamId: 'harbor',
    title: 'T',
    template: 'usps-last-mile',
  } as const;

  it('get opaque ids and owe their streams the command that makes them', () => {
    const room = new DemoRoom();
    const ids = Object.keys(room.state.sheets);
    expect(ids).toHaveLength(4);
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{24}$/);
    expect(room.state.owed.map(({ stream }) => stream)).toEqual(ids.map((id) => `sheet:${id}`));
    const [first] = room.state.owed;
    room.must({ type: 'SettleDelivery', deliveryId: first?.id ?? '' });
    expect(room.state.owed).toHaveLength(3);
  });

  it('need the right sides and a known template', () => {
    const room = new DemoRoom();
    expect(room.refusalOf(open({ ...bilateral, template: 'none' }), MODERATOR)).toBe(
      'room/unknown-template',
    );
    expect(room.refusalOf(open({ ...bilateral, carrierTeamId: 'harbor' }), MODERATOR)).toBe(
      'room/unknown-team',
    );
    expect(room.refusalOf(open({ ...bilateral, kind: 'common' }), MODERATOR)).toBe(
      'room/sheet-sides',
    );
    expect(room.refusalOf(open(bilateral), MODERATOR)).toBeUndefined();
  });
});

describe('[ROOM5] messages reach whom they are for', () => {
  const ALL = [
    'moderator',
    'usps-lead',
    'northwind-lead',
    'harbor-lead',
    'harbor-member',
    'regulator',
    'public',
  ];
  const readers = (from: string, to: Recipient): readonly string[] => {
    const room = new DemoRoom();
    room.must({ type: 'PostMessage', to, text: 'canary' }, seat(from));
    return ALL.filter((seatId) => JSON.stringify(viewOf(room, seatId)).includes('canary'));
  };
  it.each<[string, Recipient, readonly string[]]>([
    ['moderator', { kind: 'table' }, ALL],
    ['usps-lead', { kind: 'table' }, ALL],
    [
      'harbor-lead',
      { kind: 'table' },
      ['moderator', 'usps-lead', 'harbor-lead', 'harbor-member', 'regulator'],
    ],
    ['harbor-lead', { kind: 'team' }, ['harbor-lead', 'harbor-member']],
    ['harbor-lead', { kind: 'moderator' }, ['moderator', 'harbor-lead', 'harbor-member']],
    ['regulator', { kind: 'moderator' }, ['moderator', 'regulator']],
    [
      'moderator',
      { kind: 'to-team', teamId: 'harbor' },
      ['moderator', 'harbor-lead', 'harbor-member', 'regulator'],
    ],
    [
      'usps-lead',
      { kind: 'to-team', teamId: 'harbor' },
      ['moderator', 'usps-lead', 'harbor-lead', 'harbor-member', 'regulator'],
    ],
  ])('%s to %j', (from, to, expected) => {
    expect(readers(from, to)).toEqual(expected);
  });

  it('no team’s activity pushes out what another one reads', () => {
    const room = new DemoRoom();
    room.must({ type: 'PostMessage', to: { kind: 'team' }, text: 'ours' }, seat('northwind-lead'));
    const before = viewOf(room, 'northwind-lead');
    for (let n = 0; n < FEED_LENGTH + 20; n += 1) {
      room.must(
        { type: 'PostMessage', to: { kind: 'team' }, text: `theirs ${String(n)}` },
        seat('harbor-lead'),
      );
    }
    expect(viewOf(room, 'northwind-lead')).toEqual(before);
  });
});

describe('[ROOM6] a certificate owes each winner its award', () => {
  it('in the same entry, in lot order, to its own sheet', () => {
    const room = new DemoRoom();
    room.start();
    room.bid('northwind', 'q1', [3, 2_400]);
    room.bid('harbor', 'n1', [2, 2_200]);
    room.closeRound();
    // The posted price of Jackson Heights is below its reserve, so only Newark is sold.
    expect(room.state.auctions['clock']?.phase).toBe('provisional');
    const decision = room.give(inClock({ type: 'CertifyAuction' }), MODERATOR);
    const owed = decision.events.flatMap((event) =>
      event.type === 'DeliveryOwed' ? [event.delivery] : [],
    );
    const sheet = Object.values(room.state.sheets).find(
      ({ shipperTeamId }) => shipperTeamId === 'harbor',
    );
    expect(owed).toEqual([
      {
        id: 'award-clock-n1-harbor',
        stream: `sheet:${sheet?.id ?? ''}`,
        command: expect.objectContaining({
          type: 'TakeAward',
          priceMills: 2_200,
          piecesPerDay: 200,
        }) as object,
      },
    ]);
  });

  it('a winner without a sheet gets one first', () => {
    const room = new DemoRoom();
    room.must({ type: 'AddTeam', team: { id: 'late', name: 'Late', side: 'shipper' } }, MODERATOR);
    room.must(
      { type: 'AddSeat', seatId: 'late-lead', role: 'lead', teamId: 'late', name: 'L' },
      MODERATOR,
    );
    room.clock({ type: 'SetEligibility', teamId: 'late', points: 4 });
    room.start();
    const rulesHash = room.state.auctions['clock']?.rulesHash ?? '';
    room.clock({ type: 'AcceptRules', teamId: 'late', rulesHash }, seat('late-lead'));
    room.bid('late', 'n1', [2, 2_200]);
    room.closeRound();
    const { events } = room.give(inClock({ type: 'CertifyAuction' }), MODERATOR);
    expect(events.map(({ type }) => type)).toEqual([
      'Auction',
      'SheetOpened',
      'DeliveryOwed',
      'DeliveryOwed',
    ]);
  });
});
