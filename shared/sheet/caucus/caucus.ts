// The stream of a caucus: one team's clause drafts on one bilateral sheet. It is made by nobody: before its first draft
// it holds nothing, so that nothing tells whether a team has one open. Who may come near it is asked of
// room/caucus-rights.ts before.

import type { DecideContext, Decider, Decision, EventContext } from '../../kernel/decider.ts';
import type { SeatId } from '../../kernel/ids.ts';
import type { Rejection } from '../../kernel/rejection.ts';
import type { CaucusCommand, CaucusEvent, CaucusState, Draft, DraftId } from './types.ts';
import { accept, refuse, unreachable } from '../../kernel/decider.ts';
import { hashOf } from '../../kernel/hash.ts';
import { reject } from '../../kernel/rejection.ts';
import { freshClientId } from '../fresh-client-id.ts';
import { checkWording } from '../offers/wording.ts';
import { openingUpdate } from './opening-text.ts';

/** Drafts of one caucus at a time. */
export const MAX_DRAFTS = 40;
/** Offers that a draft remembers to have become; older ones stay in the journal alone. */
export const MAX_DRAFT_OFFERS = 20;
/** Bytes of all drafts of a caucus, encoded as one Yjs update. */
export const MAX_CAUCUS_BYTES = 1024 * 1024;

type Deciding = Decision<CaucusEvent>;
type Command<Type extends CaucusCommand['type']> = CaucusCommand & { readonly type: Type };

/** The seat of what no seat wrote. */
const NOBODY: SeatId = '';

const no = (code: Rejection['code'], params: Parameters<typeof reject>[1] = {}): Deciding =>
  refuse<CaucusEvent>(reject(code, params));

/** A draft by its id. */
export const draftOf = ({ drafts }: CaucusState, draftId: DraftId): Draft | undefined =>
  Object.hasOwn(drafts, draftId) ? drafts[draftId] : undefined;

/** Whether a part of a caucus's text takes no edits: what was thrown away stays away (CAU4). */
export const isDraftGone = (state: CaucusState, draftId: DraftId): boolean =>
  draftOf(state, draftId) === undefined;

const begin = (
  state: CaucusState,
  { termId, from, blocks, standing, name }: Command<'BeginDraft'>,
  context: DecideContext,
): Deciding => {
  if (Object.keys(state.drafts).length >= MAX_DRAFTS) {
    return no('caucus/full', { maximum: MAX_DRAFTS });
  }
  const wording = checkWording(blocks);
  if ('code' in wording) return refuse<CaucusEvent>(wording);
  const draftId = `d${String(state.next)}`;
  const clientId = freshClientId(state, context);
  return accept<CaucusEvent>({
    ...{ type: 'DraftBegun', draftId, termId, from, standing, name: name ?? null, clientId },
    update: openingUpdate(draftId, wording.blocks, clientId),
    opening: hashOf(wording.blocks),
  });
};

const drop = (
  state: CaucusState,
  { draftId }: Command<'DropDraft'>,
  context: DecideContext,
): Deciding => {
  if (!draftOf(state, draftId)) return no('caucus/unknown-draft', { draftId });
  const clientId = freshClientId(state, context);
  const outcome = context.rewrite?.(new Map([[draftId, [{ type: 'paragraph' }]]]), clientId);
  const wiping = outcome?.ok ? { clientId, update: outcome.update } : {};
  return accept<CaucusEvent>({ type: 'DraftDropped', draftId, ...wiping });
};

const anchor = (state: CaucusState, { draftId, standing }: Command<'AnchorDraft'>): Deciding => {
  const draft = draftOf(state, draftId);
  if (!draft) return no('caucus/unknown-draft', { draftId });
  if (draft.standing === standing) return no('caucus/anchored', { draftId });
  return accept<CaucusEvent>({ type: 'DraftAnchored', draftId, standing });
};

/** What was thrown away meanwhile is passed over: the offer is on the table all the same. */
const noteOffer = (state: CaucusState, { offerId, drafts }: Command<'NoteOffer'>): Deciding => {
  const there = drafts.filter(({ draftId }) => draftOf(state, draftId));
  if (there.length === 0) return accept<CaucusEvent>();
  return accept<CaucusEvent>({ type: 'DraftsOffered', offerId, drafts: there });
};

const momentOf = ({ at, by }: EventContext) => ({
  atMs: at,
  bySeatId: by.kind === 'seat' ? by.seatId : null,
});

const claimed = (
  { clients }: CaucusState,
  clientIds: readonly number[],
  seatId: SeatId,
): CaucusState['clients'] => ({
  ...Object.fromEntries(clientIds.map((clientId) => [String(clientId), seatId])),
  ...clients,
});

const withDraft = (
  state: CaucusState,
  draftId: DraftId,
  change: (draft: Draft) => Partial<Draft>,
): CaucusState => {
  const draft = draftOf(state, draftId);
  if (!draft) return state;
  return { ...state, drafts: { ...state.drafts, [draftId]: { ...draft, ...change(draft) } } };
};

const evolve = (state: CaucusState, event: CaucusEvent, context: EventContext): CaucusState => {
  switch (event.type) {
    case 'DraftBegun': {
      const { draftId, termId, from, name, standing, clientId, update, opening } = event;
      const draft: Draft = {
        ...{ termId, from, name, standing, begun: momentOf(context) },
        ...{ opening: { hash: opening, update }, offers: [] },
      };
      return {
        next: state.next + 1,
        drafts: { ...state.drafts, [draftId]: draft },
        clients: claimed(state, [clientId], NOBODY),
      };
    }
    case 'DraftAnchored':
      return withDraft(state, event.draftId, () => ({ standing: event.standing }));
    case 'DraftDropped': {
      const { clientId, draftId } = event;
      const left = Object.entries(state.drafts).filter(([id]) => id !== draftId);
      const drafts = Object.fromEntries(left);
      return {
        ...{ ...state, drafts },
        ...(clientId !== undefined && { clients: claimed(state, [clientId], NOBODY) }),
      };
    }
    case 'DraftsOffered':
      return event.drafts.reduce((after, { draftId, hash }) => {
        const offered = { ...momentOf(context), offerId: event.offerId, hash };
        return withDraft(after, draftId, ({ offers }) => ({
          offers: [...offers.slice(1 - MAX_DRAFT_OFFERS), offered],
        }));
      }, state);
    default:
      return unreachable(event);
  }
};

/** The stream of a caucus (rules CAU2 to CAU5, CAU7). */
export const caucusDecider: Decider<CaucusState, CaucusCommand, CaucusEvent> = {
  stateForm: 1,
  initial: { next: 1, drafts: {}, clients: {} },
  decide(state, command, context) {
    switch (command.type) {
      case 'BeginDraft':
        return begin(state, command, context);
      case 'AnchorDraft':
        return anchor(state, command);
      case 'DropDraft':
        return drop(state, command, context);
      case 'NoteOffer':
        return noteOffer(state, command);
      default:
        return unreachable(command);
    }
  },
  evolve,
  evolveClaims: (state, seatId, clientIds) => ({
    ...state,
    clients: claimed(state, clientIds, seatId),
  }),
  textOf: (event) =>
    event.type === 'DraftBegun' || event.type === 'DraftDropped' ? event.update : undefined,
  writesText: ({ type }) => type === 'BeginDraft' || type === 'DropDraft',
  wakeAt: () => undefined,
  // Never given: a caucus waits for no time.
  tick: { type: 'NoteOffer', offerId: '', drafts: [] },
};
