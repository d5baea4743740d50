// Who may do what, and who may know of whom: the whole table, and the walls.

import { describe, expect, it } from 'vitest';
import type { AuctionState } from '../../shared/auction/types.ts';
import { mills } from '../../shared/kernel/units.ts';
import type { RoomCommand } from '../../shared/room/types.ts';
import type { SheetCommand } from '../../shared/sheet/types.ts';
import type { Action, SeatKind } from '../../shared/room/seats.ts';
import {
  PERMISSIONS,
  authoriseRoom,
  authoriseSheet,
  isPermitted,
  seatKind,
  sheetAccess,
} from '../../shared/room/seats.ts';
import { authoriseDraftOffer, caucusOf } from '../../shared/room/caucus-rights.ts';
import { mayKnowTeam, viewerOf, visibleSeats } from '../../shared/room/walls.ts';
import { viewRoom } from '../../shared/room/view.ts';
import { DemoRoom, MODERATOR, inClock } from '../support/demo-room.ts';
import { ADMIN, seat } from '../support/stream.ts';

const SEATS: Readonly<Record<SeatKind, string>> = {
  moderator: 'moderator',
  'carrier-lead': 'usps-lead',
  'carrier-member': 'usps-member',
  'shipper-lead': 'harbor-lead',
  'shipper-member': 'harbor-member',
  regulator: 'regulator',
  public: 'public',
};
const KINDS = Object.keys(SEATS) as SeatKind[];
const team = { id: 'new', name: 'New', side: 'shipper' } as const;
const bid = { lotId: 'q1', quantityBlocks: 1, priceMills: mills(2_400) };

/** One command of each action that goes through the room. */
const COMMANDS: Partial<Record<Action, RoomCommand>> = {
  'set-up': { type: 'AddTeam', team },
  'run-auction': inClock({ type: 'StartAuction' }),
  'say-to-table': { type: 'PostMessage', to: { kind: 'table' }, text: 'x' },
  'say-to-team': { type: 'PostMessage', to: { kind: 'team' }, text: 'x' },
  'say-to-moderator': { type: 'PostMessage', to: { kind: 'moderator' }, text: 'x' },
};

describe('[SEAT1] one table, default deny', () => {
  it.each(KINDS)('%s may exactly what the table says', (kind) => {
    const { state } = new DemoRoom();
    const by = seat(SEATS[kind]);
    expect(seatKind(state, state.seats[SEATS[kind]] as never)).toBe(kind);
    for (const [action, command] of Object.entries(COMMANDS)) {
      const isAllowed = authoriseRoom(state, by, command) === undefined;
      expect([action, isAllowed]).toEqual([action, PERMISSIONS[action as Action].includes(kind)]);
    }
  });

  it.each<RoomCommand>([
    { type: 'Tick' },
    { type: 'SettleDelivery', deliveryId: 'x' },
    { type: 'AcceptInvite', tokenHash: 'x', grantId: 'g' },
    { type: 'ReleaseGrant', seatId: 'harbor-lead', grantId: 'g' },
    inClock({ type: 'TickAuction' }),
    { type: 'TakeAgreedTerms', sheetId: 's', hash: null, revision: 1 },
    inClock({ type: 'TakeTerms', sheetId: 's', hash: null }),
  ])('the server’s own command %j is refused to every seat and the administrator', (command) => {
    const { state } = new DemoRoom();
    for (const kind of KINDS) {
      expect(authoriseRoom(state, seat(SEATS[kind]), command)?.code).toBe('seat/not-allowed');
    }
    expect(authoriseRoom(state, ADMIN, command)?.code).toBe('seat/not-allowed');
  });

  it('observers may nothing but write to the moderator and take files, the public only what is published', () => {
    const ofRegulator: readonly Action[] = ['say-to-moderator', 'export-sealed', 'export-redacted'];
    for (const action of Object.keys(PERMISSIONS) as Action[]) {
      expect([action, isPermitted('public', action)]).toEqual([
        action,
        action === 'export-redacted',
      ]);
      expect([action, isPermitted('regulator', action)]).toEqual([
        action,
        ofRegulator.includes(action),
      ]);
    }
  });
});

