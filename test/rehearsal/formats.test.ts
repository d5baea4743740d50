// A rehearsal of every format but the clock (rooms.test.ts) on a real server: bots of all six kinds on real lines play
// it to its end, it stays marked in whatever is taken out of it, and its report is that of its format.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_RULES } from '../../shared/auction/default-rules.ts';
import type { Lot, Rules } from '../../shared/auction/types.ts';
import { durationMs, mills } from '../../shared/kernel/units.ts';
import { BOT_KINDS } from '../../shared/rehearsal/bot-kinds.ts';
import type { RehearsalReport } from '../../shared/rehearsal/report-types.ts';
import { REHEARSAL_NOTE } from '../../shared/room/rehearsal-title.ts';
import { DEMO_ROOM_ID } from '../../shared/room/demo.ts';
import { lot } from '../support/auction.ts';
import { ask, joinAsBot } from '../support/http-client.ts';
import type { LiveServer } from '../support/live-server.ts';
import { startLive } from '../support/live-server.ts';
import { SeatClient } from '../support/seat-client.ts';
import { SCORING } from '../support/sealed-walks.ts';
import { until } from '../support/until.ts';

const PATIENCE_MS = 120_000;
/** With the three of the demo room: a bot of each kind, the colluding ones being two, and one of the first again. */
const EXTRA_TEAMS = 5;

const LOTS: readonly Lot[] = [lot('t', 12, 2_400), lot('b', 6, 2_000)];
const HIGH: readonly Lot[] = LOTS.map((each) => ({ ...each, openingPriceMills: mills(5_000) }));

const { english, sealed, dutch } = DEFAULT_RULES;

const SALES: Readonly<Record<string, readonly [rules: Rules, lots: readonly Lot[]]>> = {
  english: [english, LOTS],
  bafo: [{ ...sealed, roundCount: 2, pricing: 'uniform-highest-rejected', ties: 'pro-rata' }, LOTS],
  dutch: [{ ...dutch, stepMills: mills(200) }, HIGH],
  package: [{ ...DEFAULT_RULES.package, pricing: 'vcg', groups: 'named' }, LOTS],
  survival: [
    {
      ...english,
      softClose: { kind: 'survival', standsMs: durationMs(300_000) },
      hardStopMs: durationMs(3_600_000),
    },
    LOTS,
  ],
  scored: [{ ...sealed, scoring: SCORING }, LOTS],
};

let live: LiveServer;
let token: string;

beforeAll(async () => {
  live = await startLive({ server: { limits: { roomsPerHour: 1_000 as 60 } } });
  ({ token } = await joinAsBot(live, await live.link('moderator')));
  for (const [auctionId, [rules, lots]] of Object.entries(SALES)) {
    const command = { type: 'DraftAuction', rules, lots, reservesMills: {} };
    const added = await ask(live, `/api/rooms/${DEMO_ROOM_ID}/commands?seat=moderator`, {
      token,
      body: { id: crypto.randomUUID(), command: { type: 'AddAuction', auctionId, command } },
    });
    expect(added.body, auctionId).toMatchObject({ ok: true });
  }
});

afterAll(async () => {
  await live.close();
});

const stateOf = async (roomId: string) =>
  (await live.server.context.hosts.room(roomId).confirmed()).state;

/** Whether a sale can go on: an open round waits for a first bid, but a Dutch clock, which waits for its price. */
const mayMoveOn = async (roomId: string, auctionId: string): Promise<boolean> => {
  const { feed, auctions } = await stateOf(roomId);
  const auction = auctions[auctionId];
  if (!auction || auction.stage !== 'bidding' || auction.rules.format === 'dutch') return true;
  return JSON.stringify(feed).includes('BidAccepted');
};

const isOver = async (roomId: string, auctionId: string): Promise<boolean> => {
  const { phase } = (await stateOf(roomId)).auctions[auctionId] ?? {};
  return phase === 'provisional' || phase === 'no-sale';
};

/** Rehearses sales of the demo room at once, to their end; the rooms by sale. */
const rehearsed = async (sales: readonly string[]): Promise<Readonly<Record<string, string>>> => {
  const rooms: Record<string, string> = {};
  for (const auctionId of sales) {
    const { body } = await ask(live, `/api/rooms/${DEMO_ROOM_ID}/rehearsals?seat=moderator`, {
      ...{ token, body: { auctionId, seed: 11, extraTeams: EXTRA_TEAMS } },
    });
    expect(body, auctionId).toMatchObject({ ok: true });
    rooms[auctionId] = body['roomId'] as string;
  }
  const all = Object.entries(rooms);
  await until(
    `${sales.join(', ')} have ended`,
    async () => {
      const over = await Promise.all(all.map(([id, roomId]) => isOver(roomId, id)));
      if (over.every(Boolean)) return true;
      const ready = await Promise.all(all.map(([id, roomId]) => mayMoveOn(roomId, id)));
      if (ready.every(Boolean)) live.time.skip(200);
      return false;
    },
    PATIENCE_MS,
  );
  return rooms;
};

