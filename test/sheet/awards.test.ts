// What an award of the auction does to a sheet by rule: clauses that depend on it are looked at again, and what takes its
// place says so wherever the sheet is read.

import { describe, expect, it } from 'vitest';
import type { SheetCommand, SheetEvent, SheetState } from '../../shared/sheet/types.ts';
import type { Side } from '../../shared/room/types.ts';
import type { Edition, PaperField } from '../../shared/sheet/paper/types.ts';
import { paperOf } from '../../shared/sheet/paper/paper.ts';
import { filingChecklist } from '../../shared/sheet/paper/filing.ts';
import { readSheetFile, sheetFileOf } from '../../shared/sheet/paper/json-form.ts';
import { offAwardOf } from '../../shared/sheet/off-award.ts';
import { offAwardText } from '../../shared/sheet/off-award-text.ts';
import { templateFaults } from '../../shared/sheet/template-faults.ts';
import { USPS_LAST_MILE } from '../../shared/sheet/templates/usps-last-mile.ts';
import { termTemplate } from '../../shared/sheet/template.ts';
import { positionsOf } from '../../server/export/field-words.ts';
import { pricesCsv } from '../../server/export/prices-csv.ts';
import {
  LEADS,
  SIDES,
  acceptance,
  acceptedBy,
  field,
  offer,
  offerSheet,
  paragraphs,
  viewOf,
} from '../support/offers.ts';
import type { SheetStream } from '../support/offers.ts';
import { cover, freeze, readySheet, sign } from '../support/signing.ts';

const WINDOW = { opens: '05:00', closes: '07:00', zone: 'America/New_York' };
const NAMES: Readonly<Record<string, string>> = { q1: 'Jackson Heights', n1: 'Newark' };

const award = (lotId: string, more: Partial<Extract<SheetCommand, { type: 'TakeAward' }>> = {}) =>
  ({
    type: 'TakeAward',
    lot: { id: lotId, name: NAMES[lotId] ?? lotId, window: WINDOW },
    ...{ priceMills: 2_800, piecesPerDay: 300 },
    link: { auctionId: 'clock', lotId, round: 3 },
    ...more,
  }) as const;

const take = (
  stream: SheetStream,
  side: Side,
  { termId, value, reason }: { termId: string; value: number; reason?: string },
): string | undefined => {
  const command: SheetCommand = {
    ...{ type: 'TakePosition', side, termId, value: field(value) },
    ...(reason !== undefined && { reason }),
  };
  return stream.refusalOf(command, LEADS[side]);
};

/** Both sides agree a clause as it reads, or as it is offered. */
const agreeClause = (stream: SheetStream, termId: string, ...texts: readonly string[]): void => {
  if (texts.length > 0) {
    const id = offer(stream, 'carrier', [
      { termId, value: { kind: 'wording', blocks: paragraphs(...texts) } },
    ]);
    const command = acceptance(stream, id);
    stream.must(command, acceptedBy(command));
    return;
  }
  for (const side of SIDES) {
    const value = { kind: 'clause', hash: stream.text?.clauseHash(termId) ?? '' } as const;
    stream.must({ type: 'TakePosition', side, termId, value }, LEADS[side]);
  }
};

const openedBy = (events: readonly SheetEvent[]): string[] =>
  events.flatMap((event) => (event.type === 'TermReopened' ? [event.termId] : []));

const isAgreed = ({ terms }: SheetState, termId: string): boolean => Boolean(terms[termId]?.agreed);

