// What the moderator can do to a running auction, and what an outage does.

import { describe, expect, it } from 'vitest';
import { auctionWakeAt } from '../../shared/auction/evolve.ts';
import { seedCommitment } from '../../shared/auction/ties.ts';
import { canonicalJson } from '../../shared/kernel/json.ts';
import { basisPoints, durationMs, epochMs, mills } from '../../shared/kernel/units.ts';
import type { AuctionTable } from '../support/auction.ts';
import {
  GAP_MS,
  INFORMATION,
  ROUNDS_A,
  ROUND_MS,
  acceptAll,
  clockRules,
  scheduledTable,
  startedTable,
  tableA,
} from '../support/auction.ts';

const COUNTDOWN_MS = 10_000;
const pause = { type: 'PauseAuction', reason: 'a question' } as const;
const resume = { type: 'ResumeAuction' } as const;
const codeOf = (table: AuctionTable, price = 2_400): string => {
  const decision = table.bid('a', 'q', 1, price);
  return decision.ok ? 'taken' : decision.rejection.code;
};

describe('pause and resume', () => {
  it('[AUC8] keeps the exact milliseconds of a round, however long the pause', () => {
    const table = startedTable();
    table.wait(12_345);
    table.does(pause, 'moderator');
    expect(table.state.pause).toEqual({
      sinceMs: table.at,
      bySeatId: 'moderator',
      reason: 'a question',
      frozenAtMs: table.at,
      remainingMs: ROUND_MS - 12_345,
      resumesAtMs: null,
      outage: null,
    });
    expect(auctionWakeAt(table.state)).toBeUndefined();
    table.wait(5 * ROUND_MS);
    expect(codeOf(table)).toBe('bid/paused');
    table.does(resume);
    expect(table.state.pause?.resumesAtMs).toBe(table.at + COUNTDOWN_MS);
    table.wait(COUNTDOWN_MS - 1);
    expect(codeOf(table)).toBe('bid/paused');
    table.wait(1);
    expect(table.state.pause).toBeNull();
    expect(table.state.closesAtMs).toBe(table.at + ROUND_MS - 12_345);
    expect(codeOf(table)).toBe('taken');
    table.wait(ROUND_MS - 12_345 - 1);
    expect(table.state.stage).toBe('bidding');
    table.wait(1);
    expect(table.events.some(({ type }) => type === 'RoundClosed')).toBe(true);
  });

  it('[AUC8] keeps the exact milliseconds of a gap', () => {
    const table = tableA(1);
    table.wait(1_234);
    table.does(pause);
    table.wait(ROUND_MS);
    table.does({ ...resume, countdownMs: durationMs(3_000) });
    table.wait(3_000);
    expect(table.state.nextRoundAtMs).toBe(table.at + GAP_MS - 1_234);
    table.wait(GAP_MS - 1_234);
    expect(table.state).toMatchObject({ round: 2, stage: 'bidding' });
  });

  it('[AUC8] a resume that is met late gives the whole rest of the round all the same', () => {
    const table = startedTable();
    table.wait(50_000);
    table.does(pause);
    table.does(resume);
    table.jump(COUNTDOWN_MS + 400);
    table.does({ type: 'TickAuction' });
    expect(table.state.closesAtMs).toBe(table.at + 10_000);
  });

  it('[AUC8] a countdown has 3 s at least', () => {
    const table = startedTable();
    table.does(pause);
    expect(table.refuses({ ...resume, countdownMs: durationMs(2_999) })).toEqual({
      code: 'auction/countdown-too-short',
      minimumMs: 3_000,
    });
    expect(table.give({ ...resume, countdownMs: durationMs(3_000) }).ok).toBe(true);
  });

  it('[AUC8] needs a running clock to pause and a pause to resume, and while paused no round opens', () => {
    const table = tableA(1);
    expect(table.refuses(resume)).toEqual({ code: 'auction/not-paused' });
    table.does(pause);
    expect(table.refuses(pause)).toEqual({ code: 'auction/already-paused' });
    expect(table.refuses({ type: 'OpenRound' })).toEqual({ code: 'auction/paused' });
  });

  it('[AUC8] between manual rounds there is nothing to keep, and a resume opens nothing', () => {
    const table = tableA(1, { rules: clockRules({ rounds: 'manual' }) });
    table.does(pause);
    expect(table.state.pause?.remainingMs).toBe(0);
    table.does(resume);
    table.wait(10 * ROUND_MS);
    expect(table.state).toMatchObject({ pause: null, stage: 'results', nextRoundAtMs: null });
  });
});

