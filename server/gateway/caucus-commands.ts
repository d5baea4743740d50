// Commands on a caucus, of a seat that is in it. Drafts that are put on the table are an ordinary offer first, on the
// sheet; only then is the caucus told which drafts it came of. A client that does not hear sends the same again, and both
// streams know it: once an offer is made, its drafts come to say so.

import type { Actor } from '../../shared/kernel/decider.ts';
import type { CommandId } from '../../shared/kernel/ids.ts';
import type { OfferDrafts, SeatCaucusCommand } from '../../shared/protocol/caucus-schemas.ts';
import type { Answer } from '../../shared/record/receipt.ts';
import type { CaucusPlace } from '../../shared/room/caucus-rights.ts';
import type { OfferedDraft } from '../../shared/sheet/caucus/types.ts';
import type { SheetState } from '../../shared/sheet/types.ts';
import type { Hosts } from '../host/types.ts';
import { reject } from '../../shared/kernel/rejection.ts';
import { clausesOf } from '../../shared/sheet/template.ts';
import { draftOf } from '../../shared/sheet/caucus/caucus.ts';
import { commandIdFor } from '../host/deliveries.ts';

/** A command and who gives it where. */
export interface CaucusOrder {
  readonly id: CommandId;
  readonly by: Actor;
  readonly where: CaucusPlace;
}

type CaucusHosts = Pick<Hosts, 'sheet' | 'caucus'>;

const refused = (code: `${string}/${string}`, params: Parameters<typeof reject>[1]): Answer => ({
  ok: false,
  rejection: reject(code, params),
});

/** Decides a command; resolves once what it brings about is durable. */
export const giveCaucus = async (
  hosts: CaucusHosts,
  order: CaucusOrder,
  command: SeatCaucusCommand,
): Promise<Answer> => {
  const { id, by, where } = order;
  const { sheetId, teamId } = where;
  if (command.type === 'OfferDrafts') return offerDrafts(hosts, order, command);
  if (command.type === 'BeginDraft') {
    const { template } = (await hosts.sheet(sheetId).confirmed()).state;
    const isClause = clausesOf(template ?? NO_TEMPLATE).some((each) => each.id === command.termId);
    if (!isClause) return refused('sheet/unknown-term', { termId: command.termId });
  }
  return hosts.caucus(sheetId, teamId).submit(id, by, command);
};

const NO_TEMPLATE = { id: '', title: '', sections: [] } as const;

const offerDrafts = async (
  hosts: CaucusHosts,
  { id, by, where }: CaucusOrder,
  { offer, drafts }: OfferDrafts,
): Promise<Answer> => {
  const { sheetId, teamId, side } = where;
  if (offer.side !== side) return refused('seat/other-side', {});
  const caucus = hosts.caucus(sheetId, teamId);
  const { state } = await caucus.confirmed();
  for (const { draftId, termId } of drafts) {
    const draft = draftOf(state, draftId);
    const isInOffer = offer.items.some((item) => item.termId === termId);
    // A resend may come after its drafts were thrown away; the offer then answers for itself.
    if (draft && (draft.termId !== termId || !isInOffer)) {
      return refused('caucus/other-clause', { draftId });
    }
  }
  const sheet = hosts.sheet(sheetId);
  const answer = await sheet.submit(id, by, offer);
  if (!answer.ok) return answer;
  const made = madeOffer((await sheet.confirmed()).state, id, drafts);
  if (made)
    await caucus.submit(commandIdFor(`drafts of ${id}`), by, { type: 'NoteOffer', ...made });
  return answer;
};

/** The offer that a command made, and what it offered of each draft. */
const madeOffer = (
  { versions, offers }: SheetState,
  commandId: CommandId,
  drafts: OfferDrafts['drafts'],
): { readonly offerId: string; readonly drafts: readonly OfferedDraft[] } | undefined => {
  const offerId = versions?.list.findLast((each) => each.commandId === commandId)?.offerId;
  const offer = offerId === undefined ? undefined : offers?.byId[offerId];
  if (!offer) return undefined;
  const hashes = drafts.flatMap(({ draftId, termId }) => {
    const value = offer.items.find((item) => item.termId === termId)?.value;
    return value?.kind === 'clause' ? [{ draftId, hash: value.hash }] : [];
  });
  return { offerId: offer.id, drafts: hashes };
};
