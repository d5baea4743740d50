// Laws that hold in every format, as helpers for the tests of each: what they check is the same everywhere.

import { fc } from './fast-check.ts';
import { expect } from 'vitest';
import type { AuctionOf, EventOf, FormatId } from '../../shared/auction/types.ts';
import { canonicalJson } from '../../shared/kernel/json.ts';
import { sha256Hex } from '../../shared/kernel/hash.ts';
import { runs } from './auction-arbitraries.ts';
import type { FormatTable } from './format-table.ts';
import type { Walk, WalkAct } from './format-walks.ts';
import { performWalk, walkActs } from './format-walks.ts';

type Law<F extends FormatId> = (
  table: FormatTable<F>,
  before: AuctionOf<F>,
  events: readonly EventOf<F>[],
) => void;

export interface LawOptions {
  readonly numRuns: number;
  readonly isModerated?: boolean;
}

/** Holds a law after every act of random courses; counts the events they had. */
export const afterEachAct = <F extends FormatId, S>(
  walk: Walk<F, S>,
  { numRuns, isModerated = true }: LawOptions,
  law: Law<F>,
): Readonly<Record<string, number>> => {
  const seen: Record<string, number> = {};
  fc.assert(
    fc.property(walk.setting, walkActs(walk, isModerated), (given, course) => {
      const table = walk.start(given);
      for (const act of course) {
        const before = table.state;
        const count = table.events.length;
        performWalk(walk, table, act);
        const events = table.events.slice(count);
        for (const { type } of events) seen[type] = (seen[type] ?? 0) + 1;
        law(table, before, events);
      }
    }),
    runs(numRuns),
  );
  return seen;
};

/** [AUC5] From now on fails where a refusal on this table changes more than the record; tells of each refusal. */
export const watchRefusals = <F extends FormatId>(
  table: FormatTable<F>,
  onRefusal: () => void,
): void => {
  const give = table.give.bind(table);
  table.give = (command, by) => {
    const before = table.state;
    const decision = give(command, by);
    if (!decision.ok) {
      onRefusal();
      expect(canonicalJson(table.state)).toBe(canonicalJson(before));
      const isBid = command.type === 'PlaceBid' || command.type === 'PlaceSurrogateBid';
      expect(decision.events.map(({ type }) => type)).toEqual(isBid ? ['BidRefused'] : []);
    }
    return decision;
  };
};

/** [AUC5] A refusal changes nothing but the record; gives how many refusals there were. */
export const refusalsChangeNothing = <F extends FormatId, S>(
  walk: Walk<F, S>,
  numRuns: number,
): number => {
  let refusals = 0;
  fc.assert(
    fc.property(walk.setting, walkActs(walk), (given, course) => {
      const table = walk.start(given);
      watchRefusals(table, () => {
        refusals += 1;
      });
      for (const act of course) performWalk(walk, table, act);
    }),
    runs(numRuns),
  );
  return refusals;
};

/** [AUC16] The same course gives the same bytes, also through a stored and read state. */
export const sameCourseSameBytes = <F extends FormatId, S>(
  walk: Walk<F, S>,
  numRuns: number,
): void => {
  const digest = (given: S, course: readonly WalkAct[], isStored: boolean): string => {
    const table = walk.start(given);
    for (const act of course) {
      performWalk(walk, table, act);
      if (isStored) table.reload();
    }
    return sha256Hex(canonicalJson([table.events, table.state]));
  };
  fc.assert(
    fc.property(walk.setting, walkActs(walk), (given, course) => {
      const first = digest(given, course, false);
      expect(digest(given, course, false)).toBe(first);
      expect(digest(given, course, true)).toBe(first);
    }),
    runs(numRuns),
  );
};

/** What holds of the awards of any ended auction; gives how many awards there were (AUC18). */
export const awardsAddUp = <F extends FormatId>(state: AuctionOf<F>): number => {
  const sold = new Set(state.awards.map(({ lotId }) => lotId));
  expect([...sold, ...state.unsoldLots].sort()).toEqual([...state.lotOrder].sort());
  const keys = state.awards.map(({ lotId, teamId }) => `${lotId} ${teamId}`);
  expect(new Set(keys).size).toBe(keys.length);
  for (const { teamId, quantityBlocks, priceMills, parts } of state.awards) {
    expect(state.excluded[teamId]?.keepBids).not.toBe(false);
    const paid = parts ?? [{ quantityBlocks, priceMills }];
    const blocks = paid.reduce((sum, part) => sum + part.quantityBlocks, 0);
    const payment = paid.reduce((sum, part) => sum + part.quantityBlocks * part.priceMills, 0);
    expect(blocks).toBe(quantityBlocks);
    expect(Number.isSafeInteger(payment)).toBe(true);
    expect(Math.abs(payment - quantityBlocks * priceMills) * 2).toBeLessThanOrEqual(quantityBlocks);
    if (parts) expect(new Set(parts.map((part) => part.priceMills)).size).toBeGreaterThan(1);
  }
  return state.awards.length;
};
