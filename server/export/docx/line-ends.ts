// A redline parts lines where they begin, Word where they end. Here every row gets an end, and it is proved that
// accepting all changes gives the lines of the new wording and rejecting them those of the base.

import type { Redline, RedlineRow } from '../../../shared/sheet/redline/types.ts';
import { afterOf, beforeOf } from '../../../shared/sheet/redline/apply.ts';
import { redlineOf } from '../../../shared/sheet/redline/build.ts';
import { isWhole, wholly } from '../../../shared/sheet/redline/table-parts.ts';

/** What the end of a line is: there in both wordings, or in one alone by the author named. */
export interface LineEnd {
  readonly kind: RedlineRow['kind'];
  readonly by?: string;
}

export interface EndedRow {
  readonly row: RedlineRow;
  readonly end: LineEnd;
}

const KEPT: LineEnd = { kind: 'kept' };

const beginningOf = ({ kind, by }: RedlineRow): LineEnd => ({
  kind,
  ...(by !== undefined && { by }),
});

/** A whole line carries its own end, unless text of another line goes on behind it: then ends are the next beginnings. */
const endsOf = (rows: readonly RedlineRow[]): readonly LineEnd[] =>
  rows.map((row, index) => {
    const follower = rows.slice(index + 1).find((later) => !isWhole(later));
    if (follower && follower.kind !== 'kept') return beginningOf(rows[index + 1] ?? follower);
    return isWhole(row) ? beginningOf(row) : KEPT;
  });

const without = { before: 'added', after: 'removed' } as const;

/** Lines as Word reads them: text up to an end that is there. */
const linesOf = (rows: readonly EndedRow[], reading: 'before' | 'after'): readonly string[] => {
  const lines: string[] = [];
  let line = '';
  for (const { row, end } of rows) {
    for (const { kind, text } of row.spans) {
      if (kind !== without[reading]) line += text ?? '\n';
    }
    if (end.kind === without[reading]) continue;
    lines.push(line);
    line = '';
  }
  // What has no end runs into what follows the clause.
  return line === '' ? lines : [...lines, `${line} runs on`];
};

const rowLines = ({ rows }: Redline): readonly string[] =>
  rows.map(({ spans }) => spans.map(({ text }) => text ?? '\n').join(''));

/** The rows of a redline with their ends (EXP5). Where they do not hold, everything is removed and added anew. */
export const endedRows = (redline: Redline): readonly EndedRow[] => {
  const { rows } = redline;
  const ends = endsOf(rows);
  const ended = rows.map((row, index) => ({ row, end: ends[index] ?? KEPT }));
  const [before, after] = [beforeOf(redline), afterOf(redline)];
  const holds = (reading: 'before' | 'after', wording: typeof before): boolean =>
    JSON.stringify(linesOf(ended, reading)) ===
    JSON.stringify(rowLines(redlineOf(wording, wording)));
  if (holds('before', before) && holds('after', after)) return ended;
  const anew = [...wholly(rows, 'before'), ...wholly(rows, 'after')];
  return anew.map((row) => ({ row, end: beginningOf(row) }));
};