const reportOf = async (roomId: string): Promise<RehearsalReport> => {
  const path = `/api/rooms/${roomId}/rehearsal?seat=moderator`;
  return (await ask(live, path, { token })).body['report'] as RehearsalReport;
};

const text = async (path: string): Promise<string> => {
  const response = await fetch(`${live.origin}${path}`, {
    headers: { authorization: `Bearer ${token}`, origin: live.origin },
  });
  return Buffer.from(await response.arrayBuffer()).toString('latin1');
};

describe('a rehearsal of every other format, on real lines', { timeout: PATIENCE_MS * 2 }, () => {
  it.each([[['english', 'bafo', 'dutch', 'package']], [['survival', 'scored']]])(
    '[REH3] [REH5] %s: all six kinds of bots play it to its end, and the report says what they did',
    async (sales) => {
      const rooms = await rehearsed(sales);
      for (const [auctionId, roomId] of Object.entries(rooms)) {
        const report = await reportOf(roomId);
        expect(report.format).toBe(SALES[auctionId]?.[0].format);
        const kinds = new Set(report.teams.map(({ kind }) => kind));
        expect([...kinds].sort(), auctionId).toEqual([...BOT_KINDS].sort());
        const taken = report.teams.reduce((sum, team) => sum + team.taken, 0);
        expect(taken, auctionId).toBeGreaterThan(0);
        const auction = (await stateOf(roomId)).auctions[auctionId];
        const sold = report.lots.reduce((sum, { soldBlocks }) => sum + soldBlocks, 0);
        const awarded = auction?.awards.reduce((sum, award) => sum + award.quantityBlocks, 0);
        expect(sold, auctionId).toBe(awarded);
        expect(report.rounds.length).toBeGreaterThan(0);
      }
    },
  );

  it('[REH6] bots tell of their lines as often as pages do', async () => {
    const { body } = await ask(live, `/api/rooms/${DEMO_ROOM_ID}/rehearsals?seat=moderator`, {
      ...{ token, body: { auctionId: 'dutch', pace: 'real' } },
    });
    const roomId = body['roomId'] as string;
    const moderator = await new SeatClient(live.origin, {
      ...{ roomId, seatId: 'moderator', token },
    }).connected();
    await moderator.watch();
    /** When the server last heard of each bot's line. */
    const heard = (): readonly number[] =>
      Object.entries(moderator.heardOf('lines').at(-1) ?? {}).flatMap(([seatId, line]) =>
        seatId === 'moderator' ? [] : [line.atMs],
      );
    for (let report = 0; report < 3; report += 1) {
      const before = live.time.now();
      await until('every bot was heard of', () => {
        live.time.skip(1_000);
        return heard().length >= 3 && heard().every((atMs) => atMs > before);
      });
    }
    moderator.close();
    live.server.context.rehearsals.stop(roomId);
  });

  it('[REH2] what is taken out of one says so: sheets in both editions, the report, the record', async () => {
    const rooms = await rehearsed(['english']);
    const roomId = rooms['english'] ?? '';
    const moderator = await new SeatClient(live.origin, {
      ...{ roomId, seatId: 'moderator', token },
    }).connected();
    await moderator.must({
      ...{ type: 'Auction', auctionId: 'english', command: { type: 'CertifyAuction' } },
    });
    await until('awards are in sheets', async () => (await stateOf(roomId)).owed.length === 0);
    moderator.close();
    const [sheetId] = Object.keys((await stateOf(roomId)).sheets);
    const out = `/api/rooms/${roomId}/sheets/${String(sheetId)}/export`;
    for (const edition of ['sealed', 'redacted']) {
      const file = await text(`${out}/json?seat=moderator&edition=${edition}`);
      expect(JSON.parse(file), edition).toMatchObject({
        title: expect.stringMatching(/^Rehearsal: /) as string,
      });
    }
    const where = `/api/rooms/${roomId}/report.csv?seat=moderator&auction=english`;
    expect(await text(where)).toContain(REHEARSAL_NOTE);
    const bundle = await text(`/api/rooms/${roomId}/bundle?seat=moderator`);
    expect(bundle.split('\n')[0]).toContain('"title":"Rehearsal: ');
  });
});
