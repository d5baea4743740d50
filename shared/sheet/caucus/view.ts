// A caucus as its own team sees it. That nobody else does is decided in room/caucus-rights.ts: there is no view for others.

import type { SeatId, SheetId } from '../../kernel/ids.ts';
import type { Side } from '../../room/types.ts';
import type { CaucusState, CaucusView, Draft, DraftView } from './types.ts';

/** Whose view it is. */
export interface CaucusAudience {
  readonly sheetId: SheetId;
  readonly side: Side;
  /** Name of a seat; empty where there is none. */
  readonly nameOf: (seatId: SeatId) => string;
}

const byOf = (bySeatId: SeatId | null, nameOf: CaucusAudience['nameOf']): string =>
  bySeatId === null ? '' : nameOf(bySeatId);

const draftView = (draft: Draft, nameOf: CaucusAudience['nameOf']): DraftView => ({
  termId: draft.termId,
  from: draft.from,
  ...(draft.name !== null && { name: draft.name }),
  begunAtMs: draft.begun.atMs,
  by: byOf(draft.begun.bySeatId, nameOf),
  standing: draft.standing,
  opening: draft.opening.hash,
  ...(draft.offers.length > 0 && {
    offers: Object.fromEntries(
      draft.offers.map(({ offerId, atMs, bySeatId, hash }) => [
        offerId,
        { atMs, by: byOf(bySeatId, nameOf), hash },
      ]),
    ),
  }),
});

/** The drafts of a team, for its own seats. */
export const viewCaucus = (
  { drafts }: CaucusState,
  { sheetId, side, nameOf }: CaucusAudience,
): CaucusView => ({
  ...{ sheetId, side },
  drafts: Object.fromEntries(
    Object.entries(drafts).map(([draftId, draft]) => [draftId, draftView(draft, nameOf)]),
  ),
});
