// What a room shows and refuses must not depend on what is hidden: not by what is pushed out of a feed, not by the
// difference between "does not exist" and "not for you", not by a name in passing.

import { describe, expect, it } from 'vitest';
import type { Actor } from '../../shared/kernel/decider.ts';
import { canonicalJson } from '../../shared/kernel/json.ts';
import { DEFAULT_RULES } from '../../shared/auction/default-rules.ts';
import { authoriseRoom } from '../../shared/room/seats.ts';
import type { RoomCommand } from '../../shared/room/types.ts';
import { FEED_LENGTH } from '../../shared/room/types.ts';
import type { RoomView, Viewer } from '../../shared/room/view-types.ts';
import { viewRoom } from '../../shared/room/view.ts';
import { DemoRoom, MODERATOR, inClock } from '../support/demo-room.ts';
import { seat } from '../support/stream.ts';

const NORTHWIND: Viewer = { kind: 'team', teamId: 'northwind' };
const HARBOR: Viewer = { kind: 'team', teamId: 'harbor' };
const USPS: Viewer = { kind: 'team', teamId: 'usps' };
const PUBLIC: Viewer = { kind: 'public' };
const REGULATOR: Viewer = { kind: 'regulator' };
const DESK: Viewer = { kind: 'moderator' };

const viewed = (room: DemoRoom, viewer: Viewer): RoomView => viewRoom(room.state, viewer);
const bytes = (room: DemoRoom, viewer: Viewer): string => canonicalJson(viewed(room, viewer));
const codes = (room: DemoRoom, viewer: Viewer): string[] =>
  Object.values(viewed(room, viewer).feed).map(({ code }) => code);

/** Something that one may do without end, and who must not notice. */
interface Noise {
  readonly what: string;
  readonly unseenBy: readonly Viewer[];
  readonly make: (room: DemoRoom, count: number) => void;
}

const say = (room: DemoRoom, by: string, to: RoomCommand & { type: 'PostMessage' }): void => {
  room.must(to, seat(by));
};
const message = (kind: 'table' | 'team' | 'moderator', text: string) =>
  ({ type: 'PostMessage', to: { kind }, text }) as const;

const joins = (room: DemoRoom, seatId: string, count: number): void => {
  const tokenHash = String(count).padStart(64, '0');
  const invite = { inviteId: `i${String(count)}`, seatId, tokenHash, uses: 1 };
  room.must({ type: 'IssueInvite', ...invite, expiresAtMs: (room.at + 60_000) as typeof room.at });
  room.must({ type: 'AcceptInvite', tokenHash, grantId: `g${String(count)}` });
};

const RIVALS_AND_OUTSIDE = [NORTHWIND, PUBLIC, REGULATOR];

const NOISES: readonly Noise[] = [
  {
    what: 'a team talks among itself',
    unseenBy: [...RIVALS_AND_OUTSIDE, USPS, DESK],
    make: (room, count) => {
      say(room, 'harbor-lead', message('team', `inside ${String(count)}`));
    },
  },
  {
    what: 'the carrier talks among itself',
    unseenBy: [...RIVALS_AND_OUTSIDE, HARBOR, DESK],
    make: (room, count) => {
      say(room, 'usps-lead', message('team', `inside ${String(count)}`));
    },
  },
  {
    what: 'the carrier asks the moderator',
    unseenBy: [...RIVALS_AND_OUTSIDE, HARBOR],
    make: (room, count) => {
      say(room, 'usps-lead', message('moderator', `question ${String(count)}`));
    },
  },
  {
    what: 'the regulator asks the moderator',
    unseenBy: [NORTHWIND, HARBOR, USPS, PUBLIC],
    make: (room, count) => {
      say(room, 'regulator', message('moderator', `question ${String(count)}`));
    },
  },
  {
    what: 'the moderator writes to one team',
    unseenBy: [NORTHWIND, USPS, PUBLIC],
    make: (room, count) => {
      const to = { kind: 'to-team', teamId: 'harbor' } as const;
      room.must({ type: 'PostMessage', to, text: `note ${String(count)}` }, MODERATOR);
    },
  },
  {
    what: 'public observers come in',
    unseenBy: [NORTHWIND, HARBOR, USPS, REGULATOR],
    make: (room, count) => {
      joins(room, 'public', count);
    },
  },
  {
    what: 'a rival’s people come in',
    unseenBy: [NORTHWIND, PUBLIC],
    make: (room, count) => {
      joins(room, 'harbor-member', count);
    },
  },
  {
    what: 'a rival bids and is refused',
    unseenBy: [...RIVALS_AND_OUTSIDE, USPS],
    make: (room, count) => {
      const bid = { lotId: 'q1', quantityBlocks: count, priceMills: 1 as never };
      room.give(
        inClock({ type: 'PlaceBid', teamId: 'harbor', round: 1, bid }),
        seat('harbor-lead'),
      );
    },
  },
];

