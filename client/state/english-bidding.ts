// What a bidder in an English auction may do now, worked out from the view alone: where it stands on a lot, the prices
// that would be taken, what a change of the lead would do to the close. The server decides; this only spares a bidder
// a refusal that can be foreseen.

import type { LotId } from '../../shared/kernel/ids.ts';
import { mills } from '../../shared/kernel/units.ts';
import type { SoftClose } from '../../shared/auction/formats/english-types.ts';
import { nextPrice } from '../../shared/auction/formats/english-lead.ts';
import { moved } from '../../shared/auction/price-direction.ts';
import type { EnglishLotView } from '../../shared/auction/formats/english-view-types.ts';
import type { EnglishView, LotView } from '../../shared/room/view-types.ts';
import { formatMills } from '../format/money.ts';
import type { Bounds } from '../words/why-not.ts';

type Mine = NonNullable<EnglishView['mine']>;

/** How a team stands on a lot: a shape and words. */
export interface Standing {
  readonly shape: '●' | '▲' | '○' | '–';
  readonly words: string;
  /** `lead`: it leads, or led at the close. `care`: it bid and does not lead while it still could. */
  readonly tone: 'lead' | 'care' | 'none';
  /** Its limit or the price it named; absent where it has not bid. */
  readonly limitMills?: number;
  /** Where it does not lead, and the rules show it. */
  readonly place?: number;
}

export const standingOn = (
  auction: Pick<EnglishView, 'prices'>,
  mine: Mine,
  lotId: LotId,
): Standing => {
  const bid = mine.bids[lotId];
  const state = auction.prices[lotId]?.state ?? 'waiting';
  if (!bid) {
    return state === 'open'
      ? { shape: '○', words: 'no bid', tone: 'none' }
      : { shape: '–', words: '', tone: 'none' };
  }
  const { limitMills } = bid;
  const place = mine.ranks?.[lotId];
  const by = bid.isSurrogate ? ', by the moderator' : '';
  if (mine.leads[lotId]) {
    const words = state === 'open' ? 'we lead' : 'led at the close';
    return { shape: '●', words: words + by, tone: 'lead', limitMills };
  }
  if (state !== 'open') return { shape: '–', words: 'outbid', tone: 'none', limitMills };
  const words = `outbid${by}`;
  return {
    shape: '▲',
    words,
    tone: 'care',
    limitMills,
    ...(place !== undefined && { place }),
  };
};

export type BidKind = 'price' | 'limit';

/** The least or most that a bid of this kind may say on an open lot; a side without a bound is absent. */
export const englishBounds = (
  auction: EnglishView,
  mine: Mine,
  lot: LotView,
  kind: BidKind,
): Bounds => {
  const { rules } = auction;
  const price = auction.prices[lot.id];
  if (price?.nextPriceMills === undefined) return {};
  const isForward = rules.direction === 'forward';
  const own = mine.bids[lot.id]?.limitMills;
  // A leader betters its own limit; everybody else must reach the next price.
  const isOwnLead = kind === 'limit' && own !== undefined && mine.leads[lot.id] === true;
  const least = isOwnLead
    ? own + (isForward ? lot.tickMills : -lot.tickMills)
    : price.nextPriceMills;
  const from = mills(price.leadPriceMills ?? lot.openingPriceMills);
  const furthest =
    kind === 'price' && rules.maximumStepMills !== undefined
      ? moved(rules.direction, from, rules.maximumStepMills)
      : undefined;
  const [near, far] = isForward
    ? (['minimumMills', 'maximumMills'] as const)
    : (['maximumMills', 'minimumMills'] as const);
  return { [near]: Math.max(0, least), ...(furthest !== undefined && { [far]: furthest }) };
};

/** What is wrong with an amount that is no price of the lot, or undefined. */
export const stepOff = (
  { tickMills }: Pick<LotView, 'tickMills'>,
  amountMills: number,
): string | undefined =>
  amountMills % tickMills === 0
    ? undefined
    : `Prices of this lot go in steps of ${formatMills(tickMills)}.`;

/** What is wrong with an amount, in words, or undefined. */
export const whyNotAmount = (
  lot: Pick<LotView, 'tickMills'>,
  { minimumMills, maximumMills }: Bounds,
  amountMills: number,
): string | undefined => {
  if (minimumMills !== undefined && amountMills < minimumMills) {
    return `At least ${formatMills(minimumMills)} is taken.`;
  }
  if (maximumMills !== undefined && amountMills > maximumMills) {
    return `At most ${formatMills(maximumMills)} is taken.`;
  }
  return stepOff(lot, amountMills);
};

