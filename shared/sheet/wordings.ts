// Wordings that a sheet remembers: what a clause said when a side took a position on it. A position is only a hash; the
// wording behind it is what later text is compared with, and what can be put on the table again.

import type { DecideContext } from '../kernel/decider.ts';
import type { TermId } from '../kernel/ids.ts';
import type { EpochMs } from '../kernel/units.ts';
import type { KeptWording, SheetEvent, SheetState } from './types.ts';
import { canonicalJson } from '../kernel/json.ts';

/** Wordings of one clause that are remembered; older ones stay in the journal alone. */
export const MAX_WORDINGS = 24;

/** The wording of a clause that has this hash, if the sheet remembers it. */
export const wordingOf = (
  { wordings }: SheetState,
  termId: TermId,
  hash: string,
): KeptWording | undefined => wordings[termId]?.find((one) => one.hash === hash);

/** The event that remembers how a clause reads now; none when that is remembered already. */
export const keepWording = (
  state: SheetState,
  { termId, hash }: { readonly termId: TermId; readonly hash: string },
  { wording }: DecideContext,
): readonly SheetEvent[] => {
  const standing = wording?.(termId);
  if (!standing) return [];
  const known = wordingOf(state, termId, hash);
  // The same words can be written again by somebody else.
  if (known && canonicalJson(known.runs) === canonicalJson(standing.runs)) return [];
  return [{ type: 'WordingKept', termId, hash, ...standing }];
};

const isInUse = (state: SheetState, termId: TermId, { hash }: KeptWording): boolean => {
  const term = state.terms[termId];
  const held = [term?.carrier, term?.shipper].map((position) => position?.value);
  return (
    term?.agreedHash === hash ||
    held.some((value) => value?.kind === 'clause' && value.hash === hash)
  );
};

/** The state with one more wording, the newest last; what nobody holds makes room. */
export const evolveWording = (
  state: SheetState,
  { termId, hash, blocks, runs }: SheetEvent & { readonly type: 'WordingKept' },
  atMs: EpochMs,
): SheetState => {
  const others = (state.wordings[termId] ?? []).filter((one) => one.hash !== hash);
  const surplus = others.length + 1 - MAX_WORDINGS;
  const unused = others.filter((one) => !isInUse(state, termId, one));
  const gone = new Set(unused.slice(0, Math.max(0, surplus)));
  const kept = [...others.filter((one) => !gone.has(one)), { hash, atMs, blocks, runs }];
  return { ...state, wordings: { ...state.wordings, [termId]: kept } };
};
