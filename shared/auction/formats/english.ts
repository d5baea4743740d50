// English with soft close: lots sold whole, bid by bid, side by side or one after the other (rules ENG1 to ENG7).

import type { LotId, TeamId } from '../../kernel/ids.ts';
import type { Rejection } from '../../kernel/rejection.ts';
import type { EpochMs, Mills } from '../../kernel/units.ts';
import type { AuctionOf, Award, EventOf, RoundOpened } from '../types.ts';
import type { EnglishLot, LimitBid, LotOutcome, PriceBid } from './english-types.ts';
import type { Format, Moderation, Offer, Outcome } from './format.ts';
import { reject } from '../../kernel/rejection.ts';
import { after } from '../../kernel/units.ts';
import { better } from '../price-direction.ts';
import { englishAdvice } from './english-advice.ts';
import { checkEnglishBid, committedInEnglish, unlikelyInEnglish } from './english-bid.ts';
import { closeAfterChange, firstClose, hardStopOf } from './english-close.ts';
import { beginEnglish, evolveEnglish } from './english-evolve.ts';
import { leadPrice, ranked } from './english-lead.ts';
import { checkEnglishRules, englishSheet } from './english-rules.ts';
import { englishPart, knownEnglishPart, ownEnglishPart } from './english-view.ts';

type English = AuctionOf<'english'>;
type Events = readonly EventOf<'english'>[];

const open = (auction: English, round: number, at: EpochMs): RoundOpened<'english'> => {
  const { rules, lotOrder } = auction;
  const lotIds = rules.lots === 'side-by-side' ? lotOrder : lotOrder.slice(round - 1, round);
  return { type: 'RoundOpened', round, closesAtMs: firstClose(rules, at), lotIds };
};

const openLots = (auction: English): readonly (readonly [LotId, EnglishLot])[] =>
  auction.lotOrder.flatMap((lotId) => {
    const lot = auction.english.lots[lotId];
    return lot && !lot.isClosed ? [[lotId, lot] as const] : [];
  });

/** Who stands where on a lot now, and at what price; the price is never worse than `least`. */
const leadMove = (
  auction: English,
  lotId: LotId,
  offers: EnglishLot['offers'],
  least: Mills | null,
): EventOf<'english'> & { readonly type: 'LeadMoved' } => {
  const { rules, lots } = auction;
  const order = ranked(rules.direction, offers);
  const lot = lots[lotId] ?? { openingPriceMills: 0 as Mills };
  const price = leadPrice(rules, lot, order);
  return {
    type: 'LeadMoved',
    lotId,
    first: order.slice(0, rules.extendingPlaces).map(([teamId]) => teamId),
    fromMills: auction.english.lots[lotId]?.leadPriceMills ?? null,
    leadPriceMills:
      price !== null && least !== null ? better(rules.direction, price, least) : price,
  };
};

const isSame = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((id, place) => id === b[place]);

/** Moves the lead, and the close when those in the first places have changed (ENG2, ENG3). */
const follow = (auction: English, { teamId, bid, at }: Offer<PriceBid | LimitBid>): Events => {
  const { rules } = auction;
  const lot = auction.english.lots[bid.lotId];
  // A leader that betters its limit moves nothing, not even where the second had the same limit.
  if (!lot || ('limitMills' in bid && lot.first[0] === teamId)) return [];
  const lead = leadMove(auction, bid.lotId, lot.offers, lot.leadPriceMills);
  const isChange = !isSame(lead.first, lot.first);
  if (!isChange && lead.leadPriceMills === lot.leadPriceMills) return [];
  const closesAtMs = closeAfterChange(rules, lot, at);
  if (!isChange || closesAtMs === lot.closesAtMs) return [lead];
  const lotIds = rules.extends === 'all' ? openLots(auction).map(([id]) => id) : [bid.lotId];
  return [lead, { type: 'CloseMoved', lotIds, closesAtMs, isExtension: true }];
};

/** The last bid on an open lot alone: price and places go back, the close stays where it was moved to (GRD6). */
const retract = (auction: English, teamId: TeamId, lotId: LotId): Events | Rejection => {
  const lot = auction.english.lots[lotId];
  if (!lot || lot.isClosed || lot.last?.teamId !== teamId) {
    return reject('retract/acted-on', { on: lotId });
  }
  const { first, leadPriceMills } = lot.last;
  const fromMills = lot.leadPriceMills;
  if (isSame(first, lot.first) && leadPriceMills === fromMills) return [];
  return [{ type: 'LeadMoved', lotId, first, fromMills, leadPriceMills, isRetraction: true }];
};

const outcomeOf = (lotId: LotId, lot: EnglishLot): LotOutcome => ({
  lotId,
  leader: lot.first[0] ?? null,
  leadPriceMills: lot.leadPriceMills,
  closedAtMs: lot.closesAtMs,
  extensions: lot.extensions,
});

