// What a first start makes: the administrator's secret, and the demo room where a demo is wanted. Each is done
// once; a start that was cut off half-way is finished by the next one.

import type { RoomState } from '../shared/room/types.ts';
import type { GatewayContext } from './gateway/context.ts';
import { SYSTEM } from '../shared/kernel/decider.ts';
import { sha256Hex } from '../shared/kernel/hash.ts';
import { DEMO_ROOM_ID, DEMO_TITLE, demoCommands } from '../shared/room/demo.ts';
import { Refusal } from './gateway/failures.ts';
import { createRoom, issueInvite } from './gateway/rooms-api.ts';
import { commandIdFor } from './host/deliveries.ts';

/** Of the administrator's secret. */
export const SECRET_BYTES = 16;

/** Makes the administrator's secret at the first start and answers it, this one time; undefined later. */
export const seedAdminSecret = async ({
  hosts,
  chance,
}: GatewayContext): Promise<string | undefined> => {
  const { state } = await hosts.site().confirmed();
  if (state.adminSecretHash !== '') return undefined;
  const secret = chance.hex(SECRET_BYTES);
  const command = { type: 'SetAdminSecret', secretHash: sha256Hex(secret) } as const;
  const answer = await hosts.site().submit(chance.id(), SYSTEM, command);
  return answer.ok ? secret : undefined;
};

/** Makes the demo room unless it is there whole. */
export const seedDemo = async ({ hosts, chance }: GatewayContext): Promise<void> => {
  const { state } = await hosts.site().confirmed();
  if (state.rooms[DEMO_ROOM_ID]) return;
  let place = 0;
  // Ids that are the same each time: what an interrupted start has done already is not done again.
  const steady = { hex: (bytes: number) => chance.hex(bytes), id: () => nextId() };
  const nextId = (): string => commandIdFor(`demo ${String((place += 1))}`);
  const listing = { roomId: DEMO_ROOM_ID, title: DEMO_TITLE, isDemo: true };
  await createRoom({ hosts, chance: steady }, demoCommands(DEMO_ROOM_ID, DEMO_TITLE), listing);
};

export interface SeatLink {
  readonly label: string;
  /** Undefined when the room has as many open links as it may. */
  readonly link: string | undefined;
}

const ROLE_WORDS = {
  moderator: 'runs the clock',
  lead: 'bids, takes positions',
  member: 'drafts text',
  regulator: 'reads sheets and prices',
  public: 'watches prices',
} as const;

const PLACE_WORDS = {
  moderator: 'Moderator',
  lead: 'Lead',
  member: 'Member',
  regulator: 'Regulator, observer',
  public: 'Public, observer',
} as const;

const seatLabel = (room: RoomState, seatId: string): string => {
  const seat = room.seats[seatId];
  if (!seat) return seatId;
  const team = seat.teamId === null ? undefined : room.teams[seat.teamId];
  const place = team ? `${team.name}, ${seat.role}` : PLACE_WORDS[seat.role];
  return `${place}: ${seat.name} (${ROLE_WORDS[seat.role]})`;
};

/** One fresh link a seat of the demo. Older links go on working until they expire. */
export const demoLinks = async (context: GatewayContext): Promise<readonly SeatLink[]> => {
  const { state } = await context.hosts.room(DEMO_ROOM_ID).confirmed();
  const links: SeatLink[] = [];
  for (const seatId of Object.keys(state.seats)) {
    links.push({ label: seatLabel(state, seatId), link: await freshLink(context, seatId) });
  }
  return links;
};

/** A server that is started again and again must go on starting, so a full room is no reason to end. */
const freshLink = async (context: GatewayContext, seatId: string): Promise<string | undefined> => {
  try {
    return (await issueInvite(context, SYSTEM, { roomId: DEMO_ROOM_ID, seatId, uses: 5 })).link;
  } catch (cause) {
    // The server itself may issue invites; what can stand against one is that there are too many.
    if (cause instanceof Refusal && cause.error.code === 'auth/denied') return undefined;
    throw cause;
  }
};
