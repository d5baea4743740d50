// Which streams hold text, and how much of it.

import type { StreamName } from '../../shared/kernel/ids.ts';
import type { CaucusState } from '../../shared/sheet/caucus/types.ts';
import type { TextPart } from './types.ts';
import { isDraftGone, MAX_CAUCUS_BYTES } from '../../shared/sheet/caucus/caucus.ts';
import { createTextPart } from './text.ts';

/** The text part of a stream, by the beginning of its name; none where there is no text. */
export const textFor = (stream: StreamName): { readonly text?: TextPart } => {
  if (stream.startsWith('sheet:')) return { text: createTextPart() };
  if (!stream.startsWith('caucus:')) return {};
  return {
    text: createTextPart({
      maxSheetBytes: MAX_CAUCUS_BYTES,
      isLocked: (state, draftId) => isDraftGone(state as CaucusState, draftId),
    }),
  };
};
