// Whether a record that is copied is whole: every chain from its first entry to its head, every stream it was said to
// have, in order. The same for every source, and for what a target has taken in.

import { createHash } from 'node:crypto';
import { GENESIS_HEAD } from '../../shared/record/entry.ts';
import { epochMs } from '../../shared/kernel/units.ts';
import { chainEntry } from '../journal/chain.ts';
import { JournalFault } from '../journal/fault.ts';
import { corruptEnd, corruptEntry } from '../journal/page-check.ts';
import type { CopiedEntry, CopiedStream, RecordPart, RecordSummary } from './types.ts';

/** One number over where all streams end, to be given in byte order of their names: SHA-256 as 64 hexadecimal digits. */
export class HeadsDigest {
  readonly #hash = createHash('sha256');

  add({ name, version, head }: Pick<CopiedStream, 'name' | 'version' | 'head'>): void {
    this.#hash.update(`${JSON.stringify([name, version, head])}\n`);
  }

  text(): string {
    return this.#hash.digest('hex');
  }
}

const isCount = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;

const isStream = ({ version, at, lastDecision, wakeAt }: CopiedStream): boolean =>
  [version, at, lastDecision, wakeAt ?? 0].every(isCount) && lastDecision <= version;

const isAfter = (name: string, before: string): boolean =>
  Buffer.compare(Buffer.from(name), Buffer.from(before)) > 0;

/** Give it every part in order, then call `end`. Throws JournalFault `corrupt` that names the first place that fails. */
export class RecordCheck {
  readonly #heads = new HeadsDigest();
  #stream: CopiedStream | undefined;
  #version = 0;
  #at = 0;
  #head = GENESIS_HEAD;
  #streams = 0;
  #entries = 0;

  get entries(): number {
    return this.#entries;
  }

  take(part: RecordPart): void {
    if ('stream' in part) this.#begin(part.stream);
    else for (const entry of part.entries) this.#entry(entry);
  }

  /** Whether all came that was announced. */
  end(expected: Pick<RecordSummary, 'streams' | 'entries' | 'heads'>): void {
    this.#finish();
    const found = `${String(this.#streams)} streams with ${String(this.#entries)} entries`;
    const announced = `${String(expected.streams)} with ${String(expected.entries)}`;
    if (this.#streams !== expected.streams || this.#entries !== expected.entries) {
      throw new JournalFault('corrupt', `there are ${found} where ${announced} should be`);
    }
    if (this.#heads.text() !== expected.heads) {
      throw new JournalFault('corrupt', 'streams do not end where they should');
    }
  }

  #begin(stream: CopiedStream): void {
    this.#finish();
    const before = this.#stream?.name;
    if (!isStream(stream)) throw corruptEnd(stream.name);
    if (before !== undefined && !isAfter(stream.name, before)) {
      throw new JournalFault('corrupt', `${stream.name} stands behind ${before}`);
    }
    this.#stream = stream;
    [this.#version, this.#at, this.#head] = [0, 0, GENESIS_HEAD];
  }

  #entry({ version, at, body, head }: CopiedEntry): void {
    const stream = this.#stream?.name;
    if (stream === undefined) {
      throw new JournalFault('corrupt', 'there is an entry before the first stream');
    }
    this.#version += 1;
    if (version !== this.#version || !isCount(at)) throw corruptEntry(stream, this.#version);
    const chained = chainEntry({ stream, version, at: epochMs(at), body }, this.#head);
    if (chained.head !== head) throw corruptEntry(stream, version);
    [this.#at, this.#head] = [at, head];
    this.#entries += 1;
  }

  #finish(): void {
    const stream = this.#stream;
    if (!stream) return;
    if (this.#version < stream.version) throw corruptEntry(stream.name, this.#version + 1);
    if (this.#version > stream.version) throw corruptEntry(stream.name, this.#version);
    if (this.#head !== stream.head || this.#at !== stream.at) throw corruptEnd(stream.name);
    this.#heads.add(stream);
    this.#streams += 1;
  }
}
