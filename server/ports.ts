// What the server needs from outside, as types: a journal, a bus, a clock, timers, chance, a log.
// Everything above this line (hosts, gateway) is tested against any implementation of these.

import type { CommandId, StreamName } from '../shared/kernel/ids.ts';
import type { Json } from '../shared/kernel/json.ts';
import type { EpochMs, DurationMs } from '../shared/kernel/units.ts';
import type { StoredEntry } from '../shared/record/entry.ts';
import type { Durability } from '../shared/record/receipt.ts';

/**
 * On what an append depends. `version`: the stream must end exactly there (0: must not exist).
 * `noDecisionSince`: entries of kind `text` may have come after that version, decisions may not;
 * so two nodes typing in one sheet never conflict, and a lock still beats a late edit.
 */
export type Expected = { readonly version: number } | { readonly noDecisionSince: number };

export interface NewEntry {
  readonly kind: 'decision' | 'text';
  /** Raised by the journal to the time of the stream's last entry when it is earlier. */
  readonly at: EpochMs;
  /** Unique in its stream, where given. */
  readonly commandId?: CommandId;
  /** Canonical JSON of an EntryBody. */
  readonly body: string;
}

export interface Append {
  readonly stream: StreamName;
  readonly expected: Expected;
  readonly entries: readonly NewEntry[];
  /** When the stream wants to be woken next; null clears it, undefined leaves it as it is. */
  readonly wakeAt?: EpochMs | null;
}

export type AppendResult =
  | { readonly ok: true; readonly entries: readonly StoredEntry[] }
  /** Nothing of this append was stored. `version` is where the stream ends now. */
  | { readonly ok: false; readonly conflict: { readonly version: number } };

export interface Snapshot {
  readonly version: number;
  readonly at: EpochMs;
  readonly head: string;
  /** Decider.stateForm at the time of writing. */
  readonly form: number;
  /** JSON of the state. */
  readonly state: string;
  /** A sheet's text, as its text part keeps it. */
  readonly document?: Uint8Array;
}

/**
 * The durable store. `append` resolves only after the entries would survive a power cut, and everything that
 * waits is committed together. Rejects with JournalFault (server/journal/fault.ts) when the store cannot be
 * written or read; nothing of a failed append is ever visible.
 */
export interface Journal {
  /** What an acknowledged append has survived; absent: nothing is promised beyond this process. */
  readonly durability?: Durability;
  append(request: Append): Promise<AppendResult>;
  /** Entries after `afterVersion` in order, at most `limit`. Rejects with `journal/corrupt`, naming stream and version. */
  read(stream: StreamName, afterVersion: number, limit: number): Promise<readonly StoredEntry[]>;
  /** Where each of these streams ends, in the order asked; 0 for one that does not exist. Many are asked at once. */
  versions(streams: readonly StreamName[]): Promise<readonly number[]>;
  findCommand(stream: StreamName, commandId: CommandId): Promise<StoredEntry | undefined>;
  readSnapshot(stream: StreamName): Promise<Snapshot | undefined>;
  /** Keeps the newest one; an older one than stored is ignored. */
  writeSnapshot(stream: StreamName, snapshot: Snapshot): Promise<void>;
  /** Names that begin with `prefix`, after `afterName` in byte order. */
  streams(prefix: string, afterName: string, limit: number): Promise<readonly StreamName[]>;
  /** Streams that want to be woken at or before `dueMs`, earliest first. */
  due(dueMs: EpochMs, limit: number): Promise<readonly { stream: StreamName; wakeAt: EpochMs }[]>;
  /** Notes that a node is alive. */
  beat(node: string, at: EpochMs): Promise<void>;
  /** The latest beat of any node. */
  lastBeat(): Promise<EpochMs | undefined>;
  /** The clock that all nodes on this journal share. */
  now(): EpochMs;
  close(): Promise<void>;
}

export type Unsubscribe = () => void;

/** Told that a stream has grown to `version`, with those of its entries that were carried along: maybe not all, or none. */
export type EntriesListener = (entries: readonly StoredEntry[], version: number) => void;

/**
 * Tells nodes that streams have grown, and carries what need not last (cursors, presence). May lose, repeat, reorder
 * and make up: a reader fills gaps from the journal and takes an entry only when its head follows from the one before.
 * Telling never waits and never fails. A node may or may not hear what it tells itself.
 */
export interface Bus {
  /** False where no other node can append, so that nothing is ever missed. */
  readonly isShared: boolean;
  publish(stream: StreamName, entries: readonly StoredEntry[]): void;
  subscribe(stream: StreamName, onEntries: EntriesListener): Unsubscribe;
  signal(topic: string, payload: Uint8Array): void;
  onSignal(topic: string, listener: (payload: Uint8Array) => void): Unsubscribe;
  /** Runs the listener whenever messages may have been lost: of one stream, or of any when none is named. */
  onGap(listener: (stream?: StreamName) => void): Unsubscribe;
  /** False while other nodes cannot be heard; then only the journal tells what they append. */
  isConnected(): boolean;
  close(): Promise<void>;
}

export interface Clock {
  now(): EpochMs;
}

export type CancelTimer = () => void;

export interface Timers {
  after(wait: DurationMs, run: () => void): CancelTimer;
}

export interface Chance {
  /** Random bytes from a cryptographic source, as hexadecimal digits. */
  hex(bytes: number): string;
  /** A fresh UUID, version 7. */
  id(): string;
}

/** Computes what a stream asks for (an award), beside the event loop. Rejects when it cannot, and may be asked again. */
export interface Solver {
  answer(question: Json): Promise<Json>;
  close(): Promise<void>;
}

export interface Log {
  info(fields: Readonly<Record<string, unknown>>, message: string): void;
  warn(fields: Readonly<Record<string, unknown>>, message: string): void;
  error(fields: Readonly<Record<string, unknown>>, message: string): void;
}
