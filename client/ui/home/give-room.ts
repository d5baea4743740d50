// How the forms of a room's setup give a command: a sentence comes back when it was refused.

import type { SeatRoomCommand } from '../../../shared/protocol/schemas.ts';

export type GiveRoom = (command: SeatRoomCommand) => Promise<string | undefined>;
