// Redlines of drafts in a caucus: against the clause as it stands on the sheet, or against what the draft began with. Who
// wrote what in a draft is read from its record; of the sheet's text only that it is not in the draft.

import type { SeatId } from '../../shared/kernel/ids.ts';
import type { DraftRedlineMessage, RedlineAnswer } from '../../shared/protocol/redline.ts';
import type { CaucusPlace } from '../../shared/room/caucus-rights.ts';
import type { RoomState } from '../../shared/room/types.ts';
import type { Draft, DraftId } from '../../shared/sheet/caucus/types.ts';
import type { Hosts, TextReading } from '../host/types.ts';
import type { Comparison, Wording } from './comparisons.ts';
import type { Redlines } from './redlines.ts';
import { hashOf } from '../../shared/kernel/hash.ts';
import { draftOf } from '../../shared/sheet/caucus/caucus.ts';
import { openingOfDraft } from '../../shared/sheet/caucus/opening-text.ts';
import { recordedAuthors } from './comparisons.ts';
import { signOf } from './redlines.ts';

export interface DraftRedlineDeps {
  readonly hosts: Pick<Hosts, 'sheet' | 'caucus'>;
  readonly redlines: Redlines;
}

/** While the clause still reads as the draft began, its characters are known by the draft's own ids. */
const standingWording = (
  { draftId, draft }: { readonly draftId: DraftId; readonly draft: Draft },
  sheet: TextReading,
): Wording | undefined => {
  const standing = sheet.authored(draft.termId);
  if (!standing) return undefined;
  const hash = hashOf(standing.blocks);
  const isOpening = hash === draft.opening.hash;
  const { runs } = isOpening ? openingOfDraft(draftId, draft) : { runs: [] };
  return { blocks: standing.blocks, runs, kind: 'opening', key: `standing ${hash}` };
};

/** The redlines that a seat of the team asks for. */
export const redlineDrafts = async (
  { hosts, redlines }: DraftRedlineDeps,
  { drafts }: DraftRedlineMessage,
  where: CaucusPlace & { readonly room: RoomState; readonly seatId: SeatId },
): Promise<RedlineAnswer> => {
  const { sheetId, teamId, stream, room, seatId } = where;
  const host = hosts.caucus(sheetId, teamId);
  const { state } = await host.confirmed();
  const sheet = await hosts.sheet(sheetId).reading();
  const text = await host.reading();
  const comparisons = drafts.map(({ draftId, base }): Comparison | undefined => {
    const draft = draftOf(state, draftId);
    const written = draft && text.authored(draftId);
    if (!written) return undefined;
    const opening = (): Wording => ({
      ...openingOfDraft(draftId, draft),
      ...{ kind: 'opening', key: 'opening' },
    });
    const from = base === 'opening' ? opening() : standingWording({ draftId, draft }, sheet);
    if (!from) return undefined;
    const to: Wording = { ...written, kind: 'standing', key: signOf(written) };
    return { base: from, text: to, key: `${stream} ${draftId} ${from.key} ${to.key}` };
  });
  // What a draft began with is nobody's.
  const authors = recordedAuthors(text, (client) => state.clients[String(client)] || undefined);
  const answer = await redlines.compare(comparisons, {
    authors,
    reader: { room, seatId },
    sheetId,
  });
  return {
    ...answer,
    clauses: answer.clauses.map((clause, place) =>
      clause && 'redline' in clause && drafts[place]?.base === 'standing'
        ? { ...clause, base: 'standing' }
        : clause,
    ),
  };
};
