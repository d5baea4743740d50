// Eligibility as it would be after the round if a team bid these quantities and got what it bid: by the function that
// closes rounds. A reduction that is met in part only leaves more of it.

import type { LotId } from '../../shared/kernel/ids.ts';
import { basisPoints } from '../../shared/kernel/units.ts';
import { eligibilityAfter } from '../../shared/auction/formats/clock-round.ts';
import type { BidderView, ClockView, LotView } from '../../shared/room/view-types.ts';

export interface WhatIf {
  readonly points: number;
  /** In points; as now where the quantities need more than there is. */
  readonly eligibility: number;
  /** Points that the quantities may use. */
  readonly isTooMuch: boolean;
}

/** Rows that are tried out at once; a sale of thousands of lots has its files for more. */
const MOST_ROWS = 30;

/** Points and eligibility with these quantities in place of the bids that stand. A lot without either falls to zero. */
export const whatIf = (
  auction: Pick<ClockView, 'lots' | 'rules'>,
  { eligibility, bids }: Pick<BidderView, 'eligibility' | 'bids'>,
  quantities: Readonly<Record<LotId, number>>,
): WhatIf => {
  const asked = { ...bids, ...quantities };
  const points = Object.keys(asked).reduce((sum, lotId) => {
    const blocks = quantities[lotId] ?? bids[lotId]?.quantityBlocks ?? 0;
    return sum + blocks * (auction.lots[lotId]?.pointsPerBlock ?? 0);
  }, 0);
  const isTooMuch = points > eligibility;
  const { activityBp } = auction.rules;
  return {
    points,
    isTooMuch,
    eligibility: isTooMuch
      ? eligibility
      : eligibilityAfter(eligibility, points, basisPoints(activityBp)),
  };
};

/** Rows of the what-if: the lot that is chosen, and lots that the team holds or bids on, as many as can be read. */
export const whatIfLots = (
  auction: Pick<ClockView, 'lots'>,
  mine: Pick<BidderView, 'bids' | 'demand'>,
  chosen: LotId,
): readonly LotView[] => {
  const ids = new Set([chosen, ...Object.keys(mine.demand), ...Object.keys(mine.bids)]);
  return [...ids]
    .filter(
      (id) =>
        id === chosen || (mine.demand[id] ?? 0) > 0 || (mine.bids[id]?.quantityBlocks ?? 0) > 0,
    )
    .slice(0, MOST_ROWS)
    .flatMap((id) => auction.lots[id] ?? [])
    .sort((a, b) => a.order - b.order);
};
