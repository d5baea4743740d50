// A room with one auction of any format, driven from its first command to its report: every event is kept as the record
// keeps it, so that reports are made of what a record has.

import type { AuctionCommand, BidRequest, Lot, Rules } from '../../shared/auction/types.ts';
import type { FeedSource, RoomCommand, RoomEvent, RoomState } from '../../shared/room/types.ts';
import type { Viewer } from '../../shared/room/view-types.ts';
import type { Report, ReportTable } from '../../shared/report/report-types.ts';
import { packages } from '../../shared/auction/formats/packages.ts';
import { answerTo } from '../../shared/auction/formats/package-solve.ts';
import { auctionWakeAt } from '../../shared/auction/evolve.ts';
import { reportOf } from '../../shared/report/report.ts';
import { hasReport } from '../../shared/report/report-types.ts';
import { reportLine } from '../../shared/report/report-lines.ts';
import { reportLink } from '../../shared/report/report-links.ts';
import { demoCommands } from '../../shared/room/demo.ts';
import { roomDecider } from '../../shared/room/room.ts';
import { viewRoom } from '../../shared/room/view.ts';
import { brandedMills } from './auction.ts';
import { Stream, seat } from './stream.ts';

export const SHIPPERS = ['northwind', 'harbor', 'cascade'] as const;

export const VIEWERS: readonly Viewer[] = [
  ...['usps', ...SHIPPERS].map((teamId): Viewer => ({ kind: 'team', teamId })),
  { kind: 'moderator' },
  { kind: 'regulator' },
  { kind: 'public' },
];

interface Setting {
  readonly rules: Rules;
  readonly lots: readonly Lot[];
  readonly reservesMills?: Readonly<Record<string, number>>;
  readonly points?: number;
}

export class ReportedRoom extends Stream<RoomState, RoomCommand, RoomEvent> {
  readonly sources: FeedSource[] = [];

  /** Teams and seats of the demo, and an auction of these rules that all shippers have accepted, at its start. */
  constructor({ rules, lots, reservesMills = {}, points }: Setting) {
    super(roomDecider);
    for (const command of demoCommands('usps-2026', 'Report room')) {
      if (command.type !== 'AddAuction' && command.type !== 'Auction') this.must(command);
    }
    const reserves = brandedMills(reservesMills);
    const command = { type: 'DraftAuction', rules, lots, reservesMills: reserves } as const;
    this.must({ type: 'AddAuction', auctionId: 'sale', command }, seat('moderator'));
    for (const teamId of SHIPPERS) {
      if (points !== undefined) this.act({ type: 'SetEligibility', teamId, points });
    }
    this.act({ type: 'ScheduleAuction' });
    const { rulesHash } = this.auction;
    for (const teamId of SHIPPERS) {
      this.act({ type: 'AcceptRules', teamId, rulesHash }, `${teamId}-lead`);
    }
    this.act({ type: 'StartAuction' });
  }

  get auction() {
    const auction = this.state.auctions['sale'];
    if (!auction) throw new Error('no auction');
    return auction;
  }

  override give(
    command: RoomCommand,
    by?: Parameters<Stream<RoomState, RoomCommand, RoomEvent>['give']>[1],
  ) {
    const decision = super.give(command, by);
    for (const event of decision.events) {
      this.sources.push({ n: this.sources.length, atMs: this.at, bySeatId: null, event });
    }
    return decision;
  }

  act(command: AuctionCommand, by = 'moderator'): void {
    this.must({ type: 'Auction', auctionId: 'sale', command }, seat(by));
  }

  bid(teamId: string, bid: BidRequest): void {
    const { round } = this.auction;
    this.act({ type: 'PlaceBid', teamId, round, bid }, `${teamId}-lead`);
  }

  refusedBid(teamId: string, bid: BidRequest): string | undefined {
    const command = { type: 'PlaceBid', teamId, round: this.auction.round, bid } as const;
    return this.refusalOf({ type: 'Auction', auctionId: 'sale', command }, seat(`${teamId}-lead`));
  }

  /** Lets time run to whatever the auction waits for next, and answers what it asks. */
  next(): void {
    this.at = ((auctionWakeAt(this.auction) ?? this.at) + 1) as typeof this.at;
    this.must({ type: 'Tick' });
    const { auction } = this;
    const asked =
      auction.rules.format === 'package' ? packages.asks?.(auction as never) : undefined;
    if (asked && 'sale' in asked)
      this.must({
        type: 'Auction',
        auctionId: 'sale',
        command: { type: 'SettleAward', answer: answerTo(asked) },
      });
  }

  /** Lets time run until the auction is over. */
  toEnd(): void {
    for (let turn = 0; this.auction.phase === 'running'; turn += 1) {
      if (turn > 500) throw new Error('the auction does not end');
      this.next();
    }
  }

  /** The report as a server makes it; undefined where there is none. */
  report(viewer: Viewer): Report | undefined {
    const view = viewRoom(this.state, viewer);
    const auction = view.auctions['sale'];
    if (!auction || !hasReport(auction)) return undefined;
    const lines = this.sources.flatMap(
      (source) => reportLine(this.state, viewer, 'sale', source) ?? [],
    );
    const links = this.sources.flatMap(
      (source) => reportLink(this.state, viewer, 'sale', source) ?? [],
    );
    return reportOf({ view, viewer, auction, lines, links });
  }
}

/** A table of a report by its section and place. Throws Error where it is not there. */
export const tableIn = (report: Report | undefined, id: string, place = 0): ReportTable => {
  const table = report?.sections.find((section) => section.id === id)?.tables[place];
  if (!table) throw new Error(`no table ${String(place)} in ${id}`);
  return table;
};

export const sectionIn = (report: Report | undefined, id: string) => {
  const section = report?.sections.find((each) => each.id === id);
  if (!section) throw new Error(`no section ${id}`);
  return section;
};
