// Courses of the sealed, Dutch and package formats run again from their events alone, as a verifier does.

import { fc } from '../support/fast-check.ts';
import { describe, expect, it } from 'vitest';
import type { AuctionEvent, AuctionState, FormatId } from '../../shared/auction/types.ts';
import { decideAuction } from '../../shared/auction/auction.ts';
import { SYSTEM } from '../../shared/kernel/decider.ts';
import { canonicalJson } from '../../shared/kernel/json.ts';
import type { Json } from '../../shared/kernel/json.ts';
import { epochMs } from '../../shared/kernel/units.ts';
import { commandBehind } from '../../shared/verify/commands.ts';
import { runs } from '../support/auction-arbitraries.ts';
import { dutchWalk } from '../support/dutch.ts';
import type { FormatTable } from '../support/format-table.ts';
import type { Walk } from '../support/format-walks.ts';
import { performWalk, walkActs } from '../support/format-walks.ts';
import { packageWalk, startedPackages } from '../support/packages.ts';
import { sealedWalk } from '../support/sealed-walks.ts';

interface Entry {
  readonly state: AuctionState;
  readonly events: readonly AuctionEvent[];
  readonly at: number;
}

/** Every decision that left events, with the state it was taken on. */
const recorded = <F extends FormatId>(table: FormatTable<F>): Entry[] => {
  const entries: Entry[] = [];
  const give = table.give.bind(table);
  table.give = (command, by) => {
    const { state, at } = table;
    const decision = give(command, by);
    const events = decision.events as readonly AuctionEvent[];
    if (events.length > 0) entries.push({ state, events, at });
    return decision;
  };
  return entries;
};

/** The events that the command behind these gives on the same state. */
const again = (
  { state, events, at }: Entry,
  bidders: readonly string[],
): readonly AuctionEvent[] => {
  const command = commandBehind(state, events, { at: epochMs(at), by: SYSTEM });
  if (!command) throw new Error('no command is known');
  const seed = events.find((event) => 'seed' in event && 'seedCommitment' in event);
  const entropy = (): string => (seed && 'seed' in seed ? String(seed.seed) : '');
  const context = {
    auctionId: state.auctionId,
    bidders,
    by: SYSTEM,
    id: 'x',
    at: epochMs(at),
    entropy,
  };
  return decideAuction(state, command, context).events;
};

const text = (events: readonly AuctionEvent[]): string => canonicalJson(events as unknown as Json);

const runsAgain = <F extends FormatId, S>(walk: Walk<F, S>, numRuns: number): number => {
  let count = 0;
  fc.assert(
    fc.property(walk.setting, walkActs(walk), (given, course) => {
      const table = walk.start(given);
      const entries = recorded(table);
      for (const act of course) performWalk(walk, table, act);
      for (const entry of entries) {
        count += 1;
        expect(text(again(entry, table.bidders))).toBe(text(entry.events));
      }
    }),
    runs(numRuns),
  );
  return count;
};

describe('a verifier', () => {
  it('[AUC16] gives the same events again for sealed rounds and Dutch auctions', () => {
    expect(runsAgain(sealedWalk, 30)).toBeGreaterThan(300);
    expect(runsAgain(dutchWalk, 30)).toBeGreaterThan(300);
  });

  it('[PKG5] computes the award of packages again, and does not find one that was put in its place', () => {
    expect(runsAgain(packageWalk, 30)).toBeGreaterThan(300);
    const table = startedPackages();
    const entries = recorded(table);
    table.offer('a', 'p', { q: 4 }, 5_000);
    table.offer('b', 'p', { q: 4 }, 4_900);
    table.isAnswering = false;
    table.wait(60_000);
    const answer = table.answer();
    if (!answer) throw new Error('nothing is asked');
    // What a server that cheats could submit: a choice that can be and that nothing in the answer itself beats.
    const other = { ...answer, chosen: ['b p'], withoutWinner: { b: [] }, losers: {} };
    table.does({ type: 'SettleAward', answer: other });
    expect(table.won()).toEqual({ b: [['p'], 4_900] });
    const last = entries.at(-1);
    if (!last) throw new Error('nothing was recorded');
    expect(text(again(last, table.bidders))).not.toBe(text(last.events));
  });
});
