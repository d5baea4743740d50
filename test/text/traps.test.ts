// Updates made to hurt: floods, lies about lengths, stolen client ids. Each is refused before Yjs sees it, and the
// document stays what it was.

import * as encoding from 'lib0/encoding';
import * as Y from 'yjs';
import { describe, expect, it } from 'vitest';
import type { TextPart } from '../../server/host/types.ts';
import { createTextPart } from '../../server/host/text.ts';
import { craft, craftOne } from './crafted-update.ts';
import type { CraftedStruct } from './crafted-update.ts';
import { editOf, forkOf, outcome, seededPart, sheetState, textOf } from './sheet-fixture.ts';

/** The id of something in the opening wording: its first text run begins a few clocks in. */
const runOf = (part: TextPart, termId: string): { client: number; clock: number } => {
  const item = textOf(forkOf(part, 500), termId)._start;
  if (!item) throw new Error('no text');
  return item.id;
};

const letter = (at: { client: number; clock: number }): CraftedStruct => ({
  content: { kind: 'string', text: 'x' },
  origin: at,
});

const bytes = (...values: readonly number[]): Uint8Array =>
  encoding.encode((encoder) => {
    for (const value of values) encoding.writeVarUint(encoder, value);
  });

const unchanged = (part: TextPart): void => {
  part.discard();
  expect(part.encode()).toEqual(seededPart().encode());
};

const ROUNDS = 5;

/** The least time of several rounds, which a machine that is busy with other things distorts least. */
const leastMillis = (work: () => void): number =>
  Math.min(
    ...Array.from({ length: ROUNDS }, () => {
      const before = performance.now();
      work();
      return performance.now() - before;
    }),
  );

/** How much longer the check of an update takes than Yjs takes to read it, without placing anything. */
const timesReading = (update: Uint8Array, check: () => void): number =>
  leastMillis(check) / leastMillis(() => Y.decodeUpdate(update));

describe('gaps', () => {
  it('[TXT3] a struct beyond the known clock of its client is refused', () => {
    const part = seededPart();
    const at = runOf(part, 'scope');
    expect(outcome(part, craftOne(77, 1, letter(at)))).toBe('text/gap');
    expect(outcome(part, craftOne(77, 0, letter({ client: 88, clock: 0 })))).toBe('text/gap');
    expect(outcome(part, craftOne(77, 0, letter({ client: 1, clock: 9_999 })))).toBe('text/gap');
    unchanged(part);
  });

  it('[TXT3] structs that wait for each other in a circle are refused', () => {
    const part = seededPart();
    const circle = craft([
      { client: 77, clock: 0, structs: [letter({ client: 78, clock: 0 })] },
      { client: 78, clock: 0, structs: [letter({ client: 77, clock: 0 })] },
    ]);
    expect(outcome(part, circle)).toBe('text/gap');
    expect(outcome(part, craftOne(77, 0, letter({ client: 77, clock: 0 })))).toBe('text/malformed');
    unchanged(part);
  });

  it('[TXT3] sections may come in any order, but each must find what it names', () => {
    const part = seededPart();
    const first = { client: 77, clock: 0, structs: [letter({ client: 78, clock: 0 })] };
    const second = { client: 78, clock: 0, structs: [letter(runOf(part, 'scope'))] };
    expect(outcome(part, craft([first, second]))).toBe('ok');
    part.discard();
    const third = { client: 79, clock: 0, structs: [letter({ client: 78, clock: 5 })] };
    expect(outcome(part, craft([first, second, third]))).toBe('text/gap');
    unchanged(part);
  });

  it('[TXT3] a skip over unknown structs and a deletion of unknown ones are refused', () => {
    const part = seededPart();
    const at = runOf(part, 'scope');
    const skipped = craft([
      { client: 77, clock: 0, structs: [{ content: { kind: 'skip', length: 3 } }, letter(at)] },
    ]);
    expect(outcome(part, skipped)).toBe('text/gap');
    expect(outcome(part, craft([], [{ client: 1, clock: 0, length: 9_999 }]))).toBe('text/gap');
    expect(outcome(part, craft([], [{ client: 99, clock: 0, length: 1 }]))).toBe('text/gap');
    unchanged(part);
  });

  it('[TXT3] a flood of gaps is refused at once', () => {
    const part = seededPart();
    const at = runOf(part, 'scope');
    const flood = craft(
      Array.from({ length: 36_000 }, (_, index) => ({
        client: 1_000 + index,
        clock: 5,
        structs: [letter(at)],
      })),
    );
    expect(flood.length).toBeGreaterThan(300_000);
    // Comparing all with all would take thousands of times as long.
    const refused = (): void => {
      expect(outcome(part, flood)).toBe('text/gap');
    };
    expect(timesReading(flood, refused)).toBeLessThan(20);
    unchanged(part);
  });
});

