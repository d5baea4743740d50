// Which awards of a certified auction fill fields of sheets. Of a sale of very many lots, whose awards are the last round's
// demand, those of a winner with so few lots that a sheet can hold them as fields; more would make a sheet nobody reads and
// an entry nobody can store. The others have theirs in a file whose hash their sheet holds (rules BIG6, BIG7).

import type { AuctionState, Award } from '../auction/types.ts';
import type { TeamId } from '../kernel/ids.ts';
import { cellsOf } from '../auction/formats/columns.ts';
import { largeClock } from '../auction/formats/large-course.ts';
import { valuesOf } from '../auction/formats/large.ts';
import { mills } from '../kernel/units.ts';

/** Lots of one winner that become fields of its sheet. */
export const MOST_FIELD_LOTS = 100;
/** Awards of one certificate that become fields; each is a delivery of its own. */
export const MOST_FIELD_AWARDS = 3_000;

export interface SheetAwards {
  /** In lot order within each team. */
  readonly awards: readonly Award[];
  /** Those of winners whose lots become no fields, by team. */
  readonly schedules: ReadonlyMap<TeamId, readonly Award[]>;
  /** Everybody who won something, by id: each gets a sheet. */
  readonly winners: readonly TeamId[];
}

const byTeam = (auction: AuctionState): ReadonlyMap<TeamId, readonly Award[]> | undefined => {
  const sale = largeClock(auction);
  const columns = sale?.clock.results.at(-1)?.columns;
  if (!sale || !columns) return undefined;
  const posted = valuesOf(columns.postedMills, sale.lotOrder.length);
  const unsold = new Set(sale.unsoldLots);
  return new Map(
    Object.keys(columns.demand)
      .sort()
      .map((teamId) => [
        teamId,
        cellsOf(columns.demand[teamId] ?? {}).flatMap(({ place, quantityBlocks }): Award[] => {
          const lotId = sale.lotOrder[place] ?? '';
          const priceMills = mills(posted[place] ?? 0);
          return unsold.has(lotId) ? [] : [{ lotId, teamId, quantityBlocks, priceMills }];
        }),
      ]),
  );
};

/** The awards that fill fields, and all winners. Winners with fewest lots come first where not all fit, by id where equal. */
export const sheetAwards = (auction: AuctionState): SheetAwards => {
  const teams = byTeam(auction);
  if (!teams) {
    return {
      awards: auction.awards,
      schedules: new Map(),
      winners: [...new Set(auction.awards.map(({ teamId }) => teamId))],
    };
  }
  const winners = [...teams].filter(([, awards]) => awards.length > 0);
  let left = MOST_FIELD_AWARDS;
  // A sort keeps the order of ids among winners of as many lots.
  const filled = [...winners]
    .sort(([, a], [, b]) => a.length - b.length)
    .flatMap(([, awards]) => {
      if (awards.length > MOST_FIELD_LOTS || awards.length > left) return [];
      left -= awards.length;
      return awards;
    });
  const inFields = new Set(filled.map(({ teamId }) => teamId));
  return {
    awards: filled,
    schedules: new Map(winners.filter(([teamId]) => !inFields.has(teamId))),
    winners: winners.map(([teamId]) => teamId),
  };
};
