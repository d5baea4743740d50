// Long comparisons: made in a thread, with everybody else served meanwhile; those that are too long are refused one by one.

import { setImmediate } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import type { Comparer } from '../../server/compute/comparer.ts';
import { createComparer } from '../../server/compute/comparer.ts';
import type { SheetHost, TextPart } from '../../server/host/types.ts';
import { createTextPart } from '../../server/host/text.ts';
import { Redlines } from '../../server/gateway/redlines.ts';
import { isLong } from '../../server/gateway/comparisons.ts';
import type { Wording } from '../../server/gateway/comparisons.ts';
import { createClock } from '../../server/platform/clock.ts';
import { createTimers } from '../../server/platform/timers.ts';
import type { RedlineAnswer, WordingChoice } from '../../shared/protocol/redline.ts';
import type { RoomState } from '../../shared/room/types.ts';
import type { SheetState } from '../../shared/sheet/types.ts';
import { hashOf } from '../../shared/kernel/hash.ts';
import { reject } from '../../shared/kernel/rejection.ts';
import { epochMs } from '../../shared/kernel/units.ts';
import type { AuthoredClause } from '../../shared/sheet/redline/authored.ts';
import { authorsFrom, clientsOf } from '../../shared/sheet/redline/author-tables.ts';
import { afterOf, beforeOf } from '../../shared/sheet/redline/apply.ts';
import { seedUpdate } from '../../shared/sheet/text-seed.ts';
import { VirtualTime } from '../support/virtual-time.ts';
import { clauseOf, editOf, forkOf, sheetState, textOf } from '../text/sheet-fixture.ts';

/** One word a line and a number: long enough for the thread, and short enough to be shown. */
const LONG_LINES = 6_000;
/** Of one row each: more than is sent. */
const TOO_MANY_ROWS = 30_000;

const [WRITER, REMOVER] = [77, 88] as const;
const CLIENTS = { [WRITER]: 'carrier', [REMOVER]: 'shipper' };

const cellRow = (words: string): Y.XmlElement => {
  const [row, cell, text] = [
    new Y.XmlElement('table_row'),
    new Y.XmlElement('table_cell'),
    new Y.XmlText(),
  ];
  text.insert(0, words);
  cell.insert(0, [text]);
  row.insert(0, [cell]);
  return row;
};

const tableOf = (rows: number): Y.XmlElement => {
  const table = new Y.XmlElement('table');
  table.insert(
    0,
    Array.from({ length: rows }, (_, at) => cellRow(`dock ${String(at)}`)),
  );
  return table;
};

const partOf = (): TextPart => {
  const part = createTextPart();
  part.load(
    seedUpdate([
      {
        id: 'scope',
        paragraphs: Array.from({ length: LONG_LINES }, (_, at) => `line ${String(at)}`),
      },
      { id: 'payment', paragraphs: ['Within 30 days.'] },
      { id: 'liability', paragraphs: ['Limited to the fee.'] },
    ]),
  );
  return part;
};

/** A sheet whose clauses are remembered as they were before one side wrote and the other removed. */
class Stage {
  readonly part = partOf();
  readonly redlines: Redlines;
  readonly opening: Readonly<Record<string, AuthoredClause & { readonly hash: string }>>;

  constructor(comparer: Comparer) {
    const kept = (termId: string) => {
      const { blocks = [], runs = [] } = this.part.authored(termId) ?? {};
      return { hash: hashOf(blocks), blocks, runs, atMs: epochMs(1) };
    };
    const wordings = {
      scope: [kept('scope')],
      payment: [kept('payment')],
      liability: [kept('liability')],
    };
    this.opening = {
      scope: wordings.scope[0] ?? kept('scope'),
      payment: wordings.payment[0] ?? kept('payment'),
      liability: wordings.liability[0] ?? kept('liability'),
    };
    const state = { ...sheetState({ clients: CLIENTS }), wordings } as SheetState;
    const host = {
      confirmed: () => Promise.resolve({ state }),
      reading: () => Promise.resolve(this.part),
    } as unknown as SheetHost;
    this.redlines = new Redlines({ hosts: { sheet: () => host }, comparer, timers });
  }

  edit(clientId: number, change: (doc: Y.Doc) => void): void {
    const doc = forkOf(this.part, clientId);
    const update = editOf(doc, () => {
      change(doc);
    });
    this.part.apply([update], [clientId === WRITER ? 'carrier' : 'shipper']);
  }

  ask(...termIds: readonly string[]): Promise<RedlineAnswer> {
    return this.redlines.answer(
      {
        topic: { kind: 'sheet', id: 'sheet-1' },
        clauses: termIds.map((termId) => ({
          termId,
          base: { kind: 'kept', hash: this.opening[termId]?.hash ?? '' } as WordingChoice,
          text: { kind: 'standing' },
        })),
      },
      { room: { seats: {}, sheets: {} } as unknown as RoomState, seatId: 'carrier' },
    );
  }
}

const compared = (answer: RedlineAnswer, place = 0) => {
  const clause = answer.clauses[place];
  if (!clause || 'rejection' in clause) throw new Error('not compared');
  return clause;
};

const timers = createTimers(createClock());
const comparer = createComparer(timers);
afterAll(() => comparer.close());