/** Closes lots whose time has come, and the round with the last of them (ENG5). */
const elapse = (auction: English, at: EpochMs): Events => {
  const { rules, round, lotOrder, english } = auction;
  const lots = openLots(auction);
  const due = lots.filter(([, { closesAtMs }]) => closesAtMs <= at);
  if (due.length < lots.length) {
    return [{ type: 'LotsClosed', lots: due.map(([lotId, lot]) => outcomeOf(lotId, lot)) }];
  }
  const outcomes = Object.entries(english.lots)
    .filter(([, lot]) => lot.round === round)
    .map(([lotId, lot]) => [lotId, outcomeOf(lotId, lot)] as const);
  const isFinal = rules.lots === 'side-by-side' || round >= lotOrder.length;
  const isTimed = !isFinal && rules.rounds === 'automatic';
  return [
    {
      type: 'RoundClosed',
      result: { round, isFinal, lots: Object.fromEntries(outcomes) },
      nextRoundAtMs: isTimed ? after(at, rules.gapMs) : null,
    },
  ];
};

/** A lead that does not reach the hidden reserve, or is that of a dropped team, gets nothing (ENG6, AUC10). */
const awardOf = (auction: English, outcome: LotOutcome | undefined): Award | undefined => {
  const { reservesMills, excluded, lots, rules } = auction;
  if (!outcome || outcome.leader === null || outcome.leadPriceMills === null) return undefined;
  const { lotId, leader: teamId, leadPriceMills: priceMills } = outcome;
  const reserve = reservesMills[lotId];
  const isShort =
    reserve !== undefined && better(rules.direction, priceMills, reserve) !== priceMills;
  const lot = lots[lotId];
  if (isShort || !lot || excluded[teamId]?.keepBids === false) return undefined;
  return { lotId, teamId, quantityBlocks: lot.supplyBlocks, priceMills };
};

const awards = (auction: English): Outcome => {
  const outcomes: Record<LotId, LotOutcome> = Object.assign(
    {},
    ...auction.english.results.map(({ lots }) => lots),
  );
  const given = auction.lotOrder.flatMap((lotId) => awardOf(auction, outcomes[lotId]) ?? []);
  const sold = new Set(given.map(({ lotId }) => lotId));
  return { awards: given, unsoldLots: auction.lotOrder.filter((lotId) => !sold.has(lotId)) };
};

/**
 * A dropped team's open lots stand as if it had never bid (AUC10). Amended rules count places anew and bring closes
 * within the hard stop; prices stay.
 */
const settle = (before: English, event: Moderation): Events => {
  if (event.type === 'TeamExcluded') {
    if (event.keepBids) return [];
    return openLots(before).flatMap(([lotId, { offers }]) => {
      if (!offers[event.teamId]) return [];
      const { [event.teamId]: dropped, ...others } = offers;
      return dropped ? [leadMove(before, lotId, others, null)] : [];
    });
  }
  if (event.rules.format !== 'english') return [];
  const { rules } = event;
  const now = { ...before, rules };
  return openLots(before).flatMap(([lotId, lot]): Events => {
    const hardStopAtMs = hardStopOf(rules, lot.openedAtMs) ?? lot.closesAtMs;
    const order = ranked(rules.direction, lot.offers).slice(0, rules.extendingPlaces);
    const first = order.map(([teamId]) => teamId);
    return [
      ...(isSame(first, lot.first)
        ? []
        : [{ ...leadMove(now, lotId, lot.offers, null), leadPriceMills: lot.leadPriceMills }]),
      ...(hardStopAtMs < lot.closesAtMs
        ? [
            {
              type: 'CloseMoved' as const,
              lotIds: [lotId],
              closesAtMs: hardStopAtMs,
              isExtension: false,
            },
          ]
        : []),
    ];
  });
};

const checkExtension = (auction: English, closesAtMs: EpochMs) => {
  const stops = openLots(auction).flatMap(
    ([, { openedAtMs }]) => hardStopOf(auction.rules, openedAtMs) ?? [],
  );
  const hardStopAtMs = Math.min(...stops);
  return closesAtMs > hardStopAtMs ? reject('auction/past-hard-stop', { hardStopAtMs }) : undefined;
};

const nextInstant = (auction: English): EpochMs | undefined => {
  const closes = openLots(auction).map(([, { closesAtMs }]) => closesAtMs);
  return closes.length === 0 ? undefined : (Math.min(...closes) as EpochMs);
};

/** English as a format: a bid moves lead and close at once; each lot closes by itself. */
export const english: Format<'english'> = {
  usesEligibility: false,
  checkRules: checkEnglishRules,
  advise: englishAdvice,
  sheet: englishSheet,
  begin: beginEnglish,
  open,
  takes: (bid): bid is PriceBid | LimitBid =>
    'limitMills' in bid || ('priceMills' in bid && !('quantityBlocks' in bid)),
  judge: checkEnglishBid,
  retract,
  committed: committedInEnglish,
  unlikely: unlikelyInEnglish,
  follow,
  wakeAt: nextInstant,
  elapse,
  results: (auction) => auction.english.results,
  awards,
  settle,
  checkExtension,
  evolve: evolveEnglish,
  part: englishPart,
  ownPart: ownEnglishPart,
  knownPart: knownEnglishPart,
};
