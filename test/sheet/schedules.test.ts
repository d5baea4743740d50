// A schedule of awards in a sheet: one agreed row with the hash of a file, by the rules of any award.

import { describe, expect, it } from 'vitest';
import type { SheetCommand } from '../../shared/sheet/types.ts';
import { offAwardOf } from '../../shared/sheet/off-award.ts';
import { sheetDecider } from '../../shared/sheet/sheet.ts';
import { hashOfState } from '../../shared/sheet/signing/frozen-form.ts';
import { SCHEDULE_TYPE, scheduleRows } from '../../shared/sheet/schedule-form.ts';
import { templateFaults } from '../../shared/sheet/template-faults.ts';
import { readTemplate } from '../../shared/sheet/template-schema.ts';
import { USPS_LAST_MILE } from '../../shared/sheet/templates/usps-last-mile.ts';
import { LEADS, field, offerSheet, viewOf } from '../support/offers.ts';
import { Stream } from '../support/stream.ts';

const TERM = 'award-schedules';

const schedule = (auctionId: string, sha256 = 'a'.repeat(64)) =>
  ({
    type: 'TakeSchedule',
    schedule: {
      ...{ sale: `Sale ${auctionId}`, lots: 3_000, piecesPerDay: 600_000 },
      ...{ yearlyMills: 453_000_000_000, sha256 },
    },
    link: { auctionId, round: 9 },
  }) as const satisfies SheetCommand;

describe('[BIG7] a schedule of awards', () => {
  it('is agreed by both sides at once, a row a sale, and once', () => {
    const stream = offerSheet();
    stream.must(schedule('north'));
    const once = stream.state;
    stream.must(schedule('north'));
    expect(stream.state.terms).toEqual(once.terms);
    stream.must(schedule('south', 'b'.repeat(64)));
    const term = viewOf(stream, 'carrier').terms[TERM];
    expect(term).toMatchObject({ state: 'agreed', award: { auctionId: 'south', round: 9 } });
    const rows = scheduleRows(term?.carrier?.value);
    expect(rows.map(({ auction, sha256 }) => [auction, sha256])).toEqual([
      ['north', 'a'.repeat(64)],
      ['south', 'b'.repeat(64)],
    ]);
    expect(rows[0]).toMatchObject({ lots: 3_000, pieces: 600_000, value: 453_000_000_000 });
    expect(term?.shipper?.value).toEqual(term?.carrier?.value);
    expect(stream.state.lotOrder).toEqual(offerSheet().state.lotOrder);
  });

  it('[AWD1] opens the clauses that depend on what awards fill', () => {
    const stream = offerSheet();
    const dependent = USPS_LAST_MILE.sections
      .flatMap(({ terms }) => terms)
      .find((term) => term.kind === 'clause' && term.dependsOn?.includes('award-volume'));
    const termId = dependent?.id ?? '';
    const hash = stream.text?.clauseHash(termId) ?? '';
    for (const side of ['carrier', 'shipper'] as const) {
      const value = { kind: 'clause', hash } as const;
      stream.must({ type: 'TakePosition', side, termId, value }, LEADS[side]);
    }
    expect(stream.state.terms[termId]?.agreed).toBeTruthy();
    stream.must(schedule('north'));
    expect(stream.state.terms[termId]).toMatchObject({
      agreed: null,
      reopened: { reason: 'Award of Sale north' },
    });
  });

  it('[AWD2] is marked where something else stands in its place', () => {
    const stream = offerSheet();
    stream.must(schedule('north'));
    stream.must({ type: 'ReopenTerm', termId: TERM, reason: 'one lot goes' }, LEADS.carrier);
    const [row] = scheduleRows(viewOf(stream, 'carrier').terms[TERM]?.awarded);
    const value = field([{ ...row, lots: 2_999 }] as never);
    const take = { type: 'TakePosition', side: 'carrier', termId: TERM, value } as const;
    expect(stream.refusalOf(take, LEADS.carrier)).toBe('position/off-award');
    stream.must({ ...take, reason: 'as agreed by phone' }, LEADS.carrier);
    const term = viewOf(stream, 'shipper').terms[TERM];
    expect(term && offAwardOf(term)).toBeTruthy();
  });

  it('is of the server alone, and nothing where the template has no such table', () => {
    expect(offerSheet().refusalOf(schedule('north'), LEADS.carrier)).toBe('sheet/not-allowed');
    const bare = new Stream(sheetDecider);
    const sections = USPS_LAST_MILE.sections.map((section) => ({
      ...section,
      terms: section.terms.filter(({ id }) => id !== TERM),
    }));
    bare.must({
      ...{ type: 'CreateSheet', sheetId: 's', roomId: 'r', kind: 'bilateral', title: 'Bare' },
      parties: { carrierTeamId: 'usps', shipperTeamId: 'harbor' },
      ...{ template: 'bare', copy: { ...USPS_LAST_MILE, id: 'bare', sections }, lots: [] },
    });
    const before = bare.state;
    bare.must(schedule('north'));
    expect(bare.state).toEqual(before);
  });

  it('[SIG2] is in the hash that is frozen, with the hash of its file', () => {
    const hashes = ['a', 'b'].map((letter) => {
      const stream = offerSheet();
      stream.must(schedule('north', letter.repeat(64)));
      return hashOfState(stream.state);
    });
    expect(new Set([...hashes, hashOfState(offerSheet().state)]).size).toBe(3);
  });

  it('has the columns of its table in a template, for both sides', () => {
    const sections = USPS_LAST_MILE.sections.map((section) => ({
      ...section,
      terms: section.terms.map((term) =>
        term.id === TERM ? { ...term, sides: ['carrier'] as const } : term,
      ),
    }));
    expect(templateFaults({ ...USPS_LAST_MILE, sections }).join()).toContain('lists schedules');
    expect(templateFaults(USPS_LAST_MILE)).toEqual([]);
    const read = readTemplate(JSON.parse(JSON.stringify(USPS_LAST_MILE)));
    expect(read.ok).toBe(true);
    expect(SCHEDULE_TYPE.columns.map(({ id }) => id)).toContain('sha256');
  });
});
