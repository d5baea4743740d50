// An agreed clause does not change: not by typing, deleting, formatting or nesting, not by what comes late. What
// stock clients send without changing the text still passes.

import * as Y from 'yjs';
import { describe, expect, it } from 'vitest';
import { clauseHash } from '../../shared/sheet/clause-hash.ts';
import { craft, craftOne } from './crafted-update.ts';
import {
  CLAUSES,
  clauseOf,
  editOf,
  forkOf,
  outcome,
  SEATS,
  seededPart,
  sheetState,
  textOf,
} from './sheet-fixture.ts';

const LOCKED = { locked: ['liability'] };

describe('locked clauses', () => {
  it('[TXT12] refuse text, deletions, marks and new elements', () => {
    const part = seededPart();
    const hash = part.clauseHash('liability');
    const edits: readonly ((doc: Y.Doc) => void)[] = [
      (doc) => {
        textOf(doc, 'liability').insert(3, 'un');
      },
      (doc) => {
        textOf(doc, 'liability').delete(0, 1);
      },
      (doc) => {
        textOf(doc, 'liability').format(0, 4, { strong: {} });
      },
      (doc) => {
        clauseOf(doc, 'liability').insert(0, [new Y.XmlElement('paragraph')]);
      },
      (doc) => {
        clauseOf(doc, 'liability').delete(0, 1);
      },
      (doc) => {
        (clauseOf(doc, 'liability').get(0) as Y.XmlElement).insert(1, [
          new Y.XmlElement('hard_break'),
        ]);
      },
    ];
    for (const edit of edits) {
      const doc = forkOf(part, 77);
      const update = editOf(doc, () => {
        edit(doc);
      });
      expect(part.check(sheetState(LOCKED), 'carrier', update)).toEqual({
        ok: false,
        rejection: { code: 'text/locked', termId: 'liability' },
      });
      expect(outcome(part, update)).toBe('ok');
      part.discard();
    }
    expect(part.clauseHash('liability')).toBe(hash);
  });

  it('[TXT12] one edit in a locked clause refuses the whole update, others go on', () => {
    const part = seededPart();
    const doc = forkOf(part, 77);
    const scope = editOf(doc, () => {
      textOf(doc, 'scope').insert(0, 'a');
    });
    const both = editOf(doc, () => {
      textOf(doc, 'scope').insert(0, 'b');
      textOf(doc, 'liability').insert(0, 'b');
    });
    expect(outcome(part, scope, { now: LOCKED })).toBe('ok');
    expect(outcome(part, both, { now: LOCKED })).toBe('text/locked');
    const after = editOf(forkOf(part, 78), () => undefined);
    expect(outcome(part, after, { now: LOCKED })).toBe('nothing');
    // Nothing of the refused update was remembered: its next clock is a gap.
    const next = editOf(doc, () => {
      textOf(doc, 'scope').insert(0, 'c');
    });
    expect(outcome(part, next, { now: LOCKED })).toBe('text/gap');
  });

  it('[TXT12] an offline edit that comes after the lock is refused, one elsewhere is not', () => {
    const part = seededPart();
    const late = forkOf(part, 77);
    const intoLocked = editOf(late, () => {
      textOf(late, 'liability').insert(2, 'late');
    });
    const other = forkOf(part, 78);
    const intoOpen = editOf(other, () => {
      textOf(other, 'payment').insert(2, 'late');
    });
    const meanwhile = forkOf(part, 79);
    part.apply([
      editOf(meanwhile, () => {
        clauseOf(meanwhile, 'payment').delete(0, 1);
        textOf(meanwhile, 'liability').delete(0, 3);
      }),
    ]);
    expect(outcome(part, intoLocked, { now: LOCKED })).toBe('text/locked');
    // Its paragraph is gone: stored, never shown.
    expect(outcome(part, intoOpen, { now: LOCKED })).toBe('ok');
    const hash = part.clauseHash('payment');
    part.apply([intoOpen]);
    expect(part.clauseHash('payment')).toBe(hash);
  });

  it('[TXT16] nothing cuts through a character, in any clause, not even a resend', () => {
    const part = seededPart();
    const text = textOf(forkOf(part, 500), 'liability');
    const start = text._start?.id.clock ?? 0;
    const cut = start + text.toString().indexOf('🚚');
    const first = forkOf(part, 77);
    part.apply([
      editOf(first, () => {
        textOf(first, 'scope').insert(0, 'z');
      }),
    ]);
    const now = { clients: { '77': 'carrier' } };
    const origin = { client: 1, clock: cut };
    const rightOrigin = { client: 1, clock: cut + 1 };
    const string = { kind: 'string', text: 'z' } as const;
    for (const update of [
      craftOne(77, 0, { content: string, origin }),
      craftOne(77, 0, { content: string, rightOrigin }),
      craftOne(77, 1, { content: string, origin }),
      craftOne(77, 1, { content: string, origin: { client: 1, clock: cut - 1 }, rightOrigin }),
      craftOne(77, 1, { content: { kind: 'deleted', length: 1 }, rightOrigin }),
      craft([], [{ client: 1, clock: start, length: cut + 1 - start }]),
      craft([], [{ client: 1, clock: cut + 1, length: 1 }]),
    ]) {
      expect(part.check(sheetState(now), 'carrier', update)).toEqual({
        ok: false,
        rejection: { code: 'text/content', what: 'half a character' },
      });
    }
    const pair = craftOne(77, 1, { content: { kind: 'string', text: 'a🚚' }, origin });
    expect(outcome(part, pair, { now })).toBe('text/content');
    const fine = craftOne(77, 1, {
      content: { kind: 'string', text: 'a🚚' },
      origin: { client: 77, clock: 0 },
    });
    expect(outcome(part, fine, { now })).toBe('ok');
    expect(outcome(part, craft([], [{ client: 77, clock: 1, length: 2 }]), { now })).toBe(
      'text/content',
    );
    expect(outcome(part, craft([], [{ client: 77, clock: 2, length: 2 }]), { now })).toBe('ok');
  });

  it('[TXT13] what was deleted before it was sent may still arrive', () => {
    const part = seededPart();
    const doc = forkOf(part, 77);
    doc.transact(() => {
      textOf(doc, 'liability').insert(0, 'never mind');
    });
    doc.transact(() => {
      textOf(doc, 'liability').delete(0, 10);
    });
    const update = Y.encodeStateAsUpdate(doc, part.missing(new Uint8Array([0])).stateVector);
    const hash = part.clauseHash('liability');
    expect(outcome(part, update, { now: LOCKED })).toBe('ok');
    part.apply([update]);
    expect(part.clauseHash('liability')).toBe(hash);
  });

  it('[TXT13] formatting that another overrides may be tidied up, other formatting may not', () => {
    const part = seededPart();
    const [left, right] = [forkOf(part, 77), forkOf(part, 78)];
    const reader = forkOf(part, 79);
    const sent: Uint8Array[] = [];
    reader.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== 'server') sent.push(update);
    });
    for (const doc of [left, right]) {
      const update = editOf(doc, () => {
        textOf(doc, 'liability').format(0, 7, { strong: {} });
      });
      Y.applyUpdate(reader, part.apply([update]), 'server');
    }
    const hash = part.clauseHash('liability');
    expect(sent.length).toBeGreaterThan(0);
    for (const update of sent) {
      expect(outcome(part, update, { by: 'shipper', now: LOCKED })).toBe('ok');
      part.apply([update]);
      expect(part.clauseHash('liability')).toBe(hash);
      expect(outcome(part, update, { by: 'shipper', now: LOCKED })).toBe('nothing');
    }
    const plain = forkOf(part, 80);
    const unbold = editOf(plain, () => {
      for (let item = textOf(plain, 'liability')._start; item; item = item.right) {
        const { content } = item;
        if (content instanceof Y.ContentFormat) {
          plain.transact((transaction) => {
            item?.delete(transaction);
          });
        }
      }
    });
    expect(outcome(part, unbold, { now: LOCKED })).toBe('text/locked');
    expect(outcome(part, unbold)).toBe('ok');
  });

  it('[TXT13] formatting given twice at one spot: one may go, not both', () => {
    const part = seededPart();
    const at = textOf(forkOf(part, 500), 'liability')._start?.id ?? { client: 0, clock: 0 };
    const mark = { kind: 'format', key: 'strong', value: '{}' } as const;
    part.apply([craftOne(77, 0, { content: mark, origin: at })]);
    part.apply([craftOne(78, 0, { content: mark, origin: at })]);
    const spots = [77, 78].map((client) => ({ client, clock: 0, length: 1 }));
    const without = (gone: typeof spots): string => {
      const doc = forkOf(part, 500);
      const update = editOf(doc, () => {
        doc.transact((transaction) => {
          for (const { client, clock } of gone) {
            const item = Y.getItem(doc.store, Y.createID(client, clock));
            if (item instanceof Y.Item) item.delete(transaction);
          }
        });
      });
      return outcome(part, update, { now: LOCKED });
    };
    const each = spots.map((spot) => without([spot]));
    expect(each.sort()).toEqual(['ok', 'text/locked']);
    expect(without(spots)).toBe('text/locked');
  });

  it('[TXT13] lists left empty may be cleared away', () => {
    const part = seededPart();
    const maker = forkOf(part, 77);
    const list = new Y.XmlElement('bullet_list');
    part.apply([
      editOf(maker, () => {
        const item = new Y.XmlElement('list_item');
        clauseOf(maker, 'liability').insert(1, [list]);
        list.insert(0, [item]);
        item.insert(0, [new Y.XmlElement('paragraph')]);
      }),
    ]);
    const clear = (doc: Y.Doc): Uint8Array =>
      editOf(doc, () => {
        clauseOf(doc, 'liability').delete(1, 1);
      });
    expect(outcome(part, clear(forkOf(part, 78)), { now: LOCKED })).toBe('text/locked');
    part.apply([
      editOf(maker, () => {
        (list.get(0) as Y.XmlElement).delete(0, 1);
      }),
    ]);
    const hash = part.clauseHash('liability');
    const cleared = clear(forkOf(part, 79));
    expect(outcome(part, cleared, { now: LOCKED })).toBe('ok');
    part.apply([cleared]);
    expect(part.clauseHash('liability')).toBe(hash);
  });
});

