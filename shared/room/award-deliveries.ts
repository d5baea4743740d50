// Certifying an auction owes each winner's sheet its award. The debt is part of the same entry as the
// certificate, so that no crash can come between the two.

import type { DecideContext } from '../kernel/decider.ts';
import type { Json } from '../kernel/json.ts';
import type { Award, AuctionState } from '../auction/types.ts';
import type { TeamId } from '../kernel/ids.ts';
import type { SheetCommand, Template } from '../sheet/types.ts';
import type { RoomEvent, RoomState, SheetListing, Team } from './types.ts';
import { PIECES_PER_BLOCK } from '../auction/types.ts';
import { biddingSide } from '../auction/auction.ts';
import { sha256Hex } from '../kernel/hash.ts';
import { sheetStream } from '../kernel/ids.ts';
import { rehearsalTitle } from './rehearsal-title.ts';
import { scheduleOf } from './award-schedule.ts';
import { sheetAwards } from './sheet-awards.ts';
import { templateForAwards } from './sheet-templates.ts';

const SHEET_ID_LENGTH = 24;

type Owed = RoomEvent & { readonly type: 'DeliveryOwed' };

const owe = (id: string, sheetId: string, command: SheetCommand): Owed => ({
  type: 'DeliveryOwed',
  // Commands are plain data; the type only says so less plainly.
  delivery: { id, stream: sheetStream(sheetId), command: command as unknown as Json },
});

/** An id that says nothing about what else there is: hash of fresh chance and a place within the decision. */
export const opaqueSheetId = (context: DecideContext, place: string): string =>
  sha256Hex(`${context.entropy()}\n${place}`).slice(0, SHEET_ID_LENGTH);

/** Sheets of a rehearsal carry its mark in their title, so that no page, file or print of one is without it (REH2). */
const markedTitle = ({ rehearsal }: RoomState, title: string): string =>
  rehearsal ? rehearsalTitle(title) : title;

/** The events that list a sheet and have its stream made (ROOM4). */
export const openSheetEvents = (
  room: RoomState,
  asked: SheetListing,
  copy?: Template,
): readonly RoomEvent[] => {
  const sheet = { ...asked, title: markedTitle(room, asked.title) };
  return [{ type: 'SheetOpened', sheet }, owedSheet(room, sheet, copy)];
};

const owedSheet = (room: RoomState, sheet: SheetListing, copy: Template | undefined): Owed =>
  owe(`open-${sheet.id}`, sheet.id, {
    type: 'CreateSheet',
    sheetId: sheet.id,
    roomId: room.roomId,
    kind: sheet.kind,
    parties: { carrierTeamId: sheet.carrierTeamId, shipperTeamId: sheet.shipperTeamId ?? null },
    title: sheet.title,
    template: sheet.template,
    ...(copy && { copy }),
    lots: [],
  });

const bilateralWith = (room: RoomState, teamId: string): SheetListing | undefined =>
  Object.values(room.sheets)
    .filter(({ kind }) => kind === 'bilateral')
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .find((sheet) => sheet.carrierTeamId === teamId || sheet.shipperTeamId === teamId);

const freshListing = (
  room: RoomState,
  winner: Team,
  context: DecideContext,
): SheetListing | undefined => {
  const host = Object.values(room.teams).find(({ side }) => side !== winner.side);
  if (!host) return undefined;
  const [carrier, shipper] = winner.side === 'shipper' ? [host, winner] : [winner, host];
  return {
    id: opaqueSheetId(context, `award ${winner.id}`),
    kind: 'bilateral',
    carrierTeamId: carrier.id,
    shipperTeamId: shipper.id,
    title: `${carrier.name} and ${shipper.name}`,
    template: templateForAwards(room),
  };
};

const awardDelivery = (auction: AuctionState, award: Award, sheetId: string): Owed | undefined => {
  const lot = auction.lots[award.lotId];
  return (
    lot &&
    owe(`award-${auction.auctionId}-${award.lotId}-${award.teamId}`, sheetId, {
      type: 'TakeAward',
      lot: { id: lot.id, name: lot.name, window: lot.window },
      priceMills: award.priceMills,
      piecesPerDay: award.quantityBlocks * PIECES_PER_BLOCK,
      link: { auctionId: auction.auctionId, lotId: lot.id, round: auction.round },
    })
  );
};

const scheduleDelivery = (
  auction: AuctionState,
  [teamId, awards]: readonly [TeamId, readonly Award[]],
  sheetId: string,
): Owed =>
  owe(`schedule-${auction.auctionId}-${teamId}`, sheetId, {
    type: 'TakeSchedule',
    schedule: scheduleOf(auction, awards),
    link: { auctionId: auction.auctionId, round: auction.round },
  });

/** What a certified auction owes to sheets, in lot order; a winner without a sheet gets one (ROOM6, ROOM7, BIG6). */
export const awardEvents = (
  room: RoomState,
  auction: AuctionState,
  context: DecideContext,
): readonly RoomEvent[] => {
  const events: RoomEvent[] = [];
  const sheets = new Map<TeamId, string>();
  const side = biddingSide(auction.rules);
  const sheetOf = (teamId: TeamId): string | undefined => {
    const winner = room.teams[teamId];
    if (winner?.side !== side) return undefined;
    const known = sheets.get(teamId) ?? bilateralWith(room, teamId)?.id;
    if (known !== undefined) return known;
    const fresh = freshListing(room, winner, context);
    if (!fresh) return undefined;
    sheets.set(teamId, fresh.id);
    events.push(...openSheetEvents(room, fresh));
    return fresh.id;
  };
  const { awards, schedules, winners } = sheetAwards(auction);
  for (const award of awards) {
    const sheetId = sheetOf(award.teamId);
    const delivery = sheetId === undefined ? undefined : awardDelivery(auction, award, sheetId);
    if (delivery) events.push(delivery);
  }
  for (const teamId of winners) sheetOf(teamId);
  for (const schedule of schedules) {
    const sheetId = sheetOf(schedule[0]);
    if (sheetId !== undefined) events.push(scheduleDelivery(auction, schedule, sheetId));
  }
  return events;
};
