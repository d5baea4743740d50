// Evidence of lines in reports: each team its own with the numbers, the regulator all, the moderator states, and for
// everybody else it changes not one byte.

import { describe, expect, it } from 'vitest';
import type { LineFacts, LineOccasion } from '../../shared/room/help-types.ts';
import type { Viewer } from '../../shared/room/view-types.ts';
import { SYSTEM } from '../../shared/kernel/decider.ts';
import { epochMs, mills } from '../../shared/kernel/units.ts';
import { reportCsv } from '../../shared/report/report-csv.ts';
import { reportDocument } from '../../server/export/report-pdf.ts';
import { LOTS_A, clockRules } from '../support/auction.ts';
import { ReportedRoom, SHIPPERS, VIEWERS, tableIn } from '../support/reported-room.ts';

const MODERATOR: Viewer = { kind: 'moderator' };
const REGULATOR: Viewer = { kind: 'regulator' };
const team = (teamId: string): Viewer => ({ kind: 'team', teamId });

const note = (room: ReportedRoom, occasion: LineOccasion, lines: readonly LineFacts[]): void => {
  room.must({ type: 'NoteLines', occasion, lines }, SYSTEM);
};

/** A sale of one round whose lines were noted before, meanwhile, at its end and long after it; told by seat. */
const noted = (measuredMs: number, seats: readonly string[] = ['harbor-lead']): ReportedRoom => {
  const room = new ReportedRoom({ rules: clockRules(), lots: LOTS_A, points: 6 });
  const facts = (seatId: string, missed: number): LineFacts => ({
    ...{ seatId, state: missed > 0 ? 'weak' : 'good', missed, roundTripMs: measuredMs },
    ...{ clockErrorMs: 7, heartbeatAtMs: epochMs(room.at) },
  });
  for (const teamId of SHIPPERS) {
    room.bid(teamId, { lotId: 'q', quantityBlocks: 2, priceMills: mills(2_400) });
  }
  note(
    room,
    'changed',
    seats.map((seatId) => facts(seatId, 2)),
  );
  room.toEnd();
  note(
    room,
    'round-closed',
    seats.map((seatId) => facts(seatId, 0)),
  );
  room.at = epochMs(room.at + 600_000);
  note(room, 'changed', [{ seatId: 'harbor-lead', state: 'gone', missed: 61 }]);
  return room;
};

const sectionsOf = (room: ReportedRoom, viewer: Viewer): readonly string[] =>
  room.report(viewer)?.sections.map(({ id }) => id) ?? [];

describe('[REP6] lines in the report on an auction', () => {
  it('the team reads its own with all numbers, as far as they were noted while it ran', () => {
    const report = noted(312).report(team('harbor'));
    const bySeat = tableIn(report, 'lines');
    expect(bySeat.columns.map(({ label }) => label)).toContain('Longest round trip, ms');
    expect(bySeat.rows.map((row) => row.slice(0, 8))).toEqual([
      ['Harbor Parcel', 'Grace Mbeki', 1, 1, 0, 312, 7, 2],
    ]);
    const oneByOne = tableIn(report, 'lines', 1);
    expect(oneByOne.rows.map((row) => row.slice(3, 8))).toEqual([
      ['the line changed', 'weak', 312, 7, 2],
      ['a round closed', 'good', 312, 7, 0],
    ]);
  });

  it('the regulator reads the same of all teams, the moderator the states alone', () => {
    const room = noted(312, ['harbor-lead', 'northwind-lead', 'usps-lead']);
    expect(tableIn(room.report(REGULATOR), 'lines').rows).toHaveLength(3);
    expect(JSON.stringify(room.report(REGULATOR))).toContain('312');
    const states = tableIn(room.report(MODERATOR), 'lines');
    expect(states.columns.map(({ label }) => label)).toEqual([
      'Team',
      'Seat',
      'Good',
      'Weak',
      'Gone',
    ]);
    expect(states.rows).toHaveLength(3);
    const labels = tableIn(room.report(MODERATOR), 'lines', 1).columns.map(({ label }) => label);
    expect(labels).toEqual(['When', 'Team', 'Seat', 'Noted as', 'State']);
  });

  it('what is measured of one team changes nothing for its rivals, the other side and the public', () => {
    const rooms = [noted(10), noted(312), noted(312, [])] as const;
    const others = VIEWERS.filter(
      (viewer) =>
        viewer.kind === 'public' || (viewer.kind === 'team' && viewer.teamId !== 'harbor'),
    );
    expect(others.length).toBeGreaterThan(3);
    for (const viewer of others) {
      const [first, ...rest] = rooms.map((room) => {
        const report = room.report(viewer);
        return report && JSON.stringify([reportCsv(report), reportDocument(report)]);
      });
      expect(first).toBeDefined();
      expect(rest).toEqual([first, first]);
      expect(sectionsOf(rooms[0], viewer)).not.toContain('lines');
    }
    // To the moderator numbers are nothing either; that there are notes is.
    const seen = rooms.map((room) => JSON.stringify(room.report(MODERATOR)));
    expect(seen[0]).toBe(seen[1]);
    expect(seen[2]).not.toBe(seen[0]);
  });

  it('a round of another auction of the room that was held meanwhile is not in it', () => {
    const room = new ReportedRoom({ rules: clockRules(), lots: LOTS_A, points: 6 });
    const facts = { seatId: 'harbor-lead', state: 'good', missed: 0 } as const;
    const closed = (auctionIds: readonly string[], roundTripMs: number): void => {
      const lines = [{ ...facts, roundTripMs }];
      room.must({ type: 'NoteLines', occasion: 'round-closed', auctionIds, lines }, SYSTEM);
    };
    closed(['other'], 11);
    closed(['other', 'sale'], 12);
    // From before notes named auctions.
    note(room, 'round-closed', [{ ...facts, roundTripMs: 13 }]);
    note(room, 'changed', [{ ...facts, roundTripMs: 14 }]);
    room.toEnd();
    closed(['sale'], 15);
    closed(['other'], 16);
    const rows = tableIn(room.report(team('harbor')), 'lines', 1).rows;
    expect(rows.map((row) => row[5])).toEqual([12, 13, 14, 15]);
    const bySeat = tableIn(room.report(team('harbor')), 'lines').rows;
    expect(bySeat.map((row) => row[2])).toEqual([4]);
  });

  it('page, PDF and CSV have it', () => {
    const report = noted(312).report(team('harbor'));
    if (!report) throw new Error('no report');
    expect(reportCsv(report)).toContain('Grace Mbeki');
    expect(reportCsv(report)).toContain('312');
    expect(JSON.stringify(reportDocument(report))).toContain('312');
  });
});
