// Sends a command of a sheet and answers how it ended, with the refusal as data.

import type { SeatCaucusCommand } from '../../../../shared/protocol/caucus-schemas.ts';
import type { SeatSheetCommand } from '../../../../shared/protocol/schemas.ts';
import type { Outcome } from '../../../state/room.svelte.ts';

export type GiveSheet = (command: SeatSheetCommand) => Promise<Outcome>;
export type GiveCaucus = (command: SeatCaucusCommand) => Promise<Outcome>;
