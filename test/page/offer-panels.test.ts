// Concessions, versions and open points as the page lays them out.

import { describe, expect, it } from 'vitest';
import { concessionCourse, concessionsOf } from '../../client/ui/sheet/offers/concession-course.ts';
import { offerableRows, offerRows, openPointsOf } from '../../client/ui/sheet/offers/offer-rows.ts';
import { differencesOf, momentsOf } from '../../client/ui/sheet/offers/version-rows.ts';
import {
  LEADS,
  acceptance,
  acceptedBy,
  field,
  offer,
  offerSheet,
  viewOf,
  wording,
} from '../support/offers.ts';
import type { SheetStream } from '../support/offers.ts';

const CLAUSE = 'governance-liability';

const take = (stream: SheetStream, side: 'carrier' | 'shipper', termId: string, value: number) => {
  stream.must({ type: 'TakePosition', side, termId, value: field(value) }, LEADS[side]);
};

describe('[CON1] [CON2] concessions', () => {
  const negotiated = () => {
    const stream = offerSheet();
    take(stream, 'carrier', 'minimum-charge', 2_400);
    take(stream, 'shipper', 'minimum-charge', 2_000);
    take(stream, 'carrier', 'minimum-charge', 2_300);
    take(stream, 'shipper', 'payment-days', 60);
    take(stream, 'carrier', 'payment-days', 30);
    take(stream, 'shipper', 'minimum-charge', 1_900);
    return stream;
  };

  it('are shares of the first gap, below zero for who went away', () => {
    const [charge, days] = concessionsOf(viewOf(negotiated(), 'carrier'));
    expect(charge).toMatchObject({
      termId: 'minimum-charge',
      conceded: { carrier: 0.25, shipper: -0.25 },
    });
    expect(days).toMatchObject({ termId: 'payment-days', conceded: { carrier: 0, shipper: 0 } });
  });

  it('are one point a move, and the lines meet when all is agreed', () => {
    const stream = negotiated();
    const before = concessionCourse(concessionsOf(viewOf(stream, null)));
    expect(before.map(({ carrier, shipper }) => [carrier, shipper])).toEqual([
      [0, 0],
      [0.125, 0],
      [0.125, 0],
      [0.125, 0],
      [0.125, -0.125],
    ]);
    const id = offer(stream, 'shipper', [
      { termId: 'minimum-charge', value: field(2_100) },
      { termId: 'payment-days', value: field(45) },
    ]);
    const accept = acceptance(stream, id);
    stream.must(accept, acceptedBy(accept));
    const last = concessionCourse(concessionsOf(viewOf(stream, null))).at(-1);
    expect((last?.carrier ?? 0) + (last?.shipper ?? 0)).toBeCloseTo(1, 10);
  });

  it('a field with one side alone, or without numbers, is none', () => {
    const stream = offerSheet();
    take(stream, 'carrier', 'minimum-charge', 2_400);
    expect(concessionsOf(viewOf(stream, 'carrier'))).toEqual([]);
  });
});

describe('[VER5] two versions side by side', () => {
  it('differ in exactly what was agreed between them', () => {
    const stream = offerSheet();
    const opening = stream.text?.clauseHash(CLAUSE);
    for (const side of ['carrier', 'shipper'] as const) take(stream, side, 'minimum-charge', 2_100);
    const id = offer(stream, 'carrier', [
      { termId: 'minimum-charge', value: field(2_200) },
      { termId: CLAUSE, value: wording('Other words.') },
    ]);
    const accept = acceptance(stream, id);
    stream.must(accept, acceptedBy(accept));
    const view = viewOf(stream, 'shipper');
    const moments = momentsOf(view);
    expect(moments.map(({ key, version }) => version?.kind ?? key)).toEqual([
      ...['opening', 'agreement', 'offer', 'agreement', 'now'],
    ]);
    const hash = (termId: string) => stream.text?.clauseHash(termId);
    const between = (from: number, to: number) => {
      const [one, other] = [moments[from], moments[to]];
      if (!one || !other) throw new Error('no such version');
      return differencesOf(view, [one, other], hash).map(({ row, one: a, other: b }) => [
        row.termId,
        a,
        b,
      ]);
    };
    const now = stream.text?.clauseHash(CLAUSE);
    expect(now).not.toBe(opening);
    expect(between(1, 3)).toEqual([
      ['minimum-charge', 2_100, 2_200],
      [CLAUSE, opening, now],
    ]);
    expect(between(2, 3)).toEqual([]);
    expect(between(3, 4)).toEqual([]);
  });
});

