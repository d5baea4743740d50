// Templates as data: their form, their faults, numbers and references, defined terms; and what ours must have.

import { describe, expect, it } from 'vitest';
import type { ClauseTemplate, FieldTemplate, Template } from '../../shared/sheet/types.ts';
import { definedTerms } from '../../shared/sheet/defined-terms.ts';
import {
  brokenReferences,
  numberOf,
  placesOf,
  referencesIn,
  resolveReferences,
} from '../../shared/sheet/references.ts';
import { clausesOf, templateById, templateIds } from '../../shared/sheet/template.ts';
import { templateFaults } from '../../shared/sheet/template-faults.ts';
import { readTemplate } from '../../shared/sheet/template-schema.ts';

const clause = (id: string, text = 'Words.', fallback = 'Fewer words.'): ClauseTemplate => ({
  kind: 'clause',
  id,
  heading: `On ${id}`,
  text: [text],
  fallback: [fallback],
  isRequired: true,
});

const field = (id: string, more: Partial<FieldTemplate> = {}): FieldTemplate => ({
  kind: 'field',
  id,
  label: `Field ${id}`,
  type: { kind: 'money', unit: '$' },
  help: '',
  sides: ['carrier', 'shipper'],
  isRequired: true,
  confidentiality: 'parties',
  ...more,
});

const template = (terms: Template['sections'][0]['terms'], more: object = {}): Template => ({
  id: 't',
  title: 'T',
  sections: [{ id: 'one', title: 'One', terms, ...more }],
});

const ours = templateIds().map((id) => {
  const found = templateById(id);
  if (!found) throw new Error(`no template ${id}`);
  return found;
});

const lastMile = ours.find(({ id }) => id === 'usps-last-mile') ?? ours[0];

describe('[TPL1] a template is taken only when its form and what it says hold', () => {
  it.each(ours)('$id is read back from its own JSON', (own) => {
    const json: unknown = JSON.parse(JSON.stringify(own));
    expect(readTemplate(json)).toEqual({ ok: true, template: own });
  });

  it('a wrong form is refused with its place', () => {
    const broken = JSON.parse(JSON.stringify(lastMile)) as {
      sections: { terms: { type: object }[] }[];
    };
    const wrong = broken.sections[2]?.terms[0];
    if (wrong) wrong.type = { kind: 'colour' };
    const reading = readTemplate({ ...broken, owner: 'me' });
    const faults = reading.ok ? [] : reading.faults.join('\n');
    expect(faults).toContain('sections.3.terms.1.type');
    expect(faults).toContain('owner');
  });

  it('nothing strange makes reading throw', () => {
    for (const value of [null, 1, 'x', [], {}, { sections: [{ terms: null }] }]) {
      expect(readTemplate(value).ok).toBe(false);
    }
  });

  it.each<[string, Template]>([
    ['"a" is a section and a term', template([field('one'), field('a')], { id: 'a' })],
    ['stands twice', template([field('a'), field('a')])],
    ['has a dot', template([field('a.b')])],
    ['has no fallback', template([{ ...clause('a'), fallback: [] }])],
    ['refers to "gone"', template([clause('a', 'See {ref:gone}.')])],
    ['refers to "gone"', template([clause('a', 'Words.', 'See {ref:gone}.')])],
    ['refers to "gone"', template([field('a', { help: '{ref:gone}' })])],
    ['no side that may speak', template([field('a', { sides: [] })])],
    ['an award cannot fill', template([field('a', { award: 'window' })])],
    ['that side alone may fill it', template([field('a', { privateTo: 'carrier' })])],
    [
      'not everybody may see',
      template([
        field('a', { privateTo: 'carrier', sides: ['carrier'] }),
        clause('b', 'See {ref:a}.'),
      ]),
    ],
    ['nothing to choose', template([field('a', { type: { kind: 'choice', options: [] } })])],
    [
      'its least is above its most',
      template([field('a', { type: { kind: 'percent', min: 2, max: 1 } })]),
    ],
    [
      'do not rise',
      template([
        field('a', {
          type: {
            kind: 'price-grid',
            unit: '$',
            rows: [{ id: 'r', label: 'R' }],
            steps: [
              { id: 's', label: 'S', upToThousandths: 5 },
              { id: 't', label: 'T', upToThousandths: 5 },
            ],
          },
        }),
      ]),
    ],
    [
      'assumption "x": its value does not fit its type',
      template([field('a')], {
        assumptions: [
          { id: 'x', label: 'X', help: '', type: { kind: 'weight', max: 5 }, value: 6 },
        ],
      }),
    ],
  ])('%s', (fault, wrong) => {
    expect(templateFaults(wrong).join('\n')).toContain(fault);
  });

  const derived = (formula: string, inputs: object, more: object = {}) => ({
    derived: [{ id: 'd', label: 'D', help: '', formula, inputs, ...more }],
  });

  it.each<[string, Template]>([
    ['no formula "magic"', template([field('a')], derived('magic', {}))],
    ['"filed" is wired to nothing', template([field('a')], derived('filing-dates', {}))],
    [
      'wired to what is not there',
      template([field('a')], derived('filing-dates', { filed: { term: 'b' } })),
    ],
    [
      'takes date, not money',
      template([field('a')], derived('filing-dates', { filed: { term: 'a' } })),
    ],
    [
      'has no input "late"',
      template(
        [field('a', { type: { kind: 'date' } })],
        derived('filing-dates', { filed: { term: 'a' }, late: { term: 'a' } }),
      ),
    ],
    [
      'needs a field of an award',
      template([field('a')], derived('coverage-of-award', { price: { term: 'a' } })),
    ],
    [
      'does not know "blue"',
      template(
        [field('a', { type: { kind: 'choice', options: [{ id: 'blue', label: 'B' }] } })],
        derived('charged-weight', { rounding: { term: 'a' } }),
      ),
    ],
    [
      'it would tell "a"',
      template(
        [field('a', { type: { kind: 'date' }, privateTo: 'carrier', sides: ['carrier'] })],
        derived('filing-dates', { filed: { term: 'a' } }),
      ),
    ],
  ])('derived values: %s', (fault, wrong) => {
    expect(templateFaults(wrong).join('\n')).toContain(fault);
  });
});

