// What each event makes of the part that only an English auction keeps: offers, leads and closes lot by lot.

import type { EventContext } from '../../kernel/decider.ts';
import type { LotId, TeamId } from '../../kernel/ids.ts';
import type { EpochMs } from '../../kernel/units.ts';
import type { AuctionOf, BidAccepted, CommonState, EventOf } from '../types.ts';
import type { EnglishLot, EnglishRules, EnglishState, StandingOffer } from './english-types.ts';
import { until } from '../../kernel/units.ts';
import { better } from '../price-direction.ts';
import { amountOf } from './english-bid.ts';

type English = AuctionOf<'english'>;
type Event<Type extends EventOf<'english'>['type']> = EventOf<'english'> & { readonly type: Type };

/** A fresh draft of an English auction. */
export const beginEnglish = (common: CommonState, rules: EnglishRules): English => ({
  ...common,
  rules,
  english: { lots: {}, results: [] },
});

const own = (auction: English, change: Partial<EnglishState>): English => ({
  ...auction,
  english: { ...auction.english, ...change },
});

const overLots = (
  auction: English,
  change: (lot: EnglishLot, lotId: LotId) => EnglishLot,
): English =>
  own(auction, {
    lots: Object.fromEntries(
      Object.entries(auction.english.lots).map(([lotId, lot]) => [lotId, change(lot, lotId)]),
    ),
  });

const withLot = (auction: English, lotId: LotId, change: Partial<EnglishLot>): English => {
  const lot = auction.english.lots[lotId];
  return lot
    ? own(auction, { lots: { ...auction.english.lots, [lotId]: { ...lot, ...change } } })
    : auction;
};

const opened = (
  auction: English,
  { round, lotIds, closesAtMs }: Event<'RoundOpened'>,
  { at }: EventContext,
): English => {
  const fresh: EnglishLot = {
    round,
    openedAtMs: at,
    closesAtMs,
    extensions: 0,
    isClosed: false,
    offers: {},
    bidCount: 0,
    first: [],
    leadPriceMills: null,
  };
  const lots = Object.fromEntries(lotIds.map((lotId) => [lotId, fresh]));
  return own(auction, { lots: { ...auction.english.lots, ...lots } });
};

/** What a team has said on a lot, with one more bid. */
const offerWith = (
  auction: English,
  lot: EnglishLot,
  event: BidAccepted<'english'>,
  context: EventContext,
): StandingOffer => {
  const before = lot.offers[event.teamId];
  const { bid } = event;
  const { direction } = auction.rules;
  const amount = amountOf(bid);
  const limitMills = before ? better(direction, before.limitMills, amount) : amount;
  return {
    limitMills,
    namedMills: 'priceMills' in bid ? bid.priceMills : (before?.namedMills ?? null),
    order: before?.limitMills === limitMills ? before.order : lot.bidCount,
    commandId: context.id,
    atMs: context.at,
    bySeatId: context.by.kind === 'seat' ? context.by.seatId : null,
    isSurrogate: event.surrogateReason !== undefined,
  };
};

const withBid = (
  auction: English,
  event: BidAccepted<'english'>,
  context: EventContext,
): English => {
  const lot = auction.english.lots[event.bid.lotId];
  if (!lot) return auction;
  const offers = { ...lot.offers, [event.teamId]: offerWith(auction, lot, event, context) };
  const { first, leadPriceMills } = lot;
  const last = {
    teamId: event.teamId,
    before: lot.offers[event.teamId] ?? null,
    first,
    leadPriceMills,
  };
  return withLot(auction, event.bid.lotId, { offers, bidCount: lot.bidCount + 1, last });
};

/** The offer is what it was before the bid; the lead follows by an event of its own (GRD6). */
const withoutBid = (auction: English, { teamId, on }: Event<'BidRetracted'>): English => {
  const lot = auction.english.lots[on];
  if (!lot?.last) return auction;
  const { before } = lot.last;
  const others = withoutTeam(lot.offers, teamId);
  const offers = before ? { ...others, [teamId]: before } : others;
  return withLot(auction, on, { offers, last: null });
};

