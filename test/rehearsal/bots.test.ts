// What each kind of bot does, in virtual time, at the table of every format.

import { describe, expect, it } from 'vitest';
import type { AuctionCommand, FormatId } from '../../shared/auction/types.ts';
import { durationMs } from '../../shared/kernel/units.ts';
import { Random } from '../../shared/kernel/random.ts';
import { reject } from '../../shared/kernel/rejection.ts';
import type { BotKind } from '../../shared/rehearsal/bot-kinds.ts';
import { BOT_KINDS, BOT_STYLES, kindsFor } from '../../shared/rehearsal/bot-kinds.ts';
import { Bot } from '../../shared/rehearsal/bot.ts';
import { mistypedBid } from '../../shared/rehearsal/slips.ts';
import { drawWishes } from '../../shared/rehearsal/wishes.ts';
import { lot, startedTable } from '../support/auction.ts';
import { playBots } from '../support/bot-game.ts';
import { FORMATS, saleOf } from '../support/bot-sales.ts';
import { englishRules, closePlus, startedEnglish } from '../support/english.ts';
import type { FormatTable } from '../support/format-table.ts';

const SEEDS = Array.from({ length: 10 }, (_, place) => place + 1);

interface Made {
  readonly teamId: string;
  readonly atMs: number;
  readonly bid: (AuctionCommand & { readonly type: 'PlaceBid' })['bid'];
  readonly leftMs: number;
  readonly isTaken: boolean;
}

/** Plays a sale with one kind at every seat and gives the bids that were made. */
const playKind = (format: FormatId, kind: BotKind, seed: number) => {
  const { table, kinds } = saleOf(format, seed);
  const made: Made[] = [];
  const give = table.give.bind(table);
  table.give = (command, by) => {
    const { closesAtMs } = table.state;
    const decision = give(command, by);
    if (command.type === 'PlaceBid') {
      const { teamId, bid } = command;
      const leftMs = (closesAtMs ?? table.at) - table.at;
      made.push({ teamId, bid, atMs: table.at, leftMs, isTaken: decision.ok });
    }
    return decision;
  };
  const all = Object.fromEntries(Object.keys(kinds).map((id) => [id, kind]));
  const game = playBots(table, all, { seed });
  return { table, made, game };
};

const botOf = (kind: BotKind, more: { seed?: number; place?: number } = {}): Bot =>
  new Bot({ seatId: 'a-lead', teamId: 'a', kind, place: 0, seed: 1, thinkMs: 0, ...more });

const viewOf = <F extends FormatId>(table: FormatTable<F>, teamId = 'a') =>
  table.view({ kind: 'team', teamId });

