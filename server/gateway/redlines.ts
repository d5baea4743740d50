// Answers redlines. Who wrote and who deleted is read from the record, never from what a client says; every redline has
// given both wordings back before it is sent. Names are those that the reader may know.

import type { SeatId, SheetId, TermId } from '../../shared/kernel/ids.ts';
import type { RoomState } from '../../shared/room/types.ts';
import type { AuthoredClause, Authors } from '../../shared/sheet/redline/authored.ts';
import type { Attribution, Redline, RedlineRow } from '../../shared/sheet/redline/types.ts';
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
import { mayKnowSeat, viewerOf } from '../../shared/room/walls.ts';
import { attributionOf } from '../../shared/sheet/redline/authored.ts';
import { redlineOf } from '../../shared/sheet/redline/build.ts';
import { openingOf } from '../../shared/sheet/opening.ts';
import { wordingOf } from '../../shared/sheet/wordings.ts';

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

const MAX_KEPT = 400;
/** Units of text after which others get their turn. */
const UNITS_A_TURN = 12_000;

export interface RedlinesDeps {
  readonly hosts: Pick<Hosts, 'sheet'>;
  readonly timers: Timers;
}

const sizeOf = ({ base, text }: Comparison): number =>
  [...base.runs, ...text.runs].reduce((sum, { units }) => sum + units, 0);

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
    return standing && { ...standing, kind, key: `standing ${String(text.revision)}` };
  }
  const hash = kind === 'kept' ? choice.hash : sheet.terms[termId]?.agreedHash;
  const kept = hash === undefined ? undefined : wordingOf(sheet, termId, hash);
  if (kept) return { ...kept, kind, key: `${kept.hash} ${String(kept.atMs)}` };
  return kind === 'agreed'
    ? wordingFor(sheet, text, { termId, choice: { kind: 'template' } })
    : undefined;
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

/** Keeps redlines of the newest texts, so that many readers of one sheet cost as much as one. */
export class Redlines {
  readonly #deps: RedlinesDeps;
  readonly #kept = new Map<string, Redline>();

  constructor(deps: RedlinesDeps) {
    this.#deps = deps;
  }

  /** What a seat asked for, on a sheet that it may read. */
  async answer(
    message: RedlineMessage,
    reader: { room: RoomState; seatId: SeatId },
  ): Promise<RedlineAnswer> {
    const sheetId = message.topic.id;
    const host = this.#deps.hosts.sheet(sheetId);
    const { state } = await host.confirmed();
    const text = await host.reading();
    const comparisons = message.clauses.map(({ termId, base, text: wanted }) => {
      const [from, to] = [base, wanted].map((choice) =>
        wordingFor(state, text, { termId, choice }),
      );
      if (!from || !to) return undefined;
      return { base: from, text: to, key: `${sheetId} ${termId} ${from.key} ${to.key}` };
    });
    const authors: Authors = {
      writerOf: (client) => state.clients[String(client)],
      removerOf: (client, clock) => text.removerOf(client, clock),
    };
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

  #clause({ base, text, key }: Comparison, authors: Authors, names: AuthorNames): ClauseRedline {
    let redline = this.#kept.get(key);
    if (!redline) {
      const attribution = attributionFor({ base, text, key }, authors);
      redline = redlineOf(base.blocks, text.blocks, attribution);
    }
    // Last used is last to go.
    this.#kept.delete(key);
    this.#kept.set(key, redline);
    for (const [oldest] of this.#kept) {
      if (this.#kept.size <= MAX_KEPT) break;
      this.#kept.delete(oldest);
    }
    return {
      base: base.kind,
      ...(base.atMs !== undefined && { baseAtMs: base.atMs }),
      hash: hashOf(text.blocks),
      redline: { rows: redline.rows.map((row) => names.signed(row)) },
    };
  }

  #turn(): Promise<void> {
    return new Promise((resolve) => {
      this.#deps.timers.after(durationMs(0), resolve);
    });
  }
}

/** Side and name of whoever wrote in a sheet, as far as a reader may know them. */
export const authorFor = (
  { room, seatId: readerId }: { readonly room: RoomState; readonly seatId: SeatId },
  sheetId: SheetId,
  seatId: SeatId,
): RedlineAnswer['authors'][string] => {
  const seat = room.seats[seatId];
  const sheet = room.sheets[sheetId];
  if (!seat || !sheet) return {};
  // A seat that was taken back has written what it wrote.
  const side =
    seat.teamId === sheet.carrierTeamId
      ? 'carrier'
      : seat.teamId !== null && seat.teamId === sheet.shipperTeamId
        ? 'shipper'
        : undefined;
  const isKnown = mayKnowSeat(room, viewerOf(room, readerId), seat);
  return { ...(side && { side }), ...(isKnown && { name: seat.name }) };
};

/** Replaces seats by signs that say no more than the reader may know. */
class AuthorNames {
  readonly #reader: { room: RoomState; seatId: SeatId };
  readonly #sheetId: SheetId;
  readonly #signs = new Map<SeatId, string>();
  readonly #authors: Record<string, RedlineAnswer['authors'][string]> = {};

  constructor(reader: { room: RoomState; seatId: SeatId }, sheetId: SheetId) {
    this.#reader = reader;
    this.#sheetId = sheetId;
  }

  get all(): RedlineAnswer['authors'] {
    return this.#authors;
  }

  signed(row: RedlineRow): RedlineRow {
    const spans = row.spans.map((span) =>
      span.by === undefined ? span : { ...span, by: this.#sign(span.by) },
    );
    return { ...row, spans, ...(row.by !== undefined && { by: this.#sign(row.by) }) };
  }

  #sign(seatId: SeatId): string {
    const known = this.#signs.get(seatId);
    if (known !== undefined) return known;
    const sign = String(this.#signs.size + 1);
    this.#signs.set(seatId, sign);
    this.#authors[sign] = this.#describe(seatId);
    return sign;
  }

  #describe(seatId: SeatId): RedlineAnswer['authors'][string] {
    return authorFor(this.#reader, this.#sheetId, seatId);
  }
}
