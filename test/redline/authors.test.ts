// Who wrote and who deleted, as the record knows it: by seats to which the server bound client ids, in the order of the
// journal, the same after a restart and from a snapshot.

import * as Y from 'yjs';
import { describe, expect, it } from 'vitest';
import type { TextPart } from '../../server/host/types.ts';
import { createTextPart } from '../../server/host/text.ts';
import type { AuthoredClause } from '../../shared/sheet/redline/authored.ts';
import { attributionOf } from '../../shared/sheet/redline/authored.ts';
import { redlineOf } from '../../shared/sheet/redline/build.ts';
import { tokensOf, unitsOf } from '../../shared/sheet/redline/tokens.ts';
import { clauseOf, editOf, forkOf, seededPart, textOf } from '../text/sheet-fixture.ts';

const CLIENTS: Readonly<Record<number, string>> = { 77: 'usps-lead', 78: 'harbor-lead' };

const clause = (part: TextPart, termId = 'scope'): AuthoredClause => {
  const found = part.authored(termId);
  if (!found) throw new Error(`no clause ${termId}`);
  return found;
};

const edit = (part: TextPart, client: number, change: (doc: Y.Doc) => void): void => {
  const doc = forkOf(part, client);
  const update = editOf(doc, () => {
    change(doc);
  });
  part.apply([update], [CLIENTS[client] ?? null]);
};

/** Each change as sign, text and author. */
const deeds = (part: TextPart, base: AuthoredClause): readonly string[] => {
  const now = clause(part);
  const who = attributionOf(base.runs, now.runs, {
    writerOf: (client) => CLIENTS[client],
    removerOf: (client, clock) => part.removerOf(client, clock),
  });
  const signs = { added: '+', removed: '-', restyled: '*', kept: '' } as const;
  return redlineOf(base.blocks, now.blocks, who).rows.flatMap(({ kind, by, spans }) => [
    ...(kind === 'kept' ? [] : [`${signs[kind]}¶ ${String(by)}`]),
    ...spans
      .filter((span) => span.kind !== 'kept')
      .map((span) => `${signs[span.kind]}${span.text ?? '↵'} ${String(span.by)}`),
  ]);
};

describe('[RED3] authors of a redline come from the record', () => {
  it('each addition has its writer, each deletion who deleted it', () => {
    const part = seededPart();
    const base = clause(part);
    edit(part, 77, (doc) => {
      textOf(doc, 'scope').insert(4, 'sole ');
    });
    edit(part, 78, (doc) => {
      textOf(doc, 'scope').delete(9, 8);
      textOf(doc, 'scope').insert(9, 'company ');
    });
    expect(deeds(part, base)).toEqual([
      '-carrier harbor-lead',
      '+sole  usps-lead',
      '+company harbor-lead',
    ]);
  });

  it('whole paragraphs, and marks', () => {
    const part = seededPart();
    const base = clause(part);
    edit(part, 77, (doc) => {
      clauseOf(doc, 'scope').delete(1, 1);
    });
    edit(part, 78, (doc) => {
      const added = new Y.XmlElement('paragraph');
      added.insert(0, [new Y.XmlText('It keeps receipts.')]);
      clauseOf(doc, 'scope').insert(1, [added]);
      textOf(doc, 'scope').format(4, 7, { strong: {} });
    });
    expect(deeds(part, base)).toEqual([
      '*carrier harbor-lead',
      '-¶ usps-lead',
      '-Every day but Sunday 🚚. usps-lead',
      '+¶ harbor-lead',
      '+It keeps receipts. harbor-lead',
    ]);
    const bold = clause(part);
    edit(part, 77, (doc) => {
      textOf(doc, 'scope').format(4, 7, { strong: null });
    });
    expect(deeds(part, bold)).toEqual(['*carrier usps-lead']);
  });

  it('who deletes what is gone already did not delete it', () => {
    const part = seededPart();
    const base = clause(part);
    const [first, second] = [forkOf(part, 77), forkOf(part, 78)];
    const remove = (doc: Y.Doc): Uint8Array =>
      editOf(doc, () => {
        textOf(doc, 'scope').delete(0, 4);
      });
    part.apply([remove(first), remove(second)], ['usps-lead', 'harbor-lead']);
    expect(deeds(part, base)).toEqual(['-The  usps-lead']);
  });

  it('of two equal letters side by side the one that is old is not called new', () => {
    const part = seededPart();
    const base = clause(part);
    // As editors do it that compare texts: `ariver |` before `carrier` gives another `c` than was typed.
    edit(part, 77, (doc) => {
      textOf(doc, 'scope').insert(5, 'ruise c');
    });
    expect(deeds(part, base)).toEqual(['+cruise  usps-lead']);
  });

  it('is the same from a snapshot', () => {
    const part = seededPart();
    const base = clause(part);
    for (const [client, at] of [
      [77, 0],
      [78, 9],
      [77, 3],
      [78, 2],
    ] as const) {
      edit(part, client, (doc) => {
        textOf(doc, 'scope').delete(at, 2);
      });
    }
    const again = createTextPart();
    again.restore(part.keep());
    expect(deeds(again, base)).toEqual(deeds(part, base));
    expect(deeds(part, base).join()).toMatch(/usps-lead.*harbor-lead|harbor-lead.*usps-lead/);
    expect(again.encode()).toEqual(part.encode());
  });

  it('ids are told for every line, letter and element, of nested lists too', () => {
    const part = seededPart();
    edit(part, 77, (doc) => {
      const [list, item, empty, line] = [
        'bullet_list',
        'list_item',
        'ordered_list',
        'paragraph',
      ].map((name) => new Y.XmlElement(name)) as [
        Y.XmlElement,
        Y.XmlElement,
        Y.XmlElement,
        Y.XmlElement,
      ];
      line.insert(0, [new Y.XmlText('a b'), new Y.XmlElement('hard_break'), new Y.XmlText('c')]);
      item.insert(0, [line]);
      list.insert(0, [item]);
      clauseOf(doc, 'scope').insert(0, [list, empty]);
    });
    const { blocks, runs } = clause(part);
    const units = tokensOf(blocks).reduce((sum, token) => sum + unitsOf(token), 0);
    expect(runs.reduce((sum, run) => sum + run.units, 0)).toBe(units);
  });
});
