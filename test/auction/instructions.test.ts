// Standing instructions: what they bid, that own bids come first, that points hold, and that nobody else learns of them.

import { describe, expect, it } from 'vitest';
import type { Instruction } from '../../shared/auction/formats/instructions.ts';
import type { Viewer } from '../../shared/room/view-types.ts';
import { answerOf } from '../../shared/auction/formats/answers.ts';
import { cellsOf, denseValues } from '../../shared/auction/formats/columns.ts';
import { bidsByInstruction } from '../../shared/auction/formats/instructions.ts';
import { largeAsks } from '../../shared/auction/formats/large-clock.ts';
import { MOST_LOTS_BY_ID } from '../../shared/auction/formats/large.ts';
import { mills } from '../../shared/kernel/units.ts';
import type { AuctionTable } from '../support/auction.ts';
import { clockRules, lot, scheduledTable, startedTable } from '../support/auction.ts';

const want = (lotId: string, blocks: number, limit: number, then = 0): Instruction => ({
  ...{ lotId, quantityBlocks: blocks, limitMills: mills(limit), thenBlocks: then },
});

const instruct = (table: AuctionTable, teamId: string, ...instructions: Instruction[]) =>
  table.give({ type: 'SetInstructions', teamId, instructions }, `${teamId}-lead`);

const manual = clockRules({ rounds: 'manual' });
const instructedOf = (table: AuctionTable, teamId: string) =>
  cellsOf(table.state.clock.results.at(-1)?.instructed?.[teamId] ?? {});

const OTHERS: readonly Viewer[] = [
  { kind: 'team', teamId: 'b' },
  { kind: 'team', teamId: 'usps' },
  { kind: 'moderator' },
  { kind: 'regulator' },
  { kind: 'public' },
];

