// The sheet with Harbor of a running demo, with everything that is required agreed.

import { hashOf } from '../../shared/kernel/hash.ts';
import { DEMO_ROOM_ID } from '../../shared/room/demo.ts';
import { openingOf } from '../../shared/sheet/opening.ts';
import { termTemplate } from '../../shared/sheet/template.ts';
import type { LiveServer } from './live-server.ts';
import { agreeing } from './signing.ts';
import { seat as actor } from './stream.ts';

/** Both leads agree every required term of the sheet with Harbor, the carrier its own ones too. Answers its id. */
export const agreeEverything = async (live: LiveServer): Promise<string> => {
  const { context } = live.server;
  const room = (await context.hosts.room(DEMO_ROOM_ID).current()).state;
  const listing = Object.values(room.sheets).find(
    ({ shipperTeamId }) => shipperTeamId === 'harbor',
  );
  const sheet = context.hosts.sheet(listing?.id ?? '');
  const { state } = await sheet.current();
  const { template } = state;
  if (!template) throw new Error('no sheet');
  const opening = openingOf(template, 'template');
  const commands = Object.keys(state.terms)
    .filter((termId) => termTemplate(template, termId)?.isRequired)
    .flatMap((termId) => agreeing(state, termId, (id) => hashOf(opening.get(id)?.blocks)));
  for (const command of commands) {
    const isCarrier = 'side' in command && command.side === 'carrier';
    const by = actor(isCarrier ? 'usps-lead' : 'harbor-lead');
    const answer = await sheet.submit(context.chance.id(), by, command);
    if (!answer.ok) throw new Error(`${answer.rejection.code} ${JSON.stringify(command)}`);
  }
  return state.sheetId;
};
