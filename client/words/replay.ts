// The moments of a history that somebody may want to go to, in words.

import type { RoomView } from '../../shared/room/view-types.ts';
import type { SheetView } from '../../shared/sheet/types.ts';
import { clockTime } from '../format/times.ts';
import { feedLine } from './feed.ts';

export interface Landmark {
  readonly atMs: number;
  readonly label: string;
}

const TOLD = new Set([
  'auction/scheduled',
  'auction/round-opened',
  'auction/round-closed',
  'auction/lots-closed',
  'auction/paused',
  'auction/resumed',
  'auction/voided',
  'auction/ended',
  'auction/certified',
  'auction/cancelled',
]);

const termLabel = ({ template, lots }: SheetView, termId: string): string => {
  const terms = template.sections.flatMap((section) => section.terms);
  const whole = terms.find(({ id }) => id === termId);
  if (whole) return whole.kind === 'field' ? whole.label : whole.heading;
  const perLot = terms.find(({ id }) => termId.startsWith(`${id}.`));
  const lot = perLot && lots[termId.slice(perLot.id.length + 1)];
  if (perLot?.kind !== 'field') return termId;
  return lot ? `${perLot.label}, ${lot.name}` : perLot.label;
};

/** Rounds, pauses and ends of the auction, and what was agreed in a sheet, by what is known at the end. */
export const landmarksOf = (
  room: RoomView | undefined,
  sheet: SheetView | undefined,
): readonly Landmark[] => {
  const told = Object.values(room?.feed ?? {})
    .filter(({ code }) => TOLD.has(code))
    .map((item) => ({ atMs: item.atMs, words: feedLine(item) }));
  const agreed = Object.entries(sheet?.terms ?? {}).flatMap(([termId, { agreedAtMs }]) =>
    sheet && agreedAtMs !== undefined
      ? [{ atMs: agreedAtMs, words: `Agreed: ${termLabel(sheet, termId)}` }]
      : [],
  );
  return [...told, ...agreed]
    .sort((a, b) => a.atMs - b.atMs)
    .map(({ atMs, words }) => ({ atMs, label: `${clockTime(atMs)} · ${words}` }));
};
