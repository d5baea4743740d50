// What a format calls its rounds, and which of its closes comes next: for the clock in the bar, the console and the
// reasons why no bid can be made. A format without words of its own counts rounds.

import type { FormatId } from '../../shared/auction/types.ts';
import type { AuctionView, AuctionViewOf, EnglishView } from '../../shared/room/view-types.ts';

/** How a sentence names what opens and closes. */
export interface Turn {
  /** What is open, or was last. Begins a sentence. */
  readonly name: string;
  readonly verb: 'is' | 'are';
  /** The same within a sentence. */
  readonly running: string;
  /** What the start opens. */
  readonly first: string;
  /** The same as a clause. */
  readonly opening: string;
  /** What opens after this. */
  readonly next: string;
  /** What the next close closes, where it is not all of it. */
  readonly closing: string;
  /** The next close, while something is open and nothing paused. */
  readonly closesAtMs: number | undefined;
  /** Time left to the next close, or to what follows, while paused. */
  readonly leftMs: number | undefined;
  /** From the opening to the close, if nothing moves it. */
  readonly lengthMs: number;
  /** What comes after the close. */
  readonly then: string;
  /** The end of a round, as a place to go back to. */
  readonly endOf: (round: number) => string;
}

const round = (auction: AuctionView, lengthMs: number): Turn => ({
  name: `Round ${String(auction.round)}`,
  verb: 'is',
  running: `round ${String(auction.round)}`,
  first: 'round 1',
  opening: 'round 1 opens',
  next: `round ${String(auction.round + 1)}`,
  closing: '',
  closesAtMs: auction.closesAtMs,
  leftMs: auction.pause?.remainingMs,
  lengthMs,
  then:
    'rounds' in auction.rules && auction.rules.rounds === 'automatic'
      ? 'the next round follows'
      : 'you open the next',
  endOf: (ended) => `the end of round ${String(ended)}`,
});

interface Due {
  readonly name: string;
  readonly dueMs: number;
}

/** Open lots with their close, or while paused the time left to it; the next to close first. */
const dueLots = ({ lots, prices }: EnglishView): readonly Due[] =>
  Object.values(lots)
    .flatMap(({ id, name, order }) => {
      const { closesAtMs, remainingMs } = prices[id] ?? {};
      const dueMs = closesAtMs ?? remainingMs;
      return dueMs === undefined ? [] : [{ name, dueMs, order }];
    })
    .sort((a, b) => a.dueMs - b.dueMs || a.order - b.order);

const english = (auction: EnglishView): Turn => {
  const { rules, pause, round: number } = auction;
  const byOrder = Object.values(auction.lots).sort((a, b) => a.order - b.order);
  const isInSequence = rules.lots === 'in-sequence';
  const lotOf = (place: number): string => byOrder[place - 1]?.name ?? `lot ${String(place)}`;
  const due = dueLots(auction);
  const next = due[0];
  const isTogether = due.every(({ dueMs }) => dueMs === next?.dueMs);
  const left = due.length > 0 ? due.length : byOrder.length;
  const several = `${String(left)} ${left === 1 ? 'lot' : 'lots'}`;
  const isAlone = isInSequence || byOrder.length === 1;
  const name = isAlone ? lotOf(Math.max(1, number)) : several;
  const after =
    rules.rounds === 'automatic' ? 'the next lot opens by itself' : 'you open the next lot';
  return {
    name,
    verb: isAlone || left === 1 ? 'is' : 'are',
    running: isAlone ? name : 'all lots',
    first: isAlone ? lotOf(1) : 'all lots',
    opening: isAlone ? `${lotOf(1)} opens` : 'all lots open',
    next: isInSequence ? lotOf(number + 1) : 'the next lots',
    closing: isAlone || isTogether ? '' : (next?.name ?? ''),
    closesAtMs: pause ? undefined : next?.dueMs,
    leftMs: pause && (next?.dueMs ?? pause.remainingMs),
    lengthMs:
      rules.softClose.kind === 'survival' ? rules.softClose.standsMs : rules.softClose.afterMs,
    then:
      isInSequence && number < byOrder.length
        ? after
        : due.length > 1 && !isTogether
          ? 'the others each for itself'
          : 'the auction ends',
    endOf: (ended) => (isInSequence ? `the close of ${lotOf(ended)}` : 'the close'),
  };
};

type Turns = { readonly [F in FormatId]?: (auction: AuctionViewOf<F>) => Turn };

const TURNS: Turns = {
  clock: (auction) => round(auction, auction.rules.roundMs),
  english,
};

/** How things stand between openings and closes. */
export const turnOf = (auction: AuctionView): Turn => {
  // Each is given auctions of its format only, which the type of a record cannot say.
  const own = TURNS[auction.format] as ((auction: AuctionView) => Turn) | undefined;
  return own?.(auction) ?? round(auction, 0);
};
