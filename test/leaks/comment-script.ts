// Comments in the sale that bots play: of each scope and of both sides, with replies, edits and a mention, each a canary.

import type { SeatCommand } from '../../shared/protocol/schemas.ts';
import type { CommentScope } from '../../shared/sheet/comments/types.ts';
import type { SheetView } from '../../shared/sheet/types.ts';
import { until } from '../support/sync-stage.ts';
import type { Person } from './people.ts';
import type { Sale } from './sale-script.ts';

const KINDS = {
  note: 'private note',
  internal: 'internal comment',
  shared: 'shared comment',
} as const;

/** Makes a comment and answers its id, once its author sees it. */
const make = async (
  person: Person,
  topic: { readonly kind: 'sheet'; readonly id: string },
  command: object,
): Promise<string> => {
  const ids = (): readonly string[] =>
    Object.keys((person.client.viewOf(topic) as SheetView).comments ?? {});
  const before = ids();
  await person.must({ type: 'MakeComment', ...command } as SeatCommand, topic);
  const fresh = (): string | undefined => ids().find((id) => !before.includes(id));
  await until(() => fresh() !== undefined, 'the comment is seen');
  return fresh() ?? '';
};

/** Somebody of each side comments in each scope; replies and edits keep to it. */
export const commentOn = async (sale: Sale, team: string, sheetId: string): Promise<void> => {
  const { canaries, id } = sale.scene;
  const topic = { kind: 'sheet', id: sheetId } as const;
  for (const [key, side] of [
    [`${team}-lead`, 'shipper'],
    ['usps-member', 'carrier'],
  ] as const) {
    const person = sale.at(key);
    const [termId = ''] = person.clauses(sheetId);
    for (const scope of ['note', 'internal', 'shared'] as const satisfies readonly CommentScope[]) {
      const isTeams = scope === 'internal' && side === 'carrier';
      const owner = scope === 'note' ? key : isTeams ? 'usps' : team;
      const word = (): string => canaries.word(KINDS[scope], { owner });
      const commentId = await make(person, topic, { side, scope, termId, text: word() });
      if (scope !== 'shared') canaries.token(KINDS[scope], commentId, { owner });
      const of = { side, scope, commentId };
      const say = (command: object): Promise<unknown> =>
        person.must({ ...of, ...command } as unknown as SeatCommand, topic);
      await say({ type: 'ReplyToComment', text: word() });
      await say({ type: 'EditComment', entry: 1, text: word() });
      await say({ type: 'ResolveComment' });
    }
    const stranger = {
      side,
      scope: 'shared',
      termId,
      text: '@Nobody',
      mentions: [id('cascade-lead')],
    };
    await person.refused(
      'comment/mention',
      { type: 'MakeComment', ...stranger } as SeatCommand,
      topic,
    );
  }
};
