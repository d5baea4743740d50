// Rehearsal rooms on a real server: made from an auction, played by bots on real lines, summed up, and kept apart.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { COMMANDS } from '../../server/cli/commands.ts';
import { runCommand } from '../../server/cli/run.ts';
import { MAX_REHEARSALS, MAX_SERVER_BOTS } from '../../server/rehearsal/rehearsals.ts';
import { DEFAULT_RULES } from '../../shared/auction/default-rules.ts';
import type { RehearsalReport } from '../../shared/rehearsal/report-types.ts';
import { SHORT_ROUND_MS, shortRules } from '../../shared/rehearsal/pace.ts';
import { DEMO_AUCTION_ID, DEMO_ROOM_ID } from '../../shared/room/demo.ts';
import { rehearsalTitle } from '../../shared/room/rehearsal-title.ts';
import { viewRoom } from '../../shared/room/view.ts';
import { checkRules } from '../../shared/auction/check-rules.ts';
import type { Answered } from '../support/http-client.ts';
import { ask, joinAsBot } from '../support/http-client.ts';
import type { LiveServer } from '../support/live-server.ts';
import { startLive } from '../support/live-server.ts';
import { SeatClient } from '../support/seat-client.ts';
import { until } from '../support/until.ts';
import { TestTerminal } from '../support/terminal.ts';

const SEATS = ['moderator', 'usps-lead', 'northwind-lead', 'regulator', 'public'] as const;
const BODY = { auctionId: DEMO_AUCTION_ID };
const PATIENCE_MS = 120_000;

let live: LiveServer;
const tokens = new Map<string, string>();

const tokenOf = (seatId: string): string => tokens.get(seatId) ?? '';

beforeAll(async () => {
  live = await startLive({ server: { limits: { roomsPerHour: 1_000 as 60 } } });
  for (const seatId of SEATS) {
    tokens.set(seatId, (await joinAsBot(live, await live.link(seatId))).token);
  }
});

afterAll(async () => {
  await live.close();
});

const rehearse = (body: object, seatId = 'moderator'): Promise<Answered> =>
  ask(live, `/api/rooms/${DEMO_ROOM_ID}/rehearsals?seat=${seatId}`, {
    body,
    token: tokenOf(seatId),
  });

const stateOf = async (roomId: string) =>
  (await live.server.context.hosts.room(roomId).confirmed()).state;

/** Lets time run ahead until the auction of a rehearsal has ended: bots act on their own lines in between. */
const runToEnd = (roomId: string): Promise<unknown> =>
  until(
    'the rehearsal has ended',
    async () => {
      live.time.skip(250);
      const { phase } = (await stateOf(roomId)).auctions[DEMO_AUCTION_ID] ?? {};
      return phase === 'provisional' || phase === 'no-sale';
    },
    PATIENCE_MS,
  );

const reportOf = async (roomId: string): Promise<Answered> =>
  ask(live, `/api/rooms/${roomId}/rehearsal?seat=moderator`, { token: tokenOf('moderator') });

