// What one reader may see of a sheet. Who may read it at all is asked of room/seats.ts; what is hidden inside is
// decided here: names of seats that the reader may not know.

import type { SeatId } from '../kernel/ids.ts';
import type { Side } from '../room/types.ts';
import type {
  Position,
  PositionView,
  SheetState,
  SheetView,
  TermState,
  TermView,
} from './types.ts';
import { shownValue } from './fields.ts';

export interface SheetAudience {
  /** Side that the reader acts for; null for those who only read. */
  readonly side: Side | null;
  /** Name of a seat, empty where the reader may not know it. */
  readonly nameOf: (seatId: SeatId) => string;
}

const NO_TEMPLATE = { id: '', title: '', sections: [] };

const positionView = (position: Position, nameOf: SheetAudience['nameOf']): PositionView => ({
  value: shownValue(position.value),
  atMs: position.atMs,
  by: position.bySeatId === null ? '' : nameOf(position.bySeatId),
  ...(position.reason !== null && { reason: position.reason }),
});

/** Whose answer is awaited (SHT8): nobody's while nothing is said, then that of the side that did not speak last. */
const moveOf = ({ carrier, shipper, agreed }: TermState): Side | 'either' | undefined => {
  if (agreed || (!carrier && !shipper)) return undefined;
  if (!carrier) return 'carrier';
  if (!shipper) return 'shipper';
  if (carrier.atMs === shipper.atMs) return 'either';
  return carrier.atMs > shipper.atMs ? 'shipper' : 'carrier';
};

const stateOf = ({ carrier, shipper, agreed }: TermState): TermView['state'] =>
  agreed ? 'agreed' : carrier || shipper ? 'proposed' : 'open';

const termView = (term: TermState, nameOf: SheetAudience['nameOf']): TermView => {
  const { carrier, shipper, agreed, award, reopened } = term;
  const move = moveOf(term);
  return {
    state: stateOf(term),
    ...(carrier && { carrier: positionView(carrier, nameOf) }),
    ...(shipper && { shipper: positionView(shipper, nameOf) }),
    ...(move && { move }),
    ...(agreed && { agreedAtMs: agreed.atMs }),
    // An agreed value that took the place of the award did not come from the clock (SHT10).
    ...(award && !(agreed && reopened) && { award }),
    ...(reopened && {
      reopened: {
        atMs: reopened.atMs,
        by: reopened.bySeatId === null ? '' : nameOf(reopened.bySeatId),
        reason: reopened.reason,
      },
    }),
  };
};

/** The sheet as one audience may see it. */
export const viewSheet = (sheet: SheetState, { side, nameOf }: SheetAudience): SheetView => {
  const terms = Object.entries(sheet.terms);
  return {
    sheetId: sheet.sheetId,
    roomId: sheet.roomId,
    kind: sheet.kind,
    title: sheet.title,
    template: sheet.template ?? NO_TEMPLATE,
    lots: Object.fromEntries(
      sheet.lotOrder.flatMap((lotId, order) => {
        const lot = sheet.lots[lotId];
        return lot ? [[lotId, { ...lot, order }]] : [];
      }),
    ),
    terms: Object.fromEntries(terms.map(([termId, term]) => [termId, termView(term, nameOf)])),
    ...(side && { side }),
    openPoints: terms.filter(([, { agreed }]) => !agreed).length,
  };
};
