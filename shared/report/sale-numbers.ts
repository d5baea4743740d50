// The numbers of a sale of very many lots by place, and what they come to in groups of lots. Everything in it comes of the
// course that its viewer may read (auction/formats/large-course.ts).

import type { CourseLot, LargeCourse } from '../auction/formats/large-course.ts';
import { cellsOf, denseValues } from '../auction/formats/columns.ts';
import { PIECES_PER_BLOCK } from '../auction/types.ts';

export interface RoundNumbers {
  readonly round: number;
  readonly posted: ArrayLike<number>;
  /** Absent where it is not told. */
  readonly demand: ArrayLike<number> | undefined;
  readonly excess: ArrayLike<number> | undefined;
}

/** One award: of a lot by place, to a team. */
export interface AwardNumbers {
  readonly place: number;
  readonly teamName: string;
  readonly blocks: number;
  readonly priceMills: number;
  /** Mills. */
  readonly yearMills: number;
}

export interface SaleNumbers {
  readonly lots: readonly CourseLot[];
  readonly rounds: readonly RoundNumbers[];
  /** In the order of lots, then of team ids; undefined where the viewer is told none. */
  readonly awards: readonly AwardNumbers[] | undefined;
  readonly unsold: ReadonlySet<string>;
}

/** What a course comes to. `nameOf` gives the names of teams that the viewer may know. */
export const saleNumbers = (
  { lots: lines, rounds, awards }: LargeCourse,
  of: {
    readonly unsold: readonly string[];
    readonly deliveryDays: number;
    readonly nameOf: (teamId: string) => string;
  },
): SaleNumbers => {
  const lots = lines.map((line) => JSON.parse(line) as CourseLot);
  const unsold = new Set(of.unsold);
  const numbers = rounds.map(
    ({ round, postedMills, demandBlocks, excessBlocks }): RoundNumbers => ({
      round,
      posted: denseValues(postedMills, lots.length),
      demand: demandBlocks && denseValues(demandBlocks, lots.length),
      excess: excessBlocks && denseValues(excessBlocks, lots.length),
    }),
  );
  const posted = numbers.at(-1)?.posted ?? [];
  const given = awards?.flatMap(({ teamId, blocks }) =>
    cellsOf(blocks)
      .filter(({ place }) => !unsold.has(lots[place]?.id ?? ''))
      .map(({ place, quantityBlocks }): AwardNumbers => {
        const priceMills = posted[place] ?? 0;
        const pieces = quantityBlocks * PIECES_PER_BLOCK * of.deliveryDays;
        return {
          ...{ place, teamName: of.nameOf(teamId), blocks: quantityBlocks, priceMills },
          yearMills: pieces * priceMills,
        };
      }),
  );
  // Teams come in the order of their ids, and a sort that keeps it.
  given?.sort((a, b) => a.place - b.place);
  return { lots, rounds: numbers, awards: given, unsold };
};

/** Lots that belong together, by their places. */
export interface LotGroup {
  readonly region: string;
  readonly facility: string | null;
  readonly places: readonly number[];
}

const NO_REGION = 'No region';

const byKey = (
  lots: readonly CourseLot[],
  keyOf: (lot: CourseLot) => readonly [region: string, facility: string | null],
): readonly LotGroup[] => {
  const groups = new Map<string, { region: string; facility: string | null; places: number[] }>();
  for (const [place, lot] of lots.entries()) {
    const [region, facility] = keyOf(lot);
    const key = `${region}\n${facility ?? ''}`;
    const known = groups.get(key);
    if (known) known.places.push(place);
    else groups.set(key, { region, facility, places: [place] });
  }
  return [...groups.values()];
};

/** By region, in the order in which regions first come. */
export const byRegion = (lots: readonly CourseLot[]): readonly LotGroup[] =>
  byKey(lots, ({ region }) => [region ?? NO_REGION, null]);

/** By facility within its region, likewise. */
export const byFacility = (lots: readonly CourseLot[]): readonly LotGroup[] =>
  byKey(lots, ({ region, facility }) => [region ?? NO_REGION, facility]);

/** Σ of numbers at some places. */
export const sumAt = (values: ArrayLike<number>, places: readonly number[]): number =>
  places.reduce((sum, place) => sum + (values[place] ?? 0), 0);

/** The average price of a block over some lots, each counted by its supply; mills, rounded half up. */
export const averagePrice = (
  { lots }: Pick<SaleNumbers, 'lots'>,
  posted: ArrayLike<number>,
  places: readonly number[],
): number => {
  let [value, blocks] = [0, 0];
  for (const place of places) {
    const supply = lots[place]?.supplyBlocks ?? 0;
    value += supply * (posted[place] ?? 0);
    blocks += supply;
  }
  return blocks === 0 ? 0 : Math.floor(value / blocks + 0.5);
};
