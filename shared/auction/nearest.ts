// The value nearest to one that was asked for, of those on a step within bounds: what a refused bid could have said.

export interface Range {
  readonly least: number;
  readonly most: number;
}

/**
 * The multiple of a step from least to most that is nearest to what was wanted, all in whole units; of two equally
 * near ones the lower. Undefined where the range holds none.
 */
export const nearestMultiple = (
  wanted: number,
  step: number,
  { least, most }: Range,
): number | undefined => {
  const within = Math.min(Math.max(wanted, least), most);
  const below = Math.floor(within / step) * step;
  const candidates = [below, below + step].filter((value) => value >= least && value <= most);
  return candidates.sort((a, b) => Math.abs(a - within) - Math.abs(b - within) || a - b)[0];
};
