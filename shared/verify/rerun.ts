// Takes the decisions of an auction again, with the code that took them first, from what a bundle shows of it: the same
// bids must come out accepted or refused, the same prices, the same award. Where something needed is hidden it says so.

import type { AuctionContext } from '../auction/context.ts';
import type { AuctionEvent, AuctionState, Lot } from '../auction/types.ts';
import type { Actor } from '../kernel/decider.ts';
import type { AuctionId, SheetId, TeamId } from '../kernel/ids.ts';
import type { Json } from '../kernel/json.ts';
import type { EpochMs } from '../kernel/units.ts';
import type { Team } from '../room/types.ts';
import type { PublishedReport } from './published-types.ts';
import type { Finding, RerunReport } from './report.ts';
import type { ShownEntry, ShownEvent, ShownRoom } from './shown-room.ts';
import { biddingSide, decideAuction } from '../auction/auction.ts';
import { evolveAuction, draftedAuction } from '../auction/evolve.ts';
import { formatOf } from '../auction/formats/all.ts';
import { hasEnded } from '../auction/view.ts';
import { SYSTEM } from '../kernel/decider.ts';
import { canonicalJson } from '../kernel/json.ts';
import { cutApart } from '../record/cuts.ts';
import { roomCuts } from '../room/record-cuts.ts';
import { commandBehind } from './commands.ts';
import { differenceText } from './difference.ts';
import { withGivenBids } from './given-bids.ts';
import { PublishedClock } from './published-clock.ts';
import { withReserves } from './reserves.ts';
import { soldIn } from './sold.ts';

type Told = (finding: Finding) => void;

/** An event of one auction as the record shows it. */
interface Recorded extends Pick<ShownEvent, 'parts'> {
  readonly event: AuctionEvent;
}

interface Running {
  state: AuctionState | undefined;
  title: string;
  decisions: number;
  hidesReserves: boolean;
  notDone: string | undefined;
  readonly unknownReserves: Set<string>;
  readonly givenRounds: Set<number>;
}

/** Thrown where an auction cannot be run on; the message says what is not shown. */
class NotShown extends Error {
  override readonly name = 'NotShown';
}

const asEvent = (auctionId: AuctionId, event: AuctionEvent): Json =>
  ({ type: 'Auction', auctionId, event }) as unknown as Json;

/** A draft whose reserves are hidden is one without. */
const withSomeReserves = (event: AuctionEvent): AuctionEvent =>
  event.type === 'AuctionDrafted' && !Object.hasOwn(event, 'reservesMills')
    ? { ...event, reservesMills: {} }
    : event;

/** What must be shown for an event to be decided again. */
const checkShown = ({ event, parts }: Recorded): void => {
  if (event.type === 'AuctionScheduled' && !parts.has('event.seed')) {
    throw new NotShown('the seed that breaks ties is shown only with awards');
  }
  // A result that is cut out whole stands nowhere in the event.
  if (event.type === 'RoundClosed' && !Object.hasOwn(event, 'result')) {
    throw new NotShown('what its rounds found is not shown');
  }
  if (event.type !== 'BidAccepted' && event.type !== 'BidRefused') return;
  if (Object.keys(event.bid).every((key) => key === 'lotId' || key === 'confirmed')) {
    throw new NotShown('limits that bidders left are not shown');
  }
};

/** Whether what is shown of an event is what came out now. */
const isSame = (auctionId: AuctionId, now: AuctionEvent, recorded: Recorded): boolean => {
  const whole = asEvent(auctionId, now);
  const again = new Map(
    cutApart(whole, roomCuts(whole)).map(({ name, value }) => [name, canonicalJson(value)]),
  );
  const then = cutApart(
    asEvent(auctionId, recorded.event),
    roomCuts(asEvent(auctionId, recorded.event)),
  );
  return then.every(({ name, value }) => again.get(name) === canonicalJson(value));
};

/** What is recorded in the order of what came out now, by their types; nothing of it is left out. */
const inOrderOf = (
  now: readonly AuctionEvent[],
  recorded: readonly Recorded[],
): readonly Recorded[] => {
  const left = [...recorded];
  const inOrder = now.flatMap(({ type }) => {
    const at = left.findIndex(({ event }) => event.type === type);
    return at < 0 ? [] : left.splice(at, 1);
  });
  return [...inOrder, ...left];
};

