// Updates made at random from true and false parts, and honest updates with bytes changed. Whatever is accepted
// applies at once everywhere, leaves locked clauses alone, and gives a document every page can show.

import { fc } from '../support/fast-check.ts';
import { initProseMirrorDoc } from 'y-prosemirror';
import * as Y from 'yjs';
import { describe, expect, it } from 'vitest';
import { clauseHash, clauseJson } from '../../shared/sheet/clause-hash.ts';
import { clauseSchema } from '../../shared/sheet/text-schema.ts';
import { Arena, attacks, LOCKED } from './arena.ts';
import { CLAUSES, clauseOf, editOf, forkOf, seededPart, sheetState } from './sheet-fixture.ts';

describe('hostile clients', () => {
  it('[TXT12] [TXT17] whatever is accepted leaves locked clauses alone and nothing pending', () => {
    let accepted = 0;
    const rejections = new Set<string>();
    fc.assert(
      fc.property(fc.array(attacks, { minLength: 10, maxLength: 60, size: 'max' }), (plan) => {
        const arena = new Arena();
        const { part, clone } = arena;
        const locked = part.clauseHash(LOCKED);
        for (const attack of plan) arena.attack(attack);
        arena.commit();
        accepted += arena.accepted;
        for (const code of arena.rejections.keys()) rejections.add(code);
        expect(part.clauseHash(LOCKED)).toBe(locked);
        expect(clone.store.pendingStructs).toBeNull();
        expect(clone.store.pendingDs).toBeNull();
        expect([...clone.share.keys()]).toEqual(['clauses']);
        expect([...clone.getMap('clauses').keys()].sort()).toEqual([...CLAUSES].sort());
        for (const termId of CLAUSES) {
          const fragment = clauseOf(clone, termId);
          expect(part.clauseHash(termId)).toBe(clauseHash(fragment));
          const json = clauseJson(fragment);
          const { doc } = initProseMirrorDoc(fragment, clauseSchema);
          if (doc.childCount > 0) doc.check();
          expect(clauseJson(fragment)).toEqual(json);
        }
      }),
      { numRuns: 400 },
    );
    expect(accepted).toBeGreaterThan(1_000);
    // Each comes some fifty times and more.
    const common = [
      'text/client-id',
      'text/content',
      'text/gap',
      'text/locked',
      'text/malformed',
      'text/unknown-clause',
      'text/unknown-root',
    ];
    expect(common.filter((code) => !rejections.has(code))).toEqual([]);
  });

  it('[TXT17] an honest update with any one byte changed is refused or does no harm', () => {
    const part = seededPart();
    const locked = part.clauseHash(LOCKED);
    const doc = forkOf(part, 70);
    const honest = editOf(doc, () => {
      const list = new Y.XmlElement('bullet_list');
      clauseOf(doc, 'scope').insert(1, [list]);
      const item = new Y.XmlElement('list_item');
      list.insert(0, [item]);
      const paragraph = new Y.XmlElement('paragraph');
      item.insert(0, [paragraph]);
      paragraph.insert(0, [new Y.XmlText('one 🚚')]);
      clauseOf(doc, 'payment').delete(0, 1);
    });
    const now = sheetState({ locked: [LOCKED] });
    let accepted = 0;
    for (let at = 0; at < honest.length; at += 1) {
      for (let byte = 0; byte < 256; byte += 1) {
        const changed = honest.slice();
        changed[at] = byte;
        const check = part.check(now, 'carrier', changed);
        part.discard();
        if (!check.ok) continue;
        accepted += 1;
        const fresh = seededPart();
        fresh.apply([changed]);
        expect(fresh.clauseHash(LOCKED)).toBe(locked);
        const clone = forkOf(fresh, 900);
        expect([...clone.share.keys()]).toEqual(['clauses']);
      }
    }
    expect(accepted).toBeGreaterThan(honest.length);
  });
});
