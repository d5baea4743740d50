// What the head of a sheet says about its text.

import { describe, expect, it } from 'vitest';
import { CLOSE } from '../../shared/protocol/errors.ts';
import type { SheetTextStatus } from '../../client/net/sheet-text.ts';
import { textStatusWords } from '../../client/ui/sheet/text-status-words.ts';

const LIVE: SheetTextStatus = {
  line: 'live',
  ...{ isRead: true, isKept: true, isLoaded: true, isSaved: true },
};
const wordsOf = (status: Partial<SheetTextStatus>, mayWrite = true): string =>
  textStatusWords({ ...LIVE, ...status }, mayWrite, false).words;

describe('[UI31] [UI97] what is said of a text', () => {
  it('is saved only where the server has it', () => {
    expect(wordsOf({})).toBe('✓ Saved');
    expect(wordsOf({ isSaved: false })).toBe('Saving…');
    expect(wordsOf({}, false)).toBe('');
  });

  it('says where edits are while the line is down', () => {
    const offline = { line: 'offline' } as const;
    expect(wordsOf(offline)).toBe('offline: your edits are kept here');
    expect(wordsOf({ ...offline, isKept: false })).toBe(
      'offline: your edits are in this page alone, keep it open',
    );
    for (const isKept of [true, false]) {
      expect(wordsOf({ ...offline, isKept }, false)).toBe('offline: the text may be out of date');
    }
  });

  it('says what to do where the server ended it, or its code did not come', () => {
    const closed = (code: number) =>
      textStatusWords({ ...LIVE, line: 'closed', closedBy: { code, reason: '' } }, true, false)
        .problem;
    expect(closed(CLOSE.unauthenticated)).toContain('invite link');
    expect(closed(CLOSE.rate)).toContain('Too many edits');
    expect(closed(4_999)).toContain('Reload the page');
    expect(textStatusWords(LIVE, true, true).problem).toContain('Reload the page');
  });
});
