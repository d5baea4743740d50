// Keeps references whole in a redline: where a change touches part of one, `{ref:` and all, the whole of it is shown as
// removed and added, so that both can be read as numbers.

import type { Redline, RedlineRow, RedlineSpan } from '../redline/types.ts';

/** The beginning of a reference at the end of a text, and the end of one at its beginning. */
const BEGUN = /\{(?:r|re|ref|ref:[a-z0-9.-]*)?$/;
const ENDED = /^[a-z0-9:.-]*\}/;

const isChanged = ({ kind, text }: RedlineSpan): boolean =>
  text !== undefined && (kind === 'added' || kind === 'removed');

const cut = (span: RedlineSpan, from: number, to?: number): RedlineSpan => ({
  ...span,
  text: (span.text ?? '').slice(from, to),
});

/** The changes between two kept texts, with the parts of references that those texts held. */
const completed = (
  changes: readonly RedlineSpan[],
  { before, after }: { readonly before: string; readonly after: string },
): readonly RedlineSpan[] =>
  (['removed', 'added'] as const).flatMap((kind) => {
    const own = changes.filter((span) => span.kind === kind);
    const first = own[0] ?? changes[0];
    if (!first) return [];
    const { by, marks } = first;
    const around = { kind, ...(marks && { marks }), ...(by !== undefined && { by }) };
    const spans = own.length > 0 ? own : [{ ...around, text: '' }];
    return spans.map((span, index) => ({
      ...span,
      text:
        (index === 0 ? before : '') + (span.text ?? '') + (index === spans.length - 1 ? after : ''),
    }));
  });

const mended = (spans: readonly RedlineSpan[]): readonly RedlineSpan[] => {
  const result: RedlineSpan[] = [];
  let rest = [...spans];
  while (rest.length > 0) {
    const [span] = rest;
    if (!span) break;
    const changes = rest.slice(1, 1 + countWhile(rest.slice(1), isChanged));
    const next = rest[1 + changes.length];
    const before = span.kind === 'kept' ? (BEGUN.exec(span.text ?? '')?.[0] ?? '') : '';
    const after = next?.kind === 'kept' ? (ENDED.exec(next.text ?? '')?.[0] ?? '') : '';
    if (before === '' || after === '' || changes.length === 0 || !next) {
      result.push(span);
      rest = rest.slice(1);
      continue;
    }
    const kept = cut(span, 0, (span.text ?? '').length - before.length);
    const tail = cut(next, after.length);
    result.push(...(kept.text === '' ? [] : [kept]), ...completed(changes, { before, after }));
    rest = [...(tail.text === '' ? [] : [tail]), ...rest.slice(2 + changes.length)];
  }
  return result;
};

const countWhile = <T>(list: readonly T[], holds: (item: T) => boolean): number => {
  const end = list.findIndex((item) => !holds(item));
  return end === -1 ? list.length : end;
};

const mendedRow = (row: RedlineRow): RedlineRow => ({ ...row, spans: mended(row.spans) });

/** The same redline, from and to the same wordings, with no reference half changed (EXP6). */
export const withWholeReferences = ({ rows }: Redline): Redline => ({ rows: rows.map(mendedRow) });
