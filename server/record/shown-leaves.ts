// Which leaves of a segment a viewer is shown. Puts each leaf to the place that hides in views: of a room
// shared/room/record-rights.ts, of a sheet shared/sheet/record-rights.ts.

import type { Actor } from '../../shared/kernel/decider.ts';
import type { Json } from '../../shared/kernel/json.ts';
import type { TextUpdate } from '../../shared/record/entry.ts';
import type { SaltedLeaf } from '../../shared/record/leaves.ts';
import type { Segment } from '../../shared/record/seal.ts';
import type { RoomEvent } from '../../shared/room/types.ts';
import type { RecordSight } from '../../shared/room/record-rights.ts';
import type { SheetEvent, Template } from '../../shared/sheet/types.ts';
import type { SheetReader } from '../../shared/sheet/reader.ts';
import { isOrder } from '../../shared/record/seal.ts';
import {
  isOfViewer,
  mayCount,
  maySeeRoomPart,
  maySeeSeat,
} from '../../shared/room/record-rights.ts';
import { isNoteEvent } from '../../shared/sheet/comments/rights.ts';
import { maySeeSheetPart } from '../../shared/sheet/record-rights.ts';

/** Whether a part of an event is shown. */
export type SeesPart = (event: Json, name: string) => boolean;

/** How a viewer looks at the stream of a room. */
export const inRoom =
  (sight: RecordSight): SeesPart =>
  (event, name) =>
    maySeeRoomPart(sight, event as unknown as RoomEvent, name);

/** How a viewer looks at the stream of a sheet that it may read. */
export const inSheet =
  (sight: RecordSight, template: Template, reader: SheetReader): SeesPart =>
  (event, name) => {
    if (name === 'updates.*.by') {
      const { updates } = event as unknown as { readonly updates: readonly TextUpdate[] };
      return updates.every(({ by }) => maySeeSeat(sight, by));
    }
    return maySeeSheetPart(event as unknown as SheetEvent, name, { template, reader });
  };

interface OfEntry {
  readonly by: Actor | undefined;
  /** Whether any event of it is shown. */
  isShown: boolean;
  /** What one person wrote for himself is not the team's either, also not that it is there (COM9). */
  isNote: boolean;
}

const entriesOf = (leaves: readonly SaltedLeaf[]): Map<string, OfEntry> => {
  const entries = new Map<string, OfEntry>();
  for (const { entry, event, name, value } of leaves) {
    const by = event === '' && name === 'by' ? (value as unknown as Actor) : undefined;
    const known = entries.get(entry);
    if (!known || by) entries.set(entry, { by, isShown: false, isNote: false });
  }
  return entries;
};

/** Of what is of an entry as a whole: an author is named where an event of it is shown, or where it is the viewer. */
const seesOfEntry = (
  sight: RecordSight,
  name: string,
  { by, isShown, isNote }: OfEntry,
): boolean => {
  if (isNote) return false;
  const { room, viewer } = sight;
  const isOwn = by?.kind === 'seat' && isOfViewer(room, viewer, by.seatId);
  if (name === 'own' || isOwn) return isOwn;
  return isShown && (by?.kind !== 'seat' || maySeeSeat(sight, by.seatId));
};

/** A question for each leaf of a segment by its place. */
export const shownLeaves = (
  { leaves, events }: Pick<Segment, 'leaves' | 'events'>,
  sight: RecordSight,
  seesPart: SeesPart,
): ((leaf: number) => boolean) => {
  const entries = entriesOf(leaves);
  const shown = leaves.map(({ entry, event, name }) => {
    const whole = events.get(event);
    const isShown = whole !== undefined && seesPart(whole, name);
    const of = entries.get(entry);
    if (isShown && of) of.isShown = true;
    if (of && whole && isNoteEvent(whole as unknown as SheetEvent)) of.isNote = true;
    return isShown;
  });
  return (place) => {
    const leaf = leaves[place];
    if (!leaf) return false;
    if (isOrder(leaf)) return mayCount(sight.viewer);
    const of = leaf.event === '' ? entries.get(leaf.entry) : undefined;
    return of ? seesOfEntry(sight, leaf.name, of) : (shown[place] ?? false);
  };
};
