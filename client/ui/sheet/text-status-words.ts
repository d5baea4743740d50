// The state of a sheet's text in words. "Saved" is said only when the server has made every edit durable.

import { CLOSE } from '../../../shared/protocol/errors.ts';
import type { SheetTextStatus } from '../../net/sheet-text.ts';

export interface TextStatusWords {
  readonly words: string;
  readonly tone: 'saved' | 'unsaved' | '';
  /** What went wrong for good and what to do; absent while the text is in order. */
  readonly problem?: string;
}

const CLOSED: Readonly<Record<number, string>> = {
  [CLOSE.unauthenticated]: 'You are signed out. Open your invite link again to go on.',
  [CLOSE.forbidden]: 'Your seat may not read the text of this sheet.',
  [CLOSE.notFound]: 'This sheet does not exist.',
  [CLOSE.tooLarge]:
    'An edit was too large for the server. Reload the page and paste in smaller parts.',
  [CLOSE.rate]: 'Too many edits came at once. Reload the page to go on; your text is kept here.',
};

const LOST = 'The text could not be opened. Reload the page; what you typed is kept here.';

/** What the head of a sheet says about its text. */
export const textStatusWords = (
  status: SheetTextStatus,
  mayWrite: boolean,
  hasFailed: boolean,
): TextStatusWords => {
  if (hasFailed) return { words: '', tone: '', problem: LOST };
  if (status.line === 'closed') {
    const problem = CLOSED[status.closedBy?.code ?? 0] ?? LOST;
    return { words: '', tone: '', problem };
  }
  if (!status.isLoaded) return { words: 'loading the text', tone: '' };
  if (status.line !== 'live') {
    const offline = status.isKept
      ? 'your edits are kept here'
      : 'your edits are in this page alone, keep it open';
    return {
      words: `offline: ${mayWrite ? offline : 'the text may be out of date'}`,
      tone: 'unsaved',
    };
  }
  if (!mayWrite) return { words: '', tone: '' };
  return status.isSaved
    ? { words: '✓ Saved', tone: 'saved' }
    : { words: 'Saving…', tone: 'unsaved' };
};
