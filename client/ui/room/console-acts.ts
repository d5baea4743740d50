// What the moderator may do at this moment of an auction, and the one act that is next. From the view alone.

import type { AuctionView } from '../../../shared/room/view-types.ts';
import { countdown } from '../../format/times.ts';
import { turnOf } from '../../words/turns.ts';

export type NextAct =
  | {
      readonly kind: 'schedule' | 'start' | 'open' | 'pause' | 'resume' | 'certify';
      readonly label: string;
    }
  | { readonly kind: 'none'; readonly label: string };

const waits = ({ terms }: AuctionView): NextAct => ({
  kind: 'none',
  label:
    terms?.nowHash === undefined
      ? 'The agreed terms were opened again: they have to be agreed first.'
      : 'The agreed terms changed: confirm under “Agreed terms” first.',
});

/** The one obvious next act, with the words on its button. */
export const nextAct = (auction: AuctionView): NextAct => {
  const { phase } = auction;
  const { name, first, lastsMs = 0 } = turnOf(auction);
  const length = lastsMs > 0 ? ` · ${countdown(lastsMs)}` : '';
  switch (phase) {
    case 'draft':
      return { kind: 'schedule', label: 'Schedule' };
    case 'scheduled':
      if (auction.terms?.isOlder) return waits(auction);
      return { kind: 'start', label: `Start ${first}${length}` };
    case 'running':
      return runningAct(auction, length);
    case 'provisional':
      if (auction.terms?.isOlder) return waits(auction);
      return { kind: 'certify', label: 'Certify the awards' };
    case 'certified':
      return { kind: 'none', label: 'Certified. Nothing is left to do.' };
    case 'no-sale':
      return { kind: 'none', label: `${name} ended without a sale.` };
    case 'cancelled':
      return { kind: 'none', label: 'The auction was cancelled.' };
  }
};

const runningAct = (auction: AuctionView, length: string): NextAct => {
  const { pause, stage, terms } = auction;
  const { running, next } = turnOf(auction);
  if (pause?.resumesAtMs !== undefined) return { kind: 'none', label: 'Resuming.' };
  if (terms?.isOlder) return waits(auction);
  if (pause) return { kind: 'resume', label: 'Resume' };
  if (auction.format === 'package' && auction.isComputing) {
    return { kind: 'none', label: 'The award is being computed.' };
  }
  if (stage === 'bidding') return { kind: 'pause', label: `Pause ${running}` };
  return { kind: 'open', label: `Open ${next}${length}` };
};

export interface SideActs {
  readonly mayPause: boolean;
  readonly mayExtend: boolean;
  readonly mayAmend: boolean;
  readonly mayVoid: boolean;
  readonly maySurrogate: boolean;
  readonly mayExclude: boolean;
  readonly mayCancel: boolean;
  readonly maySetEligibility: boolean;
}

/** Acts beside the next one; what cannot work is not offered. */
export const sideActs = (auction: AuctionView): SideActs => {
  const { phase, stage, pause, round } = auction;
  const isRunning = phase === 'running';
  const isOpen = isRunning && stage === 'bidding';
  return {
    mayPause: isRunning && stage === 'results' && !pause,
    mayExtend: isOpen && !pause && turnOf(auction).isExtendable,
    mayAmend: phase === 'scheduled' || (isRunning && (stage === 'results' || pause !== undefined)),
    mayVoid: round > 0 && (isRunning || phase === 'provisional' || phase === 'no-sale'),
    maySurrogate: isOpen && !pause,
    mayExclude: phase === 'scheduled' || isRunning,
    mayCancel: phase === 'draft' || phase === 'scheduled' || isRunning || phase === 'provisional',
    maySetEligibility: phase === 'draft' || phase === 'scheduled',
  };
};

/** Rounds that a void may go back to, latest first; 0 is before round 1. */
export const voidTargets = ({ rounds, stage, phase }: AuctionView): readonly number[] => {
  const closed = Object.keys(rounds).length;
  const last = phase === 'running' && stage === 'bidding' ? closed : closed - 1;
  return Array.from({ length: Math.max(0, last + 1) }, (_, index) => last - index);
};
