// Which tokens of two wordings are the same. Words are compared by their text alone, so that a change of formatting
// is seen as one. The work is bounded by counts, never by a clock: what differs too much is compared line by line,
// and what differs even then is replaced as a whole.

import type { Stretch } from './shortest-edit.ts';
import { equalEnds, shortestEdit } from './shortest-edit.ts';
import type { Token } from './tokens.ts';
import { keyOf } from './tokens.ts';

/** Changed tokens beyond which two stretches are no longer compared word by word; cost grows with its square. */
const MAX_EDITS = 500;
/** Letters that a kept piece between two changes must have to be worth reading on its own. */
const MIN_KEPT_LETTERS = 12;
/** Of a line's letters, the hundredths that must be kept for it to be called the same line. */
const MIN_KEPT_SHARE = 22;

/** Numbers for texts: the same number for the same text. */
class Numbers {
  readonly #known = new Map<string, number>();

  of(text: string): number {
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    this.#known.set(text, this.#known.size);
    return this.#known.size - 1;
  }
}

/** Tokens as numbers: the same number for the same token in either row; and how many letters stand before each. */
interface Row {
  readonly tokens: readonly Token[];
  readonly keys: Int32Array;
  /** One more than there are tokens: all letters at the end. */
  readonly letters: Int32Array;
}

const lettersOf = (token: Token): number =>
  token.kind === 'word' && /[\p{L}\p{N}]/u.test(token.text) ? token.text.length : 0;

/** Reads tokens into rows; what it has learned of a word it does not look at again. */
class RowReader {
  readonly #numbers = new Numbers();
  /** By number. */
  readonly #letters: number[] = [];

  read(tokens: readonly Token[]): Row {
    const keys = new Int32Array(tokens.length);
    const letters = new Int32Array(tokens.length + 1);
    let before = 0;
    tokens.forEach((token, index) => {
      const key = this.#numbers.of(keyOf(token));
      keys[index] = key;
      before += this.#letters[key] ??= lettersOf(token);
      letters[index + 1] = before;
    });
    return { tokens, keys, letters };
  }
}

const lettersIn = ({ letters }: Row, from: number, to: number): number =>
  (letters[to] ?? 0) - (letters[from] ?? 0);

const hasLine = ({ tokens }: Row, from: number, to: number): boolean => {
  for (let index = from; index < to; index += 1) if (tokens[index]?.kind === 'line') return true;
  return false;
};

/** Matches two rows of tokens; the stretches cover both from the beginning to the end. */
export const matchTokens = (base: readonly Token[], text: readonly Token[]): readonly Stretch[] => {
  const reader = new RowReader();
  const [a, b] = [reader.read(base), reader.read(text)];
  const found = shortestEdit(a.keys, b.keys, MAX_EDITS) ?? byLines(a, b);
  return withoutStrangers(a, b, withoutIslands(a, b, atLines(base, text, found)));
};

/** Where each line begins, and the end. */
const lineStarts = (tokens: readonly Token[]): readonly number[] => [
  ...tokens.flatMap(({ kind }, index) => (kind === 'line' ? [index] : [])),
  tokens.length,
];

/** Unchanged lines and cells first, then words between and in them where that is not too much. */
const byLines = (a: Row, b: Row): readonly Stretch[] => {
  const [aStarts, bStarts] = [lineStarts(a.tokens), lineStarts(b.tokens)];
  const lines = new Numbers();
  const linesOf = ({ keys, tokens }: Row, starts: readonly number[]): Int32Array =>
    Int32Array.from(starts.slice(0, -1), (start, at) => {
      // A cell is the same cell, whatever is written in it.
      const isCell = tokens[start]?.scope !== undefined;
      return lines.of(
        isCell ? `cell ${String(keys[start])}` : keys.subarray(start, starts[at + 1]).join(),
      );
    });
  const [aLines, bLines] = [linesOf(a, aStarts), linesOf(b, bStarts)];
  const matched = shortestEdit(aLines, bLines, MAX_EDITS) ?? equalEnds(aLines, bLines);
  const found = matched.flatMap((line): readonly Stretch[] => {
    const count = line.isKept ? line.aTo - line.aFrom : 1;
    return Array.from({ length: count }, (_, at) => {
      const [aFrom, bFrom] = [line.aFrom + at, line.bFrom + at];
      const [aTo, bTo] = line.isKept ? [aFrom + 1, bFrom + 1] : [line.aTo, line.bTo];
      return wordsBetween(a, b, {
        isKept: line.isKept,
        ...{ aFrom: aStarts[aFrom] ?? 0, aTo: aStarts[aTo] ?? 0 },
        ...{ bFrom: bStarts[bFrom] ?? 0, bTo: bStarts[bTo] ?? 0 },
      });
    }).flat();
  });
  return merged(found);
};

