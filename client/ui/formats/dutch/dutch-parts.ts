// The Dutch auction on the page.

import type { AuctionViewOf } from '../../../../shared/room/view-types.ts';
import { blocks } from '../../../format/amounts.ts';
import { formatMills } from '../../../format/money.ts';
import { lotsInOrder } from '../../../state/bidding.ts';
import { stopsOf } from '../../../state/dutch-bidding.ts';
import type { FormatParts } from '../parts.ts';
import DutchActs from './DutchActs.svelte';
import DutchLots from './DutchLots.svelte';
import DutchTeams from './DutchTeams.svelte';
import TakeForm from './TakeForm.svelte';

/** Openings, stops and ends; not each price, which moves faster than it can be said. */
const announce = (auction: AuctionViewOf<'dutch'>): readonly string[] =>
  lotsInOrder(auction).flatMap(({ id, name }) => {
    const { state, remainingBlocks = 0 } = auction.prices[id] ?? {};
    if (state === undefined || state === 'waiting') return [];
    const last = stopsOf(auction, id).at(-1);
    const stopped = last
      ? `${blocks(last.quantityBlocks)} went at ${formatMills(last.priceMills)}, `
      : '';
    return [
      state === 'open'
        ? `${name}: ${stopped}${blocks(remainingBlocks)} left.`
        : `${name} has closed, ${blocks(remainingBlocks)} not sold.`,
    ];
  });

export const dutchParts: FormatParts<'dutch'> = {
  Lots: DutchLots,
  Bid: TakeForm,
  Teams: DutchTeams,
  Acts: DutchActs,
  announce,
};