describe('[SEAT2] administrator and revoked seats', () => {
  it('the administrator sets up and does nothing else; a revoked seat does nothing', () => {
    const room = new DemoRoom();
    expect(room.refusalOf({ type: 'AddTeam', team }, ADMIN)).toBeUndefined();
    expect(room.refusalOf(inClock({ type: 'StartAuction' }), ADMIN)).toBe('seat/not-allowed');
    room.must({ type: 'RevokeSeat', seatId: 'harbor-lead', reason: 'x' }, MODERATOR);
    const say: RoomCommand = { type: 'PostMessage', to: { kind: 'team' }, text: 'x' };
    expect(room.refusalOf(say, seat('harbor-lead'))).toBe('seat/revoked');
    expect(room.refusalOf(say, seat('nobody'))).toBe('seat/revoked');
  });
});

describe('[SEAT3] bids and acceptances for the own team, on the side that bids', () => {
  it('another team’s, the carrier’s and a member’s are refused', () => {
    const room = new DemoRoom();
    room.start();
    const place = (teamId: string): RoomCommand =>
      inClock({ type: 'PlaceBid', teamId, round: 1, bid });
    expect(room.refusalOf(place('northwind'), seat('harbor-lead'))).toBe('seat/other-team');
    expect(room.refusalOf(place('usps'), seat('usps-lead'))).toBe('seat/not-allowed');
    expect(room.refusalOf(place('harbor'), seat('harbor-member'))).toBe('seat/not-allowed');
    expect(room.refusalOf(place('harbor'), seat('harbor-lead'))).toBeUndefined();
  });

  it('a bidder writes to no other team', () => {
    const room = new DemoRoom();
    const to = (teamId: string): RoomCommand => ({
      type: 'PostMessage',
      to: { kind: 'to-team', teamId },
      text: 'x',
    });
    expect(room.refusalOf(to('cascade'), seat('harbor-lead'))).toBe('seat/not-allowed');
    expect(room.refusalOf(to('no-such'), seat('harbor-lead'))).toBe('seat/not-allowed');
    expect(room.refusalOf(to('harbor'), seat('usps-lead'))).toBeUndefined();
  });
});

const sheetOf = (room: DemoRoom, shipper: string | undefined): string =>
  Object.values(room.state.sheets).find(({ shipperTeamId }) => shipperTeamId === shipper)?.id ?? '';

describe('[CAU1] whose a caucus is', () => {
  it('each team of a bilateral sheet has its own; nobody else has any, and a revoked seat none', () => {
    const room = new DemoRoom();
    const table = (shipper: string | undefined) =>
      Object.fromEntries(
        [...Object.values(SEATS), 'cascade-lead'].map((id) => [
          id,
          caucusOf(room.state, id, sheetOf(room, shipper))?.stream,
        ]),
      );
    const sheetId = sheetOf(room, 'harbor');
    const [usps, harbor] = [`caucus:${sheetId}:usps`, `caucus:${sheetId}:harbor`];
    expect(table('harbor')).toEqual({
      ...{ moderator: undefined, regulator: undefined, public: undefined },
      ...{ 'usps-lead': usps, 'usps-member': usps, 'cascade-lead': undefined },
      ...{ 'harbor-lead': harbor, 'harbor-member': harbor },
    });
    expect(Object.values(table(undefined)).every((stream) => stream === undefined)).toBe(true);
    expect(caucusOf(room.state, 'nobody', sheetId)).toBeUndefined();
    room.must({ type: 'RevokeSeat', seatId: 'harbor-lead', reason: 'x' }, MODERATOR);
    expect(caucusOf(room.state, 'harbor-lead', sheetId)).toBeUndefined();
  });

  it('[CAU7] leads put drafts on the table', () => {
    const { state } = new DemoRoom();
    const may = Object.values(SEATS).filter((id) => !authoriseDraftOffer(state, id));
    expect(may).toEqual(['usps-lead', 'harbor-lead']);
  });
});

