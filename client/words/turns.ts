// What a format calls its rounds, and which of its closes comes next: for the clock in the bar, the console and the
// reasons why no bid can be made. A format without words of its own counts rounds.

import type { FormatId } from '../../shared/auction/types.ts';
import type { AuctionView, AuctionViewOf } from '../../shared/room/view-types.ts';

/** How a sentence names what opens and closes. */
export interface Turn {
  /** What is open, or was last. Begins a sentence. */
  readonly name: string;
  /** The same within a sentence. */
  readonly running: string;
  /** What the start opens. */
  readonly first: string;
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
}

const round = (auction: AuctionView, lengthMs: number): Turn => ({
  name: `Round ${String(auction.round)}`,
  running: `round ${String(auction.round)}`,
  first: 'round 1',
  next: `round ${String(auction.round + 1)}`,
  closing: '',
  closesAtMs: auction.closesAtMs,
  leftMs: auction.pause?.remainingMs,
  lengthMs,
  then:
    'rounds' in auction.rules && auction.rules.rounds === 'automatic'
      ? 'the next round follows'
      : 'you open the next',
});

type Turns = { readonly [F in FormatId]?: (auction: AuctionViewOf<F>) => Turn };

const TURNS: Turns = {
  clock: (auction) => round(auction, auction.rules.roundMs),
};

/** How things stand between openings and closes. */
export const turnOf = (auction: AuctionView): Turn => {
  // Each is given auctions of its format only, which the type of a record cannot say.
  const own = TURNS[auction.format] as ((auction: AuctionView) => Turn) | undefined;
  return own?.(auction) ?? round(auction, 0);
};
