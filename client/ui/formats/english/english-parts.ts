// English with soft close on the page.

import type { EnglishView } from '../../../../shared/room/view-types.ts';
import { formatMills } from '../../../format/money.ts';
import { clockTime } from '../../../format/times.ts';
import { lotsInOrder } from '../../../state/bidding.ts';
import type { FormatParts } from '../parts.ts';
import EnglishActs from './EnglishActs.svelte';
import EnglishBidForm from './EnglishBidForm.svelte';
import EnglishLots from './EnglishLots.svelte';
import EnglishTeams from './EnglishTeams.svelte';

/** A line a lot that was opened: only the lines that change are said. */
const announce = (auction: EnglishView): readonly string[] =>
  lotsInOrder(auction).flatMap(({ id, name }) => {
    const { state, leadPriceMills, closesAtMs, extensions } = auction.prices[id] ?? {};
    const lead = leadPriceMills === undefined ? 'no bid' : `lead ${formatMills(leadPriceMills)}`;
    if (state === 'closed') return [`${name} has closed, ${lead}.`];
    if (state !== 'open') return [];
    const isMoved = extensions !== undefined && extensions > 0 && closesAtMs !== undefined;
    return [`${name}: ${lead}${isMoved ? `, closes ${clockTime(closesAtMs)}` : ''}.`];
  });

export const englishParts: FormatParts<'english'> = {
  Lots: EnglishLots,
  Bid: EnglishBidForm,
  Teams: EnglishTeams,
  Acts: EnglishActs,
  announce,
};
