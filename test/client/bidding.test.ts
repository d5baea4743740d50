// What the page tells a bidder beforehand, held against the server's own rules.

import { describe, expect, it } from 'vitest';
import { whyNoBid, yearlyValueMills } from '../../client/state/bidding.ts';
import {
  fallingLots,
  ownBidState,
  pointsUsed,
  quickBids,
  whyNotPrice,
  whyNotQuantity,
} from '../../client/state/clock-bidding.ts';
import { clockFace } from '../../client/words/auction-clock.ts';
import { lineOfTeam } from '../../client/words/lines.ts';
import { nextAct, sideActs, voidTargets } from '../../client/ui/room/console-acts.ts';
import type { ClockView, BidderView, LotView } from '../../shared/room/view-types.ts';
import { basisPoints, durationMs, mills } from '../../shared/kernel/units.ts';

const NOW = Date.UTC(2026, 0, 20, 14, 0, 0);

const lot = (id: string, order: number, more: Partial<LotView> = {}): LotView => ({
  id,
  order,
  name: id.toUpperCase(),
  facility: `DDU ${id}`,
  window: { opens: '05:00', closes: '07:00', zone: 'America/New_York' },
  service: 'same-day',
  supplyBlocks: 6,
  openingPriceMills: mills(2_400),
  pointsPerBlock: 1,
  tickMills: mills(10),
  ...more,
});

const bidder = (more: Partial<BidderView> = {}): BidderView => ({
  name: 'Northwind Retail',
  hasAcceptedRules: true,
  guards: { standingMills: 0, drafts: {} },
  initialEligibility: 6,
  eligibility: 6,
  bids: {},
  hasBid: false,
  demand: { q1: 4, n1: 1 },
  ...more,
});

const auction = (more: Partial<ClockView> = {}): ClockView => ({
  id: 'clock',
  format: 'clock',
  phase: 'running',
  stage: 'bidding',
  round: 3,
  closesAtMs: NOW + 60_000,
  rules: {
    format: 'clock',
    title: 'Sale',
    direction: 'forward',
    information: {
      demand: 'excess',
      carrierSeesBids: false,
      carrierSeesBidders: true,
      moderatorSeesReserves: false,
    },
    deliveryDays: 302,
    releaseMs: durationMs(100),
    outageMs: durationMs(3_000),
    resumeCountdownMs: durationMs(10_000),
    incrementBp: basisPoints(1_000),
    activityBp: basisPoints(9_000),
    roundMs: durationMs(180_000),
    gapMs: durationMs(60_000),
    rounds: 'manual',
  },
  rulesHash: 'ab'.repeat(32),
  rulesSheet: [],
  seedCommitment: '',
  lots: { q1: lot('q1', 0), n1: lot('n1', 1, { pointsPerBlock: 3 }) },
  prices: {
    q1: { startPriceMills: 2_640, clockPriceMills: 2_900 },
    n1: { startPriceMills: 2_420, clockPriceMills: 2_660 },
  },
  rounds: {
    '1': { round: 1, closedAtMs: 60_000, lots: {} },
    '2': { round: 2, closedAtMs: 120_000, lots: {} },
  },
  mine: bidder(),
  ...more,
});

const pause = { sinceMs: NOW, reason: 'line trouble', remainingMs: 42_000 };

describe('[UI6] the bid form is off with a reason in words whenever a bid could not count', () => {
  const why = (more: Partial<ClockView> = {}, serverNow = NOW, isLive = true) =>
    whyNoBid({ auction: auction(more), serverNow, isLive });

  it('says nothing while a bid counts', () => {
    expect(why()).toBeUndefined();
  });

  it.each([
    ['the line is down', why({}, NOW, false), /line to the server is down/],
    ['paused', why({ pause }), /line trouble/],
    ['the round is closed', why({ stage: 'results' }), /Round 3 is closed/],
    ['the close has come', why({}, NOW + 60_000), /would be late/],
    [
      'rules are not accepted',
      why({ mine: bidder({ hasAcceptedRules: false }) }),
      /Accept the rules/,
    ],
    ['the team is excluded', why({ mine: bidder({ excluded: 'collusion' }) }), /collusion/],
    ['scheduled', why({ phase: 'scheduled' }), /when round 1 opens/],
    ['ended', why({ phase: 'provisional' }), /has ended/],
    ['cancelled', why({ phase: 'cancelled' }), /cancelled/],
  ])('%s', (_name, said, expected) => {
    expect(said).toMatch(expected);
  });

  it('judges nothing by a clock it does not know', () => {
    expect(why({}, 0)).toBeUndefined();
  });
});