describe('lies about lengths', () => {
  it('[TXT4] counts that are larger than the update allocate nothing', () => {
    const part = seededPart();
    for (const update of [
      bytes(1, 2 ** 25, 77),
      bytes(2 ** 50),
      bytes(1, 2 ** 50, 77, 0),
      bytes(0, 2 ** 50),
      bytes(0, 1, 77, 2 ** 50),
    ]) {
      expect(update.length).toBeLessThan(16);
      expect(outcome(part, update)).toBe('text/malformed');
    }
    unchanged(part);
  });

  it('[TXT4] runs of absurd or no length are refused', () => {
    const part = seededPart();
    for (const length of [0, 2 ** 31, 2 ** 50]) {
      for (const kind of ['gc', 'skip', 'deleted'] as const) {
        const struct = { content: { kind, length }, origin: runOf(part, 'scope') };
        expect(outcome(part, craftOne(77, 0, struct))).toBe('text/malformed');
      }
      const range = craft([], [{ client: 1, clock: 0, length }]);
      expect(outcome(part, range)).toBe('text/malformed');
    }
    const empty = { content: { kind: 'string', text: '' } as const, origin: runOf(part, 'scope') };
    expect(outcome(part, craftOne(77, 0, empty))).toBe('text/malformed');
    unchanged(part);
  });

  it('[TXT4] an update cut off anywhere, or with more after its end, is refused', () => {
    const part = seededPart();
    const doc = forkOf(part, 77);
    const whole = editOf(doc, () => {
      textOf(doc, 'scope').insert(3, 'long', { strong: {} });
      textOf(doc, 'payment').delete(0, 3);
    });
    for (let length = 0; length < whole.length; length += 1) {
      expect(outcome(part, whole.slice(0, length))).toBe('text/malformed');
    }
    expect(outcome(part, new Uint8Array([...whole, 0]))).toBe('text/malformed');
    expect(outcome(part, whole)).toBe('ok');
  });

  it('[TXT4] a string never reaches into memory behind the update', () => {
    const part = seededPart();
    const pool = new Uint8Array(4_096).fill(0x41);
    const update = craftOne(77, 0, letter(runOf(part, 'scope')));
    // The length of the string 'x', and the delete set after it.
    const lie = update.slice();
    lie[lie.length - 3] = 100;
    pool.set(lie);
    expect(outcome(part, pool.subarray(0, lie.length))).toBe('text/malformed');
    unchanged(part);
  });

  it('[TXT4] text that is not UTF-8, sections given twice and ranges out of order are refused', () => {
    const part = seededPart();
    const at = runOf(part, 'scope');
    const broken = craftOne(77, 0, letter(at));
    broken[broken.length - 2] = 0xff;
    expect(outcome(part, broken)).toBe('text/malformed');
    const section = { client: 77, clock: 0, structs: [letter(at)] };
    expect(outcome(part, craft([section, { ...section, clock: 1 }]))).toBe('text/malformed');
    // One client, two ranges, the second before the end of the first.
    expect(outcome(part, bytes(0, 1, 1, 2, 5, 4, 7, 4))).toBe('text/malformed');
    unchanged(part);
  });

  it('[TXT4] an update above the limit is refused unread', () => {
    const part = createTextPart({ limits: { maxUpdateBytes: 100 } });
    part.load(seededPart().encode());
    expect(outcome(part, new Uint8Array(101))).toBe('text/too-large');
  });

  it('[TXT23] more structs than anybody types are refused by their count, before they are read', () => {
    const limits = { maxStructs: 10 };
    const part = createTextPart({ limits });
    part.load(seededPart().encode());
    const gone = { content: { kind: 'gc', length: 1 } } as const;
    const sections = (each: number) =>
      [77, 78].map((client) => ({
        ...{ client, clock: 0, structs: Array.from({ length: each }, () => gone) },
      }));
    expect(part.check(sheetState(), 'carrier', craft(sections(6)))).toEqual({
      ok: false,
      rejection: { code: 'text/too-large', maximumStructs: 10 },
    });
    expect(part.check(sheetState(), 'carrier', craft(sections(5)))).toMatchObject({ ok: true });
  });
});

