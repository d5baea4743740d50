// Evidence of lines in the report on an auction: what was noted of the seats' lines while it ran. Each viewer reads of
// those whose notes it may read in the record; the moderator reads states, the team itself and the regulator all numbers.

import type { AuctionId } from '../kernel/ids.ts';
import type { LineOccasion, LineState } from '../room/help-types.ts';
import type { FeedSource, RoomState } from '../room/types.ts';
import type { Viewer } from '../room/view-types.ts';
import type { Cell, ReportSection, ReportTable } from './report-types.ts';
import { mayReadHelp } from '../room/help.ts';

/** What was noted of one line at one moment. */
export interface ReportLink {
  readonly atMs: number;
  readonly team: string;
  readonly seat: string;
  readonly occasion: LineOccasion;
  readonly state: LineState;
  /** As measured; absent for who reads states alone. */
  readonly measured?: {
    readonly missed: number;
    readonly roundTripMs: number | null;
    readonly clockErrorMs: number | null;
    readonly heartbeatAtMs: number | null;
  };
}

/** The lines of its last round are noted just after an auction has ended. */
const AFTERWARDS_MS = 5_000;

const OCCASIONS: Readonly<Record<LineOccasion, string>> = {
  'round-closed': 'a round closed',
  problem: 'the team told a problem',
  changed: 'the line changed',
};

/**
 * An event as evidence of a line while an auction ran, to a viewer (HLP5, REP6); undefined when it is none, not for this
 * viewer, or noted for a round of another auction.
 */
export const reportLink = (
  room: RoomState,
  viewer: Viewer,
  auctionId: AuctionId,
  { event, atMs }: FeedSource,
): ReportLink | undefined => {
  if (event.type !== 'LineNoted' || !mayReadHelp(room, viewer, event)) return undefined;
  const { seatId, teamId, occasion, state, missed, auctionIds } = event;
  // A round of another auction of the room that was held at the same time.
  if (auctionIds && !auctionIds.includes(auctionId)) return undefined;
  const { roundTripMs = null, clockErrorMs = null, heartbeatAtMs = null } = event;
  return {
    ...{ atMs, occasion, state },
    team: room.teams[teamId]?.name ?? teamId,
    seat: room.seats[seatId]?.name ?? seatId,
    ...(viewer.kind !== 'moderator' && {
      measured: { missed, roundTripMs, clockErrorMs, heartbeatAtMs },
    }),
  };
};

const most = (values: readonly (number | null | undefined)[]): number | null =>
  values.reduce<number | null>(
    (so, value) => (value === null || value === undefined ? so : Math.max(so ?? value, value)),
    null,
  );

const bySeat = (links: readonly ReportLink[]): ReportTable => {
  const seats = Map.groupBy(links, ({ team, seat }) => `${team}\n${seat}`);
  const rows = [...seats].map(([key, noted]): readonly Cell[] => {
    const [team = '', seat = ''] = key.split('\n');
    const times = (state: LineState): number => noted.filter((link) => link.state === state).length;
    const measured = noted.map((link) => link.measured);
    return [
      ...[team, seat, times('good'), times('weak'), times('gone')],
      most(measured.map((one) => one?.roundTripMs)),
      most(measured.map((one) => one?.clockErrorMs)),
      most(measured.map((one) => one?.missed)),
      most(measured.map((one) => one?.heartbeatAtMs)),
    ];
  });
  return {
    caption: 'Lines by seat: how often each was noted as what',
    columns: [
      { label: 'Team', measure: 'text' },
      { label: 'Seat', measure: 'text' },
      { label: 'Good', measure: 'count' },
      { label: 'Weak', measure: 'count' },
      { label: 'Gone', measure: 'count' },
      { label: 'Longest round trip, ms', measure: 'count' },
      { label: 'Largest clock error, ms', measure: 'count' },
      { label: 'Heartbeats missed', measure: 'count' },
      { label: 'Last heartbeat', measure: 'time' },
    ],
    rows: rows.sort((a, b) => (String(a.slice(0, 2)) < String(b.slice(0, 2)) ? -1 : 1)),
  };
};

const oneByOne = (links: readonly ReportLink[]): ReportTable => ({
  caption: 'What was noted when',
  columns: [
    { label: 'When', measure: 'time' },
    { label: 'Team', measure: 'text' },
    { label: 'Seat', measure: 'text' },
    { label: 'Noted as', measure: 'text' },
    { label: 'State', measure: 'text' },
    { label: 'Round trip, ms', measure: 'count' },
    { label: 'Clock error, ms', measure: 'count' },
    { label: 'Heartbeats missed', measure: 'count' },
    { label: 'Last heartbeat', measure: 'time' },
  ],
  rows: links.map(({ atMs, team, seat, occasion, state, measured }): readonly Cell[] => [
    ...[atMs, team, seat, OCCASIONS[occasion], state],
    ...[measured?.roundTripMs ?? null, measured?.clockErrorMs ?? null],
    ...[measured?.missed ?? null, measured?.heartbeatAtMs ?? null],
  ]),
});

/** Lines while an auction ran, as sections; none for whoever reads of no line. Times are EpochMs. */
export const linksSections = (
  links: readonly ReportLink[],
  { startedAtMs, endedAtMs }: Readonly<Record<'startedAtMs' | 'endedAtMs', number | undefined>>,
): readonly ReportSection[] => {
  if (startedAtMs === undefined || endedAtMs === undefined) return [];
  const meanwhile = links.filter(
    ({ atMs }) => atMs >= startedAtMs && atMs <= endedAtMs + AFTERWARDS_MS,
  );
  if (meanwhile.length === 0) return [];
  return [
    {
      id: 'lines',
      title: 'Lines',
      notes: [
        'What the server knew of the lines of seats while the auction ran: at the close of each round, when a team told a problem, and when a line changed.',
      ],
      tables: [bySeat(meanwhile), oneByOne(meanwhile)],
    },
  ];
};
