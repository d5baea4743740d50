// The card of a refused bid in every format: each code that a format can say has its rule, and the card has the
// numbers of schedules and packages beside what is allowed, and proposes one that is taken.

import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { whyNotPackageCard } from '../../client/words/why-not-package.ts';
import { whyNotScheduleCard } from '../../client/words/why-not-sealed.ts';
import { whyNot } from '../../client/words/why-not.ts';
import { ruleBehind } from '../../client/words/refusals/rule-numbers.ts';
import type { BidRequest, FormatId } from '../../shared/auction/types.ts';
import { reject } from '../../shared/kernel/rejection.ts';
import type { Rejection } from '../../shared/kernel/rejection.ts';
import { mills } from '../../shared/kernel/units.ts';
import { lot } from '../support/auction.ts';
import { packageRules, startedPackages } from '../support/packages.ts';
import { sealedRules, startedSealed } from '../support/sealed.ts';
import { SCORING } from '../support/sealed-walks.ts';

const AUCTION = resolve(import.meta.dirname, '../../shared/auction');
const FORMATS: readonly FormatId[] = ['clock', 'english', 'sealed', 'dutch', 'package'];
const A = { kind: 'team', teamId: 'a' } as const;
const CLOCKS = { sentAtMs: 0, errorMs: undefined, decidedAtMs: undefined };

