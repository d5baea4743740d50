// Checks of a clock what everybody is told, where a bundle does not show enough to run it again: that each round opens
// where the one before ended, that posted prices agree with the published demand, that a round is the last exactly if
// nothing is in excess, and that the end says what the last round gave (rules CLK1, CLK5, CLK7).

import type { AuctionEvent, Lot } from '../auction/types.ts';
import type { ClockRules, RoundResult } from '../auction/formats/clock-types.ts';
import type { TeamId } from '../kernel/ids.ts';
import type { EpochMs } from '../kernel/units.ts';
import type { PublishedReport } from './published-types.ts';
import type { Finding } from './report.ts';
import { nextClockPrice } from '../auction/formats/clock-prices.ts';
import { formatMills } from '../kernel/amount-text.ts';
import { mills } from '../kernel/units.ts';
import { demandOf, openingOf, postedOf } from './clock-columns.ts';
import { OwnRounds } from './own-rounds.ts';

type Numbers = ArrayLike<number>;
type Of<Type extends AuctionEvent['type']> = AuctionEvent & { readonly type: Type };

interface Counts {
  openings: number;
  postedAgainstDemand: number;
  postedWithinRange: number;
}

interface ClosedPublished {
  readonly posted: Numbers;
  readonly demand: Numbers | undefined;
  readonly counts: Counts;
}

/** An entry's events of one auction, as far as they are shown. */
export interface PublishedEntry {
  readonly atMs: EpochMs;
  readonly events: readonly AuctionEvent[];
}

/** What bears on rounds; two entries of these in one millisecond have no order for who may not count. */
const ORDERED: ReadonlySet<AuctionEvent['type']> = new Set<AuctionEvent['type']>([
  'AuctionDrafted',
  'RoundOpened',
  'RoundClosed',
  'RulesAmended',
  'RoundsVoided',
  'AuctionEnded',
]);

/** The events of one entry come in no order; in time a round opens before it closes, and the next one after it. */
const timeOf = (event: AuctionEvent): number => {
  if (event.type === 'RoundOpened') return 2 * event.round;
  if (event.type === 'RoundClosed') return 2 * event.result.round + 1;
  if (event.type === 'AuctionEnded') return Number.MAX_SAFE_INTEGER - 1;
  return event.type === 'AuctionDrafted' ? 0 : Number.MAX_SAFE_INTEGER;
};

const ONE_MILLISECOND = 'two of its entries are of one millisecond, and their order is not shown';

export class PublishedClock {
  readonly #tell: (finding: Finding) => void;
  readonly #own: OwnRounds | undefined;
  readonly #isOrdered: boolean;
  #rules: ClockRules | undefined;
  #lots: readonly Lot[] = [];
  #opening: { readonly start: Numbers; readonly clock: Numbers } | undefined;
  #openings = 0;
  #closed: ClosedPublished[] = [];
  #lastAtMs: number | undefined;
  #notDone: string | undefined;

  constructor(
    { ownTeam, isOrdered }: { readonly ownTeam: TeamId | undefined; readonly isOrdered: boolean },
    tell: (finding: Finding) => void,
  ) {
    this.#own = ownTeam === undefined ? undefined : new OwnRounds(ownTeam);
    this.#isOrdered = isOrdered;
    this.#tell = tell;
  }