/** When the last open lot closes; null when none is open. */
const lastClose = ({ english }: English): EpochMs | null => {
  const open = Object.values(english.lots).filter(({ isClosed }) => !isClosed);
  return open.length === 0
    ? null
    : open.reduce((last, { closesAtMs }) => (closesAtMs > last ? closesAtMs : last), 0 as EpochMs);
};

const closeMoved = (
  auction: English,
  { lotIds, closesAtMs, isExtension }: Event<'CloseMoved'>,
): English => {
  const next = overLots(auction, (lot, lotId) =>
    lotIds.includes(lotId)
      ? { ...lot, closesAtMs, extensions: lot.extensions + (isExtension ? 1 : 0) }
      : lot,
  );
  const last = lastClose(next) ?? auction.closesAtMs;
  const { pause } = auction;
  if (!pause || last === null) return { ...next, closesAtMs: last };
  return {
    ...next,
    closesAtMs: last,
    pause: { ...pause, remainingMs: until(pause.frozenAtMs, last) },
  };
};

/** All instants of open lots move along with what moves the round: an extension by hand, a pause. */
const shifted = (auction: English, byMs: number, isWhole: boolean): English =>
  overLots(auction, (lot) =>
    lot.isClosed
      ? lot
      : {
          ...lot,
          closesAtMs: (lot.closesAtMs + byMs) as EpochMs,
          ...(isWhole && { openedAtMs: (lot.openedAtMs + byMs) as EpochMs }),
        },
  );

const voided = (auction: English, { toRound }: Event<'RoundsVoided'>): English =>
  own(auction, {
    lots: Object.fromEntries(
      Object.entries(auction.english.lots).filter(([, { round }]) => round <= toRound),
    ),
    results: auction.english.results.slice(0, toRound),
  });

const withoutTeam = (offers: EnglishLot['offers'], teamId: TeamId): EnglishLot['offers'] =>
  Object.fromEntries(Object.entries(offers).filter(([id]) => id !== teamId));

/** A dropped team's offers leave open lots; what is closed stays as it closed, and is not awarded to it (AUC10). */
const excludedFrom = (auction: English, { teamId, keepBids }: Event<'TeamExcluded'>): English =>
  keepBids
    ? auction
    : overLots(auction, (lot) =>
        lot.isClosed ? lot : { ...lot, offers: withoutTeam(lot.offers, teamId), last: null },
      );

const roundClosed = (
  auction: English,
  { result }: Event<'RoundClosed'>,
  { at }: EventContext,
): English => {
  const closed = overLots(auction, (lot) =>
    lot.round === result.round ? { ...lot, isClosed: true } : lot,
  );
  const closedAtMs = auction.closesAtMs ?? at;
  return own(closed, { results: [...auction.english.results, { ...result, closedAtMs }] });
};

/** The English part after one more event. */
export const evolveEnglish = (
  auction: English,
  event: EventOf<'english'>,
  context: EventContext,
): English => {
  switch (event.type) {
    case 'RoundOpened':
      return opened(auction, event, context);
    case 'BidAccepted':
      return withBid(auction, event, context);
    case 'BidRetracted':
      return withoutBid(auction, event);
    case 'LeadMoved': {
      const { lotId, first, leadPriceMills } = event;
      return withLot(auction, lotId, { first, leadPriceMills });
    }
    case 'CloseMoved':
      return closeMoved(auction, event);
    case 'LotsClosed':
      return event.lots.reduce((so, { lotId }) => withLot(so, lotId, { isClosed: true }), auction);
    case 'RoundClosed':
      return roundClosed(auction, event, context);
    case 'RoundExtended':
      return shifted(auction, event.closesAtMs - (auction.closesAtMs ?? event.closesAtMs), false);
    case 'AuctionResumed':
      return shifted(auction, context.at - (auction.pause?.frozenAtMs ?? context.at), true);
    case 'RoundsVoided':
      return voided(auction, event);
    case 'TeamExcluded':
      return excludedFrom(auction, event);
    case 'RulesAmended':
      // Places are counted anew, so the last bid cannot be told from what followed it.
      return overLots(auction, (lot) => ({ ...lot, last: null }));
    default:
      return auction;
  }
};
