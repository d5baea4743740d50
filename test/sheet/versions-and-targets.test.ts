// Versions of a sheet, wordings within their bounds, and what a side keeps to itself.

import { fc } from '../support/fast-check.ts';
import { describe, expect, it } from 'vitest';
import { contentsOf, MAX_VERSIONS } from '../../shared/sheet/offers/versions.ts';
import { maySeeSheetPart } from '../../shared/sheet/record-rights.ts';
import { SheetSeals } from '../../shared/room/record-seals.ts';
import type { SheetCommand, SheetEvent } from '../../shared/sheet/types.ts';
import { MAX_WORDINGS_SIZE } from '../../shared/sheet/wordings.ts';
import { sheetDecider } from '../../shared/sheet/sheet.ts';
import { viewSheet } from '../../shared/sheet/view.ts';
import { seat } from '../support/stream.ts';
import {
  LEADS,
  acceptance,
  acceptedBy,
  field,
  offer,
  offerSheet,
  typeInto,
  viewOf,
  wording,
} from '../support/offers.ts';
import type { SheetStream } from '../support/offers.ts';
import * as Y from 'yjs';

const CLAUSE = 'governance-liability';

const agree = (stream: SheetStream, termId: string, value: number): void => {
  for (const side of ['carrier', 'shipper'] as const) {
    stream.must({ type: 'TakePosition', side, termId, value: field(value) }, LEADS[side]);
  }
};

const versionsOf = (stream: SheetStream) => {
  const { base = {}, list = {} } = viewOf(stream, 'shipper').versions ?? {};
  const versions = Object.keys(list)
    .sort()
    .flatMap((key) => list[key] ?? []);
  return { versions, contents: contentsOf(base, versions) };
};

describe('[VER1] each agreement, reopening, award and offer is a version', () => {
  it('in order, one a command, with who and what', () => {
    const stream = offerSheet();
    agree(stream, 'minimum-charge', 2_100);
    const id = offer(stream, 'shipper', [
      { termId: 'minimum-charge', value: field(2_000) },
      { termId: 'dim-divisor', value: field(166) },
    ]);
    const take = acceptance(stream, id);
    stream.must(take, acceptedBy(take));
    stream.must({ type: 'ReopenTerm', termId: 'dim-divisor', reason: 'why' }, LEADS.carrier);
    const window = { opens: '05:00', closes: '07:00', zone: 'America/New_York' };
    stream.must({
      ...{ type: 'TakeAward', priceMills: 2_800, piecesPerDay: 300 },
      lot: { id: 'q1', name: 'Q', window },
      link: { auctionId: 'clock', lotId: 'q1', round: 3 },
    });
    const { versions } = versionsOf(stream);
    expect(versions.map(({ kind, by }) => `${kind} ${by}`)).toEqual([
      ...['agreement harbor-lead', 'offer harbor-lead', 'agreement usps-lead'],
      ...['reopening usps-lead', 'award '],
    ]);
    expect(versions[2]?.values).toEqual({ 'minimum-charge': 2_000, 'dim-divisor': 166 });
  });

  it('a field that is private to a side has none', () => {
    const stream = offerSheet();
    const take = { type: 'TakePosition', side: 'carrier', termId: 'cost-coverage' } as const;
    stream.must({ ...take, value: field(12_000) }, LEADS.carrier);
    expect(stream.state.terms['cost-coverage']?.agreed).not.toBeNull();
    expect(stream.state.versions).toBeUndefined();
  });
});

describe('[VER2] the contents of a version', () => {
  it('are all that was agreed then, and for an offer what it names in its place', () => {
    const stream = offerSheet();
    agree(stream, 'minimum-charge', 2_100);
    agree(stream, 'dim-divisor', 166);
    offer(stream, 'shipper', [{ termId: 'minimum-charge', value: field(2_000) }]);
    stream.must({ type: 'ReopenTerm', termId: 'dim-divisor', reason: 'why' }, LEADS.carrier);
    expect(versionsOf(stream).contents).toEqual([
      { 'minimum-charge': 2_100 },
      { 'minimum-charge': 2_100, 'dim-divisor': 166 },
      { 'minimum-charge': 2_000, 'dim-divisor': 166 },
      { 'minimum-charge': 2_100 },
    ]);
  });

  it('are the same when the oldest have gone into the base', () => {
    const stream = offerSheet();
    agree(stream, 'minimum-charge', 2_100);
    for (let turn = 0; turn < MAX_VERSIONS; turn += 1) {
      agree(stream, 'dim-divisor', 100 + turn);
      stream.must({ type: 'ReopenTerm', termId: 'dim-divisor', reason: 'again' }, LEADS.carrier);
    }
    const { versions, contents } = versionsOf(stream);
    expect(versions).toHaveLength(MAX_VERSIONS);
    expect(contents.at(-1)).toEqual({ 'minimum-charge': 2_100 });
    expect(contents.at(-2)).toEqual({ 'minimum-charge': 2_100, 'dim-divisor': 249 });
  });
});

