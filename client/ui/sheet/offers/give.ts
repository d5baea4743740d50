// Sends a command of a sheet and answers how it ended, with the refusal as data.

import type { SeatSheetCommand } from '../../../../shared/protocol/schemas.ts';
import type { Outcome } from '../../../state/room.svelte.ts';

export type GiveSheet = (command: SeatSheetCommand) => Promise<Outcome>;
