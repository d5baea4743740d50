// What stands in letters: lines that any reader shows whole, and where one says that no more are wanted.

import { describe, expect, it } from 'vitest';
import type { NoticeKind } from '../../shared/notices/types.ts';
import { codeLetter, digestLetter } from '../../server/mail/letters.ts';

const KINDS: readonly NoticeKind[] = [
  ...(['move', 'offer', 'reopened', 'signing', 'auction', 'help', 'mention'] as const),
];
const place = (roomTitle: string) => ({
  ...{ origin: 'https://parley.example', roomId: 'usps-2026', seatId: 'harbor-lead', roomTitle },
});
const SETTINGS = 'https://parley.example/rooms/usps-2026/seats/harbor-lead#notices';

describe('[MAIL9] a letter', () => {
  it.each(['Sale', 'A sale of capacity '.repeat(12), 'x'.repeat(300)])(
    'has lines of at most 72 columns but for one word alone, with a room of the title %s',
    (title) => {
      const { text, subject } = digestLetter(place(title), { id: 'a', to: 'b', kinds: KINDS });
      const code = codeLetter(place(title), { id: 'a', to: 'b', code: '12345678' });
      for (const line of [...text.split('\n'), ...code.text.split('\n')])
        expect([line, line.length <= 72 || !line.trim().includes(' ')]).toEqual([line, true]);
      expect(subject).not.toContain('\n');
      expect(text.replaceAll('\n', ' ')).toContain('- It is your move on a sheet. - An offer came');
      expect(code.text).toMatch(/^ {4}12345678$/m);
    },
  );

  it('of notices says where its address is removed, one with a code says nothing of it', () => {
    const digest = digestLetter(place('Sale'), { id: 'a', to: 'b', kinds: KINDS });
    expect(digest.unsubscribe).toBe(SETTINGS);
    expect(digest.text).toMatch(
      new RegExp(`^-- \nTo get no more of these, .*\n?.*\n${SETTINGS}\n`, 'm'),
    );
    expect(codeLetter(place('Sale'), { id: 'a', to: 'b', code: '1' })).not.toHaveProperty(
      'unsubscribe',
    );
  });
});