describe('[INF9] what is hidden pushes nothing out of what is seen', () => {
  it.each(NOISES)('$what', ({ unseenBy, make }) => {
    const room = new DemoRoom();
    room.start();
    // Something of everybody for each of them to see, which must stay.
    joins(room, 'usps-member', 9_001);
    joins(room, 'harbor-lead', 9_002);
    for (const by of ['moderator', 'usps-lead', 'harbor-lead', 'northwind-lead']) {
      say(room, by, message('table', `${by} to all`));
    }
    say(room, 'harbor-lead', message('moderator', 'harbor asks'));
    const before = unseenBy.map((viewer) => bytes(room, viewer));
    for (let count = 0; count <= FEED_LENGTH; count += 1) make(room, count);
    expect(unseenBy.map((viewer) => bytes(room, viewer))).toEqual(before);
  });
});

describe('what is not there and what is not for you look the same', () => {
  const draft = (room: DemoRoom): void => {
    const { lots, reservesMills } = room.state.auctions['clock'] ?? {};
    room.must({
      type: 'AddAuction',
      auctionId: 'secret',
      command: {
        type: 'DraftAuction',
        rules: { ...DEFAULT_RULES.clock, title: 'To come' },
        lots: Object.values(lots ?? {}),
        reservesMills: reservesMills ?? {},
      },
    });
  };
  const tries = (auctionId: string): RoomCommand[] => {
    const bid = { lotId: 'q1', quantityBlocks: 1, priceMills: 2_400 as never };
    const teamId = 'northwind';
    return [
      { type: 'Auction', auctionId, command: { type: 'PlaceBid', teamId, round: 1, bid } },
      {
        type: 'Auction',
        auctionId,
        command: { type: 'AcceptRules', teamId, rulesHash: '0'.repeat(64) },
      },
    ];
  };
  const LEAD: Actor = seat('northwind-lead');

  it('[SEAT3] a draft is answered to those who will bid as an auction that does not exist, and leaves no trace', () => {
    const room = new DemoRoom();
    draft(room);
    const version = canonicalJson(room.state);
    const [hidden, none] = ['secret', 'nowhere'].map((auctionId) =>
      tries(auctionId).map((command) => room.give(command, LEAD)),
    );
    const blank = JSON.stringify(hidden).replaceAll('secret', 'nowhere');
    expect(blank).toBe(JSON.stringify(none));
    expect(hidden?.map((decision) => decision.events.length)).toEqual([0, 0]);
    expect(canonicalJson(room.state)).toBe(version);
    const gateway = tries('secret').map((command) => authoriseRoom(room.state, LEAD, command));
    expect(gateway.map((rejection) => rejection?.code)).toEqual([
      'auction/unknown',
      'auction/unknown',
    ]);
  });

  it('[INF9] a draft, its points and its end are seen by those alone who prepare it', () => {
    const room = new DemoRoom();
    const others = [NORTHWIND, PUBLIC, REGULATOR];
    const before = others.map((viewer) => bytes(room, viewer));
    draft(room);
    const inSecret = (command: (RoomCommand & { type: 'Auction' })['command']): void => {
      room.must({ type: 'Auction', auctionId: 'secret', command }, MODERATOR);
    };
    inSecret({ type: 'SetEligibility', teamId: 'northwind', points: 12_345 });
    expect(others.map((viewer) => bytes(room, viewer))).toEqual(before);
    inSecret({ type: 'CancelAuction', reason: 'a slip' });
    expect(others.map((viewer) => bytes(room, viewer))).toEqual(before);
    for (const viewer of [DESK, USPS]) expect(bytes(room, viewer)).toContain('a slip');
  });
});

describe('a line in passing', () => {
  it('[INF4] the regulator reads a team’s points after the end, not when they are set', () => {
    const room = new DemoRoom();
    const isTold = (viewer: Viewer): boolean =>
      codes(room, viewer).includes('auction/eligibility-set');
    expect([REGULATOR, DESK, HARBOR].map(isTold)).toEqual([false, true, true]);
    room.start();
    room.bid('harbor', 'q1', [1, 2_400]);
    room.closeRound();
    expect(room.state.auctions['clock']?.phase).toBe('no-sale');
    expect(isTold(REGULATOR)).toBe(true);
  });

  it('[SEAT7] the public reads what a carrier says to the table, but not the name of who says it', () => {
    const room = new DemoRoom();
    say(room, 'usps-lead', message('table', 'welcome'));
    say(room, 'moderator', message('table', 'we begin'));
    const from = (viewer: Viewer): string[] =>
      Object.values(viewed(room, viewer).messages).map((each) => each.from);
    expect(from(PUBLIC)).toEqual(['', 'Ruth Okafor']);
    expect(from(NORTHWIND)).toEqual(['Maria Reyes', 'Ruth Okafor']);
  });
});
