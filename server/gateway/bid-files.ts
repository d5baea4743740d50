// A team's file of bids in a clock: what it would change, what is wrong with it, and the one command that it becomes
// (rules FIL1 to FIL3). Read in the computing thread; a refusal changes nothing.

import type { Actor } from '../../shared/kernel/decider.ts';
import type { Json } from '../../shared/kernel/json.ts';
import type { CommandId } from '../../shared/kernel/ids.ts';
import type { AuctionOf } from '../../shared/auction/types.ts';
import type { Answer } from '../../shared/record/receipt.ts';
import type { ClockCommand } from '../../shared/auction/formats/clock-types.ts';
import type { RoomCommand } from '../../shared/room/types.ts';
import type {
  BidFileCheck,
  BidFileTaken,
  FileChange,
  LineProblem,
} from '../../shared/protocol/bid-files.ts';
import type { FileAnswer } from '../../shared/auction/formats/bid-file.ts';
import type { GatewayContext } from './context.ts';
import { fileQuestion, ownColumns } from '../../shared/auction/formats/bid-file.ts';
import { pointsWithBids, problemsOfBids } from '../../shared/auction/formats/clock-bids.ts';
import { cellsByPlace, placesOf } from '../../shared/auction/formats/columns.ts';
import { checkInstructions } from '../../shared/auction/formats/instructions.ts';
import { commandIdFor } from '../host/deliveries.ts';
import { refusal } from './failures.ts';

/** Whose file it is, and for which auction. */
export interface FilePlace {
  readonly roomId: string;
  readonly auctionId: string;
  readonly teamId: string;
  readonly by: Actor;
}

interface Read extends FileAnswer {
  readonly auction: AuctionOf<'clock'>;
  readonly wrong: readonly LineProblem[];
}

/** An id for the second of two commands, the same whenever the first is sent again. */
const alongside = (id: CommandId): CommandId => commandIdFor(`instructions ${id}`);

export class BidFiles {
  readonly #context: GatewayContext;

  constructor(context: GatewayContext) {
    this.#context = context;
  }

  /** What a file would change and what is wrong with it; nothing is done. */
  async check(where: FilePlace, text: string): Promise<BidFileCheck> {
    const read = await this.#read(where, text);
    const { auction, bids } = read;
    return {
      ok: read.wrong.length === 0,
      problems: read.wrong,
      changes: changesOf(where, read),
      points: pointsWithBids(auction, where.teamId, bids),
      eligibility: auction.clock.eligibility[where.teamId] ?? 0,
      round: auction.round,
    };
  }

  /** Takes a file: bids as one command, then instructions as another. With a problem, neither. */
  async take(where: FilePlace, text: string, id: CommandId): Promise<BidFileTaken> {
    const read = await this.#read(where, text);
    const { auction, bids, instructions, wrong, problems } = read;
    // What cannot be read is no bid; what a rule refuses is one, and its refusal is recorded.
    if (problems.length > 0) return { ok: false, problems: wrong };
    if (bids.length === 0 && instructions.length === 0)
      return { ok: true, bids: 0, instructions: 0 };
    const wrongWish = checkInstructions(auction, instructions);
    if (wrongWish) return { ok: false, problems: wrong, rejection: wrongWish };
    const { teamId } = where;
    const { round } = auction;
    const counts = { bids: bids.length, instructions: instructions.length };
    let answer: Answer = { ok: true };
    if (bids.length > 0) {
      answer = await this.#submit(where, id, { type: 'PlaceBids', teamId, round, bids });
      if (!answer.ok) return { ...answer, problems: wrong };
    }
    if (instructions.length === 0) return { ...answer, ...counts };
    const set = { type: 'SetInstructions', teamId, instructions } as const;
    const wishes = await this.#submit(where, bids.length > 0 ? alongside(id) : id, set);
    return wishes.ok ? { ...answer, ...counts } : { ...wishes, bids: bids.length };
  }

  #submit(
    { roomId, auctionId, by }: FilePlace,
    id: CommandId,
    command: ClockCommand,
  ): Promise<Answer> {
    return this.#context.hosts.room(roomId).submit(id, by, inAuction(auctionId, command));
  }

  async #read({ roomId, auctionId, teamId }: FilePlace, text: string): Promise<Read> {
    const { state } = await this.#context.hosts.room(roomId).confirmed();
    const auction = state.auctions[auctionId];
    if (auction?.rules.format !== 'clock') throw refusal('not-found');
    const clock = auction as AuctionOf<'clock'>;
    const question = fileQuestion(clock, teamId, text) as unknown as Json;
    // The thread answers in the form that the reader of files has.
    const found = (await this.#context.solver.answer(question)) as unknown as FileAnswer;
    const { bids, bidLines, problems } = found;
    const broken = problemsOfBids(clock, teamId, bids).map(({ row, rejection }): LineProblem => {
      const line = row === undefined ? undefined : bidLines[row];
      return { ...(line !== undefined && { line }), rejection };
    });
    return { ...found, auction: clock, wrong: [...problems, ...broken] };
  }
}

const inAuction = (auctionId: string, command: ClockCommand): RoomCommand => ({
  ...{ type: 'Auction', auctionId, command },
});

const changesOf = ({ teamId }: FilePlace, read: Read): readonly FileChange[] => {
  const { auction, bids, bidLines, instructions, instructionLines } = read;
  const places = placesOf(auction.lotOrder);
  const own = cellsByPlace(ownColumns(auction, teamId).bids);
  const changes = bids.map(({ lotId, quantityBlocks, priceMills }, at): FileChange => {
    const before = own.get(places.get(lotId) ?? -1);
    const was = before && {
      before: { quantityBlocks: before.quantityBlocks, priceMills: before.priceMills ?? 0 },
    };
    return { line: bidLines[at] ?? 0, lotId, bid: { ...was, quantityBlocks, priceMills } };
  });
  const wishes = instructions.map(({ lotId, ...instruction }, at): FileChange => ({
    ...{ line: instructionLines[at] ?? 0, lotId, instruction },
  }));
  return [...changes, ...wishes];
};
