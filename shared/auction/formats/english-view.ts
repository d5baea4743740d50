// The English parts of a view, for rights that view.ts has granted. The lead price is everybody's, who leads is not.

import type { LotId, TeamId } from '../../kernel/ids.ts';
import type {
  EnglishBidView,
  EnglishBidderPart,
  EnglishLotView,
  EnglishPart,
  EnglishRoundView,
  KnownEnglishBidderPart,
} from './english-view-types.ts';
import type { AuctionOf, Lot } from '../types.ts';
import type { EnglishLot, StandingOffer } from './english-types.ts';
import type { BidderSight } from './format.ts';
import { until } from '../../kernel/units.ts';
import { worse } from '../price-direction.ts';
import { hardStopOf } from './english-close.ts';
import { nextPrice, ranked } from './english-lead.ts';

type English = AuctionOf<'english'>;

const timesOf = (auction: English, open: EnglishLot): Partial<EnglishLotView> => {
  const { pause } = auction;
  if (open.isClosed) return { closedAtMs: open.closesAtMs };
  if (pause) return { remainingMs: until(pause.frozenAtMs, open.closesAtMs) };
  const hardStopAtMs = hardStopOf(auction.rules, open.openedAtMs);
  return {
    closesAtMs: open.closesAtMs,
    ...(hardStopAtMs !== undefined && { hardStopAtMs }),
  };
};

const lotView = (auction: English, lot: Lot): EnglishLotView => {
  const open = auction.english.lots[lot.id];
  if (!open) return { state: 'waiting', extensions: 0 };
  const { leadPriceMills, isClosed, extensions } = open;
  return {
    state: isClosed ? 'closed' : 'open',
    extensions,
    ...(leadPriceMills !== null && { leadPriceMills }),
    ...(!isClosed && { nextPriceMills: nextPrice(auction.rules, lot, leadPriceMills) }),
    ...timesOf(auction, open),
  };
};

const roundViews = (auction: English): Record<string, EnglishRoundView> =>
  Object.fromEntries(
    auction.english.results.map(({ round, closedAtMs, lots }): [string, EnglishRoundView] => [
      String(round),
      {
        ...{ round, closedAtMs },
        lots: Object.fromEntries(
          Object.values(lots).map(({ lotId, leadPriceMills, closedAtMs, extensions }) => [
            lotId,
            { closedAtMs, extensions, ...(leadPriceMills !== null && { leadPriceMills }) },
          ]),
        ),
      },
    ]),
  );

/** Lead prices, closes and extensions of all lots and closed rounds (INF1). */
export const englishPart = (auction: English): EnglishPart => ({
  prices: Object.fromEntries(
    auction.lotOrder.flatMap((lotId) => {
      const lot = auction.lots[lotId];
      return lot ? [[lotId, lotView(auction, lot)]] : [];
    }),
  ),
  rounds: roundViews(auction),
});

/** Where an offer stands in the open: at the lead price, or at its limit when that was not enough. */
const bidView = (
  { rules }: English,
  lot: EnglishLot,
  offer: StandingOffer,
  seesLimit: boolean,
): EnglishBidView => ({
  standsAtMills: worse(rules.direction, offer.limitMills, lot.leadPriceMills ?? offer.limitMills),
  ...(seesLimit && { limitMills: offer.limitMills }),
  atMs: offer.atMs,
  ...(offer.isSurrogate && { isSurrogate: true as const }),
});

const lotsOf = (auction: English, teamId: TeamId, mayShow: (lot: EnglishLot) => boolean) =>
  Object.entries(auction.english.lots).flatMap(([lotId, lot]) => {
    const offer = lot.offers[teamId];
    return offer && mayShow(lot) ? [{ lotId, lot, offer }] : [];
  });

const hasBid = (auction: English, teamId: TeamId): boolean =>
  Object.values(auction.english.lots).some(
    ({ round, offers }) => round === auction.round && offers[teamId] !== undefined,
  );

const leads = (lot: EnglishLot, teamId: TeamId): boolean => lot.first[0] === teamId;

const rankOf = (auction: English, lot: EnglishLot, teamId: TeamId): number =>
  ranked(auction.rules.direction, lot.offers).findIndex(([id]) => id === teamId) + 1;

/** A bidder's own bids, its limits among them, and where it stands. */
export const ownEnglishPart = (auction: English, teamId: TeamId): EnglishBidderPart => {
  const own = lotsOf(auction, teamId, () => true);
  const { showsRank } = auction.rules.information;
  return {
    bids: Object.fromEntries(
      own.map(({ lotId, lot, offer }) => [
        lotId,
        { ...bidView(auction, lot, offer, true), limitMills: offer.limitMills },
      ]),
    ),
    leads: Object.fromEntries(
      own.flatMap(({ lotId, lot }): [LotId, true][] => (leads(lot, teamId) ? [[lotId, true]] : [])),
    ),
    hasBid: hasBid(auction, teamId),
    ...(showsRank && {
      ranks: Object.fromEntries(own.map(({ lotId, lot }) => [lotId, rankOf(auction, lot, teamId)])),
    }),
  };
};

/** Another's bids as far as granted: of closed rounds with its standing, of the open one with its bids. */
export const knownEnglishPart = (
  auction: English,
  teamId: TeamId,
  sight: BidderSight,
): KnownEnglishBidderPart => {
  const isShown = (lot: EnglishLot): boolean =>
    lot.round === auction.round ? sight.seesBids : sight.seesStanding;
  const seen = lotsOf(auction, teamId, isShown);
  return {
    bids: Object.fromEntries(
      seen.map(({ lotId, lot, offer }) => [lotId, bidView(auction, lot, offer, sight.seesLimits)]),
    ),
    leads: Object.fromEntries(
      seen.flatMap(({ lotId, lot }): [LotId, true][] =>
        leads(lot, teamId) ? [[lotId, true]] : [],
      ),
    ),
    hasBid: sight.seesHasBid && hasBid(auction, teamId),
  };
};
