// Redlines over the wire of a real server: who gets them, between which wordings, and whose names they carry.

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import type { ClauseRedline, RedlineAnswer, WordingChoice } from '../../shared/protocol/redline.ts';
import { clauseHash } from '../../shared/sheet/clause-hash.ts';
import { afterOf } from '../../shared/sheet/redline/apply.ts';
import { hashOf } from '../../shared/kernel/hash.ts';
import { textOf } from '../text/sheet-fixture.ts';
import type { LiveServer } from '../support/live-server.ts';
import { startLive } from '../support/live-server.ts';
import type { SeatClient, SheetText } from '../support/seat-client.ts';
import { sitAndWatch } from '../support/seat-client.ts';
import { until } from '../support/sync-stage.ts';

const CLAUSE = 'parties-notices';
const AGREED: WordingChoice = { kind: 'agreed' };
const STANDING: WordingChoice = { kind: 'standing' };

let live: LiveServer;
let sheetId: string;
const seats: Record<string, SeatClient> = {};
const texts: Record<string, SheetText> = {};

const at = <T>(all: Readonly<Record<string, T>>, name: string): T => {
  const found = all[name];
  if (!found) throw new Error(`nobody is ${name}`);
  return found;
};

const ask = (seat: string, base: WordingChoice, text: WordingChoice, termId = CLAUSE) =>
  at(seats, seat).socket.emitWithAck('redline', {
    topic: { kind: 'sheet', id: sheetId },
    clauses: [{ termId, base, text }],
  });

const redline = async (
  seat: string,
  base: WordingChoice = AGREED,
  text: WordingChoice = STANDING,
): Promise<{ clause: ClauseRedline; authors: RedlineAnswer['authors'] }> => {
  const result = await ask(seat, base, text);
  if (!result.ok) throw new Error(result.error.code);
  const [clause] = result.value.clauses;
  if (!clause || 'rejection' in clause) throw new Error('no such clause, or too long a one');
  return { clause, authors: result.value.authors };
};

/** Changed text with the side and the name that did it. */
const deeds = ({ clause, authors }: Awaited<ReturnType<typeof redline>>): readonly string[] =>
  clause.redline.rows.flatMap(({ spans }) =>
    spans
      .filter(({ kind }) => kind !== 'kept')
      .map(({ kind, text = '', by }) => {
        const { side = 'nobody', name = 'no name' } = by === undefined ? {} : at(authors, by);
        return `${kind} ${text.trim()} by ${side}, ${name}`;
      }),
  );

const write = async (seat: string, change: (text: Y.XmlText) => void): Promise<void> => {
  const text = at(texts, seat);
  const saved = text.saved;
  text.provider.doc.transact(() => {
    change(textOf(text.provider.doc, CLAUSE));
  });
  await until(() => text.saved > saved, 'the edit is durable');
};

beforeAll(async () => {
  live = await startLive();
  for (const seat of ['usps-lead', 'harbor-lead', 'northwind-lead', 'regulator', 'public']) {
    seats[seat] = await sitAndWatch(live, seat);
  }
  const title = Object.values(at(seats, 'harbor-lead').view.sheets).find(
    ({ kind }) => kind === 'bilateral',
  )?.title;
  sheetId = at(seats, 'harbor-lead').sheet(title ?? '').id;
  for (const seat of ['usps-lead', 'harbor-lead']) {
    texts[seat] = await at(seats, seat).text(sheetId);
  }
});

afterAll(async () => {
  for (const { provider } of Object.values(texts)) provider.destroy();
  for (const client of Object.values(seats)) client.close();
  await live.close();
});

describe('[RED5] redlines of a sheet', () => {
  it('tell side and name of every change to whoever may read the sheet', async () => {
    expect(deeds(await redline('regulator'))).toEqual([]);
    await write('usps-lead', (text) => {
      text.insert(2, 'written ');
    });
    await write('harbor-lead', (text) => {
      text.delete(text.toString().indexOf('the contact above'), 17);
    });
    const [added, removed] = [
      'added written by carrier, Maria Reyes',
      'removed the contact above by shipper, Grace Mbeki',
    ];
    for (const seat of ['usps-lead', 'harbor-lead', 'regulator']) {
      expect([seat, deeds(await redline(seat))]).toEqual([seat, [added, removed]]);
    }
    const { clause } = await redline('harbor-lead');
    const standing = at(texts, 'harbor-lead').provider.doc.getMap<Y.XmlFragment>('clauses');
    expect(clause.base).toBe('template');
    expect(clause.hash).toBe(clauseHash(standing.get(CLAUSE) ?? new Y.XmlFragment()));
    expect(hashOf(afterOf(clause.redline))).toBe(clause.hash);
  });

  it('are not there for others, and neither are clauses and wordings that do not exist', async () => {
    for (const seat of ['northwind-lead', 'public']) {
      expect(await ask(seat, AGREED, STANDING)).toMatchObject({ error: { code: 'not-found' } });
    }
    const nothing = { ok: true, value: { clauses: [null], authors: {} } };
    expect(await ask('usps-lead', AGREED, STANDING, 'no-such-clause')).toEqual(nothing);
    expect(await ask('usps-lead', AGREED, STANDING, 'constructor')).toMatchObject({
      error: { code: 'protocol/malformed' },
    });
    const unknown: WordingChoice = { kind: 'kept', hash: 'a'.repeat(64) };
    expect(await ask('usps-lead', unknown, STANDING)).toEqual(nothing);
    const malformed = { ...AGREED, kind: 'no-such-kind' } as unknown as WordingChoice;
    expect(await ask('usps-lead', malformed, STANDING)).toMatchObject({
      error: { code: 'protocol/malformed' },
    });
  });

  it('start from what was agreed last, and can compare any two wordings that were agreed', async () => {
    const first = (await redline('usps-lead')).clause.hash;
    const topic = { kind: 'sheet', id: sheetId } as const;
    const agree = async (hash: string): Promise<void> => {
      const value = { kind: 'clause', hash } as const;
      for (const [seat, side] of [
        ['usps-lead', 'carrier'],
        ['harbor-lead', 'shipper'],
      ] as const) {
        const command = { type: 'TakePosition', side, termId: CLAUSE, value } as const;
        await at(seats, seat).must(command, { topic });
      }
    };
    await agree(first);
    expect((await redline('harbor-lead')).clause).toMatchObject({ base: 'agreed', hash: first });
    expect(deeds(await redline('harbor-lead'))).toEqual([]);
    await at(seats, 'usps-lead').must(
      { type: 'ReopenTerm', side: 'carrier', termId: CLAUSE, reason: 'one word more' },
      { topic },
    );
    await write('harbor-lead', (text) => {
      text.insert(0, 'Every: ');
    });
    const added = 'added Every: by shipper, Grace Mbeki';
    expect(deeds(await redline('usps-lead'))).toEqual([added]);
    const second = (await redline('usps-lead')).clause.hash;
    await agree(second);
    const between = await redline(
      'regulator',
      { kind: 'kept', hash: first },
      { kind: 'kept', hash: second },
    );
    expect(deeds(between)).toEqual([added]);
    const fallback = await redline('regulator', { kind: 'template' }, { kind: 'fallback' });
    expect(fallback.clause.redline.rows.length).toBeGreaterThan(0);
    expect(fallback.authors).toEqual({});
  });
});