  take({ atMs, events: all }: PublishedEntry): void {
    if (this.#notDone !== undefined) return;
    // Of other formats a result may be hidden whole; a clock's never is.
    const events = all.filter(
      (event) => event.type !== 'RoundClosed' || Object.hasOwn(event, 'result'),
    );
    if (events.some(({ type }) => ORDERED.has(type))) {
      if (atMs === this.#lastAtMs && !this.#isOrdered) {
        this.#notDone = ONE_MILLISECOND;
        return;
      }
      this.#lastAtMs = atMs;
    }
    for (const event of [...events].sort((a, b) => timeOf(a) - timeOf(b))) this.#event(event, atMs);
  }

  /** What was checked; undefined where the record is not that of a clock with closed rounds. */
  report(): PublishedReport | undefined {
    if (this.#closed.length === 0) return undefined;
    const sum = (of: (counts: Counts) => number): number =>
      this.#closed.reduce((all, { counts }) => all + of(counts), 0);
    return {
      rounds: this.#closed.length,
      openings: sum(({ openings }) => openings),
      postedAgainstDemand: sum(({ postedAgainstDemand }) => postedAgainstDemand),
      postedWithinRange: sum(({ postedWithinRange }) => postedWithinRange),
      ...(this.#own && this.#own.rounds > 0 && { ownRounds: this.#own.rounds }),
      ...(this.#notDone !== undefined && { notDone: this.#notDone }),
    };
  }

  #event(event: AuctionEvent, atMs: EpochMs): void {
    this.#own?.take(event, atMs);
    switch (event.type) {
      case 'AuctionDrafted':
        this.#rules = event.rules.format === 'clock' ? event.rules : undefined;
        this.#lots = event.lots;
        break;
      case 'RulesAmended':
        if (event.rules.format === 'clock') this.#rules = event.rules;
        break;
      case 'RoundOpened':
        this.#opened(event, atMs);
        break;
      case 'RoundClosed':
        this.#close(event, atMs);
        break;
      case 'RoundsVoided':
        this.#closed = this.#closed.slice(0, event.toRound);
        this.#opening = undefined;
        break;
      case 'AuctionEnded':
        this.#ended(event, atMs);
        break;
      default:
        break;
    }
  }

  #opened(event: Of<'RoundOpened'>, atMs: EpochMs): void {
    const rules = this.#rules;
    if (!rules) return;
    const about = `opening of round ${String(event.round)}`;
    const opening = openingOf(event, this.#lots);
    const posted = this.#closed.at(-1)?.posted;
    for (const [place, lot] of this.#lots.entries()) {
      const start = mills(
        (event.round === 1 ? undefined : posted?.[place]) ?? lot.openingPriceMills,
      );
      const clock =
        event.round === 1 ? start : nextClockPrice(lot, rules.direction, start, rules.incrementBp);
      for (const [what, said, follows] of [
        ['start', opening.start[place], start],
        ['clock', opening.clock[place], clock],
      ] as const) {
        if (said === follows) continue;
        this.#wrong(
          { atMs, about },
          `has the ${what} price ${priceText(said)} of lot ${lot.id}, but ${priceText(follows)} follows`,
        );
        return;
      }
    }
    this.#opening = opening;
    this.#openings = 2 * this.#lots.length;
  }

  #close({ result }: Of<'RoundClosed'>, atMs: EpochMs): void {
    const rules = this.#rules;
    if (!rules) return;
    // Only a clock's rounds are looked at here.
    const round = result as unknown as RoundResult;
    const about = `result of round ${String(round.round)}`;
    const posted = postedOf(round, this.#lots);
    const demand = demandOf(round, this.#lots);
    const wrong =
      this.#wrongPosted(posted, demand) ??
      wrongEnd(round, demand, this.#lots) ??
      this.#own?.close({ result: round, rules, lots: this.#lots });
    if (wrong !== undefined) this.#wrong({ atMs, about }, wrong);
    const count = this.#opening ? this.#lots.length : 0;
    const counts = {
      openings: this.#openings,
      postedAgainstDemand: demand ? count : 0,
      postedWithinRange: demand ? 0 : count,
    };
    this.#closed.push({ posted, demand, counts });
    this.#openings = 0;
  }

  #wrongPosted(posted: Numbers, demand: Numbers | undefined): string | undefined {
    if (!this.#opening) return undefined;
    const { start, clock } = this.#opening;
    for (const [place, lot] of this.#lots.entries()) {
      const [from = 0, to = 0] = [start[place], clock[place]];
      const said = posted[place] ?? Number.NaN;
      const blocks = demand?.[place];
      const [low, high] = boundsOfPosted({ from, to, blocks, supply: lot.supplyBlocks });
      if (said >= low && said <= high) continue;
      const price = low === high ? formatMills(low) : `${formatMills(low)} to ${formatMills(high)}`;
      const because =
        blocks === undefined
          ? ''
          : ` at a demand of ${String(blocks)} for ${String(lot.supplyBlocks)}`;
      return `posts ${priceText(said)} for lot ${lot.id}, but ${price} follows${because}`;
    }
    return undefined;
  }

  #ended({ unsoldLots, soldLots, awards }: Of<'AuctionEnded'>, atMs: EpochMs): void {
    const last = this.#closed.at(-1);
    if (!last || !this.#rules) return;
    const where = { atMs, about: 'end of the auction' };
    const unsold = new Set(unsoldLots);
    const lots = new Map(this.#lots.map(({ id }, place) => [id, place]));
    if (soldLots !== undefined && soldLots + unsold.size !== this.#lots.length) {
      this.#wrong(
        where,
        `counts ${String(soldLots)} lots as sold and ${String(unsold.size)} as not sold, of ${String(this.#lots.length)}`,
      );
      return;
    }
    const nobody = this.#lots.find(
      ({ id }, place) => last.demand?.[place] === 0 && !unsold.has(id),
    );
    if (nobody) {
      this.#wrong(where, `does not name lot ${nobody.id} as unsold, but nobody asked for it`);
      return;
    }
    // Of a list that is cut by teams, those that are shown.
    for (const { lotId, priceMills } of (awards as typeof awards | undefined) ?? []) {
      const posted = last.posted[lots.get(lotId) ?? -1];
      if (posted === priceMills) continue;
      this.#wrong(
        where,
        `awards lot ${lotId} at ${priceText(priceMills)}, but ${priceText(posted)} was posted`,
      );
      return;
    }
  }

  #wrong(where: Pick<Finding, 'atMs' | 'about'>, what: string): void {
    this.#tell({ ...where, what });
    this.#notDone = 'what is recorded differs from what follows by the rules';
  }
}

const priceText = (price: number | undefined): string =>
  price === undefined || Number.isNaN(price) ? 'none' : formatMills(price);

/** Between which prices a posted one must lie (CLK5). */
const boundsOfPosted = (of: {
  readonly from: number;
  readonly to: number;
  readonly blocks: number | undefined;
  readonly supply: number;
}): readonly [low: number, high: number] => {
  const { from, to, blocks, supply } = of;
  if (blocks !== undefined && blocks > supply) return [to, to];
  if (blocks !== undefined && blocks < supply) return [from, from];
  return from < to ? [from, to] : [to, from];
};

/** A round is the last exactly if no lot has more demand than supply (CLK7). */
const wrongEnd = (
  { isFinal }: RoundResult,
  demand: Numbers | undefined,
  lots: readonly Lot[],
): string | undefined => {
  if (!demand) return undefined;
  const excess = lots.find(({ supplyBlocks }, place) => (demand[place] ?? 0) > supplyBlocks);
  if (isFinal === (excess === undefined)) return undefined;
  return excess
    ? `ends the auction, but lot ${excess.id} has more demand than supply`
    : 'is not the last one, but no lot has more demand than supply';
};
