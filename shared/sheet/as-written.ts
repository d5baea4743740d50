// Yjs deletes formatting it finds redundant after each foreign change. What it finds depends on how updates were
// grouped, and two documents that tidy up on their own can part: each keeps another one of two equal marks.

import type * as Y from 'yjs';

/** From now on the document holds what was written and deletes nothing by itself. For every document of ours. */
export const keepAsWritten = (doc: Y.Doc): void => {
  doc.on('afterTransaction', (transaction: Y.Transaction) => {
    transaction._needFormattingCleanup = false;
  });
};
