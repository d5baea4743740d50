// A term sheet by rule: made once, filled by positions, agreed when equal, reopened with a reason, filled by awards.

import * as Y from 'yjs';
import { fromBase64 } from 'lib0/buffer';
import { fc } from '../support/fast-check.ts';
import { describe, expect, it } from 'vitest';
import type { FieldType } from '../../shared/sheet/field-types.ts';
import type {
  PositionValue,
  SheetCommand,
  SheetEvent,
  SheetState,
} from '../../shared/sheet/types.ts';
import { isSameValue, checkFieldValue } from '../../shared/sheet/fields.ts';
import { sheetDecider } from '../../shared/sheet/sheet.ts';
import {
  clausesOf,
  templateById,
  templateIds,
  termsOf,
  termTemplate,
} from '../../shared/sheet/template.ts';
import { templateFaults } from '../../shared/sheet/template-faults.ts';
import { clauseText } from '../../shared/sheet/text-seed.ts';
import { viewSheet } from '../../shared/sheet/view.ts';
import { Stream, seat } from '../support/stream.ts';

const CARRIER = seat('usps-lead');
const SHIPPER = seat('harbor-lead');
const HASH = 'a'.repeat(64);
const LOT = {
  id: 'q1',
  name: 'Jackson Heights',
  window: { opens: '05:00', closes: '07:00', zone: 'America/New_York' },
};
const LINK = { auctionId: 'clock', lotId: 'q1', round: 3 };
const AWARD: SheetCommand = {
  type: 'TakeAward',
  lot: LOT,
  priceMills: 2_800,
  piecesPerDay: 300,
  link: LINK,
};

const create = (kind: 'bilateral' | 'common', template: string): SheetCommand => ({
  type: 'CreateSheet',
  sheetId: 's1',
  roomId: 'room',
  kind,
  parties: { carrierTeamId: 'usps', shipperTeamId: kind === 'common' ? null : 'harbor' },
  title: 'USPS and Harbor Parcel',
  template,
  lots: [],
});

const sheet = (kind: 'bilateral' | 'common' = 'bilateral') => {
  const stream = new Stream<SheetState, SheetCommand, SheetEvent>(sheetDecider);
  stream.must(create(kind, kind === 'common' ? 'auction-terms' : 'usps-last-mile'));
  stream.clauseHash = () => HASH;
  return stream;
};

const field = (value: number | string): PositionValue => ({ kind: 'field', value });
const take = (side: 'carrier' | 'shipper', termId: string, value: PositionValue): SheetCommand => ({
  type: 'TakePosition',
  side,
  termId,
  value,
});

describe('[SHT1] a sheet is made once, by the server, from a copy of its template', () => {
  it('is refused to seats and a second time', () => {
    const stream = new Stream<SheetState, SheetCommand, SheetEvent>(sheetDecider);
    expect(stream.refusalOf(create('bilateral', 'usps-last-mile'), CARRIER)).toBe(
      'sheet/not-allowed',
    );
    expect(stream.refusalOf(create('bilateral', 'no-such'))).toBe('sheet/unknown-template');
    stream.must(create('bilateral', 'usps-last-mile'));
    expect(stream.refusalOf(create('bilateral', 'usps-last-mile'))).toBe('sheet/exists');
    expect(stream.state.template).toEqual(templateById('usps-last-mile'));
  });

  it('its text begins with the wording of the template', () => {
    const stream = new Stream<SheetState, SheetCommand, SheetEvent>(sheetDecider);
    const [event] = stream.give(create('bilateral', 'usps-last-mile')).events;
    const seed = event && sheetDecider.textOf?.(event);
    const doc = new Y.Doc();
    Y.applyUpdate(doc, fromBase64(seed ?? ''));
    const template = templateById('usps-last-mile');
    for (const { id, text } of template ? clausesOf(template) : []) {
      const fragment = doc.getMap('clauses').get(id) as Y.XmlFragment;
      expect(clauseText(fragment)).toBe(text.join('\n\n'));
    }
  });
});

