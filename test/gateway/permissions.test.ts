// The whole permission table at every door, on a real server: each kind of seat gives each command over Socket.IO and
// over HTTP, and opens each sheet's text. The list of commands is the program's own.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type * as Y from 'yjs';
import type { AuctionCommand } from '../../shared/auction/types.ts';
import type { Topic } from '../../shared/protocol/messages.ts';
import {
  auctionCommandSchema,
  roomCommandSchema,
  sheetCommandSchema,
} from '../../shared/protocol/schemas.ts';
import type { SeatRoomCommand, SeatSheetCommand } from '../../shared/protocol/schemas.ts';
import type { Action, SeatKind } from '../../shared/room/seats.ts';
import { PERMISSIONS } from '../../shared/room/seats.ts';
import type { RoomCommand } from '../../shared/room/types.ts';
import type { SheetCommand } from '../../shared/sheet/types.ts';
import { epochMs } from '../../shared/kernel/units.ts';
import { inClock } from '../support/demo-room.ts';
import {
  ALL_ROOM_EXAMPLES,
  AUCTION_EXAMPLES,
  MESSAGE_EXAMPLES,
  ROOM_EXAMPLES,
  SEAT_KINDS,
  SEAT_OF_KIND,
  SHEET_EXAMPLES,
} from '../support/every-command.ts';
import { ask } from '../support/http-client.ts';
import type { LiveServer } from '../support/live-server.ts';
import { startLive } from '../support/live-server.ts';
import type { SeatClient } from '../support/seat-client.ts';
import { sitAndWatch } from '../support/seat-client.ts';
import { until } from '../support/sync-stage.ts';
import { textOf } from '../text/sheet-fixture.ts';

const COMMANDS = '/api/rooms/usps-2026/commands';
const SHEETS = {
  common: 'Auction terms',
  own: 'USPS and Harbor Parcel',
  foreign: 'USPS and Northwind Retail',
} as const;

let live: LiveServer;
let admin: string;
const clients = new Map<SeatKind, SeatClient>();
const sheetIds = new Map<keyof typeof SHEETS, string>();

const clientOf = (kind: SeatKind): SeatClient => {
  const client = clients.get(kind);
  if (!client) throw new Error(`nobody sits as ${kind}`);
  return client;
};

const topicOf = (sheet: keyof typeof SHEETS): Topic => ({
  kind: 'sheet',
  id: sheetIds.get(sheet) ?? '',
});

beforeAll(async () => {
  live = await startLive({ server: { limits: { commandBurst: 10_000 as 40 } } });
  const entered = await ask(live, '/api/admin/enter', { body: { secret: live.adminSecret } });
  admin = entered.cookie ?? '';
  for (const kind of SEAT_KINDS) clients.set(kind, await sitAndWatch(live, SEAT_OF_KIND[kind]));
  const regulator = clientOf('regulator');
  for (const [name, title] of Object.entries(SHEETS)) {
    sheetIds.set(name as keyof typeof SHEETS, regulator.sheet(title).id);
  }
});

afterAll(async () => {
  for (const client of clients.values()) client.close();
  await live.close();
});

/** `passed` when the table let it through, whatever the rules said then; else the code that stopped it. */
const verdictOf = (answer: unknown): string => {
  const { ok, error, value } = answer as {
    ok: boolean;
    error?: { code: string };
    value?: unknown;
    rejection?: { code: string; action?: string };
  };
  if (error) return error.code;
  if (value !== undefined) return verdictOf(value);
  const { rejection } = answer as { rejection?: { code: string; action?: string } };
  if (ok || !rejection?.code.startsWith('seat/')) return 'passed';
  return `${rejection.code} ${rejection.action ?? ''}`;
};

const overSocket = async (kind: SeatKind, command: unknown, topic?: Topic): Promise<string> =>
  verdictOf(await clientOf(kind).give(command as never, topic && { topic }));

const overHttp = async (command: unknown, asking: object, seat = ''): Promise<string> => {
  const path = seat === '' ? COMMANDS : `${COMMANDS}?seat=${seat}`;
  const { body } = await ask(live, path, { body: { id: crypto.randomUUID(), command }, ...asking });
  return verdictOf(body);
};

/** Where the table alone would allow it, but the room knows better (SEAT3). */
const STOPPED_BY_THE_ROOM: Partial<Record<Action, readonly SeatKind[]>> = {
  'accept-rules': ['carrier-lead'],
  bid: ['carrier-lead'],
  'guard-bids': ['carrier-lead'],
  'draft-bid': ['carrier-lead', 'carrier-member'],
  'confirm-draft': ['carrier-lead'],
  'say-to-one-team': ['shipper-lead', 'shipper-member'],
};

const expectedOf = (kind: SeatKind, action: Action): string => {
  const isAllowed =
    PERMISSIONS[action].includes(kind) && !STOPPED_BY_THE_ROOM[action]?.includes(kind);
  return isAllowed ? 'passed' : `seat/not-allowed ${action}`;
};

