// The common sheet of a room with everything agreed on it, and an auction that names that text.

import type { Hosts } from '../../server/host/types.ts';
import type { CommandId } from '../../shared/kernel/ids.ts';
import { DEFAULT_RULES } from '../../shared/auction/default-rules.ts';
import type { RoomCommand, RoomState } from '../../shared/room/types.ts';
import { DEMO_AUCTION_ID } from '../../shared/room/demo.ts';
import { hashOf } from '../../shared/kernel/hash.ts';
import { openingOf } from '../../shared/sheet/opening.ts';
import { termTemplate } from '../../shared/sheet/template.ts';
import { agreeing } from './signing.ts';
import { seat } from './stream.ts';

export const NAMED = 'named';
/** A field of the auction terms, for what is changed afterwards. */
const CHANGED_TERM = 'delivery-days';

interface Site {
  readonly hosts: Hosts;
  readonly id: () => CommandId;
}

export const commonSheetOf = ({ sheets }: RoomState): string =>
  Object.values(sheets).find(({ kind }) => kind === 'common')?.id ?? '';

/** The carrier agrees whatever is required and open; a value of the changed term is given. */
export const agreeCommon = async (
  { hosts, id }: Site,
  sheetId: string,
  changed?: number,
): Promise<void> => {
  const sheet = hosts.sheet(sheetId);
  const { state } = await sheet.confirmed();
  const { template } = state;
  if (!template) throw new Error('no sheet');
  const opening = openingOf(template, 'template');
  const commands = Object.keys(state.terms)
    .filter((termId) => termTemplate(template, termId)?.isRequired)
    .flatMap((termId) => agreeing(state, termId, (of) => hashOf(opening.get(of)?.blocks)))
    .map((command) =>
      changed !== undefined && command.type === 'TakePosition' && command.termId === CHANGED_TERM
        ? { ...command, value: { kind: 'field', value: changed } as const }
        : command,
    );
  for (const command of commands) {
    const answer = await sheet.submit(id(), seat('usps-lead'), command);
    if (!answer.ok) throw new Error(`${answer.rejection.code} ${JSON.stringify(command)}`);
  }
};

/** The carrier opens a term of it again. */
export const reopenCommon = async ({ hosts, id }: Site, sheetId: string): Promise<void> => {
  const command = { type: 'ReopenTerm', termId: CHANGED_TERM, reason: 'a mistake' } as const;
  const answer = await hosts.sheet(sheetId).submit(id(), seat('usps-lead'), command);
  if (!answer.ok) throw new Error(answer.rejection.code);
};

/** A draft with the lots of the demo, and points for its teams. */
export const namedDraft = (
  { auctions }: RoomState,
  termsHash: string | undefined,
): readonly RoomCommand[] => {
  const { lots = {}, reservesMills = {} } = auctions[DEMO_AUCTION_ID] ?? {};
  const rules = { ...DEFAULT_RULES.clock, title: 'By the agreed terms' };
  const command = {
    type: 'DraftAuction',
    rules: { ...rules, ...(termsHash !== undefined && { termsHash }) },
    ...{ lots: Object.values(lots), reservesMills },
  } as const;
  return [
    { type: 'AddAuction', auctionId: NAMED, command },
    ...['northwind', 'harbor', 'cascade'].map((teamId): RoomCommand => {
      const points = { type: 'SetEligibility', teamId, points: 6 } as const;
      return { type: 'Auction', auctionId: NAMED, command: points };
    }),
  ];
};
