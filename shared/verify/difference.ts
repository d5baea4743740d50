// What is recorded and what follows by the rules, side by side in one sentence that names the first lot, team or price in
// which they differ.

import type { AuctionEvent, Lot } from '../auction/types.ts';
import type { RoundResult } from '../auction/formats/clock-types.ts';
import type { TeamId } from '../kernel/ids.ts';
import { formatMills } from '../kernel/amount-text.ts';
import { canonicalJson } from '../kernel/json.ts';
import { demandOf, heldOf, postedOf } from './clock-columns.ts';

interface Sides {
  readonly then: AuctionEvent;
  readonly now: AuctionEvent;
  readonly lots: readonly Lot[];
}

type Of<Type extends AuctionEvent['type']> = AuctionEvent & { readonly type: Type };

const NOT_SHOWN: ArrayLike<number> = [];

/** The first lot of which two lists differ, told by a sentence with both numbers. */
const firstLot = (
  lots: readonly Lot[],
  [then = NOT_SHOWN, now = NOT_SHOWN]: readonly [
    ArrayLike<number> | undefined,
    ArrayLike<number> | undefined,
  ],
  words: (lot: Lot, then: number, now: number) => string,
): string | undefined => {
  if (then.length !== now.length) return undefined;
  const place = lots.findIndex((_, at) => then[at] !== now[at]);
  const lot = lots[place];
  return lot && words(lot, then[place] ?? Number.NaN, now[place] ?? Number.NaN);
};

const teamsOf = (result: RoundResult): readonly TeamId[] => Object.keys(result.eligibility).sort();

const ofRounds = (
  then: RoundResult,
  now: RoundResult,
  lots: readonly Lot[],
): string | undefined => {
  const round = `round ${String(now.round)}`;
  const posted = firstLot(
    lots,
    [postedOf(then, lots), postedOf(now, lots)],
    ({ id }, was, is) =>
      `${round} posts ${formatMills(was)} for lot ${id}, by the rules ${formatMills(is)}`,
  );
  if (posted !== undefined) return posted;
  for (const teamId of teamsOf(now)) {
    const held = firstLot(
      lots,
      [heldOf(then, teamId, lots), heldOf(now, teamId, lots)],
      ({ id }, was, is) =>
        `${round} gives ${teamId} ${String(was)} of lot ${id}, by the rules ${String(is)}`,
    );
    if (held !== undefined) return held;
    const { [teamId]: was } = (then as Partial<RoundResult>).eligibility ?? {};
    const is = now.eligibility[teamId];
    if (was !== undefined && was !== is) {
      return `${round} leaves ${teamId} ${String(was)} points, by the rules ${String(is)}`;
    }
  }
  return firstLot(
    lots,
    [demandOf(then, lots), demandOf(now, lots)],
    ({ id }, was, is) =>
      `${round} has a demand of ${String(was)} for lot ${id}, by the rules ${String(is)}`,
  );
};

const awardText = ({
  lotId,
  teamId,
  quantityBlocks,
  priceMills,
}: Of<'AuctionEnded'>['awards'][number]) =>
  `${String(quantityBlocks)} of lot ${lotId} to ${teamId} at ${formatMills(priceMills)}`;

const ofEnds = (then: Of<'AuctionEnded'>, now: Of<'AuctionEnded'>): string | undefined => {
  const [thenUnsold, nowUnsold] = [new Set(then.unsoldLots), new Set(now.unsoldLots)];
  const lot =
    then.unsoldLots.find((id) => !nowUnsold.has(id)) ??
    now.unsoldLots.find((id) => !thenUnsold.has(id));
  if (lot !== undefined) {
    const [was, is] = thenUnsold.has(lot) ? ['unsold', 'sold'] : ['sold', 'unsold'];
    return `lot ${lot} is recorded as ${was}, by the rules it is ${is}`;
  }
  const awards = new Map(now.awards.map((award) => [`${award.lotId} ${award.teamId}`, award]));
  for (const award of (then as Partial<typeof then>).awards ?? []) {
    const by = awards.get(`${award.lotId} ${award.teamId}`);
    if (by && canonicalJson(by as never) === canonicalJson(award as never)) continue;
    return `awards ${awardText(award)}, by the rules ${by ? awardText(by) : 'nothing of it to that team'}`;
  }
  return undefined;
};

/** Where an event and what follows by the rules differ, if it can be said in few words. */
export const differenceText = ({ then, now, lots }: Sides): string | undefined => {
  if (then.type === 'RoundClosed' && now.type === 'RoundClosed') {
    const isClock = 'demand' in now.result && 'lots' in now.result;
    return isClock
      ? ofRounds(then.result as unknown as RoundResult, now.result as unknown as RoundResult, lots)
      : undefined;
  }
  if (then.type === 'AuctionEnded' && now.type === 'AuctionEnded') return ofEnds(then, now);
  return undefined;
};