describe('extension and amendment', () => {
  const extend = { type: 'ExtendRound', byMs: durationMs(7_000), reason: 'late table' } as const;

  it('[AUC9] an open round can be given more time, a paused one too', () => {
    const table = startedTable();
    const closesAtMs = table.at + ROUND_MS;
    table.does(extend);
    expect(table.state.closesAtMs).toBe(closesAtMs + 7_000);
    table.wait(10_000);
    table.does(pause);
    table.does(extend);
    expect(table.state.pause?.remainingMs).toBe(ROUND_MS + 14_000 - 10_000);
    table.does(resume);
    table.wait(COUNTDOWN_MS);
    expect(table.state.closesAtMs).toBe(table.at + ROUND_MS + 4_000);
    expect(table.refuses({ ...extend, byMs: durationMs(0) })).toEqual({
      code: 'auction/nothing-to-extend',
    });
  });

  const amendment = (changes: Parameters<typeof clockRules>[0]) =>
    ({ type: 'AmendRules', rules: clockRules(changes), reason: 'pace' }) as const;
  const faster = amendment({ incrementBp: basisPoints(2_000), roundMs: durationMs(30_000) });

  it('[AUC9] rules change between rounds: new hash, new sheet, and every team accepts again', () => {
    const table = tableA(1);
    const before = table.state.rulesHash;
    const sheet = table.view({ kind: 'public' }).rulesSheet.join('\n');
    table.does(faster);
    expect(table.state.rulesHash).not.toBe(before);
    expect(table.view({ kind: 'public' }).rulesSheet.join('\n')).not.toBe(sheet);
    table.open();
    expect(table.state.clock.clockPricesMills).toEqual({ q: 2_880, n: 2_640 });
    expect(table.state.closesAtMs).toBe(table.at + 30_000);
    expect(codeOf(table)).toBe('bid/rules-not-accepted');
    acceptAll(table);
    expect(codeOf(table)).toBe('taken');
  });

  it('[AUC9] while a round is open they change in a pause only; prices, times and standing bids of the round stay', () => {
    const table = tableA(1);
    table.open();
    table.bids(ROUNDS_A[1]);
    expect(table.refuses(faster)).toEqual({ code: 'auction/round-open' });
    table.does(pause);
    const { clock, closesAtMs } = table.state;
    table.does(faster);
    expect(table.state).toMatchObject({ clock, closesAtMs });
    table.does(resume);
    table.wait(COUNTDOWN_MS);
    expect(codeOf(table)).toBe('bid/rules-not-accepted');
    table.close();
    expect(table.posted()).toEqual({ q: 2_640, n: 2_420 });
  });

  it('[AUC9] an amendment is refused that changes nothing, cannot work, or turns the direction', () => {
    const table = tableA(1);
    expect(table.refuses(amendment({}))).toEqual({ code: 'auction/nothing-changed' });
    expect(table.refuses(amendment({ roundMs: durationMs(1) }))).toMatchObject({
      code: 'auction/invalid-rules',
      field: 'roundMs',
    });
    expect(table.refuses(amendment({ direction: 'descending' }))).toEqual({
      code: 'auction/direction-fixed',
    });
  });

  it('[AUC9] who sees what is fixed from the start on: bids were made under it', () => {
    const told = amendment({ information: { ...INFORMATION, carrierSeesBids: true } });
    for (const rounds of [1, 2] as const) {
      expect(tableA(rounds).refuses(told)).toEqual({ code: 'auction/information-fixed' });
    }
    expect(scheduledTable().give(told).ok).toBe(true);
  });

  it('[AUC9] rounds that are now opened by hand no longer open by time', () => {
    const table = tableA(1);
    table.does(amendment({ rounds: 'manual' }));
    table.wait(10 * GAP_MS);
    expect(table.state).toMatchObject({ round: 1, stage: 'results' });
  });
});

