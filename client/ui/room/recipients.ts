// To whom a seat can write, in the words of the send button. The server checks it again.

import type { Recipient } from '../../../shared/room/types.ts';
import type { RoomView, SeatView } from '../../../shared/room/view-types.ts';

export interface RecipientChoice {
  readonly value: Recipient;
  readonly label: string;
}

const toTeams = (view: RoomView, seat: SeatView): readonly RecipientChoice[] =>
  Object.values(view.teams)
    .filter(({ id, side }) => id !== seat.teamId && side === 'shipper')
    .sort((a, b) => a.name.localeCompare(b.name))
    .map(({ id, name }) => ({ value: { kind: 'to-team', teamId: id }, label: name }));

const TEAM: RecipientChoice = { value: { kind: 'team' }, label: 'my team' };
const MODERATOR: RecipientChoice = { value: { kind: 'moderator' }, label: 'the moderator' };

/** Empty for those who only watch. */
export const recipientsOf = (view: RoomView, seat: SeatView): readonly RecipientChoice[] => {
  const everybody: RecipientChoice = { value: { kind: 'table' }, label: 'everybody' };
  if (seat.role === 'moderator') return [everybody, ...toTeams(view, seat)];
  if (seat.role === 'regulator') return [MODERATOR];
  if (seat.role === 'public') return [];
  const side = seat.teamId === undefined ? undefined : view.teams[seat.teamId]?.side;
  if (side === 'carrier') return [TEAM, ...toTeams(view, seat), MODERATOR, everybody];
  const carrier = Object.values(view.teams).find((team) => team.side === 'carrier');
  const table: RecipientChoice = {
    value: { kind: 'table' },
    label: carrier?.name ?? 'the carrier',
  };
  return [TEAM, table, MODERATOR];
};
