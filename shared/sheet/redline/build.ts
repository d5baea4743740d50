// Makes the redline of two wordings, and proves it: what comes out has given both wordings back exactly, or it does
// not come out at all.

import type { Attribution, Frame, Redline, RedlineRow, RedlineSpan, RichNode } from './types.ts';
import { canonicalJson } from '../../kernel/json.ts';
import { afterOf, beforeOf } from './apply.ts';
import { matchTokens } from './match.ts';
import type { Stretch } from './shortest-edit.ts';
import { scopeTables } from './table-scopes.ts';
import type { TextRun, Token, Word } from './tokens.ts';
import { hasSameMarks, isSame, keyOf, runsOf, tidied, tokensOf, unitsOf } from './tokens.ts';

const NOBODY: Attribution = {
  writer: () => undefined,
  isOld: () => false,
  remover: () => undefined,
  styler: () => undefined,
};

type Growing<T> = { -readonly [Key in keyof T]: T[Key] };

interface GrowingRow extends Growing<Omit<RedlineRow, 'spans'>> {
  readonly spans: Growing<RedlineSpan>[];
}

/** The unit at which each token begins, and the end. */
const unitStarts = (tokens: readonly Token[]): Int32Array => {
  const starts = new Int32Array(tokens.length + 1);
  let start = 0;
  tokens.forEach((token, index) => {
    start += unitsOf(token);
    starts[index + 1] = start;
  });
  return starts;
};

const isSameSpan = (a: RedlineSpan, b: RedlineSpan): boolean =>
  a.kind === b.kind &&
  a.by === b.by &&
  a.text !== undefined &&
  b.text !== undefined &&
  hasSameMarks(a, b) &&
  isSame(a.was, b.was);

class RedlineMaker {
  readonly #a: readonly Token[];
  readonly #b: readonly Token[];
  readonly #aUnits: Int32Array;
  readonly #bUnits: Int32Array;
  readonly #who: Attribution;
  readonly #rows: GrowingRow[] = [];

  constructor(a: readonly Token[], b: readonly Token[], who: Attribution) {
    this.#a = a;
    this.#b = b;
    this.#aUnits = unitStarts(a);
    this.#bUnits = unitStarts(b);
    this.#who = who;
  }

  make(stretches: readonly Stretch[]): Redline {
    for (const stretch of stretches) {
      if (stretch.isKept) this.#keep(stretch);
      else this.#change(stretch);
    }
    return { rows: this.#rows.map((row, index) => this.#settled(row, this.#rows[index - 1])) };
  }

  #keep({ aFrom, aTo, bFrom }: Stretch): void {
    for (let index = aFrom; index < aTo; index += 1) {
      const bIndex = bFrom + index - aFrom;
      const a = this.#a[index];
      const b = this.#b[bIndex];
      if (a?.kind === 'word' && b?.kind === 'word') {
        // Nearly every word of a sheet.
        if (!a.runs && !b.runs && hasSameMarks(a, b)) this.#keepText(b);
        else this.#keepWord(a, b, [this.#aUnits[index] ?? 0, this.#bUnits[bIndex] ?? 0]);
      } else if (a?.kind === 'line' && b?.kind === 'line') this.#keepLine(a.frame, b.frame);
      else if (a?.kind === 'atom' && b?.kind === 'atom') {
        this.#keepAtom(a.node, b.node, this.#bUnits[bIndex] ?? 0);
      }
    }
  }