describe('exclusion', () => {
  const exclude = (teamId: string, keepBids: boolean) =>
    ({ type: 'ExcludeTeam', teamId, keepBids, reason: 'no bond' }) as const;

  it('[AUC10] an excluded team bids no more, a surrogate for it neither, and is told why', () => {
    const table = startedTable();
    table.does(exclude('a', true));
    const bid = { lotId: 'q', quantityBlocks: 1, priceMills: mills(2_400) };
    const refusal = { code: 'bid/excluded', reason: 'no bond' };
    expect(table.refuses({ type: 'PlaceBid', teamId: 'a', round: 1, bid })).toEqual(refusal);
    expect(
      table.refuses({ type: 'PlaceSurrogateBid', teamId: 'a', round: 1, bid, reason: 'phone' }),
    ).toEqual(refusal);
    expect(table.refuses(exclude('a', false))).toEqual({ code: 'auction/already-excluded' });
    expect(table.refuses(exclude('usps', false))).toEqual({
      code: 'auction/unknown-team',
      teamId: 'usps',
    });
    expect(table.view({ kind: 'team', teamId: 'a' }).mine?.excluded).toBe('no bond');
  });

  it('[AUC10] with bids kept they are processed as if nothing had happened', () => {
    const table = tableA(2);
    table.open();
    table.bids(ROUNDS_A[2]);
    table.does(exclude('b', true));
    table.close();
    expect(table.state.awards).toEqual(tableA(3).state.awards);
  });

  it('[AUC10] kept demand has no bid in a later round: it goes first, at the start price, as far as supply allows', () => {
    const table = tableA(1);
    table.does(exclude('c', true));
    table.open();
    table.bids({ a: { q: [4, 2_640], n: [2, 2_420] }, b: { q: [3, 2_640], n: [3, 2_420] } });
    table.close();
    expect(table.state.clock.results.at(-1)?.demand['c']).toEqual({});
    expect(table.posted()).toEqual({ q: 2_640, n: 2_420 });
  });

  it('[AUC10] dropped, bids of the open round, demand and eligibility are gone at once', () => {
    const table = tableA(2);
    table.open();
    table.bids(ROUNDS_A[2]);
    table.does(exclude('b', false));
    expect(table.state.clock.book['b']).toBeUndefined();
    expect(table.state.clock.eligibility['b']).toBe(0);
    expect(table.view({ kind: 'public' }).prices).toMatchObject({
      q: { demandBlocks: 6 },
      n: { demandBlocks: 2 },
    });
    table.close();
    expect(table.state.awards.map(({ teamId }) => teamId)).not.toContain('b');
    // Without B nothing is above supply: no reduction is met and start prices are posted.
    expect(table.posted()).toEqual({ q: 2_640, n: 2_420 });
    expect(table.state.awards).toEqual([
      { lotId: 'q', teamId: 'a', quantityBlocks: 4, priceMills: 2_640 },
      { lotId: 'q', teamId: 'c', quantityBlocks: 2, priceMills: 2_640 },
      { lotId: 'n', teamId: 'a', quantityBlocks: 1, priceMills: 2_420 },
      { lotId: 'n', teamId: 'c', quantityBlocks: 1, priceMills: 2_420 },
    ]);
  });

  it.each([true, false])('[AUC10] before or in round 1, bids kept: %s', (keepBids) => {
    const table = startedTable();
    table.bids(ROUNDS_A[0]);
    table.does(exclude('a', keepBids));
    table.close();
    const held = table.state.clock.results[0]?.demand['a'];
    expect(held).toEqual(keepBids ? { q: 4, n: 2 } : {});
  });

  it('[AUC10] a dropped team does not come back by a void to a round in which it had demand', () => {
    const table = tableA(2);
    table.does(exclude('b', false));
    table.does({ type: 'VoidRounds', toRound: 1, reason: 'r' });
    const last = table.state.clock.results.at(-1);
    expect(last?.demand['b']).toBeUndefined();
    expect(last?.lots).toMatchObject({ q: { demandBlocks: 6 }, n: { demandBlocks: 4 } });
    expect(table.state.clock.eligibility).toEqual({ a: 6, b: 0, c: 4 });
    table.does({ type: 'VoidRounds', toRound: 0, reason: 'r' });
    table.open();
    expect(table.state.clock.eligibility).toEqual({ a: 6, b: 0, c: 4 });
  });

  it('[AUC10] a void leaves a kept team the points that its kept demand uses', () => {
    const table = tableA(2);
    table.does(exclude('b', true));
    table.does({ type: 'VoidRounds', toRound: 1, reason: 'r' });
    expect(table.state.clock.results.at(-1)?.demand['b']).toEqual({ q: 3, n: 3 });
    expect(table.state.clock.eligibility['b']).toBe(6);
  });
});