/** The words of lines that differ, or of one cell in two wordings; all of them where they differ too much. */
const wordsBetween = (a: Row, b: Row, lines: Stretch): readonly Stretch[] => {
  const { isKept, aFrom, aTo, bFrom, bTo } = lines;
  if (isKept && a.tokens[aFrom]?.scope === undefined) return [lines];
  const [before, after] = [a.keys.subarray(aFrom, aTo), b.keys.subarray(bFrom, bTo)];
  const inner = shortestEdit(before, after, MAX_EDITS);
  return (
    inner?.map((one) => ({
      isKept: one.isKept,
      ...{ aFrom: aFrom + one.aFrom, aTo: aFrom + one.aTo },
      ...{ bFrom: bFrom + one.bFrom, bTo: bFrom + one.bTo },
    })) ?? [{ ...lines, isKept: false }]
  );
};

/** Neighbouring stretches of one kind as one. */
const merged = (stretches: readonly Stretch[]): readonly Stretch[] => {
  const result: Stretch[] = [];
  for (const next of stretches) {
    const last = result.at(-1);
    if (last?.isKept === next.isKept) {
      result[result.length - 1] = { ...last, aTo: next.aTo, bTo: next.bTo };
    } else result.push(next);
  }
  return result;
};

/**
 * Lines that come or go between others do so as a whole: of two ways to read the same edit, the one that begins with the
 * beginning of a line.
 */
const atLines = (
  a: readonly Token[],
  b: readonly Token[],
  stretches: readonly Stretch[],
): readonly Stretch[] => {
  const result = [...stretches];
  for (let index = 1; index < result.length - 1; index += 1) {
    const [before, change, after] = [result[index - 1], result[index], result[index + 1]];
    if (!before || !change || !after || change.isKept) continue;
    const isRemoval = change.bFrom === change.bTo;
    if (!isRemoval && change.aFrom !== change.aTo) continue;
    const [from, to] = isRemoval ? [change.aFrom, change.aTo] : [change.bFrom, change.bTo];
    const steps = stepsToLine(isRemoval ? a : b, { from, to, room: before.aTo - before.aFrom - 1 });
    const [aFrom, aTo] = [change.aFrom - steps, change.aTo - steps];
    const [bFrom, bTo] = [change.bFrom - steps, change.bTo - steps];
    result[index - 1] = { ...before, aTo: aFrom, bTo: bFrom };
    result[index] = { isKept: false, aFrom, aTo, bFrom, bTo };
    result[index + 1] = { ...after, aFrom: aTo, bFrom: bTo };
  }
  return result;
};

/** How far a stretch has to go back to begin with a line and still say the same; 0 when it cannot. */
const stepsToLine = (
  tokens: readonly Token[],
  { from, to, room }: { readonly from: number; readonly to: number; readonly room: number },
): number => {
  for (let steps = 0; steps <= room; steps += 1) {
    if (tokens[from - steps]?.kind === 'line') return steps;
    const [last, before] = [tokens[to - steps - 1], tokens[from - steps - 1]];
    if (!last || !before || keyOf(last) !== keyOf(before)) return 0;
  }
  return 0;
};

/** Letters that a change removes or adds, whichever is more. */
const weight = (a: Row, b: Row, change: Stretch | undefined): number =>
  change
    ? Math.max(lettersIn(a, change.aFrom, change.aTo), lettersIn(b, change.bFrom, change.bTo))
    : 0;

