// Ids are keys of plain records: none of them may name something that every record has already.

import { describe, expect, it } from 'vitest';
import { isId } from '../../shared/kernel/ids.ts';

describe('[ROOM2] the id form', () => {
  it('takes letters, digits, dots and dashes, 1 to 64 of them', () => {
    for (const id of ['a', '7', 'usps-lead', 'r.1-b', 'x'.repeat(64), 'constructors']) {
      expect([id, isId(id)]).toEqual([id, true]);
    }
    for (const id of ['', '.a', '-a', 'A', 'a b', 'a/b', 'a:b', 'ä', 'a\n', 'x'.repeat(65)]) {
      expect([id, isId(id)]).toEqual([id, false]);
    }
  });

  it('takes no name that a record without keys knows', () => {
    const inherited = Object.getOwnPropertyNames(Object.prototype);
    expect(inherited).toContain('constructor');
    expect(inherited.filter(isId)).toEqual([]);
  });
});
