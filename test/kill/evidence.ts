// What a journal proves, that of a dead server too. Read on after each death, entry by entry, with the chain computed by the
// tests; nothing is asked of the program's own hosts.

import * as Y from 'yjs';
import { bodyOf, updatesOf } from '../../server/host/fold.ts';
import type { DecisionBody, StoredEntry } from '../../shared/record/entry.ts';
import { GENESIS_HEAD } from '../../shared/record/entry.ts';
import { sheetDecider } from '../../shared/sheet/sheet.ts';
import { entryHash, nextHead } from '../support/journal-chain.ts';

const PAGE_ENTRIES = 1_000;
const MAX_STREAMS = 1_000;

type Maybe<T> = T | Promise<T>;

/** Where entries are read: a journal, or what is left of one. */
export interface EvidenceSource {
  streams(prefix: string, afterName: string, limit: number): Maybe<readonly string[]>;
  read(stream: string, afterVersion: number, limit: number): Maybe<readonly StoredEntry[]>;
  lastBeat(): Maybe<number | undefined>;
}

export interface Proof {
  readonly entry: StoredEntry;
  readonly body: DecisionBody;
}

export class Evidence {
  readonly #entries = new Map<string, StoredEntry[]>();
  readonly #proofs = new Map<string, Proof[]>();
  readonly #docs = new Map<string, Y.Doc>();
  /** When a server was last known to be alive. */
  lastBeatMs = 0;

  /** Throws unless what was read before is still there and everything new follows from it. */
  async readOn(source: EvidenceSource): Promise<void> {
    const streams = await source.streams('', '', MAX_STREAMS);
    for (const stream of streams) await this.#readStream(source, stream);
    this.lastBeatMs = (await source.lastBeat()) ?? 0;
  }

  entriesOf(stream: string): readonly StoredEntry[] {
    return this.#entries.get(stream) ?? [];
  }

  get streams(): readonly string[] {
    return [...this.#entries.keys()];
  }

  get entryCount(): number {
    return [...this.#entries.values()].reduce((sum, entries) => sum + entries.length, 0);
  }

  /** Every entry that decided a command of this id, in any stream. */
  proofsOf(commandId: string): readonly Proof[] {
    return this.#proofs.get(commandId) ?? [];
  }

  /** All decisions of one stream, in order. */
  decisionsOf(stream: string): readonly Proof[] {
    return this.entriesOf(stream).flatMap((entry) => {
      const body = bodyOf(entry);
      return body.kind === 'decision' ? [{ entry, body }] : [];
    });
  }

  /** The text of a sheet, made of nothing but the journal's updates. */
  docOf(sheetId: string): Y.Doc {
    const known = this.#docs.get(sheetId) ?? new Y.Doc();
    this.#docs.set(sheetId, known);
    return known;
  }

  async #readStream(source: EvidenceSource, stream: string): Promise<void> {
    const entries = this.#entries.get(stream) ?? [];
    this.#entries.set(stream, entries);
    const last = entries.at(-1);
    if (last) {
      const [again] = await source.read(stream, last.version - 1, 1);
      if (again?.head !== last.head) throw new Error(`${stream} lost what it had`);
    }
    for (;;) {
      const page = await source.read(stream, entries.length, PAGE_ENTRIES);
      for (const entry of page) this.#take(entries, entry);
      if (page.length < PAGE_ENTRIES) return;
    }
  }

  #take(before: StoredEntry[], entry: StoredEntry): void {
    const last = before.at(-1);
    const head = nextHead(last?.head ?? GENESIS_HEAD, entryHash(entry));
    const isNext = entry.version === before.length + 1 && entry.at >= (last?.at ?? 0);
    if (!isNext || entry.head !== head) {
      throw new Error(`${entry.stream} ${String(entry.version)} does not follow`);
    }
    before.push(entry);
    const body = bodyOf(entry);
    if (body.kind === 'decision') {
      this.#proofs.set(body.id, [...(this.#proofs.get(body.id) ?? []), { entry, body }]);
    }
    if (!entry.stream.startsWith('sheet:')) return;
    const doc = this.docOf(entry.stream.slice('sheet:'.length));
    for (const { update } of updatesOf(sheetDecider, body, sheetDecider.initial))
      Y.applyUpdate(doc, update);
  }
}
