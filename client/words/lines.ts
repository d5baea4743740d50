// A line in three states: good, weak, gone. A team's is that of its best page, from what its pages reported last.

import type { LineState } from '../../shared/room/help-types.ts';
import type { Measured } from '../../shared/room/line-state.ts';
import { lineStateOf } from '../../shared/room/line-state.ts';
import type { SeatView } from '../../shared/room/view-types.ts';
import { shortSpan } from '../format/times.ts';
import type { TeamLines } from '../net/connection.ts';

export interface TeamLineWords {
  readonly tone: 'agreed' | 'warn' | 'stop';
  readonly shape: string;
  readonly words: string;
}

const MARKS: Readonly<Record<LineState, Omit<TeamLineWords, 'words'>>> = {
  good: { tone: 'agreed', shape: '●' },
  weak: { tone: 'warn', shape: '▲' },
  gone: { tone: 'stop', shape: '■' },
};

/** A line as it is shown: its state by colour, shape and word, and the numbers behind it. */
export const lineWords = (line: Measured | undefined, nowMs: number): TeamLineWords => {
  const state = lineStateOf(line, nowMs);
  const mark = MARKS[state];
  if (!line) return { ...mark, words: 'gone · no line' };
  if (state === 'gone') {
    return { ...mark, words: `gone · silent for ${shortSpan(nowMs - line.atMs)}` };
  }
  const numbers = `${shortSpan(line.roundTripMs)} ±${shortSpan(line.clockErrorMs)}`;
  return { ...mark, words: `${state} · ${numbers}` };
};

const ORDER: readonly LineState[] = ['good', 'weak', 'gone'];

/** The line of the team's best page. */
export const lineOfTeam = (of: {
  readonly teamId: string;
  readonly lines: TeamLines;
  readonly seats: Readonly<Record<string, SeatView>>;
  readonly serverNow: number;
}): TeamLineWords => {
  const { teamId, lines, seats, serverNow } = of;
  const rank = (line: Measured): number => ORDER.indexOf(lineStateOf(line, serverNow));
  const [best] = Object.entries(lines)
    .filter(([seatId]) => seats[seatId]?.teamId === teamId)
    .map(([, report]) => report)
    .sort((a, b) => rank(a) - rank(b) || b.atMs - a.atMs);
  return lineWords(best, serverNow);
};
