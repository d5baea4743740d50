// Signing out leaves nothing of a room in this browser: neither text kept for offline work, nor drafts, nor offers in
// the making, nor receipts, nor values that somebody tried out, nor walk-away prices, nor seals of the record, nor which
// notices were read, nor which sheet was open.

import { LAST_SHEET_PREFIX } from '../../state/last-sheet.ts';
import { OFFER_PREFIX } from '../../state/kept-offer.ts';
import { NOTICES_PREFIX } from '../../state/notices-name.ts';
import { PAD_PREFIX } from '../../state/private-pad.svelte.ts';
import { RECORD_PREFIX } from '../../state/record-name.ts';
import { RECEIPTS_PREFIX } from '../../state/receipts.svelte.ts';

const PREFIXES = [
  'parley-drafts:',
  'parley-tried:',
  LAST_SHEET_PREFIX,
  NOTICES_PREFIX,
  OFFER_PREFIX,
  PAD_PREFIX,
  RECEIPTS_PREFIX,
  RECORD_PREFIX,
];

/** Removes kept texts, drafts, receipts and tried values of all rooms. */
export const forgetEverything = async (): Promise<void> => {
  for (const key of Object.keys(localStorage)) {
    if (PREFIXES.some((prefix) => key.startsWith(prefix))) localStorage.removeItem(key);
  }
  // Loaded only now: it brings the code for text with it.
  const { wipeKeptText } = await import('../../net/sheet-text.ts');
  await wipeKeptText();
};
