// Two wordings of a clause side by side: whose changes they tell, how much work they are to compare, and the comparing,
// here or in a thread.

import { setImmediate } from 'node:timers/promises';
import type { SeatId } from '../../shared/kernel/ids.ts';
import { hashOf } from '../../shared/kernel/hash.ts';
import type { ClauseRedline } from '../../shared/protocol/redline.ts';
import type { AuthorTables } from '../../shared/sheet/redline/author-tables.ts';
import { clientsOf } from '../../shared/sheet/redline/author-tables.ts';
import type { AuthoredClause, Authors } from '../../shared/sheet/redline/authored.ts';
import { redlineOf } from '../../shared/sheet/redline/build.ts';
import type { ChangesBy } from '../../shared/sheet/redline/changes-by.ts';
import { attributionBy } from '../../shared/sheet/redline/changes-by.ts';
import type { Compared, Comparer } from '../compute/comparer.ts';
import type { TextReading } from '../host/types.ts';

export interface Wording extends AuthoredClause {
  /** Who proposed it, where it never was the text. */
  readonly offeredBy?: SeatId;
  readonly kind: ClauseRedline['base'];
  readonly atMs?: number;
  /** The same for the same words by the same authors. */
  readonly key: string;
}

/** Two wordings to be compared; `key` is the same for the same two by the same authors. */
export interface Comparison {
  readonly base: Wording;
  readonly text: Wording;
  readonly key: string;
}

/** Who wrote and removed a text, by its record: to be asked here, and as tables for a thread. */
export interface RecordedAuthors extends Authors {
  readonly tablesFor: (comparison: Comparison) => AuthorTables;
}

/** What a run of text that one author wrote costs beside its characters. */
const UNITS_A_RUN = 20;
/** Work beyond which two wordings are compared in a thread: some twenty milliseconds. All the 100 KB of a long sheet, in
    one clause, are less. */
const MAX_HERE = 250_000;

/** How much work it is to compare two wordings, about in characters. */
export const workOf = ({ base, text }: Comparison): number =>
  [base, text].reduce(
    (work, { runs }) =>
      work + runs.reduce((sum, { units }) => sum + units, UNITS_A_RUN * runs.length),
    0,
  );

export const isLong = (comparison: Comparison): boolean => workOf(comparison) > MAX_HERE;

/** Those of a sheet or a caucus, at one moment. `seatOf` names the seat that a client id belongs to. */
export const recordedAuthors = (
  text: TextReading,
  seatOf: (client: number) => SeatId | undefined,
): RecordedAuthors => ({
  writerOf: (client) => seatOf(client),
  removerOf: (client, clock) => text.removerOf(client, clock),
  tablesFor: ({ base, text: now }) => {
    const [before, after] = [clientsOf(base.runs), clientsOf(now.runs)];
    const of = <T>(clients: Iterable<number>, find: (client: number) => T | undefined) =>
      new Map(
        [...clients].flatMap((client) => {
          const found = find(client);
          return found === undefined ? [] : [[client, found] as const];
        }),
      );
    return {
      writers: of(new Set([...before, ...after]), seatOf),
      removals: of(before, (client) => text.removalsOf(client)),
    };
  },
});

/** When a wording was there; a fallback never was. */
const instantOf = ({ kind, atMs }: Wording): number | undefined => {
  if (kind === 'fallback') return undefined;
  if (kind === 'template' || kind === 'opening') return 0;
  return kind === 'standing' ? Infinity : (atMs ?? 0);
};

/** Only from an earlier wording to a later one did somebody add and remove what differs. */
const isLater = (text: Wording, base: Wording): boolean => {
  const [then, now] = [instantOf(base), instantOf(text)];
  return then !== undefined && now !== undefined && then <= now;
};

/** All that a proposal changes is its author's; what was the text tells by itself who wrote it. */
const changesBy = <Names>({ base, text }: Comparison, names: () => Names): ChangesBy<Names> => {
  if (text.offeredBy !== undefined) return { kind: 'proposer', seatId: text.offeredBy };
  const isOfText = base.offeredBy === undefined && isLater(text, base);
  return isOfText ? { kind: 'record', names: names() } : { kind: 'nobody' };
};

/** The redline of two wordings that are short enough. */
export const comparedHere = (comparison: Comparison, authors: Authors): Compared => {
  const { base, text } = comparison;
  const by = changesBy(comparison, () => authors);
  const redline = redlineOf(base.blocks, text.blocks, attributionBy(by, base.runs, text.runs));
  return { redline, hash: hashOf(text.blocks) };
};

/** The redline of two long wordings, made in a thread; others get their turn while they are made ready for it. */
export const comparedElsewhere = async (
  comparer: Comparer,
  comparison: Comparison,
  authors: RecordedAuthors,
): Promise<Compared> => {
  // Before the first turn: the record is read at one moment.
  const by = changesBy(comparison, () => authors.tablesFor(comparison));
  const sent = async ({ blocks, runs }: AuthoredClause): Promise<string> => {
    await setImmediate();
    return JSON.stringify({ blocks, runs });
  };
  const [base, text] = [await sent(comparison.base), await sent(comparison.text)];
  return comparer.compare({ base, text, by });
};