describe('one batch', () => {
  it('[TXT15] an update may build on an earlier one of the batch', () => {
    const part = seededPart();
    const doc = forkOf(part, 77);
    const paragraph = new Y.XmlElement('paragraph');
    const first = editOf(doc, () => {
      clauseOf(doc, 'scope').insert(0, [paragraph]);
    });
    const second = editOf(doc, () => {
      paragraph.insert(0, [new Y.XmlText('new')]);
    });
    const third = editOf(doc, () => {
      (paragraph.get(0) as Y.XmlText).insert(1, 'x', { em: {} });
    });
    const removal = editOf(doc, () => {
      (paragraph.get(0) as Y.XmlText).delete(0, 2);
    });
    expect(outcome(part, second)).toBe('text/gap');
    for (const update of [first, second, third, removal]) expect(outcome(part, update)).toBe('ok');
    for (const update of [first, second, third]) expect(outcome(part, update)).toBe('nothing');
    part.discard();
    expect(outcome(part, second)).toBe('text/gap');
    const merged = part.apply([first, second, third, removal]);
    const reader = forkOf(seededPart(), 78);
    Y.applyUpdate(reader, merged);
    expect(clauseHash(clauseOf(reader, 'scope'))).toBe(clauseHash(clauseOf(doc, 'scope')));
    expect(part.clauseHash('scope')).toBe(clauseHash(clauseOf(doc, 'scope')));
  });

  it('[TXT15] the form of what a batch adds is checked as well', () => {
    const part = seededPart();
    const doc = forkOf(part, 77);
    const first = editOf(doc, () => {
      clauseOf(doc, 'scope').insert(0, [new Y.XmlElement('paragraph')]);
    });
    const now = { clients: { '77': 'carrier' } };
    expect(outcome(part, first, { now })).toBe('ok');
    const inside = craftOne(77, 1, {
      content: { kind: 'element', name: 'list_item' },
      parent: { client: 77, clock: 0 },
    });
    expect(outcome(part, inside, { now })).toBe('text/content');
    const onText = craftOne(77, 1, {
      content: { kind: 'type', type: 6 },
      parent: { client: 1, clock: 3 },
    });
    expect(['text/malformed', 'text/content']).toContain(outcome(part, onText, { now }));
    expect(outcome(part, inside, { by: 'shipper', now })).toBe('text/client-id');
  });

  it('[TXT15] what is there already brings nothing and is never refused', () => {
    const part = seededPart();
    for (const by of SEATS) {
      const locked = { locked: CLAUSES };
      expect(outcome(part, part.encode(), { by, now: locked })).toBe('nothing');
      expect(outcome(part, new Uint8Array([0, 0]), { by, now: locked })).toBe('nothing');
    }
    const doc = forkOf(part, 77);
    const update = editOf(doc, () => {
      textOf(doc, 'scope').insert(0, 'abc');
      textOf(doc, 'scope').delete(4, 2);
    });
    part.apply([update]);
    const now = { locked: CLAUSES, clients: { '77': 'carrier' } };
    expect(outcome(part, update, { by: 'shipper', now })).toBe('nothing');
  });

  it('[TXT15] a run that is partly there brings its rest', () => {
    const part = seededPart();
    const doc = forkOf(part, 77);
    const early = editOf(doc, () => {
      textOf(doc, 'scope').insert(0, 'ab');
    });
    const before = Y.encodeStateVector(forkOf(part, 500));
    editOf(doc, () => {
      textOf(doc, 'scope').insert(2, 'cd');
    });
    const whole = Y.encodeStateAsUpdate(doc, before);
    part.apply([early]);
    const now = { clients: { '77': 'carrier' } };
    expect(outcome(part, whole, { by: 'shipper', now })).toBe('text/client-id');
    expect(outcome(part, whole, { now })).toBe('ok');
    part.apply([whole]);
    expect(part.clauseHash('scope')).toBe(clauseHash(clauseOf(doc, 'scope')));
  });
});
