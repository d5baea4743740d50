// The mark of a rehearsal in words: it stands before every title that a rehearsal room shows, so that what is copied,
// printed or exported without the page's watermark still says what it is.

const MARK = 'Rehearsal: ';
/** The most that a title may have on the wire. */
const MAX_TITLE = 120;

/** What a rehearsal says of itself wherever it is read without its room: in files, in print, in a bundle of its record. */
export const REHEARSAL_NOTE =
  'This is from a rehearsal: bots bid, and nothing in it counts for the real sale.';

/** A title with the mark before it, once; the end is cut off where it would be too long. */
export const rehearsalTitle = (title: string): string =>
  title.startsWith(MARK) ? title : `${MARK}${title}`.slice(0, MAX_TITLE).trim();

/** Whether a title carries the mark; for what is read without the room, such as a report or a bundle. */
export const isRehearsalTitle = (title: string): boolean => title.startsWith(MARK);
