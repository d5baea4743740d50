// Random rounds and random courses of an auction, small enough that ties, shortages and ends are frequent.

import { fc } from './fast-check.ts';
import type { RoundBook } from '../../shared/auction/formats/clock-round.ts';
import type { Lot } from '../../shared/auction/types.ts';
import { sha256Hex } from '../../shared/kernel/hash.ts';
import { basisPoints, mills } from '../../shared/kernel/units.ts';
import { lot } from './auction.ts';

/** Same numbers in every run; the long run of the suite may raise the count. */
export const runs = (numRuns: number, seed = 20_260_101) => ({ numRuns, seed });

const TEAMS = ['a', 'b', 'c', 'd', 'e', 'f'];
const LOTS = ['q', 'n', 'r', 's', 't'];

interface RawLot {
  readonly supply: number;
  readonly points: number;
  readonly start: number;
  readonly range: number;
}

interface RawWish {
  readonly held: number;
  readonly asked: number;
  readonly isBid: boolean;
  readonly price: number;
}

const rawLot: fc.Arbitrary<RawLot> = fc.record({
  supply: fc.integer({ min: 1, max: 8 }),
  points: fc.integer({ min: 1, max: 3 }),
  start: fc.integer({ min: 50, max: 60 }),
  // Ranges with and without common divisors, so that equal price points of unequal prices occur.
  range: fc.constantFrom(1, 4, 6, 7, 12, 50),
});

const rawWish: fc.Arbitrary<RawWish> = fc.record({
  held: fc.integer({ min: 0, max: 6 }),
  asked: fc.integer({ min: 0, max: 6 }),
  isBid: fc.boolean(),
  price: fc.constantFrom(0, 0.25, 0.5, 0.5, 0.75, 1),
});

const record = <T>(keys: readonly string[], valueOf: (key: string, place: number) => T) =>
  Object.fromEntries(keys.map((key, place) => [key, valueOf(key, place)]));

/** Takes wishes in lot order as long as the points last. */
const within = (points: number, lots: readonly Lot[], blocksOf: (place: number) => number) => {
  let left = points;
  return lots.map((one, place) => {
    const blocks = Math.min(blocksOf(place), Math.floor(left / one.pointsPerBlock));
    left -= blocks * one.pointsPerBlock;
    return blocks;
  });
};

/** A round after the first, in which held demand and bids are within eligibility. Rising prices. */
export const roundBook: fc.Arbitrary<RoundBook> = fc
  .record({
    lots: fc.array(rawLot, { minLength: 1, maxLength: LOTS.length }),
    teams: fc.array(
      fc.record({
        eligibility: fc.integer({ min: 0, max: 20 }),
        wishes: fc.array(rawWish, { minLength: LOTS.length, maxLength: LOTS.length }),
      }),
      { minLength: 1, maxLength: TEAMS.length },
    ),
    activity: fc.constantFrom(1, 5_000, 9_000, 9_999, 10_000),
    salt: fc.nat(),
  })
  .map(({ lots: raw, teams: rawTeams, activity, salt }): RoundBook => {
    const lots = raw.map(({ supply, points, start }, place) =>
      lot(LOTS[place] ?? '', supply, start, { pointsPerBlock: points, tickMills: mills(1) }),
    );
    const lotIds = lots.map(({ id }) => id);
    const teams = TEAMS.slice(0, rawTeams.length);
    const start = (place: number): number => raw[place]?.start ?? 0;
    const range = (place: number): number => raw[place]?.range ?? 0;
    return {
      round: 2,
      direction: 'forward',
      activityBp: basisPoints(activity),
      lots,
      teams,
      startPricesMills: record(lotIds, (_, place) => mills(start(place))),
      clockPricesMills: record(lotIds, (_, place) => mills(start(place) + range(place))),
      eligibility: record(teams, (_, place) => rawTeams[place]?.eligibility ?? 0),
      demand: record(teams, (_, place) => {
        const { eligibility = 0, wishes = [] } = rawTeams[place] ?? {};
        const held = within(eligibility, lots, (at) => wishes[at]?.held ?? 0);
        return record(lotIds, (_id, at) => held[at] ?? 0);
      }),
      bids: record(teams, (_, place) => {
        const { eligibility = 0, wishes = [] } = rawTeams[place] ?? {};
        const asked = within(eligibility, lots, (at) =>
          wishes[at]?.isBid === true ? wishes[at].asked : 0,
        );
        return Object.fromEntries(
          lotIds.flatMap((id, at) => {
            const wish = wishes[at];
            if (wish?.isBid !== true) return [];
            const priceMills = mills(start(at) + Math.round(range(at) * wish.price));
            return [[id, { quantityBlocks: asked[at] ?? 0, priceMills }]];
          }),
        );
      }),
      tieKey: (teamId, lotId) => sha256Hex(`${String(salt)} ${teamId} ${lotId}`),
    };
  });
