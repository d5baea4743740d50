// What of a sheet is still open for the one who reads it: counted on the page, in the outline and in views alike.

import type { TermId } from '../kernel/ids.ts';
import type { SheetView } from './types.ts';

type Looked = Pick<SheetView, 'terms' | 'signing'>;

/**
 * Whether a term is open to the reader of a view: any that is not agreed; of a frozen sheet only one that keeps the
 * reader's own side from signing, because nothing else of it can move (SIG10).
 */
export const isOpenTerm = ({ terms, signing }: Looked, termId: TermId): boolean =>
  signing?.frozen ? (signing.blockedBy ?? []).includes(termId) : terms[termId]?.state !== 'agreed';

/** Ids of the terms that are open to the reader of a view, in its order. */
export const openTerms = (view: Looked): readonly TermId[] =>
  Object.keys(view.terms).filter((termId) => isOpenTerm(view, termId));
