// Derived values on the page: each column from what its own side says, the gap between them, own assumptions.

import { describe, expect, it } from 'vitest';
import type { SheetView, TermView } from '../../shared/sheet/types.ts';
import { templateById } from '../../shared/sheet/template.ts';
import { templateFor } from '../../shared/sheet/view.ts';
import { derivedRows, mainFigure, saidBy } from '../../client/ui/sheet/derived-rows.ts';

const template = templateById('usps-last-mile');
if (!template) throw new Error('the template is gone');

const position = (value: number) => ({ value, atMs: 1, by: 'X' });

const TERMS: Readonly<Record<string, TermView>> = {
  'annual-commitment': {
    state: 'proposed',
    carrier: position(12_000_000),
    shipper: position(10_000_000),
  },
  'band-low': { state: 'agreed', carrier: position(9_000), shipper: position(9_000) },
  'band-high': { state: 'agreed', carrier: position(11_500), shipper: position(11_500) },
  'shortfall-fee': { state: 'proposed', carrier: position(250) },
  'shortfall-remedy': {
    state: 'agreed',
    carrier: { ...position(0), value: 'fee' },
    shipper: { ...position(0), value: 'fee' },
  },
  'carrier-name': { state: 'agreed', carrier: { ...position(0), value: 'USPS' } },
};

const view: SheetView = {
  sheetId: 's',
  roomId: 'r',
  kind: 'bilateral',
  title: 'A sheet',
  template: templateFor(template, { side: 'shipper' }),
  lots: {},
  terms: TERMS,
  side: 'shipper',
  openPoints: 1,
};

const rowOf = (tried = {}, id = 'shortfall') => {
  const section = view.template.sections.find(({ derived = [] }) =>
    derived.some((each) => each.id === id),
  );
  if (!section) throw new Error(`no section derives ${id}`);
  const columns = ['shipper', 'carrier'] as const;
  return derivedRows(view, section, { columns, tried }).find(({ derived }) => derived.id === id);
};

describe('[UI28] derived values stand beside the fields', () => {
  it('each side’s from its own positions and what is agreed', () => {
    expect(saidBy(view, 'shipper', 'annual-commitment')).toBe(10_000_000);
    expect(saidBy(view, 'shipper', 'shortfall-fee')).toBeUndefined();
    expect(saidBy(view, 'shipper', 'carrier-name')).toBe('USPS');
    expect(saidBy(view, 'carrier', 'no-such')).toBeUndefined();
    const [ours, theirs] = rowOf()?.outcomes ?? [];
    expect(ours).toEqual({ ok: false, problem: 'the shortfall fee is missing' });
    // 10.8 million is the end of the band, 10.5 million are assumed: 300,000 × $0.25.
    expect(mainFigure(theirs)?.value).toBe(75_000_000);
    expect(rowOf()?.gap).toBeUndefined();
  });

  it('with the viewer’s own assumptions, those that no longer fit left out', () => {
    expect(mainFigure(rowOf({ volume: 10_000_000 })?.outcomes[1])?.value).toBe(200_000_000);
    expect(mainFigure(rowOf({ volume: 'many' })?.outcomes[1])?.value).toBe(75_000_000);
  });

  it('a gap where both have a figure', () => {
    const both = {
      ...view,
      terms: {
        ...TERMS,
        'shortfall-fee': { state: 'proposed', carrier: position(250), shipper: position(100) },
      },
    } as SheetView;
    const section = both.template.sections.find(({ id }) => id === 'volume');
    const [row] = section
      ? derivedRows(both, section, {
          columns: ['carrier', 'shipper'],
          tried: { volume: 8_000_000 },
        }).filter(({ derived }) => derived.id === 'shortfall')
      : [];
    // 2.8 million × 0.25 = 700,000; 1 million × 0.10 = 100,000.
    expect(row?.gap).toEqual({ text: '$600,000.00', bar: 1 });
  });

  it('figures of single lots under the names of the lots', () => {
    const lot = (id: string, name: string, order: number) => ({
      ...{ id, name, facility: { name, zone: 'America/New_York' }, order },
      window: { opens: '05:00', closes: '07:00', zone: 'America/New_York' },
    });
    const priced = (value: number) => ({
      ...{ state: 'agreed', carrier: position(value), shipper: position(value) },
    });
    const awarded = {
      ...view,
      lots: { q1: lot('q1', 'Jackson Heights', 0), n1: lot('n1', 'Newark', 1) },
      terms: {
        'award-price.q1': priced(2_800),
        'award-volume.q1': priced(300),
        'award-price.n1': priced(2_550),
        'award-volume.n1': priced(100),
      },
    } as unknown as SheetView;
    const section = awarded.template.sections.find(({ id }) => id === 'volume');
    const rows = section ? derivedRows(awarded, section, { columns: ['carrier'], tried: {} }) : [];
    const outcome = rows.find(({ derived }) => derived.id === 'annual-value')?.outcomes[0];
    const labels = outcome?.ok ? outcome.figures.map(({ label }) => label) : [];
    expect(labels).toEqual(['a year', 'Jackson Heights', 'Newark']);
  });
});
