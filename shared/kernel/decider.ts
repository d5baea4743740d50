// The one shape of all domain code: decide, evolve, wake. Pure; no clock, no chance, no input or output.

import type { CommandId, SeatId, TermId } from './ids.ts';
import type { Json } from './json.ts';
import type { ClauseNode } from '../sheet/clause-hash.ts';
import type { AuthoredClause } from '../sheet/redline/authored.ts';
import type { Rejection } from './rejection.ts';
import type { EpochMs } from './units.ts';

/** Who gives a command. `system` is the server itself: timers, deliveries between streams, start-up. */
export type Actor =
  | { readonly kind: 'seat'; readonly seatId: SeatId }
  | { readonly kind: 'admin' }
  | { readonly kind: 'system' };

export const SYSTEM: Actor = { kind: 'system' };

/** What a decision may know besides state and command. */
export interface DecideContext {
  readonly by: Actor;
  readonly id: CommandId;
  /** When the decision is taken: never before the time of the stream's last entry. */
  readonly at: EpochMs;
  /**
   * 64 fresh random hexadecimal digits, the same each time it is called within one decision.
   * Whatever is made from it must go into an event, so that replay needs no chance.
   */
  readonly entropy: () => string;
  /** Sheets only: the hash of a clause's text as it stands, with everything before this command applied. */
  readonly clauseHash?: (termId: TermId) => string | undefined;
  /** Sheets only: that text itself, with the ids that say who wrote it. */
  readonly wording?: (termId: TermId) => AuthoredClause | undefined;
  /** Sheets only: makes, without touching the document, the update that turns the text of clauses into other wordings. */
  readonly rewrite?: (
    wordings: ReadonlyMap<TermId, readonly ClauseNode[]>,
    clientId: number,
  ) => Rewriting;
}

/** An update of a sheet's text that is not applied yet, and how its clauses will read. */
export type Rewriting =
  | {
      readonly ok: true;
      /** A Yjs update, base64. */
      readonly update: string;
      readonly wordings: ReadonlyMap<TermId, AuthoredClause>;
    }
  | { readonly ok: false; readonly rejection: Rejection };

/**
 * The outcome of a command. A refusal may carry events too, where the rules want the refusal itself
 * in the record (bids); such events change nothing but the record.
 */
export type Decision<Event> =
  | { readonly ok: true; readonly events: readonly Event[] }
  | { readonly ok: false; readonly rejection: Rejection; readonly events: readonly Event[] };

export const accept = <Event>(...events: readonly Event[]): Decision<Event> => ({
  ok: true,
  events,
});
export const refuse = <Event>(
  rejection: Rejection,
  ...events: readonly Event[]
): Decision<Event> => ({ ok: false, rejection, events });

/** What came with an event: when and by whom it was decided. */
export interface EventContext {
  readonly at: EpochMs;
  readonly by: Actor;
  readonly id: CommandId;
}

/**
 * One kind of stream. State must be plain JSON (it is stored as a snapshot) and is never changed in place.
 */
export interface Decider<State, Command, Event> {
  /** Raised when the form of State changes; an older snapshot is then ignored and the stream replayed. */
  readonly stateForm: number;
  readonly initial: State;
  decide(state: State, command: Command, context: DecideContext): Decision<Event>;
  /** Never fails on an event that `decide` made, in this or any earlier version. */
  evolve(state: State, event: Event, context: EventContext): State;
  /** Sheets only: takes note of client ids that text updates claim for a seat. */
  evolveClaims?(state: State, seatId: SeatId, clientIds: readonly number[]): State;
  /** Sheets only: the Yjs update (base64) that an event puts into the document, such as the opening wording. */
  textOf?(event: Event): string | undefined;
  /** Sheets only: the seat that such an update counts as written by; asked of the state after the event. */
  textAuthor?(state: State, event: Event): SeatId | undefined;
  /** Sheets only: whether a command may write text, so that those after it are decided on what it wrote. */
  writesText?(command: Command): boolean;
  /** The next instant at which a `tick` may change something; undefined when none. */
  wakeAt(state: State): EpochMs | undefined;
  /** The command a timer submits at that instant. */
  readonly tick: Command;
  /** Commands for other streams that this state still owes; each is sent until the state says it arrived. */
  owed?(state: State): readonly Delivery[];
  /** The command that settles a delivery, submitted once the other stream has answered. */
  settled?(deliveryId: string): Command;
  /** What this state waits to have computed outside, each until the state says that the answer has come. */
  asks?(state: State): readonly Question[];
  /** The command that brings an answer. */
  answered?(question: Question, answer: Json): Command;
  /** The command that tells this stream of an outage of all nodes; absent where outages do not matter. */
  interrupt?(fromMs: EpochMs, toMs: EpochMs): Command;
}

/** A command that one stream owes another. `id` is stable, so sending twice changes nothing. */
export interface Delivery {
  readonly id: string;
  readonly stream: string;
  readonly command: Json;
}

/** A computation too long for a decision. The same `id` has the same input, and any node may answer it. */
export interface Question {
  readonly id: string;
  readonly input: Json;
}

/** Proves that a switch names every case; throws on data from a newer version. */
export const unreachable = (value: never): never => {
  throw new Error(`unknown case ${JSON.stringify(value)}`);
};