describe('[VER3] wordings that a sheet remembers', () => {
  it('are bounded by size; what somebody holds, or an open offer names, stays', () => {
    const stream = offerSheet();
    const text = (turn: number) => `${String(turn)} ${'x'.repeat(40_000)}`;
    const held = offer(stream, 'carrier', [{ termId: CLAUSE, value: wording(text(0)) }]);
    for (let turn = 1; turn < 20; turn += 1) {
      const offerId = offer(stream, 'carrier', [{ termId: CLAUSE, value: wording(text(turn)) }]);
      stream.must({ type: 'WithdrawOffer', side: 'carrier', offerId }, LEADS.carrier);
    }
    const kept = stream.state.wordings[CLAUSE] ?? [];
    const size = kept.reduce((sum, wording) => sum + (wording.size ?? 0), 0);
    expect(size).toBeLessThanOrEqual(MAX_WORDINGS_SIZE);
    expect(kept.length).toBeGreaterThan(5);
    const take = acceptance(stream, held);
    expect(stream.give(take, acceptedBy(take)).ok).toBe(true);
  });
});

describe('[VER4] sheets that were stored before there were offers', () => {
  it('fold, and take offers', () => {
    const stream = offerSheet();
    const { offers, targets, versions } = stream.state;
    expect([offers, targets, versions]).toEqual([undefined, undefined, undefined]);
    const old = { hash: 'a'.repeat(64), atMs: stream.at, blocks: [], runs: [] };
    const state = { ...stream.state, wordings: { [CLAUSE]: [old] } };
    const event: SheetEvent = {
      ...{ type: 'WordingKept', termId: CLAUSE, hash: 'b'.repeat(64), blocks: [], runs: [] },
    };
    const context = { by: LEADS.carrier, id: 'c', at: stream.at };
    expect(sheetDecider.evolve(state, event, context).wordings[CLAUSE]).toHaveLength(2);
  });
});

const CANARY = 47_311;
const setTarget = (side: 'carrier' | 'shipper', more: object): SheetCommand =>
  ({ type: 'SetTarget', side, termId: 'minimum-charge', ...more }) as SheetCommand;

describe('[TGT1] a target and a walk-away a field', () => {
  it('are set, changed and taken away, if they fit the field', () => {
    const stream = offerSheet();
    stream.must(setTarget('carrier', { target: 2_300, walkAway: 2_000 }), seat('usps-member'));
    expect(viewOf(stream, 'carrier').targets).toEqual({
      'minimum-charge': { target: 2_300, walkAway: 2_000 },
    });
    stream.must(setTarget('carrier', { target: 2_400 }), LEADS.carrier);
    expect(viewOf(stream, 'carrier').targets).toEqual({ 'minimum-charge': { target: 2_400 } });
    stream.must(setTarget('carrier', {}), LEADS.carrier);
    expect(viewOf(stream, 'carrier').targets).toEqual({});
    expect(stream.refusalOf(setTarget('carrier', { target: 'much' }), LEADS.carrier)).toBe(
      'field/type',
    );
    const other = { type: 'SetTarget', side: 'shipper', target: 1 } as const;
    expect(stream.refusalOf({ ...other, termId: 'cost-coverage' }, LEADS.shipper)).toBe(
      'sheet/unknown-term',
    );
    expect(stream.refusalOf({ ...other, termId: CLAUSE }, LEADS.shipper)).toBe('position/kind');
  });
});

describe('[TGT2] what a side keeps to itself', () => {
  const readers = [{ side: 'shipper' }, { side: null }, { side: null, isRegulator: true }] as const;
  const show = (stream: SheetStream, reader: (typeof readers)[number]) =>
    JSON.stringify(viewSheet(stream.state, { ...reader, nameOf: (id) => id }));

  it('law: the views of all others do not depend on it', () => {
    const target = fc.record(
      { target: fc.constant(CANARY), walkAway: fc.constant(CANARY + 1) },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.array(target, { minLength: 1, maxLength: 5 }), (targets) => {
        const [quiet, busy] = [offerSheet(), offerSheet()];
        for (const one of targets) busy.must(setTarget('carrier', one), LEADS.carrier);
        for (const reader of readers) {
          expect(show(busy, reader)).toBe(show(quiet, reader));
          expect(show(busy, reader)).not.toContain(String(CANARY));
        }
      }),
      { numRuns: 30 },
    );
  });

  it('in the record it is a hash to all others, and ends no segment', () => {
    const stream = offerSheet();
    const decision = stream.give(setTarget('carrier', { target: CANARY }), LEADS.carrier);
    const [event] = decision.events;
    const { template } = stream.state;
    if (!event || !template) throw new Error('nothing set');
    for (const reader of readers) {
      expect(maySeeSheetPart(event, '', { template, reader })).toBe(false);
    }
    expect(maySeeSheetPart(event, '', { template, reader: { side: 'carrier' } })).toBe(true);
    const body = { kind: 'decision', id: 'c', by: LEADS.carrier, salt: '' } as const;
    expect(new SheetSeals().ends({ ...body, events: [event as never] })).toBe(false);
  });
});

describe('[OFR9] an acceptance that writes text is decided alone', () => {
  it('so that what comes after it is decided on the text that it wrote', () => {
    const stream = offerSheet();
    expect(sheetDecider.writesText?.(acceptance(stream, 'o1'))).toBe(true);
    expect(sheetDecider.writesText?.({ type: 'TickSheet' })).toBe(false);
    typeInto(stream, CLAUSE, (fragment) => {
      fragment.insert(0, [new Y.XmlElement('paragraph')]);
    });
    const take = acceptance(
      stream,
      offer(stream, 'carrier', [{ termId: CLAUSE, value: wording('A.') }]),
    );
    stream.must(take, acceptedBy(take));
    const update = new Uint8Array([0, 0]);
    const check = stream.text?.check(stream.state, 'usps-lead', update);
    expect(check).toMatchObject({ ok: true, changes: false });
  });
});