describe('an instruction', () => {
  it('[STI1] is refused above the cap, off the tick, for no lot, twice for one, or asking for more beyond it', () => {
    const table = scheduledTable({
      lots: [lot('q', 6, 2_400, { capBlocks: 3 }), lot('n', 4, 2_200)],
    });
    const code = (...instructions: Instruction[]) => {
      const decision = instruct(table, 'a', ...instructions);
      return decision.ok ? 'ok' : decision.rejection.code;
    };
    expect(code(want('q', 4, 2_400))).toBe('bid/above-cap');
    expect(code(want('q', 3, 2_405))).toBe('bid/off-tick');
    expect(code(want('x', 3, 2_400))).toBe('bid/unknown-lot');
    expect(code(want('q', 3, 2_400), want('q', 2, 2_400))).toBe('bid/lot-twice');
    expect(code(want('q', 2, 2_400, 3))).toBe('instruction/more-beyond');
    expect(table.state.clock.instructions).toBeUndefined();
    expect(code(want('q', 3, 2_600), want('n', 2, 2_400, 1))).toBe('ok');
    expect(code(want('q', 0, 2_600))).toBe('ok');
    expect(cellsOf(table.state.clock.instructions?.['a'] ?? {})).toEqual([
      { place: 1, quantityBlocks: 2, priceMills: 2_400, more: 1 },
    ]);
  });

  it('[STI2] keeps its blocks while the clock is within the limit, leaves at the limit, then at the start price', () => {
    const round = (start: number, clock: number, isForward = true) => ({
      ...{ isForward, startMills: [start], clockMills: [clock], pointsPerBlock: [1] },
    });
    const bid = (limit: number, at: ReturnType<typeof round>) =>
      bidsByInstruction({ 0: `0:5:${String(limit)}:2` }, at, { hasBid: () => false, freePoints: 9 })
        .map(({ quantityBlocks, priceMills }) => [quantityBlocks, priceMills])
        .at(0);
    expect(bid(2_640, round(2_400, 2_640))).toEqual([5, 2_640]);
    expect(bid(2_500, round(2_400, 2_640))).toEqual([2, 2_500]);
    expect(bid(2_300, round(2_400, 2_640))).toEqual([2, 2_400]);
    expect(bid(2_400, round(2_400, 2_400))).toEqual([5, 2_400]);
    // Descending: the price falls, and the limit is the least that is taken.
    expect(bid(90, round(100, 90, false))).toEqual([5, 90]);
    expect(bid(95, round(100, 90, false))).toEqual([2, 95]);
    expect(bid(110, round(100, 90, false))).toEqual([2, 100]);
  });

  it('[STI2] [STI3] bids in every round; a bid of the team counts instead, for that round', () => {
    const table = scheduledTable({ rules: manual, eligibility: { a: 6, b: 6, c: 4 } });
    instruct(table, 'a', want('q', 4, 2_700, 1));
    table.does({ type: 'StartAuction' });
    table.bids({ b: { q: [6, 2_400] } });
    table.close();
    expect(table.state.clock.results[0]?.demand['a']).toEqual({ q: 4 });
    expect(instructedOf(table, 'a')).toEqual([{ place: 0, quantityBlocks: 4, priceMills: 2_400 }]);
    table.open();
    table.bids({ a: { q: [3, 2_640] }, b: { q: [6, 2_640] } });
    table.close();
    expect(table.state.clock.results[1]?.demand['a']).toEqual({ q: 3 });
    expect(instructedOf(table, 'a')).toEqual([]);
    table.open();
    // Clock 2,900: the limit lies within the round, so it asks for one block there.
    table.bids({ b: { q: [6, 2_900] } });
    table.close();
    expect(instructedOf(table, 'a')).toEqual([{ place: 0, quantityBlocks: 1, priceMills: 2_700 }]);
    expect(table.state.clock.results[2]?.demand['a']).toEqual({ q: 1 });
  });

  it('[STI4] goes as far as the points that own bids leave, in the order of lots', () => {
    const table = startedTable({ rules: manual });
    instruct(table, 'a', want('n', 5, 9_990), want('q', 3, 9_990));
    table.bids({ b: { q: [1, 2_400] } });
    table.close();
    expect(table.state.clock.results[0]?.demand['a']).toEqual({ q: 3, n: 3 });
    expect(table.state.clock.eligibility['a']).toBe(6);
  });

  it('[STI6] of a team that is excluded, or has not accepted the rules as they are, bids nothing', () => {
    const table = scheduledTable({ rules: manual });
    instruct(table, 'a', want('q', 2, 9_990));
    instruct(table, 'b', want('q', 2, 9_990));
    instruct(table, 'c', want('q', 2, 9_990));
    table.does({ type: 'AmendRules', rules: { ...manual, title: 'Other' }, reason: 'r' });
    const { rulesHash } = table.state;
    for (const teamId of ['a', 'b']) table.does({ type: 'AcceptRules', teamId, rulesHash });
    table.does({ type: 'ExcludeTeam', teamId: 'b', keepBids: true, reason: 'r' });
    expect(instruct(table, 'c', want('q', 1, 9_990))).toMatchObject({
      rejection: { code: 'bid/rules-not-accepted' },
    });
    table.does({ type: 'StartAuction' });
    table.close();
    expect(table.state.clock.results[0]?.demand).toEqual({ a: { q: 2 }, b: {}, c: {} });
  });

  it('[STI5] changes nothing in what anybody else sees while the round is open', () => {
    const plain = startedTable({ rules: manual });
    const other = startedTable({ rules: manual });
    instruct(other, 'a', want('q', 4, 2_700), want('n', 2, 9_990));
    for (const viewer of OTHERS) expect(other.view(viewer)).toEqual(plain.view(viewer));
    expect(other.view({ kind: 'team', teamId: 'a' }).mine?.instructions).toEqual({
      0: '0:4:2700:0 1:2:9990:0',
    });
  });

  it('[STI5] by way of a result shows no more than the same bids made by hand', () => {
    const bids = { b: { q: [6, 2_400] }, c: { n: [4, 2_200] } } as const;
    const byHand = startedTable({ rules: manual });
    byHand.bids({ ...bids, a: { q: [4, 2_400], n: [2, 2_200] } });
    byHand.close();
    const byRule = startedTable({ rules: manual });
    instruct(byRule, 'a', want('q', 4, 9_990), want('n', 2, 9_990));
    byRule.bids(bids);
    byRule.close();
    for (const viewer of OTHERS.filter(({ kind }) => kind !== 'moderator')) {
      expect(byRule.view(viewer)).toEqual(byHand.view(viewer));
    }
  });

  it('[STI1] [STI2] works in a sale of very many lots, and none is taken while its book is computed', () => {
    const lots = Array.from({ length: MOST_LOTS_BY_ID + 1 }, (_, place) =>
      lot(`l${String(place)}`, 2, 2_000),
    );
    const table = startedTable({ lots, rules: manual, eligibility: { a: 9, b: 9 } });
    instruct(table, 'a', want('l400', 2, 9_990));
    table.bids({ b: { l400: [2, 2_000] } });
    table.close();
    expect(instruct(table, 'a', want('l1', 1, 9_990))).toMatchObject({
      rejection: { code: 'instruction/closing' },
    });
    const asked = largeAsks(table.state);
    if (!asked) throw new Error('nothing is asked');
    table.does({ type: 'SettleAward', answer: answerOf(asked) });
    const result = table.state.clock.results[0];
    expect(denseValues(result?.columns?.demandBlocks ?? {}, lots.length)[400]).toBe(4);
    expect(instructedOf(table, 'a')).toEqual([
      { place: 400, quantityBlocks: 2, priceMills: 2_000 },
    ]);
  });
});
