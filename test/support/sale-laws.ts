// The laws of auctions (auction-wide, for every format), checked after every command of a sale while it is played, and
// once more over the whole of it when it has ended.

import { expect } from 'vitest';
import type {
  AuctionCommand,
  AuctionOf,
  AuctionState,
  FormatId,
} from '../../shared/auction/types.ts';
import { reaches } from '../../shared/auction/price-direction.ts';
import { canonicalJson } from '../../shared/kernel/json.ts';
import type { Random } from '../../shared/kernel/random.ts';
import { awardsAddUp } from './format-laws.ts';
import type { FormatTable } from './format-table.ts';

/** A command with its instant and seat, so that the course can be run again. */
export interface Played {
  readonly atMs: number;
  readonly command: AuctionCommand;
  readonly by: string | undefined;
  readonly isTaken: boolean;
}

export interface LawCounts {
  bids: number;
  refused: number;
  /** Views of others that were compared before and after a bid that they may not notice. */
  unmoved: number;
  awards: number;
}

type Of<F extends FormatId> = AuctionOf<F>;

const clockLaws = (before: Of<'clock'>, after: Of<'clock'>): void => {
  const { direction } = after.rules;
  for (const lotId of after.lotOrder) {
    const was = before.clock.startPricesMills[lotId];
    const is = after.clock.startPricesMills[lotId];
    if (was !== undefined && is !== undefined) expect(reaches(direction, is, was)).toBe(true);
  }
  if (after.round === before.round && after.stage === before.stage) return;
  for (const [teamId, points] of Object.entries(before.clock.eligibility)) {
    if (before.round > 0) expect(after.clock.eligibility[teamId]).toBeLessThanOrEqual(points);
  }
  const [last, earlier] = [after.clock.results.at(-1), after.clock.results.at(-2)];
  if (!last || after.clock.results.length === before.clock.results.length) return;
  for (const [teamId, own] of Object.entries(last.demand)) {
    const points = Object.entries(own).reduce(
      (sum, [lotId, blocks]) => sum + blocks * (after.lots[lotId]?.pointsPerBlock ?? 0),
      0,
    );
    expect(points).toBeLessThanOrEqual(before.clock.eligibility[teamId] ?? 0);
  }
  const lots = Object.values(last.lots);
  for (const { lotId, demandBlocks, supplyBlocks } of lots) {
    const floor = Math.min(earlier?.lots[lotId]?.demandBlocks ?? 0, supplyBlocks);
    expect(demandBlocks).toBeGreaterThanOrEqual(floor);
  }
  expect(last.isFinal).toBe(lots.every((each) => each.demandBlocks <= each.supplyBlocks));
};

const englishLaws = (before: Of<'english'>, after: Of<'english'>): void => {
  for (const [lotId, is] of Object.entries(after.english.lots)) {
    const was = before.english.lots[lotId];
    if (!was) continue;
    expect(is.closesAtMs).toBeGreaterThanOrEqual(was.closesAtMs);
    if (was.leadPriceMills === null) continue;
    expect(reaches(after.rules.direction, is.leadPriceMills ?? -1, was.leadPriceMills)).toBe(true);
    if (was.isClosed) expect(is).toEqual(was);
  }
};

const dutchLaws = (before: Of<'dutch'>, after: Of<'dutch'>): void => {
  for (const [lotId, is] of Object.entries(after.dutch.lots)) {
    const was = before.dutch.lots[lotId];
    const taken = is.stops.reduce((sum, { quantityBlocks }) => sum + quantityBlocks, 0);
    expect(taken + is.remainingBlocks).toBe(after.lots[lotId]?.supplyBlocks);
    if (was?.stops.length !== is.stops.length) continue;
    // Between stops the price only moves against the seller.
    expect(reaches(after.rules.direction, was.priceMills, is.priceMills)).toBe(true);
  }
};

const stepLaws = (before: AuctionState, after: AuctionState): void => {
  if ('clock' in after && 'clock' in before) clockLaws(before, after);
  if ('english' in after && 'english' in before) englishLaws(before, after);
  if ('dutch' in after && 'dutch' in before) dutchLaws(before, after);
};

/** Nobody pays more than it bid for what it got, whatever the pricing (forward; less where prices fall). */
const paysWithinBids = (state: AuctionState): void => {
  for (const { lotId, teamId, quantityBlocks, priceMills } of state.awards) {
    const paid = quantityBlocks * priceMills;
    if ('sealed' in state) {
      const steps = [...(state.sealed.book[teamId]?.[lotId]?.steps ?? [])];
      let [left, worth] = [quantityBlocks, 0];
      for (const step of steps) {
        const blocks = Math.min(left, step.quantityBlocks);
        worth += blocks * step.priceMills;
        left -= blocks;
      }
      const slack = state.rules.direction === 'forward' ? quantityBlocks : -quantityBlocks;
      expect(reaches(state.rules.direction, worth + slack, paid)).toBe(true);
    }
    if ('english' in state) {
      const limit = state.english.lots[lotId]?.offers[teamId]?.limitMills ?? -1;
      expect(reaches(state.rules.direction, limit, priceMills)).toBe(true);
    }
  }
  if (!('package' in state)) return;
  const last = state.package.results.at(-1);
  for (const [teamId, ids] of Object.entries(last?.won ?? {})) {
    const bid = ids.reduce(
      (sum, id) => sum + (state.package.book[teamId]?.[id]?.totalMills ?? 0),
      0,
    );
    expect(last?.paidMills[teamId]).toBeLessThanOrEqual(bid);
  }
};