const codesIn = (path: string): string[] =>
  [...readFileSync(join(AUCTION, path), 'utf8').matchAll(/reject\(\s*'(bid\/[a-z-]+)'/g)].map(
    ([, code = '']) => code,
  );

/** Where formats judge, and what judges for all of them. */
const judgeOf = (format: FormatId): readonly string[] => [
  ...['bid-door.ts', 'place-bids.ts', 'guards.ts'],
  ...(format === 'clock' || format === 'english' ? [] : ['lot-quanta.ts']),
  `formats/${format}-bid.ts`,
];

describe('[UI40] the rule on the card of a refused bid', () => {
  it.each(FORMATS)('is there for every code that a bid can be refused with: %s', (format) => {
    const codes = [...new Set(judgeOf(format).flatMap(codesIn))];
    expect(codes.length).toBeGreaterThan(10);
    expect(codes.filter((code) => ruleBehind(format, code) === undefined)).toEqual([]);
  });

  it('no other file of the rules refuses a bid', () => {
    // What is said of bids to be taken back, of files and of standing instructions has no card.
    const judges = new Set([
      ...FORMATS.flatMap(judgeOf),
      ...['retraction.ts', 'formats/clock-bids.ts', 'formats/instructions.ts'],
    ]);
    const others = readdirSync(AUCTION, { recursive: true, encoding: 'utf8' }).filter(
      (path) => path.endsWith('.ts') && !judges.has(path) && codesIn(path).length > 0,
    );
    expect(others).toEqual([]);
  });

  it('a refusal for its moment or its team says what would have helped', () => {
    const card = (rejection: Rejection) =>
      whyNot({ lotId: 'q', priceMills: 1_000, round: 1 }, rejection, {
        ...{ format: 'english', lot: undefined, bounds: {}, clocks: CLOCKS },
      });
    for (const rejection of [
      reject('bid/paused', { reason: 'lunch' }),
      reject('bid/not-running', { phase: 'scheduled' }),
      reject('bid/round-not-open', { round: 2, openRound: 1 }),
      reject('bid/excluded', { reason: 'asked' }),
      reject('bid/rules-not-accepted', {}),
      reject('bid/unknown-lot', { lotId: 'x' }),
      reject('bid/lot-not-open', { lotId: 'q' }),
      reject('bid/no-limits'),
      reject('bid/late', { round: 1, atMs: 2, closedAtMs: 1 }),
    ]) {
      expect(card(rejection).advice, rejection.code).toBeTypeOf('string');
    }
  });
});

describe('[UI40] the card of a refused schedule', () => {
  it('has a row for each thing that is wrong, and the whole nearest schedule, which is taken', () => {
    const table = startedSealed({
      rules: sealedRules({ maximumSteps: 2, scoring: SCORING }),
      lots: [lot('q', 10, 1_000, { multipleBlocks: 2 })],
    });
    const bid = {
      lotId: 'q',
      steps: [
        { quantityBlocks: 8, priceMills: mills(1_204) },
        { quantityBlocks: 5, priceMills: mills(1_300) },
        { quantityBlocks: 2, priceMills: mills(900) },
      ],
      attributes: { service: 'never' },
    };
    const { rows, change } = whyNotScheduleCard(table.view(A), bid);
    expect(rows).toEqual([
      { label: 'Steps', asked: '3', allowed: '2 or fewer' },
      { label: 'Price of step 1', asked: '$1.204', allowed: 'multiples of $0.01' },
      { label: 'Price of step 2', asked: '$1.30', allowed: 'less than $1.204' },
      { label: 'Blocks of step 2', asked: '5', allowed: 'multiples of 2' },
      { label: 'Price of step 3', asked: '$0.90', allowed: '$1.00 or more' },
      { label: 'Blocks of all steps', asked: '15', allowed: '10 or fewer' },
      { label: 'Service', asked: 'never', allowed: 'next day, same day' },
    ]);
    expect(change?.words).toBe('4 at 1.30, 6 at 1.20, Service: next day');
    const place = (said: BidRequest) =>
      table.give({ type: 'PlaceBid', teamId: 'a', round: 1, bid: said }, 'a-lead');
    const decision = place(bid);
    expect(decision.ok).toBe(false);
    if (!change?.bid) throw new Error('nothing is proposed');
    expect(place(change.bid).ok).toBe(true);
  });

  it('says nothing of numbers where the moment was wrong', () => {
    const table = startedSealed();
    const bid = { lotId: 'q', steps: [{ quantityBlocks: 2, priceMills: mills(1_200) }] };
    const own = whyNotScheduleCard(table.view(A), bid);
    const card = whyNot({ lotId: 'q', priceMills: 1_200, round: 1 }, reject('bid/paused'), {
      ...{ format: 'sealed', lot: undefined, bounds: {}, own, clocks: CLOCKS },
    });
    expect(card).toMatchObject({ rows: [], rule: { number: 'AUC8' } });
    expect(card.change).toBeUndefined();
    expect(card.advice).toContain('once the clock runs');
  });
});

describe('[UI40] the card of a refused package', () => {
  it('has a row for each thing that is wrong, and the whole nearest package, which is taken', () => {
    const table = startedPackages({
      rules: packageRules({ groups: 'exclusive', maximumPackages: 5 }),
      lots: [lot('q', 4, 1_000, { multipleBlocks: 2 }), lot('n', 4, 1_000, { capBlocks: 2 })],
    });
    const bid = {
      packageId: 'p1',
      items: [
        { lotId: 'q', quantityBlocks: 3 },
        { lotId: 'n', quantityBlocks: 4 },
      ],
      totalMills: mills(6_000),
      group: 'night',
    };
    const { rows, change } = whyNotPackageCard(table.view(A), bid, {});
    expect(rows).toEqual([
      { label: 'Blocks of Lot q', asked: '3', allowed: 'multiples of 2' },
      { label: 'Blocks of Lot n', asked: '4', allowed: '2 or fewer' },
      { label: 'Total', asked: '$6.00', allowed: '$7.00 or more' },
      { label: 'Group', asked: 'night', allowed: 'none' },
    ]);
    expect(change?.words).toBe('2 Lot q, 2 Lot n at $4.00, without a group');
    if (!change?.bid) throw new Error('nothing is proposed');
    const { bid: nearest } = change;
    const decision = table.give(
      { type: 'PlaceBid', teamId: 'a', round: 1, bid: nearest },
      'a-lead',
    );
    expect(decision.ok).toBe(true);
  });

  it('proposes none beyond the number that the rules take, and says what would help', () => {
    const table = startedPackages({ rules: packageRules({ maximumPackages: 1 }) });
    const bid = {
      packageId: 'p2',
      items: [{ lotId: 'q', quantityBlocks: 1 }],
      totalMills: mills(1_000),
    };
    const own = whyNotPackageCard(table.view(A), bid, { p1: {} });
    expect(own.rows).toEqual([{ label: 'Packages', asked: '2', allowed: '1 or fewer' }]);
    const refusal = reject('bid/too-many-packages', { maximumPackages: 1 });
    const card = whyNot({ lotId: '', priceMills: 1_000, round: 1 }, refusal, {
      ...{ format: 'package', lot: undefined, bounds: {}, own, clocks: CLOCKS },
    });
    expect(card.advice).toContain('in the place of one of them');
  });
});
