// What a seat can do with one term, as commands of the wire. Each answers with a sentence when it was refused.

import type { SeatSheetCommand } from '../../../shared/protocol/schemas.ts';
import type { Side } from '../../../shared/room/types.ts';
import type { PositionValue } from '../../../shared/sheet/types.ts';

/** Sends a command of the sheet; answers with a sentence for a person when it was refused. */
export type SubmitSheet = (command: SeatSheetCommand) => Promise<string | undefined>;

export interface TermActs {
  take(value: PositionValue, reason?: string): Promise<string | undefined>;
  withdraw(): Promise<string | undefined>;
  reopen(reason: string): Promise<string | undefined>;
  /** What else reopening does, to be said before: it voids signatures of a frozen sheet. */
  readonly voids?: string;
}

/** The acts of one side on one term. */
export const termActs = (
  submit: SubmitSheet,
  { side, termId, voids }: { side: Side; termId: string; voids: string | undefined },
): TermActs => ({
  take: (value, reason) =>
    submit({
      type: 'TakePosition',
      side,
      termId,
      value,
      ...(reason !== undefined && { reason }),
    }),
  withdraw: () => submit({ type: 'WithdrawPosition', side, termId }),
  reopen: (reason) => submit({ type: 'ReopenTerm', side, termId, reason }),
  ...(voids !== undefined && { voids }),
});