describe('[SEAT4] sheets', () => {
  it('who reads and writes a bilateral and the common sheet', () => {
    const room = new DemoRoom();
    const access = (seatId: string, sheetId: string): string => {
      const { mayRead, mayWrite, side } = sheetAccess(room.state, seatId, sheetId);
      return `${mayRead ? 'r' : '-'}${mayWrite ? 'w' : '-'} ${side ?? 'none'}`;
    };
    const table = (sheetId: string) =>
      Object.fromEntries(
        [...Object.values(SEATS), 'cascade-lead'].map((id) => [id, access(id, sheetId)]),
      );
    expect(table(sheetOf(room, 'harbor'))).toEqual({
      moderator: 'r- none',
      'usps-lead': 'rw carrier',
      'usps-member': 'rw carrier',
      'harbor-lead': 'rw shipper',
      'harbor-member': 'rw shipper',
      regulator: 'r- none',
      public: '-- none',
      'cascade-lead': '-- none',
    });
    expect(table(sheetOf(room, undefined))).toEqual({
      moderator: 'rw none',
      'usps-lead': 'rw carrier',
      'usps-member': 'rw carrier',
      'harbor-lead': 'r- none',
      'harbor-member': 'r- none',
      regulator: 'r- none',
      public: 'r- none',
      'cascade-lead': 'r- none',
    });
  });

  it('another team’s sheet is as if it did not exist', () => {
    const room = new DemoRoom();
    const reopen: SheetCommand = { type: 'ReopenTerm', termId: 'minimum-charge', reason: 'x' };
    const real = authoriseSheet(room.state, 'cascade-lead', sheetOf(room, 'harbor'), reopen);
    expect(real).toEqual(authoriseSheet(room.state, 'cascade-lead', 'no-such', reopen));
    expect(real?.code).toBe('sheet/not-found');
  });
});

describe('[SEAT5] positions come from leads, for their side', () => {
  it('not from members, moderators, observers or the other side', () => {
    const room = new DemoRoom();
    const take = (side: 'carrier' | 'shipper'): SheetCommand => ({
      type: 'TakePosition',
      side,
      termId: 'minimum-charge',
      value: { kind: 'field', value: 1 },
    });
    const code = (seatId: string, side: 'carrier' | 'shipper') =>
      authoriseSheet(room.state, seatId, sheetOf(room, 'harbor'), take(side))?.code;
    expect(code('harbor-lead', 'shipper')).toBeUndefined();
    expect(code('harbor-lead', 'carrier')).toBe('seat/other-side');
    expect(code('harbor-member', 'shipper')).toBe('seat/not-allowed');
    expect(code('moderator', 'carrier')).toBe('seat/not-allowed');
    expect(code('regulator', 'carrier')).toBe('seat/not-allowed');
  });
});

describe('[SEAT6] who knows which team', () => {
  const known = (room: DemoRoom, seatId: string): readonly string[] =>
    Object.keys(room.state.teams).filter((id) =>
      mayKnowTeam(room.state, viewerOf(room.state, seatId), id),
    );

  it('competitors know themselves and the carrier; the public knows the carrier alone', () => {
    const room = new DemoRoom();
    expect(known(room, 'moderator')).toHaveLength(4);
    expect(known(room, 'regulator')).toHaveLength(4);
    expect(known(room, 'usps-lead')).toHaveLength(4);
    expect(known(room, 'harbor-lead')).toEqual(['usps', 'harbor']);
    expect(known(room, 'public')).toEqual(['usps']);
  });

  it('a carrier without a sheet knows bidders where every auction shows them, not where one does', () => {
    const { state } = new DemoRoom();
    const [auction] = Object.values(state.auctions);
    if (!auction) throw new Error('the demo has an auction');
    const showing = (carrierSeesBidders: boolean): AuctionState => {
      const information = { ...auction.rules.information, carrierSeesBidders };
      return { ...auction, rules: { ...auction.rules, information } } as AuctionState;
    };
    const knows = (...auctions: readonly AuctionState[]): readonly string[] => {
      const byId = Object.fromEntries(auctions.map((each, at) => [String(at), each]));
      const room = { ...state, sheets: {}, auctions: byId };
      return Object.keys(room.teams).filter((id) =>
        mayKnowTeam(room, viewerOf(room, 'usps-lead'), id),
      );
    };
    expect(knows(showing(true), showing(true))).toHaveLength(4);
    expect(knows(showing(true), showing(false))).toEqual(['usps']);
    expect(knows(showing(false), showing(true))).toEqual(['usps']);
    expect(knows()).toEqual(['usps']);
  });

  it('the view of a shipper holds no name, id or number of a rival', () => {
    const room = new DemoRoom();
    room.start();
    room.bid('northwind', 'q1', [3, 2_400]);
    room.bid('cascade', 'q1', [2, 2_400]);
    const text = JSON.stringify(viewRoom(room.state, viewerOf(room.state, 'harbor-lead')));
    for (const secret of ['northwind', 'Northwind', 'cascade', 'Cascade', 'Lindqvist', 'Tanaka']) {
      expect(text).not.toContain(secret);
    }
  });
});