describe('voiding', () => {
  const toRound = (round: number) =>
    ({ type: 'VoidRounds', toRound: round, reason: 'wrong price list' }) as const;
  /** What a round starts from; times aside. */
  const footing = ({ state }: AuctionTable): string =>
    canonicalJson({
      round: state.round,
      stage: state.stage,
      results: state.clock.results.map((result) => ({ ...result, closedAtMs: 0 })),
      eligibility: state.clock.eligibility,
      awards: state.awards,
    });

  it('[AUC11] takes the auction back to the end of a round, as it was then, and goes on by hand', () => {
    const table = tableA(2);
    table.open();
    table.bids(ROUNDS_A[2]);
    const recorded = table.events.length;
    table.does(toRound(1));
    expect(footing(table)).toBe(footing(tableA(1)));
    expect(table.state.clock.book).toEqual({});
    expect(table.events).toHaveLength(recorded + 1);
    expect(table.events.filter(({ type }) => type === 'BidAccepted')).toHaveLength(18);
    table.wait(10 * ROUND_MS);
    expect(table.state).toMatchObject({ round: 1, stage: 'results', closesAtMs: null });
    table.round(ROUNDS_A[1]);
    table.round(ROUNDS_A[2]);
    expect(table.state.awards).toEqual(tableA(3).state.awards);
  });

  it('[AUC11] back to 0 is before round 1, with the eligibility that was set', () => {
    const table = tableA(2);
    table.does(toRound(0));
    expect(table.state).toMatchObject({ phase: 'running', round: 0, stage: 'results' });
    expect(table.state.clock.results).toEqual([]);
    expect(table.view({ kind: 'public' }).prices['q']).toEqual({
      startPriceMills: 2_400,
      clockPriceMills: 2_400,
    });
    expect(table.bid('a', 'q', 1, 2_400, 0).ok).toBe(false);
    table.open();
    expect(table.state.round).toBe(1);
    expect(table.state.clock.eligibility).toEqual({ a: 6, b: 6, c: 4 });
    for (const bids of ROUNDS_A) table.round(bids);
    expect(table.state.awards).toEqual(tableA(3).state.awards);
  });

  it('[AUC11] voids the open round alone when it goes back to the last closed one, also while paused', () => {
    const table = tableA(1);
    table.open();
    table.bids(ROUNDS_A[1]);
    table.does(pause);
    table.does(toRound(1));
    expect(footing(table)).toBe(footing(tableA(1)));
    expect(table.state.pause).toBeNull();
  });

  it('[AUC11] takes back the end of the auction: no awards until it has ended again', () => {
    const table = tableA(3);
    table.does(toRound(2));
    expect(footing(table)).toBe(footing(tableA(2)));
    expect(table.state).toMatchObject({ phase: 'running', awards: [], unsoldLots: [] });
    table.round(ROUNDS_A[2]);
    expect(table.state.phase).toBe('provisional');
    const unsold = startedTable();
    unsold.round({});
    unsold.does(toRound(0));
    expect(unsold.state).toMatchObject({ phase: 'running', unsoldLots: [] });
  });

  it('[AUC12] after the end the seed is public, so a void draws a fresh one and commits to it', () => {
    const table = tableA(3);
    const { seed, seedCommitment: commitment } = table.state;
    table.does(toRound(2));
    expect(table.state.seed).not.toBe(seed);
    expect(table.state.seedCommitment).not.toBe(commitment);
    expect(table.state.seedCommitment).toBe(seedCommitment(table.state.seed));
    // While it runs nobody knows the seed: nothing to draw.
    const running = tableA(2);
    const before = running.state.seed;
    running.does(toRound(1));
    expect(running.state.seed).toBe(before);
  });

  it('[AUC11] with nothing after round n there is nothing to void', () => {
    const nothing = (lastRound: number) => ({ code: 'auction/nothing-to-void', lastRound });
    expect(tableA(2).refuses(toRound(2))).toEqual(nothing(2));
    expect(tableA(2).refuses(toRound(7))).toEqual(nothing(2));
    expect(tableA(3).refuses(toRound(3))).toEqual(nothing(3));
  });

  it('[AUC6] a bid for a voided round that is not open again is not late but too early', () => {
    const table = tableA(2);
    table.does(toRound(1));
    expect(table.bid('a', 'q', 1, 2_400, 2)).toMatchObject({
      rejection: { code: 'bid/round-not-open', openRound: 1 },
    });
  });
});