describe('[SEAT1] the list of commands is whole', () => {
  const typesOf = (options: readonly { shape: { type: { value: string } } }[]): string[] =>
    options.map(({ shape }) => shape.type.value).sort();

  it('every command of the wire has an example, and every action is one of a command or of text', () => {
    expect(typesOf(roomCommandSchema.options)).toEqual(
      [...Object.keys(ROOM_EXAMPLES), 'Auction', 'PostMessage'].sort(),
    );
    expect(typesOf(auctionCommandSchema.options)).toEqual(Object.keys(AUCTION_EXAMPLES).sort());
    expect(typesOf(sheetCommandSchema.options)).toEqual(Object.keys(SHEET_EXAMPLES).sort());
    const examples = [...ALL_ROOM_EXAMPLES, ...Object.values(SHEET_EXAMPLES)];
    // Doors of their own: text, files (test/export/doors.test.ts), the caucus (test/gateway/caucus.test.ts).
    const files = ['export-sealed', 'export-redacted', 'read-file'];
    const doors = ['rehearse', 'edit-text', 'caucus', ...files];
    const actions = new Set([...doors, ...examples.map(({ action }) => action)]);
    expect([...actions].sort()).toEqual(Object.keys(PERMISSIONS).sort());
    expect(Object.keys(MESSAGE_EXAMPLES)).toHaveLength(4);
  });

  it('every example is well formed', () => {
    for (const kind of SEAT_KINDS) {
      for (const { command } of ALL_ROOM_EXAMPLES) roomCommandSchema.parse(command(kind));
      for (const { command } of Object.values(SHEET_EXAMPLES)) {
        sheetCommandSchema.parse(command(kind));
      }
    }
  });
});

describe('[SEAT1] commands on the room', () => {
  it.each(SEAT_KINDS)(
    '%s may exactly what the table says, over Socket.IO and HTTP',
    async (kind) => {
      const { token, seatId } = clientOf(kind).session;
      for (const { name, action, command } of ALL_ROOM_EXAMPLES) {
        const expected = expectedOf(kind, action);
        const socket = await overSocket(kind, command(kind));
        const http = await overHttp(command(kind), { token }, seatId);
        expect([name, socket, http]).toEqual([name, expected, expected]);
      }
    },
  );

  it('[SEAT2] the administrator sets up over HTTP and does nothing else', async () => {
    for (const { name, action, command } of ALL_ROOM_EXAMPLES) {
      const verdict = await overHttp(command('moderator'), { cookie: admin });
      const expected = action === 'set-up' ? 'passed' : `seat/not-allowed ${action}`;
      expect([name, verdict]).toEqual([name, expected]);
    }
  });

  it('[ACC6] without a session, or for a seat that the session does not hold, nothing passes', async () => {
    const { token } = clientOf('public').session;
    for (const { name, command } of ALL_ROOM_EXAMPLES) {
      const verdicts = [
        await overHttp(command('moderator'), {}),
        await overHttp(command('moderator'), {}, 'moderator'),
        await overHttp(command('moderator'), { token }, 'moderator'),
        await overHttp(command('moderator'), { cookie: admin }, 'moderator'),
        await overHttp(command('moderator'), { token }),
      ];
      const required = 'auth/required';
      expect([name, ...verdicts]).toEqual([
        ...[name, required, required, required, required, 'auth/denied'],
      ]);
    }
  });
});

