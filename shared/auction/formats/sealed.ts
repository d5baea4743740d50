// Sealed rounds: schedules that nobody sees before the cut-off, opened together; best and final offers and scored
// offers are settings of them (rules SLD1 to SLD7).

import type { EpochMs } from '../../kernel/units.ts';
import type { AuctionOf, EventOf } from '../types.ts';
import type { Format, Outcome } from './format.ts';
import type { ScheduleBid, SealedResult } from './sealed-types.ts';
import { reject } from '../../kernel/rejection.ts';
import { after } from '../../kernel/units.ts';
import { awardOfParts } from '../award-parts.ts';
import { tieKey } from '../ties.ts';
import { checkSchedule, committedInSealed, unlikelyInSealed } from './sealed-bid.ts';
import { beginSealed, evolveSealed } from './sealed-evolve.ts';
import { openLot } from './sealed-prices.ts';
import { checkSealedRules, sealedAdvice } from './sealed-rules.ts';
import { sealedSheet } from './sealed-sheet.ts';
import { knownSealedPart, ownSealedPart, sealedPart } from './sealed-view.ts';

type Sealed = AuctionOf<'sealed'>;

const resultOf = (auction: Sealed): SealedResult => {
  const { rules, round, lots, lotOrder, reservesMills, seed, auctionId } = auction;
  const { book } = auction.sealed;
  const teams = Object.keys(book).sort();
  const place = { seed, auctionId, round };
  const opened = lotOrder.flatMap((lotId) => {
    const lot = lots[lotId];
    if (!lot) return [];
    const bids = teams.flatMap((teamId) => {
      const bid = book[teamId]?.[lotId];
      return bid ? [[teamId, bid] as const] : [];
    });
    const reserveMills = reservesMills[lotId];
    const tie = (teamId: string): string => tieKey(place, teamId, lotId);
    return [[lotId, openLot({ lot, rules, reserveMills, bids, tieKey: tie })] as const];
  });
  return { round, isFinal: round >= rules.roundCount, lots: Object.fromEntries(opened) };
};

const elapse = (auction: Sealed, at: EpochMs): readonly EventOf<'sealed'>[] => {
  const { rules } = auction;
  const result = resultOf(auction);
  const isTimed = !result.isFinal && rules.rounds === 'automatic';
  return [{ type: 'RoundClosed', result, nextRoundAtMs: isTimed ? after(at, rules.gapMs) : null }];
};

/** What the last opening gave; a team that was dropped since gets nothing (SLD3, AUC10). */
const awards = (auction: Sealed): Outcome => {
  const lots = auction.sealed.results.at(-1)?.lots ?? {};
  const given = auction.lotOrder.flatMap((lotId) =>
    (lots[lotId]?.shares ?? []).flatMap(({ teamId, parts }) =>
      auction.excluded[teamId]?.keepBids === false
        ? []
        : (awardOfParts(lotId, teamId, parts) ?? []),
    ),
  );
  const sold = new Set(given.map(({ lotId }) => lotId));
  return { awards: given, unsoldLots: auction.lotOrder.filter((lotId) => !sold.has(lotId)) };
};

/** Sealed rounds as a format. Bids bring nothing about before the cut-off, which nobody moves. */
export const sealed: Format<'sealed'> = {
  usesEligibility: false,
  checkRules: checkSealedRules,
  advise: sealedAdvice,
  sheet: sealedSheet,
  begin: beginSealed,
  open: ({ rules }, round, at) => ({
    type: 'RoundOpened',
    round,
    closesAtMs: after(at, rules.roundMs),
  }),
  takes: (bid): bid is ScheduleBid => 'steps' in bid,
  judge: checkSchedule,
  retract: () => [],
  committed: committedInSealed,
  unlikely: unlikelyInSealed,
  follow: () => [],
  wakeAt: ({ closesAtMs }) => closesAtMs ?? undefined,
  elapse,
  results: (auction) => auction.sealed.results,
  awards,
  checkExtension: () => reject('auction/no-extension', { format: 'sealed' }),
  evolve: evolveSealed,
  part: sealedPart,
  ownPart: ownSealedPart,
  knownPart: knownSealedPart,
};