  #keepText({ text, marks }: TextRun): void {
    this.#push(marks ? { kind: 'kept', text, marks } : { kind: 'kept', text });
  }

  #keepLine(was: Frame, frame: Frame): void {
    const isMoved = !isSame(was, frame);
    const isReframed = !isSame(was.path, frame.path);
    this.#rows.push({
      kind: 'kept',
      frame,
      ...(isMoved && { was }),
      ...(isReframed && { isReframed }),
      spans: [],
    });
  }

  /** Text of equal letters, cut where marks begin or end on either side. */
  #keepWord(was: Word, now: Word, [aUnit, bUnit]: readonly [number, number]): void {
    const [before, after] = [[...runsOf(was)], [...runsOf(now)]];
    for (let at = 0; before[0] && after[0];) {
      const [a, b] = [before[0], after[0]];
      const length = Math.min(a.text.length, b.text.length);
      const text = b.text.slice(0, length);
      if (hasSameMarks(a, b)) this.#keepText({ ...b, text });
      else {
        const marks = b.marks && { marks: b.marks };
        const change = { was: a.marks ?? [], now: b.marks ?? [] };
        const by = this.#who.styler(aUnit + at, bUnit + at, change);
        this.#push({
          ...{ kind: 'restyled', text, ...marks },
          was: { ...(a.marks && { marks: a.marks }) },
          ...(by !== undefined && { by }),
        });
      }
      at += length;
      for (const [runs, run] of [
        [before, a],
        [after, b],
      ] as const) {
        if (run.text.length === length) runs.shift();
        else runs[0] = { ...run, text: run.text.slice(length) };
      }
    }
  }

  #keepAtom(was: RichNode, atom: RichNode, bUnit: number): void {
    if (isSame(was, atom)) {
      this.#push({ kind: 'kept', atom });
      return;
    }
    const by = this.#who.writer(bUnit);
    this.#push({ kind: 'restyled', atom, was: { atom: was }, ...(by !== undefined && { by }) });
  }

  /**
   * What belongs to the line that goes on comes before the lines that come or go, the removed before the added.
   */
  #change({ aFrom, aTo, bFrom, bTo }: Stretch): void {
    const firstLine = (tokens: readonly Token[], from: number, to: number): number => {
      let index = from;
      while (index < to && tokens[index]?.kind !== 'line') index += 1;
      return index;
    };
    const aLine = firstLine(this.#a, aFrom, aTo);
    const bLine = firstLine(this.#b, bFrom, bTo);
    this.#put('removed', aFrom, aLine);
    this.#put('added', bFrom, bLine);
    this.#put('removed', aLine, aTo);
    this.#put('added', bLine, bTo);
  }

  #put(kind: 'added' | 'removed', from: number, to: number): void {
    const [tokens, units] = kind === 'added' ? [this.#b, this.#bUnits] : [this.#a, this.#aUnits];
    const start = units[from] ?? 0;
    const authors = this.#authors(kind, start, units[to] ?? start);
    for (let index = from; index < to; index += 1) {
      const token = tokens[index];
      const unit = (units[index] ?? 0) - start;
      if (!token) return;
      if (token.kind === 'word')
        this.#putWord(kind, runsOf(token), authors.slice(unit, unit + token.text.length));
      else {
        const by = authors[unit];
        const author = by !== undefined && { by };
        if (token.kind === 'atom') this.#push({ kind, atom: token.node, ...author });
        else this.#rows.push({ kind, frame: token.frame, ...author, spans: [] });
      }
    }
  }

  /** Who changed each unit; one that only stands between changed ones goes with its neighbours. */
  #authors(kind: 'added' | 'removed', from: number, to: number): readonly (string | undefined)[] {
    const { writer, remover, isOld } = this.#who;
    const known = Array.from({ length: to - from }, (_, index) => {
      const unit = from + index;
      if (kind === 'removed') return remover(unit);
      return isOld(unit) ? undefined : writer(unit);
    });
    const first = known.find((by) => by !== undefined);
    let last = first;
    return known.map((by) => (last = by ?? last));
  }

  /** One span for each author: a word can be written by two. */
  #putWord(
    kind: 'added' | 'removed',
    runs: readonly TextRun[],
    authors: readonly (string | undefined)[],
  ): void {
    let at = 0;
    for (const { text, marks } of runs) {
      for (let from = 0; from < text.length;) {
        const by = authors[at + from];
        let to = from + 1;
        while (to < text.length && authors[at + to] === by) to += 1;
        const piece = text.slice(from, to);
        this.#push({ kind, text: piece, ...(marks && { marks }), ...(by !== undefined && { by }) });
        from = to;
      }
      at += text.length;
    }
  }

  #push(span: RedlineSpan): void {
    const row = this.#rows.at(-1);
    if (!row) throw new Error('text stands before the first line');
    const last = row.spans.at(-1);
    if (last && isSameSpan(last, span)) last.text = (last.text ?? '') + (span.text ?? '');
    else row.spans.push(span);
  }

  /** Between two lines that both stay, what is around them can change by itself: one list becomes two. */
  #settled(row: GrowingRow, before: RedlineRow | undefined): RedlineRow {
    const isBetweenKept = row.kind === 'kept' && before?.kind === 'kept' && !before.isReframed;
    const isParted = isBetweenKept && row.was !== undefined && row.was.joins !== row.frame.joins;
    return isParted ? { ...row, isReframed: true } : row;
  }
}

