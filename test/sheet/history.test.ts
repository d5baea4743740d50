// The history of a term: every move with who, when and why, as each reader may see it; the halfway value; the ladder.

import { describe, expect, it } from 'vitest';
import { ladderOf, stepPath } from '../../client/ui/sheet/ladder-points.ts';
import type {
  PositionValue,
  SheetCommand,
  SheetEvent,
  SheetState,
} from '../../shared/sheet/types.ts';
import { MAX_MOVES, midpointOf } from '../../shared/sheet/moves.ts';
import { sheetDecider } from '../../shared/sheet/sheet.ts';
import { viewSheet } from '../../shared/sheet/view.ts';
import { Stream, seat } from '../support/stream.ts';

const CARRIER = seat('usps-lead');
const SHIPPER = seat('harbor-lead');
const TERM = 'annual-commitment';

const field = (value: number): PositionValue => ({ kind: 'field', value });

const take = (side: 'carrier' | 'shipper', value: number, reason?: string): SheetCommand => ({
  type: 'TakePosition',
  side,
  termId: TERM,
  value: field(value),
  ...(reason !== undefined && { reason }),
});

const sheet = () => {
  const stream = new Stream<SheetState, SheetCommand, SheetEvent>(sheetDecider);
  stream.must({
    type: 'CreateSheet',
    sheetId: 's1',
    roomId: 'room',
    kind: 'bilateral',
    parties: { carrierTeamId: 'usps', shipperTeamId: 'harbor' },
    title: 'USPS and Harbor Parcel',
    template: 'usps-last-mile',
    lots: [],
  });
  return stream;
};

const movesOf = (state: SheetState, nameOf = (id: string): string => id) =>
  viewSheet(state, { side: 'shipper', nameOf }).terms[TERM]?.moves;

describe('[HIS1] a term remembers every move with side, time, name and reason', () => {
  it('from the first position to agreement and reopening', () => {
    const stream = sheet();
    expect(movesOf(stream.state)).toBeUndefined();
    stream.must(take('carrier', 12_000_000, 'as last year'), CARRIER);
    stream.must(take('shipper', 9_000_000), SHIPPER);
    stream.must({ type: 'WithdrawPosition', side: 'carrier', termId: TERM }, CARRIER);
    stream.must(take('carrier', 9_000_000), CARRIER);
    const reason = 'new forecast';
    stream.must({ type: 'ReopenTerm', side: 'shipper', termId: TERM, reason }, SHIPPER);
    const moves = movesOf(stream.state) ?? [];
    const timeless = moves.map((move) => ({ ...move, atMs: 0 }));
    expect(timeless).toEqual([
      {
        kind: 'taken',
        side: 'carrier',
        value: 12_000_000,
        atMs: 0,
        by: 'usps-lead',
        reason: 'as last year',
      },
      { kind: 'taken', side: 'shipper', value: 9_000_000, atMs: 0, by: 'harbor-lead' },
      { kind: 'withdrawn', side: 'carrier', atMs: 0, by: 'usps-lead' },
      { kind: 'taken', side: 'carrier', value: 9_000_000, atMs: 0, by: 'usps-lead' },
      { kind: 'agreed', value: 9_000_000, atMs: 0, by: 'usps-lead' },
      { kind: 'reopened', atMs: 0, by: 'harbor-lead', reason },
    ]);
    expect(moves.every(({ atMs }) => atMs > 0)).toBe(true);
    expect(movesOf(stream.state, () => '')?.every(({ by }) => by === '')).toBe(true);
  });

  it('an award is a move, a refused position is none, and the oldest make room', () => {
    const stream = sheet();
    const window = { opens: '05:00', closes: '07:00', zone: 'America/New_York' };
    stream.must({
      type: 'TakeAward',
      lot: { id: 'q1', name: 'Jackson Heights', window },
      priceMills: 2_800,
      piecesPerDay: 300,
      link: { auctionId: 'clock', lotId: 'q1', round: 3 },
    });
    const { terms } = viewSheet(stream.state, { side: null, nameOf: (id) => id });
    const awarded = Object.values(terms).flatMap(({ moves = [] }) => moves);
    expect(awarded).toHaveLength(3);
    expect(new Set(awarded.map(({ kind }) => kind))).toEqual(new Set(['awarded']));
    for (let value = 1; value <= MAX_MOVES + 5; value += 1) {
      stream.must(take('carrier', value), CARRIER);
    }
    expect(stream.refusalOf(take('carrier', MAX_MOVES + 5), CARRIER)).toBe('position/same');
    const moves = movesOf(stream.state) ?? [];
    expect(moves).toHaveLength(MAX_MOVES);
    expect([moves[0]?.value, moves.at(-1)?.value]).toEqual([6, MAX_MOVES + 5]);
  });
});

describe('[HIS2] the halfway value', () => {
  it('is between both, in whole units, and there for what is measured alone', () => {
    const money = { kind: 'money', unit: '$/pc' } as const;
    expect(midpointOf(money, 2_350, 2_480)).toBe(2_415);
    expect(midpointOf(money, 2_480, 2_351)).toBe(2_416);
    expect(midpointOf({ kind: 'percent', min: -500 }, -100, -201)).toBe(-150);
    expect(midpointOf(money, 2_350, undefined)).toBeUndefined();
    expect(midpointOf({ kind: 'date' }, '2026-01-01', '2026-03-01')).toBeUndefined();
  });
});

describe('[HIS3] the ladder shows where each side stood after each move', () => {
  it('one stepped line a side; none before there are two values', () => {
    const at = (atMs: number) => ({ atMs, by: '' });
    const carrier = { kind: 'taken', side: 'carrier', value: 12, ...at(1) } as const;
    expect(ladderOf([carrier])).toBeUndefined();
    expect(ladderOf([{ ...carrier, value: 'word' }, carrier])).toBeUndefined();
    const shipper = { kind: 'taken', side: 'shipper', value: 8, ...at(2) } as const;
    const ladder = ladderOf([carrier, shipper, { kind: 'agreed', value: 8, ...at(3) }]);
    expect(ladder).toEqual({
      lines: {
        carrier: [
          { move: 0, value: 12 },
          { move: 2, value: 8 },
        ],
        shipper: [
          { move: 1, value: 8 },
          { move: 2, value: 8 },
        ],
      },
      lowest: 8,
      highest: 12,
    });
    const box = { width: 100, height: 40 };
    expect(stepPath(ladder?.lines.carrier ?? [], { lowest: 8, highest: 12, moves: 3 }, box)).toBe(
      'M0.0 0.0H66.7V40.0H100.0',
    );
    expect(stepPath([], { lowest: 8, highest: 12, moves: 3 }, box)).toBe('');
  });
});
