// Gathers what a viewer's report is made of: the view as it is, and all lines of the auction's course and
// of the seats' lines that the viewer may read, from the journal. Reads in small pages, so that nobody else waits.

import type { AuctionId } from '../../shared/kernel/ids.ts';
import type { Report } from '../../shared/report/report-types.ts';
import type { ReportLine } from '../../shared/report/report-lines.ts';
import type { ReportLink } from '../../shared/report/report-links.ts';
import type { ReportSource } from '../../shared/report/report.ts';
import type { RoomEvent, RoomState } from '../../shared/room/types.ts';
import type { Viewer } from '../../shared/room/view-types.ts';
import type { Journal, Timers } from '../ports.ts';
import { roomStream } from '../../shared/kernel/ids.ts';
import { durationMs } from '../../shared/kernel/units.ts';
import { reportOf } from '../../shared/report/report.ts';
import { hasReport } from '../../shared/report/report-types.ts';
import { reportLink } from '../../shared/report/report-links.ts';
import { reportLine } from '../../shared/report/report-lines.ts';
import { viewRoom } from '../../shared/room/view.ts';
import { bodyOf } from '../host/fold.ts';

const PAGE_ENTRIES = 200;

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
    for (const entry of page) {
      const body = bodyOf(entry);
      // Nothing but events is written to the stream of a room.
      const events = body.kind === 'text' ? [] : (body.events as unknown as readonly RoomEvent[]);
      for (const event of events) {
        const source = { n: entry.version, atMs: entry.at, bySeatId: null, event };
        const line = reportLine(room, viewer, auctionId, source);
        const link = reportLink(room, viewer, source);
        if (line) lines.push(line);
        if (link) links.push(link);
      }
    }
    version += page.length;
    await new Promise<void>((resolve) => {
      timers.after(durationMs(0), resolve);
    });
  }
  return { lines, links };
};

/** The viewer's report on an auction; undefined while it is not over, and where the viewer may not know of it. */
export const reportFor = async (
  deps: ReportDeps,
  sight: ReportSight,
  auctionId: AuctionId,
): Promise<Report | undefined> => {
  const { room, viewer } = sight;
  const view = viewRoom(room, viewer);
  const auction = Object.hasOwn(view.auctions, auctionId) ? view.auctions[auctionId] : undefined;
  if (!auction || !hasReport(auction)) return undefined;
  return reportOf({ view, viewer, auction, ...(await courseOf(deps, sight, auctionId)) });
};