/**
 * An addition between equal words can be read at more than one place; it is moved to where what it adds is new and what
 * it leaves is old.
 */
const slid = (
  stretches: readonly Stretch[],
  b: readonly Token[],
  who: Attribution,
): readonly Stretch[] => {
  const units = unitStarts(b);
  const isOld = (index: number): boolean => who.isOld(units[index] ?? 0);
  const result = [...stretches];
  for (let index = 1; index < result.length - 1; index += 1) {
    const [before, change, after] = [result[index - 1], result[index], result[index + 1]];
    if (!before || !change || !after || change.isKept || change.aFrom !== change.aTo) continue;
    let steps = 0;
    const canStep = (): boolean => {
      const [first, next] = [change.bFrom + steps, change.bTo + steps];
      if (next >= after.bTo || !isOld(first) || isOld(next)) return false;
      return keyOf(b[first] as Token) === keyOf(b[next] as Token);
    };
    while (canStep()) steps += 1;
    if (steps === 0) continue;
    const [aAt, bFrom, bTo] = [change.aFrom + steps, change.bFrom + steps, change.bTo + steps];
    result[index - 1] = { ...before, aTo: aAt, bTo: bFrom };
    result[index] = { ...change, aFrom: aAt, aTo: aAt, bFrom, bTo };
    result[index + 1] = { ...after, aFrom: aAt, bFrom: bTo };
  }
  return result.filter(({ aFrom, aTo, bFrom, bTo }) => aFrom < aTo || bFrom < bTo);
};

/** Everything removed and everything added; what remains when a finer redline does not hold. */
const replacement = (base: readonly Token[], text: readonly Token[], who: Attribution): Redline => {
  const all = { aFrom: 0, aTo: base.length, bFrom: 0, bTo: text.length };
  return new RedlineMaker(base, text, who).make([{ ...all, isKept: false }]);
};

/** Everything kept: there is nothing to look for where both wordings are the same. */
const unchanged = (tokens: readonly Token[], who: Attribution): Redline => {
  const all = { aFrom: 0, aTo: tokens.length, bFrom: 0, bTo: tokens.length };
  return new RedlineMaker(tokens, tokens, who).make([{ ...all, isKept: true }]);
};

/** Whether a redline gives both wordings back, and nothing else. */
const holds = (redline: Redline, was: string, is: string): boolean =>
  canonicalJson(beforeOf(redline)) === was && canonicalJson(afterOf(redline)) === is;

/**
 * What changed between a base and a new wording (RED1, RED2). Both are compared as readers see them: runs parted
 * without need and empty texts do not count. Applied to the base the redline gives the new wording exactly; that is
 * tried before it is returned. Throws Error when even replacing everything does not give it, which is a fault.
 */
export const redlineOf = (
  base: readonly RichNode[],
  text: readonly RichNode[],
  who: Attribution = NOBODY,
): Redline => {
  const [before, after] = [tidied(base), tidied(text)];
  const was = canonicalJson(before);
  const is = base === text ? was : canonicalJson(after);
  if (was === is) {
    const same = unchanged(tokensOf(after), who);
    if (holds(same, was, is)) return same;
  }
  const [a, b] = scopeTables(tokensOf(before), tokensOf(after));
  const redline = new RedlineMaker(a, b, who).make(slid(matchTokens(a, b), b, who));
  if (holds(redline, was, is)) return redline;
  const whole = replacement(a, b, who);
  if (holds(whole, was, is)) return whole;
  throw new Error(`a redline gives another text: ${canonicalJson(afterOf(whole))}`);
};
