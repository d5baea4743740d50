// First answers by command id, so that a resend gets the same one. Bounded: what has fallen out, or was decided
// before the snapshot, is found in the journal, which keeps command ids unique for ever.

import type { CommandId, StreamName } from '../../shared/kernel/ids.ts';
import type { Answer } from '../../shared/record/receipt.ts';
import type { EntryBody, StoredEntry } from '../../shared/record/entry.ts';
import type { Journal } from '../ports.ts';
import { answerOf, bodyOf } from './fold.ts';

const MAX_ANSWERS = 20_000;

export class Answers {
  readonly #stream: StreamName;
  readonly #journal: Journal;
  readonly #known = new Map<CommandId, { entry: StoredEntry; body: EntryBody }>();
  #isComplete = true;

  constructor(stream: StreamName, journal: Journal) {
    this.#stream = stream;
    this.#journal = journal;
  }

  /** Says that entries exist which were not noted here. */
  markIncomplete(): void {
    this.#isComplete = false;
  }

  note(entry: StoredEntry, body: EntryBody): void {
    if (body.kind !== 'decision') return;
    this.#known.set(body.id, { entry, body });
    if (this.#known.size <= MAX_ANSWERS) return;
    const oldest = this.#known.keys().next();
    if (!oldest.done) this.#known.delete(oldest.value);
    this.#isComplete = false;
  }

  /** The answer if it is still in memory. */
  recent(id: CommandId): Answer | undefined {
    const found = this.#known.get(id);
    // The hash behind a receipt is only worked out for those who ask.
    return found && answerOf(found.entry, found.body);
  }

  /** The answer from memory or journal. */
  async find(id: CommandId): Promise<Answer | undefined> {
    const recent = this.recent(id);
    if (recent || this.#isComplete) return recent;
    const entry = await this.#journal.findCommand(this.#stream, id);
    if (!entry) return undefined;
    const body = bodyOf(entry);
    this.note(entry, body);
    return answerOf(entry, body);
  }
}
