// What the editor of a clause shows of comments, and what of the writer's wishes it tells the desk of the sheet.

import type { SheetView } from '../../../../shared/sheet/types.ts';
import type { SheetDesk } from '../../../state/sheet-desk.svelte.ts';
import type { ClauseComments } from '../../editor/comment-marks.ts';
import { marksOn } from './comment-rows.ts';

/** Leads from the text or from a row to a thread. */
export const goToThread = (desk: SheetDesk, commentId: string): void => {
  desk.comments.goTo(commentId);
  desk.show('comments');
};

/** The comments on one clause, for its editor. */
export const clauseComments = (
  view: SheetView,
  desk: SheetDesk,
  termId: string,
): ClauseComments => ({
  marks: marksOn(view, termId),
  openId: desk.comments.openId,
  placed: (states) => {
    desk.comments.placed(states);
  },
  selected: (passage) => {
    desk.comments.select(termId, passage);
  },
  open: (commentId) => {
    desk.comments.open(commentId);
  },
  goTo: (commentId) => {
    goToThread(desk, commentId);
  },
  begin: () => {
    if (view.side === undefined) return;
    desk.comments.begin(termId);
    desk.show('comments');
  },
});