describe('[TPL2] numbers are places, references are ids', () => {
  const two: Template = {
    ...template([field('fee'), clause('first'), clause('second', 'As {ref:first} says.')]),
    sections: [
      { id: 'zero', title: 'Zero', terms: [clause('before')] },
      {
        id: 'one',
        title: 'One',
        terms: [field('fee'), clause('first'), clause('second', 'As {ref:first} says.')],
      },
    ],
  };

  it('sections count from 1, clauses within them, fields not at all', () => {
    const places = placesOf(two);
    expect(['zero', 'one', 'first', 'second'].map((id) => numberOf(places, id))).toEqual([
      '1',
      '2',
      '2.1',
      '2.2',
    ]);
  });

  it('a reference is read as what its id is called today', () => {
    const text = '{ref:one}, {ref:second}, {ref:fee} and {ref:nowhere}.';
    expect(resolveReferences(placesOf(two), text)).toBe(
      'section 2, clause 2.2, “Field fee” and {ref:nowhere}.',
    );
    expect(brokenReferences(placesOf(two), `${text} {ref:nowhere}`)).toEqual(['nowhere']);
    expect(referencesIn('See {ref:fee}.')).toEqual([{ id: 'fee', from: 4, to: 13 }]);
    expect(referencesIn('{ref:} {ref:A} {ref x}')).toEqual([]);
  });

  it('a section that moves takes its references along', () => {
    const moved = { ...two, sections: [...two.sections].reverse() };
    const [text = ''] = clausesOf(moved).find(({ id }) => id === 'second')?.text ?? [];
    expect(resolveReferences(placesOf(two), text)).toBe('As clause 2.1 says.');
    expect(resolveReferences(placesOf(moved), text)).toBe('As clause 1.1 says.');
  });
});

