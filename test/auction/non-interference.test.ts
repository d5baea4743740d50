// Nothing sent to one viewer depends on what is hidden from it: states that differ only in that give equal bytes.

import { fc } from '../support/fast-check.ts';
import { describe, expect, it } from 'vitest';
import type { ClosedRound, LotResult } from '../../shared/auction/formats/clock-types.ts';
import type { AuctionOf, Information } from '../../shared/auction/types.ts';
import { viewAuction } from '../../shared/auction/view.ts';
import { canonicalJson } from '../../shared/kernel/json.ts';
import { epochMs, mills } from '../../shared/kernel/units.ts';
import type { Side } from '../../shared/room/types.ts';
import type { AuctionView, Viewer } from '../../shared/room/view-types.ts';
import type { AuctionTable } from '../support/auction.ts';
import { INFORMATION, startedTable } from '../support/auction.ts';
import { runs } from '../support/auction-arbitraries.ts';
import { acts, perform, requestOf, setting } from '../support/auction-walks.ts';

const BIDDER_NAMES = { a: 'Team A', b: 'Team B', c: 'Team C' };
const TEAM_A: Viewer = { kind: 'team', teamId: 'a' };
const PUBLIC: Viewer = { kind: 'public' };
const HOST: Viewer = { kind: 'team', teamId: 'usps' };

const view = (auction: AuctionOf<'clock'>, viewer: Viewer): AuctionView => {
  const isForward = auction.rules.direction === 'forward';
  const sides: Record<string, Side> = isForward
    ? { a: 'shipper', usps: 'carrier' }
    : { a: 'carrier', usps: 'shipper' };
  const side = viewer.kind === 'team' ? sides[viewer.teamId] : undefined;
  return viewAuction(auction, { viewer, side, bidderNames: BIDDER_NAMES });
};

const bytes = (auction: AuctionOf<'clock'>, viewer: Viewer): string =>
  canonicalJson(view(auction, viewer));

/** Numbers drawn by fast-check, handed out one after the other. */
type Draw = () => number;
const drawFrom = (numbers: readonly number[]): Draw => {
  let place = 0;
  return () => numbers[(place += 1) % numbers.length] ?? 0;
};

const over = <T>(record: Readonly<Record<string, T>>, change: (value: T, key: string) => T) =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value, key)]));

/** Other blocks where the information rule does not tell them apart. */
const otherTotal = (lot: LotResult, demand: Information['demand'], draw: Draw): LotResult => {
  if (demand === 'none') return { ...lot, demandBlocks: draw() };
  const isBelow = demand === 'excess' && lot.demandBlocks <= lot.supplyBlocks;
  return isBelow ? { ...lot, demandBlocks: draw() % (lot.supplyBlocks + 1) } : lot;
};

/** The state with everything changed that teams of `hidden` did, hold and may; totals as far as they are not shown. */
const withOtherBids = (
  state: AuctionOf<'clock'>,
  hidden: readonly string[],
  draw: Draw,
): AuctionOf<'clock'> => {
  const isHidden = (teamId: string): boolean => hidden.includes(teamId);
  const { demand } = state.rules.information;
  const result = (one: ClosedRound): ClosedRound => ({
    ...one,
    eligibility: over(one.eligibility, (points, id) => (isHidden(id) ? draw() : points)),
    demand: over(one.demand, (own, id) => (isHidden(id) ? over(own, draw) : own)),
    lots: over(one.lots, (lot) => otherTotal(lot, demand, draw)),
  });
  const bid = {
    commandId: 'x',
    quantityBlocks: draw(),
    priceMills: mills(draw()),
    atMs: epochMs(draw()),
    bySeatId: null,
    isSurrogate: draw() % 2 === 0,
  };
  const { clock } = state;
  const otherBook = Object.fromEntries(
    hidden.map((id) => [id, draw() % 2 === 0 ? { q: bid } : {}]),
  );
  return {
    ...state,
    seed:
      state.awards.length + state.unsoldLots.length > 0 ? state.seed : `other ${String(draw())}`,
    initialEligibility: over(state.initialEligibility, (points, id) =>
      isHidden(id) ? draw() : points,
    ),
    clock: {
      ...clock,
      book: { ...clock.book, ...otherBook },
      eligibility: over(clock.eligibility, (points, id) => (isHidden(id) ? draw() : points)),
      results: clock.results.map(result),
    },
  };
};

/** Furthermore what only rivals and the public may not know: acceptance, exclusion, awards, reserves. */
const withOtherSecrets = (
  state: AuctionOf<'clock'>,
  hidden: readonly string[],
  draw: Draw,
): AuctionOf<'clock'> => {
  const others = Object.fromEntries(
    hidden.map((id) => [id, draw() % 2 === 0 ? state.rulesHash : '']),
  );
  const excluded = Object.fromEntries(
    hidden.map((id) => [id, { keepBids: draw() % 2 === 0, reason: `r${String(draw())}` }]),
  );
  return {
    ...withOtherBids(state, hidden, draw),
    accepted: { ...state.accepted, ...others },
    excluded: { ...state.excluded, ...excluded },
    reservesMills: { q: mills(draw()), n: mills(draw()) },
    awards: state.awards.map((award) =>
      hidden.includes(award.teamId) ? { ...award, quantityBlocks: draw() } : award,
    ),
  };
};

