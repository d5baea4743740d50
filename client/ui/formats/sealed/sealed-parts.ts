// Sealed rounds on the page.

import type { AuctionViewOf } from '../../../../shared/room/view-types.ts';
import { turnOf } from '../../../words/turns.ts';
import type { FormatParts } from '../parts.ts';
import Openings from './Openings.svelte';
import ScheduleForm from './ScheduleForm.svelte';
import SealedActs from './SealedActs.svelte';
import SealedLots from './SealedLots.svelte';
import SealedTeams from './SealedTeams.svelte';

const announce = (auction: AuctionViewOf<'sealed'>): readonly string[] => {
  const { name, verb } = turnOf(auction);
  return [
    auction.stage === 'bidding'
      ? `${name} ${verb} open.`
      : `${name} ${verb} closed; the offers were opened.`,
  ];
};

export const sealedParts: FormatParts<'sealed'> = {
  Lots: SealedLots,
  Bid: ScheduleForm,
  Teams: SealedTeams,
  Course: Openings,
  Acts: SealedActs,
  announce,
};