describe('[AWD1] an award opens the clauses that depend on it', () => {
  it('those that the template names, with the lot as the reason and no name', () => {
    const stream = offerSheet();
    agreeClause(stream, 'volume-band');
    agreeClause(stream, 'governance-liability');
    const { events } = stream.give(award('q1'));
    expect(openedBy(events)).toEqual(['volume-band']);
    expect(isAgreed(stream.state, 'governance-liability')).toBe(true);
    const term = viewOf(stream, 'shipper').terms['volume-band'];
    expect(term?.state).toBe('open');
    expect(term?.reopened).toMatchObject({ by: '', reason: 'Award of Jackson Heights' });
    expect(term?.moves?.at(-1)).toMatchObject({
      kind: 'reopened',
      reason: 'Award of Jackson Heights',
    });
    expect(stream.state.terms['volume-band']?.reopened?.award).toEqual(award('q1').link);
  });

  it('and those whose agreed wording refers to what is awarded, of any lot or of one', () => {
    const stream = offerSheet();
    agreeClause(stream, 'payment-disputes', 'No dispute about {ref:award-price}.');
    agreeClause(stream, 'service-remedy', 'Credits follow {ref:award-volume.n1}.');
    expect(openedBy(stream.give(award('q1')).events)).toEqual(['payment-disputes']);
    expect(openedBy(stream.give(award('n1')).events)).toEqual(['service-remedy']);
  });

  it('a wording that no longer refers to it is left alone, and so is one that is not agreed', () => {
    const stream = offerSheet();
    agreeClause(stream, 'payment-disputes', 'No dispute about {ref:award-price}.');
    const reason = 'shorter';
    stream.must({ type: 'ReopenTerm', termId: 'payment-disputes', reason }, LEADS.carrier);
    agreeClause(stream, 'payment-disputes', 'No dispute.');
    expect(openedBy(stream.give(award('q1')).events)).toEqual([]);
  });

  it('an award that says what was agreed already opens nothing', () => {
    const stream = offerSheet();
    stream.must(award('q1'));
    agreeClause(stream, 'volume-band');
    const again = award('q1', { link: { auctionId: 'second', lotId: 'q1', round: 1 } });
    expect(openedBy(stream.give(again).events)).toEqual([]);
    const more = award('q1', {
      link: { auctionId: 'third', lotId: 'q1', round: 1 },
      piecesPerDay: 400,
    });
    expect(openedBy(stream.give(more).events)).toEqual(['volume-band']);
  });

  it('a frozen sheet is opened by it and its signatures are void, in one entry', () => {
    const stream = readySheet();
    cover(stream, 10_000);
    freeze(stream);
    stream.must(sign(stream, 'carrier', 'counsel'), LEADS.carrier);
    const { events } = stream.give(award('q1'));
    expect(events.map(({ type }) => type)).toEqual([
      'SheetReopened',
      'AwardTaken',
      'TermReopened',
      'TermReopened',
    ]);
    const [signature] = Object.values(viewOf(stream, null).signing?.signatures ?? {});
    expect(signature?.voided?.reason).toBe('Award of Jackson Heights');
    // One command, one version.
    expect(stream.state.versions?.list.at(-1)).toMatchObject({
      kind: 'award',
      opened: ['volume-band', 'tender-closures'],
    });
  });

  it('a template cannot name a field that no award fills', () => {
    const sections = USPS_LAST_MILE.sections.map((section) => ({
      ...section,
      terms: section.terms.map((term) =>
        term.id === 'volume-band' ? { ...term, dependsOn: ['minimum-charge'] } : term,
      ),
    }));
    expect(templateFaults({ ...USPS_LAST_MILE, sections } as typeof USPS_LAST_MILE)).toEqual([
      'clause "volume-band" depends on "minimum-charge", which no award fills',
    ]);
  });
});

const PRICE = 'award-price.q1';

const reopened = (): SheetStream => {
  const stream = offerSheet();
  stream.must(award('q1'));
  stream.must({ type: 'ReopenTerm', termId: PRICE, reason: 'rebate' }, LEADS.carrier);
  return stream;
};

/** Agreed at $2.70 in place of the $2.80 of the award. */
const cheaper = (): SheetStream => {
  const stream = reopened();
  for (const side of SIDES) {
    const reason = side === 'carrier' ? 'rebate for volume' : 'thanks';
    expect(take(stream, side, { termId: PRICE, value: 2_700, reason })).toBeUndefined();
  }
  return stream;
};

const paper = (stream: SheetStream, edition: Edition) =>
  paperOf(stream.state, viewOf(stream, null), {
    ...{ edition, reading: 'clean', asOfMs: stream.at, authors: {}, comments: [] },
    textOf: () => undefined,
  });

const priceIn = (stream: SheetStream, edition: Edition): PaperField => {
  const items = paper(stream, edition).sections.flatMap((section) => section.items);
  const found = items.find(({ id }) => id === PRICE);
  if (found?.kind !== 'field') throw new Error('the price is not on the paper');
  return found;
};

const wordsFor = (stream: SheetStream, side: Side | null): string | undefined => {
  const view = viewOf(stream, side);
  const off = offAwardOf(view.terms[PRICE] ?? { state: 'open' });
  const template = termTemplate(view.template, PRICE);
  if (template?.kind !== 'field') throw new Error('no field');
  return off && offAwardText(template.type, off, (of) => of);
};

