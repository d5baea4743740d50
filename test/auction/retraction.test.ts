// Bids that the moderator takes back: before anybody acted on them, with a reason, and without telling what was secret.

import { describe, expect, it } from 'vitest';
import type { AuctionEvent, BidRequest, FormatId } from '../../shared/auction/types.ts';
import { decideAuction } from '../../shared/auction/auction.ts';
import { SYSTEM } from '../../shared/kernel/decider.ts';
import { epochMs, mills } from '../../shared/kernel/units.ts';
import { commandBehind } from '../../shared/verify/commands.ts';
import { viewRoom } from '../../shared/room/view.ts';
import { viewerOf } from '../../shared/room/walls.ts';
import { startedTable } from '../support/auction.ts';
import { DemoRoom, MODERATOR, inClock } from '../support/demo-room.ts';
import { startedDutch } from '../support/dutch.ts';
import { startedEnglish } from '../support/english.ts';
import type { FormatTable } from '../support/format-table.ts';
import { startedPackages } from '../support/packages.ts';
import { sealedRules, startedSealed } from '../support/sealed.ts';
import { seat } from '../support/stream.ts';

const back = (teamId: string, on = 'q') =>
  ({ type: 'RetractBid', teamId, on, reason: 'a slip of the hand' }) as const;

const retract = <F extends FormatId>(table: FormatTable<F>, teamId: string, on?: string) =>
  table.does(back(teamId, on), 'moderator');
const refusal = <F extends FormatId>(table: FormatTable<F>, teamId: string, on?: string): string =>
  table.refuses(back(teamId, on), 'moderator').code;

describe('[GRD5] what was bid in a round that is open', () => {
  it('clock: the lot stands without a bid until the team bids again', () => {
    const table = startedTable();
    table.bids({ a: { q: [2, 2_400], n: [1, 2_200] } });
    const [event] = retract(table, 'a');
    expect(event).toEqual({
      ...{ type: 'BidRetracted', teamId: 'a', round: 1, on: 'q', reason: 'a slip of the hand' },
    });
    expect(Object.keys(table.state.clock.book['a'] ?? {})).toEqual(['n']);
    table.bids({ a: { q: [1, 2_400] } });
    expect(table.state.clock.book['a']?.['q']?.quantityBlocks).toBe(1);
    table.bids({ b: { q: [6, 2_400] } });
    table.close();
    expect(table.state.stage).toBe('results');
    expect(refusal(table, 'a')).toBe('retract/closed');
  });

  it('tells the moderator nothing of a secret bid: with and without one it is the same', () => {
    const [bid, none] = [startedTable(), startedTable()];
    bid.bids({ a: { q: [2, 2_400], n: [1, 2_200] } });
    none.bids({ a: { n: [1, 2_200] } });
    expect(retract(bid, 'a')).toEqual(retract(none, 'a'));
    expect(bid.view({ kind: 'moderator' })).toEqual(none.view({ kind: 'moderator' }));
  });

  it('sealed: what stood from the round before stands again', () => {
    const table = startedSealed({ rules: sealedRules({ roundCount: 2 }) });
    table.offer('a', [[2, 1_000]]);
    table.close();
    table.wait(5_000);
    table.offer('a', [[9, 1_500]]);
    retract(table, 'a');
    expect(table.state.sealed.book['a']?.['q']?.steps).toEqual([
      { quantityBlocks: 2, priceMills: 1_000 },
    ]);
  });

  it('packages: by their id, until the book is frozen', () => {
    const table = startedPackages();
    table.isAnswering = false;
    table.offer('a', 'p', { q: 1 }, 1_000);
    table.offer('a', 'r', { n: 1 }, 1_000);
    retract(table, 'a', 'p');
    expect(Object.keys(table.state.package.book['a'] ?? {})).toEqual(['r']);
    table.close();
    expect(refusal(table, 'a', 'r')).toBe('retract/closed');
  });

  it('a Dutch stop has taken effect', () => {
    const table = startedDutch();
    table.stop('a', 2);
    expect(refusal(table, 'a')).toBe('retract/acted-on');
  });

  it('of a team and a lot that there are', () => {
    const table = startedTable();
    expect(refusal(table, 'nobody')).toBe('auction/unknown-team');
    expect(refusal(table, 'a', 'none')).toBe('bid/unknown-lot');
  });

  it('is the moderator’s alone, and read by its team and the moderator', () => {
    const room = new DemoRoom();
    room.start();
    room.bid('harbor', 'q1', [1, 2_400]);
    const take = inClock({ ...back('harbor', 'q1') });
    expect(room.refusalOf(take, seat('harbor-lead'))).toBe('seat/not-allowed');
    room.must(take, MODERATOR);
    for (const seatId of ['harbor-lead', 'moderator', 'northwind-lead', 'usps-lead', 'regulator']) {
      const { feed } = viewRoom(room.state, viewerOf(room.state, seatId));
      const isTold = Object.values(feed).some(({ code }) => code === 'bid/retracted');
      expect([seatId, isTold]).toEqual([seatId, ['harbor-lead', 'moderator'].includes(seatId)]);
    }
  });
});

describe('[GRD6] the last bid on an English lot', () => {
  const price = (price: number): BidRequest => ({ lotId: 'q', priceMills: mills(price) });

  it('is taken back as if it had not been made, but for the close', () => {
    const table = startedEnglish();
    table.price('a', 50);
    table.until(58 * 60_000);
    const offers = table.state.english.lots['q']?.offers;
    table.price('b', 900);
    const closesAtMs = table.closeOf();
    expect(table.lead()).toEqual(['b', 900]);
    expect(retract(table, 'b').map(({ type }) => type)).toEqual(['BidRetracted', 'LeadMoved']);
    expect(table.lead()).toEqual(['a', 50]);
    expect(table.state.english.lots['q']?.offers).toEqual(offers);
    expect(table.closeOf()).toBe(closesAtMs);
    expect(table.state.english.lots['q']?.extensions).toBe(1);
    expect(refusal(table, 'b')).toBe('retract/acted-on');
  });

  it('gives a team back what it had said before', () => {
    const table = startedEnglish();
    table.limit('a', 100);
    table.limit('a', 400);
    retract(table, 'a');
    table.limit('b', 200);
    expect(table.lead()).toEqual(['b', 110]);
  });

  it('not once another has bid, the team is out, or the lot is closed', () => {
    const table = startedEnglish();
    table.price('a', 50);
    table.price('b', 60);
    expect(refusal(table, 'a')).toBe('retract/acted-on');
    const out = { type: 'ExcludeTeam', teamId: 'a', keepBids: false, reason: 'x' } as const;
    table.does(out, 'moderator');
    expect(refusal(table, 'b')).toBe('retract/acted-on');
    table.price('b', 90);
    table.wait(3 * 3_600_000);
    expect(refusal(table, 'b')).toBe('auction/wrong-phase');
  });

  it('is found again in the record', () => {
    const table = startedEnglish();
    table.price('a', 50);
    table.give({ type: 'PlaceBid', teamId: 'b', round: 1, bid: price(70) }, 'b-lead');
    const { state } = table;
    const events = retract(table, 'b') as readonly AuctionEvent[];
    const at = epochMs(table.at);
    const command = commandBehind(state, events, { at, by: SYSTEM });
    if (!command) throw new Error('no command is known');
    const context = { auctionId: state.auctionId, bidders: table.bidders, by: SYSTEM, id: 'x' };
    const again = decideAuction(state, command, { ...context, at, entropy: () => '' });
    expect(again.events).toEqual(events);
  });
});
