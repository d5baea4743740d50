// A team's bids in a clock as a table that a spreadsheet edits, and back (rule FIL3). What was left as it was says
// nothing; what was changed is a bid for this round or a standing instruction.

import Papa from 'papaparse';
import type { LotId, TeamId } from '../../kernel/ids.ts';
import type { AuctionOf, QuantityBid } from '../types.ts';
import type { CsvCell } from '../../kernel/csv.ts';
import type { Cell, Column } from './columns.ts';
import type { Instruction } from './instructions.ts';
import { amountText, millsOf } from '../amounts-in-files.ts';
import { unguardedText } from '../../kernel/csv.ts';
import { mills } from '../../kernel/units.ts';
import { cellsByPlace, denseColumn, placesOf, sparseColumn } from './columns.ts';
import { lotList, pricesAt, valuesOf } from './large.ts';

/** Columns of the file, in order. The last five are what a team may change. */
const BID_COLUMNS = [
  'auction',
  'round',
  'lot',
  'name',
  'facility',
  'region',
  'supply',
  'points',
  'cap',
  'start',
  'clock',
  'held',
  'quantity',
  'price',
  'keep',
  'until',
  'then',
] as const;
type BidColumn = (typeof BID_COLUMNS)[number];

/** Most problems that are told of one file. */
const MOST_PROBLEMS = 1_000;
const MAX_BLOCKS = 1_000_000;

/** Where a team stands, in columns, whatever the size of the sale. */
export interface OwnColumns {
  readonly startMills: ArrayLike<number>;
  readonly clockMills: ArrayLike<number>;
  readonly bids: Column;
  readonly held: Column;
  readonly instructions: Column;
}

/** The same of a clock that keeps its lots by id. */
export const ownColumns = (auction: AuctionOf<'clock'>, teamId: TeamId): OwnColumns => {
  const { clock, lotOrder } = auction;
  const last = clock.results.at(-1);
  const instructions = clock.instructions?.[teamId] ?? {};
  if (clock.large) {
    return {
      startMills: valuesOf(clock.large.startMills, lotOrder.length),
      clockMills: valuesOf(clock.large.clockMills, lotOrder.length),
      bids: clock.large.book[teamId]?.cells ?? {},
      held: last?.columns?.demand[teamId] ?? {},
      instructions,
    };
  }
  const prices = lotList(auction).map((lot) => pricesAt(auction, lot));
  const sparse = (of: (lotId: LotId) => Omit<Cell, 'place'> | undefined): Column =>
    sparseColumn(
      lotOrder.flatMap((lotId, place) => {
        const cell = of(lotId);
        return cell ? [{ ...cell, place }] : [];
      }),
    );
  return {
    startMills: prices.map(({ start }) => start),
    clockMills: prices.map(({ clock: price }) => price),
    bids: sparse((lotId) => {
      const bid = clock.book[teamId]?.[lotId];
      return bid && { quantityBlocks: bid.quantityBlocks, priceMills: bid.priceMills };
    }),
    held: sparse((lotId) => {
      const quantityBlocks = last?.demand[teamId]?.[lotId];
      return quantityBlocks === undefined ? undefined : { quantityBlocks };
    }),
    instructions,
  };
};

/** Rows of a team's file, the headings first; a row at a time, so that nobody waits for 18,000. */
export function* bidFileRows(
  auction: AuctionOf<'clock'>,
  teamId: TeamId,
): Generator<readonly CsvCell[]> {
  yield BID_COLUMNS;
  const own = ownColumns(auction, teamId);
  const [bids, held, instructions] = [
    cellsByPlace(own.bids),
    cellsByPlace(own.held),
    cellsByPlace(own.instructions),
  ];
  for (const [place, lot] of lotList(auction).entries()) {
    const [bid, wish] = [bids.get(place), instructions.get(place)];
    yield [
      ...[auction.auctionId, auction.round, lot.id, lot.name, lot.facility, lot.region],
      ...[lot.supplyBlocks, lot.pointsPerBlock, lot.capBlocks],
      ...[amountText(own.startMills[place]), amountText(own.clockMills[place])],
      held.get(place)?.quantityBlocks ?? 0,
      ...[bid?.quantityBlocks, amountText(bid?.priceMills)],
      ...[wish?.quantityBlocks, amountText(wish?.priceMills), wish?.more],
    ];
  }
}

/** What is wrong with a file, by its line; line 1 has the headings. */
export interface FileProblem {
  readonly line: number;
  readonly column: string;
  readonly typed: string;
  readonly allowed: string;
}

/** Everything that reading a file needs to know. Plain data, so that any thread can do it. */
export interface FileQuestion {
  readonly kind: 'bid-file';
  readonly text: string;
  readonly auctionId: string;
  readonly round: number;
  readonly lotIds: readonly LotId[];
  readonly clockMills: Column;
  readonly bids: Column;
  readonly instructions: Column;
}

/** What a file changes, with the line of each change. */
export interface FileAnswer {
  readonly bids: readonly QuantityBid[];
  readonly bidLines: readonly number[];
  readonly instructions: readonly Instruction[];
  readonly instructionLines: readonly number[];
  readonly problems: readonly FileProblem[];
}

/** The question of a file for a team. */
export const fileQuestion = (
  auction: AuctionOf<'clock'>,
  teamId: TeamId,
  text: string,
): FileQuestion => {
  const { clockMills, bids, instructions } = ownColumns(auction, teamId);
  const { auctionId, round, lotOrder } = auction;
  return {
    ...{ kind: 'bid-file', text, auctionId, round, lotIds: lotOrder, bids, instructions },
    clockMills: auction.clock.large?.clockMills ?? denseColumn(clockMills),
  };
};