describe('[SHT2] every field and clause is one term, an awarded field one a lot', () => {
  it.each(templateIds())('template %s is fit for use', (id) => {
    const template = templateById(id);
    expect(template && templateFaults(template)).toEqual([]);
    const ids = template ? termsOf(template, [LOT]) : [];
    expect(new Set(ids).size).toBe(ids.length);
    for (const termId of ids) expect(template && termTemplate(template, termId)).toBeDefined();
  });

  it('a lot brings its own price, volume and window', () => {
    const stream = sheet();
    expect(stream.state.terms['award-price']).toBeUndefined();
    stream.must(AWARD);
    expect(Object.keys(stream.state.terms)).toEqual(
      expect.arrayContaining(['award-price.q1', 'award-volume.q1', 'award-window.q1']),
    );
  });

  it('a template with doubles, dots or no fallback is named as unfit', () => {
    const clause = {
      kind: 'clause',
      heading: 'A',
      text: [],
      fallback: [],
      isRequired: true,
    } as const;
    const terms = [
      { ...clause, id: 'a.b' },
      { ...clause, id: 'a.b' },
    ];
    const faults = templateFaults({
      id: 't',
      title: 'T',
      sections: [{ id: 's', title: 'S', terms }],
    });
    expect(faults).toEqual(
      expect.arrayContaining([
        'term "a.b" has a dot',
        'term "a.b" stands twice',
        'clause "a.b" has no fallback',
      ]),
    );
  });
});

describe('[SHT3] a value must fit its field', () => {
  const cases: readonly [FieldType, unknown, string | undefined][] = [
    [{ kind: 'money', unit: '$' }, 2_350, undefined],
    [{ kind: 'money', unit: '$' }, 2.35, 'field/type'],
    [{ kind: 'money', unit: '$' }, -1, 'field/out-of-range'],
    [{ kind: 'percent' }, 9_000, undefined],
    [{ kind: 'percent' }, '90', 'field/type'],
    [{ kind: 'quantity', unit: 'days', min: 1, max: 10 }, 11, 'field/out-of-range'],
    [{ kind: 'date' }, '2026-06-30', undefined],
    [{ kind: 'date' }, '2026-06-31', 'field/date'],
    [{ kind: 'date' }, 'tomorrow', 'field/type'],
    [{ kind: 'window' }, LOT.window, undefined],
    [{ kind: 'window' }, { ...LOT.window, zone: 'America/Nowhere' }, 'field/zone'],
    [{ kind: 'window' }, { ...LOT.window, opens: '25:00' }, 'field/type'],
    [{ kind: 'choice', options: [{ id: 'a', label: 'A' }] }, 'a', undefined],
    [{ kind: 'choice', options: [{ id: 'a', label: 'A' }] }, 'b', 'field/choice'],
    [{ kind: 'text', maxLength: 3 }, 'abcd', 'field/too-long'],
    [{ kind: 'text', maxLength: 3 }, '  ', 'field/type'],
  ];
  it.each(cases)('%j takes %j: %s', (type, value, code) => {
    expect(checkFieldValue(type, value)?.code).toBe(code);
  });

  it('a clause takes no value and a field no hash', () => {
    const stream = sheet();
    expect(stream.refusalOf(take('carrier', 'price-scope', field(1)), CARRIER)).toBe(
      'position/kind',
    );
    const hash: PositionValue = { kind: 'clause', hash: HASH };
    expect(stream.refusalOf(take('carrier', 'minimum-charge', hash), CARRIER)).toBe(
      'position/kind',
    );
    expect(stream.refusalOf(take('carrier', 'no-such', field(1)), CARRIER)).toBe(
      'sheet/unknown-term',
    );
  });
});

describe('[SHT4] equal positions agree a term, in the same decision', () => {
  it('only equal ones do', () => {
    const stream = sheet();
    stream.must(take('carrier', 'minimum-charge', field(2_100)), CARRIER);
    stream.must(take('shipper', 'minimum-charge', field(2_000)), SHIPPER);
    expect(stream.state.terms['minimum-charge']?.agreed).toBeNull();
    const decision = stream.give(take('shipper', 'minimum-charge', field(2_100)), SHIPPER);
    expect(decision.events.map(({ type }) => type)).toEqual(['PositionTaken', 'TermAgreed']);
    expect(stream.state.terms['minimum-charge']?.agreed?.value).toEqual(field(2_100));
  });

  it('law: over random courses a two-sided term is agreed exactly when its positions are equal', () => {
    const act = fc.record({
      side: fc.constantFrom('carrier', 'shipper' as const),
      kind: fc.constantFrom('take', 'withdraw', 'reopen'),
      value: fc.integer({ min: 1, max: 3 }),
    });
    let agreements = 0;
    fc.assert(
      fc.property(fc.array(act, { maxLength: 40 }), (acts) => {
        const stream = sheet();
        const termId = 'minimum-charge';
        for (const { side, kind, value } of acts) {
          const by = side === 'carrier' ? CARRIER : SHIPPER;
          if (kind === 'take') stream.give(take(side as 'carrier', termId, field(value)), by);
          else if (kind === 'withdraw')
            stream.give({ type: 'WithdrawPosition', side: side as 'carrier', termId }, by);
          else stream.give({ type: 'ReopenTerm', termId, reason: 'again' }, by);
          const term = stream.state.terms[termId];
          const isEqual =
            term?.carrier && term.shipper && isSameValue(term.carrier.value, term.shipper.value);
          expect(term?.agreed !== null).toBe(Boolean(isEqual));
          if (isEqual) agreements += 1;
        }
      }),
      { numRuns: 500 },
    );
    expect(agreements).toBeGreaterThan(100);
  });
});

