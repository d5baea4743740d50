// Answers redlines. Who wrote and who deleted is read from the record, never from what a client says; every redline has
// given both wordings back before it is sent. Names are those that the reader may know.

import type { SeatId, SheetId, TermId } from '../../shared/kernel/ids.ts';
import type { RoomState } from '../../shared/room/types.ts';
import type { AuthoredClause } from '../../shared/sheet/redline/authored.ts';
import type { SheetState } from '../../shared/sheet/types.ts';
import type {
  RedlineAnswer,
  RedlineMessage,
  WordingChoice,
} from '../../shared/protocol/redline.ts';
import type { Compared, Comparer } from '../compute/comparer.ts';
import type { Hosts, TextReading } from '../host/types.ts';
import type { Timers } from '../ports.ts';
import { durationMs } from '../../shared/kernel/units.ts';
import { openingOf } from '../../shared/sheet/opening.ts';
import { clausesOf } from '../../shared/sheet/template.ts';
import { wordingOf } from '../../shared/sheet/wordings.ts';
import type { Comparison, RecordedAuthors, Wording } from './comparisons.ts';
import { comparedElsewhere, comparedHere, isLong, recordedAuthors, workOf } from './comparisons.ts';
import { AuthorNames } from './redline-authors.ts';

/** Whose texts are compared, and for whom. */
export interface Comparing {
  readonly authors: RecordedAuthors;
  readonly reader: { readonly room: RoomState; readonly seatId: SeatId };
  readonly sheetId: SheetId;
}

interface Kept {
  readonly compared: Compared;
  readonly units: number;
}

/** Of both wordings of all that is kept: some twenty sheets of 100 KB, or hundreds of the usual size. */
const MAX_KEPT_UNITS = 4_000_000;
/** What one takes beside its text. */
const UNITS_AROUND = 200;
/** Units of text after which others get their turn: some milliseconds of work. */
const UNITS_A_TURN = 30_000;
/** After a sheet was opened: by then those who opened it have it on their screens. */
const AHEAD_MS = 1_000;

export interface RedlinesDeps {
  readonly hosts: Pick<Hosts, 'sheet'>;
  readonly comparer: Comparer;
  readonly timers: Timers;
}

const signs = new WeakMap<AuthoredClause, string>();
let signsGiven = 0;

/** A sign of a clause as it was read. The text part reads anew what has changed and nothing else, here and after a reload. */
export const signOf = (clause: AuthoredClause): string => {
  const known = signs.get(clause);
  if (known !== undefined) return known;
  signsGiven += 1;
  const sign = String(signsGiven);
  signs.set(clause, sign);
  return sign;
};

/** A wording of a clause; undefined where there is none. */
export const wordingFor = (
  sheet: SheetState,
  text: TextReading,
  { termId, choice }: { readonly termId: TermId; readonly choice: WordingChoice },
): Wording | undefined => {
  const { kind } = choice;
  if (kind === 'template' || kind === 'fallback') {
    const opening = sheet.template ? openingOf(sheet.template, kind).get(termId) : undefined;
    return opening && { ...opening, kind, key: kind };
  }
  if (kind === 'standing') {
    const standing = text.authored(termId);
    return standing && { ...standing, kind, key: `standing ${signOf(standing)}` };
  }
  const hash = kind === 'kept' ? choice.hash : sheet.terms[termId]?.agreedHash;
  const kept = hash === undefined ? undefined : wordingOf(sheet, termId, hash);
  if (kept) return { ...kept, kind, key: `${kept.hash} ${String(kept.atMs)}` };
  return kind === 'agreed'
    ? wordingFor(sheet, text, { termId, choice: { kind: 'template' } })
    : undefined;
};

/** What a page asks for when its reader looks at the changes. */
const USUAL = { base: { kind: 'agreed' }, text: { kind: 'standing' } } as const;

const comparisonOf = (
  sheet: SheetState,
  text: TextReading,
  clause: RedlineMessage['clauses'][number],
): Comparison | undefined => {
  const { termId } = clause;
  const from = wordingFor(sheet, text, { termId, choice: clause.base });
  const to = wordingFor(sheet, text, { termId, choice: clause.text });
  if (!from || !to) return undefined;
  return { base: from, text: to, key: `${sheet.sheetId} ${termId} ${from.key} ${to.key}` };
};

/** A comparison as one reader sees it. */
const answered = (
  { base }: Comparison,
  compared: Compared,
  names: AuthorNames,
): RedlineAnswer['clauses'][number] => {
  if ('rejection' in compared) return compared;
  const { redline, hash } = compared;
  return {
    base: base.kind,
    ...(base.atMs !== undefined && { baseAtMs: base.atMs }),
    hash,
    redline: { rows: redline.rows.map((row) => names.signed(row)) },
  };
};

/**
 * Keeps redlines of the newest texts, so that many readers of one sheet cost as much as one, and makes those of a sheet
 * that was opened before anybody asks.
 */
export class Redlines {
  readonly #deps: RedlinesDeps;
  readonly #kept = new Map<string, Kept>();
  #keptUnits = 0;
  /** Long comparisons that a thread has in hand, by their keys. */
  readonly #underWay = new Map<string, Promise<Compared>>();
  /** Sheets whose redlines will be made ready. */
  readonly #opened = new Set<SheetId>();

