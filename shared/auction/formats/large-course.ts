// The whole course of a sale of very many lots for a report, as far as `Rights` go: what a view leaves out because it would
// be too much of it (rules BIG4, BIG5). Texts and columns, so that it goes to another thread as it is.

import type { TeamId } from '../../kernel/ids.ts';
import type { AuctionOf, AuctionState } from '../types.ts';
import type { Rights } from '../view.ts';
import type { Column } from './columns.ts';
import { hasEnded } from '../view.ts';
import { excessOf } from './large-view.ts';
import { lotList } from './large.ts';

/** One lot as a report tells it. */
export interface CourseLot {
  readonly id: string;
  readonly name: string;
  readonly region: string | null;
  readonly facility: string;
  /** `05:00–07:00 America/New_York`. */
  readonly window: string;
  readonly service: string;
  readonly supplyBlocks: number;
  readonly openingPriceMills: number;
  /** Hidden from those who may not see it, and of a lot that has none. */
  readonly reserveMills: number | null;
}

/** A closed round that counts. Dense columns by place; demand only as far as it is told (INF2). */
export interface CourseRound {
  readonly round: number;
  readonly postedMills: Column;
  readonly demandBlocks?: Column;
  readonly excessBlocks?: Column;
}

/** What one team was awarded: blocks by place, sparse, at the posted prices of the last round. */
export interface CourseAward {
  readonly teamId: TeamId;
  readonly blocks: Column;
}

export interface LargeCourse {
  /** JSON of a `CourseLot` each, in the order of the auction. */
  readonly lots: readonly string[];
  readonly rounds: readonly CourseRound[];
  /** Absent where the viewer is told no awards (INF8); lots without a sale are still in it. */
  readonly awards?: readonly CourseAward[];
}

type Clock = AuctionOf<'clock'>;

/** The auction, where it is a clock that keeps columns. */
export const largeClock = (auction: AuctionState): Clock | undefined => {
  if (auction.rules.format !== 'clock') return undefined;
  const clock = auction as Clock;
  return clock.clock.large ? clock : undefined;
};

/** The lots of a sale as lines, one after the other: very many are better written in steps. */
export function* courseLots(auction: Clock, rights: Rights): Generator<string> {
  for (const lot of lotList(auction)) {
    const { opens, closes, zone } = lot.window;
    const reserve = rights.seesReserves ? auction.reservesMills[lot.id] : undefined;
    const told: CourseLot = {
      ...{ id: lot.id, name: lot.name, region: lot.region ?? null, facility: lot.facility },
      window: `${opens}–${closes} ${zone}`,
      ...{ service: lot.service, supplyBlocks: lot.supplyBlocks },
      openingPriceMills: lot.openingPriceMills,
      reserveMills: reserve ?? null,
    };
    yield JSON.stringify(told);
  }
}

/** Rounds and awards of a sale, for rights that view.ts has granted. */
export const courseOfLarge = (auction: Clock, rights: Rights): Omit<LargeCourse, 'lots'> => {
  const { results } = auction.clock;
  const demand = results.at(-1)?.columns?.demand ?? {};
  const told = Object.keys(demand)
    .filter((teamId) => rights.seesAwards || teamId === rights.ownTeam)
    .sort();
  const seesAny = rights.seesAwards || rights.ownTeam !== undefined;
  return {
    rounds: results.flatMap((result): CourseRound[] =>
      result.columns
        ? [
            {
              ...{ round: result.round, postedMills: result.columns.postedMills },
              ...(rights.demand === 'total' && { demandBlocks: result.columns.demandBlocks }),
              ...(rights.demand !== 'none' && { excessBlocks: excessOf(auction, result) }),
            },
          ]
        : [],
    ),
    ...(hasEnded(auction) &&
      seesAny && {
        awards: told.map((teamId) => ({ teamId, blocks: demand[teamId] ?? {} })),
      }),
  };
};
