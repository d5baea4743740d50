// How a value stands in its column of the grid: figures at the right edge, digit below digit; words at the left one,
// and of long ones as much as a row has room for; dates and times as the section does. Full values are one press away
// (PartsView.svelte).

import { fieldSummary } from '../../shared/sheet/field-text.ts';
import type { FieldType, FieldValue } from '../../shared/sheet/field-types.ts';

/** Some seven lines of a column. */
const MAX_SHOWN = 160;
const MAX_ITEMS = 6;
/** A word that is longer is cut within. */
const LONGEST_WORD = 40;

/** Whether values of a type are read as words: at the left edge, wrapped. Of tables and price lists a cell says figures. */
export const isWords = ({ kind }: FieldType): boolean =>
  kind === 'text' || kind === 'list' || kind === 'choice' || kind === 'choices';

/** Whether values of a type have digits, and none that are compared with those above: they stand as their section does. */
const followsSection = ({ kind }: FieldType): boolean => kind === 'date' || kind === 'window';

/** Whether these fields make columns of words, with the heads and widths of words. */
export const areMostlyWords = (types: readonly FieldType[]): boolean => {
  const told = types.filter((type) => !followsSection(type));
  return told.filter(isWords).length > told.length / 2;
};

/** Whether a value stands at the left edge, in a section of mostly words or of mostly figures. */
export const standsLeft = (type: FieldType, hasWords: boolean): boolean =>
  followsSection(type) ? hasWords : isWords(type);

export interface CellWords {
  readonly text: string;
  /** How much of it is not shown, such as `and 92 more`; absent where all of it is. */
  readonly rest?: string;
}

const cutAtWord = (text: string): string => {
  // Never between the halves of a letter that takes two places.
  const head = text.slice(0, MAX_SHOWN).replace(/[\uD800-\uDBFF]$/, '');
  const words = head.replace(/\s+\S*$/, '');
  return words.length < MAX_SHOWN - LONGEST_WORD ? head : words;
};

const listWords = (items: readonly string[], whole: string): CellWords => {
  let shown = 0;
  let length = 0;
  for (const item of items) {
    length += item.length + '; '.length;
    if (length > MAX_SHOWN || shown === MAX_ITEMS) break;
    shown += 1;
  }
  if (shown === items.length) return { text: whole };
  return shown === 0
    ? { text: `${cutAtWord(whole)}…`, rest: 'all of it' }
    : { text: items.slice(0, shown).join('; '), rest: `and ${items.length - shown} more` };
};

/** What a cell of the grid shows of a value. A unit may go to a line of its own, but does not break within a word. */
export const cellWords = (type: FieldType, value: FieldValue): CellWords => {
  const whole = fieldSummary(type, value).replaceAll('\u00a0', ' ');
  if (type.kind === 'list') return listWords(value as readonly string[], whole);
  if (whole.length <= MAX_SHOWN) return { text: whole };
  return type.kind === 'text'
    ? { text: `${cutAtWord(whole)}…`, rest: 'all of it' }
    : { text: whole };
};
