// Random courses of a whole auction: bids good and bad, time, pauses, voids, exclusions, outages. Acts are drawn as
// numbers and become commands only when the state is known, so that most of them mean something.

import { fc } from './fast-check.ts';
import type { AuctionCommand, QuantityBid } from '../../shared/auction/types.ts';
import { basisPoints, durationMs, epochMs, mills } from '../../shared/kernel/units.ts';
import type { AuctionTable, Setting } from './auction.ts';
import { clockRules, lot } from './auction.ts';

export interface RawBid {
  readonly team: number;
  readonly lot: number;
  readonly blocks: number;
  /** Share of the way from start to clock price; beyond 1 it is out of range. */
  readonly way: number;
}

export type Act =
  | { readonly kind: 'bid' | 'surrogate'; readonly bid: RawBid; readonly lag: number }
  | { readonly kind: 'wait' | 'jump'; readonly ms: number }
  | { readonly kind: 'round'; readonly bids: readonly RawBid[] }
  | { readonly kind: 'moderate'; readonly what: number; readonly team: number };

const TEAMS = ['a', 'b', 'c'];
const LOTS = ['q', 'n'];

const rawBid: fc.Arbitrary<RawBid> = fc.record({
  team: fc.integer({ min: 0, max: TEAMS.length - 1 }),
  lot: fc.integer({ min: 0, max: LOTS.length - 1 }),
  blocks: fc.integer({ min: 0, max: 5 }),
  way: fc.constantFrom(0, 0, 0.3, 0.5, 0.5, 0.8, 1, 1, 1, 1, 1.4),
});

/** Bids that fill the book of a round: one a team and lot, all within range. */
export const fullBids: fc.Arbitrary<readonly RawBid[]> = fc
  .array(
    fc.record({
      blocks: fc.constantFrom(0, 1, 2, 2, 3, 3, 4),
      way: fc.constantFrom(0, 0.5, 0.9, 1, 1),
    }),
    { minLength: TEAMS.length * LOTS.length, maxLength: TEAMS.length * LOTS.length },
  )
  .map((raw) =>
    raw.map((bid, place) => ({
      ...bid,
      team: place % TEAMS.length,
      lot: Math.floor(place / TEAMS.length),
    })),
  );

const bidAct: fc.Arbitrary<Act> = fc.record({
  kind: fc.constantFrom('bid' as const, 'bid' as const, 'bid' as const, 'surrogate' as const),
  bid: rawBid,
  lag: fc.constantFrom(0, 0, 0, 0, 0, -1, 1),
});
const roundAct: fc.Arbitrary<Act> = fc.record({
  kind: fc.constant('round' as const),
  bids: fullBids,
});
const timeAct: fc.Arbitrary<Act> = fc.record({
  kind: fc.constantFrom('wait' as const, 'jump' as const),
  ms: fc.constantFrom(0, 1, 900, 5_000, 20_000, 61_000),
});
const moderateAct: fc.Arbitrary<Act> = fc.record({
  kind: fc.constant('moderate' as const),
  what: fc.nat(),
  team: fc.integer({ min: 0, max: TEAMS.length - 1 }),
});

export const acts: fc.Arbitrary<readonly Act[]> = fc.array(
  fc.oneof(
    { weight: 12, arbitrary: bidAct },
    { weight: 5, arbitrary: roundAct },
    { weight: 2, arbitrary: timeAct },
    { weight: 2, arbitrary: moderateAct },
  ),
  { minLength: 20, maxLength: 90 },
);

