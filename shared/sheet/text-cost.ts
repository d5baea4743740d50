// How long Yjs will look for the place of a new struct. Items that were written at the same spot at the same time
// are compared one by one; made on purpose, a small update can keep a server busy for minutes.

import * as Y from 'yjs';
import type { List, TextPlaces } from './text-places.ts';
import type { WireId, WireStruct } from './text-wire.ts';

export interface ScanQuestion {
  readonly client: number;
  readonly struct: WireStruct;
  readonly list: List;
  /** Counting ends here. */
  readonly budget: number;
}

/**
 * Items that Yjs looks at before it knows where `struct` goes: counted in the document, and at most all that was
 * accepted in the same list since. Text that continues its writer's own text needs no search.
 */
export const scanSteps = (places: TextPlaces, question: ScanQuestion): number => {
  const { client, struct, list } = question;
  const { origin } = struct;
  const isContinuation = origin?.client === client && origin.clock === struct.clock - 1;
  const among = isContinuation ? 0 : places.countAdded(list);
  return among + scanStored(places, question);
};

const scanStored = (places: TextPlaces, { struct, list, budget }: ScanQuestion): number => {
  if (!list.type) return 0;
  const left = struct.origin && places.find(struct.origin);
  const right = struct.rightOrigin && places.find(struct.rightOrigin);
  // Stored items never follow the text of one that is not stored yet.
  if (left && (left === right || !(left instanceof Y.Item))) return 0;
  const seen = new Set<unknown>();
  let item = left ? left.right : list.type._start;
  while (item !== null && item !== right && seen.size < budget) {
    seen.add(item);
    if (!isSame(item.origin, struct.origin)) {
      if (item.origin === null || !seen.has(places.find(item.origin))) break;
    }
    item = item.right;
  }
  return seen.size;
};

const isSame = (a: WireId | null, b: WireId | undefined): boolean =>
  a === null || b === undefined
    ? a === null && b === undefined
    : a.client === b.client && a.clock === b.clock;
