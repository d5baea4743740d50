// A team's line in three states: good, slow, silent. From what its pages reported last, the best of them.

import type { SeatView } from '../../shared/room/view-types.ts';
import { shortSpan } from '../format/times.ts';
import type { TeamLines } from '../net/connection.ts';

export interface TeamLineWords {
  readonly tone: 'agreed' | 'warn' | 'stop';
  readonly shape: string;
  readonly words: string;
}

const SLOW_ROUND_TRIP_MS = 250;
/** Pages report every ten seconds; two missed reports are silence. */
const SILENT_AFTER_MS = 25_000;

/** The line of the team's best page. */
export const lineOfTeam = (of: {
  readonly teamId: string;
  readonly lines: TeamLines;
  readonly seats: Readonly<Record<string, SeatView>>;
  readonly serverNow: number;
}): TeamLineWords => {
  const { teamId, lines, seats, serverNow } = of;
  const reports = Object.entries(lines)
    .filter(([seatId]) => seats[seatId]?.teamId === teamId)
    .map(([, report]) => report);
  if (reports.length === 0) return { tone: 'stop', shape: '■', words: 'no line' };
  const fresh = reports
    .filter(({ atMs }) => serverNow - atMs < SILENT_AFTER_MS)
    .sort((a, b) => a.roundTripMs - b.roundTripMs)[0];
  if (!fresh) {
    const last = Math.max(...reports.map(({ atMs }) => atMs));
    return { tone: 'stop', shape: '■', words: `silent for ${shortSpan(serverNow - last)}` };
  }
  const words = `${shortSpan(fresh.roundTripMs)} ±${shortSpan(fresh.clockErrorMs)}`;
  return fresh.roundTripMs <= SLOW_ROUND_TRIP_MS
    ? { tone: 'agreed', shape: '●', words }
    : { tone: 'warn', shape: '▲', words };
};