/** Reads rows one by one and keeps what they change. */
class FileReader {
  readonly bids: QuantityBid[] = [];
  readonly bidLines: number[] = [];
  readonly instructions: Instruction[] = [];
  readonly instructionLines: number[] = [];
  readonly problems: FileProblem[] = [];
  readonly #question: FileQuestion;
  readonly #places: ReadonlyMap<LotId, number>;
  readonly #clock: Float64Array;
  readonly #bids: ReadonlyMap<number, Cell>;
  readonly #instructions: ReadonlyMap<number, Cell>;
  readonly #seen = new Set<number>();
  readonly #at: ReadonlyMap<string, number>;
  #cells: readonly string[] = [];
  #line = 0;

  constructor(question: FileQuestion, headings: readonly string[]) {
    this.#question = question;
    this.#places = placesOf(question.lotIds);
    this.#clock = valuesOf(question.clockMills, question.lotIds.length);
    this.#bids = cellsByPlace(question.bids);
    this.#instructions = cellsByPlace(question.instructions);
    this.#at = new Map(headings.map((heading, place) => [heading.trim().toLowerCase(), place]));
    for (const column of ['auction', 'round', 'lot'] as const) {
      if (!this.#at.has(column)) this.#refuse(column, '', `a column “${column}”`, 1);
    }
  }

  take(cells: readonly string[], line: number): void {
    this.#cells = cells;
    this.#line = line;
    const { auctionId, round } = this.#question;
    if (this.#text('auction') !== auctionId) {
      this.#refuse('auction', this.#text('auction'), `${auctionId}, the auction of this file`);
      return;
    }
    if (this.#text('round') !== String(round)) {
      this.#refuse('round', this.#text('round'), `${String(round)}, the round that is open`);
      return;
    }
    const lotId = this.#text('lot');
    const place = this.#places.get(lotId);
    if (place === undefined) {
      this.#refuse('lot', lotId, 'a lot of the auction');
      return;
    }
    if (this.#seen.has(place)) {
      this.#refuse('lot', lotId, 'a lot that no other line names');
      return;
    }
    this.#seen.add(place);
    this.#takeBid(place, lotId);
    this.#takeInstruction(place, lotId);
  }

  #takeBid(place: number, lotId: LotId): void {
    const before = this.#bids.get(place);
    if (this.#text('quantity') === '') {
      // Taken out of the file is not taken back: 0 says that.
      if (this.#text('price') !== '' && before === undefined) {
        this.#refuse('quantity', '', 'blocks beside a price');
      }
      return;
    }
    const quantityBlocks = this.#blocks('quantity');
    const priceMills =
      this.#text('price') === '' ? (this.#clock[place] ?? 0) : this.#price('price');
    if (quantityBlocks === undefined || priceMills === undefined) return;
    if (before?.quantityBlocks === quantityBlocks && before.priceMills === priceMills) return;
    this.bids.push({ lotId, quantityBlocks, priceMills: mills(priceMills) });
    this.bidLines.push(this.#line);
  }

  #takeInstruction(place: number, lotId: LotId): void {
    const before = this.#instructions.get(place);
    if (this.#text('keep') === '') {
      if (before && this.#text('until') === '' && this.#text('then') === '') {
        const limitMills = mills(before.priceMills ?? 0);
        this.instructions.push({ lotId, quantityBlocks: 0, limitMills, thenBlocks: 0 });
        this.instructionLines.push(this.#line);
      } else if (this.#text('until') !== '') this.#refuse('keep', '', 'blocks beside a limit');
      return;
    }
    const quantityBlocks = this.#blocks('keep');
    const limitMills = this.#price('until');
    const thenBlocks = this.#text('then') === '' ? 0 : this.#blocks('then');
    if (quantityBlocks === undefined || limitMills === undefined || thenBlocks === undefined)
      return;
    const isSame =
      before?.quantityBlocks === quantityBlocks &&
      before.priceMills === limitMills &&
      before.more === thenBlocks;
    if (isSame) return;
    this.instructions.push({ lotId, quantityBlocks, limitMills: mills(limitMills), thenBlocks });
    this.instructionLines.push(this.#line);
  }

  #text(column: BidColumn): string {
    const place = this.#at.get(column);
    return place === undefined ? '' : unguardedText((this.#cells[place] ?? '').trim());
  }

  #refuse(column: BidColumn, typed: string, allowed: string, line = this.#line): undefined {
    if (this.problems.length < MOST_PROBLEMS) this.problems.push({ line, column, typed, allowed });
    return undefined;
  }

  #blocks(column: BidColumn): number | undefined {
    const typed = this.#text(column).replaceAll(',', '');
    const value = /^\d{1,7}$/.test(typed) ? Number(typed) : MAX_BLOCKS + 1;
    if (value <= MAX_BLOCKS) return value;
    return this.#refuse(column, typed, 'a whole number of blocks from 0 to 1000000');
  }

  #price(column: BidColumn): number | undefined {
    const value = millsOf(this.#text(column));
    return (
      value ??
      this.#refuse(column, this.#text(column), 'dollars such as 2.40, at most three decimals')
    );
  }
}

/** Reads a file (FIL3). With a problem nothing of it should be taken. */
export const readBidFile = (question: FileQuestion): FileAnswer => {
  const { data } = Papa.parse<string[]>(question.text.replace(/^\uFEFF/, ''), {
    skipEmptyLines: 'greedy',
    delimitersToGuess: [',', ';', '\t'],
  });
  const [headings = [], ...rows] = data;
  const reader = new FileReader(question, headings);
  if (reader.problems.length === 0) {
    for (const [row, cells] of rows.entries()) reader.take(cells, row + 2);
  }
  const { bids, bidLines, instructions, instructionLines, problems } = reader;
  return { bids, bidLines, instructions, instructionLines, problems };
};