describe('[TPL3] defined terms', () => {
  const report = (...texts: readonly string[]) =>
    definedTerms(texts.map((text, place) => ({ id: `c${String(place + 1)}`, text })));

  it('are found where the wording defines them, with the clauses that use them', () => {
    const { defined, unused } = report(
      '“Contract Year” means twelve months.',
      'What it learns (the “Confidential Information”) and an affiliate (an “Affiliate”) keep.',
      'In each Contract Year, and in two Contract Years, the Affiliate keeps Confidential Information.',
    );
    expect(defined).toEqual([
      { name: 'Affiliate', clauseId: 'c2', usedIn: ['c3'], againIn: [] },
      { name: 'Confidential Information', clauseId: 'c2', usedIn: ['c3'], againIn: [] },
      { name: 'Contract Year', clauseId: 'c1', usedIn: ['c3'], againIn: [] },
    ]);
    expect(unused).toEqual([]);
  });

  it('that nobody uses are flagged, and those defined twice', () => {
    const { defined, unused } = report(
      '"Facility" means a place.',
      '“Band” means a range. “Facility” has the meaning above.',
    );
    expect(unused).toEqual(['Band', 'Facility']);
    expect(defined.find(({ name }) => name === 'Facility')).toMatchObject({
      clauseId: 'c1',
      againIn: ['c2'],
    });
  });

  it('that nothing defines are flagged', () => {
    expect(
      report('Pieces go to the Delivery Point by the Cut-off of the Network.').undefined,
    ).toEqual([
      { name: 'Cut-off of the Network', usedIn: ['c1'] },
      { name: 'Delivery Point', usedIn: ['c1'] },
    ]);
  });

  it('beginnings of sentences, months, abbreviations and proper names are not', () => {
    const text =
      'Pieces are scanned. They go by ZIP on the first Monday of October.\nLists: Items count (See there). “Words” stay.';
    expect(report(text).undefined).toEqual([]);
    expect(
      definedTerms([{ id: 'a', text: 'It is sold as Parcel Select here.' }], ['Parcel Select'])
        .undefined,
    ).toEqual([]);
  });

  it('a longer name is not taken for the shorter one in it', () => {
    const { undefined: strange, unused } = report(
      '“Year” means a year. “Contract Year” means twelve months.',
      'In the Contract Year.',
    );
    expect(strange).toEqual([]);
    expect(unused).toEqual(['Year']);
  });
});

describe('[TPL4] our templates', () => {
  it('the last-mile agreement has its thirteen sections in order', () => {
    expect(lastMile?.sections.map(({ title }) => title)).toEqual([
      'Parties',
      'Product and scope',
      'Price',
      'Volume',
      'Price adjustment',
      'Tender',
      'Service',
      'Data and payment',
      'Term and exit',
      'Regulatory',
      'Confidentiality',
      'Governance',
      'Sign-off',
    ]);
  });

  it('uses every type of field, and words where words are wanted', () => {
    const terms = lastMile?.sections.flatMap((section) => section.terms) ?? [];
    const kinds = new Set(terms.map((term) => (term.kind === 'field' ? term.type.kind : 'clause')));
    expect([...kinds].sort()).toEqual(
      [
        'clause',
        'choice',
        'choices',
        'date',
        'list',
        'money',
        'percent',
        'price-grid',
        'quantity',
        'table',
        'text',
        'tiers',
        'weight',
        'window',
      ].sort(),
    );
    const proseIn = (lastMile?.sections ?? [])
      .filter((section) => section.terms.some(({ kind }) => kind === 'clause'))
      .map(({ id }) => id);
    expect(proseIn).toEqual(
      expect.arrayContaining([
        'parties',
        'scope',
        'tender',
        'service',
        'payment',
        'term',
        'regulatory',
        'confidentiality',
        'governance',
      ]),
    );
  });

  it('every field has help, and only the cost of the carrier is private', () => {
    const fields = ours.flatMap(({ sections }) =>
      sections.flatMap(({ terms }) =>
        terms.flatMap((term) => (term.kind === 'field' ? [term] : [])),
      ),
    );
    expect(fields.filter(({ help }) => help === '').map(({ id }) => id)).toEqual([]);
    expect(fields.filter(({ privateTo }) => privateTo).map(({ id }) => id)).toEqual([
      'attributable-cost',
      'cost-coverage',
    ]);
  });

  it.each(ours)('$id defines what it uses and uses what it defines', (own) => {
    const opening = clausesOf(own).map(({ id, text }) => ({ id, text: text.join('\n') }));
    const report = definedTerms(opening, own.names);
    expect(report.unused).toEqual([]);
    expect(report.undefined).toEqual([]);
    expect(report.defined.flatMap(({ againIn }) => againIn)).toEqual([]);
    // Any fallback may stand beside the other clauses' openings.
    for (const { id, fallback } of clausesOf(own)) {
      const mixed = opening.map((each) =>
        each.id === id ? { id, text: fallback.join('\n') } : each,
      );
      expect([
        id,
        definedTerms(mixed, own.names).undefined.filter(({ name }) => name !== 'Affiliate'),
      ]).toEqual([id, []]);
    }
  });
});
