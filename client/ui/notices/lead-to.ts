// Leads from a notice to its place on the page: opens what has to be open, waits until it is there, and puts the focus on
// it. A place that is no more (an offer that fell out of the list) leads as near as there is something.

import type { NoticePlace } from '../../../shared/notices/types.ts';
import type { SheetDesk } from '../../state/sheet-desk.svelte.ts';
import type { Tab } from '../room/RoomLayout.svelte';

/** What the room's page can be told to show. */
export interface NoticeDoors {
  readonly openSheet: (sheetId: string) => void;
  readonly openAuction: (auctionId: string) => void;
  readonly show: (tab: Tab) => void;
  readonly desk: SheetDesk;
}

/** A sheet and its editor may come over a slow line. */
const WAIT_FRAMES = 600;

const SPOTS: Readonly<Record<'term' | 'offer', string>> = {
  term: 'data-term',
  offer: 'data-offer',
};

const selectorOf = (place: NoticePlace): string => {
  switch (place.kind) {
    case 'term':
      return `#sheet [${SPOTS.term}="${CSS.escape(place.termId)}"]`;
    case 'comment':
      return `#sheet #${CSS.escape(`thread-${place.commentId}`)}`;
    case 'offer':
      return `#sheet [${SPOTS.offer}="${CSS.escape(place.offerId)}"]`;
    case 'signing':
      return '#sheet .signing';
    case 'auction':
      return '#clock';
    case 'help':
      return '#clock .help, #clock [aria-label="Problems of teams"]';
  }
};

const isShown = (element: HTMLElement): boolean => element.getClientRects().length > 0;

const FIRST = 'h3[tabindex], [data-cell], button, a[href]';

const focusOn = (element: HTMLElement): void => {
  // An offer that has ended stands folded away.
  element.closest('details')?.setAttribute('open', '');
  // The auction has many parts; the focus goes to all of it, as with the key that leads there.
  const first = element.id === '' ? element.querySelector<HTMLElement>(FIRST) : null;
  const target = first ?? element;
  if (target === element && !element.hasAttribute('tabindex')) element.tabIndex = -1;
  element.scrollIntoView({ block: 'center' });
  target.focus({ preventScroll: true });
};

const whenThere = (selector: string, frames: number, isRight: () => boolean): void => {
  const element = isRight() ? document.querySelector<HTMLElement>(selector) : null;
  if (element && (isShown(element) || element.closest('details'))) focusOn(element);
  else if (frames > 0) {
    requestAnimationFrame(() => {
      whenThere(selector, frames - 1, isRight);
    });
  }
};

/** Opens the place of a notice and puts the focus there. */
export const leadTo = (place: NoticePlace, doors: NoticeDoors): void => {
  if ('sheetId' in place) {
    doors.openSheet(place.sheetId);
    doors.show('sheet');
    if (place.kind === 'offer') doors.desk.show('offers');
    if (place.kind === 'comment') {
      // Whoever is named in a thread finds it among their own, resolved or not.
      doors.desk.comments.filter = 'mine';
      doors.desk.comments.goTo(place.commentId);
      doors.desk.show('comments');
    }
  } else {
    if (place.kind === 'auction') doors.openAuction(place.auctionId);
    doors.show('clock');
  }
  const isRight = (): boolean =>
    !('sheetId' in place) ||
    document.querySelector(`[data-sheet="${CSS.escape(place.sheetId)}"]`) !== null;
  whenThere(selectorOf(place), WAIT_FRAMES, isRight);
};
