// The place below the bar of a sheet, where panels open. The bar stays in view while the text is scrolled and the
// place does not; so whoever opens a panel from deep in the text is taken there, and back where he was when he closes
// it. On a phone the place can lie below what is in view as well. A panel that opens by itself moves nobody.

const placeOf = (from: Element | undefined, name: 'panel' | 'files'): HTMLElement | undefined =>
  from?.closest('.doc')?.querySelector<HTMLElement>(`[data-place="${name}"]`) ?? undefined;

/** Of a length as the browser computes it; one that was never set is a word. */
const pixels = (length: string): number => parseFloat(length) || 0;

/** How far the place is above where the reader could see it, in pixels; not above 0 where it can be seen. */
const hiddenBy = (place: HTMLElement): number =>
  pixels(getComputedStyle(document.documentElement).scrollPaddingTop) +
  pixels(getComputedStyle(place).scrollMarginTop) -
  place.getBoundingClientRect().top;

/** Share of the window that has to be left for a panel below the top of its place. */
const ROOM_FOR_PANEL = 0.4;

/** A panel that opens there would stand at the lower edge of the window, or below it. */
const isTooLow = (place: HTMLElement): boolean =>
  place.getBoundingClientRect().top > window.innerHeight * (1 - ROOM_FOR_PANEL);

/** Takes the reader to a place where a panel could not be seen. Answers whether he was moved. */
export const showPlace = (from: Element | undefined, name: 'panel' | 'files'): boolean => {
  const place = placeOf(from, name);
  if (!place || (hiddenBy(place) <= 1 && !isTooLow(place))) return false;
  place.scrollIntoView({ block: 'start' });
  return true;
};

/** Takes the reader back down, unless he has gone elsewhere meanwhile. */
export const leavePlace = (from: Element | undefined, wasAt: number | undefined): void => {
  const place = placeOf(from, 'panel');
  if (wasAt === undefined || !place || Math.abs(hiddenBy(place)) > 1) return;
  window.scrollTo(0, wasAt);
};
