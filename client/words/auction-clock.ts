// What the clock says: digits, words, and how much of the time is left. Pure: told the server's time.

import type { AuctionView } from '../../shared/room/view-types.ts';
import { clockTimeWithZone, countdown, dayAndTime } from '../format/times.ts';
import type { Turn } from './turns.ts';
import { turnOf } from './turns.ts';

export interface ClockFace {
  /** Only `last-call`, `paused` and `closed` have colours; each has its word in `phase`. */
  readonly state: 'waiting' | 'running' | 'last-call' | 'paused' | 'closed';
  /** `1:42`; dashes while the time is not known; empty where nothing counts down. */
  readonly digits: string;
  readonly phase: string;
  /** When what happens, or what is waited for. */
  readonly detail: string;
  /** 0 to 1 of the round or gap; absent where nothing runs. */
  readonly share?: number;
  /** Said at once by a screen reader; empty most of the time. */
  readonly alert: string;
}

const LAST_CALL_MS = 30_000;
const DAY_MS = 86_400_000;
const NO_DIGITS = '–:––';

/** The face for an auction, or for a room without one. `serverNow` 0 means: not known yet. */
export const clockFace = (auction: AuctionView | undefined, serverNow: number): ClockFace => {
  if (!auction) return still('waiting', 'No auction', 'nothing is scheduled in this room');
  switch (auction.phase) {
    case 'draft':
      return still('waiting', 'Being prepared', 'the moderator schedules the auction');
    case 'scheduled':
      return scheduledFace(auction, serverNow);
    case 'running':
      return auction.pause ? pausedFace(auction, serverNow) : runningFace(auction, serverNow);
    case 'provisional':
      return still('closed', 'Closed', 'result provisional until certified');
    case 'certified':
      return still('closed', 'Certified', 'the awards are final');
    case 'no-sale':
      return still('closed', 'Closed, no sale', 'no lot was sold');
    case 'cancelled':
      return still('closed', 'Cancelled', auction.endReason ?? '');
  }
};

const still = (state: ClockFace['state'], phase: string, detail: string): ClockFace => ({
  state,
  digits: '',
  phase,
  detail,
  alert: '',
});

const left = (dueMs: number | undefined, serverNow: number): number | undefined =>
  dueMs === undefined || serverNow === 0 ? undefined : Math.max(0, dueMs - serverNow);

const digitsOf = (leftMs: number | undefined): string =>
  leftMs === undefined ? NO_DIGITS : countdown(leftMs);

const shareOf = (leftMs: number | undefined, wholeMs: number): { share?: number } =>
  leftMs === undefined || wholeMs <= 0 ? {} : { share: Math.min(1, leftMs / wholeMs) };

/** Time between two rounds, where the rules have any. */
const gapOf = ({ rules }: AuctionView): number => ('gapMs' in rules ? rules.gapMs : 0);

const scheduledFace = (auction: AuctionView, serverNow: number): ClockFace => {
  const { startsAtMs } = auction;
  const { first, opening } = turnOf(auction);
  if (startsAtMs === undefined)
    return still('waiting', 'Scheduled', `the moderator starts ${first}`);
  const leftMs = left(startsAtMs, serverNow);
  const isFar = leftMs !== undefined && leftMs >= DAY_MS;
  const when = isFar ? dayAndTime(startsAtMs) : clockTimeWithZone(startsAtMs);
  return {
    state: 'waiting',
    digits: isFar ? '' : digitsOf(leftMs),
    phase: 'Scheduled',
    detail: `${opening} ${when}`,
    alert: '',
  };
};

const pausedFace = (auction: AuctionView, serverNow: number): ClockFace => {
  const { pause, stage } = auction;
  const { name, leftMs: remainingMs = 0, lengthMs } = turnOf(auction);
  const what = stage === 'bidding' ? name : 'Between rounds';
  const resumesMs = left(pause?.resumesAtMs, serverNow);
  const wholeMs = stage === 'bidding' ? lengthMs : gapOf(auction);
  const isResuming = pause?.resumesAtMs !== undefined;
  return {
    state: 'paused',
    digits: countdown(remainingMs),
    phase: `${what} · paused`,
    detail: isResuming ? `resumes in ${digitsOf(resumesMs)}` : (pause?.reason ?? ''),
    ...shareOf(remainingMs, wholeMs),
    alert: isResuming
      ? 'The auction resumes shortly.'
      : `The auction is paused: ${pause?.reason ?? ''}`,
  };
};

const runningFace = (auction: AuctionView, serverNow: number): ClockFace => {
  const { stage, nextRoundAtMs } = auction;
  const turn = turnOf(auction);
  if (stage === 'bidding') return biddingFace(turn, left(turn.dueAtMs, serverNow));
  const leftMs = left(nextRoundAtMs, serverNow);
  const { name, next } = turn;
  return {
    state: 'waiting',
    digits: nextRoundAtMs === undefined ? '' : digitsOf(leftMs),
    phase: `${name} · closed`,
    detail:
      nextRoundAtMs === undefined
        ? `the moderator opens ${next}`
        : `${next} opens ${clockTimeWithZone(nextRoundAtMs)}`,
    ...shareOf(leftMs, gapOf(auction)),
    alert: '',
  };
};

const biddingFace = (turn: Turn, leftMs: number | undefined): ClockFace => {
  const { name, due, dueAtMs, lengthMs, called } = turn;
  const isLastCall = called !== '' && leftMs !== undefined && leftMs <= LAST_CALL_MS;
  const isOver = called !== '' && leftMs === 0;
  const word = isOver ? 'closing' : isLastCall ? 'last call' : 'bidding';
  return {
    state: isLastCall ? 'last-call' : 'running',
    digits: digitsOf(leftMs),
    phase: `${name} · ${word}`,
    detail: dueAtMs === undefined ? '' : `${due} ${clockTimeWithZone(dueAtMs)}`,
    ...shareOf(leftMs, lengthMs),
    alert: isLastCall && !isOver ? `${called}: last 30 seconds.` : '',
  };
};