describe('[UI7] what would be refused is said before it is sent', () => {
  it('prices outside the round or off the tick', () => {
    const price = { startPriceMills: 2_640, clockPriceMills: 2_900 };
    const q1 = lot('q1', 0);
    expect(whyNotPrice(q1, price, 2_640)).toBeUndefined();
    expect(whyNotPrice(q1, price, 2_900)).toBeUndefined();
    expect(whyNotPrice(q1, price, 2_630)).toMatch(/\$2\.64 to \$2\.90/);
    expect(whyNotPrice(q1, price, 2_645)).toMatch(/steps of \$0\.01/);
    expect(whyNotPrice(q1, { startPriceMills: 90, clockPriceMills: 81 }, 91)).toMatch(/0\.081/);
    expect(whyNotPrice(q1, { startPriceMills: 90, clockPriceMills: 90 }, 80)).toMatch(/is \$0\.09/);
  });

  it('points count all bids of the round, the typed one in place of the one that stands', () => {
    const bid = { quantityBlocks: 2, priceMills: 2_900, atMs: NOW };
    const mine = bidder({ bids: { q1: bid, n1: { ...bid, quantityBlocks: 1 } } });
    expect(pointsUsed(auction(), mine)).toBe(5);
    expect(pointsUsed(auction(), mine, { lotId: 'q1', quantityBlocks: 3 })).toBe(6);
    expect(whyNotQuantity(lot('q1', 0), 3, { used: 6, eligibility: 6 })).toBeUndefined();
    expect(whyNotQuantity(lot('q1', 0), 4, { used: 7, eligibility: 6 })).toMatch(/7 of 6 points/);
    expect(whyNotQuantity(lot('q1', 0, { capBlocks: 1 }), 2, { used: 2, eligibility: 6 })).toMatch(
      /1 block a bidder/,
    );
  });

  it('the yearly value is blocks × 100 × delivery days × price, exactly', () => {
    expect(yearlyValueMills(3, 2_800, 302)).toBe(253_680_000);
  });

  it('quick bids keep, take one less, or drop; in round 1 take all that fits', () => {
    const labels = (view: ClockView, of: BidderView, id: string) =>
      quickBids(view, of, view.lots[id] ?? lot(id, 0)).map(({ label }) => label);
    expect(labels(auction(), bidder(), 'q1')).toEqual(['keep 4 at 2.90', '3 at 2.90', '0 at 2.64']);
    expect(labels(auction(), bidder(), 'n1')).toEqual(['keep 1 at 2.66', '0 at 2.42']);
    expect(labels(auction(), bidder({ demand: {} }), 'q1')).toEqual([]);
    const first = auction({
      round: 1,
      prices: { q1: { startPriceMills: 2_400, clockPriceMills: 2_400 } },
    });
    const other = { n1: { quantityBlocks: 1, priceMills: 2_200, atMs: NOW } };
    expect(labels(first, bidder({ demand: {}, bids: other }), 'q1')).toEqual([
      'all 3 at 2.40',
      '0 at 2.40',
    ]);
  });

  it('a lot that is held but not bid on is named with what it falls to', () => {
    const bid = { quantityBlocks: 4, priceMills: 2_900, atMs: NOW };
    const mine = bidder({ bids: { q1: bid } });
    expect(fallingLots(auction(), mine)).toMatchObject([
      { lot: { id: 'n1' }, heldBlocks: 1, priceMills: 2_420 },
    ]);
    expect(ownBidState(auction(), mine, 'q1')).toMatchObject({ shape: '●', quantity: '4' });
    expect(ownBidState(auction(), mine, 'n1')).toMatchObject({ shape: '○', needsCare: true });
    expect(fallingLots(auction({ stage: 'results' }), mine)).toEqual([]);
  });
});