describe('[SEAT7] who sees whose presence', () => {
  it('each kind of seat', () => {
    const room = new DemoRoom();
    expect(visibleSeats(room.state, 'moderator')).toHaveLength(11);
    expect(visibleSeats(room.state, 'harbor-lead')).toEqual([
      'harbor-lead',
      'harbor-member',
      'moderator',
      'regulator',
      'usps-lead',
      'usps-member',
    ]);
    expect(visibleSeats(room.state, 'public')).toEqual(['moderator', 'public']);
  });

  it('nobody sees a seat that was taken back', () => {
    const room = new DemoRoom();
    room.must({ type: 'RevokeSeat', seatId: 'harbor-member', reason: 'x' }, MODERATOR);
    for (const viewer of ['moderator', 'harbor-lead', 'usps-lead']) {
      expect(visibleSeats(room.state, viewer)).not.toContain('harbor-member');
    }
  });
});

describe('[SIG7] who of a team signs', () => {
  const { state: room } = new DemoRoom();
  const sheetId =
    Object.values(room.sheets).find(({ shipperTeamId }) => shipperTeamId === 'harbor')?.id ?? '';
  const refusalOf = (seatId: string, command: SheetCommand) =>
    authoriseSheet(room, seatId, sheetId, command)?.code;
  const sign: SheetCommand = {
    ...{ type: 'SignSheet', side: 'shipper', office: 'counsel' },
    ...{ name: 'A. Name', title: 'Counsel', hash: '0'.repeat(64) },
  };
  const assign = (seatId: string): SheetCommand => ({
    ...{ type: 'AssignSigner', side: 'shipper', office: 'counsel', seatId },
  });

  it('a lead, or a member for what was given to it', () => {
    expect(refusalOf('harbor-lead', sign)).toBeUndefined();
    expect(refusalOf('harbor-member', sign)).toBe('seat/not-allowed');
    expect(refusalOf('harbor-member', { ...sign, isAssigned: true })).toBeUndefined();
  });

  it('a lead gives to its own team alone, and learns of no other seat by it', () => {
    expect(refusalOf('harbor-lead', assign('harbor-member'))).toBeUndefined();
    for (const other of ['usps-member', 'northwind-lead', 'moderator', 'no-such', 'constructor']) {
      expect(refusalOf('harbor-lead', assign(other))).toBe('signing/signer');
    }
  });
});

describe('[COM7] whom a comment names', () => {
  const { state: room } = new DemoRoom();
  const sheetId =
    Object.values(room.sheets).find(({ shipperTeamId }) => shipperTeamId === 'harbor')?.id ?? '';
  const naming = (scope: string, seatId: string): SheetCommand => {
    const name = Object.hasOwn(room.seats, seatId) ? room.seats[seatId]?.name : seatId;
    const text = `Would you look at this, @${name ?? ''}?`;
    const of = { side: 'shipper', scope, termId: 'minimum-charge' };
    return { type: 'MakeComment', ...of, text, mentions: [seatId] } as SheetCommand;
  };
  const refusalOf = (scope: string, seatId: string) =>
    authoriseSheet(room, 'harbor-lead', sheetId, naming(scope, seatId));

  it('those who may read it, in each scope', () => {
    const all = [...Object.keys(room.seats), 'no-such', 'constructor'];
    const fit = (scope: string) => all.filter((id) => refusalOf(scope, id) === undefined).sort();
    expect(fit('note')).toEqual(['harbor-lead']);
    expect(fit('internal')).toEqual(['harbor-lead', 'harbor-member']);
    expect(fit('shared')).toEqual(
      ['harbor-lead', 'harbor-member', 'moderator', 'regulator', 'usps-lead', 'usps-member'].sort(),
    );
  });

  it('a rival’s seat is refused as one that is not there', () => {
    const [rival, nobody] = ['northwind-lead', 'no-such'].map((id) => refusalOf('shared', id));
    expect(rival).toEqual(nobody);
    expect(rival?.code).toBe('comment/mention');
  });

  it('only with its whole name in the text', () => {
    const command = { ...naming('shared', 'usps-lead'), text: 'Nobody in particular.' };
    expect(authoriseSheet(room, 'harbor-lead', sheetId, command as SheetCommand)?.code).toBe(
      'comment/mention',
    );
  });
});