/** Auctions whose result stands at the end of the record: the desk is shown the instructions of these (STI5). */
const endedIn = (entries: readonly ShownEntry[]): ReadonlySet<AuctionId> => {
  const ended = new Set<AuctionId>();
  for (const { event } of entries.flatMap(({ events }) => events)) {
    if (event?.type !== 'Auction') continue;
    if (event.event.type === 'AuctionEnded') ended.add(event.auctionId);
    if (/^(?:RoundsVoided|AuctionCancelled)$/.test(event.event.type)) ended.delete(event.auctionId);
  }
  return ended;
};

interface Differing {
  readonly at: EpochMs;
  readonly then: AuctionEvent | undefined;
  readonly now: AuctionEvent | undefined;
  readonly lots: readonly Lot[];
}

class Rerun {
  readonly #auctions = new Map<AuctionId, Running>();
  readonly #teams = new Map<TeamId, Team>();
  readonly #agreed = new Map<SheetId, string | null>();
  readonly #isOrdered: boolean;
  readonly #ended: ReadonlySet<AuctionId>;
  readonly #tell: Told;

  constructor(isOrdered: boolean, ended: ReadonlySet<AuctionId>, tell: Told) {
    this.#isOrdered = isOrdered;
    this.#ended = ended;
    this.#tell = tell;
  }

  take(entry: ShownEntry): void {
    const byAuction = new Map<AuctionId, Recorded[]>();
    for (const { event, parts } of entry.events) {
      if (event?.type === 'TeamAdded') this.#teams.set(event.team.id, event.team);
      if (event?.type === 'AgreedTermsChanged') this.#agreed.set(event.sheetId, event.hash);
      if (event?.type !== 'Auction') continue;
      const of = byAuction.get(event.auctionId) ?? [];
      of.push({ event: withSomeReserves(event.event), parts });
      byAuction.set(event.auctionId, of);
    }
    for (const [auctionId, recorded] of byAuction) this.#decide(auctionId, entry, recorded);
  }

  reports(): readonly RerunReport[] {
    return [...this.#auctions].map(([auctionId, running]) => reportOf(auctionId, running));
  }

  /** The state that a round closes on, where bids of instructions nobody shows are part of it. */
  #withGiven(
    auctionId: AuctionId,
    state: AuctionState,
    { events, running }: { events: readonly AuctionEvent[]; running: Running },
  ): AuctionState {
    // Who is shown every instruction is owed one behind each of their bids.
    if (this.#isOrdered && this.#ended.has(auctionId)) return state;
    const given = withGivenBids(state, events);
    if (!given) return state;
    running.givenRounds.add(given.round);
    return given.state;
  }

  #decide(auctionId: AuctionId, entry: ShownEntry, recorded: readonly Recorded[]): void {
    const running = this.#runningOf(auctionId);
    if (running.notDone !== undefined) return;
    try {
      for (const each of recorded) checkShown(each);
      this.#decideAgain(auctionId, entry, { recorded, running });
      running.decisions += 1;
    } catch (cause) {
      if (!(cause instanceof NotShown)) throw cause;
      running.notDone = cause.message;
    }
  }

