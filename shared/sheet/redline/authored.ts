// Who wrote what in a clause: its canonical value, and beside it the Yjs ids of every character, line and mark, from
// which authors follow. Ids are bound to seats by the server (SHT13); nothing that a client says of itself is looked at.

import type * as Y from 'yjs';
import * as Yjs from 'yjs';
import type { SeatId } from '../../kernel/ids.ts';
import type { ClauseNode } from '../clause-hash.ts';
import { clauseJson } from '../clause-hash.ts';
import { isMereFrame } from '../text-form.ts';
import type { Attribution, RichMark } from './types.ts';

/** Client and clock. */
export type TextId = readonly [number, number];

/** Units that follow each other in the wording and in one Yjs item. */
export interface AuthoredRun {
  readonly units: number;
  /** Id of the first unit; those of the others follow. */
  readonly id: TextId;
  /** For each mark that is on: the id of what began it. */
  readonly marks?: Readonly<Record<string, TextId>>;
  /** For each mark that somebody ended here: the client. */
  readonly ended?: Readonly<Record<string, number>>;
}

/** A clause as it stands. `runs` are in the order of its lines, words and elements (tokens.ts). */
export interface AuthoredClause {
  readonly blocks: readonly ClauseNode[];
  readonly runs: readonly AuthoredRun[];
}

/** Any Yjs type, as far as its children go. */
interface Parent {
  readonly _start: Y.Item | null;
}

/** The value of a clause with the ids of all that can be seen in it. */
export const authoredClause = (fragment: Y.XmlFragment): AuthoredClause => {
  const runs: AuthoredRun[] = [];
  addChildren(runs, fragment);
  return { blocks: clauseJson(fragment), runs };
};

const addChildren = (runs: AuthoredRun[], parent: Parent): void => {
  for (let item = parent._start; item !== null; item = item.right) {
    if (item.deleted || !(item.content instanceof Yjs.ContentType)) continue;
    const { type } = item.content;
    if (type instanceof Yjs.XmlText) addText(runs, type);
    else if (type instanceof Yjs.XmlElement) {
      const id: TextId = [item.id.client, item.id.clock];
      if (!isMereFrame(type.nodeName)) runs.push({ units: 1, id });
      addChildren(runs, type);
    }
  }
};

const addText = (runs: AuthoredRun[], text: Y.XmlText & Parent): void => {
  const marks: Record<string, TextId> = {};
  const ended: Record<string, number> = {};
  for (let item = text._start; item !== null; item = item.right) {
    if (item.deleted) continue;
    const { id, content } = item;
    if (content instanceof Yjs.ContentFormat) {
      const { key } = content;
      // Yjs ends a mark by a null value; its types say the value is always an object.
      const isEnd = (content.value as object | null) === null;
      Reflect.deleteProperty(isEnd ? marks : ended, key);
      if (isEnd) ended[key] = id.client;
      else marks[key] = [id.client, id.clock];
    } else if (content instanceof Yjs.ContentString && content.str !== '') {
      addRun(runs, {
        units: content.str.length,
        id: [id.client, id.clock],
        ...(Object.keys(marks).length > 0 && { marks: { ...marks } }),
        ...(Object.keys(ended).length > 0 && { ended: { ...ended } }),
      });
    }
  }
};

const isBare = ({ marks, ended }: AuthoredRun): boolean => !marks && !ended;

/** What was typed in one go is one run, also where Yjs has cut it. */
const addRun = (runs: AuthoredRun[], run: AuthoredRun): void => {
  const last = runs.at(-1);
  const isNext =
    last?.id[0] === run.id[0] && last.id[1] + last.units === run.id[1] && last.units > 0;
  if (last && isNext && isBare(last) && isBare(run)) {
    runs[runs.length - 1] = { ...last, units: last.units + run.units };
  } else runs.push(run);
};

/** Finds the run of a unit. */
class RunIndex {
  readonly #runs: readonly AuthoredRun[];
  readonly #ends: readonly number[];

  constructor(runs: readonly AuthoredRun[]) {
    this.#runs = runs;
    let end = 0;
    this.#ends = runs.map(({ units }) => (end += units));
  }

  at(unit: number): { readonly run: AuthoredRun; readonly offset: number } | undefined {
    let [low, high] = [0, this.#runs.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#ends[middle] ?? 0) <= unit) low = middle + 1;
      else high = middle;
    }
    const run = this.#runs[low];
    return run && { run, offset: unit - ((this.#ends[low] ?? 0) - run.units) };
  }
}

/** Which ids a wording holds. */
class IdRanges {
  /** By client: beginnings and ends, in order. */
  readonly #ranges = new Map<number, (readonly [number, number])[]>();

  constructor(runs: readonly AuthoredRun[]) {
    for (const { units, id } of runs) {
      const ranges = this.#ranges.get(id[0]) ?? [];
      ranges.push([id[1], id[1] + units]);
      this.#ranges.set(id[0], ranges);
    }
    for (const ranges of this.#ranges.values()) ranges.sort(([a], [b]) => a - b);
  }

  has(client: number, clock: number): boolean {
    const ranges = this.#ranges.get(client) ?? [];
    let [low, high] = [0, ranges.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((ranges[middle]?.[0] ?? 0) <= clock) low = middle + 1;
      else high = middle;
    }
    return clock < (ranges[low - 1]?.[1] ?? 0);
  }
}

export interface Authors {
  /** Seat that a Yjs client id belongs to; undefined for opening wording. The clock is absent where it is not known. */
  readonly writerOf: (client: number, clock?: number) => SeatId | undefined;
  /** Seat that deleted what has this id. */
  readonly removerOf: (client: number, clock: number) => SeatId | undefined;
}

const nameOf = (mark: RichMark): string => (typeof mark === 'string' ? mark : mark.type);

/** Attribution of a redline between two wordings of one document (RED3). */
export const attributionOf = (
  base: readonly AuthoredRun[],
  text: readonly AuthoredRun[],
  { writerOf, removerOf }: Authors,
): Attribution => {
  const [before, after] = [new RunIndex(base), new RunIndex(text)];
  const old = new IdRanges(base);
  return {
    isOld: (unit) => {
      const found = after.at(unit);
      return found !== undefined && old.has(found.run.id[0], found.run.id[1] + found.offset);
    },
    writer: (unit) => {
      const found = after.at(unit);
      return found && writerOf(found.run.id[0], found.run.id[1] + found.offset);
    },
    remover: (unit) => {
      const found = before.at(unit);
      return found && removerOf(found.run.id[0], found.run.id[1] + found.offset);
    },
    styler: (baseUnit, unit, { was, now }) => {
      const [former, found] = [before.at(baseUnit)?.run, after.at(unit)?.run];
      for (const mark of now.map(nameOf).filter((name) => !was.map(nameOf).includes(name))) {
        const begun = found?.marks?.[mark];
        if (begun) return writerOf(...begun);
      }
      for (const mark of was.map(nameOf).filter((name) => !now.map(nameOf).includes(name))) {
        const ended = found?.ended?.[mark];
        if (ended !== undefined) return writerOf(ended);
        const begun = former?.marks?.[mark];
        if (begun) return removerOf(...begun);
      }
      return undefined;
    },
  };
};