describe('client ids', () => {
  it('[TXT5] a client id belongs to the seat that used it first', () => {
    const part = seededPart();
    const update = craftOne(77, 0, letter(runOf(part, 'scope')));
    expect(part.check(sheetState(), 'carrier', update)).toEqual({
      ok: true,
      claims: [77],
      changes: true,
    });
    part.discard();
    const now = { clients: { '77': 'carrier' } };
    expect(part.check(sheetState(now), 'carrier', update)).toMatchObject({ ok: true, claims: [] });
    part.discard();
    expect(part.check(sheetState(now), 'shipper', update)).toEqual({
      ok: false,
      rejection: { code: 'text/client-id', clientId: 77 },
    });
    unchanged(part);
  });

  it('[TXT5] nobody can silence another by writing ahead under his client id', () => {
    const part = seededPart();
    const now = { clients: { '77': 'carrier' } };
    const silencer = craftOne(77, 0, { content: { kind: 'gc', length: 1_000_000 } });
    expect(silencer.length).toBeLessThan(18);
    expect(outcome(part, silencer, { by: 'shipper', now })).toBe('text/client-id');
    const seed = craftOne(
      1,
      Y.decodeStateVector(part.missing(new Uint8Array()).stateVector).get(1) ?? 0,
      {
        content: { kind: 'gc', length: 5 },
      },
    );
    expect(outcome(part, seed)).toBe('text/client-id');
    unchanged(part);
  });

  it('[TXT5] a seat has so many client ids and no more', () => {
    const part = createTextPart({ limits: { maxClientIdsASeat: 3, maxNewClientIds: 2 } });
    part.load(seededPart().encode());
    const at = runOf(part, 'scope');
    const from = (...clients: readonly number[]): Uint8Array =>
      craft(clients.map((client) => ({ client, clock: 0, structs: [letter(at)] })));
    expect(outcome(part, from(70, 71, 72))).toBe('text/client-id');
    expect(outcome(part, from(70, 71))).toBe('ok');
    part.discard();
    const now = { clients: { '60': 'carrier', '61': 'carrier', '62': 'shipper' } };
    expect(outcome(part, from(70), { now })).toBe('ok');
    part.discard();
    expect(outcome(part, from(70, 71), { now })).toBe('text/client-id');
    unchanged(part);
  });
});