export const setting: fc.Arbitrary<Setting> = fc.record({
  rules: fc
    .record({
      direction: fc.constantFrom('forward' as const, 'descending' as const),
      rounds: fc.constantFrom('automatic' as const, 'manual' as const),
      incrementBp: fc.constantFrom(100, 1_000, 3_333).map(basisPoints),
      activityBp: fc.constantFrom(5_000, 9_000, 10_000).map(basisPoints),
    })
    .map(clockRules),
  lots: fc
    .tuple(
      fc.integer({ min: 1, max: 4 }),
      fc.integer({ min: 1, max: 4 }),
      fc.integer({ min: 1, max: 2 }),
    )
    .map(([q, n, points]) => [lot('q', q, 2_400), lot('n', n, 2_250, { pointsPerBlock: points })]),
  eligibility: fc
    .tuple(
      fc.integer({ min: 3, max: 9 }),
      fc.integer({ min: 3, max: 9 }),
      fc.integer({ min: 0, max: 9 }),
    )
    .map(([a, b, c]) => ({ a, b, c })),
  reservesMills: fc.constantFrom({}, { q: 2_500 }),
  seed: fc.string({ minLength: 1, maxLength: 4 }),
});

/** The request that a raw bid means in the round as it stands; its price is on the tick. */
export const requestOf = (table: AuctionTable, bid: RawBid): QuantityBid => {
  const lotId = LOTS[bid.lot] ?? 'q';
  const { clock, lots } = table.state;
  const start = clock.startPricesMills[lotId] ?? lots[lotId]?.openingPriceMills ?? 0;
  const range = (clock.clockPricesMills[lotId] ?? start) - start;
  const priceMills = mills(Math.max(0, start + Math.round((range * bid.way) / 10) * 10));
  return { lotId, quantityBlocks: bid.blocks, priceMills };
};

const moderation = (table: AuctionTable, what: number, team: number): AuctionCommand => {
  const reason = 'r';
  const teamId = TEAMS[team] ?? 'a';
  const { at } = table;
  const { rules, round, rulesHash } = table.state;
  const commands: readonly AuctionCommand[] = [
    { type: 'PauseAuction', reason },
    { type: 'PauseAuction', reason },
    { type: 'ResumeAuction' },
    { type: 'ResumeAuction', countdownMs: durationMs(3_000) },
    { type: 'OpenRound' },
    { type: 'OpenRound' },
    { type: 'ExtendRound', byMs: durationMs(5_000), reason },
    { type: 'AmendRules', rules: { ...rules, title: `${rules.title}.` }, reason },
    { type: 'AcceptRules', teamId: 'a', rulesHash },
    { type: 'AcceptRules', teamId: 'b', rulesHash },
    { type: 'AcceptRules', teamId: 'c', rulesHash },
    { type: 'VoidRounds', toRound: Math.max(0, round - 1), reason },
    { type: 'ExcludeTeam', teamId, keepBids: what % 2 === 0, reason },
    { type: 'InterruptAuction', fromMs: epochMs(at - 4_000), toMs: epochMs(at) },
    { type: 'CertifyAuction' },
    { type: 'TickAuction' },
  ];
  const command = commands[what % commands.length];
  if (!command) throw new Error('no such command');
  return command;
};

/** Does what it takes to get a round bid and closed, so that random courses get somewhere. */
const throughRound = (table: AuctionTable, bids: readonly RawBid[]): void => {
  const { rulesHash } = table.state;
  for (const teamId of TEAMS) table.give({ type: 'AcceptRules', teamId, rulesHash });
  if (table.state.pause) {
    table.give({ type: 'ResumeAuction' });
    table.wait(10_000);
  }
  if (table.state.stage === 'results') table.give({ type: 'OpenRound' });
  for (const bid of bids) perform(table, { kind: 'bid', bid, lag: 0 });
  table.wait(61_000);
};

/** Does one act. */
export const perform = (table: AuctionTable, act: Act): void => {
  switch (act.kind) {
    case 'bid':
    case 'surrogate': {
      const round = table.state.round + act.lag;
      const teamId = TEAMS[act.bid.team] ?? 'a';
      const bid = requestOf(table, act.bid);
      table.give(
        act.kind === 'bid'
          ? { type: 'PlaceBid', teamId, round, bid }
          : { type: 'PlaceSurrogateBid', teamId, round, bid, reason: 'r' },
      );
      return;
    }
    case 'wait':
      table.wait(act.ms);
      return;
    case 'jump':
      table.jump(act.ms);
      return;
    case 'round':
      throughRound(table, act.bids);
      return;
    case 'moderate':
      table.give(moderation(table, act.what, act.team));
      return;
  }
};
