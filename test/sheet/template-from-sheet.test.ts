// A sheet that becomes a template, and the faults of a template at their places.

import { describe, expect, it } from 'vitest';
import type { Template } from '../../shared/sheet/types.ts';
import { placedFaults } from '../../shared/sheet/fault-places.ts';
import { templateOfSheet } from '../../shared/sheet/template-from-sheet.ts';
import { clausesOf } from '../../shared/sheet/template.ts';
import { readTemplate } from '../../shared/sheet/template-schema.ts';
import { wordsOfBlocks } from '../../shared/sheet/text-words.ts';
import { sheetDecider } from '../../shared/sheet/sheet.ts';
import type { SheetCommand, SheetEvent, SheetState } from '../../shared/sheet/types.ts';
import {
  LEADS,
  acceptance,
  acceptedBy,
  field,
  offer,
  offerSheet,
  paragraphs,
} from '../support/offers.ts';
import { Stream } from '../support/stream.ts';

const WINDOW = { opens: '05:00', closes: '07:00', zone: 'America/New_York' };

/** A sheet on which the sides have said and done things. */
const worked = () => {
  const stream = offerSheet();
  const price = { type: 'TakePosition', termId: 'minimum-charge', value: field(7_317) } as const;
  stream.must({ ...price, side: 'carrier', reason: 'zqreason' }, LEADS.carrier);
  stream.must({
    ...{ type: 'TakeAward', priceMills: 7_319, piecesPerDay: 300 },
    lot: { id: 'q1', name: 'zqlot', window: WINDOW },
    link: { auctionId: 'clock', lotId: 'q1', round: 3 },
  });
  const texts = ['Prices follow {ref:award-price.q1}.', 'And nothing else.'];
  const value = { kind: 'wording', blocks: paragraphs(...texts) } as const;
  const command = acceptance(stream, offer(stream, 'carrier', [{ termId: 'price-scope', value }]));
  stream.must(command, acceptedBy(command));
  return stream;
};

const made = (): Template => {
  const { state, text } = worked();
  if (!state.template) throw new Error('the sheet has a template');
  return templateOfSheet(state.template, {
    ...{ id: 'ours', title: 'Ours' },
    textOf: (termId) => {
      const standing = text?.authored(termId);
      return standing && wordsOfBlocks(standing.blocks);
    },
  });
};

describe('[STP1] a sheet becomes a template', () => {
  it('with its sections and fields, and the wording that stands as the opening wording', () => {
    const template = made();
    const before = worked().state.template;
    expect(template).toMatchObject({ id: 'ours', title: 'Ours' });
    expect(template.sections.map(({ id }) => id)).toEqual(before?.sections.map(({ id }) => id));
    const scope = clausesOf(template).find(({ id }) => id === 'price-scope');
    expect(scope?.text).toEqual(['Prices follow {ref:award-price}.', 'And nothing else.']);
    const others = clausesOf(template).filter(({ id }) => id !== 'price-scope');
    const opening = before ? clausesOf(before).filter(({ id }) => id !== 'price-scope') : [];
    expect(others).toEqual(opening);
    expect(readTemplate(template).ok).toBe(true);
  });

  it('and nothing of what the sides did: no value, reason, lot or name', () => {
    const json = JSON.stringify(made());
    for (const secret of ['7317', '7319', 'zqreason', 'zqlot', 'usps-lead', '.q1']) {
      expect(json).not.toContain(secret);
    }
  });

  it('lists and line breaks become paragraphs', () => {
    const item = (text: string) => ({
      type: 'list_item',
      content: [{ type: 'paragraph', content: [{ type: 'text', text }] }],
    });
    const words = wordsOfBlocks([
      ...paragraphs('Both:'),
      { type: 'bullet_list', content: [item('one'), item('two')] },
    ]);
    expect(words).toBe('Both:\n\none\ntwo');
  });
});

describe('[STP3] a sheet from a template that is handed to it', () => {
  it('keeps the copy, and no event holds the command’s', () => {
    const stream = new Stream<SheetState, SheetCommand, SheetEvent>(sheetDecider);
    const copy: Template = { ...made(), version: 3 };
    const { events } = stream.give({
      ...{ type: 'CreateSheet', sheetId: 's1', roomId: 'room', kind: 'bilateral' },
      parties: { carrierTeamId: 'usps', shipperTeamId: 'harbor' },
      ...{ title: 'A', template: 'ours', copy, lots: [] },
    });
    expect(events).toHaveLength(1);
    expect(events[0]).not.toHaveProperty('copy');
    expect(stream.state.template).toEqual(copy);
  });
});

describe('[STP4] faults of a template stand at their places', () => {
  it('those of its form by path, those of its content by what they name', () => {
    const template = made();
    const draft = JSON.parse(JSON.stringify(template)) as {
      title: string;
      sections: { title: string; terms: { label?: string; text?: string[] }[] }[];
    };
    draft.title = '';
    const [first] = draft.sections;
    if (!first) throw new Error('a template has sections');
    first.title = '';
    const term = first.terms.findIndex(({ label }) => label !== undefined);
    Object.assign(first.terms[term] ?? {}, { label: '' });
    const read = readTemplate(draft, 'draft');
    const placed = placedFaults(draft as unknown as Template, read.ok ? [] : read.faults);
    expect([...placed.at.keys()].sort()).toEqual(['0', `0.${String(term)}`].sort());
    expect(placed.at.get('0')?.[0]).toMatch(/^title: /);
    expect(placed.rest.join()).toMatch(/^title: /);
  });

  it('those of a computed value and of an assumption beside them', () => {
    const template = made();
    const at = template.sections.findIndex(({ derived, assumptions }) => derived && assumptions);
    const sections = template.sections.map((section, place) =>
      place === at
        ? {
            ...section,
            derived: section.derived?.map((each) => ({ ...each, inputs: {} })),
            assumptions: section.assumptions?.map((each) => ({ ...each, value: 'none of it' })),
          }
        : section,
    );
    const draft = { ...template, sections } as Template;
    const read = readTemplate(draft, 'draft');
    const { at: places, rest } = placedFaults(draft, read.ok ? [] : read.faults);
    expect(places.get(`${String(at)}.derived.0`)?.[0]).toMatch(/is wired to nothing$/);
    expect(places.get(`${String(at)}.assumptions.0`)?.[0]).toMatch(/does not fit its type$/);
    expect(rest).toEqual([]);
    const nameless = { ...template, sections: [{ ...template.sections[at], derived: [{}] }] };
    const form = readTemplate(nameless, 'draft');
    const named = placedFaults(nameless as unknown as Template, form.ok ? [] : form.faults);
    expect([...named.at.keys()]).toEqual(['0.derived.0']);
  });

  it('a reference that leads nowhere, and an id that stands twice', () => {
    const template = made();
    const at = template.sections.findIndex(({ terms }) =>
      terms.some(({ kind }) => kind === 'clause'),
    );
    const sections = template.sections.map((section, place) => ({
      ...section,
      terms: section.terms.map((term) =>
        place === at && term.kind === 'clause' ? { ...term, text: ['See {ref:gone}.'] } : term,
      ),
    }));
    const read = readTemplate({ ...template, sections });
    const { at: places, rest } = placedFaults(
      { ...template, sections },
      read.ok ? [] : read.faults,
    );
    const clauses = sections[at]?.terms.flatMap(({ kind }, term) =>
      kind === 'clause' ? [`${String(at)}.${String(term)}`] : [],
    );
    expect([...places.keys()]).toEqual(clauses);
    expect(rest).toEqual([]);
  });
});
