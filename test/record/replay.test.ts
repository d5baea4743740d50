// History as viewers get it: at every moment what the view showed then, text included, and nothing that tells of others.

import * as Y from 'yjs';
import { fromBase64, toBase64 } from 'lib0/buffer';
import { beforeAll, describe, expect, it } from 'vitest';
import { momentsOf, placeAt } from '../../client/state/replay-course.ts';
import { TextAt } from '../../client/ui/replay/text-at.ts';
import { rewriteClause } from '../../shared/sheet/offers/put-text.ts';
import { wordsOfBlocks } from '../../shared/sheet/text-words.ts';
import type { ReplayFrame } from '../../shared/record/replay-form.ts';
import { viewRoom } from '../../shared/room/view.ts';
import type { RoomView, Viewer } from '../../shared/room/view-types.ts';
import type { SheetView } from '../../shared/sheet/types.ts';
import { RecordedSale, ROUNDS } from '../support/recorded-sale.ts';

const NORTHWIND: Viewer = { kind: 'team', teamId: 'northwind' };
const VIEWERS: readonly Viewer[] = [
  { kind: 'moderator' },
  { kind: 'regulator' },
  { kind: 'public' },
  { kind: 'team', teamId: 'usps' },
  NORTHWIND,
];

const framesOf = async (
  sale: RecordedSale,
  viewer: Viewer,
  sheetId?: string,
): Promise<ReplayFrame[]> => {
  await sale.time.advance(1_000);
  const frames: ReplayFrame[] = [];
  for await (const frame of sale.records.replay(await sale.state(), viewer, sheetId)) {
    frames.push(frame);
  }
  return frames;
};

const roomOf = async (sale: RecordedSale, viewer: Viewer) =>
  momentsOf<RoomView>(await framesOf(sale, viewer));

let sale: RecordedSale;
let sheetId: string;

beforeAll(async () => {
  sale = new RecordedSale();
  await sale.play();
  sheetId = await sale.writeSheet('northwind');
});

describe('[REC13] the history of a room', () => {
  it('ends with the view of now, for every viewer', async () => {
    for (const viewer of VIEWERS) {
      const moments = await roomOf(sale, viewer);
      expect(moments.at(-1)?.view).toEqual(viewRoom(await sale.state(), viewer));
    }
  });

  it('shows each moment as it was then, on a grid of time', async () => {
    const moments = await roomOf(sale, NORTHWIND);
    const rounds = moments.map(({ view }) => view.auctions['clock']?.round ?? 0);
    // Setting up took less than a moment.
    expect([...new Set(rounds)]).toEqual([1, 2, 3]);
    expect(rounds).toEqual([...rounds].sort((a, b) => a - b));
    expect(moments.every(({ atMs }) => atMs % 100 === 0)).toBe(true);
    expect(moments.length).toBeLessThanOrEqual(2_000);
    // Before the end neither awards nor the seed; after it both. It was certified within the moment of its end.
    const ended = moments.findIndex(({ view }) => view.auctions['clock']?.phase === 'certified');
    expect(ended).toBeGreaterThan(0);
    for (const [at, { view }] of moments.entries()) {
      const clock = view.auctions['clock'];
      expect([at, clock?.awards !== undefined]).toEqual([at, at >= ended]);
      expect([at, clock?.seed !== undefined]).toEqual([at, at >= ended]);
    }
  });

  it('names no rival, and has no moment more for what a rival does', async () => {
    const other = new RecordedSale();
    await other.setUp();
    await other.bid(['harbor', 'q1', 3, 9_990]);
    for (const [at, bids] of ROUNDS.entries()) {
      if (at > 0) await other.clock({ type: 'OpenRound' });
      for (const bid of bids) {
        await other.bid(bid);
        if (bid[0] === 'harbor') await other.atOnce(bid);
      }
      await other.time.advance(180_001);
    }
    await other.clock({ type: 'CertifyAuction' });
    await other.time.advance(100);
    await other.writeSheet('northwind');
    for (const viewer of [NORTHWIND, { kind: 'public' } as const]) {
      const frames = await framesOf(other, viewer);
      expect(JSON.stringify(frames)).not.toMatch(/harbor|Harbor|cascade|Cascade/);
      const masked = (all: readonly ReplayFrame[]): string =>
        JSON.stringify(all).replace(/[0-9a-f]{16,}|[0-9a-f-]{36}/g, 'x');
      expect(masked(frames)).toBe(masked(await framesOf(sale, viewer)));
    }
  });

  it('begins for a team when the team is there', async () => {
    const [first] = await roomOf(sale, NORTHWIND);
    expect(Object.keys(first?.view.teams ?? {})).toContain('northwind');
  });
});

