// Which entries end a segment of a stream: those with something that everybody who may read the stream sees. Part of the
// form of the record, so it stands here by itself, in words of events alone; that everybody does see it is tested.

import type { AuctionId, SeatId, TermId } from '../kernel/ids.ts';
import type { EntryBody } from '../record/entry.ts';
import type { AuctionEvent } from '../auction/types.ts';
import type { SheetEvent } from '../sheet/types.ts';
import { isCommentEvent, isSharedEvent } from '../sheet/comments/rights.ts';
import type { RoomEvent } from './types.ts';

/** Follows a stream from its first entry. */
export interface SealRule {
  /** Takes the next entry in; whether a segment ends with it. */
  ends(body: EntryBody): boolean;
  /** Whether the record may be shown up to here. */
  readonly isQuiet: boolean;
  /** Levels that segments of this stream have at least, where that is not what its kind has. */
  readonly minimumLevels?: number | undefined;
}

/** What the whole room is told of an auction, but for leads and extensions, which come as often as bids. */
const TOLD: ReadonlySet<AuctionEvent['type']> = new Set<AuctionEvent['type']>([
  'AuctionScheduled',
  'RoundOpened',
  'RoundClosed',
  'LotsClosed',
  'TermsChanged',
  'OlderTextConfirmed',
  'AuctionPaused',
  'AuctionInterrupted',
  'ResumeAnnounced',
  'AuctionResumed',
  'RoundExtended',
  'RulesAmended',
  'RoundsVoided',
  'AuctionEnded',
  'AuctionCertified',
]);

/** The rule for a room. */
export class RoomSeals implements SealRule {
  readonly #moderators = new Set<SeatId>();
  readonly #running = new Set<AuctionId>();
  readonly #known = new Set<AuctionId>();
  readonly #scheduled = new Set<string>();

  /** Hashes of rules that were scheduled so far. */
  get scheduled(): ReadonlySet<string> {
    return this.#scheduled;
  }

  /** While an auction runs, how much lies between two seals could tell of bids. */
  get isQuiet(): boolean {
    return this.#running.size === 0;
  }

  ends(body: EntryBody): boolean {
    if (body.kind !== 'decision') return false;
    return body.events.map((event) => this.#take(event as unknown as RoomEvent)).includes(true);
  }

  #take(event: RoomEvent): boolean {
    switch (event.type) {
      case 'RoomCreated':
        return true;
      case 'SeatAdded':
        if (event.role === 'moderator') this.#moderators.add(event.seatId);
        return false;
      case 'MessagePosted':
        return event.to.kind === 'table' && this.#moderators.has(event.seatId);
      case 'Auction':
        return this.#inAuction(event.auctionId, event.event);
      default:
        return false;
    }
  }

  #inAuction(auctionId: AuctionId, event: AuctionEvent): boolean {
    switch (event.type) {
      case 'AuctionScheduled':
        this.#known.add(auctionId);
        this.#scheduled.add(event.rulesHash);
        return true;
      case 'RoundOpened':
      case 'RoundsVoided':
        this.#running.add(auctionId);
        return true;
      case 'AuctionEnded':
        this.#running.delete(auctionId);
        return true;
      case 'AuctionCancelled':
        this.#running.delete(auctionId);
        // Of one that was never scheduled only those know who prepared it.
        return this.#known.has(auctionId);
      default:
        return TOLD.has(event.type);
    }
  }
}

/** What a side keeps to itself in a sheet, terms aside. */
const OF_ONE_SIDE: ReadonlySet<SheetEvent['type']> = new Set([
  'TargetSet',
  'SignerAssigned',
  'PasskeyRegistered',
  'PasskeyRemoved',
] as const);

/** The rule for a sheet: all but acts on terms that are private to a side. */
export class SheetSeals implements SealRule {
  readonly isQuiet = true;
  #levels: number | undefined;
  #hidden: ReadonlySet<TermId> = new Set();

  get minimumLevels(): number | undefined {
    return this.#levels;
  }

  ends(body: EntryBody): boolean {
    if (body.kind === 'text') return true;
    return body.events.map((event) => this.#take(event as unknown as SheetEvent)).includes(true);
  }

  #take(event: SheetEvent): boolean {
    if (event.type === 'SheetCreated') {
      this.#levels = event.recordLevels;
      const terms = event.template.sections.flatMap((section) => section.terms);
      const hidden = terms.filter((term) => term.kind === 'field' && term.privateTo !== undefined);
      this.#hidden = new Set(hidden.map(({ id }) => id));
    }
    if (isCommentEvent(event)) return isSharedEvent(event);
    // What a side keeps to itself moves nothing that others can see.
    if (OF_ONE_SIDE.has(event.type)) return false;
    return !('termId' in event) || !this.#hidden.has(event.termId);
  }
}
