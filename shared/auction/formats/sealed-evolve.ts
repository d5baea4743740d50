// What each event makes of the part that only sealed rounds keep: the book, who has answered, openings.

import type { EventContext } from '../../kernel/decider.ts';
import type { TeamId } from '../../kernel/ids.ts';
import type { AuctionOf, BidAccepted, Closed, CommonState, EventOf } from '../types.ts';
import type {
  SealedBid,
  SealedBook,
  SealedLotResult,
  SealedResult,
  SealedRules,
  SealedState,
} from './sealed-types.ts';

type Sealed = AuctionOf<'sealed'>;
type Event<Type extends EventOf<'sealed'>['type']> = EventOf<'sealed'> & { readonly type: Type };

const EMPTY: SealedState = { book: {}, answered: {}, bidCount: 0, books: [], results: [] };

/** A fresh draft of sealed rounds. */
export const beginSealed = (common: CommonState, rules: SealedRules): Sealed => ({
  ...common,
  rules,
  sealed: EMPTY,
});

const own = (auction: Sealed, change: Partial<SealedState>): Sealed => ({
  ...auction,
  sealed: { ...auction.sealed, ...change },
});

const without = <T>(
  record: Readonly<Record<string, T>>,
  key: string,
): Readonly<Record<string, T>> =>
  Object.fromEntries(Object.entries(record).filter(([each]) => each !== key));

/** Best and final: what was opened last stands, but not that of a team that is out (SLD2, AUC10). */
const opened = (auction: Sealed): Sealed => {
  const { books } = auction.sealed;
  const last = auction.rules.bidsStand ? (books.at(-1) ?? {}) : {};
  const book = Object.fromEntries(
    Object.entries(last).filter(([teamId]) => auction.excluded[teamId] === undefined),
  );
  return own(auction, { book, answered: {} });
};

/** What stood from the round before stands again, where offers stand; else nothing does (GRD5). */
const withoutBid = (auction: Sealed, { teamId, on }: Event<'BidRetracted'>): Sealed => {
  const { book, books } = auction.sealed;
  const stood = auction.rules.bidsStand ? books.at(-1)?.[teamId]?.[on] : undefined;
  const others = Object.entries(book[teamId] ?? {}).filter(([lotId]) => lotId !== on);
  const own = { ...Object.fromEntries(others), ...(stood && { [on]: stood }) };
  return { ...auction, sealed: { ...auction.sealed, book: { ...book, [teamId]: own } } };
};

const withBid = (auction: Sealed, event: BidAccepted<'sealed'>, context: EventContext): Sealed => {
  const { teamId, bid } = event;
  const { book, answered, bidCount } = auction.sealed;
  const placed: SealedBid = {
    steps: bid.steps,
    attributes: bid.attributes ?? {},
    commandId: context.id,
    atMs: context.at,
    order: bidCount,
    bySeatId: context.by.kind === 'seat' ? context.by.seatId : null,
    isSurrogate: event.surrogateReason !== undefined,
  };
  const before = book[teamId] ?? {};
  const lots =
    bid.steps.length === 0 ? without(before, bid.lotId) : { ...before, [bid.lotId]: placed };
  return own(auction, {
    book: { ...book, [teamId]: lots },
    answered: { ...answered, [teamId]: true },
    bidCount: bidCount + 1,
  });
};

const closed = (
  auction: Sealed,
  { result }: Event<'RoundClosed'>,
  { at }: EventContext,
): Sealed => {
  const { book, books, results } = auction.sealed;
  const closedAtMs = auction.closesAtMs ?? at;
  return own(auction, {
    books: [...books, book],
    results: [...results, { ...result, closedAtMs }],
  });
};

const lotWithoutTeam = (
  lot: SealedLotResult,
  book: SealedBook,
  teamId: TeamId,
): SealedLotResult => {
  const steps = book[teamId]?.[lot.lotId]?.steps ?? [];
  return {
    ...lot,
    demandBlocks: steps.reduce((sum, step) => sum - step.quantityBlocks, lot.demandBlocks),
    shares: lot.shares.filter((share) => share.teamId !== teamId),
  };
};

/** Bids and shares of a dropped team leave the last opening; prices stay as they were told (AUC10). */
const withoutTeam = (state: SealedState, teamId: TeamId): SealedState => {
  const book = state.books.at(-1) ?? {};
  const last = state.results.at(-1);
  const cleaned: Closed<SealedResult>[] = last
    ? [
        {
          ...last,
          lots: Object.fromEntries(
            Object.entries(last.lots).map(([id, lot]) => [id, lotWithoutTeam(lot, book, teamId)]),
          ),
        },
      ]
    : [];
  return {
    ...state,
    book: without(state.book, teamId),
    books: state.books.length === 0 ? [] : [...state.books.slice(0, -1), without(book, teamId)],
    results: [...state.results.slice(0, -1), ...cleaned],
  };
};

/** Back to the end of a round; a team that was dropped later stays dropped in it (AUC10, AUC11). */
const voided = (auction: Sealed, { toRound }: Event<'RoundsVoided'>): Sealed => {
  const books = auction.sealed.books.slice(0, toRound);
  const results = auction.sealed.results.slice(0, toRound);
  const kept = { ...auction.sealed, books, results, book: books.at(-1) ?? {}, answered: {} };
  const dropped = Object.entries(auction.excluded).filter(([, { keepBids }]) => !keepBids);
  return {
    ...auction,
    sealed: dropped.reduce<SealedState>((state, [teamId]) => withoutTeam(state, teamId), kept),
  };
};

/** The part of sealed rounds after one more event. */
export const evolveSealed = (
  auction: Sealed,
  event: EventOf<'sealed'>,
  context: EventContext,
): Sealed => {
  switch (event.type) {
    case 'RoundOpened':
      return opened(auction);
    case 'BidAccepted':
      return withBid(auction, event, context);
    case 'BidRetracted':
      return withoutBid(auction, event);
    case 'RoundClosed':
      return closed(auction, event, context);
    case 'RoundsVoided':
      return voided(auction, event);
    case 'TeamExcluded':
      return event.keepBids
        ? auction
        : { ...auction, sealed: withoutTeam(auction.sealed, event.teamId) };
    default:
      return auction;
  }
};
