// Papers for tests of files: one clause with a given redline, and a few fields of several types.

import type { Paper, PaperField } from '../../shared/sheet/paper/types.ts';
import type { Redline } from '../../shared/sheet/redline/types.ts';
import { epochMs } from '../../shared/kernel/units.ts';

export const AS_OF = epochMs(Date.UTC(2026, 8, 14, 12, 30, 15, 250));

const FIELDS: readonly PaperField[] = [
  {
    ...{ kind: 'field', id: 'minimum', label: 'Minimum charge', confidentiality: 'sealed' },
    type: { kind: 'money', unit: '$/piece' },
    ...{ state: 'agreed', value: 2_100 },
  },
  {
    ...{ kind: 'field', id: 'months', label: 'Term & <exit>', confidentiality: 'parties' },
    type: { kind: 'quantity', unit: 'months', min: 1, max: 120 },
    ...{ state: 'proposed', carrier: 36, shipper: 24 },
  },
  {
    ...{ kind: 'field', id: 'tiers', label: 'Tiers', confidentiality: 'sealed' },
    type: { kind: 'tiers', priceUnit: '$/piece', volumeUnit: 'pieces', maxTiers: 9 },
    state: 'agreed',
    value: {
      mode: 'incremental',
      tiers: [
        { from: 0, priceMills: 2_400 },
        { from: 1_000, priceMills: 2_315 },
      ],
    },
  },
  {
    ...{ kind: 'field', id: 'secret', label: 'Left out', confidentiality: 'sealed' },
    type: { kind: 'money', unit: '$' },
    ...{ state: 'agreed', redacted: 'price or discount' },
  },
];

export const paperWith = (redline: Redline, change: Partial<Paper> = {}): Paper => ({
  ...{ edition: 'sealed', reading: 'redline', title: 'A & B', template: 'test', asOfMs: AS_OF },
  lots: [],
  sections: [
    {
      ...{ id: 'terms', number: '1', title: 'Terms' },
      items: [
        ...FIELDS,
        { kind: 'clause', id: 'first', number: '1.1', heading: 'First', state: 'open', redline },
      ],
    },
    {
      ...{ id: 'end', number: '2', title: 'End' },
      items: [
        { kind: 'clause', id: 'last', number: '2.1', heading: 'Last', state: 'open', redline },
        {
          kind: 'clause',
          id: 'gone',
          number: '2.2',
          heading: 'Gone',
          state: 'agreed',
          redacted: 'cost',
        },
      ],
    },
  ],
  authors: {
    '1': { name: 'Nora <Lead>', side: 'shipper', atMs: epochMs(Date.UTC(2026, 8, 1, 9)) },
    '2': { side: 'carrier' },
  },
  comments: [],
  places: {
    terms: { kind: 'section', number: '1', name: 'Terms' },
    first: { kind: 'clause', number: '1.1', name: 'First' },
    end: { kind: 'section', number: '2', name: 'End' },
    gone: { kind: 'clause', number: '2.2', name: 'Gone' },
    last: { kind: 'clause', number: '2.1', name: 'Last' },
    minimum: { kind: 'field', number: '1', name: 'Minimum charge' },
  },
  strangeRedactions: [],
  ...change,
});
