// The ladder of a field: both sides' values over the moves of its history, as points of a chart. Pure.

import type { Side } from '../../../shared/room/types.ts';
import type { MoveView } from '../../../shared/sheet/term-views.ts';

export interface LadderPoint {
  readonly move: number;
  readonly value: number;
}

export interface Ladder {
  readonly lines: Readonly<Record<Side, readonly LadderPoint[]>>;
  readonly lowest: number;
  readonly highest: number;
}

const SIDES: readonly Side[] = ['carrier', 'shipper'];

/** Values that each move left each side with, one line a side; undefined where fewer than two values are numbers. */
export const ladderOf = (moves: readonly MoveView[]): Ladder | undefined => {
  const lines: Record<Side, LadderPoint[]> = { carrier: [], shipper: [] };
  moves.forEach(({ kind, side, value }, move) => {
    if (typeof value !== 'number') return;
    const sides = kind === 'taken' && side ? [side] : kind === 'taken' ? [] : SIDES;
    for (const one of sides) lines[one].push({ move, value });
  });
  const values = SIDES.flatMap((side) => lines[side].map(({ value }) => value));
  if (values.length < 2) return undefined;
  return { lines, lowest: Math.min(...values), highest: Math.max(...values) };
};

/** A line that goes level until the next move and then steps; in a box of a width and height. */
export const stepPath = (
  points: readonly LadderPoint[],
  { lowest, highest, moves }: { lowest: number; highest: number; moves: number },
  { width, height }: { width: number; height: number },
): string => {
  // The last move is seen for as long as the others.
  const x = (move: number): number => (move / Math.max(1, moves)) * width;
  const y = (value: number): number =>
    highest === lowest ? height / 2 : height - ((value - lowest) / (highest - lowest)) * height;
  const round = (value: number): string => value.toFixed(1);
  const [first, ...others] = points;
  if (!first) return '';
  const steps = others.map(({ move, value }) => `H${round(x(move))}V${round(y(value))}`);
  return `M${round(x(first.move))} ${round(y(first.value))}${steps.join('')}H${round(width)}`;
};
