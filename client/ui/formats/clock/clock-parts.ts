// The clock on the page.

import type { ClockView } from '../../../../shared/room/view-types.ts';
import { formatMills } from '../../../format/money.ts';
import { lotsInOrder } from '../../../state/bidding.ts';
import type { FormatParts } from '../parts.ts';
import ClockBids from './ClockBids.svelte';
import ClockCourse from './ClockCourse.svelte';
import ClockLots from './ClockLots.svelte';
import ClockActs from './ClockActs.svelte';
import EligibilityForm from './EligibilityForm.svelte';
import MatrixTable from './MatrixTable.svelte';

const MOST_ANNOUNCED = 6;

const announce = (auction: ClockView): readonly string[] => {
  const isOpen = auction.stage === 'bidding';
  const said = lotsInOrder(auction)
    .slice(0, MOST_ANNOUNCED)
    .map(({ id, name }) => {
      const price = auction.prices[id];
      const mills = isOpen ? price?.clockPriceMills : price?.postedPriceMills;
      return mills === undefined ? name : `${name} ${formatMills(mills)}`;
    });
  const what = `Round ${String(auction.round)} ${isOpen ? 'is open' : 'has closed'}`;
  return [said.length > 0 ? `${what}. ${said.join(', ')}.` : `${what}.`];
};

export const clockParts: FormatParts<'clock'> = {
  Lots: ClockLots,
  Bid: ClockBids,
  Teams: MatrixTable,
  Course: ClockCourse,
  Acts: ClockActs,
  Before: EligibilityForm,
  announce,
};
