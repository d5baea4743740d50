// What certificates bring to a sheet, in the words of the sheet.

import type { LotId } from '../kernel/ids.ts';
import type { TenderWindow } from '../auction/types.ts';

/** A lot as far as a sheet needs it, copied when the sheet is made or the award arrives. */
export interface SheetLot {
  readonly id: LotId;
  readonly name: string;
  readonly window: TenderWindow;
}

/** Where an agreed value came from when it was not negotiated. A term keeps it when it is reopened. */
export interface AwardLink {
  readonly auctionId: string;
  /** Absent where all lots of a winner came together, as a schedule. */
  readonly lotId?: LotId;
  readonly round: number;
}

/** What a winner has of a sale of very many lots, as one file (BIG7). */
export interface AwardSchedule {
  /** Title of the sale, as awards name it. */
  readonly sale: string;
  readonly lots: number;
  readonly piecesPerDay: number;
  /** Price × pieces a day × delivery days of the sale, over all lots; whole mills. */
  readonly yearlyMills: number;
  /** Of the file's bytes, 64 hexadecimal digits. */
  readonly sha256: string;
}

/** By the server only. */
export type AwardCommand =
  /** Both sides' positions on the linked terms of one lot. */
  | {
      readonly type: 'TakeAward';
      readonly lot: SheetLot;
      readonly priceMills: number;
      readonly piecesPerDay: number;
      readonly link: AwardLink;
    }
  /** Both sides' positions on the table that lists schedules. */
  | {
      readonly type: 'TakeSchedule';
      readonly schedule: AwardSchedule;
      readonly link: AwardLink;
    };
