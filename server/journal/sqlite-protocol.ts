// What the SQLite journal and its worker thread say to each other: requests in batches, answers in the same order.

import type { StoredEntry } from '../../shared/record/entry.ts';
import type { Append, AppendResult, Snapshot } from '../ports.ts';
import type { JournalFaultKind } from './fault.ts';

export type Request =
  | { readonly op: 'append'; readonly append: Append }
  | { readonly op: 'read'; readonly stream: string; readonly after: number; readonly limit: number }
  | { readonly op: 'versions'; readonly streams: readonly string[] }
  | { readonly op: 'findCommand'; readonly stream: string; readonly commandId: string }
  | { readonly op: 'readSnapshot'; readonly stream: string }
  | { readonly op: 'writeSnapshot'; readonly stream: string; readonly snapshot: Snapshot }
  | {
      readonly op: 'streams';
      readonly prefix: string;
      readonly after: string;
      readonly limit: number;
    }
  | { readonly op: 'due'; readonly dueMs: number; readonly limit: number }
  | { readonly op: 'beat'; readonly node: string; readonly at: number }
  | { readonly op: 'lastBeat' };

/** What each request is answered with. */
export interface Answers {
  append: AppendResult;
  read: readonly StoredEntry[];
  versions: readonly number[];
  findCommand: StoredEntry | undefined;
  readSnapshot: Snapshot | undefined;
  writeSnapshot: undefined;
  streams: readonly string[];
  due: readonly { stream: string; wakeAt: number }[];
  beat: undefined;
  lastBeat: number | undefined;
}

export interface FaultMessage {
  readonly kind: JournalFaultKind;
  readonly message: string;
}

export type Reply =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly fault: FaultMessage };

export type FromWorker =
  | { readonly type: 'ready' }
  | { readonly type: 'failed'; readonly fault: FaultMessage }
  | { readonly type: 'replies'; readonly replies: readonly Reply[] };

export interface WorkerOptions {
  readonly folder: string;
  /** Upper bound of the file in pages of 4,096 bytes; for tests of a full disk. */
  readonly maxPages?: number;
}
