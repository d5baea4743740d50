// Signing out leaves nothing of a room in this browser: neither text kept for offline work, nor drafts, nor receipts.

import { RECEIPTS_PREFIX } from '../../state/receipts.svelte.ts';

const DRAFTS_PREFIX = 'parley-drafts:';

/** Removes kept texts, drafts and receipts of all rooms. */
export const forgetEverything = async (): Promise<void> => {
  for (const key of Object.keys(localStorage)) {
    if (key.startsWith(DRAFTS_PREFIX) || key.startsWith(RECEIPTS_PREFIX))
      localStorage.removeItem(key);
  }
  // Loaded only now: it brings the code for text with it.
  const { wipeKeptText } = await import('../../net/sheet-text.ts');
  await wipeKeptText();
};