/** A word or two that happen to be the same in the middle of a rewritten sentence are rewritten with it. */
const withoutIslands = (a: Row, b: Row, stretches: readonly Stretch[]): readonly Stretch[] => {
  const result: Stretch[] = [];
  stretches.forEach((next, index) => {
    const isBetween = index > 0 && index < stretches.length - 1;
    const letters = lettersIn(a, next.aFrom, next.aTo);
    const isIsland =
      next.isKept &&
      isBetween &&
      letters < MIN_KEPT_LETTERS &&
      !hasLine(a, next.aFrom, next.aTo) &&
      letters <= weight(a, b, result.at(-1)) &&
      letters <= weight(a, b, stretches[index + 1]);
    const last = result.at(-1);
    if (last && (isIsland || last.isKept === next.isKept)) {
      result[result.length - 1] = { ...last, aTo: next.aTo, bTo: next.bTo };
    } else result.push(next);
  });
  return result;
};

const endOfLine = (tokens: readonly Token[], start: number): number => {
  let end = start + 1;
  while (end < tokens.length && tokens[end]?.kind !== 'line') end += 1;
  return end;
};

/** Lines that share next to nothing are one line removed and another added; cells are not. */
const withoutStrangers = (a: Row, b: Row, stretches: readonly Stretch[]): readonly Stretch[] => {
  const partner = new Int32Array(a.tokens.length).fill(-1);
  for (const { isKept, aFrom, aTo, bFrom } of stretches) {
    for (let index = aFrom; isKept && index < aTo; index += 1) {
      partner[index] = bFrom + index - aFrom;
    }
  }
  let isChanged = false;
  for (let start = 0; start < a.tokens.length; start += 1) {
    const bStart = partner[start] ?? -1;
    const line = a.tokens[start];
    // A cell stays the same cell, whatever is written in it.
    if (line?.kind !== 'line' || line.scope !== undefined || bStart === -1) continue;
    const [end, bEnd] = [endOfLine(a.tokens, start), endOfLine(b.tokens, bStart)];
    if (!areStrangers(a, b, { start, end, bStart, bEnd, partner })) continue;
    partner.fill(-1, start, end);
    isChanged = true;
  }
  return isChanged ? stretchesOf(partner, b.tokens.length) : stretches;
};

const areStrangers = (
  a: Row,
  b: Row,
  line: {
    readonly start: number;
    readonly end: number;
    readonly bStart: number;
    readonly bEnd: number;
    readonly partner: Int32Array;
  },
): boolean => {
  const { start, end, bStart, bEnd, partner } = line;
  const more = Math.max(lettersIn(a, start, end), lettersIn(b, bStart, bEnd));
  let kept = 0;
  for (let index = start; index < end; index += 1) {
    const at = partner[index] ?? -1;
    // What went to another line was parted from this one: these are no strangers.
    if (at !== -1 && (at < bStart || at >= bEnd)) return false;
    if (at !== -1) kept += lettersIn(a, index, index + 1);
  }
  const hasText = lettersIn(a, start, end) > 0 && lettersIn(b, bStart, bEnd) > 0;
  return hasText && kept * 100 < more * MIN_KEPT_SHARE;
};

const stretchesOf = (partner: Int32Array, bLength: number): readonly Stretch[] => {
  const result: Stretch[] = [];
  let bAt = 0;
  partner.forEach((bIndex, aIndex) => {
    const isKept = bIndex !== -1;
    if (isKept && bIndex > bAt) {
      result.push({ isKept: false, aFrom: aIndex, aTo: aIndex, bFrom: bAt, bTo: bIndex });
    }
    const bFrom = isKept ? bIndex : bAt;
    bAt = isKept ? bIndex + 1 : bAt;
    result.push({ isKept, aFrom: aIndex, aTo: aIndex + 1, bFrom, bTo: bAt });
  });
  const end = partner.length;
  result.push({ isKept: false, aFrom: end, aTo: end, bFrom: bAt, bTo: bLength });
  return merged(result.filter((one) => one.aTo > one.aFrom || one.bTo > one.bFrom));
};
