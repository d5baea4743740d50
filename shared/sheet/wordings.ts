// Wordings that a sheet remembers: what a clause said when a side took a position on it. A position is only a hash; the
// wording behind it is what later text is compared with, and what can be put on the table again.

import type { DecideContext } from '../kernel/decider.ts';
import type { SeatId, TermId } from '../kernel/ids.ts';
import type { EpochMs } from '../kernel/units.ts';
import type { KeptWording, PositionValue, SheetEvent, SheetState } from './types.ts';
import { canonicalJson } from '../kernel/json.ts';

/** Wordings of one clause that are remembered; older ones stay in the journal alone. */
const MAX_WORDINGS = 24;
/** Characters of them as JSON, ids included, for one clause; what somebody holds stays even beyond it. */
export const MAX_WORDINGS_SIZE = 400_000;

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

const isInUse = (state: SheetState, termId: TermId, hash: string): boolean => {
  const term = state.terms[termId];
  const held = [term?.carrier, term?.shipper].map((position) => position?.value);
  const isHeld = (value: PositionValue | undefined): boolean =>
    value?.kind === 'clause' && value.hash === hash;
  return term?.agreedHash === hash || held.some(isHeld) || isOnTheTable(state, termId, isHeld);
};

/** What an open offer names can be accepted. */
const isOnTheTable = (
  { offers }: SheetState,
  termId: TermId,
  isHeld: (value: PositionValue) => boolean,
): boolean =>
  Object.values(offers?.byId ?? {}).some(
    ({ status, items }) =>
      status === 'open' && items.some((item) => item.termId === termId && isHeld(item.value)),
  );

const sizeOf = ({ size, blocks, runs }: KeptWording): number =>
  size ?? canonicalJson([blocks, runs]).length;

/** The oldest that nobody holds, until what is left is within the bounds. */
const surplusOf = (
  state: SheetState,
  termId: TermId,
  all: readonly KeptWording[],
): ReadonlySet<KeptWording> => {
  const gone = new Set<KeptWording>();
  let count = all.length;
  let size = all.reduce((sum, wording) => sum + sizeOf(wording), 0);
  // What was kept last is about to be used.
  for (const wording of all.slice(0, -1)) {
    if (count <= MAX_WORDINGS && size <= MAX_WORDINGS_SIZE) break;
    if (isInUse(state, termId, wording.hash)) continue;
    gone.add(wording);
    count -= 1;
    size -= sizeOf(wording);
  }
  return gone;
};

/** The state with one more wording, the newest last; what nobody holds makes room. */
export const evolveWording = (
  state: SheetState,
  { termId, hash, blocks, runs, isOffered }: SheetEvent & { readonly type: 'WordingKept' },
  { atMs, bySeatId }: { readonly atMs: EpochMs; readonly bySeatId: SeatId | null },
): SheetState => {
  const others = (state.wordings[termId] ?? []).filter((one) => one.hash !== hash);
  const size = canonicalJson([blocks, runs]).length;
  const offeredBy = isOffered && bySeatId !== null ? { offeredBy: bySeatId } : {};
  const all = [...others, { hash, atMs, blocks, runs, size, ...offeredBy }];
  const gone = surplusOf(state, termId, all);
  const kept = all.filter((wording) => !gone.has(wording));
  return { ...state, wordings: { ...state.wordings, [termId]: kept } };
};
