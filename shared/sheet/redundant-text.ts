// What of a clause can go without a trace. Stock clients tidy up what they are shown: Yjs deletes formatting that
// another one overrides at the same spot, y-prosemirror deletes empty lists, even where the person only reads. That
// must stay possible in a locked clause, and whoever deletes what in whichever order, the text must not change.

import * as Y from 'yjs';
import { isMereFrame } from './text-form.ts';

interface Spot {
  /** Formatting of one mark between two characters, in order. */
  readonly items: Y.Item[];
  readonly wasOn: boolean;
}

/**
 * True when deleting `removed` (formatting items of this text) leaves every character's marks as they are, also
 * together with any other deletion this function allows. Between two characters all but the last item of a mark may
 * go; the last one only when all go and it changes nothing.
 */
export const areRedundant = (
  text: Y.AbstractType<unknown>,
  removed: ReadonlySet<Y.Item>,
): boolean => {
  const isOn = new Map<string, boolean>();
  let spots = new Map<string, Spot>();
  const isSpotFine = ({ items, wasOn }: Spot): boolean => {
    const last = items.at(-1);
    if (!last || !removed.has(last)) return true;
    return startsMark(last) === wasOn && items.every((item) => removed.has(item));
  };
  for (let item = text._start; item !== null; item = item.right) {
    if (item.deleted) continue;
    const { content } = item;
    if (content instanceof Y.ContentFormat) {
      const spot = spots.get(content.key) ?? { items: [], wasOn: isOn.get(content.key) ?? false };
      spots.set(content.key, spot);
      spot.items.push(item);
      isOn.set(content.key, startsMark(item));
    } else {
      if (![...spots.values()].every(isSpotFine)) return false;
      spots = new Map();
    }
  }
  return [...spots.values()].every(isSpotFine);
};

/** Yjs ends a mark by a null value; its types say the value is always an object. */
const startsMark = ({ content }: Y.Item): boolean =>
  content instanceof Y.ContentFormat && (content.value as object | null) !== null;

/** True for a list or list item in which there is nothing but such lists and list items. */
export const isEmptyFrame = ({ content }: Y.Item): boolean => {
  if (!(content instanceof Y.ContentType)) return false;
  const { type } = content;
  if (!(type instanceof Y.XmlElement) || !isMereFrame(type.nodeName)) return false;
  for (let item = type._start; item !== null; item = item.right) {
    if (!item.deleted && !isEmptyFrame(item)) return false;
  }
  return true;
};
