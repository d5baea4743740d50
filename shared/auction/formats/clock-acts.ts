// The commands of bidders that only a clock knows: several bids at once, and standing instructions.

import type { EpochMs } from '../../kernel/units.ts';
import type { AuctionOf, EventOf } from '../types.ts';
import type { Rejection } from '../../kernel/rejection.ts';
import type { OwnCommand } from './format.ts';
import { reject } from '../../kernel/rejection.ts';
import { checkFrozen } from './clock-bid.ts';
import { bidLines, problemsOfBids } from './clock-bids.ts';
import { checkInstructions, instructionLines } from './instructions.ts';

type Clock = AuctionOf<'clock'>;
type Done =
  | { readonly events: readonly EventOf<'clock'>[] }
  | { readonly rejection: Rejection; readonly events: readonly EventOf<'clock'>[] };

/** All bids or none (FIL1). The refusal says why of the first and of how many; the rest can be asked for (FIL2). */
const placeBids = (
  auction: Clock,
  { teamId, round, bids }: OwnCommand & { readonly type: 'PlaceBids' },
  at: EpochMs,
): Done => {
  const problems = problemsOfBids(auction, teamId, bids);
  const [first] = problems;
  const late = checkFrozen(auction, at);
  const made = { teamId, round, count: bids.length, bids: bidLines(bids) };
  const rejection: Rejection | undefined =
    late ??
    (first && { ...first.rejection, problems: problems.length, row: (first.row ?? -1) + 1 });
  return rejection
    ? { rejection, events: [{ type: 'BidsRefused', ...made, rejection }] }
    : { events: [{ type: 'BidsAccepted', ...made }] };
};

/** Decides several bids at once, or standing instructions (FIL1, STI1). */
export const actInClock = (auction: Clock, command: OwnCommand, at: EpochMs): Done => {
  if (command.type === 'PlaceBids') return placeBids(auction, command, at);
  const { teamId, instructions } = command;
  if (auction.clock.large?.frozen) {
    return { rejection: reject('instruction/closing', { round: auction.round }), events: [] };
  }
  const rejection = checkInstructions(auction, instructions);
  if (rejection) return { rejection, events: [] };
  const lines = instructionLines(instructions);
  return {
    events: [{ type: 'InstructionsSet', teamId, count: instructions.length, instructions: lines }],
  };
};