const numbers = fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 40, maxLength: 40 });
const demandRule = fc.constantFrom('total' as const, 'excess' as const, 'none' as const);

/** Holds a law at every state of random courses; gives how many states were compared. */
const everywhere = (
  information: fc.Arbitrary<Information>,
  law: (table: AuctionTable, draw: Draw) => void,
): number => {
  let states = 0;
  fc.assert(
    fc.property(setting, information, acts, numbers, (given, rule, course, drawn) => {
      const rules = given.rules && { ...given.rules, information: rule };
      const table = startedTable({ ...given, ...(rules && { rules }) });
      const draw = drawFrom(drawn);
      for (const act of course) {
        perform(table, act);
        law(table, draw);
        states += 1;
      }
    }),
    runs(200),
  );
  return states;
};

const anyInformation: fc.Arbitrary<Information> = fc.record({
  demand: demandRule,
  carrierSeesBids: fc.boolean(),
  carrierSeesBidders: fc.boolean(),
  moderatorSeesReserves: fc.boolean(),
});

describe('non-interference', () => {
  it('[INF9] a team’s view does not depend on its rivals’ bids, eligibility, awards and standing, nor on reserves and seed', () => {
    let different = 0;
    const states = everywhere(anyInformation, ({ state }, draw) => {
      const other = withOtherSecrets(state, ['b', 'c'], draw);
      expect(bytes(other, TEAM_A)).toBe(bytes(state, TEAM_A));
      // The two do differ, as the moderator can see.
      if (bytes(other, { kind: 'moderator' }) !== bytes(state, { kind: 'moderator' }))
        different += 1;
    });
    expect(different).toBeGreaterThan(states / 2);
  });

  it('[INF9] the public’s view depends on no team’s', () => {
    everywhere(anyInformation, ({ state }, draw) => {
      expect(bytes(withOtherSecrets(state, ['a', 'b', 'c'], draw), PUBLIC)).toBe(
        bytes(state, PUBLIC),
      );
    });
  });

  it('[INF9] before the end the carrier’s view depends on no team’s bids, demand and eligibility, unless set so', () => {
    const safe = fc.record({
      demand: demandRule,
      carrierSeesBids: fc.constant(INFORMATION.carrierSeesBids),
      carrierSeesBidders: fc.boolean(),
      moderatorSeesReserves: fc.boolean(),
    });
    let compared = 0;
    everywhere(safe, ({ state }, draw) => {
      if (state.phase !== 'running') return;
      compared += 1;
      expect(bytes(withOtherBids(state, ['a', 'b', 'c'], draw), HOST)).toBe(bytes(state, HOST));
    });
    expect(compared).toBeGreaterThan(1_000);
  });

  it('[INF9] a carrier that may not know the bidders learns neither how many there are nor who is excluded', () => {
    const hidden = fc.constant({ ...INFORMATION, carrierSeesBidders: false });
    let compared = 0;
    everywhere(hidden, ({ state }, draw) => {
      if (state.phase !== 'running') return;
      compared += 1;
      const other = {
        ...withOtherSecrets(state, ['a', 'b', 'c'], draw),
        reservesMills: state.reservesMills,
      };
      expect(bytes(other, HOST)).toBe(bytes(state, HOST));
    });
    expect(compared).toBeGreaterThan(1_000);
  });

  it('[INF9] the regulator’s view does not depend on any bid before the end', () => {
    let compared = 0;
    const regulator: Viewer = { kind: 'regulator' };
    // It sees totals in full, whatever bidders see.
    everywhere(fc.constant({ ...INFORMATION, demand: 'total' }), ({ state }, draw) => {
      if (state.phase !== 'running') return;
      compared += 1;
      expect(bytes(withOtherBids(state, ['a', 'b', 'c'], draw), regulator)).toBe(
        bytes(state, regulator),
      );
    });
    expect(compared).toBeGreaterThan(1_000);
  });

  it('[INF3] while a round is open what rivals do, well or badly, moves no other view but the moderator’s', () => {
    let bids = 0;
    const others: readonly Viewer[] = [TEAM_A, PUBLIC, HOST, { kind: 'regulator' }];
    everywhere(anyInformation, (table, draw) => {
      if (table.state.stage !== 'bidding' || table.state.pause) return;
      const before = others.map((viewer) => bytes(table.state, viewer));
      const bid = { team: 1, lot: draw() % 2, blocks: draw() % 6, way: draw() / 40 };
      const { lotId, quantityBlocks, priceMills } = requestOf(table, bid);
      if (table.at >= (table.state.closesAtMs ?? 0)) return;
      table.bid('b', lotId, quantityBlocks, priceMills);
      bids += 1;
      expect(others.map((viewer) => bytes(table.state, viewer))).toEqual(before);
    });
    expect(bids).toBeGreaterThan(500);
  });
});