  constructor(deps: RedlinesDeps) {
    this.#deps = deps;
  }

  /**
   * Told that somebody opened a sheet: what is asked for first, each clause against what was agreed last, is made ready a
   * little later, one clause a turn. What fails here fails for whoever asks, and is told there.
   */
  opened(sheetId: SheetId): void {
    if (this.#opened.has(sheetId)) return;
    this.#opened.add(sheetId);
    this.#deps.timers.after(durationMs(AHEAD_MS), () => {
      this.#opened.delete(sheetId);
      this.#makeReady(sheetId).catch(() => undefined);
    });
  }

  /** What a seat asked for, on a sheet that it may read. */
  async answer(
    message: RedlineMessage,
    reader: { room: RoomState; seatId: SeatId },
  ): Promise<RedlineAnswer> {
    const sheetId = message.topic.id;
    const { state, text, authors } = await this.#read(sheetId);
    const comparisons = message.clauses.map((clause) => comparisonOf(state, text, clause));
    return this.compare(comparisons, { authors, reader, sheetId });
  }

  /** The redlines of comparisons, in their order; null where there is nothing to compare. */
  async compare(
    comparisons: readonly (Comparison | undefined)[],
    { authors, reader, sheetId }: Comparing,
  ): Promise<RedlineAnswer> {
    const names = new AuthorNames(reader, sheetId);
    const started = comparisons.map((comparison) => this.#elsewhere(comparison, authors));
    const clauses: RedlineAnswer['clauses'][number][] = [];
    let units = 0;
    for (const [place, comparison] of comparisons.entries()) {
      const isHere = comparison && !started[place] && !this.#kept.has(comparison.key);
      units += isHere ? workOf(comparison) : 0;
      if (units > UNITS_A_TURN) {
        units = 0;
        await this.#turn();
      }
      const compared = comparison && ((await started[place]) ?? this.#made(comparison, authors));
      clauses.push(comparison && compared ? answered(comparison, compared, names) : null);
    }
    return { clauses, authors: names.all };
  }

  async #read(sheetId: SheetId) {
    const host = this.#deps.hosts.sheet(sheetId);
    const { state } = await host.confirmed();
    const text = await host.reading();
    const authors = recordedAuthors(text, (client) => state.clients[String(client)]);
    return { state, text, authors };
  }

  async #makeReady(sheetId: SheetId): Promise<void> {
    const { state, text, authors } = await this.#read(sheetId);
    const clauses = state.template ? clausesOf(state.template) : [];
    const comparisons = clauses.map(({ id }) =>
      comparisonOf(state, text, { termId: id, ...USUAL }),
    );
    const started = comparisons.map((comparison) => this.#elsewhere(comparison, authors));
    for (const [place, comparison] of comparisons.entries()) {
      if (!comparison || this.#kept.has(comparison.key)) continue;
      await this.#turn();
      if (!(await started[place])) this.#made(comparison, authors);
    }
  }

  /** A long comparison that is not kept, as a thread makes it: once, however many ask. Undefined for any other. */
  #elsewhere(
    comparison: Comparison | undefined,
    authors: RecordedAuthors,
  ): Promise<Compared> | undefined {
    if (!comparison || this.#kept.has(comparison.key) || !isLong(comparison)) return undefined;
    const { key } = comparison;
    const known = this.#underWay.get(key);
    if (known) return known;
    const made = comparedElsewhere(this.#deps.comparer, comparison, authors)
      .then((compared) => {
        // Nothing is wrong with what found no room: it can be asked for again.
        const isBusy = 'rejection' in compared && compared.rejection.code === 'redline/busy';
        if (!isBusy) this.#keep(comparison, compared);
        return compared;
      })
      .finally(() => this.#underWay.delete(key));
    // Whoever awaits it is told; nobody may have come so far when it fails.
    made.catch(() => undefined);
    this.#underWay.set(key, made);
    return made;
  }

  #made(comparison: Comparison, authors: RecordedAuthors): Compared {
    const known = this.#kept.get(comparison.key)?.compared;
    const compared = known ?? comparedHere(comparison, authors);
    this.#keep(comparison, compared);
    return compared;
  }

  /** Last used is last to go. */
  #keep(comparison: Comparison, compared: Compared): void {
    const { key } = comparison;
    const known = this.#kept.get(key);
    if (known) this.#forget(key, known);
    const kept = known ?? { compared, units: UNITS_AROUND + workOf(comparison) };
    this.#kept.set(key, kept);
    this.#keptUnits += kept.units;
    for (const [oldest, one] of this.#kept) {
      if (this.#keptUnits <= MAX_KEPT_UNITS) break;
      this.#forget(oldest, one);
    }
  }

  #forget(key: string, { units }: Kept): void {
    this.#kept.delete(key);
    this.#keptUnits -= units;
  }

  #turn(): Promise<void> {
    return new Promise((resolve) => {
      this.#deps.timers.after(durationMs(0), resolve);
    });
  }
}
