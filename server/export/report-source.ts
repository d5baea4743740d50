// Gathers what a viewer's report is made of: the view as it is, all lines of the auction's course and of the seats' lines
// that the viewer may read, from the journal, and of a sale of very many lots what its view leaves out. In small pieces, so
// that nobody else waits.

import type { AuctionId } from '../../shared/kernel/ids.ts';
import type { LargeCourse } from '../../shared/auction/formats/large-course.ts';
import type { ReportLine } from '../../shared/report/report-lines.ts';
import type { ReportLink } from '../../shared/report/report-links.ts';
import type { ReportSource } from '../../shared/report/report.ts';
import type { RoomEvent, RoomState } from '../../shared/room/types.ts';
import type { Viewer } from '../../shared/room/view-types.ts';
import type { Journal, Timers } from '../ports.ts';
import {
  courseLots,
  courseOfLarge,
  largeClock,
} from '../../shared/auction/formats/large-course.ts';
import { rightsOf } from '../../shared/auction/view.ts';
import { roomStream } from '../../shared/kernel/ids.ts';
import { durationMs } from '../../shared/kernel/units.ts';
import { hasReport } from '../../shared/report/report-types.ts';
import { reportLink } from '../../shared/report/report-links.ts';
import { reportLine } from '../../shared/report/report-lines.ts';
import { viewRoom } from '../../shared/room/view.ts';
import { bodyOf } from '../host/fold.ts';

const PAGE_ENTRIES = 200;
/** Characters of entries that are read at a stretch; a file of bids may have hundreds of thousands. */
const TEXT_AT_ONCE = 200_000;
const LOTS_AT_ONCE = 500;

export interface ReportDeps {
  readonly journal: Pick<Journal, 'read'>;
  readonly timers: Timers;
}

/** A room as it is, at which version of its stream, and who looks. */
export interface ReportSight {
  readonly room: RoomState;
  readonly version: number;
  readonly viewer: Viewer;
}

const courseOf = async (
  { journal, timers }: ReportDeps,
  { room, version: last, viewer }: ReportSight,
  auctionId: AuctionId,
): Promise<Pick<ReportSource, 'lines' | 'links'>> => {
  const stream = roomStream(room.roomId);
  const lines: ReportLine[] = [];
  const links: ReportLink[] = [];
  for (let version = 0; version < last;) {
    const page = await journal.read(stream, version, Math.min(PAGE_ENTRIES, last - version));
    if (page.length === 0) throw new Error(`${stream} became shorter`);
    let read = 0;
    for (const entry of page) {
      read += entry.body.length;
      if (read > TEXT_AT_ONCE) {
        await breath(timers);
        read = entry.body.length;
      }
      const body = bodyOf(entry);
      // Nothing but events is written to the stream of a room.
      const events = body.kind === 'text' ? [] : (body.events as unknown as readonly RoomEvent[]);
      for (const event of events) {
        const source = { n: entry.version, atMs: entry.at, bySeatId: null, event };
        const line = reportLine(room, viewer, auctionId, source);
        const link = reportLink(room, viewer, auctionId, source);
        if (line) lines.push(line);
        if (link) links.push(link);
      }
    }
    version += page.length;
    await breath(timers);
  }
  return { lines, links };
};

const breath = (timers: Timers): Promise<void> =>
  new Promise((resolve) => {
    timers.after(durationMs(0), resolve);
  });

/** Lots as lines, by whether reserves are seen; written once for each draft. */
const WRITTEN = new WeakMap<object, Map<boolean, readonly string[]>>();

/** What a view of a large sale leaves out, as far as the viewer may see it; undefined for any other auction. */
const saleFor = async (
  { timers }: ReportDeps,
  { room, viewer }: ReportSight,
  auctionId: AuctionId,
): Promise<LargeCourse | undefined> => {
  const state = room.auctions[auctionId];
  const auction = state && largeClock(state);
  if (!auction) return undefined;
  const side = viewer.kind === 'team' ? room.teams[viewer.teamId]?.side : undefined;
  const rights = rightsOf(auction, { viewer, side, bidderNames: {} });
  const written = WRITTEN.get(auction.lots) ?? new Map<boolean, readonly string[]>();
  WRITTEN.set(auction.lots, written);
  const known = written.get(rights.seesReserves);
  if (known) return { lots: known, ...courseOfLarge(auction, rights) };
  const lots: string[] = [];
  for (const line of courseLots(auction, rights)) {
    lots.push(line);
    if (lots.length % LOTS_AT_ONCE === 0) await breath(timers);
  }
  written.set(rights.seesReserves, lots);
  return { lots, ...courseOfLarge(auction, rights) };
};

/** What the viewer's report is made of; undefined while it is not over, and where the viewer may not know of it. */
export const reportSource = async (
  deps: ReportDeps,
  sight: ReportSight,
  auctionId: AuctionId,
): Promise<ReportSource | undefined> => {
  const { room, viewer } = sight;
  const view = viewRoom(room, viewer);
  const auction = Object.hasOwn(view.auctions, auctionId) ? view.auctions[auctionId] : undefined;
  if (!auction || !hasReport(auction)) return undefined;
  const course = await saleFor(deps, sight, auctionId);
  const told = await courseOf(deps, sight, auctionId);
  return { view, viewer, auction, ...told, ...(course && { course }) };
};
