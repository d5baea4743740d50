// Answers redlines. Who wrote and who deleted is read from the record, never from what a client says; every redline has
// given both wordings back before it is sent. Names are those that the reader may know.

import type { SeatId, SheetId, TermId } from '../../shared/kernel/ids.ts';
import type { RoomState } from '../../shared/room/types.ts';
import type { AuthoredClause, Authors } from '../../shared/sheet/redline/authored.ts';
import type { Attribution, Redline } from '../../shared/sheet/redline/types.ts';
import type { SheetState } from '../../shared/sheet/types.ts';
import type {
  ClauseRedline,
  RedlineAnswer,
  RedlineMessage,
  WordingChoice,
} from '../../shared/protocol/redline.ts';
import type { Hosts, TextReading } from '../host/types.ts';
import type { Timers } from '../ports.ts';
import { hashOf } from '../../shared/kernel/hash.ts';
import { durationMs } from '../../shared/kernel/units.ts';
import { attributionOf } from '../../shared/sheet/redline/authored.ts';
import { redlineOf } from '../../shared/sheet/redline/build.ts';
import { openingOf } from '../../shared/sheet/opening.ts';
import { clausesOf } from '../../shared/sheet/template.ts';
import { wordingOf } from '../../shared/sheet/wordings.ts';
import { AuthorNames } from './redline-authors.ts';

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

/** Whose texts are compared, and for whom. */
export interface Comparing {
  readonly authors: Authors;
  readonly reader: { readonly room: RoomState; readonly seatId: SeatId };
  readonly sheetId: SheetId;
}

interface Kept {
  readonly redline: Redline;
  /** Of the wording that it leads to. */
  readonly hash: string;
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
  readonly timers: Timers;
}

const sizeOf = ({ base, text }: Comparison): number =>
  [...base.runs, ...text.runs].reduce((sum, { units }) => sum + units, 0);

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
const attributionFor = ({ base, text }: Comparison, authors: Authors): Attribution | undefined => {
  const { offeredBy } = text;
  if (offeredBy !== undefined) {
    const proposer = (): SeatId => offeredBy;
    return { isOld: () => false, writer: proposer, remover: proposer, styler: proposer };
  }
  const isOfText = base.offeredBy === undefined && isLater(text, base);
  return isOfText ? attributionOf(base.runs, text.runs, authors) : undefined;
};

/**
 * Keeps redlines of the newest texts, so that many readers of one sheet cost as much as one, and makes those of a sheet
 * that was opened before anybody asks.
 */
export class Redlines {
  readonly #deps: RedlinesDeps;
  readonly #kept = new Map<string, Kept>();
  #keptUnits = 0;
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
    const clauses: (ClauseRedline | null)[] = [];
    let units = 0;
    for (const comparison of comparisons) {
      units += comparison && !this.#kept.has(comparison.key) ? sizeOf(comparison) : 0;
      if (units > UNITS_A_TURN) {
        units = 0;
        await this.#turn();
      }
      clauses.push(comparison ? this.#clause(comparison, authors, names) : null);
    }
    return { clauses, authors: names.all };
  }

  async #read(sheetId: SheetId) {
    const host = this.#deps.hosts.sheet(sheetId);
    const { state } = await host.confirmed();
    const text = await host.reading();
    const authors: Authors = {
      writerOf: (client) => state.clients[String(client)],
      removerOf: (client, clock) => text.removerOf(client, clock),
    };
    return { state, text, authors };
  }

  async #makeReady(sheetId: SheetId): Promise<void> {
    const { state, text, authors } = await this.#read(sheetId);
    const clauses = state.template ? clausesOf(state.template) : [];
    const comparisons = clauses.map(({ id }) =>
      comparisonOf(state, text, { termId: id, ...USUAL }),
    );
    for (const comparison of comparisons) {
      if (!comparison || this.#kept.has(comparison.key)) continue;
      await this.#turn();
      this.#made(comparison, authors);
    }
  }

  #clause(comparison: Comparison, authors: Authors, names: AuthorNames): ClauseRedline {
    const { base } = comparison;
    const { redline, hash } = this.#made(comparison, authors);
    return {
      base: base.kind,
      ...(base.atMs !== undefined && { baseAtMs: base.atMs }),
      hash,
      redline: { rows: redline.rows.map((row) => names.signed(row)) },
    };
  }

  #made(comparison: Comparison, authors: Authors): Kept {
    const { base, text, key } = comparison;
    const known = this.#kept.get(key);
    // Last used is last to go.
    if (known) this.#forget(key, known);
    const kept = known ?? {
      redline: redlineOf(base.blocks, text.blocks, attributionFor(comparison, authors)),
      hash: hashOf(text.blocks),
      units: UNITS_AROUND + sizeOf(comparison),
    };
    this.#kept.set(key, kept);
    this.#keptUnits += kept.units;
    for (const [oldest, one] of this.#kept) {
      if (this.#keptUnits <= MAX_KEPT_UNITS) break;
      this.#forget(oldest, one);
    }
    return kept;
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
