// How two sides have come towards each other over a sheet: for each field with numbers of both, how much of the distance
// between the first positions each has given up. Pure.

import type { Side } from '../../../../shared/room/types.ts';
import type { FieldType } from '../../../../shared/sheet/field-types.ts';
import type { MoveView } from '../../../../shared/sheet/term-views.ts';
import type { SheetView } from '../../../../shared/sheet/types.ts';
import { termRows } from './offer-rows.ts';

interface Step {
  readonly atMs: number;
  readonly side: Side;
  readonly value: number;
}

export interface FieldConcession {
  readonly termId: string;
  readonly label: string;
  readonly type: FieldType;
  readonly first: Readonly<Record<Side, number>>;
  readonly last: Readonly<Record<Side, number>>;
  /** Shares of the first gap that a side has given up; below 0 where it went away from the other. */
  readonly conceded: Readonly<Record<Side, number>>;
  readonly steps: readonly Step[];
}

/**
 * After one move: the mean share that each side has given up, over all fields of the chart. One that has not begun yet has
 * its whole gap still: if it came in when it begins, lines would jump back although nobody took anything back.
 */
export interface ConcessionPoint {
  readonly atMs: number;
  readonly carrier: number;
  readonly shipper: number;
}

const SIDES: readonly Side[] = ['carrier', 'shipper'];

const stepsOf = (moves: readonly MoveView[]): readonly Step[] =>
  moves.flatMap(({ kind, side, value, atMs }) =>
    kind === 'taken' && side && typeof value === 'number' ? [{ atMs, side, value }] : [],
  );

const shares = (
  first: Readonly<Record<Side, number>>,
  last: Readonly<Record<Side, number>>,
): Readonly<Record<Side, number>> => {
  const gap = first.shipper - first.carrier;
  const part = (moved: number): number => (gap === 0 ? 0 : moved / gap);
  return {
    carrier: part(last.carrier - first.carrier),
    shipper: part(first.shipper - last.shipper),
  };
};

/** Fields on which both sides began apart, in the order of the sheet (CON1). */
export const concessionsOf = (view: SheetView): readonly FieldConcession[] =>
  [...termRows(view).values()].flatMap(({ termId, label, field }) => {
    if (!field) return [];
    const steps = stepsOf(field.term.moves ?? []);
    const [carrier, shipper] = SIDES.map((side) => steps.filter((step) => step.side === side));
    const [c, s] = [carrier?.[0]?.value, shipper?.[0]?.value];
    if (c === undefined || s === undefined || c === s) return [];
    const first = { carrier: c, shipper: s };
    const last = { carrier: carrier?.at(-1)?.value ?? c, shipper: shipper?.at(-1)?.value ?? s };
    const { type } = field.field;
    return [{ termId, label, type, first, last, conceded: shares(first, last), steps }];
  });

/** The course of all of them, one point a move once a field has positions of both (CON2). */
export const concessionCourse = (
  fields: readonly FieldConcession[],
): readonly ConcessionPoint[] => {
  const moves = fields
    .flatMap(({ termId, steps }) => steps.map((step) => ({ ...step, termId })))
    .sort((a, b) => a.atMs - b.atMs);
  const now = new Map<string, Partial<Record<Side, number>>>();
  const points: ConcessionPoint[] = [];
  for (const { termId, side, value, atMs } of moves) {
    now.set(termId, { ...now.get(termId), [side]: value });
    const begun = fields.flatMap((field) => {
      const { carrier, shipper } = now.get(field.termId) ?? {};
      if (carrier === undefined || shipper === undefined) return [];
      return [shares(field.first, { carrier, shipper })];
    });
    if (begun.length === 0) continue;
    const mean = (one: Side): number =>
      begun.reduce((sum, share) => sum + share[one], 0) / fields.length;
    const point = { atMs, carrier: mean('carrier'), shipper: mean('shipper') };
    // What one entry brought about is one point.
    if (points.at(-1)?.atMs === atMs) points.pop();
    points.push(point);
  }
  return points;
};
