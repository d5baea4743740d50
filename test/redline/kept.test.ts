// Redlines that are kept: made anew for what has changed, and for nothing else.

import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import type { Comparer } from '../../server/compute/comparer.ts';
import type { SheetHost, TextPart } from '../../server/host/types.ts';
import type { RoomState } from '../../shared/room/types.ts';
import type { SheetState, Template } from '../../shared/sheet/types.ts';
import { Redlines } from '../../server/gateway/redlines.ts';
import { createTextPart } from '../../server/host/text.ts';
import { hashOf } from '../../shared/kernel/hash.ts';
import { epochMs } from '../../shared/kernel/units.ts';
import { afterOf } from '../../shared/sheet/redline/apply.ts';
import { seedUpdate } from '../../shared/sheet/text-seed.ts';
import { until } from '../support/sync-stage.ts';
import { CLAUSES, clauseOf, editOf, forkOf, sheetState, textOf } from '../text/sheet-fixture.ts';

/** Letters of a clause: so many that others get their turn after each one that is compared. */
const LETTERS = 16_000;
const LONG = 'word '.repeat(LETTERS / 5);
const SEED = seedUpdate(CLAUSES.map((id) => ({ id, paragraphs: [`${id} ${LONG}`] })));

/** Nothing here is long. */
const NO_THREAD: Comparer = {
  compare: () => Promise.reject(new Error('compared in a thread')),
  close: () => Promise.resolve(),
};

const partOf = (update: Uint8Array): TextPart => {
  const part = createTextPart();
  part.load(update);
  return part;
};

/** All clauses as they are in a part, kept as what they were once. */
const stateOf = (part: TextPart): { state: SheetState; hashes: readonly string[] } => {
  const kept = CLAUSES.map((termId) => {
    const { blocks = [], runs = [] } = part.authored(termId) ?? {};
    return { hash: hashOf(blocks), blocks, runs, atMs: epochMs(1) };
  });
  const byTerm = <T>(of: (index: number, id: string) => T) =>
    Object.fromEntries(CLAUSES.map((id, index) => [id, of(index, id)]));
  const { terms, ...sheet } = sheetState();
  const template = { sections: [{ terms: CLAUSES.map((id) => ({ kind: 'clause', id })) }] };
  const state = {
    ...sheet,
    template: template as unknown as Template,
    wordings: byTerm((index) => kept.slice(index, index + 1)),
    terms: byTerm((index, id) => ({ ...terms[id], agreedHash: kept[index]?.hash })),
  };
  return { state: state as SheetState, hashes: kept.map(({ hash }) => hash) };
};

/** Redlines of a sheet that a node has in hand; the node may let it go and read it again. */
class Stage {
  part = partOf(SEED);
  made = 0;
  /** What waits for its time. */
  readonly later: (() => void)[] = [];
  readonly #opening = stateOf(this.part);
  readonly redlines: Redlines;

  constructor() {
    const host = {
      confirmed: () => Promise.resolve({ state: this.#opening.state }),
      reading: () => Promise.resolve(this.part),
    } as unknown as SheetHost;
    this.redlines = new Redlines({
      hosts: { sheet: () => host },
      comparer: NO_THREAD,
      timers: {
        after: (wait, run) => {
          if (wait > 0) this.later.push(run);
          else {
            this.made += 1;
            queueMicrotask(run);
          }
          return () => undefined;
        },
      },
    });
  }

  /** How many clauses were compared; what is shown of each is checked. */
  async ask(): Promise<number> {
    const before = this.made;
    const { clauses } = await this.redlines.answer(
      {
        topic: { kind: 'sheet', id: 'sheet-1' },
        clauses: CLAUSES.map((termId, index) => ({
          termId,
          base: { kind: 'kept', hash: this.#opening.hashes[index] ?? '' },
          text: { kind: 'standing' },
        })),
      },
      { room: { seats: {}, sheets: {} } as unknown as RoomState, seatId: 'carrier' },
    );
    for (const [index, termId] of CLAUSES.entries()) {
      const { blocks } = this.part.authored(termId) ?? {};
      const shown = clauses[index];
      if (!shown || 'rejection' in shown) throw new Error(`${termId} is not compared`);
      expect(shown.hash).toBe(this.part.clauseHash(termId));
      expect(afterOf(shown.redline)).toEqual(blocks);
    }
    return this.made - before;
  }

  edit(change: (doc: Y.Doc) => void, clientId = 77): void {
    const doc = forkOf(this.part, clientId);
    this.part.apply([
      editOf(doc, () => {
        change(doc);
      }),
    ]);
  }
}

describe('redlines that are kept', () => {
  it('[RED7] an edit in one clause has no other compared anew', async () => {
    const stage = new Stage();
    expect(await stage.ask()).toBe(3);
    expect(await stage.ask()).toBe(0);
    stage.edit((doc) => {
      textOf(doc, 'payment').insert(4, 'new ');
    });
    expect(await stage.ask()).toBe(1);
    stage.edit((doc) => {
      textOf(doc, 'scope').delete(0, 3);
      clauseOf(doc, 'liability').insert(1, [new Y.XmlElement('paragraph')]);
    }, 78);
    expect(await stage.ask()).toBe(2);
    expect(await stage.ask()).toBe(0);
  });

  it('[RED7] a sheet that was let go and read again is shown as it stands', async () => {
    const stage = new Stage();
    await stage.ask();
    stage.edit((doc) => {
      textOf(doc, 'payment').insert(4, 'quite new ');
    });
    // It begins like the first one did: nothing in it tells that it was changed meanwhile.
    stage.part = partOf(stage.part.encode());
    expect(await stage.ask()).toBe(3);
  });

  it('[RED8] what readers ask for first is ready once a sheet was opened, however many open it', async () => {
    const stage = new Stage();
    stage.redlines.opened('sheet-1');
    stage.redlines.opened('sheet-1');
    expect(stage.later).toHaveLength(1);
    stage.later.shift()?.();
    await until(() => stage.made === 3, 'every clause has had its turn');
    expect(await stage.ask()).toBe(0);
    stage.edit((doc) => {
      textOf(doc, 'scope').delete(0, 3);
    });
    stage.redlines.opened('sheet-1');
    stage.later.shift()?.();
    await until(() => stage.made === 4, 'the one that changed has had its turn');
    expect(await stage.ask()).toBe(0);
  });
});
