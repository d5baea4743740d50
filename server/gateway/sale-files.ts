// The files of an auction as they go out: its lots, a team's bids, what a round gave. A row at a time, a few hundred in
// one go, so that a file of 18,000 lots holds nobody up. What a file holds is decided by the rights of the view.

import { setImmediate } from 'node:timers/promises';
import type { CsvCell } from '../../shared/kernel/csv.ts';
import type { TeamId } from '../../shared/kernel/ids.ts';
import type { AuctionOf, AuctionState } from '../../shared/auction/types.ts';
import type { Rights } from '../../shared/auction/view.ts';
import { amountText } from '../../shared/auction/amounts-in-files.ts';
import { cellsOf } from '../../shared/auction/formats/columns.ts';
import { lotList, valuesOf } from '../../shared/auction/formats/large.ts';
import { LOT_COLUMNS, lotRow } from '../../shared/auction/lot-rows.ts';
import { CSV_MARK, csvText } from '../../shared/kernel/csv.ts';

const ROWS_AT_ONCE = 500;

/** Rows as a CSV file in pieces. Between pieces everybody else has a turn. */
export async function* csvPieces(rows: Iterable<readonly CsvCell[]>): AsyncGenerator<string> {
  let piece: (readonly CsvCell[])[] = [];
  yield CSV_MARK;
  for (const row of rows) {
    piece.push(row);
    if (piece.length < ROWS_AT_ONCE) continue;
    yield csvText(piece);
    piece = [];
    await setImmediate();
  }
  yield csvText(piece);
}

/** The lots as they were drafted; reserves for those who may see them. */
export function* lotFileRows(auction: AuctionState, rights: Rights): Generator<readonly CsvCell[]> {
  yield LOT_COLUMNS;
  for (const lot of lotList(auction)) {
    const row = lotRow(lot, rights.seesReserves ? auction.reservesMills[lot.id] : undefined);
    yield LOT_COLUMNS.map((column) => row[column]);
  }
}

interface Shown {
  readonly teams: readonly TeamId[];
  readonly nameOf: (teamId: TeamId) => string;
  readonly showsDemand: boolean;
}

const postedOf = (auction: AuctionOf<'clock'>): ArrayLike<number> => {
  const last = auction.clock.results.at(-1);
  if (last?.columns) return valuesOf(last.columns.postedMills, auction.lotOrder.length);
  return lotList(auction).map(
    ({ id, openingPriceMills }) => last?.lots[id]?.postedPriceMills ?? openingPriceMills,
  );
};

const demandOf = (auction: AuctionOf<'clock'>): ArrayLike<number> => {
  const last = auction.clock.results.at(-1);
  if (last?.columns) return valuesOf(last.columns.demandBlocks, auction.lotOrder.length);
  return lotList(auction).map(({ id }) => last?.lots[id]?.demandBlocks ?? 0);
};

/** Blocks of each of these teams, by place of the lot. */
const blocksByTeam = (auction: AuctionOf<'clock'>, teams: readonly TeamId[]) => {
  const last = auction.clock.results.at(-1);
  return teams.map((teamId): ReadonlyMap<number, number> => {
    const column = last?.columns?.demand[teamId];
    if (column) return new Map(cellsOf(column).map((cell) => [cell.place, cell.quantityBlocks]));
    const own = last?.demand[teamId] ?? {};
    return new Map(auction.lotOrder.map((lotId, place) => [place, own[lotId] ?? 0]));
  });
};

/** What the last closed round gave: price of each lot, demand as allowed, and blocks of the teams that are shown. */
export function* resultRows(
  auction: AuctionOf<'clock'>,
  { teams, nameOf, showsDemand }: Shown,
): Generator<readonly CsvCell[]> {
  const ended = auction.phase !== 'running';
  yield [
    ...['round', 'lot', 'name', 'facility', 'region', 'supply', 'posted'],
    ...(showsDemand ? ['demand'] : []),
    ...(ended ? ['sold'] : []),
    ...teams.map((teamId) => `blocks of ${nameOf(teamId)}`),
  ];
  const [posted, demand] = [postedOf(auction), demandOf(auction)];
  const unsold = new Set(auction.unsoldLots);
  const blocks = blocksByTeam(auction, teams);
  const round = auction.clock.results.at(-1)?.round ?? 0;
  for (const [place, lot] of lotList(auction).entries()) {
    yield [
      ...[round, lot.id, lot.name, lot.facility, lot.region, lot.supplyBlocks],
      amountText(posted[place]),
      ...(showsDemand ? [demand[place]] : []),
      ...(ended ? [unsold.has(lot.id) ? 'no' : 'yes'] : []),
      ...blocks.map((of) => of.get(place) ?? 0),
    ];
  }
}
