// A law: whatever is asked of it in whatever order, a durable journal answers as the in-memory one does, also when
// it is closed and opened in between.

import { fc } from './fast-check.ts';
import { expect } from 'vitest';
import { createMemoryJournal } from '../../server/journal/memory.ts';
import type { Append, Journal } from '../../server/ports.ts';
import { at } from './journal-entries.ts';
import { VirtualTime } from './virtual-time.ts';

type Question = (journal: Journal) => Promise<unknown>;

/** What is asked at once; several appends of one step are in flight together. */
interface Step {
  readonly shown: string;
  readonly reopens: boolean;
  readonly questions: readonly Question[];
}

const stream = fc.constantFrom('room:a', 'room:b', 'sheet:a');
const version = fc.integer({ min: 0, max: 6 });
const limit = fc.integer({ min: 0, max: 4 });
const instant = fc.integer({ min: 0, max: 9 }).map(at);
const commandId = fc.constantFrom('c1', 'c2', 'c3');

const entry = fc.record(
  {
    kind: fc.constantFrom('decision' as const, 'text' as const),
    at: instant,
    body: fc.constantFrom('{}', '{"a":1}', '{"é":"🐿"}'),
    commandId,
  },
  { requiredKeys: ['kind', 'at', 'body'] },
);

const append: fc.Arbitrary<Append> = fc.record(
  {
    stream,
    expected: fc.oneof(
      fc.record({ version }),
      fc.record({ noDecisionSince: fc.integer({ min: 0, max: 9 }) }),
    ),
    entries: fc.array(entry, { minLength: 1, maxLength: 3 }),
    wakeAt: fc.option(instant),
  },
  { requiredKeys: ['stream', 'expected', 'entries'] },
);

const asked = (name: string, input: unknown, questions: readonly Question[]): Step => ({
  shown: `${name} ${JSON.stringify(input)}`,
  reopens: false,
  questions,
});

const appends = fc.array(append, { minLength: 1, maxLength: 4 }).map((all) =>
  asked(
    'append',
    all,
    all.map(
      (each): Question =>
        (on) =>
          on.append(each),
    ),
  ),
);

const read = fc
  .tuple(stream, version, limit)
  .map((input) => asked('read', input, [(on) => on.read(...input)]));

const find = fc
  .tuple(stream, commandId)
  .map((input) => asked('find', input, [(on) => on.findCommand(...input)]));

const streams = fc
  .tuple(fc.constantFrom('', 'room:', 'sheet:'), fc.constantFrom('', 'room:a', 'room:b'), limit)
  .map((input) => asked('streams', input, [(on) => on.streams(...input)]));

const due = instant.map((dueMs) =>
  asked('due', dueMs, [
    // Those due at the same instant come in no promised order.
    async (on) => (await on.due(dueMs, 9)).map((each) => JSON.stringify(each)).sort(),
  ]),
);

const beat = fc.tuple(fc.constantFrom('one', 'two'), instant).map((input) =>
  asked('beat', input, [
    // A beat is no append: who wants to read it waits for it.
    async (on) => {
      await on.beat(...input);
      return on.lastBeat();
    },
  ]),
);

/** Writes a snapshot that stands on an entry of the stream, where there is that entry, and reads it back. */
const snapshot = fc.tuple(stream, version, fc.integer({ min: 1, max: 2 })).map((input) =>
  asked('snapshot', input, [
    async (on) => {
      const [name, after, form] = input;
      const [entry] = await on.read(name, after, 1);
      if (entry) {
        const { head, version, at } = entry;
        await on.writeSnapshot(name, { version, at, head, form, state: `{"form":${form}}` });
      }
      return on.readSnapshot(name);
    },
  ]),
);

const reopening = fc.constant<Step>({ shown: 'reopen', reopens: true, questions: [] });

const steps = fc.array(
  fc.oneof(
    { weight: 8, arbitrary: appends },
    { weight: 3, arbitrary: read },
    { weight: 1, arbitrary: find },
    { weight: 1, arbitrary: streams },
    { weight: 1, arbitrary: due },
    { weight: 1, arbitrary: beat },
    { weight: 2, arbitrary: snapshot },
    { weight: 1, arbitrary: reopening },
  ),
  { minLength: 10, maxLength: 40 },
);

const answersOf = (journal: Journal, { questions }: Step): Promise<unknown[]> =>
  Promise.all(questions.map((question) => question(journal)));

/** A durable journal of a test, opened again on what it had. */
export interface Reopening extends AsyncDisposable {
  open(): Promise<Journal>;
  close(): Promise<void>;
}

/** The law, over as many courses: what `make` makes answers each question as the journal in memory does. */
export const expectLikeMemory = (
  make: () => Reopening,
  { courses }: { readonly courses: number },
): Promise<void> =>
  fc.assert(
    fc.asyncProperty(steps, async (course) => {
      await using durable = make();
      const memory = createMemoryJournal({ clock: new VirtualTime() });
      let journal = await durable.open();
      for (const step of course) {
        if (step.reopens) {
          await durable.close();
          journal = await durable.open();
        }
        const [expected, actual] = await Promise.all([
          answersOf(memory, step),
          answersOf(journal, step),
        ]);
        expect(actual, step.shown).toEqual(expected);
      }
    }),
    { numRuns: courses },
  );
