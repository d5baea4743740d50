// The kinds of bots that a rehearsal knows, and how each of them differs from the plainest one. What a kind does is
// said here as numbers; how a bid of a format is made of it is in offers.ts.

import type { SeatId, TeamId } from '../kernel/ids.ts';

export const BOT_KINDS = [
  'truthful',
  'incremental',
  'sniper',
  'disconnecting',
  'typo',
  'colluding',
] as const;

/**
 * `truthful` bids what the blocks are worth to it. `incremental` bids the least that is taken, and gives up block by
 * block. `sniper` bids in the last moments. `disconnecting` loses its line again and again. `typo` types wrong prices
 * and quantities. `colluding` parts the lots with one other bot and does not bid on that one's.
 */
export type BotKind = (typeof BOT_KINDS)[number];

/** A bot at its seat. */
export interface SeatedBot {
  readonly seatId: SeatId;
  readonly teamId: TeamId;
  readonly kind: BotKind;
  /** Place among the bots of the room, from 0; colluding ones pair up by it. */
  readonly place: number;
}

/** How a kind bids. */
export interface BotStyle {
  /** How far it goes, in thousandths of what the blocks are worth to it. */
  readonly reachPerMille: number;
  /** By the least that is taken, rather than by all that it would pay. */
  readonly isStepwise: boolean;
  /** Acts only when this much is left, in thousandths of the time that a round or lot has; 1,000: at once. */
  readonly lastPerMille: number;
  /** Loses its line before one in so many looks; 0: never. */
  readonly dropsOneIn: number;
  /** Mistypes one in so many bids; 0: never. */
  readonly slipsOneIn: number;
  /** Bids on every other lot only, the other of its pair on the rest. */
  readonly sharesLots: boolean;
}

const PLAIN: BotStyle = {
  reachPerMille: 1_000,
  isStepwise: false,
  lastPerMille: 1_000,
  dropsOneIn: 0,
  slipsOneIn: 0,
  sharesLots: false,
};

/** The style of each kind. */
export const BOT_STYLES: Readonly<Record<BotKind, BotStyle>> = {
  truthful: PLAIN,
  incremental: { ...PLAIN, isStepwise: true },
  sniper: { ...PLAIN, lastPerMille: 120 },
  disconnecting: { ...PLAIN, isStepwise: true, dropsOneIn: 4 },
  typo: { ...PLAIN, isStepwise: true, slipsOneIn: 3 },
  colluding: { ...PLAIN, reachPerMille: 700, isStepwise: true, sharesLots: true },
};

/** Kinds for so many bots, in the order given, again from the first; colluding ones always as a pair. */
export const kindsFor = (
  count: number,
  kinds: readonly BotKind[] = BOT_KINDS,
): readonly BotKind[] => {
  const round = kinds.flatMap((kind) => (kind === 'colluding' ? [kind, kind] : [kind]));
  return Array.from({ length: count }, (_, place) => round[place % round.length] ?? 'truthful');
};