describe('[REC13] the history of a sheet', () => {
  it('has its terms and its text at every moment, forward and back', async () => {
    const moments = momentsOf<SheetView>(await framesOf(sale, NORTHWIND, sheetId));
    const text = new TextAt(moments);
    const typed = moments.findIndex(({ text: updates }, at) => at > 0 && updates.length > 0);
    const first = (place: number): string =>
      [...text.at(place).values()].map(wordsOfBlocks).join('\n');
    expect(first(typed)).toContain('Agreed by phone. ');
    expect(first(typed - 1)).not.toContain('Agreed by phone. ');
    expect(first(moments.length - 1)).toContain('Agreed by phone. ');
    const states = moments.map(({ view }) => view.terms['late-tender']?.state);
    expect(states[0]).toBe('open');
    expect(states.at(-1)).toBe('agreed');
  });

  it('has tables as tables, and a clause that reads as before is the same value', () => {
    const doc = new Y.Doc();
    const updates: string[] = [];
    doc.on('update', (update: Uint8Array) => updates.push(toBase64(update)));
    const clauses = doc.getMap<Y.XmlFragment>('clauses');
    const table = {
      type: 'table',
      content: [{ type: 'table_row', content: [{ type: 'table_cell' }, { type: 'table_cell' }] }],
    };
    for (const termId of ['a', 'b']) {
      const clause = clauses.set(termId, new Y.XmlFragment());
      doc.transact(() => {
        rewriteClause(clause, [{ type: 'paragraph' }]);
      });
    }
    const before = updates.splice(0);
    doc.transact(() => {
      rewriteClause(clauses.get('a') ?? new Y.XmlFragment(), [{ type: 'paragraph' }, table]);
    });
    const text = new TextAt([{ text: before }, { text: updates }]);
    const first = text.at(0);
    const second = text.at(1);
    expect(first.get('a')).toEqual([{ type: 'paragraph' }]);
    expect(second.get('a')).toEqual([{ type: 'paragraph' }, table]);
    expect(second.get('b')).toBe(first.get('b'));
    expect(text.at(0).get('a')).toEqual([{ type: 'paragraph' }]);
  });

  it('ends with the text of now', async () => {
    const frames = await framesOf(sale, NORTHWIND, sheetId);
    const doc = new Y.Doc();
    for (const update of frames.flatMap(({ text = [] }) => text)) {
      Y.applyUpdate(doc, fromBase64(update));
    }
    const now = new Y.Doc();
    const { state } = await sale.hosts.sheet(sheetId).missing(Y.encodeStateVector(now));
    Y.applyUpdate(now, state);
    expect(Y.encodeStateVector(doc)).toEqual(Y.encodeStateVector(now));
  });

  it('is found by its time', () => {
    const moments = [{ atMs: 100 }, { atMs: 200 }, { atMs: 300 }];
    const asked = [99, 100, 199, 200, 1_000];
    expect(asked.map((atMs) => placeAt(moments, atMs))).toEqual([-1, 0, 0, 1, 2]);
    expect(placeAt([], 1)).toBe(-1);
  });
});
