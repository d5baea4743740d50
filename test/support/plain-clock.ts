// The close of a clock round written a second time, from the words of the rules and as plainly as can be: fractions of
// big integers, everything counted anew at each step. Slow on purpose; it shares no code with the engine.

import type { RoundBook } from '../../shared/auction/formats/clock-round.ts';

interface Wish {
  readonly team: string;
  readonly lot: string;
  readonly price: number;
  readonly wanted: number;
}

export interface PlainResult {
  readonly held: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly posted: Readonly<Record<string, number>>;
  readonly eligibility: Readonly<Record<string, number>>;
  readonly isFinal: boolean;
}

export const plainClose = (book: RoundBook): PlainResult => {
  const lotOf = (id: string) => {
    const found = book.lots.find((lot) => lot.id === id);
    if (!found) throw new Error(`no lot ${id}`);
    return found;
  };
  const startOf = (lot: string): number => book.startPricesMills[lot] ?? 0;
  const clockOf = (lot: string): number => book.clockPricesMills[lot] ?? 0;
  const asked = (team: string, lot: string): number => book.bids[team]?.[lot]?.quantityBlocks ?? 0;

  const held: Record<string, Record<string, number>> = {};
  for (const team of book.teams) {
    held[team] = {};
    for (const { id } of book.lots) {
      (held[team] ??= {})[id] = book.round === 1 ? asked(team, id) : (book.demand[team]?.[id] ?? 0);
    }
  }
  const now = (team: string, lot: string): number => held[team]?.[lot] ?? 0;
  const demandOf = (lot: string): number =>
    book.teams.reduce((sum, team) => sum + now(team, lot), 0);
  const pointsOf = (team: string): number =>
    book.lots.reduce((sum, lot) => sum + now(team, lot.id) * lot.pointsPerBlock, 0);

  // "(price − start) / (clock − start), exactly": numerator and denominator, both never negative.
  const fraction = ({ lot, price }: Wish): readonly [bigint, bigint] => {
    const range = BigInt(clockOf(lot)) - BigInt(startOf(lot));
    if (range === 0n) return [0n, 1n];
    const moved = BigInt(price) - BigInt(startOf(lot));
    return range > 0n ? [moved, range] : [-moved, -range];
  };
  const goesFirst = (a: Wish, b: Wish): number => {
    const [an, ad] = fraction(a);
    const [bn, bd] = fraction(b);
    if (an * bd !== bn * ad) return an * bd < bn * ad ? -1 : 1;
    return book.tieKey(a.team, a.lot) < book.tieKey(b.team, b.lot) ? -1 : 1;
  };

  const queue: Wish[] = [];
  for (const team of book.teams) {
    for (const { id } of book.lots) {
      const wanted = asked(team, id);
      const price = book.bids[team]?.[id]?.priceMills ?? startOf(id);
      if (wanted !== now(team, id)) queue.push({ team, lot: id, price, wanted });
    }
  }
  queue.sort(goesFirst);

  const clearing: Record<string, number> = {};
  /** Meets one block of the first wish that can have one; false when none can. */
  const step = (): boolean => {
    for (const { team, lot, price, wanted } of queue) {
      const { supplyBlocks, pointsPerBlock } = lotOf(lot);
      if (wanted < now(team, lot) && demandOf(lot) > supplyBlocks) {
        (held[team] ??= {})[lot] = now(team, lot) - 1;
        if (demandOf(lot) === supplyBlocks) clearing[lot] = price;
        return true;
      }
      const free = (book.eligibility[team] ?? 0) - pointsOf(team);
      if (wanted > now(team, lot) && free >= pointsPerBlock) {
        (held[team] ??= {})[lot] = now(team, lot) + 1;
        return true;
      }
    }
    return false;
  };
  while (book.round > 1 && step());

  const posted: Record<string, number> = {};
  for (const { id, supplyBlocks } of book.lots) {
    posted[id] = demandOf(id) > supplyBlocks ? clockOf(id) : (clearing[id] ?? startOf(id));
  }
  const eligibility: Record<string, number> = {};
  for (const team of book.teams) {
    const before = BigInt(book.eligibility[team] ?? 0);
    const used = BigInt(pointsOf(team));
    const share = BigInt(book.activityBp);
    // used < ceil(before × share) is used < before × share, since used is whole.
    const isShort = used * 10_000n < before * share;
    eligibility[team] = Number(isShort ? (used * 10_000n) / share : before);
  }
  const isFinal = book.lots.every(({ id, supplyBlocks }) => demandOf(id) <= supplyBlocks);
  return { held, posted, eligibility, isFinal };
};