describe('[VER1] closed rounds among the versions', () => {
  const roundAt = (closedAtMs: number, round = 1) => ({ auctionId: 'a', round, closedAtMs });

  it('stand where they closed, with what was agreed by then, and agree nothing', () => {
    const stream = offerSheet();
    for (const side of ['carrier', 'shipper'] as const) take(stream, side, 'minimum-charge', 2_100);
    const first = momentsOf(viewOf(stream, 'shipper'))[1]?.version?.atMs ?? Number.NaN;
    const id = offer(stream, 'carrier', [{ termId: 'minimum-charge', value: field(2_200) }]);
    const accept = acceptance(stream, id);
    stream.must(accept, acceptedBy(accept));
    const view = viewOf(stream, 'shipper');
    const last = momentsOf(view).at(-2)?.version?.atMs ?? Number.NaN;
    const rounds = [roundAt(last + 1, 3), roundAt(first - 1), roundAt(last - 1, 2)];
    const moments = momentsOf(view, rounds);
    const told = moments.map(({ version, round, key, contents }) => [
      version?.kind ?? (round ? `round ${String(round.round)}` : key),
      contents['minimum-charge'],
    ]);
    expect(told).toEqual([
      ['opening', undefined],
      ['round 1', undefined],
      ['agreement', 2_100],
      ['offer', 2_200],
      ['round 2', 2_100],
      ['agreement', 2_200],
      ['round 3', 2_200],
      ['now', 2_200],
    ]);
    expect(new Set(moments.map(({ key }) => key)).size).toBe(moments.length);
  });

  it('are left out where the sheet no longer knows what stood then', () => {
    const stream = offerSheet();
    for (const side of ['carrier', 'shipper'] as const) take(stream, side, 'minimum-charge', 2_100);
    const view = viewOf(stream, 'shipper');
    const at = momentsOf(view)[1]?.version?.atMs ?? Number.NaN;
    const trimmed = {
      ...view,
      versions: { base: { 'late-fee': 100 }, list: view.versions?.list ?? {} },
    };
    const rounds = [roundAt(at - 1), roundAt(at, 2)];
    expect(momentsOf(trimmed, rounds).flatMap(({ round }) => round?.round ?? [])).toEqual([2]);
  });
});

describe('[OFR10] open points and offers in order', () => {
  it('an offer on an agreed term opens it again as a point, for whoever must answer', () => {
    const stream = offerSheet();
    for (const side of ['carrier', 'shipper'] as const) take(stream, side, 'minimum-charge', 2_100);
    const pointOf = (side: 'carrier' | 'shipper') =>
      openPointsOf(viewOf(stream, side)).find(({ row }) => row.termId === 'minimum-charge');
    expect(pointOf('shipper')).toBeUndefined();
    offer(stream, 'carrier', [{ termId: 'minimum-charge', value: field(2_200) }]);
    expect(pointOf('shipper')).toMatchObject({ isOurs: true, isRequired: false });
    expect(pointOf('carrier')).toMatchObject({ isOurs: false });
  });

  it('theirs first, then by age', () => {
    const stream = offerSheet();
    const item = [{ termId: 'minimum-charge', value: field(2_200) }];
    for (const side of ['carrier', 'shipper', 'carrier'] as const) offer(stream, side, item);
    expect(offerRows(viewOf(stream, 'shipper'), 'shipper').open.map(({ id }) => id)).toEqual([
      ...['o1', 'o3', 'o2'],
    ]);
  });

  it('only terms of both sides can be chosen', () => {
    const ids = offerableRows(viewOf(offerSheet(), 'carrier')).map(({ termId }) => termId);
    expect(ids).toContain('minimum-charge');
    expect(ids).toContain(CLAUSE);
    expect(ids).not.toContain('cost-coverage');
    expect(ids).not.toContain('carrier-name');
  });
});