describe('form', () => {
  it('[TXT6] 20,000 roots are refused and none is made', () => {
    const part = seededPart();
    const roots = craft([
      {
        client: 77,
        clock: 0,
        structs: Array.from({ length: 20_000 }, (_, index) => ({
          content: { kind: 'string', text: 'x' } as const,
          parent: `root ${String(index)}`,
        })),
      },
    ]);
    expect(outcome(part, roots)).toBe('text/unknown-root');
    for (const parent of ['__proto__', 'constructor', '']) {
      const update = craftOne(77, 0, { content: { kind: 'string', text: 'x' }, parent });
      expect(outcome(part, update)).toBe('text/unknown-root');
    }
    unchanged(part);
  });

  it('[TXT6] a resend that names another root is refused too', () => {
    const part = seededPart();
    const known = craftOne(1, 0, {
      content: { kind: 'type', type: 4 },
      parent: 'elsewhere',
      key: 'scope',
    });
    expect(outcome(part, known)).toBe('text/unknown-root');
    unchanged(part);
  });

  it('[TXT6] clauses are neither added nor replaced nor removed', () => {
    const part = seededPart();
    const add = (key: string): string =>
      outcome(
        part,
        craftOne(77, 0, { content: { kind: 'type', type: 4 }, parent: 'clauses', key }),
      );
    expect(add('bonus')).toBe('text/unknown-clause');
    expect(add('__proto__')).toBe('text/unknown-clause');
    expect(add('scope')).toBe('text/content');
    const replaced = {
      content: { kind: 'type', type: 4 },
      origin: { client: 1, clock: 0 },
    } as const;
    expect(outcome(part, craftOne(77, 0, replaced))).toBe('text/content');
    expect(outcome(part, craft([], [{ client: 1, clock: 0, length: 1 }]))).toBe('text/content');
    const keyless = craftOne(77, 0, { content: { kind: 'string', text: 'x' }, parent: 'clauses' });
    expect(outcome(part, keyless)).toBe('text/content');
    unchanged(part);
  });

  it('[TXT7] only what the editor can show is taken', () => {
    const part = seededPart();
    const origin = runOf(part, 'scope');
    const offered: readonly (readonly [CraftedStruct['content'], string])[] = [
      ...(['any', 'json', 'embed', 'binary', 'doc'] as const).map(
        (kind) => [{ kind }, 'text/content'] as const,
      ),
      ...[0, 1, 2, 4, 5].map((type) => [{ kind: 'type', type }, 'text/content'] as const),
      [{ kind: 'format', key: 'strong', value: '{}' }, 'ok'],
      [{ kind: 'format', key: 'em', value: 'null' }, 'ok'],
      [{ kind: 'format', key: 'strong', value: '{"__proto__":1}' }, 'text/content'],
      [{ kind: 'format', key: 'strong', value: 'true' }, 'text/content'],
      [{ kind: 'format', key: '__proto__', value: '{}' }, 'text/content'],
      [{ kind: 'element', name: 'script' }, 'text/content'],
      [{ kind: 'element', name: '__proto__' }, 'text/content'],
      [{ kind: 'element', name: 'root' }, 'text/content'],
      [{ kind: 'element', name: 'paragraph' }, 'text/content'],
      [{ kind: 'type', type: 6 }, 'text/content'],
      [{ kind: 'string', text: 'x' }, 'ok'],
    ];
    for (const [content, expected] of offered) {
      expect([content, outcome(part, craftOne(77, 0, { content, origin }))]).toEqual([
        content,
        expected,
      ]);
      part.discard();
    }
    unchanged(part);
  });

  it('[TXT7] elements have no attributes', () => {
    const part = seededPart();
    const doc = forkOf(part, 77);
    const paragraph = textOf(doc, 'scope').parent as Y.XmlElement;
    for (const key of ['class', '__proto__']) {
      const update = editOf(doc, () => {
        paragraph.setAttribute(key, 'x');
      });
      expect(outcome(part, update)).toBe('text/content');
      const parent = paragraph._item?.id ?? { client: 0, clock: 0 };
      const keyed = craftOne(79, 0, { content: { kind: 'type', type: 6 }, parent, key });
      expect(outcome(part, keyed)).toBe('text/content');
    }
    unchanged(part);
  });

  it('[TXT8] nesting has an end', () => {
    const part = seededPart();
    const nested = (depth: number): Uint8Array => {
      const doc = forkOf(part, 77);
      return editOf(doc, () => {
        let inside: Y.XmlFragment = doc
          .getMap<Y.XmlFragment>('clauses')
          .get('scope') as Y.XmlFragment;
        for (let level = 1; level <= depth; level += 1) {
          const element = new Y.XmlElement(level % 2 === 1 ? 'bullet_list' : 'list_item');
          inside.insert(0, [element]);
          inside = element;
        }
      });
    };
    expect(outcome(part, nested(12))).toBe('ok');
    part.discard();
    expect(outcome(part, nested(13))).toBe('text/too-deep');
    expect(outcome(part, nested(5_000))).toBe('text/too-deep');
    unchanged(part);
  });

  it('[TXT9] two clauses are never tied together', () => {
    const part = seededPart();
    const across = {
      content: { kind: 'string', text: 'x' } as const,
      origin: runOf(part, 'scope'),
      rightOrigin: runOf(part, 'payment'),
    };
    expect(outcome(part, craftOne(77, 0, across))).toBe('text/malformed');
    // The first half of the run is in one clause, the rest says it is in another.
    const half = craftOne(77, 0, letter(runOf(part, 'scope')));
    const now = { clients: { '77': 'carrier' } };
    part.apply([half]);
    const before = part.encode();
    const rest = craftOne(77, 0, {
      content: { kind: 'string', text: 'xyz' },
      origin: runOf(part, 'payment'),
    });
    expect(outcome(part, rest, { now })).toBe('text/malformed');
    part.discard();
    expect(part.encode()).toEqual(before);
  });

  it('[TXT10] an update whose place takes Yjs too long to find is refused', () => {
    const part = seededPart();
    const first = runOf(part, 'scope');
    // Everything at one spot, each item naming another right neighbour: all must be compared with all.
    const structs = Array.from({ length: 20_000 }, (_, index): CraftedStruct => ({
      content: { kind: 'format', key: 'em', value: 'null' },
      ...(index < 10_000
        ? { rightOrigin: index === 0 ? first : { client: 77, clock: index - 1 } }
        : { rightOrigin: { client: 77, clock: index - 10_000 } }),
    }));
    const tangle = craft([{ client: 77, clock: 0, structs }]);
    expect(tangle.length).toBeLessThan(400_000);
    const refused = (): void => {
      expect(outcome(part, tangle)).toBe('text/too-large');
    };
    expect(timesReading(tangle, refused)).toBeLessThan(20);
    const deleted = structs.map((struct): CraftedStruct => ({
      ...struct,
      content: { kind: 'deleted', length: 1 },
    }));
    const hidden = craft([{ client: 77, clock: 0, structs: deleted }]);
    expect(outcome(part, hidden)).toBe('text/too-large');
    unchanged(part);
  });
});

