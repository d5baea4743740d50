// Defined terms and faults of the wording as the page lists them, on the template that comes with Parley.

import { describe, expect, it } from 'vitest';
import { wordingRows } from '../../client/ui/sheet/offers/wording-rows.ts';
import { clausesOf, templateById } from '../../shared/sheet/template.ts';
import type { SheetView } from '../../shared/sheet/types.ts';

const template = templateById('usps-last-mile');
if (!template) throw new Error('the template is gone');

const view: SheetView = {
  ...{ sheetId: 's', roomId: 'r', kind: 'bilateral', title: 'A sheet' },
  ...{ template, terms: {}, openPoints: 0 },
  lots: {
    n1: {
      ...{ id: 'n1', name: 'Newark Heights', order: 0 },
      window: { opens: '05:00', closes: '07:00', zone: 'America/New_York' },
    },
  },
};

const opening = new Map(clausesOf(template).map(({ id, text }) => [id, text.join('\n\n')]));
const NAMES = ['United States Postal Service', 'Harbor Parcel'];

const rowsWith = (termId: string, added: string) =>
  wordingRows(
    view,
    (id) => (id === termId ? `${opening.get(id) ?? ''} ${added}` : opening.get(id)),
    NAMES,
  );

describe('[UI38] [TPL3] the wording of a sheet', () => {
  it('as it comes has nothing to mend, and lists each term with its clauses', () => {
    const { definitions, faults } = wordingRows(view, (id) => opening.get(id), NAMES);
    expect(faults).toEqual([]);
    const band = definitions.find(({ name }) => name === 'Band');
    expect([band?.definedIn.number, band?.usedIn.map(({ number }) => number)]).toEqual([
      '2.1',
      ['4.1', '12.4'],
    ]);
  });

  it('names what is defined nowhere, not used, defined twice, and a reference to nothing', () => {
    const { faults } = rowsWith(
      'term-exit',
      'It owes the Exit Fee, by {ref:nowhere} and {ref:notice-days}. “Hub” means a place. “Band” means a range.',
    );
    expect(
      faults.map(({ kind, name, places }) => [kind, name, places.map(({ number }) => number)]),
    ).toEqual([
      ['reference', 'nowhere', ['9.2']],
      ['undefined', 'Exit Fee', ['9.2']],
      ['twice', 'Band', ['2.1', '9.2']],
      ['unused', 'Hub', ['9.2']],
    ]);
  });

  it('takes names of the sides, the lots and the template for names', () => {
    const { faults } = rowsWith(
      'term-exit',
      'Pieces of Harbor Parcel go by Parcel Select to Newark Heights of the United States Postal Service.',
    );
    expect(faults).toEqual([]);
  });

  it('leaves out a clause whose text is not there', () => {
    const rows = wordingRows(
      view,
      (id) => (id === 'scope-definitions' ? undefined : opening.get(id)),
      NAMES,
    );
    expect(rows.definitions.some(({ name }) => name === 'Band')).toBe(false);
    expect(rows.faults.some(({ name }) => name === 'Band')).toBe(true);
  });
});
