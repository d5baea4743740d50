// What of the bids that a viewer sees was made for an older text of the agreed terms, in words. From the view alone.

import type { AuctionView } from '../../shared/room/view-types.ts';

type Marked = Readonly<Record<string, { readonly olderText?: true }>>;

const marked = (bids: Marked | undefined): readonly string[] =>
  Object.entries(bids ?? {}).flatMap(([id, { olderText }]) => (olderText ? [id] : []));

/** Own bids by lot or package, and names of other teams that have some. */
export const olderBids = ({
  mine,
  bidders,
  lots,
}: AuctionView): { readonly own: readonly string[]; readonly teams: readonly string[] } => {
  const parts = mine as
    { readonly bids?: Marked; readonly packages?: Marked; readonly olderText?: true } | undefined;
  const named = [
    ...marked(parts?.bids).map((lotId) => `Your bid on ${lots[lotId]?.name ?? lotId}`),
    ...marked(parts?.packages).map((id) => `Your package ${id}`),
  ];
  const rest = parts?.olderText && named.length === 0 ? ['What stands for you'] : [];
  const teams = Object.values(bidders ?? {}).flatMap(({ name, olderText }) =>
    olderText ? [name] : [],
  );
  return { own: [...named, ...rest], teams };
};
