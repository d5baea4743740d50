// A bid that waits for a second person, in words.

import type { BidRequest } from '../../shared/auction/types.ts';
import type { LotView } from '../../shared/room/view-types.ts';
import { blocks, count } from '../format/amounts.ts';
import { formatMills } from '../format/money.ts';

/** `4 blocks of Tulsa at $2.45`, in the form of each format. */
export const bidInWords = (
  lots: Readonly<Record<string, Pick<LotView, 'name'>>>,
  bid: BidRequest,
): string => {
  const nameOf = (lotId: string): string => lots[lotId]?.name ?? lotId;
  if ('items' in bid) {
    if (bid.items.length === 0) return `package ${bid.packageId} taken back`;
    const items = bid.items.map((item) => `${count(item.quantityBlocks)} of ${nameOf(item.lotId)}`);
    return `package ${bid.packageId}: ${items.join(', ')} for ${formatMills(bid.totalMills)}`;
  }
  const lot = nameOf(bid.lotId);
  if ('steps' in bid) {
    if (bid.steps.length === 0) return `nothing any more for ${lot}`;
    const steps = bid.steps.map(
      (step) => `${count(step.quantityBlocks)} at ${formatMills(step.priceMills)}`,
    );
    return `${lot}: ${steps.join(', ')}`;
  }
  if ('quantityBlocks' in bid) {
    return `${blocks(bid.quantityBlocks)} of ${lot} at ${formatMills(bid.priceMills)}`;
  }
  return 'limitMills' in bid
    ? `a limit of ${formatMills(bid.limitMills)} on ${lot}`
    : `${formatMills(bid.priceMills)} on ${lot}`;
};
