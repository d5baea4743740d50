// What an award asks of the thread that serves everybody: the frozen book goes out as it is, and of it only what an answer
// names is looked at. Counted, since a clock would measure the machine.

import { describe, expect, it } from 'vitest';
import { awardFrom } from '../../shared/auction/formats/package-award.ts';
import { packages } from '../../shared/auction/formats/packages.ts';
import { answerTo } from '../../shared/auction/formats/package-solve.ts';
import type { PackageBook, StandingPackage } from '../../shared/auction/formats/package-types.ts';
import { packageRules, startedPackages } from '../support/packages.ts';

const MANY = 60;

/** Frozen, with many packages of each team, of which few can win. */
const frozen = () => {
  const table = startedPackages({ rules: packageRules({ maximumPackages: MANY }) });
  table.isAnswering = false;
  for (const [at, teamId] of ['a', 'b', 'c'].entries()) {
    for (let place = 0; place < MANY; place += 1) {
      table.offer(teamId, `p${String(place)}`, { q: 2 }, 2_000 + 10 * place + at);
    }
  }
  table.wait(60_000);
  return table;
};

/** The book, and which packages were read from it since. */
const watched = (book: PackageBook) => {
  const read = new Set<string>();
  const of = (teamId: string, standing: PackageBook[string]) =>
    new Proxy(standing, {
      get: (target, id: string): StandingPackage | undefined => {
        read.add(`${teamId} ${id}`);
        return target[id];
      },
    });
  const teams = Object.entries(book).map(([teamId, standing]) => [teamId, of(teamId, standing)]);
  return { book: Object.fromEntries(teams) as PackageBook, read };
};

describe('[PKG5] an award on the thread that serves', () => {
  it('is asked for without a look at any package, and checked by those that the answer names', () => {
    const { state } = frozen();
    const { book, read } = watched(state.package.book);
    const auction = { ...state, package: { ...state.package, book } };
    const asked = packages.asks?.(auction);
    if (!asked || !('sale' in asked)) throw new Error('nothing is asked');
    expect(asked.sale.package.book).toBe(book);
    expect(read.size).toBe(0);
    const answer = answerTo({ ...asked, sale: { ...asked.sale, package: state.package } });
    expect(read.size).toBe(0);
    const found = awardFrom(auction, asked, answer);
    expect('result' in found && Object.keys(found.result.won)).toEqual(['b', 'c']);
    const named = new Set([
      ...answer.chosen,
      ...Object.values(answer.withoutWinner).flat(),
      ...Object.values(answer.losers).flatMap(({ nearest, beside }) => [nearest, ...beside]),
    ]);
    expect([...read].sort()).toEqual([...named].sort());
    expect(read.size).toBeLessThan(10);
  });
});