describe('[AWD2] what takes the place of an award says so', () => {
  it('to both sides and to neutral readers, while proposed and when agreed', () => {
    const stream = reopened();
    expect(wordsFor(stream, 'carrier')).toBeUndefined();
    take(stream, 'carrier', { termId: PRICE, value: 2_700, reason: 'rebate' });
    take(stream, 'shipper', { termId: PRICE, value: 2_800 });
    for (const reader of [...SIDES, null]) {
      expect(wordsFor(stream, reader)).toBe('off-award: award said $2.80, now $2.70 (carrier)');
      expect(viewOf(stream, reader).terms[PRICE]?.isOffAward).toBe(true);
    }
    take(stream, 'shipper', { termId: PRICE, value: 2_700, reason: 'thanks' });
    for (const reader of [...SIDES, null]) {
      expect(wordsFor(stream, reader)).toBe('off-award: award said $2.80, now $2.70');
    }
    const moves = viewOf(stream, null).terms[PRICE]?.moves ?? [];
    expect(moves.map(({ kind, isOffAward = false }) => [kind, isOffAward])).toEqual([
      ['awarded', false],
      ['reopened', false],
      ['taken', true],
      ['taken', false],
      ['taken', true],
      ['agreed', true],
    ]);
  });

  it('the award’s own value agreed again is not off it, and comes from the clock again', () => {
    const stream = reopened();
    for (const side of SIDES) take(stream, side, { termId: PRICE, value: 2_800 });
    expect(wordsFor(stream, null)).toBeUndefined();
    expect(viewOf(stream, null).terms[PRICE]).toMatchObject({
      state: 'agreed',
      award: award('q1').link,
      awarded: 2_800,
    });
  });

  it('a new award of the lot is the one to compare with', () => {
    const stream = cheaper();
    const link = { auctionId: 'again', lotId: 'q1', round: 1 };
    stream.must(award('q1', { link, priceMills: 2_700 }));
    expect(wordsFor(stream, null)).toBeUndefined();
  });

  it('in files of the sealed edition and not in the redacted one', () => {
    const stream = cheaper();
    const sealed = priceIn(stream, 'sealed');
    expect(positionsOf(sealed).map(({ lead }) => lead)).toEqual([
      '',
      'off-award: award said $2.80, now $2.70',
    ]);
    expect(sealed.isAward).toBeUndefined();
    const file = readSheetFile(JSON.stringify(sheetFileOf(paper(stream, 'sealed'))));
    expect(file.ok && file.file.fields[PRICE]).toMatchObject({ value: 2_700, awarded: 2_800 });
    const [head = '', ...rows] = pricesCsv(paper(stream, 'sealed')).split('\r\n');
    const row = rows.find((each) => each.includes(PRICE)) ?? '';
    expect(head.endsWith(',award,awarded')).toBe(true);
    expect(row.endsWith('agreed,2.7,,,off,2.8')).toBe(true);
    expect(JSON.stringify(priceIn(stream, 'redacted'))).not.toContain('2800');
    expect(pricesCsv(paper(stream, 'redacted'))).not.toContain('2.8');
  });

  it('in the filing checklist, as a note that stops nothing', () => {
    const itemOf = (stream: SheetStream) =>
      filingChecklist({
        ...{ sealed: paper(stream, 'sealed'), redacted: paper(stream, 'redacted') },
        ...{ approvedOn: [], signed: viewOf(stream, 'carrier') },
      }).items.find(({ id }) => id === 'off-award');
    expect(itemOf(cheaper())).toMatchObject({
      state: 'note',
      words: 'Award price, Jackson Heights: off-award: award said $2.80, now $2.70',
    });
    const asAwarded = offerSheet();
    expect(itemOf(asAwarded)).toBeUndefined();
    asAwarded.must(award('q1'));
    expect(itemOf(asAwarded)).toMatchObject({ state: 'done', words: '3 from the auction' });
  });
});

describe('[AWD3] going off an award needs a reason', () => {
  it('as a position: refused with what the award said', () => {
    const stream = reopened();
    const value = field(2_700);
    const decision = stream.give(
      { type: 'TakePosition', side: 'carrier', termId: PRICE, value },
      LEADS.carrier,
    );
    expect(decision.ok ? undefined : decision.rejection).toEqual({
      ...{ code: 'position/off-award', termId: PRICE, awarded: 2_800 },
    });
    expect(take(stream, 'carrier', { termId: PRICE, value: 2_700, reason: 'rebate' })).toBe(
      undefined,
    );
    // Agreeing to it is going off the award, too.
    expect(take(stream, 'shipper', { termId: PRICE, value: 2_700 })).toBe('position/off-award');
    expect(take(stream, 'shipper', { termId: 'award-volume.q1', value: 300 })).toBe('term/agreed');
  });

  it('as an offer: refused without one, taken with one, and the term is then agreed off-award', () => {
    const stream = offerSheet();
    stream.must(award('q1'));
    const items = [{ termId: PRICE, value: field(2_700) }];
    const make: SheetCommand = { type: 'MakeOffer', side: 'shipper', items };
    expect(stream.refusalOf(make, LEADS.shipper)).toBe('offer/off-award');
    const id = offer(stream, 'shipper', items, { reason: 'longer term' });
    const command = acceptance(stream, id);
    stream.must(command, acceptedBy(command));
    expect(wordsFor(stream, null)).toBe('off-award: award said $2.80, now $2.70');
    expect(viewOf(stream, null).terms[PRICE]?.reopened?.reason).toBe('longer term');
  });

  it('an offer that an award overtook cannot be taken without one', () => {
    const stream = offerSheet();
    stream.must(award('q1', { priceMills: 2_600 }));
    stream.must({ type: 'ReopenTerm', termId: PRICE, reason: 'again' }, LEADS.carrier);
    // On the award as it was; the award that follows says another price.
    const id = offer(stream, 'carrier', [{ termId: PRICE, value: field(2_600) }]);
    const link = { auctionId: 'again', lotId: 'q1', round: 1 };
    stream.must(award('q1', { link }));
    const stale = stream.give(acceptance(stream, id), LEADS.shipper);
    const hash = stale.ok ? '' : String(stale.rejection['hash']);
    const command: SheetCommand = { type: 'AcceptOffer', side: 'shipper', offerId: id, hash };
    expect(stream.refusalOf(command, LEADS.shipper)).toBe('offer/off-award');
    expect(isAgreed(stream.state, PRICE)).toBe(true);
  });
});
