// The book of a clock that keeps its lots by id, with the bids that standing instructions add to it at the close.

import type { LotId, TeamId } from '../../kernel/ids.ts';
import type { Mills } from '../../kernel/units.ts';
import type { AuctionOf } from '../types.ts';
import type { Column } from './columns.ts';
import type { RoundBook } from './clock-round.ts';
import { mills } from '../../kernel/units.ts';
import { pointsWith } from './clock-bid.ts';
import { sparseColumn } from './columns.ts';
import { bidsByInstruction, followedInstructions } from './instructions.ts';
import { lotList } from './large.ts';

type Clock = AuctionOf<'clock'>;

/** The book as the close takes it, and the bids by instruction alone as they are recorded; undefined where there are none. */
export const smallInstructed = (
  auction: Clock,
): {
  readonly bids: RoundBook['bids'];
  readonly columns: Readonly<Record<TeamId, Column>> | undefined;
} => {
  const { clock, lotOrder, rules } = auction;
  const followed = Object.entries(followedInstructions(auction));
  if (followed.length === 0) return { bids: clock.book, columns: undefined };
  const lots = lotList(auction);
  const at = (prices: Readonly<Record<LotId, Mills>>): number[] =>
    lots.map(({ id, openingPriceMills }) => prices[id] ?? openingPriceMills);
  const round = {
    isForward: rules.direction === 'forward',
    startMills: at(clock.startPricesMills),
    clockMills: at(clock.clockPricesMills),
    pointsPerBlock: lots.map(({ pointsPerBlock }) => pointsPerBlock),
  };
  const columns: Record<TeamId, Column> = {};
  const bids: Record<TeamId, RoundBook['bids'][TeamId]> = { ...clock.book };
  for (const [teamId, column] of followed) {
    const own = clock.book[teamId] ?? {};
    const cells = bidsByInstruction(column, round, {
      hasBid: (place) => own[lotOrder[place] ?? ''] !== undefined,
      freePoints: (clock.eligibility[teamId] ?? 0) - pointsWith(auction, teamId),
    });
    if (cells.length === 0) continue;
    columns[teamId] = sparseColumn(cells);
    const added = cells.map(({ place, quantityBlocks, priceMills = 0 }) => [
      lotOrder[place] ?? '',
      { quantityBlocks, priceMills: mills(priceMills) },
    ]);
    bids[teamId] = { ...own, ...Object.fromEntries(added) };
  }
  return { bids, columns: Object.keys(columns).length > 0 ? columns : undefined };
};