describe('[SEAT1] commands that only the server gives', () => {
  const rooms: Record<Exclude<RoomCommand['type'], SeatRoomCommand['type']>, RoomCommand> = {
    SeatBots: { type: 'SeatBots', bots: { seed: 1, kinds: {} } },
    CreateRoom: { type: 'CreateRoom', roomId: 'usps-2026', title: 'x', isDemo: false },
    IssueInvite: {
      ...{ type: 'IssueInvite', inviteId: 'x', seatId: 'moderator', tokenHash: 'x', uses: 1 },
      expiresAtMs: epochMs(8e15),
    },
    AcceptInvite: { type: 'AcceptInvite', tokenHash: 'x', grantId: 'x' },
    ReleaseGrant: { type: 'ReleaseGrant', seatId: 'moderator', grantId: 'x' },
    SettleDelivery: { type: 'SettleDelivery', deliveryId: 'x' },
    TakeAgreedTerms: { type: 'TakeAgreedTerms', sheetId: 's', hash: null, revision: 1 },
    NoteLines: { type: 'NoteLines', occasion: 'changed', lines: [] },
    Tick: { type: 'Tick' },
    Interrupt: { type: 'Interrupt', fromMs: epochMs(1), toMs: epochMs(2) },
  };
  const auctions: Record<
    Exclude<AuctionCommand['type'], keyof typeof AUCTION_EXAMPLES>,
    AuctionCommand
  > = {
    TakeTerms: { type: 'TakeTerms', sheetId: 's', hash: null },
    SettleAward: {
      type: 'SettleAward',
      answer: { digest: '', chosen: [], isProved: true, withoutWinner: {}, losers: {} },
    },
    TickAuction: { type: 'TickAuction' },
    InterruptAuction: { type: 'InterruptAuction', fromMs: epochMs(1), toMs: epochMs(2) },
  };
  const sheets: Record<Exclude<SheetCommand['type'], SeatSheetCommand['type']>, SheetCommand> = {
    CreateSheet: {
      ...{ type: 'CreateSheet', sheetId: 's', roomId: 'usps-2026', kind: 'common', title: 'x' },
      ...{
        parties: { carrierTeamId: 'usps', shipperTeamId: null },
        template: 'auction-terms',
        lots: [],
      },
    },
    TakeAward: {
      type: 'TakeAward',
      lot: { id: 'q1', name: 'x', window: { opens: '05:00', closes: '07:00', zone: 'UTC' } },
      ...{ priceMills: 1, piecesPerDay: 1 },
      link: { auctionId: 'clock', lotId: 'q1', round: 1 },
    },
    TakeSchedule: {
      type: 'TakeSchedule',
      schedule: { sale: 'x', lots: 1, piecesPerDay: 1, yearlyMills: 1, sha256: '0'.repeat(64) },
      link: { auctionId: 'clock', round: 1 },
    },
    SettleDelivery: { type: 'SettleDelivery', deliveryId: 'agreed-1' },
    TickSheet: { type: 'TickSheet' },
  };

  it.each([...Object.values(rooms), ...Object.values(auctions).map(inClock)])(
    '$type is not understood from the moderator, on either door',
    async (command) => {
      const { token } = clientOf('moderator').session;
      expect(await overSocket('moderator', command)).toBe('protocol/malformed');
      expect(await overHttp(command, { token }, 'moderator')).toBe('protocol/malformed');
      expect(await overHttp(command, { cookie: admin })).toBe('protocol/malformed');
    },
  );

  it.each(Object.values(sheets))('$type is not understood on a sheet', async (command) => {
    const verdict = await overSocket('carrier-lead', command, topicOf('own'));
    expect(verdict).toBe('protocol/malformed');
  });
});

/** Who reads a sheet: for all others it is as if it did not exist (SEAT4). */
const READERS: Readonly<Record<keyof typeof SHEETS, readonly SeatKind[]>> = {
  common: SEAT_KINDS,
  own: SEAT_KINDS.filter((kind) => kind !== 'public'),
  foreign: ['moderator', 'carrier-lead', 'carrier-member', 'regulator'],
};

/** Who acts for a side there. */
const SIDES: Readonly<Record<keyof typeof SHEETS, readonly SeatKind[]>> = {
  common: ['carrier-lead', 'carrier-member'],
  own: ['carrier-lead', 'carrier-member', 'shipper-lead', 'shipper-member'],
  foreign: ['carrier-lead', 'carrier-member'],
};
const SHEET_NAMES = Object.keys(SHEETS) as (keyof typeof SHEETS)[];

describe.each(SEAT_KINDS)('[SEAT4] %s at the sheets', (kind) => {
  it('[SEAT5] may give exactly the commands of the table, for its own side', async () => {
    for (const sheet of SHEET_NAMES) {
      for (const [name, { action, command }] of Object.entries(SHEET_EXAMPLES)) {
        const verdict = await overSocket(kind, command(kind), topicOf(sheet));
        const acts = PERMISSIONS[action].includes(kind);
        const hasSide = SIDES[sheet].includes(kind);
        const stopped = acts && name !== 'ReopenTerm' ? 'seat/other-side ' : undefined;
        const expected = !READERS[sheet].includes(kind)
          ? 'not-found'
          : acts && hasSide
            ? 'passed'
            : (stopped ?? `seat/not-allowed ${action}`);
        expect([sheet, name, verdict]).toEqual([sheet, name, expected]);
      }
      const watched = await clientOf(kind).socket.emitWithAck('watch', { topic: topicOf(sheet) });
      expect([sheet, watched.ok]).toEqual([sheet, READERS[sheet].includes(kind)]);
    }
  });

  it('reads and edits the text of exactly those that the table says', async () => {
    for (const sheet of SHEET_NAMES) {
      const text = await clientOf(kind).text(topicOf(sheet).id);
      const { closes } = text;
      const isReader = READERS[sheet].includes(kind);
      expect([sheet, closes]).toEqual([sheet, isReader ? [] : ['4404 not-found']]);
      if (!isReader) continue;
      const writes =
        PERMISSIONS['edit-text'].includes(kind) &&
        (SIDES[sheet].includes(kind) || (sheet === 'common' && kind === 'moderator'));
      // A writer has sent its own step 2 before; the edit is one more.
      write(text.provider.doc);
      await until(() => closes.length > 0 || text.saved === 2, `${kind} is answered on ${sheet}`);
      expect([sheet, closes]).toEqual([sheet, writes ? [] : ['4403 read-only']]);
      text.provider.destroy();
    }
  });
});

/** Types a word into the first clause. */
const write = (doc: Y.Doc): void => {
  const [termId = ''] = [...doc.getMap('clauses').keys()].sort();
  textOf(doc, termId).insert(0, 'word ');
};
