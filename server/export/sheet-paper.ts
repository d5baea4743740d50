// Makes the paper of a sheet out of its host: state and text as they are durable, seen as the seat that asks. Who wrote
// and when is read from the record.

import type { SeatId, SheetId, TermId } from '../../shared/kernel/ids.ts';
import type { EpochMs } from '../../shared/kernel/units.ts';
import type { RoomState } from '../../shared/room/types.ts';
import type { PaperText } from '../../shared/sheet/paper/paper.ts';
import type {
  Edition,
  Paper,
  PaperAuthor,
  PaperBase,
  PaperReading,
} from '../../shared/sheet/paper/types.ts';
import type { Authors } from '../../shared/sheet/redline/authored.ts';
import type { SheetState, SheetView } from '../../shared/sheet/types.ts';
import type { Hosts, TextReading } from '../host/types.ts';
import type { Timers } from '../ports.ts';
import { hashOf } from '../../shared/kernel/hash.ts';
import { durationMs, epochMs } from '../../shared/kernel/units.ts';
import { rehearsalTitle } from '../../shared/room/rehearsal-title.ts';
import { viewerOf } from '../../shared/room/walls.ts';
import { wordsOf } from '../../shared/sheet/comments/passages.ts';
import { attributionOf } from '../../shared/sheet/redline/authored.ts';
import { redlineOf } from '../../shared/sheet/redline/build.ts';
import { paperOf } from '../../shared/sheet/paper/paper.ts';
import { clausesOf } from '../../shared/sheet/template.ts';
import { viewSheet } from '../../shared/sheet/view.ts';
import type { Wording } from '../gateway/comparisons.ts';
import { authorFor } from '../gateway/redline-authors.ts';
import { wordingFor } from '../gateway/redlines.ts';
import { readerOf } from '../record/reader-of.ts';
import type { PaperComments } from './paper-comments.ts';
import { paperComments } from './paper-comments.ts';
import type { EditTimes, TextTimes } from './edit-times.ts';

const MINUTE_MS = 60_000;
/** Units of text after which others get their turn. */
const UNITS_A_TURN = 12_000;

export interface SheetPaperDeps {
  readonly hosts: Pick<Hosts, 'sheet'>;
  readonly times: EditTimes;
  readonly timers: Timers;
}

/** Who asks for which sheet, in which form. A redacted edition is always read clean. */
export interface PaperAsk {
  readonly room: RoomState;
  readonly seatId: SeatId;
  readonly sheetId: SheetId;
  readonly edition: Edition;
  readonly reading: PaperReading;
  readonly base: PaperBase;
  /** None unless asked for. */
  readonly comments?: PaperComments;
  /** With the fields that only the asking side sees (EXP12); who is of no side has what it sees anyway. */
  readonly hasOwnFields?: boolean;
  /** It is then marked as internal where it has any. */
  readonly isForOwnTeam?: boolean;
}

/** A sheet as one seat sees it, with the paper made of that. */
export interface SeenSheet {
  readonly state: SheetState;
  readonly view: SheetView;
  readonly paper: Paper;
}

/** Seats and minutes behind the signs in a redline. */
class Signs {
  readonly #ask: PaperAsk;
  readonly #signs = new Map<string, string>();
  readonly authors: Record<string, PaperAuthor> = {};

  constructor(ask: PaperAsk) {
    this.#ask = ask;
  }

