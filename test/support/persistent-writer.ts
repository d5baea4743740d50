// Somebody who appends to a stream as a host does: by its last known end, with an id for each append, until it knows
// that the append is in the record, whatever happens to the journal meanwhile.

import type { Journal } from '../../server/ports.ts';
import { JournalFault } from '../../server/journal/fault.ts';
import { appendAt, decision, readAll } from './journal-entries.ts';

export interface Acknowledged {
  readonly stream: string;
  readonly commandId: string;
  readonly version: number;
  readonly head: string;
}

/** Faults after which a host asks again: the store was away. */
const isPassing = (cause: unknown): boolean =>
  cause instanceof JournalFault && ['unavailable', 'read-only', 'full'].includes(cause.kind);

export class PersistentWriter {
  readonly acknowledged: Acknowledged[] = [];
  /** How often an append ended in a fault. */
  faults = 0;
  readonly #journal: Journal;
  readonly #stream: string;
  readonly #name: string;
  #version = 0;

  constructor(journal: Journal, stream: string, name: string) {
    this.#journal = journal;
    this.#stream = stream;
    this.#name = name;
  }

  /** Appends until `isEnough`; each append in the record before the next. */
  async writeUntil(isEnough: () => boolean): Promise<void> {
    for (let count = 1; !isEnough(); count += 1)
      await this.#write(`${this.#name}-${String(count)}`);
  }

  async #write(commandId: string): Promise<void> {
    for (;;) {
      try {
        const found = await this.#journal.findCommand(this.#stream, commandId);
        if (found) {
          this.acknowledged.push({ ...found, commandId });
          return;
        }
        const append = appendAt(this.#stream, this.#version, decision(commandId, { commandId }));
        const result = await this.#journal.append(append);
        this.#version = result.ok ? this.#version : result.conflict.version;
        const stored = result.ok ? result.entries.at(-1) : undefined;
        if (!stored) continue;
        this.#version = stored.version;
        this.acknowledged.push({ ...stored, commandId });
        return;
      } catch (cause) {
        if (!isPassing(cause)) throw cause;
        this.faults += 1;
      }
    }
  }
}

/** What the streams hold by command id, and which of them more than once. */
export const recordOf = async (
  journal: Journal,
  streams: readonly string[],
): Promise<Map<string, { version: number; head: string }[]>> => {
  const record = new Map<string, { version: number; head: string }[]>();
  for (const stream of streams) {
    for (const { version, head, body } of await readAll(journal, stream)) {
      const { content } = JSON.parse(body) as { content: string };
      const places = record.get(`${stream} ${content}`) ?? [];
      record.set(`${stream} ${content}`, [...places, { version, head }]);
    }
  }
  return record;
};
