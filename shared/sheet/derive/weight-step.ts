// The weight that a piece is charged at, and the step of a price table that this weight falls into.
// Weights are whole thousandths of a pound, sizes whole cubic inches.

/** How the charged weight is found. */
export interface WeightRule {
  readonly rounding: 'pound-up' | 'half-pound-up';
  /** Pieces larger than this are charged at least at their size ÷ divisor; absent where size does not count. */
  readonly dim?: { readonly overCubicInches: number; readonly divisor: number };
}

/** A piece as it is on the scale. */
export interface PieceSize {
  readonly weightThousandths: number;
  /** 0 where it was not measured. */
  readonly cubicInches: number;
}

const POUND = 1_000;
const STEPS: Readonly<Record<WeightRule['rounding'], number>> = {
  'pound-up': POUND,
  'half-pound-up': POUND / 2,
};

const upTo = (value: number, step: number): number => Math.ceil(value / step) * step;

/**
 * The weight a piece is charged at: max(weight, cubic inches ÷ divisor where the piece is larger than the threshold),
 * rounded up to the next whole or half pound, at least one such step. 4.225 lb is charged as 5 lb; exactly 5 lb as
 * 5 lb. Weights up with the pound and the divisor of 166 are the rule of the Domestic Mail Manual, 201.
 */
export const chargedWeight = (piece: PieceSize, { rounding, dim }: WeightRule): number => {
  const { weightThousandths, cubicInches } = piece;
  const isLarge = dim !== undefined && cubicInches > dim.overCubicInches;
  // Rounded up to the thousandth first: it can only be rounded up further.
  const bySize = isLarge ? Math.ceil((cubicInches * POUND) / dim.divisor) : 0;
  const step = STEPS[rounding];
  return Math.max(step, upTo(Math.max(weightThousandths, bySize), step));
};

/** The first step (ascending upper ends) that takes a charged weight; undefined above the last one. */
export const weightStep = (
  stepsThousandths: readonly number[],
  chargedThousandths: number,
): number | undefined => stepsThousandths.find((step) => chargedThousandths <= step);
