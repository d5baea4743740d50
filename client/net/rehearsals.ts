// Rehearsals over HTTP: make one, seat its bots again, read its report.

import type { Rejection } from '../../shared/kernel/rejection.ts';
import type { Result } from '../../shared/protocol/messages.ts';
import type { RehearsalReport } from '../../shared/rehearsal/report-types.ts';
import type { SeatPlace } from './api.ts';
import { call, roomPath } from './api.ts';

type Decided<T> =
  ({ readonly ok: true } & T) | { readonly ok: false; readonly rejection: Rejection };

export interface WantedRehearsal {
  readonly auctionId: string;
  readonly pace: 'short' | 'real';
  /** Teams whose seats are left to people. */
  readonly people: readonly string[];
}

/** Makes a rehearsal room; this browser then holds the same seat in it. */
export const startRehearsal = (
  place: SeatPlace,
  wanted: WantedRehearsal,
): Promise<Result<Decided<SeatPlace>>> => call('POST', roomPath(place, '/rehearsals'), wanted);

/** Brings the bots of a rehearsal back; 0 when they are there. */
export const seatBots = (place: SeatPlace): Promise<Result<{ readonly seated: number }>> =>
  call('POST', roomPath(place, '/bots'));

/** The report on a rehearsal that has ended. */
export const fetchRehearsalReport = (
  place: SeatPlace,
): Promise<Result<Decided<{ readonly report: RehearsalReport }>>> =>
  call('GET', roomPath(place, '/rehearsal'));
