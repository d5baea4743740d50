// What other nodes told of one stream and is not folded yet. Whatever a bus may do to messages, only entries whose head
// follows from what is folded come out of here; all else is a reason to read the journal.

import type { StoredEntry } from '../../shared/record/entry.ts';
import { chainEntry } from '../journal/chain.ts';

/** Where a stream stands. */
export interface Place {
  readonly version: number;
  readonly head: string;
}

export class Told {
  #entries: StoredEntry[] = [];
  /** The newest version that was told of. */
  #version = 0;
  #isDoubtful = false;

  /** Takes note of entries, and that the stream had `version` entries when they were told. */
  add(entries: readonly StoredEntry[], version: number): void {
    this.#entries.push(...entries);
    this.#version = Math.max(this.#version, version);
  }

  /** Says that something may have been missed. */
  doubt(): void {
    this.#isDoubtful = true;
  }

  /** Takes out the entries that follow from `place`, in order and without a gap. */
  takeNext({ version, head }: Place): readonly StoredEntry[] {
    if (this.#entries.length === 0) return [];
    const told = this.#entries.filter((entry) => entry.version > version);
    this.#entries = [];
    if (version === 0) {
      // Every journal begins with the same head, so what begins a stream proves nothing.
      this.#isDoubtful ||= told.length > 0;
      return [];
    }
    told.sort((a, b) => a.version - b.version);
    const next: StoredEntry[] = [];
    let last: Place = { version, head };
    for (const entry of told) {
      if (entry.version <= last.version) continue;
      if (entry.version > last.version + 1 || chainEntry(entry, last.head).head !== entry.head) {
        // A gap, or an entry of some other journal.
        this.#isDoubtful = true;
        break;
      }
      next.push(entry);
      last = entry;
    }
    return next;
  }

  /** True when the journal must be asked: it may have more than `version`. Asking once settles it. */
  takeDoubt(version: number): boolean {
    const isBehind = this.#isDoubtful || this.#version > version;
    this.#isDoubtful = false;
    this.#version = 0;
    return isBehind;
  }
}
