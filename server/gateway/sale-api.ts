// HTTP for what is too large for a message: drafting an auction from a table of lots, a team's bids as a file out and
// in, what a round gave. Each act is a command like any other, with one entry and one answer.

import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Actor } from '../../shared/kernel/decider.ts';
import type { CsvCell } from '../../shared/kernel/csv.ts';
import type { Json } from '../../shared/kernel/json.ts';
import type { AuctionOf, AuctionState } from '../../shared/auction/types.ts';
import type { RoomCommand, RoomState } from '../../shared/room/types.ts';
import type { ReadLots } from '../../shared/auction/lot-rows.ts';
import type { GatewayContext } from './context.ts';
import { bidFileRows } from '../../shared/auction/formats/bid-file.ts';
import { biddingSide } from '../../shared/auction/auction.ts';
import { rightsOf } from '../../shared/auction/view.ts';
import { ID_PATTERN } from '../../shared/kernel/ids.ts';
import { rulesSchema } from '../../shared/protocol/format-schemas.ts';
import { MAX_LOTS, commandIdSchema } from '../../shared/protocol/schemas.ts';
import { authoriseRoom } from '../../shared/room/seats.ts';
import { auctionIsFor } from '../../shared/room/view-rights.ts';
import { viewerOf } from '../../shared/room/walls.ts';
import { refusal } from './failures.ts';
import { stateWith } from './newest.ts';
import { parsed } from './parsed.ts';
import { actorOf, released } from './rooms-api.ts';
import { BidFiles } from './bid-files.ts';
import { csvPieces, lotFileRows, resultRows } from './sale-files.ts';

/** 18,000 lots are some 3 MB, a team's file of them as much. */
const FILE_BYTES = 12 * 1024 * 1024;
const FILES_A_MINUTE = 60;
const MOST_PROBLEMS = 1_000;

const place = z.object({
  roomId: z.string().regex(ID_PATTERN),
  auctionId: z.string().regex(ID_PATTERN),
});
const draftBody = z.strictObject({ id: commandIdSchema, rules: rulesSchema, lots: z.string() });
const checkBody = z.strictObject({ file: z.string() });
const bidsBody = z.strictObject({ id: commandIdSchema, file: z.string() });

/** An auction as whoever asks may see it; for everybody else there is none. */
const seenAuction = async (context: GatewayContext, request: FastifyRequest) => {
  const by = await actorOf(context, request);
  const { roomId, auctionId } = parsed(place, request.params);
  const { state: room } = await context.hosts.room(roomId).confirmed();
  const viewer = by.kind === 'seat' ? viewerOf(room, by.seatId) : ({ kind: 'moderator' } as const);
  const auction = room.auctions[auctionId];
  if (!auction || !auctionIsFor(room, viewer, auction)) throw refusal('not-found');
  const side = viewer.kind === 'team' ? room.teams[viewer.teamId]?.side : undefined;
  return { room, auction, rights: rightsOf(auction, { viewer, side, bidderNames: {} }) };
};

const clockOf = (auction: AuctionState): AuctionOf<'clock'> => {
  if (auction.rules.format !== 'clock') throw refusal('not-found');
  return auction as AuctionOf<'clock'>;
};

const sendFile = (
  reply: FastifyReply,
  name: string,
  rows: Iterable<readonly CsvCell[]>,
): FastifyReply =>
  reply
    .header('content-disposition', `attachment; filename="${name}.csv"`)
    .type('text/csv; charset=utf-8')
    .send(Readable.from(csvPieces(rows)));

const isBidder = (room: RoomState, auction: AuctionState, teamId: string): boolean =>
  room.teams[teamId]?.side === biddingSide(auction.rules);

/** Files that go out; on the common grid of time, so that nobody is ahead of the others (NET6). */
const addFiles = (app: FastifyInstance, context: GatewayContext): void => {
  const limited = { config: { rateLimit: { max: FILES_A_MINUTE, timeWindow: 60_000 } } };
  const path = '/api/rooms/:roomId/auctions/:auctionId';

  app.get(`${path}/lots.csv`, limited, async (request, reply) => {
    const { room, auction, rights } = await seenAuction(context, request);
    await released(context, room);
    return sendFile(reply, `${auction.auctionId}-lots`, lotFileRows(auction, rights));
  });

  app.get(`${path}/bids.csv`, limited, async (request, reply) => {
    const { room, auction, rights } = await seenAuction(context, request);
    const { ownTeam } = rights;
    if (ownTeam === undefined) throw refusal('not-found');
    await released(context, room);
    const name = `${auction.auctionId}-bids-round-${String(auction.round)}`;
    return sendFile(reply, name, bidFileRows(clockOf(auction), ownTeam));
  });

  app.get(`${path}/results.csv`, limited, async (request, reply) => {
    const { room, auction, rights } = await seenAuction(context, request);
    const clock = clockOf(auction);
    const all = Object.keys(room.teams)
      .filter((teamId) => isBidder(room, auction, teamId))
      .sort();
    const own = rights.ownTeam === undefined ? [] : [rights.ownTeam];
    await released(context, room);
    const rows = resultRows(clock, {
      teams: rights.seesRoundBids && rights.seesBidders ? all : own,
      nameOf: (teamId) => room.teams[teamId]?.name ?? teamId,
      showsDemand: rights.demand === 'total',
    });
    return sendFile(reply, `${auction.auctionId}-results`, rows);
  });
};