  of(seatId: SeatId | undefined, atMs: EpochMs | undefined): string | undefined {
    if (seatId === undefined) return undefined;
    const minute = atMs === undefined ? undefined : atMs - (atMs % MINUTE_MS);
    const key = `${seatId} ${String(minute)}`;
    const known = this.#signs.get(key);
    if (known !== undefined) return known;
    const sign = String(this.#signs.size + 1);
    this.#signs.set(key, sign);
    this.authors[sign] = {
      ...authorFor(this.#ask, this.#ask.sheetId, seatId),
      ...(minute !== undefined && { atMs: epochMs(minute) }),
    };
    return sign;
  }
}

interface Reading {
  readonly state: SheetState;
  readonly text: TextReading;
}

/** A clause's wordings, read at one moment. */
interface Pair {
  readonly termId: TermId;
  readonly from: Wording;
  readonly now: Wording;
}

const pairsOf = ({ state, text }: Reading, { reading, base }: PaperAsk): readonly Pair[] =>
  (state.template ? clausesOf(state.template) : []).flatMap(({ id: termId }) => {
    const now = wordingFor(state, text, { termId, choice: { kind: 'standing' } });
    const from =
      reading === 'clean' ? now : wordingFor(state, text, { termId, choice: { kind: base } });
    return now && from ? [{ termId, from, now }] : [];
  });

const textOf = ({ from, now }: Pair, authors: Authors): PaperText => {
  const who = from === now ? undefined : attributionOf(from.runs, now.runs, authors);
  return { hash: hashOf(now.blocks), redline: redlineOf(from.blocks, now.blocks, who) };
};

const authorsOf = (
  { clients }: SheetState,
  { text, times, signs }: { text: TextReading; times: TextTimes; signs: Signs },
): Authors => ({
  writerOf: (client, clock) =>
    signs.of(
      clients[String(client)],
      clock === undefined ? undefined : times.writtenAt(client, clock),
    ),
  removerOf: (client, clock) =>
    signs.of(text.removerOf(client, clock), times.removedAt(client, clock)),
});

/** All texts of a sheet, with a pause for others now and then. */
const comparedTexts = async (
  timers: Timers,
  pairs: readonly Pair[],
  authors: Authors,
): Promise<ReadonlyMap<TermId, PaperText>> => {
  const texts = new Map<TermId, PaperText>();
  let units = 0;
  for (const pair of pairs) {
    texts.set(pair.termId, textOf(pair, authors));
    units += [...pair.from.runs, ...pair.now.runs].reduce((sum, run) => sum + run.units, 0);
    if (units < UNITS_A_TURN) continue;
    units = 0;
    await new Promise<void>((resolve) => {
      timers.after(durationMs(0), resolve);
    });
  }
  return texts;
};

/** Whether a side has fields on the sheet that only it sees. */
const hasOwn = ({ side, template }: SheetView): boolean =>
  side !== undefined &&
  template.sections.some(({ terms }) =>
    terms.some((term) => term.kind === 'field' && term.privateTo === side),
  );

/** The sheet as a seat that may read it takes it out (EXP1, EXP2). */
export const seeSheet = async (deps: SheetPaperDeps, ask: PaperAsk): Promise<SeenSheet> => {
  const { room, seatId, sheetId, edition } = ask;
  const host = deps.hosts.sheet(sheetId);
  const times = await deps.times.of(sheetId);
  const { state, at } = await host.confirmed();
  const text = await host.reading();
  const signs = new Signs(ask);
  const asked: PaperAsk = edition === 'redacted' ? { ...ask, reading: 'clean' } : ask;
  const authors = authorsOf(state, { text, times, signs });
  const pairs = pairsOf({ state, text }, asked);
  const texts = await comparedTexts(deps.timers, pairs, authors);
  const audience = {
    ...readerOf(room, viewerOf(room, seatId), sheetId),
    nameOf: (id: SeatId) => authorFor(ask, sheetId, id).name ?? '',
  };
  const view = viewSheet(state, audience);
  const paper = paperOf(state, view, {
    ...{ edition, reading: asked.reading, asOfMs: times.toldAtMs ?? at },
    authors: signs.authors,
    hasOwnFields: ask.hasOwnFields ?? view.side === undefined,
    ...paperComments(view, ask.comments ?? 'none', (termId) => {
      const clause = text.authored(termId);
      return clause && wordsOf(clause);
    }),
    textOf: (termId) => texts.get(termId),
  });
  // A redacted paper has the title of its template, which knows of no rehearsal (REH2).
  const title = room.rehearsal ? rehearsalTitle(paper.title) : paper.title;
  const isInternal = ask.isForOwnTeam === true && edition === 'sealed' && hasOwn(view);
  return { state, view, paper: { ...paper, title, ...(isInternal && { hasInternal: true }) } };
};
