// Reads a redline back: what the text was, and what it is (RED1).

import type { Redline, RedlineSpan, RichNode } from './types.ts';
import type { Inline } from './tokens.ts';
import { RichTextBuilder } from './tokens.ts';

type Reading = 'before' | 'after';

const inlineOf = (span: RedlineSpan, reading: Reading): Inline | undefined => {
  if (span.kind === (reading === 'before' ? 'added' : 'removed')) return undefined;
  const isFormer = span.kind === 'restyled' && reading === 'before';
  const { marks, atom } = isFormer ? (span.was ?? {}) : span;
  if (atom) return { atom };
  return { text: span.text ?? '', ...(marks && { marks }) };
};

const read = ({ rows }: Redline, reading: Reading): readonly RichNode[] => {
  const builder = new RichTextBuilder();
  const unread = reading === 'before' ? 'added' : 'removed';
  for (const { kind, frame, was, spans } of rows) {
    if (kind !== unread) builder.line(reading === 'before' ? (was ?? frame) : frame);
    for (const span of spans) {
      const inline = inlineOf(span, reading);
      if (inline) builder.add(inline);
    }
  }
  return builder.blocks;
};

/** The wording that a redline starts from. Throws Error for one that holds together in no way. */
export const beforeOf = (redline: Redline): readonly RichNode[] => read(redline, 'before');

/** The wording that a redline leads to. Throws Error for one that holds together in no way. */
export const afterOf = (redline: Redline): readonly RichNode[] => read(redline, 'after');