const endLaws = (state: AuctionState): number => {
  const awards = awardsAddUp(state);
  const isRounded = state.rules.format === 'sealed' && state.rules.ties === 'pro-rata';
  for (const lotId of state.lotOrder) {
    const sold = state.awards
      .filter((award) => award.lotId === lotId)
      .reduce((sum, { quantityBlocks }) => sum + quantityBlocks, 0);
    const supply = state.lots[lotId]?.supplyBlocks ?? 0;
    // Shares that are rounded up give a little more than there is (SLD4).
    const more = isRounded ? state.awards.length * (state.lots[lotId]?.multipleBlocks ?? 1) * 2 : 0;
    expect(sold).toBeLessThanOrEqual(supply + more);
  }
  paysWithinBids(state);
  return awards;
};

const HIDES_OPEN_BIDS: ReadonlySet<FormatId> = new Set(['clock', 'sealed', 'package']);

/** What others see while a round is open; a bid of somebody else must not move it. */
const sightOf = (table: FormatTable<FormatId>, teamId: string): string => {
  const other = table.bidders.find((id) => id !== teamId) ?? teamId;
  return canonicalJson([
    table.view({ kind: 'team', teamId: other }),
    table.view({ kind: 'public' }),
  ] as never);
};

/** Puts a table under all laws: what is given from now on is checked and noted down. */
export const underLaws = (table: FormatTable<FormatId>, random: Random) => {
  const counts: LawCounts = { bids: 0, refused: 0, unmoved: 0, awards: 0 };
  const played: Played[] = [];
  const give = table.give.bind(table);
  table.give = (command, by) => {
    const before = table.state;
    const isBid = command.type === 'PlaceBid';
    const isLooked = isBid && HIDES_OPEN_BIDS.has(before.rules.format) && random.oneIn(24);
    const sight = isLooked ? sightOf(table, command.teamId) : '';
    const decision = give(command, by);
    played.push({ atMs: table.at, command, by, isTaken: decision.ok });
    if (isBid) counts.bids += 1;
    if (!decision.ok) {
      counts.refused += 1;
      expect(table.state === before || canonicalJson(table.state) === canonicalJson(before)).toBe(
        true,
      );
      expect(decision.events.map(({ type }) => type)).toEqual(isBid ? ['BidRefused'] : []);
    } else if (!isBid || before.rules.format === 'english' || before.rules.format === 'dutch') {
      stepLaws(before, table.state);
    }
    if (isLooked && table.state.round === before.round && table.state.stage === before.stage) {
      expect(sightOf(table, command.teamId)).toBe(sight);
      counts.unmoved += 1;
    }
    if (before.phase === 'running' && table.state.phase !== 'running') {
      counts.awards += endLaws(table.state);
    }
    return decision;
  };
  return { counts, played };
};

/** Runs a course again on a fresh table. */
export const replayed = (table: FormatTable<FormatId>, course: readonly Played[]): string => {
  for (const { atMs, command, by } of course) {
    table.at = atMs;
    table.give(command, by);
  }
  return canonicalJson(table.state as never);
};

/**
 * The same course with the bids that were taken within each round in another order: a team's own bids keep theirs.
 * Where an order is part of the rules (the first of equal offers, a clock that is stopped) there is none.
 */
export const permuted = (course: readonly Played[], random: Random): readonly Played[] => {
  const shuffled: Played[] = [];
  let round: Played[] = [];
  const flush = (): void => {
    const teams = new Map<string, Played[]>();
    for (const one of round) teams.set(one.by ?? '', [...(teams.get(one.by ?? '') ?? []), one]);
    const turns = random.shuffled(round.map(({ by }) => by ?? ''));
    const times = round.map(({ atMs }) => atMs);
    for (const [place, by] of turns.entries()) {
      const next = teams.get(by)?.shift();
      if (next) shuffled.push({ ...next, atMs: times[place] ?? next.atMs });
    }
    round = [];
  };
  for (const one of course) {
    if (one.command.type === 'PlaceBid') {
      if (one.isTaken) round.push(one);
      continue;
    }
    flush();
    shuffled.push(one);
  }
  flush();
  return shuffled;
};