  #decideAgain(
    auctionId: AuctionId,
    { atMs: at, by = SYSTEM, entry }: ShownEntry,
    { recorded: shown, running }: { recorded: readonly Recorded[]; running: Running },
  ): void {
    const [first] = shown;
    if (first?.event.type === 'AuctionDrafted' && !running.state) {
      this.#draft(auctionId, first, running);
      return;
    }
    const { state } = running;
    if (!state) throw new NotShown('how it was set up is not shown');
    const asShown = shown.map(({ event }) => event);
    const before = this.#withGiven(auctionId, state, { events: asShown, running });
    const command = commandBehind(before, asShown, { at, by });
    if (!command) throw new NotShown('what was asked for cannot be told from what came of it');
    const context = this.#context(auctionId, state, { at, by, entry, events: asShown });
    const decided = decideAuction(before, command, context).events;
    // Who may not count entries has the events of each in no order.
    const recorded = this.#isOrdered ? shown : inOrderOf(decided, shown);
    const events = recorded.map(({ event }) => event);
    const now = decided.map((event, place) => {
      if (!running.hidesReserves) return event;
      const end = withReserves(event, events[place] ?? event);
      for (const lotId of end.unknown) running.unknownReserves.add(lotId);
      return end.event;
    });
    const wrong = now.findIndex((event, place) => {
      const then = recorded[place];
      return !then || !isSame(auctionId, event, then);
    });
    if (wrong >= 0 || now.length !== recorded.length) {
      const lots = state.lotOrder.flatMap((lotId) => state.lots[lotId] ?? []);
      this.#differs(auctionId, { at, lots, then: events[wrong], now: now[wrong] });
    }
    running.state = now.reduce(
      (until, event) => evolveAuction(until, event, { at, by, id: entry }),
      state,
    );
  }

  #draft(auctionId: AuctionId, { event, parts }: Recorded, running: Running): void {
    if (event.type !== 'AuctionDrafted') return;
    running.hidesReserves = !parts.has('event.reservesMills');
    running.title = event.rules.title;
    running.state = draftedAuction(auctionId, event, undefined);
  }

  #context(
    auctionId: AuctionId,
    state: AuctionState,
    of: { at: EpochMs; by: Actor; entry: string; events: readonly AuctionEvent[] },
  ): AuctionContext {
    const { at, by, entry, events } = of;
    const side = biddingSide(state.rules);
    const bidders = [...this.#teams.values()].filter((team) => team.side === side);
    const seeded = events.find((event) => 'seed' in event && event.type !== 'AuctionEnded');
    const seed = seeded && 'seed' in seeded ? (seeded.seed ?? '') : '';
    return {
      auctionId,
      at,
      by,
      id: entry,
      bidders: bidders.map(({ id }) => id),
      agreedTerms: Object.fromEntries(this.#agreed),
      entropy: () => seed,
    };
  }

  #differs(auctionId: AuctionId, { at, then, now, lots }: Differing): void {
    // Without the order of entries, and with some of them hidden, a difference proves nothing.
    if (!this.#isOrdered) throw new NotShown('not all of its entries and their order are shown');
    const about = `${then?.type ?? 'nothing'} of ${auctionId}`;
    const found = then && now && differenceText({ then, now, lots });
    const differs = found === undefined ? '' : `: ${found}`;
    const what = `is recorded, but ${now?.type ?? 'nothing'} follows from what came before by the rules${differs}`;
    this.#tell({ atMs: at, about, what });
    throw new NotShown('what is recorded differs from what follows by the rules');
  }

  #runningOf(auctionId: AuctionId): Running {
    const known = this.#auctions.get(auctionId);
    if (known) return known;
    const running: Running = {
      ...{ state: undefined, title: auctionId, decisions: 0, hidesReserves: false },
      notDone: undefined,
      unknownReserves: new Set(),
      givenRounds: new Set(),
    };
    this.#auctions.set(auctionId, running);
    return running;
  }
}

const reportOf = (auctionId: AuctionId, running: Running): RerunReport => {
  const { state, title, decisions, notDone, unknownReserves, givenRounds } = running;
  const isDone = state && notDone === undefined && hasEnded(state);
  const sold = isDone ? soldIn(state) : undefined;
  return {
    ...{ auctionId, title, decisions },
    rounds: state ? formatOf(state.rules).results(state).length : 0,
    awards: isDone ? state.awards : [],
    ...(sold && { sold }),
    ...(givenRounds.size > 0 && { givenRounds: [...givenRounds].sort((a, b) => a - b) }),
    ...(notDone !== undefined && { notDone }),
    ...(unknownReserves.size > 0 && { unknownReserves: [...unknownReserves] }),
  };
};

/** What everybody is told of one auction, checked by itself. */
const publishedOf = (
  entries: readonly ShownEntry[],
  auctionId: AuctionId,
  clock: PublishedClock,
): PublishedReport | undefined => {
  for (const { atMs, events } of entries) {
    const own = events.flatMap(({ event }) =>
      event?.type === 'Auction' && event.auctionId === auctionId ? [event.event] : [],
    );
    if (own.length > 0) clock.take({ atMs, events: own });
  }
  return clock.report();
};

/**
 * Runs every auction of a room again. What differs is told as a finding. Of one that cannot be run to its end what is
 * published is checked; `ownTeam` is the bidder whose record it is.
 */
export const rerunAuctions = (
  room: ShownRoom,
  ownTeam: TeamId | undefined,
  tell: Told,
): readonly RerunReport[] => {
  const entries = room.entries();
  const { isOrdered } = room;
  const found = new Set<AuctionId>();
  const rerun = new Rerun(isOrdered, endedIn(entries), (finding) => {
    tell(finding);
    for (const { auctionId } of rerun.reports()) {
      if (finding.about?.endsWith(` of ${auctionId}`)) found.add(auctionId);
    }
  });
  for (const entry of entries) rerun.take(entry);
  return rerun.reports().map((report) => {
    const { auctionId, notDone, ...of } = report;
    if (notDone === undefined || found.has(auctionId)) return report;
    const clock = new PublishedClock({ ownTeam, isOrdered }, (finding) => {
      tell({ ...finding, about: `${finding.about ?? ''} of ${auctionId}` });
    });
    const published = publishedOf(entries, auctionId, clock);
    return { auctionId, notDone, ...of, ...(published && { published }) };
  });
};