describe('[UI8] the clock shows the server’s time to whatever comes next', () => {
  it('counts the round down, rounded up, and calls the last 30 seconds once', () => {
    expect(clockFace(auction(), NOW)).toMatchObject({
      digits: '1:00',
      state: 'running',
      alert: '',
    });
    const last = clockFace(auction(), NOW + 30_001);
    expect(last).toMatchObject({ digits: '0:30', state: 'last-call' });
    expect(last.alert).toBe(clockFace(auction(), NOW + 45_000).alert);
    expect(clockFace(auction(), NOW + 59_999).digits).toBe('0:01');
    expect(clockFace(auction(), NOW + 61_000)).toMatchObject({ digits: '0:00', alert: '' });
  });

  it('stands still while paused, with the reason, then counts to the resume', () => {
    const paused = clockFace(auction({ pause }), NOW + 5_000);
    expect(paused).toMatchObject({ digits: '0:42', state: 'paused', detail: 'line trouble' });
    const resuming = auction({ pause: { ...pause, resumesAtMs: NOW + 10_000 } });
    expect(clockFace(resuming, NOW + 4_000).detail).toBe('resumes in 0:06');
  });

  it('shows dashes, never a guess, before the server’s time is known', () => {
    expect(clockFace(auction(), 0).digits).toBe('–:––');
  });
});

describe('[UI9] the moderator has one next act, and is offered nothing that cannot work', () => {
  it.each([
    [{ phase: 'draft' }, 'schedule', 'Schedule'],
    [{ phase: 'scheduled' }, 'start', 'Start round 1 · 3:00'],
    [{}, 'pause', 'Pause round 3'],
    [{ stage: 'results' }, 'open', 'Open round 4 · 3:00'],
    [{ pause }, 'resume', 'Resume'],
    [{ phase: 'provisional' }, 'certify', 'Certify the awards'],
    [{ phase: 'certified' }, 'none', 'Certified. Nothing is left to do.'],
  ] as const)('%j → %s', (more, kind, label) => {
    expect(nextAct(auction(more))).toEqual({ kind, label });
  });

  it('extends and bids for a team only in an open round, amends only outside of one', () => {
    expect(sideActs(auction())).toMatchObject({
      mayExtend: true,
      maySurrogate: true,
      mayAmend: false,
    });
    expect(sideActs(auction({ pause }))).toMatchObject({ mayExtend: false, mayAmend: true });
    expect(sideActs(auction({ phase: 'certified' }))).toEqual({
      mayPause: false,
      mayExtend: false,
      mayAmend: false,
      mayVoid: false,
      maySurrogate: false,
      mayExclude: false,
      mayCancel: false,
      maySetEligibility: false,
    });
  });

  it('voids the open round first, the last closed one when none is open', () => {
    expect(voidTargets(auction())).toEqual([2, 1, 0]);
    expect(voidTargets(auction({ stage: 'results', round: 2 }))).toEqual([1, 0]);
  });

  it('shows a team’s line in three states, by its best page', () => {
    const seats = { a: { id: 'a', role: 'lead', teamId: 'nw', name: 'A' } } as const;
    const line = (roundTripMs: number, atMs: number) =>
      lineOfTeam({
        teamId: 'nw',
        seats,
        serverNow: NOW,
        lines: { a: { roundTripMs, clockErrorMs: 8, atMs } },
      });
    expect(line(24, NOW)).toMatchObject({ shape: '●', words: 'good · 24 ms ±8 ms' });
    expect(line(310, NOW)).toMatchObject({ shape: '▲', words: 'weak · 310 ms ±8 ms' });
    expect(line(24, NOW - 60_000)).toMatchObject({ shape: '■', words: 'gone · silent for 60.0 s' });
    expect(lineOfTeam({ teamId: 'hb', seats, serverNow: NOW, lines: {} }).words).toBe(
      'gone · no line',
    );
  });
});