describe('[RED10] a long comparison', () => {
  it('leaves the loop turning, and what is short is answered before it', async () => {
    const stage = new Stage(comparer);
    stage.edit(WRITER, (doc) => {
      textOf(doc, 'scope').insert(0, 'written ');
      textOf(doc, 'payment').insert(0, 'written ');
    });
    const order: string[] = [];
    let turns = 0;
    const long = stage.ask('scope').then((answer) => {
      order.push('long');
      return answer;
    });
    for (let asked = 0; asked < 3; asked += 1) {
      await stage.ask('payment');
      order.push('short');
    }
    while (!order.includes('long')) {
      await setImmediate();
      turns += 1;
    }
    expect(order).toEqual(['short', 'short', 'short', 'long']);
    expect(turns).toBeGreaterThan(20);
    const { redline, hash } = compared(await long);
    expect(hash).toBe(stage.part.clauseHash('scope'));
    expect(afterOf(redline)).toEqual(stage.part.authored('scope')?.blocks);
    expect(beforeOf(redline)).toEqual(stage.opening['scope']?.blocks);
  });

  it('names who wrote and who removed as the record does', async () => {
    const stage = new Stage(comparer);
    stage.edit(WRITER, (doc) => {
      textOf(doc, 'scope').insert(4, ' written');
    });
    stage.edit(REMOVER, (doc) => {
      clauseOf(doc, 'scope').delete(40, 2);
    });
    const { redline } = compared(await stage.ask('scope'));
    const changed = redline.rows.flatMap(({ kind, by, spans }) => [
      ...(kind === 'kept' ? [] : [[kind, by]]),
      ...spans.filter((span) => span.kind === 'added').map((span) => [span.kind, span.by]),
    ]);
    // Signs are given in the order in which authors appear.
    expect(changed).toEqual([
      ['added', '1'],
      ['removed', '2'],
      ['removed', '2'],
    ]);
    const [text, opening] = [stage.part, stage.opening['scope']];
    const clients = clientsOf(opening?.runs ?? []);
    const removals = new Map(
      [...clients].flatMap((client) => {
        const known = text.removalsOf(client);
        return known ? [[client, known] as const] : [];
      }),
    );
    const authors = authorsFrom({ writers: new Map(), removals });
    for (const { id, units } of opening?.runs ?? []) {
      for (const clock of [id[1], id[1] + units - 1]) {
        expect(authors.removerOf(id[0], clock)).toBe(text.removerOf(id[0], clock));
      }
    }
  });

  it('that is too long to be shown is refused by itself, once, however often it is asked for', async () => {
    let jobs = 0;
    const counted: Comparer = {
      compare: (job) => {
        jobs += 1;
        return comparer.compare(job);
      },
      close: () => comparer.close(),
    };
    const stage = new Stage(counted);
    stage.edit(WRITER, (doc) => {
      clauseOf(doc, 'liability').insert(1, [tableOf(TOO_MANY_ROWS)]);
      textOf(doc, 'payment').insert(0, 'written ');
    });
    const [first, second] = await Promise.all([
      stage.ask('liability', 'payment'),
      stage.ask('payment', 'liability'),
    ]);
    for (const [answer, long, short] of [
      [first, 0, 1],
      [second, 1, 0],
    ] as const) {
      expect(answer.clauses[long]).toMatchObject({ rejection: { code: 'redline/too-long' } });
      expect(compared(answer, short).hash).toBe(stage.part.clauseHash('payment'));
    }
    await stage.ask('liability');
    expect(jobs).toBe(1);
  });

  it('that found no room is asked for again', async () => {
    let jobs = 0;
    const full: Comparer = {
      compare: () => {
        jobs += 1;
        return Promise.resolve({ rejection: reject('redline/busy') });
      },
      close: () => Promise.resolve(),
    };
    const stage = new Stage(full);
    for (let asked = 1; asked <= 2; asked += 1) {
      const { clauses } = await stage.ask('scope');
      expect(clauses).toEqual([{ rejection: { code: 'redline/busy' } }]);
      expect(jobs).toBe(asked);
    }
  });

  it('is ended when it takes too long, and the next one is made', async () => {
    const time = new VirtualTime();
    const own = createComparer(time);
    const clause = JSON.stringify({ blocks: [{ type: 'paragraph' }], runs: [] });
    const job = { base: clause, text: clause, by: { kind: 'nobody' } } as const;
    const [slow, next] = [own.compare(job), own.compare(job)];
    await time.advance(20_000);
    expect(await slow).toEqual({ rejection: { code: 'redline/too-slow' } });
    expect(await next).toHaveProperty('redline');
    const waiting = Array.from({ length: 30 }, () => own.compare(job));
    const codes = (await Promise.all(waiting)).map((one) =>
      'rejection' in one ? one.rejection.code : 'compared',
    );
    expect(new Set(codes)).toEqual(new Set(['compared', 'redline/busy']));
    await own.close();
  });

  it('is only what is long: a clause of 100 KB is compared at once', () => {
    const wording = (units: number, runs: number): Wording => ({
      ...{ blocks: [], kind: 'standing', key: '' },
      runs: Array.from({ length: runs }, (_, at) => ({
        units: units / runs,
        id: [1, at] as const,
      })),
    });
    const pair = (units: number, runs: number) => ({
      ...{ base: wording(units, runs), text: wording(units, runs), key: '' },
    });
    expect(isLong(pair(100_000, 500))).toBe(false);
    expect(isLong(pair(100_000, 5_000))).toBe(true);
    expect(isLong(pair(1_000_000, 1))).toBe(true);
  });
});
