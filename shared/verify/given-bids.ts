// Bids that standing instructions made, where a viewer reads the bids and not the instructions (rule STI5): the close is
// computed again with these bids as they are recorded. That they follow from the instructions stays unchecked, and is said.

import type { AuctionEvent, AuctionOf, AuctionState } from '../auction/types.ts';
import type { Column } from '../auction/formats/columns.ts';
import type { ClockState } from '../auction/formats/clock-types.ts';
import type { TeamId } from '../kernel/ids.ts';
import { cellsOf, sparseColumn } from '../auction/formats/columns.ts';

type Clock = AuctionOf<'clock'>;
type Closed = AuctionEvent & { readonly type: 'RoundClosed' };

/** An instruction for this round that makes exactly the bids of a column, whatever the round's clock prices are. */
const makingBids = (bids: Column): Column =>
  sparseColumn(
    cellsOf(bids).map(({ place, quantityBlocks, priceMills = 0 }) => ({
      ...{ place, quantityBlocks, priceMills, more: quantityBlocks },
    })),
  );

const isClock = (state: AuctionState): state is Clock => state.rules.format === 'clock';

/** Teams of which a result has bids by instruction, while none of their instructions is known. */
const teamsGiven = ({ clock }: Clock, { result }: Closed): readonly TeamId[] => {
  const { instructed = {} } = result as { readonly instructed?: Readonly<Record<TeamId, Column>> };
  return Object.keys(instructed).filter((teamId) => clock.instructions?.[teamId] === undefined);
};

/** The rounds whose closes a record holds in one entry, with the first of them. */
const closesIn = (events: readonly AuctionEvent[]): readonly Closed[] =>
  events.filter((event) => event.type === 'RoundClosed');

export interface GivenBids {
  /** The auction as if the bids had been told by instructions. */
  readonly state: AuctionState;
  readonly round: number;
}

/**
 * The auction with the bids that instructions are recorded to have made in the round that these events close; undefined
 * where there are none, or where every instruction behind them is known. Throws RangeError where the events close
 * several rounds, as the bids of each would stand for the others too.
 */
export const withGivenBids = (
  state: AuctionState,
  events: readonly AuctionEvent[],
): GivenBids | undefined => {
  if (!isClock(state)) return undefined;
  const closes = closesIn(events);
  const [first] = closes.filter((closed) => teamsGiven(state, closed).length > 0);
  if (!first) return undefined;
  if (closes.length > 1) throw new RangeError('several rounds close at once');
  const { instructed = {} } = first.result as Pick<ClockState['results'][number], 'instructed'>;
  const made = teamsGiven(state, first).map(
    (teamId) => [teamId, makingBids(instructed[teamId] ?? {})] as const,
  );
  const { large } = state.clock;
  const clock: ClockState = {
    ...state.clock,
    instructions: { ...state.clock.instructions, ...Object.fromEntries(made) },
    // What is asked of a book is remembered by the book; this one is another.
    ...(large && { large: { ...large } }),
  };
  return { state: { ...state, clock } as AuctionState, round: first.result.round };
};
