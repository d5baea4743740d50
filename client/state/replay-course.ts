// A history as it came from the server, made into views: one for each moment, sharing what did not change.

import type { ReplayFrame } from '../../shared/record/replay-form.ts';
import { applyPatch } from '../../shared/protocol/patch.ts';

/** A moment with the view as it was then. */
export interface Moment<View> {
  readonly atMs: number;
  readonly view: View;
  /** Updates of the text since the moment before. */
  readonly text: readonly string[];
}

/** The place of the last moment at or before an instant; -1 before the first. */
export const placeAt = (moments: readonly { readonly atMs: number }[], atMs: number): number => {
  let [low, high] = [0, moments.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((moments[middle]?.atMs ?? Infinity) <= atMs) low = middle + 1;
    else high = middle;
  }
  return low - 1;
};

/** The moments of frames, in their order. */
export const momentsOf = <View>(frames: readonly ReplayFrame[]): readonly Moment<View>[] => {
  // The first patch is a whole view, and nothing else is ever taken as one.
  let view = {} as View;
  return frames.map(({ atMs, patch, text = [] }) => {
    if (patch !== undefined) view = applyPatch(view, patch);
    return { atMs, view, text };
  });
};