describe('[SHT5] a clause is agreed by the hash of the text that stands', () => {
  it('any other hash is refused and told the one that stands', () => {
    const stream = sheet();
    const old: PositionValue = { kind: 'clause', hash: 'b'.repeat(64) };
    const decision = stream.give(take('carrier', 'price-scope', old), CARRIER);
    expect(decision).toMatchObject({
      ok: false,
      rejection: { code: 'position/text-changed', hash: HASH },
    });
    stream.must(take('carrier', 'price-scope', { kind: 'clause', hash: HASH }), CARRIER);
  });

  it('a position on an earlier wording does not agree with one on the present', () => {
    const stream = sheet();
    stream.must(take('carrier', 'price-scope', { kind: 'clause', hash: HASH }), CARRIER);
    stream.clauseHash = () => 'c'.repeat(64);
    stream.must(take('shipper', 'price-scope', { kind: 'clause', hash: 'c'.repeat(64) }), SHIPPER);
    expect(stream.state.terms['price-scope']?.agreed).toBeNull();
  });
});

describe('[SHT6] an agreed term takes no further position', () => {
  it('from neither side, not even the same again', () => {
    const stream = sheet();
    stream.must(take('carrier', 'minimum-charge', field(2_100)), CARRIER);
    stream.must(take('shipper', 'minimum-charge', field(2_100)), SHIPPER);
    for (const [side, by] of [
      ['carrier', CARRIER],
      ['shipper', SHIPPER],
    ] as const) {
      expect(stream.refusalOf(take(side, 'minimum-charge', field(2_100)), by)).toBe('term/agreed');
      expect(stream.refusalOf(take(side, 'minimum-charge', field(1)), by)).toBe('term/agreed');
    }
  });
});

describe('[SHT7] who may speak on a term', () => {
  it('a field of one side is agreed by it alone and closed to the other', () => {
    const stream = sheet();
    expect(stream.refusalOf(take('shipper', 'carrier-name', field('X')), SHIPPER)).toBe(
      'position/other-side',
    );
    stream.must(take('carrier', 'carrier-name', field('United States Postal Service')), CARRIER);
    expect(stream.state.terms['carrier-name']?.agreed).not.toBeNull();
  });

  it('the carrier alone publishes the common sheet', () => {
    const stream = sheet('common');
    const clause: PositionValue = { kind: 'clause', hash: HASH };
    expect(stream.refusalOf(take('shipper', 'conduct-clock', clause), SHIPPER)).toBe(
      'position/other-side',
    );
    stream.must(take('carrier', 'conduct-clock', clause), CARRIER);
    expect(stream.state.terms['conduct-clock']?.agreed).not.toBeNull();
  });

  it('the same position twice is refused', () => {
    const stream = sheet();
    stream.must(take('carrier', 'minimum-charge', field(2_100)), CARRIER);
    expect(stream.refusalOf(take('carrier', 'minimum-charge', field(2_100)), CARRIER)).toBe(
      'position/same',
    );
  });
});

const view = (stream: ReturnType<typeof sheet>, side: 'carrier' | 'shipper' | null = 'carrier') =>
  viewSheet(stream.state, { side, nameOf: (id) => (id === 'usps-lead' ? 'Maria Reyes' : '') });

describe('[SHT8] whose move it is', () => {
  it('nobody’s, then the other side’s, then that of the side that did not speak last', () => {
    const stream = sheet();
    const move = () => view(stream).terms['minimum-charge']?.move;
    expect(move()).toBeUndefined();
    stream.must(take('carrier', 'minimum-charge', field(2_100)), CARRIER);
    expect(move()).toBe('shipper');
    stream.must(take('shipper', 'minimum-charge', field(2_000)), SHIPPER);
    expect(move()).toBe('carrier');
    stream.must(take('carrier', 'minimum-charge', field(2_000)), CARRIER);
    expect(move()).toBeUndefined();
    expect(view(stream).terms['minimum-charge']?.state).toBe('agreed');
  });

  it('an award both took at one instant and then reopened is nobody’s; open points count down', () => {
    const stream = sheet();
    const before = view(stream).openPoints;
    stream.must(take('carrier', 'carrier-name', field('USPS')), CARRIER);
    expect(view(stream).openPoints).toBe(before - 1);
  });
});