/** The amount one increment further, or back: what the step buttons and the arrow keys do. */
export const stepped = (
  { rules }: Pick<EnglishView, 'rules'>,
  lot: Pick<LotView, 'openingPriceMills' | 'tickMills'>,
  fromMills: number,
  steps: 1 | -1,
): number => {
  const from = mills(fromMills);
  const next = nextPrice(rules, lot, from);
  const by = Math.max(Math.abs(next - from), lot.tickMills);
  const sign = rules.direction === 'forward' ? steps : -steps;
  return Math.max(0, from + sign * by);
};

/** The next prices that would be taken, as far as one step may go: for buttons. */
export const nextPrices = (
  auction: EnglishView,
  lot: LotView,
  bounds: Bounds,
  most = 3,
): readonly number[] => {
  const first = auction.prices[lot.id]?.nextPriceMills;
  const prices: number[] = [];
  let price = first;
  while (price !== undefined && prices.length < most) {
    if (whyNotAmount(lot, bounds, price) !== undefined) break;
    prices.push(price);
    const further = stepped(auction, lot, price, 1);
    price = further === price ? undefined : further;
  }
  return prices;
};

/** Why no bid on this lot can be made while the auction is open; undefined when one can. */
export const whyNoBidOn = (
  name: string,
  price: EnglishLotView | undefined,
  serverNow: number,
): string | undefined => {
  if (!price || price.state === 'waiting') return `${name} is not open yet.`;
  if (price.state === 'closed') return `${name} is closed.`;
  const { closesAtMs } = price;
  return closesAtMs !== undefined && serverNow > 0 && serverNow >= closesAtMs
    ? `${name} is over by the server’s clock: a bid now would be late.`
    : undefined;
};

/** What a change of the lead at this moment would do to the close of an open lot. */
export interface CloseMove {
  /** Whether the moment is one in which a change moves the close. */
  readonly isNow: boolean;
  /** From when on it would; absent in `survival`. */
  readonly fromMs?: number;
  /** Where the close would go; absent where it would not move. */
  readonly toMs?: number;
}

const movedClose = (softClose: SoftClose, closesAtMs: number, atMs: number): number => {
  if (softClose.kind === 'survival') return atMs + softClose.standsMs;
  const from = softClose.kind === 'close-plus' ? closesAtMs : atMs;
  return from + softClose.extensionMs;
};

/** Undefined where nothing moves the close any more. Asked of a lot with a running close, at a known time. */
export const closeMove = (
  { rules }: Pick<EnglishView, 'rules'>,
  lot: Pick<EnglishLotView, 'extensions' | 'hardStopAtMs'> & { readonly closesAtMs: number },
  serverNow: number,
): CloseMove | undefined => {
  const { softClose } = rules;
  const { closesAtMs, extensions, hardStopAtMs = Number.POSITIVE_INFINITY } = lot;
  if (hardStopAtMs <= closesAtMs) return undefined;
  const toMs = Math.min(hardStopAtMs, movedClose(softClose, closesAtMs, serverNow));
  if (softClose.kind === 'survival') return { isNow: true, toMs };
  const { windowMs, maximumExtensions = Number.POSITIVE_INFINITY } = softClose;
  if (windowMs === 0 || extensions >= maximumExtensions) return undefined;
  const fromMs = closesAtMs - windowMs;
  const isNow = serverNow >= fromMs;
  return { isNow, fromMs, ...(isNow && toMs > closesAtMs && { toMs }) };
};

/** What a bidder must bid on an open lot: to be taken, and to lead as far as limits are not hidden. */
export const englishPadRows = (
  auction: EnglishView,
  mine: Mine,
  lot: LotView,
): readonly { readonly label: string; readonly value: string }[] => {
  const price = auction.prices[lot.id];
  if (price?.nextPriceMills === undefined) return [];
  const next = formatMills(price.nextPriceMills);
  const worse = auction.rules.direction === 'forward' ? 'or more' : 'or less';
  const isOurs = mine.leads[lot.id] === true;
  const leads = auction.rules.allowsLimits
    ? `${next} ${worse}, unless a better limit was left`
    : `${next} ${worse}`;
  return [
    { label: 'Taken at', value: `${next} ${worse}` },
    { label: 'To lead', value: isOurs ? 'you lead now' : leads },
  ];
};
