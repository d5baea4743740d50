// Whose changes a proposed wording holds.

import type { SeatId } from '../../kernel/ids.ts';
import type { Attribution } from './types.ts';

/** All that a proposal changes is its author's. */
export const proposedBy = (seatId: SeatId): Attribution => {
  const proposer = (): SeatId => seatId;
  return { isOld: () => false, writer: proposer, remover: proposer, styler: proposer };
};