describe('surrogate bids', () => {
  it('[AUC13] stands like a bid, marked for the team and with its reason in the record', () => {
    const table = startedTable();
    const bid = { lotId: 'q', quantityBlocks: 2, priceMills: mills(2_400) };
    const reason = 'line down';
    table.does({ type: 'PlaceSurrogateBid', teamId: 'a', round: 1, bid, reason }, 'moderator');
    expect(table.events.at(-1)).toEqual({
      type: 'BidAccepted',
      teamId: 'a',
      round: 1,
      bid,
      surrogateReason: 'line down',
    });
    expect(table.view({ kind: 'team', teamId: 'a' }).mine?.bids['q']?.isSurrogate).toBe(true);
    expect(table.state.clock.book['a']?.['q']?.bySeatId).toBe('moderator');
    table.bids({ a: { q: [2, 2_400] } });
    expect(table.view({ kind: 'team', teamId: 'a' }).mine?.bids['q']?.isSurrogate).toBeUndefined();
  });

  it('[AUC13] is refused where a bid would be', () => {
    const table = startedTable();
    const bid = { lotId: 'q', quantityBlocks: 7, priceMills: mills(2_400) };
    expect(
      table.refuses({ type: 'PlaceSurrogateBid', teamId: 'a', round: 1, bid, reason: 'r' }),
    ).toMatchObject({ code: 'bid/over-eligibility' });
    expect(table.events.at(-1)?.type).toBe('BidRefused');
  });
});

describe('outage', () => {
  const outage = (fromMs: number, toMs: number) =>
    ({ type: 'InterruptAuction', fromMs: epochMs(fromMs), toMs: epochMs(toMs) }) as const;

  it('[AUC15] a round comes back paused with the time that was left when the outage began', () => {
    const table = startedTable();
    const fromMs = table.at + 15_000;
    table.jump(ROUND_MS * 3);
    table.does(outage(fromMs, table.at));
    expect(table.state).toMatchObject({ stage: 'bidding', round: 1 });
    expect(table.state.pause).toEqual({
      sinceMs: table.at,
      bySeatId: null,
      reason: 'outage',
      frozenAtMs: fromMs,
      remainingMs: ROUND_MS - 15_000,
      resumesAtMs: null,
      outage: { fromMs, toMs: table.at },
    });
    table.does(resume);
    table.wait(COUNTDOWN_MS);
    expect(table.state.closesAtMs).toBe(table.at + ROUND_MS - 15_000);
  });

  it('[AUC15] so does the gap before the next round', () => {
    const table = tableA(1);
    const fromMs = table.at + 1_000;
    table.jump(ROUND_MS);
    table.does(outage(fromMs, table.at));
    expect(table.state.pause?.remainingMs).toBe(GAP_MS - 1_000);
  });

  it('[AUC15] one of the allowed length changes nothing, one millisecond more pauses', () => {
    const short = startedTable();
    expect(short.does(outage(short.at, short.at + 3_000))).toEqual([]);
    expect(short.does(outage(short.at, short.at + 3_001))).toHaveLength(1);
  });

  it('[AUC15] in a pause it changes nothing; in a countdown the pause stands again with what it kept', () => {
    const table = startedTable();
    table.wait(20_000);
    table.does(pause);
    expect(table.does(outage(table.at, table.at + 60_000))).toEqual([]);
    table.does(resume);
    table.jump(60_000);
    table.does(outage(table.at - 58_000, table.at));
    expect(table.state.pause).toMatchObject({ remainingMs: 40_000, resumesAtMs: null });
  });

  it('[AUC15] what does not run by time is not touched', () => {
    const manual = tableA(1, { rules: clockRules({ rounds: 'manual' }) });
    expect(manual.does(outage(manual.at, manual.at + 60_000))).toEqual([]);
    const ended = tableA(3);
    expect(ended.does(outage(ended.at, ended.at + 60_000))).toEqual([]);
  });
});