describe('[SHT9] an open position can be withdrawn', () => {
  it('an agreed or missing one cannot', () => {
    const stream = sheet();
    const withdraw: SheetCommand = {
      type: 'WithdrawPosition',
      side: 'carrier',
      termId: 'minimum-charge',
    };
    expect(stream.refusalOf(withdraw, CARRIER)).toBe('position/none');
    stream.must(take('carrier', 'minimum-charge', field(2_100)), CARRIER);
    stream.must(withdraw, CARRIER);
    expect(stream.state.terms['minimum-charge']?.carrier).toBeNull();
    stream.must(take('carrier', 'minimum-charge', field(2_100)), CARRIER);
    stream.must(take('shipper', 'minimum-charge', field(2_100)), SHIPPER);
    expect(stream.refusalOf(withdraw, CARRIER)).toBe('term/agreed');
  });
});

describe('[SHT10] reopening', () => {
  const reopen: SheetCommand = {
    type: 'ReopenTerm',
    termId: 'minimum-charge',
    reason: 'volume changed',
  };

  it('takes both positions away and says who and why', () => {
    const stream = sheet();
    expect(stream.refusalOf(reopen, CARRIER)).toBe('term/not-agreed');
    stream.must(take('carrier', 'minimum-charge', field(2_100)), CARRIER);
    stream.must(take('shipper', 'minimum-charge', field(2_100)), SHIPPER);
    stream.must(reopen, CARRIER);
    expect(stream.state.terms['minimum-charge']).toMatchObject({
      carrier: null,
      shipper: null,
      agreed: null,
    });
    expect(view(stream).terms['minimum-charge']).toMatchObject({
      state: 'open',
      reopened: { by: 'Maria Reyes', reason: 'volume changed' },
    });
  });

  it('an award that was replaced no longer claims to come from the clock', () => {
    const stream = sheet();
    stream.must(AWARD);
    const termId = 'award-price.q1';
    stream.must({ type: 'ReopenTerm', termId, reason: 'typo in the lot' }, CARRIER);
    const reason = 'as spoken';
    stream.must({ ...take('carrier', termId, field(2_700)), reason } as SheetCommand, CARRIER);
    stream.must({ ...take('shipper', termId, field(2_700)), reason } as SheetCommand, SHIPPER);
    const term = view(stream).terms[termId];
    expect(term?.state).toBe('agreed');
    expect(term?.award).toBeUndefined();
    expect(term?.reopened?.reason).toBe('typo in the lot');
  });
});

describe('[SHT11] an award', () => {
  it('takes both positions on price, volume and window, agreed, with its link', () => {
    const stream = sheet();
    stream.must(AWARD);
    const values = {
      'award-price.q1': 2_800,
      'award-volume.q1': 300,
      'award-window.q1': LOT.window,
    };
    for (const [termId, value] of Object.entries(values)) {
      expect(view(stream).terms[termId]).toMatchObject({
        state: 'agreed',
        carrier: { value },
        shipper: { value },
        award: LINK,
      });
    }
  });

  it('comes from the server alone and has its effect once', () => {
    const stream = sheet();
    expect(stream.refusalOf(AWARD, CARRIER)).toBe('sheet/not-allowed');
    stream.must(AWARD);
    stream.must({ type: 'ReopenTerm', termId: 'award-price.q1', reason: 'again' }, CARRIER);
    expect(stream.give(AWARD).events).toEqual([]);
    expect(stream.state.terms['award-price.q1']?.agreed).toBeNull();
  });
});

describe('[SHT12] names', () => {
  it('a reader sees only names that it may know', () => {
    const stream = sheet();
    stream.must(take('carrier', 'minimum-charge', field(2_100)), CARRIER);
    stream.must(take('shipper', 'minimum-charge', field(2_000)), SHIPPER);
    const term = view(stream, null).terms['minimum-charge'];
    expect([term?.carrier?.by, term?.shipper?.by]).toEqual(['Maria Reyes', '']);
    expect(JSON.stringify(view(stream, null))).not.toContain('harbor-lead');
  });
});

describe('[SHT13] client ids', () => {
  it('the first seat keeps one', () => {
    const claimed = sheetDecider.evolveClaims?.(sheetDecider.initial, 'usps-lead', [7, 8]);
    const again = claimed && sheetDecider.evolveClaims?.(claimed, 'harbor-lead', [8, 9]);
    expect(again?.clients).toEqual({ 7: 'usps-lead', 8: 'usps-lead', 9: 'harbor-lead' });
  });
});
