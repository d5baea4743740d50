// First answers by command id, so that a resend gets the same one, and who else comes with the id gets none of it.
// Bounded: what has fallen out, or was decided before the snapshot, is found in the journal, which keeps command ids
// unique for ever.

import type { Actor } from '../../shared/kernel/decider.ts';
import type { CommandId, StreamName } from '../../shared/kernel/ids.ts';
import type { Answer } from '../../shared/record/receipt.ts';
import type { EntryBody, StoredEntry } from '../../shared/record/entry.ts';
import type { Journal } from '../ports.ts';
import type { CommandItem } from './items.ts';
import { answerOf, bodyOf } from './fold.ts';
import type { Outcome } from './outcome.ts';
import { ID_TAKEN, actorKey } from './outcome.ts';

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

  /** The answer to who asks, if it is still in memory. */
  recent(id: CommandId, by: Actor): Answer | undefined {
    const found = this.#known.get(id);
    if (found?.body.kind !== 'decision') return undefined;
    // The hash behind a receipt is only worked out for those who ask.
    return actorKey(found.body.by) === actorKey(by) ? answerOf(found.entry, found.body) : ID_TAKEN;
  }

  /** The answer to who asks, from memory or journal. */
  async find(id: CommandId, by: Actor): Promise<Answer | undefined> {
    const recent = this.recent(id, by);
    if (recent || this.#isComplete) return recent;
    const entry = await this.#journal.findCommand(this.#stream, id);
    if (!entry) return undefined;
    this.note(entry, bodyOf(entry));
    return this.recent(id, by);
  }

  /** What each command of a batch is answered, once the entries of the batch are stored. */
  async settle(
    items: readonly CommandItem<unknown>[],
    outcomes: readonly Outcome[],
    stored: readonly StoredEntry[],
  ): Promise<(Answer | undefined)[]> {
    const answers: (Answer | undefined)[] = [];
    for (const [index, outcome] of outcomes.entries()) {
      const item = items[index];
      // A refusal leaves no trace, so an older answer to the same id is looked for before it is given.
      if (outcome.kind === 'answer') {
        const isNew = !outcome.isRemembered && item !== undefined && item.by.kind !== 'system';
        answers.push((isNew ? await this.find(item.id, item.by) : undefined) ?? outcome.answer);
        continue;
      }
      const entry = stored[outcome.index];
      answers.push(entry && answerOf(entry, bodyOf(entry)));
    }
    return answers;
  }
}
