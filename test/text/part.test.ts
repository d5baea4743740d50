// The text part as its host uses it: load, apply, what readers lack, snapshots.

import * as encoding from 'lib0/encoding';
import * as Y from 'yjs';
import { describe, expect, it } from 'vitest';
import { createTextPart } from '../../server/host/text.ts';
import { clauseHash, clauseJson } from '../../shared/sheet/clause-hash.ts';
import { clauseOf, CLAUSES, editOf, forkOf, SEED, seededPart, textOf } from './sheet-fixture.ts';

const NOTHING = new Uint8Array([0]);

describe('text part', () => {
  it('[TXT20] many durable updates come out as one that brings a reader up to date', () => {
    const part = seededPart();
    const reader = forkOf(part, 500);
    const writers = [forkOf(part, 77), forkOf(part, 78)];
    const updates = writers.flatMap((doc) =>
      [1, 2, 3].map((at) =>
        editOf(doc, () => {
          textOf(doc, 'scope').insert(at, 'ab', { strong: {} });
          textOf(doc, 'payment').delete(0, 1);
        }),
      ),
    );
    const merged = part.apply(updates);
    expect(merged.length).toBeLessThan(updates.reduce((sum, { length }) => sum + length, 0));
    Y.applyUpdate(reader, merged);
    for (const termId of CLAUSES) {
      expect(part.clauseHash(termId)).toBe(clauseHash(clauseOf(reader, termId)));
    }
    expect(part.apply([])).toEqual(new Uint8Array([0, 0]));
    expect(part.apply(updates)).toEqual(new Uint8Array([0, 0]));
    expect(part.clauseHash('nowhere')).toBeUndefined();
  });

  it('[TXT20] the document holds what was written and deletes nothing by itself', () => {
    const part = seededPart();
    const reader = forkOf(part, 500);
    const updates = [forkOf(part, 77), forkOf(part, 78)].map((doc) =>
      editOf(doc, () => {
        textOf(doc, 'scope').format(0, 5, { strong: {} });
      }),
    );
    for (const update of updates) Y.applyUpdate(reader, part.apply([update]));
    // Left to itself, Yjs deletes formatting it finds redundant, depending on how updates were grouped.
    expect(Y.snapshot(reader).ds.clients.size).toBeGreaterThan(0);
    expect(Y.snapshot(forkOf(part, 501)).ds.clients.size).toBe(0);
  });

  it('[TXT20] a joiner gets everything once encoded, one who was here what he lacks', () => {
    const part = seededPart();
    const first = part.missing(NOTHING);
    expect(part.missing(new Uint8Array()).state).toBe(first.state);
    expect(part.encode()).toBe(first.state);
    const old = forkOf(part, 500);
    const doc = forkOf(part, 77);
    part.apply([
      editOf(doc, () => {
        textOf(doc, 'scope').insert(0, 'Now: ');
      }),
    ]);
    const whole = part.missing(NOTHING);
    expect(whole.state).not.toBe(first.state);
    const lacking = part.missing(Y.encodeStateVector(old));
    expect(lacking.state.length).toBeLessThan(whole.state.length / 4);
    expect(lacking.stateVector).toEqual(whole.stateVector);
    Y.applyUpdate(old, lacking.state);
    expect(clauseHash(clauseOf(old, 'scope'))).toBe(part.clauseHash('scope'));
  });

  it('[TXT20] who claims to know of more clients than there can be gets everything', () => {
    const part = seededPart();
    const claims = (count: number): Uint8Array =>
      encoding.encode((encoder) => {
        encoding.writeVarUint(encoder, count);
        for (let client = 1; client <= count; client += 1) {
          encoding.writeVarUint(encoder, client);
          encoding.writeVarUint(encoder, 1_000_000);
        }
      });
    // The first of them is the server's own, with all that it wrote.
    const nothing = part.missing(claims(1)).state;
    expect(nothing.length).toBeLessThan(part.encode().length);
    expect(part.missing(claims(1_001)).state).toEqual(nothing);
    expect(part.missing(claims(1_002)).state).toBe(part.encode());
  });

  it('[TXT20] an unreadable state vector counts as none', () => {
    const part = seededPart();
    for (const vector of [[5], [1, 1], [255, 255, 255, 255, 255, 255, 255, 255, 255, 255]]) {
      expect(part.missing(new Uint8Array(vector)).state).toBe(part.encode());
    }
  });

  it('[RED7] a clause is read anew once something in it has changed, and not for changes elsewhere', () => {
    const part = seededPart();
    const doc = forkOf(part, 77);
    const read = () => CLAUSES.map((termId) => part.authored(termId));
    const changedBy = (change: () => void): readonly string[] => {
      const before = read();
      part.apply([editOf(doc, change)]);
      const now = read();
      for (const [index, termId] of CLAUSES.entries()) {
        const kept = forkOf(part, 500);
        expect(now[index]?.blocks).toEqual(clauseJson(clauseOf(kept, termId)));
      }
      return CLAUSES.filter((_, index) => now[index] !== before[index]);
    };
    const scope = textOf(doc, 'scope');
    expect(changedBy(() => scope.insert(3, 'new '))).toEqual(['scope']);
    expect(changedBy(() => scope.format(0, 3, { strong: {} }))).toEqual(['scope']);
    expect(changedBy(() => scope.delete(0, 2))).toEqual(['scope']);
    expect(changedBy(() => clauseOf(doc, 'payment').delete(1, 1))).toEqual(['payment']);
    const both = (): void => {
      clauseOf(doc, 'liability').insert(0, [new Y.XmlElement('paragraph')]);
      textOf(doc, 'payment').insert(0, 'So ');
    };
    expect(changedBy(both)).toEqual(['payment', 'liability']);
    expect(changedBy(() => undefined)).toEqual([]);
    const before = read();
    part.restore(part.keep());
    expect(read().some((clause, index) => clause === before[index])).toBe(false);
    expect(part.authored('nowhere')).toBeUndefined();
  });

  it('[TXT21] a snapshot gives the same document back', () => {
    const part = seededPart();
    const doc = forkOf(part, 77);
    part.apply([
      editOf(doc, () => {
        clauseOf(doc, 'scope').delete(0, 1);
      }),
    ]);
    const other = createTextPart();
    other.load(part.encode());
    expect(other.encode()).toEqual(part.encode());
    for (const termId of CLAUSES) expect(other.clauseHash(termId)).toBe(part.clauseHash(termId));
    other.load(undefined);
    expect(other.clauseHash('scope')).toBeUndefined();
  });

  it('[TXT21] a journal with a gap in its text does not load', () => {
    const part = seededPart();
    const doc = forkOf(part, 77);
    const [, second] = ['a', 'b'].map((letter) =>
      editOf(doc, () => {
        textOf(doc, 'scope').insert(0, letter);
      }),
    );
    expect(() => part.apply(second ? [second] : [])).toThrow('gap');
    const empty = createTextPart();
    empty.load(undefined);
    expect(() => empty.apply([SEED.slice(0, 20)])).toThrow();
  });
});
