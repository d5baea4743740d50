// What a clock of very many lots does differently at its close and its end: the book is frozen, the close is computed
// outside and its answer ends the round (rules BIG2 to BIG4). Everything else is the clock's.

import type { EpochMs } from '../../kernel/units.ts';
import type { LotId } from '../../kernel/ids.ts';
import type { AuctionOf, EventOf, RoundOpened } from '../types.ts';
import type { Asked, Found, Outcome } from './format.ts';
import type { LargeClock } from './clock-types.ts';
import type { LargeAnswer, LargeQuestion } from './large-round.ts';
import { reject } from '../../kernel/rejection.ts';
import { after } from '../../kernel/units.ts';
import { nextClockPrice } from './clock-prices.ts';
import { denseColumn } from './columns.ts';
import { largeQuestion } from './large-round.ts';
import { largePart, lotList, valuesOf } from './large.ts';

type Clock = AuctionOf<'clock'>;

/** The round that follows the last closed one, or the first: its prices as columns. */
export const openLarge = (auction: Clock, round: number, at: EpochMs): RoundOpened<'clock'> => {
  const { direction, incrementBp, roundMs } = auction.rules;
  const lots = lotList(auction);
  const posted = auction.clock.results.at(-1)?.columns?.postedMills;
  const start = posted ?? denseColumn(lots.map(({ openingPriceMills }) => openingPriceMills));
  const starts = valuesOf(start, lots.length);
  const clock =
    round === 1
      ? start
      : denseColumn(
          lots.map((lot, place) =>
            nextClockPrice(
              lot,
              direction,
              starts[place] as typeof lot.openingPriceMills,
              incrementBp,
            ),
          ),
        );
  return {
    ...{ type: 'RoundOpened', round, closesAtMs: after(at, roundMs) },
    ...{ startPricesMills: {}, clockPricesMills: {} },
    columns: { startMills: start, clockMills: clock },
  };
};

/** Freezes the book at the close, whenever the timer fires (BIG2). */
export const freeze = ({ round, closesAtMs }: Clock, at: EpochMs): readonly EventOf<'clock'>[] => [
  { type: 'BookFrozen', round, closedAtMs: closesAtMs ?? at },
];

/** A host asks after each change; a frozen book asks the same until what it depends on is another. */
const ASKED = new WeakMap<LargeClock, LargeQuestion>();

/** What a frozen book waits for. */
export const largeAsks = (auction: Clock): Asked | undefined => {
  const isAwaited = auction.phase === 'running' && auction.stage === 'bidding';
  const { large } = auction.clock;
  if (!isAwaited || !large?.frozen) return undefined;
  const known = ASKED.get(large);
  if (known) return known;
  const { atMs, changes } = large.frozen;
  const digest = [auction.round, atMs, changes].join('.');
  const question = largeQuestion(auction, digest);
  ASKED.set(large, question);
  return question;
};

const isWhole = ({ columns, eligibility }: LargeAnswer, asked: LargeQuestion): boolean => {
  const chunks = Object.keys(asked.startMills).length;
  const teams = asked.teams.length;
  return (
    Object.keys(columns.postedMills).length === chunks &&
    Object.keys(columns.demandBlocks).length === chunks &&
    Object.keys(columns.demand).length === teams &&
    asked.teams.every((team) => (eligibility[team.teamId] ?? Infinity) <= team.eligibility)
  );
};

/** What an answer brings, if it is to this book and whole (BIG3). */
export const largeAnswered = (auction: Clock, answer: Found) => {
  const asked = largeAsks(auction);
  if (!asked || !('kind' in asked) || !('kind' in answer) || asked.digest !== answer.digest) {
    return { rejection: reject('award/not-asked') };
  }
  if (!isWhole(answer, asked)) return { rejection: reject('award/not-whole') };
  const { columns, eligibility, instructed, isFinal } = answer;
  const { rules, round } = auction;
  const hasInstructed = Object.keys(instructed).length > 0;
  const result = {
    ...{ round, isFinal, lots: {}, demand: {}, eligibility, columns },
    ...(hasInstructed && { instructed }),
  };
  const closedAtMs = largePart(auction).frozen?.atMs;
  const isTimed = !isFinal && rules.rounds === 'automatic' && closedAtMs !== undefined;
  const nextRoundAtMs = isTimed ? after(closedAtMs, rules.gapMs) : null;
  return { events: [{ type: 'RoundClosed', result, nextRoundAtMs } as const] };
};

/** Lots that nobody gets, and how many are sold. Who gets what is the last round's demand at its posted prices (BIG4). */
export const largeAwards = (
  auction: Clock,
  isBelowReserve: (lotId: LotId, priceMills: number) => boolean,
): Outcome => {
  const columns = auction.clock.results.at(-1)?.columns;
  const { lotOrder } = auction;
  const demand = valuesOf(columns?.demandBlocks ?? {}, lotOrder.length);
  const posted = valuesOf(columns?.postedMills ?? {}, lotOrder.length);
  const unsoldLots = lotOrder.filter(
    (lotId, place) => (demand[place] ?? 0) === 0 || isBelowReserve(lotId, posted[place] ?? 0),
  );
  return { awards: [], unsoldLots, soldLots: lotOrder.length - unsoldLots.length };
};
