// The hash of the agreed terms of an auction.

import { describe, expect, it } from 'vitest';
import { sheetDecider } from '../../shared/sheet/sheet.ts';
import { viewSheet } from '../../shared/sheet/view.ts';
import { wordsOf } from '../../shared/record/words.ts';
import { frozenHash, signableOf } from '../../shared/sheet/signing/frozen-form.ts';
import { LEADS, offerSheet, viewOf } from '../support/offers.ts';
import type { SheetStream } from '../support/offers.ts';
import { agreeAll, readySheet } from '../support/signing.ts';

const hashFor = (stream: SheetStream): string | undefined => viewOf(stream, null).agreedHash;

const agreed = (): SheetStream => {
  const stream = offerSheet('common');
  expect(hashFor(stream)).toBeUndefined();
  agreeAll(stream);
  return stream;
};

describe('[TRM3] a common sheet owes its room each change of the agreed text', () => {
  it('the newest alone, until the room has heard it', () => {
    const stream = offerSheet('common');
    const owed = () => sheetDecider.owed?.(stream.state) ?? [];
    expect(owed()).toEqual([]);
    agreeAll(stream);
    const [first] = owed();
    const hash = hashFor(stream);
    const told = { type: 'TakeAgreedTerms', sheetId: 's1', hash, revision: 1 };
    expect(owed()).toEqual([{ id: 'agreed-1', stream: 'room:room', command: told }]);
    stream.must({ type: 'ReopenTerm', termId: 'minimum-charge', reason: 'typo' }, LEADS.carrier);
    expect(owed().map(({ command }) => command)).toEqual([{ ...told, hash: null, revision: 2 }]);
    const settle = (id = '') => sheetDecider.settled?.(id) ?? { type: 'TickSheet' as const };
    // The one that was overtaken settles nothing.
    stream.must(settle(first?.id));
    expect(owed()).toHaveLength(1);
    expect(stream.refusalOf(settle('agreed-2'), LEADS.carrier)).toBe('sheet/not-allowed');
    stream.must(settle('agreed-2'));
    expect(owed()).toEqual([]);
    expect(stream.give(settle('agreed-2')).events).toEqual([]);
  });

  it('and a bilateral sheet owes none', () => {
    expect(sheetDecider.owed?.(readySheet().state)).toEqual([]);
  });
});

describe('[TRM1] the agreed terms of an auction have one hash', () => {
  it('which every reader sees and can compute from its own view', () => {
    const stream = agreed();
    const hash = hashFor(stream);
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    expect(wordsOf(hash ?? '')).toHaveLength(8);
    for (const side of ['carrier', 'shipper', null] as const) {
      const view = viewSheet(stream.state, { side, nameOf: () => '' });
      expect(view.agreedHash).toBe(hash);
      expect(frozenHash(signableOf(view, (id) => stream.text?.clauseHash(id)))).toBe(hash);
    }
  });

  it('which goes when a required term is reopened, and is the same for the same text alone', () => {
    const stream = agreed();
    const termId = 'minimum-charge';
    const say = (value: number): void => {
      const position = { kind: 'field', value } as const;
      const take = { type: 'TakePosition', side: 'carrier', termId, value: position } as const;
      stream.must(take, LEADS.carrier);
    };
    const reopen = (reason: string): void => {
      stream.must({ type: 'ReopenTerm', termId, reason }, LEADS.carrier);
      expect(hashFor(stream)).toBeUndefined();
    };
    const before = hashFor(stream);
    reopen('typo');
    say(2_100);
    expect(hashFor(stream)).toBe(before);
    reopen('changed');
    say(2_200);
    expect(hashFor(stream)).not.toBe(before);
    expect(hashFor(stream)).toMatch(/^[0-9a-f]{64}$/);
  });

  it('and no bilateral sheet has it: that one is frozen and signed', () => {
    expect(hashFor(readySheet())).toBeUndefined();
  });
});