describe('bots', () => {
  it('[BOT1] the same seed, views and answers give the same course, another seed another', () => {
    for (const format of FORMATS) {
      const course = (seed: number) => {
        const { table, kinds } = saleOf(format, 7);
        playBots(table, kinds, { seed });
        return JSON.stringify(table.events);
      };
      expect(course(1)).toBe(course(1));
      expect(course(1)).not.toBe(course(2));
    }
  });

  it('[BOT1] they accept the rules, wait where nothing is to be done, and leave when it is over', () => {
    const table = startedTable();
    const bot = botOf('truthful');
    const fresh = { ...viewOf(table), mine: { ...viewOf(table).mine, hasAcceptedRules: false } };
    const { rulesHash } = table.state;
    expect(bot.move(fresh as never, table.at)).toEqual({
      kind: 'give',
      command: { type: 'AcceptRules', teamId: 'a', rulesHash },
    });
    bot.answered(undefined);
    expect(bot.move(fresh as never, table.at).kind).not.toBe('leave');
    table.does({ type: 'PauseAuction', reason: 'r' });
    expect(botOf('truthful').move(viewOf(table), table.at)).toEqual({ kind: 'wait' });
    table.does({ type: 'CancelAuction', reason: 'r' });
    expect(botOf('truthful').move(viewOf(table), table.at)).toEqual({ kind: 'leave' });
  });

  it('[BOT2] nobody but who mistypes bids beyond what it is worth to it, in any format', () => {
    let bids = 0;
    for (const format of FORMATS) {
      for (const seed of SEEDS) {
        const { table, made } = playKind(format, 'truthful', seed);
        const sign = table.state.rules.direction === 'forward' ? 1 : -1;
        for (const { teamId, bid } of made) {
          const wishes = drawWishes(table.view({ kind: 'team', teamId }), {
            random: Random.of(`${String(seed)} ${teamId}`).fork(),
            style: BOT_STYLES.truthful,
            pairPlace: 0,
          });
          const value = (lotId: string): number =>
            wishes.find((wish) => wish.lotId === lotId)?.valueMills ?? 0;
          bids += 1;
          if ('packageId' in bid) continue;
          const prices =
            'steps' in bid
              ? bid.steps.map(({ priceMills }) => priceMills)
              : ['limitMills' in bid ? bid.limitMills : bid.priceMills];
          const isGivenUp = 'quantityBlocks' in bid && bid.quantityBlocks === 0;
          for (const price of prices) {
            if (!isGivenUp) expect((value(bid.lotId) - price) * sign).toBeGreaterThanOrEqual(0);
          }
        }
      }
    }
    expect(bids).toBeGreaterThan(200);
  });

  it('[BOT2] what bots mean is nearly always taken: they read the view as a bidder does', () => {
    for (const format of FORMATS) {
      for (const kind of BOT_KINDS.filter((each) => each !== 'typo')) {
        const all = SEEDS.flatMap((seed) => playKind(format, kind, seed).made);
        const refused = all.filter(({ isTaken }) => !isTaken);
        expect([format, kind, refused.length * 20 <= all.length]).toEqual([format, kind, true]);
        expect([format, kind, all.length > 0]).toEqual([format, kind, true]);
      }
    }
  });

  it('[BOT3] an incremental bot raises by the least that is taken, and gives up block by block', () => {
    const table = startedEnglish({ teams: ['a', 'b'], lots: [lot('q', 2, 2_000)] });
    playBots(table, { a: 'incremental', b: 'incremental' });
    const bids = table.events.filter((event) => event.type === 'BidAccepted');
    expect(bids.length).toBeGreaterThan(3);
    const prices = bids.map(({ bid }) => ('priceMills' in bid ? bid.priceMills : 0));
    expect(prices).toEqual(prices.map((_, place) => 2_000 + place * 10));

    const quantities = SEEDS.flatMap((seed) => {
      const { made } = playKind('clock', 'incremental', seed);
      const byLot = new Map<string, number[]>();
      for (const { teamId, bid } of made) {
        if (!('quantityBlocks' in bid)) continue;
        const key = `${teamId} ${bid.lotId}`;
        byLot.set(key, [...(byLot.get(key) ?? []), bid.quantityBlocks]);
      }
      return [...byLot.values()];
    });
    expect(
      quantities.every((all) => all.every((q, at) => at === 0 || q <= (all[at - 1] ?? 0))),
    ).toBe(true);
    expect(quantities.some((all) => new Set(all.filter((q) => q > 0)).size > 1)).toBe(true);
  });

  it('[BOT4] a sniper bids in the last moments of a round or lot, and still counts', () => {
    for (const format of ['clock', 'sealed', 'package'] as const) {
      const all = SEEDS.flatMap((seed) => playKind(format, 'sniper', seed).made);
      expect(all.length).toBeGreaterThan(20);
      // Rounds of the tables last a minute; think time comes before the last moment, not into it.
      expect(Math.max(...all.map(({ leftMs }) => leftMs))).toBeLessThanOrEqual(7_200);
      expect(all.some(({ isTaken }) => isTaken)).toBe(true);
    }
    const rules = englishRules({ softClose: closePlus({ afterMs: durationMs(600_000) }) });
    const table = startedEnglish({ teams: ['a', 'b'], lots: [lot('q', 2, 2_000)], rules });
    const openedMs = table.at;
    const made: number[] = [];
    const give = table.give.bind(table);
    table.give = (command, by) => {
      if (command.type === 'PlaceBid') made.push(table.at - openedMs);
      return give(command, by);
    };
    playBots(table, { a: 'sniper', b: 'sniper' });
    expect(made.length).toBeGreaterThan(0);
    expect(made[0]).toBeGreaterThanOrEqual(580_000);
  });

  it('[BOT5] a disconnecting bot loses its line now and then and comes back to bid', () => {
    const all = SEEDS.map((seed) => playKind('clock', 'disconnecting', seed));
    const tallies = all.flatMap(({ game }) => Object.values(game.tallies));
    expect(tallies.reduce((sum, { drops }) => sum + drops, 0)).toBeGreaterThan(20);
    expect(tallies.filter(({ drops, taken }) => drops > 0 && taken > 0).length).toBeGreaterThan(10);
  });

  it('[BOT6] a bot that mistypes is refused or taken at its word, and puts right what it can', () => {
    const tallies = FORMATS.flatMap((format) =>
      SEEDS.flatMap((seed) => Object.values(playKind(format, 'typo', seed).game.tallies)),
    );
    const sum = (of: (tally: (typeof tallies)[number]) => number): number =>
      tallies.reduce((total, tally) => total + of(tally), 0);
    expect(sum(({ slips }) => slips)).toBeGreaterThan(80);
    expect(sum(({ slipsTaken }) => slipsTaken)).toBeGreaterThan(4);
    expect(sum(({ slips, slipsTaken }) => slips - slipsTaken)).toBeGreaterThan(40);
    expect(sum(({ refused }) => refused['bid/outside-range'] ?? 0)).toBeGreaterThan(0);
    for (const { bids, taken, refused } of tallies) {
      const turnedAway = Object.values(refused).reduce((total, count) => total + count, 0);
      expect(taken + turnedAway).toBe(bids);
    }
  });

  it('[BOT6] asked whether a bid is meant, a bot says so again where it is and types anew where it is not', () => {
    const table = startedTable();
    const meant = botOf('truthful');
    const first = meant.move(viewOf(table), table.at);
    if (first.kind !== 'give' || first.command.type !== 'PlaceBid') throw new Error('no bid');
    meant.answered(reject('bid/confirm', {}));
    const again = meant.move(viewOf(table), table.at);
    expect(again).toEqual({
      kind: 'give',
      command: { ...first.command, bid: { ...first.command.bid, confirmed: true } },
    });
    meant.answered(reject('bid/confirm', {}));
    meant.answered(undefined);
    expect(meant.tally.confirmed).toBe(1);

    let slips = 0;
    for (const seed of Array.from({ length: 60 }, (_, place) => place)) {
      const bot = botOf('typo', { seed });
      const move = bot.move(viewOf(table), table.at);
      if (move.kind !== 'give' || bot.tally.slips === 0) continue;
      slips += 1;
      bot.answered(reject('bid/confirm', {}));
      const next = bot.move(viewOf(table), table.at);
      expect(next).not.toHaveProperty('command.bid.confirmed');
      expect(bot.tally.confirmed).toBe(0);
    }
    expect(slips).toBeGreaterThan(10);
  });

  it('[BOT6] a mistyped bid is never the bid that was meant', () => {
    const random = new Random(1);
    for (const format of FORMATS) {
      for (const { bid } of SEEDS.flatMap((seed) => playKind(format, 'truthful', seed).made)) {
        expect(JSON.stringify(mistypedBid(bid, random))).not.toBe(JSON.stringify(bid));
      }
    }
  });

  it('[BOT7] a colluding pair never bids on the same lot and pays less than two truthful bots', () => {
    const paid = (kind: BotKind): number => {
      const table = startedEnglish({
        teams: ['a', 'b'],
        lots: [lot('q', 2, 2_000), lot('n', 2, 2_000)],
      });
      playBots(table, { a: kind, b: kind });
      if (kind === 'colluding') {
        const lots = (teamId: string) =>
          table.events.flatMap((event) =>
            event.type === 'BidAccepted' && event.teamId === teamId ? [event.bid.lotId] : [],
          );
        expect(lots('a').filter((id) => lots('b').includes(id))).toEqual([]);
        expect(lots('a').length * lots('b').length).toBeGreaterThan(0);
      }
      return table.state.awards.reduce((sum, { priceMills }) => sum + priceMills, 0);
    };
    expect(paid('colluding')).toBe(4_000);
    expect(paid('truthful')).toBeGreaterThan(4_000);
    expect(kindsFor(7)).toEqual([...BOT_KINDS, 'colluding']);
    expect(kindsFor(3, ['sniper'])).toEqual(['sniper', 'sniper', 'sniper']);
  });
});
