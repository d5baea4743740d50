// The seals of one stream, worked out from the journal and kept in memory. Reads on when asked; big segments are
// worked on in small steps, so that nobody else waits.

import type { OpenEntry, RecordForm } from '../../shared/record/leaves.ts';
import type { Seal, Segment } from '../../shared/record/seal.ts';
import type { StoredEntry } from '../../shared/record/entry.ts';
import type { SealRule } from '../../shared/room/record-seals.ts';
import type { Journal, Timers } from '../ports.ts';
import { entryText } from '../../shared/record/entry.ts';
import { Segmenting, firstSeal, nextSeal } from '../../shared/record/seal.ts';
import { durationMs } from '../../shared/kernel/units.ts';
import { bodyOf } from '../host/fold.ts';
import { sha256 } from '../platform/sha256.ts';

const PAGE_ENTRIES = 200;
/** Steps of a tree that are taken without a breath: some milliseconds. */
const STEPS_A_TURN = 2;

/** A seal and where in the stream its segment lies: after `from`, up to `to`. */
export interface KeptSeal extends Seal {
  readonly from: number;
  readonly to: number;
  /** Whether the record may be shown up to here. */
  readonly isQuiet: boolean;
}

export interface StreamSealsDeps {
  readonly journal: Pick<Journal, 'read'>;
  readonly timers: Timers;
  readonly stream: string;
  readonly form: RecordForm;
  /** Made anew when reading on has failed half way. */
  readonly rule: () => SealRule;
}

const openEntry = (entry: StoredEntry): OpenEntry => ({
  at: entry.at,
  body: bodyOf(entry),
  hash: sha256(entryText(entry)),
});

export class StreamSeals {
  readonly first: string;
  readonly #deps: StreamSealsDeps;
  #rule: SealRule;
  #seals: KeptSeal[] = [];
  #version = 0;
  #reading: Promise<void> = Promise.resolve();

  constructor(deps: StreamSealsDeps) {
    this.#deps = deps;
    this.#rule = deps.rule();
    this.first = firstSeal(deps.stream, sha256);
  }

  /**
   * All seals of what is in the journal now; who knows of no entry after `version` is spared the reading, and that is
   * everybody but the first of those who ask at the same release. Rejects with JournalFault when it cannot be read.
   */
  async seals(version = Number.POSITIVE_INFINITY): Promise<readonly KeptSeal[]> {
    const reading = this.#reading.then(() =>
      this.#version >= version ? undefined : this.#readOn(),
    );
    this.#reading = reading.catch(() => {
      this.#rule = this.#deps.rule();
      this.#seals = [];
      this.#version = 0;
    });
    await reading;
    return this.#seals;
  }

  /** The segment that ends with a seal. */
  async segment({ from, to }: Pick<KeptSeal, 'from' | 'to'>): Promise<Segment> {
    const { form } = this.#deps;
    const minimumLevels = this.#rule.minimumLevels ?? form.minimumLevels;
    const segmenting = new Segmenting({ ...form, minimumLevels }, sha256);
    for (let version = from; version < to;) {
      const limit = Math.min(PAGE_ENTRIES, to - version);
      const page = await this.#deps.journal.read(this.#deps.stream, version, limit);
      if (page.length === 0) throw new Error(`${this.#deps.stream} became shorter`);
      for (const entry of page) segmenting.add(openEntry(entry));
      version += page.length;
      if (version < to) await this.#breathe();
    }
    return this.#paced(segmenting.finishing());
  }

  async #readOn(): Promise<void> {
    const { journal, stream } = this.#deps;
    const rule = this.#rule;
    for (;;) {
      const page = await journal.read(stream, this.#version, PAGE_ENTRIES);
      for (const entry of page) {
        const isEnd = rule.ends(bodyOf(entry));
        this.#version = entry.version;
        if (isEnd) await this.#seal(entry.version, rule.isQuiet);
      }
      if (page.length < PAGE_ENTRIES) return;
      await this.#breathe();
    }
  }

  async #seal(to: number, isQuiet: boolean): Promise<void> {
    const before = this.#seals.at(-1);
    const from = before?.to ?? 0;
    const { tree, atMs } = await this.segment({ from, to });
    const root = await this.#paced(tree.rooting());
    const head = nextSeal(before?.head ?? this.first, root, sha256);
    this.#seals.push({ atMs, root, head, from, to, isQuiet });
  }

  /** What steps come to, with others having their turn between them. */
  async #paced<T>(steps: Generator<undefined, T>): Promise<T> {
    for (let step = 1; ; step += 1) {
      const { done, value } = steps.next();
      if (done) return value;
      if (step % STEPS_A_TURN === 0) await this.#breathe();
    }
  }

  #breathe(): Promise<void> {
    return new Promise((resolve) => {
      this.#deps.timers.after(durationMs(0), resolve);
    });
  }
}
