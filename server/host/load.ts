// Brings a stream into memory: newest usable snapshot, then the entries after it. A stream that does not read
// whole is never hosted, so nothing can be written over it.

import type { Answers } from './answers.ts';
import type { Folded } from './fold.ts';
import type { Snapshot } from '../ports.ts';
import type { AuthoredUpdate } from './fold.ts';
import type { StreamDeps } from './stream-deps.ts';
import { applyTo, beginning, bodyOf, foldEntry, updatesOf } from './fold.ts';

const PAGE_ENTRIES = 1_000;

interface Loaded<State> {
  readonly folded: Folded<State>;
  readonly snapshotVersion: number;
}

/** Rejects with JournalFault when the journal cannot be read or an entry is damaged. */
export const loadStream = async <State, Command, Event>(
  deps: StreamDeps<State, Command, Event>,
  answers: Answers,
): Promise<Loaded<State>> => {
  const { journal, stream, decider, text } = deps;
  const snapshot = await usableSnapshot(deps);
  let folded = snapshot ? fromSnapshot<State>(snapshot) : beginning(decider.initial);
  const snapshotVersion = folded.version;
  if (snapshot) answers.markIncomplete();
  if (snapshot?.document) text?.restore(snapshot.document);
  else text?.load(undefined);
  for (;;) {
    const page = await journal.read(stream, folded.version, PAGE_ENTRIES);
    const updates: AuthoredUpdate[] = [];
    for (const entry of page) {
      const body = bodyOf(entry);
      folded = foldEntry(decider, folded, entry, body);
      answers.note(entry, body);
      updates.push(...updatesOf(decider, body, folded.state));
    }
    if (text && updates.length > 0) applyTo(text, updates);
    if (page.length < PAGE_ENTRIES) return { folded, snapshotVersion };
  }
};

const usableSnapshot = async <State, Command, Event>({
  journal,
  stream,
  decider,
}: StreamDeps<State, Command, Event>): Promise<Snapshot | undefined> => {
  const snapshot = await journal.readSnapshot(stream);
  return snapshot?.form === decider.stateForm ? snapshot : undefined;
};

const fromSnapshot = <State>(snapshot: Snapshot): Folded<State> => ({
  state: JSON.parse(snapshot.state) as State,
  version: snapshot.version,
  at: snapshot.at,
  head: snapshot.head,
  // Not the last decision, but safe to expect: every decision up to here is folded in.
  lastDecision: snapshot.version,
});

/** Writes what is folded now, so that the next load need not start at the first entry. */
export const saveSnapshot = <State, Command, Event>(
  { journal, stream, decider, text }: StreamDeps<State, Command, Event>,
  folded: Folded<State>,
): Promise<void> =>
  journal.writeSnapshot(stream, {
    version: folded.version,
    at: folded.at,
    head: folded.head,
    form: decider.stateForm,
    state: JSON.stringify(folded.state),
    ...(text && { document: text.keep() }),
  });
