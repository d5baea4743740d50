// What a format calls its rounds, and which instant of them comes next: for the clock in the bar, the console and the
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
  /** What happens at the next instant. */
  readonly due: string;
  /** The next instant, while something is open and nothing paused. */
  readonly dueAtMs: number | undefined;
  /** Time left to it, or to what follows, while paused. */
  readonly leftMs: number | undefined;
  /** From the instant before to the next, if nothing moves it. */
  readonly lengthMs: number;
  /** Whose last seconds are called out; empty: nobody's. */
  readonly called: string;
  /** When what is open ends, in words, for who runs it. */
  readonly ends: { readonly words: string; readonly atMs: number | undefined };
  /** How long what opens is open at least; absent where nobody can say. */
  readonly lastsMs?: number;
  /** What comes after the close. */
  readonly then: string;
  /** Whether the moderator can move the close. */
  readonly isExtendable: boolean;
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
  due: 'closes',
  dueAtMs: auction.closesAtMs,
  leftMs: auction.pause?.remainingMs,
  lengthMs,
  called: `Round ${String(auction.round)}`,
  ends: { words: 'Closes by itself', atMs: auction.closesAtMs },
  ...(lengthMs > 0 && { lastsMs: lengthMs }),
  then:
    'rounds' in auction.rules && auction.rules.rounds === 'automatic'
      ? 'the next round follows'
      : 'you open the next',
  isExtendable: true,
  endOf: (ended) => `the end of round ${String(ended)}`,
});

const sealed = (auction: AuctionViewOf<'sealed'>): Turn => {
  const { rules, round: number } = auction;
  const base = round(auction, rules.roundMs);
  const isLast = number >= rules.roundCount;
  const isOne = rules.roundCount === 1;
  return {
    ...base,
    ...(isOne
      ? {
          name: 'Sealed offers',
          verb: 'are',
          running: 'the sealed round',
          first: 'the sealed round',
        }
      : { name: `Round ${String(number)} of ${String(rules.roundCount)}` }),
    ...(isOne && { opening: 'offers can be made' }),
    due: isOne ? 'cut-off' : base.due,
    called: isOne ? 'The offers' : base.called,
    ends: { ...base.ends, words: 'Cut-off' },
    then: isLast ? 'the offers are opened and the auction ends' : base.then,
    isExtendable: false,
  };
};

const packages = (auction: AuctionViewOf<'package'>): Turn => {
  const base = round(auction, auction.rules.roundMs);
  return {
    ...base,
    name: 'Package offers',
    verb: 'are',
    running: 'the package round',
    first: 'the package round',
    opening: 'packages can be offered',
    due: auction.isComputing ? 'the award is being computed; cut-off' : 'cut-off',
    called: auction.isComputing ? '' : 'The offers',
    ends: auction.isComputing
      ? { words: 'The award is being computed', atMs: undefined }
      : { ...base.ends, words: 'Cut-off' },
    then: 'the award is computed and the auction ends',
    isExtendable: false,
    endOf: () => 'the award',
  };
};

/** Lots in the order in which they are sold one by one. */
const lotByLot = (auction: AuctionView) => {
  const names = Object.values(auction.lots)
    .sort((a, b) => a.order - b.order)
    .map(({ name }) => name);
  const at = (place: number): string => names[place - 1] ?? `lot ${String(place)}`;
  const isAutomatic = 'rounds' in auction.rules && auction.rules.rounds === 'automatic';
  const isLast = auction.round >= names.length;
  const after = isAutomatic ? 'the next lot opens by itself' : 'you open the next lot';
  return {
    name: at(Math.max(1, auction.round)),
    verb: 'is',
    running: at(Math.max(1, auction.round)),
    first: at(1),
    opening: `${at(1)} opens`,
    next: at(auction.round + 1),
    then: isLast ? 'the auction ends' : after,
    endOf: (ended: number) => `the close of ${at(ended)}`,
  } as const;
};

const dutch = (auction: AuctionViewOf<'dutch'>): Turn => {
  const open = Object.values(auction.prices).find(({ state }) => state === 'open');
  return {
    ...round(auction, auction.rules.stepMs),
    ...lotByLot(auction),
    due: 'the price moves',
    dueAtMs: open?.stepAtMs,
    leftMs: auction.pause && (open?.stepRemainingMs ?? auction.pause.remainingMs),
    called: '',
    ends: { words: 'Ends', atMs: auction.closesAtMs },
    lastsMs: 0,
    isExtendable: false,
  };
};

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
  const { rules, pause } = auction;
  const { softClose } = rules;
  const due = dueLots(auction);
  const next = due[0];
  const isTogether = due.every(({ dueMs }) => dueMs === next?.dueMs);
  const all = Object.keys(auction.lots).length;
  const left = due.length > 0 ? due.length : all;
  const isAlone = rules.lots === 'in-sequence' || all === 1;
  const closes = left === 1 ? 'closes' : 'close';
  const base = {
    ...round(auction, softClose.kind === 'survival' ? softClose.standsMs : softClose.afterMs),
    dueAtMs: pause ? undefined : next?.dueMs,
    leftMs: pause && (next?.dueMs ?? pause.remainingMs),
  };
  const ends = { words: 'Closes by itself', atMs: base.dueAtMs };
  if (isAlone) {
    const one = lotByLot(auction);
    return { ...base, ...one, called: one.name, ends };
  }
  const isFirst = !isTogether && next !== undefined;
  return {
    ...base,
    name: `${String(left)} ${left === 1 ? 'lot' : 'lots'}`,
    verb: left === 1 ? 'is' : 'are',
    running: 'all lots',
    first: 'all lots',
    opening: 'all lots open',
    due: isFirst ? `${next.name} closes` : closes,
    called: isFirst ? next.name : 'All lots',
    ends: isFirst ? { ...ends, words: `${next.name} closes by itself` } : ends,
    then: isTogether ? 'the auction ends' : 'the others each for itself',
    endOf: () => 'the close',
  };
};

type Turns = { readonly [F in FormatId]?: (auction: AuctionViewOf<F>) => Turn };

const TURNS: Turns = {
  clock: (auction) => round(auction, auction.rules.roundMs),
  english,
  sealed,
  dutch,
  package: packages,
};

/** How things stand between openings and closes. */
export const turnOf = (auction: AuctionView): Turn => {
  // Each is given auctions of its format only, which the type of a record cannot say.
  const own = TURNS[auction.format] as ((auction: AuctionView) => Turn) | undefined;
  return own?.(auction) ?? round(auction, 0);
};