describe('rehearsal rooms', () => {
  it('[REH1] only a moderator’s seat makes one, of an auction that is there', async () => {
    for (const seatId of SEATS.filter((id) => id !== 'moderator')) {
      expect((await rehearse(BODY, seatId)).code).toBe('auth/denied');
    }
    const none = await ask(live, `/api/rooms/${DEMO_ROOM_ID}/rehearsals?seat=moderator`, {
      body: BODY,
    });
    expect(none.code).toBe('auth/required');
    expect((await rehearse({ auctionId: 'none' })).body).toMatchObject({
      rejection: { code: 'auction/unknown' },
    });
    const people = ['northwind', 'harbor', 'cascade'];
    expect((await rehearse({ ...BODY, people })).body).toMatchObject({
      rejection: { code: 'rehearsal/no-bidders' },
    });
    expect((await rehearse({ ...BODY, extraTeams: 250, bots: 'caller' })).body).toMatchObject({
      rejection: { code: 'room/full', what: 'teams' },
    });
    expect((await rehearse({ ...BODY, pace: 'never' })).code).toBe('protocol/malformed');
  });

  it('[REH2] a rehearsal is marked for everybody, in its view and in every title', async () => {
    const { body } = await rehearse({ ...BODY, bots: 'caller' });
    const state = await stateOf(body['roomId'] as string);
    for (const viewer of [
      { kind: 'moderator' },
      { kind: 'regulator' },
      { kind: 'public' },
      { kind: 'team', teamId: 'northwind' },
    ] as const) {
      const view = viewRoom(state, viewer);
      expect(view.rehearsal).toEqual({
        ofRoomId: DEMO_ROOM_ID,
        ofAuctionId: DEMO_AUCTION_ID,
      });
      expect(view.title).toMatch(/^Rehearsal: /);
      const auction = view.auctions[DEMO_AUCTION_ID];
      expect(auction?.rules.title).toMatch(/^Rehearsal: /);
      expect(view.bots === undefined).toBe(viewer.kind !== 'moderator');
    }
    expect(viewRoom(await stateOf(DEMO_ROOM_ID), { kind: 'moderator' }).rehearsal).toBeUndefined();
    expect(rehearsalTitle(rehearsalTitle('x'.repeat(200)))).toHaveLength(120);
  });

  it('[REH3] [REH5] bots play it over real lines; its awards stay in it; its report says what happened', async () => {
    const before = await stateOf(DEMO_ROOM_ID);
    const { body } = await rehearse({ ...BODY, seed: 5, extraTeams: 4 });
    const roomId = body['roomId'] as string;
    expect(body).toMatchObject({ ok: true, seatId: 'moderator', seed: 5 });
    expect(body).not.toHaveProperty('token');
    expect((await reportOf(roomId)).body).toMatchObject({
      rejection: { code: 'rehearsal/not-over', phase: 'scheduled' },
    });
    await runToEnd(roomId);
    await until('the bots have left', () => !live.server.context.rehearsals.isRunning(roomId));

    const moderator = await new SeatClient(live.origin, {
      ...{ roomId, seatId: 'moderator', token: tokenOf('moderator') },
    }).connected();
    await moderator.watch();
    await moderator.clock({ type: 'CertifyAuction' });
    await until('awards are in sheets', async () => (await stateOf(roomId)).owed.length === 0);
    moderator.close();
    const after = await stateOf(roomId);
    const winners = new Set(after.auctions[DEMO_AUCTION_ID]?.awards.map(({ teamId }) => teamId));
    expect(winners.size).toBeGreaterThan(0);
    expect(Object.values(after.sheets)).toHaveLength(winners.size);
    for (const { id, title } of Object.values(after.sheets)) {
      expect(title).toMatch(/^Rehearsal: /);
      expect(before.sheets[id]).toBeUndefined();
    }
    // Nothing of it is in the room that was rehearsed.
    expect(await stateOf(DEMO_ROOM_ID)).toEqual(before);

    const report = (await reportOf(roomId)).body['report'] as RehearsalReport;
    const auction = after.auctions[DEMO_AUCTION_ID];
    expect(report).toMatchObject({ form: 'parley-rehearsal-1', seed: 5, format: 'clock' });
    expect(report.rounds).toHaveLength(auction?.round ?? 0);
    for (const { lastedMs } of report.rounds) {
      // Time is skipped in steps; the close is an entry of its own, soon after its instant.
      expect(Math.round((lastedMs ?? 0) / SHORT_ROUND_MS)).toBe(1);
    }
    for (const { lotId, path, soldBlocks } of report.lots) {
      const award = auction?.awards.find((each) => each.lotId === lotId);
      if (award) expect(path.at(-1)?.priceMills).toBe(award.priceMills);
      expect(soldBlocks > 0).toBe(award !== undefined);
    }
    const kinds = report.teams.map(({ kind }) => kind);
    expect(new Set(kinds).size).toBe(6);
    for (const { taken, refused, tally } of report.teams) {
      expect(tally).toMatchObject({ taken, refused });
    }
    expect(report.teams.reduce((sum, { taken }) => sum + taken, 0)).toBeGreaterThan(20);
  });

  it('[REH3] hidden reserves stay behind where the moderator may not see them', async () => {
    const { body } = await rehearse({ ...BODY, bots: 'caller' });
    const state = await stateOf(body['roomId'] as string);
    expect(state.auctions[DEMO_AUCTION_ID]?.reservesMills).toEqual({});
    expect((await stateOf(DEMO_ROOM_ID)).auctions[DEMO_AUCTION_ID]?.reservesMills).not.toEqual({});
  });

  it('[REH4] as on the day it waits for the moderator, with every time as the rules have it', async () => {
    const { body } = await rehearse({ ...BODY, pace: 'real', bots: 'caller' });
    const auction = (await stateOf(body['roomId'] as string)).auctions[DEMO_AUCTION_ID];
    const real = (await stateOf(DEMO_ROOM_ID)).auctions[DEMO_AUCTION_ID];
    expect(auction).toMatchObject({ phase: 'scheduled', startsAtMs: null });
    expect({ ...auction?.rules, title: '' }).toEqual({ ...real?.rules, title: '' });
    expect(auction?.rulesHash).not.toBe(real?.rulesHash);
    for (const rules of Object.values(DEFAULT_RULES)) {
      expect(checkRules(shortRules(rules), [])).toBeUndefined();
      expect(shortRules(shortRules(rules))).toEqual(shortRules(rules));
    }
  });

  it('[REH6] a server runs so many rehearsals and bots, and says so; nothing is left when it stops', async () => {
    const other = await startLive({ server: { limits: { roomsPerHour: 1_000 as 60 } } });
    const { token } = await joinAsBot(other, await other.link('moderator'));
    const make = (body: object) =>
      ask(other, `/api/rooms/${DEMO_ROOM_ID}/rehearsals?seat=moderator`, { body, token });
    const many = await make({ ...BODY, extraTeams: MAX_SERVER_BOTS });
    expect(many).toMatchObject({ status: 429, code: 'protocol/rate' });
    const rooms: string[] = [];
    for (let count = 0; count < MAX_REHEARSALS; count += 1) {
      const { body } = await make({ ...BODY, pace: 'real' });
      rooms.push(body['roomId'] as string);
    }
    expect((await make(BODY)).code).toBe('protocol/rate');
    const [first = ''] = rooms;
    const accepted = async (): Promise<boolean> => {
      const { state } = await other.server.context.hosts.room(first).confirmed();
      return Object.keys(state.auctions[DEMO_AUCTION_ID]?.accepted ?? {}).length === 3;
    };
    await until('bots have accepted the rules', accepted);
    other.server.context.rehearsals.stop(first);
    const again = await ask(other, `/api/rooms/${first}/bots?seat=moderator`, {
      method: 'POST',
      body: {},
      token,
    });
    expect(again.body).toEqual({ seated: 3 });
    await other.close();
    expect(rooms.filter((roomId) => other.server.context.rehearsals.isRunning(roomId))).toEqual([]);
  });

  it('[REH7] parley rehearse holds one against a running server and prints the same report', async () => {
    const terminal = new TestTerminal();
    const link = await live.link('moderator');
    const words = ['rehearse', link, '--json', '--teams', '9', '--think', '0', '--seed', '3'];
    let isDone = false;
    const run = runCommand(COMMANDS, words, terminal).finally(() => {
      isDone = true;
    });
    await until(
      'the command has ended',
      () => {
        live.time.skip(150);
        return isDone;
      },
      PATIENCE_MS,
    );
    expect([await run, terminal.warned]).toEqual([0, []]);
    const { rehearsals } = JSON.parse(terminal.said.join('\n')) as {
      rehearsals: {
        roomId: string;
        report: RehearsalReport;
        lines: { bots: number; commands: number };
      }[];
    };
    const [held] = rehearsals;
    expect(held?.lines.bots).toBe(9);
    expect(held?.lines.commands).toBeGreaterThan(9);
    const { hosts, rehearsals: kept } = live.server.context;
    const { state, version } = await hosts.room(held?.roomId ?? '').confirmed();
    const auction = state.auctions[DEMO_AUCTION_ID];
    if (!auction) throw new Error('no auction');
    const report = await kept.report(state, auction, version);
    const plain = (of: RehearsalReport | undefined) => ({
      ...of,
      teams: of?.teams.map((team) => ({ ...team, tally: undefined })),
    });
    expect(plain(held?.report)).toEqual(plain(report));
  });

  it('[REH7] what cannot be understood is one line', async () => {
    const said = async (...words: string[]) => {
      const terminal = new TestTerminal();
      const code = await runCommand(COMMANDS, ['rehearse', ...words], terminal);
      return `${String(code)} ${terminal.warned.join(' ')}`;
    };
    const link = await live.link('moderator');
    expect(await said('nothing')).toMatch(/^2 .*no invite link/);
    expect(await said(`${live.origin}/join#wrong`)).toMatch(/^1 .*auth\/invite/);
    expect(await said(link, '--bots', 'sniper,lazy')).toMatch(/^2 .*"lazy" is no bot.*typo/);
    expect(await said(link, '--teams', '0')).toMatch(/^2 .*from 1 to 250/);
    expect(await said(link, '--pace', 'fast')).toMatch(/^2 .*short or real/);
    expect(await said(link, '--auction', 'none')).toMatch(/^2 .*no auction "none".*clock/);
    expect(await said('http://127.0.0.1:1/join#x.y')).toMatch(/^1 .*no Parley server/);
  });
});
