// What the gateway sees of a hosted stream. A host keeps one stream in memory, decides commands in order,
// appends, and only then tells anybody.

import type { Actor, Rewriting } from '../../shared/kernel/decider.ts';
import type {
  CommandId,
  RoomId,
  SeatId,
  SheetId,
  TeamId,
  TermId,
} from '../../shared/kernel/ids.ts';
import type { EpochMs } from '../../shared/kernel/units.ts';
import type { Rejection } from '../../shared/kernel/rejection.ts';
import type { Answer } from '../../shared/record/receipt.ts';
import type { EntryBody, StoredEntry } from '../../shared/record/entry.ts';
import type { MailboxCommand, MailboxState } from '../../shared/mail/types.ts';
import type { RoomCommand, RoomState } from '../../shared/room/types.ts';
import type { ClauseNode } from '../../shared/sheet/clause-hash.ts';
import type { Removals } from '../../shared/sheet/redline/author-tables.ts';
import type { AuthoredClause } from '../../shared/sheet/redline/authored.ts';
import type { CaucusCommand, CaucusState } from '../../shared/sheet/caucus/types.ts';
import type { TextOwner } from '../../shared/sheet/text-check.ts';
import type { SheetCommand, SheetState } from '../../shared/sheet/types.ts';
import type {
  SessionCommand,
  SessionState,
  SiteCommand,
  SiteState,
} from '../../shared/access/types.ts';
import type { Unsubscribe } from '../ports.ts';

/** A durable state and where in the stream it stands. */
export interface Confirmed<State> {
  readonly state: State;
  readonly version: number;
  readonly at: EpochMs;
  readonly head: string;
}

/** One commit: the entries and the state after them. */
export interface Change<State> extends Confirmed<State> {
  readonly entries: readonly StoredEntry[];
  readonly bodies: readonly EntryBody[];
}

export interface StreamHost<State, Command> {
  /** Resolves once the command is durable (or refused). Rejects with a fault when the journal cannot be written. */
  submit(id: CommandId, by: Actor, command: Command): Promise<Answer>;
  /** The durable state after everything that was submitted before this call. */
  confirmed(): Promise<Confirmed<State>>;
  /** The durable state as the journal has it now, also of what other nodes have not told yet. Costs a read. */
  current(): Promise<Confirmed<State>>;
  /** Called after each commit, on this node or another. A watched host stays in memory. */
  watch(listener: (change: Change<State>) => void): Unsubscribe;
}

export type TextAnswer =
  { readonly ok: true } | { readonly ok: false; readonly rejection: Rejection };

/** Text that was made durable, to be sent to readers: one merged update a commit. */
export interface TextChange {
  readonly update: Uint8Array;
  /** Who wrote in it; a reader who is the only author needs no echo. */
  readonly authors: readonly SeatId[];
}

/** How a document reaches a joiner: one cached full state and the later updates merged. */
export interface DocumentState {
  readonly state: Uint8Array;
  readonly stateVector: Uint8Array;
}

/** A stream with text: a sheet's, or a caucus's. */
export interface TextHost {
  /** Checks one Yjs update, makes it durable, applies it, tells readers. Resolves after that. */
  submitText(by: SeatId, update: Uint8Array): Promise<TextAnswer>;
  /** What a reader with this state vector lacks, of what is durable. */
  missing(stateVector: Uint8Array): Promise<DocumentState>;
  /** The durable text, to be read at once. */
  reading(): Promise<TextReading>;
  /** Called after each commit that held text. */
  watchText(listener: (change: TextChange) => void): Unsubscribe;
}

export interface SheetHost extends StreamHost<SheetState, SheetCommand>, TextHost {}

export interface CaucusHost extends StreamHost<CaucusState, CaucusCommand>, TextHost {}

/** All hosts of a node; loads on first use and lets idle ones go. */
export interface Hosts {
  room(roomId: RoomId): StreamHost<RoomState, RoomCommand>;
  sheet(sheetId: SheetId): SheetHost;
  caucus(sheetId: SheetId, teamId: TeamId): CaucusHost;
  session(sessionHash: string): StreamHost<SessionState, SessionCommand>;
  mailbox(roomId: RoomId, seatId: SeatId): StreamHost<MailboxState, MailboxCommand>;
  site(): StreamHost<SiteState, SiteCommand>;
  /** Outages may have been recorded that streams in memory have not been told of: they hear of them before anything else. */
  afterOutage(): Promise<void>;
  close(): Promise<void>;
}

/**
 * The document of one sheet inside its host (implemented in host/text.ts). `check` looks at the document and at the
 * accepted updates of the batch in hand, and touches neither; `apply` is called with durable updates only.
 */
export interface TextPart {
  /** Replaces everything by a document, or by an empty one. */
  load(document: Uint8Array | undefined): void;
  /** Replaces everything by what `keep` gave. */
  restore(kept: Uint8Array): void;
  /** All that is here, for a snapshot: the document, and who deleted what. */
  keep(): Uint8Array;
  /** Decides whether an update may be appended; on success later checks of the batch build on it. */
  check(state: TextOwner, by: SeatId, update: Uint8Array): TextCheck;
  /** Forgets what was checked since the last `apply`. */
  discard(): void;
  /** Applies durable updates in order and answers them merged into one. Authors are those of the updates, in order. */
  apply(updates: readonly Uint8Array[], authors?: readonly (SeatId | null)[]): Uint8Array;
  /** Hash of a clause's canonical JSON in the applied document. */
  clauseHash(termId: TermId): string | undefined;
  missing(stateVector: Uint8Array): DocumentState;
  /** The update that turns clauses into other wordings, made beside the document; `apply` takes it once it is durable. */
  rewrite(wordings: ReadonlyMap<TermId, readonly ClauseNode[]>, clientId: number): Rewriting;
  /** The whole document as one update. */
  encode(): Uint8Array;
  /**
   * A clause with the ids of all that can be seen in it; undefined where there is none. The same object until something
   * in the clause changes, and never again after that.
   */
  authored(termId: TermId): AuthoredClause | undefined;
  /** Seat that deleted what has this id, by the order of the journal. */
  removerOf(client: number, clock: number): SeatId | undefined;
  /** All deletions of one client's text; undefined where there are none. */
  removalsOf(client: number): Removals | undefined;
}

/** The durable text at one moment; good until the next turn of the event loop. */
export type TextReading = Pick<TextPart, 'authored' | 'missing' | 'removerOf' | 'removalsOf'>;

export type TextCheck =
  | {
      readonly ok: true;
      /** Client ids the update uses that belonged to nobody. */
      readonly claims: readonly number[];
      /** False when everything in the update is there already: nothing to append. */
      readonly changes: boolean;
    }
  | { readonly ok: false; readonly rejection: Rejection };