const denial = async (
  context: GatewayContext,
  by: Actor,
  { roomId, command }: { readonly roomId: string; readonly command: RoomCommand },
) => {
  const room = context.hosts.room(roomId);
  const state = await stateWith(room, (newest) => !authoriseRoom(newest, by, command));
  return authoriseRoom(state, by, command);
};

/** Drafts an auction from rules and a table of lots: all rows or none. */
const addDrafts = (app: FastifyInstance, context: GatewayContext): void => {
  const large = { bodyLimit: FILE_BYTES };
  app.put('/api/rooms/:roomId/auctions/:auctionId/draft', large, async (request) => {
    const by = await actorOf(context, request);
    const { roomId, auctionId } = parsed(place, request.params);
    const { id, rules, lots: text } = parsed(draftBody, request.body);
    const empty = { type: 'DraftAuction', rules, lots: [], reservesMills: {} } as const;
    const asked: RoomCommand = { type: 'AddAuction', auctionId, command: empty };
    const denied = await denial(context, by, { roomId, command: asked });
    if (denied) return { ok: false, rejection: denied };
    const question = { kind: 'lot-table', text };
    // The thread answers in the form that the reader of tables has.
    const read = (await context.solver.answer(question)) as unknown as ReadLots;
    if (read.problems.length > 0) {
      const problems = read.problems.slice(0, MOST_PROBLEMS) as unknown as Json;
      return { ok: false, problems, count: read.problems.length };
    }
    if (read.lots.length > MAX_LOTS) {
      throw refusal('protocol/too-large', { message: `At most ${String(MAX_LOTS)} lots.` });
    }
    const draft = { ...empty, lots: read.lots, reservesMills: read.reservesMills };
    const room = context.hosts.room(roomId);
    const { state } = await room.confirmed();
    const command: RoomCommand = state.auctions[auctionId]
      ? { type: 'Auction', auctionId, command: draft }
      : { type: 'AddAuction', auctionId, command: draft };
    const answer = await room.submit(id, by, command);
    return { ...answer, lots: read.lots.length };
  });
};

/** A team's file of bids: looked at first, then taken whole or refused whole. */
const addBidFiles = (app: FastifyInstance, context: GatewayContext): void => {
  const large = {
    bodyLimit: FILE_BYTES,
    config: { rateLimit: { max: FILES_A_MINUTE, timeWindow: 60_000 } },
  };
  const files = new BidFiles(context);
  const team = async (request: FastifyRequest) => {
    const by = await actorOf(context, request);
    const { roomId, auctionId } = parsed(place, request.params);
    const { state } = await context.hosts.room(roomId).confirmed();
    const teamId = (by.kind === 'seat' ? state.seats[by.seatId]?.teamId : undefined) ?? '';
    const command: RoomCommand = {
      ...{ type: 'Auction', auctionId },
      command: { type: 'PlaceBids', teamId, round: 0, bids: [] },
    };
    const denied = await denial(context, by, { roomId, command });
    return { denied, where: { roomId, auctionId, teamId, by } };
  };

  app.post('/api/rooms/:roomId/auctions/:auctionId/bids/check', large, async (request) => {
    const { denied, where } = await team(request);
    const { file } = parsed(checkBody, request.body);
    return denied ? { ok: false, rejection: denied } : files.check(where, file);
  });

  app.post('/api/rooms/:roomId/auctions/:auctionId/bids', large, async (request) => {
    const { denied, where } = await team(request);
    const { id, file } = parsed(bidsBody, request.body);
    return denied ? { ok: false, rejection: denied } : files.take(where, file, id);
  });
};

/** Routes under /api/rooms/…/auctions. */
export const addSaleRoutes = (app: FastifyInstance, context: GatewayContext): void => {
  addFiles(app, context);
  addDrafts(app, context);
  addBidFiles(app, context);
};
