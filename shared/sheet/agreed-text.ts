// The agreed text of the common sheet, as one hash: what everybody in the room can name when the terms of the auction are
// meant. Nobody signs that sheet; what is agreed on it stands by its publication.

import type { SheetState } from './types.ts';
import { hashOfState } from './signing/frozen-form.ts';
import { missingTerms } from './signing/standing.ts';

/**
 * The hash of the agreed terms (TRM1), made as that of a sheet for signature (SIG2): 64 hexadecimal digits. Undefined on a
 * bilateral sheet, and while a required term is open.
 */
export const agreedTextHash = (state: SheetState): string | undefined =>
  state.kind === 'common' && state.template && missingTerms(state).length === 0
    ? hashOfState(state)
    : undefined;
