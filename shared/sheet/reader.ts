// Who looks at a sheet, as far as it decides what is shown.

import type { SeatId } from '../kernel/ids.ts';
import type { Side } from '../room/types.ts';

/** Who looks, as far as private fields go. */
export interface SheetReader {
  /** Side that the reader acts for; null for those who only read. */
  readonly side: Side | null;
  /** The regulator sees what is private to either side; absent means not the regulator. */
  readonly isRegulator?: boolean;
}

export interface SheetAudience extends SheetReader {
  /** Name of a seat, empty where the reader may not know it. */
  readonly nameOf: (seatId: SeatId) => string;
  /** The reader's own seat, for what is one person's; absent where a whole team or a file is the reader. */
  readonly seatId?: SeatId;
}