describe('size', () => {
  it('[TXT11] a full sheet takes deletions and nothing else', () => {
    const part = createTextPart({ maxSheetBytes: 2_000 });
    part.load(seededPart().encode());
    const doc = forkOf(part, 77);
    const now = { clients: { '77': 'carrier' } };
    const text = textOf(doc, 'scope');
    const fill = editOf(doc, () => {
      text.insert(0, 'x'.repeat(1_500));
    });
    expect(outcome(part, fill, { now })).toBe('ok');
    part.apply([fill]);
    const more = editOf(doc, () => {
      text.insert(0, 'y'.repeat(1_000));
    });
    expect(part.check(sheetState(now), 'carrier', more)).toEqual({
      ok: false,
      rejection: { code: 'text/sheet-full', maximumBytes: 2_000 },
    });
    const less = editOf(forkOf(part, 78), () => undefined);
    expect(less.length).toBeLessThan(3);
    const other = forkOf(part, 78);
    const removal = editOf(other, () => {
      textOf(other, 'scope').delete(0, 1_400);
    });
    expect(outcome(part, removal, { now })).toBe('ok');
    part.apply([removal]);
    expect(outcome(part, more, { now })).toBe('ok');
  });

  it('[TXT11] what waits in one batch counts together', () => {
    const part = createTextPart({ maxSheetBytes: 2_000 });
    part.load(seededPart().encode());
    const update = (client: number): Uint8Array => {
      const doc = forkOf(part, client);
      return editOf(doc, () => {
        textOf(doc, 'scope').insert(0, 'x'.repeat(900));
      });
    };
    expect(outcome(part, update(77))).toBe('ok');
    expect(outcome(part, update(78))).toBe('text/sheet-full');
    part.discard();
    expect(outcome(part, update(78))).toBe('ok');
  });
});
