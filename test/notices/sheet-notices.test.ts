// What a sheet has to say to each of its readers: moves, offers, what was opened again, signatures.

import { describe, expect, it } from 'vitest';
import { EXPIRING_MS } from '../../shared/notices/sheet-notices.ts';
import { TOLD_FOR_MS } from '../../shared/notices/notices.ts';
import { epochMs } from '../../shared/kernel/units.ts';
import { NoticeStage } from '../support/notices.ts';
import { LEADS, acceptance, field, offer } from '../support/offers.ts';
import { cover, freeze, readySheet, sign } from '../support/signing.ts';
import { seat } from '../support/stream.ts';

const TERM = 'minimum-charge';
const [CARRIER, SHIPPER] = ['usps-lead', 'harbor-lead'];

const take = (stage: NoticeStage, side: 'carrier' | 'shipper', termId: string, value: number) => {
  stage.sheet.must({ type: 'TakePosition', side, termId, value: field(value) }, LEADS[side]);
};

describe('[NTC2] your move', () => {
  it('is told to the side that has to answer, with its place, and to nobody else', () => {
    const stage = new NoticeStage();
    take(stage, 'carrier', TERM, 2_100);
    const told = stage.the(SHIPPER, 'move/terms');
    expect(told).toMatchObject({
      atMs: stage.sheet.at,
      place: { kind: 'term', sheetId: stage.listedId, termId: TERM },
      about: { count: 1, term: 'Minimum charge', sheet: 'United States Postal Service' },
    });
    expect(stage.codes('harbor-member')).toContain('move/terms');
    for (const other of [CARRIER, 'cascade-lead', 'moderator', 'regulator', 'public']) {
      expect(stage.codes(other)).toEqual([]);
    }
  });

  it('is one for all terms of a sheet, another one with each term that is added, none once answered', () => {
    const stage = new NoticeStage();
    take(stage, 'carrier', TERM, 2_100);
    const first = stage.the(SHIPPER, 'move/terms');
    expect(stage.the(SHIPPER, 'move/terms').id).toBe(first.id);
    take(stage, 'carrier', 'annual-commitment', 40_000_000);
    const both = stage.the(SHIPPER, 'move/terms');
    expect(both.id).not.toBe(first.id);
    expect(both.about).toMatchObject({ count: 2 });
    expect(both.place).toMatchObject({ termId: 'annual-commitment' });
    take(stage, 'shipper', TERM, 2_000);
    take(stage, 'shipper', 'annual-commitment', 40_000_000);
    expect(stage.codes(SHIPPER)).toEqual([]);
    expect(stage.the(CARRIER, 'move/terms').place).toMatchObject({ termId: TERM });
  });
});

describe('[NTC3] offers', () => {
  const stageWith = (expiresAfterMs?: number) => {
    const stage = new NoticeStage();
    const expiresAtMs = epochMs(stage.sheet.at + (expiresAfterMs ?? 0));
    const more = expiresAfterMs === undefined ? {} : { expiresAtMs };
    const id = offer(stage.sheet, 'carrier', [{ termId: TERM, value: field(2_100) }], more);
    return { stage, id, expiresAtMs };
  };

  it('one that came is told to the other side alone, with what it names', () => {
    const { stage, id } = stageWith();
    expect(stage.the(SHIPPER, 'offer/made')).toMatchObject({
      place: { kind: 'offer', sheetId: stage.listedId, offerId: id },
      about: { number: '1', terms: 1 },
    });
    expect(stage.codes(CARRIER)).toEqual([]);
    expect(stage.codes('northwind-lead')).toEqual([]);
  });

  it('one that is about to expire is told to both, by the server’s time, until it expires', () => {
    const { stage, expiresAtMs } = stageWith(60 * 60_000);
    stage.nowMs = expiresAtMs - EXPIRING_MS - 1;
    expect(stage.codes(SHIPPER)).toEqual(['offer/made']);
    expect(stage.codes(CARRIER)).toEqual([]);
    stage.nowMs = expiresAtMs - EXPIRING_MS;
    expect(stage.codes(SHIPPER)).toEqual(['offer/theirs-expiring']);
    expect(stage.the(CARRIER, 'offer/ours-expiring').about).toMatchObject({ expiresAtMs });
    stage.nowMs = expiresAtMs;
    expect([...stage.codes(SHIPPER), ...stage.codes(CARRIER)]).toEqual([]);
    stage.sheet.at = expiresAtMs;
    stage.sheet.must({ type: 'TickSheet' });
    stage.nowMs = undefined;
    expect(stage.codes(SHIPPER)).toEqual(['offer/theirs-expired']);
    expect(stage.codes(CARRIER)).toEqual(['offer/ours-expired']);
  });

  it('one of a short life is about to expire in its second half', () => {
    const { stage, expiresAtMs } = stageWith(4 * 60_000);
    stage.nowMs = expiresAtMs - 2 * 60_000 - 1;
    expect(stage.codes(SHIPPER)).toEqual(['offer/made']);
    stage.nowMs += 2;
    expect(stage.codes(SHIPPER)).toEqual(['offer/theirs-expiring']);
  });

  it('an answer is told to who made it; a counter-offer as the offer that it is', () => {
    const accepted = stageWith();
    accepted.stage.sheet.must(acceptance(accepted.stage.sheet, accepted.id), LEADS.shipper);
    expect(accepted.stage.codes(CARRIER)).toEqual(['offer/accepted']);
    expect(accepted.stage.codes(SHIPPER)).toEqual([]);

    const rejected = stageWith();
    const no = { type: 'RejectOffer', side: 'shipper', offerId: rejected.id } as const;
    rejected.stage.sheet.must({ ...no, reason: 'too dear' }, LEADS.shipper);
    expect(rejected.stage.codes(CARRIER)).toEqual(['offer/rejected']);

    const countered = stageWith();
    const items = [{ termId: TERM, value: field(1_900) }];
    offer(countered.stage.sheet, 'shipper', items, { answers: countered.id });
    expect(countered.stage.the(CARRIER, 'offer/made').about).toMatchObject({ answers: '1' });
    expect(countered.stage.codes(CARRIER)).toEqual(['offer/made']);

    const withdrawn = stageWith();
    const back = { type: 'WithdrawOffer', side: 'carrier', offerId: withdrawn.id } as const;
    withdrawn.stage.sheet.must(back, LEADS.carrier);
    expect(withdrawn.stage.codes(SHIPPER)).toEqual(['offer/withdrawn']);
  });
});

describe('[NTC4] what was opened again', () => {
  it('a term is told to everybody who reads the sheet, but to who did it, until it is agreed again', () => {
    const stage = new NoticeStage();
    take(stage, 'carrier', TERM, 2_100);
    take(stage, 'shipper', TERM, 2_100);
    const why = { type: 'ReopenTerm', side: 'carrier', termId: TERM, reason: 'a slip' } as const;
    stage.sheet.must(why, LEADS.carrier);
    const codesOf = (seatId: string) =>
      stage.codes(seatId).filter((code) => code.startsWith('reopened'));
    for (const reader of [SHIPPER, 'usps-member', 'moderator', 'regulator']) {
      expect(codesOf(reader)).toEqual(['reopened/term']);
    }
    expect(stage.the(SHIPPER, 'reopened/term').about).toMatchObject({
      ...{ term: 'Minimum charge', by: 'Maria Reyes', reason: 'a slip' },
    });
    expect([...codesOf(CARRIER), ...codesOf('cascade-lead'), ...codesOf('public')]).toEqual([]);
    take(stage, 'carrier', TERM, 2_200);
    take(stage, 'shipper', TERM, 2_200);
    expect(codesOf(SHIPPER)).toEqual([]);
  });

  it('a frozen sheet is told with the signatures that are void, and whose turn it is to sign', () => {
    const stage = new NoticeStage(readySheet());
    cover(stage.sheet, 10_000);
    freeze(stage.sheet);
    const [first = '', second = ''] = stage.sheetView(SHIPPER).signing?.order.shipper ?? [];
    expect(stage.the(SHIPPER, 'signing/turn').about).toMatchObject({ office: first });
    expect(stage.codes('harbor-member')).toEqual([]);
    stage.sheet.must(sign(stage.sheet, 'shipper', first), LEADS.shipper);
    expect(stage.the(SHIPPER, 'signing/turn').about).toMatchObject({ office: second });
    const give = { type: 'AssignSigner', side: 'shipper', office: second } as const;
    stage.sheet.must({ ...give, seatId: 'harbor-member' }, LEADS.shipper);
    expect(stage.codes(SHIPPER)).toEqual([]);
    expect(stage.codes('harbor-member')).toEqual(['signing/turn']);
    stage.sheet.must(
      { type: 'ReopenSheet', side: 'carrier', reason: 'one more look' },
      LEADS.carrier,
    );
    expect(stage.the(SHIPPER, 'reopened/sheet').about).toMatchObject({
      ...{ voided: 1, reason: 'one more look', by: 'Maria Reyes' },
    });
    expect(stage.codes(CARRIER)).toEqual([]);
    freeze(stage.sheet);
    expect(stage.codes(SHIPPER)).toEqual(['signing/turn']);
  });

  it('the last signature is told to all, and what is over is told for fourteen days', () => {
    const stage = new NoticeStage(readySheet());
    cover(stage.sheet, 10_000);
    freeze(stage.sheet);
    for (const side of ['carrier', 'shipper'] as const) {
      for (const office of stage.sheetView(SHIPPER).signing?.order[side] ?? []) {
        stage.sheet.must(sign(stage.sheet, side, office), LEADS[side]);
      }
    }
    for (const reader of [CARRIER, SHIPPER, 'moderator', 'regulator']) {
      expect(stage.codes(reader)).toEqual(['signing/complete']);
    }
    stage.nowMs = stage.sheet.at + TOLD_FOR_MS;
    expect(stage.codes(SHIPPER)).toEqual(['signing/complete']);
    stage.nowMs += 1;
    expect(stage.codes(SHIPPER)).toEqual([]);
  });

  it('who cannot sign for a private field is not told to', () => {
    const stage = new NoticeStage(readySheet());
    freeze(stage.sheet);
    expect(stage.sheetView(CARRIER).signing?.blockedBy).toBeDefined();
    expect(stage.codes(CARRIER)).toEqual([]);
    expect(stage.codes(SHIPPER)).toEqual(['signing/turn']);
  });
});

describe('[NTC9] mentions', () => {
  it('are told to the seat that was named, where it may read the thread, until it is resolved', () => {
    const stage = new NoticeStage();
    const say = { type: 'MakeComment', side: 'shipper', termId: TERM, text: 'see @Luis' } as const;
    const mentions = ['harbor-member', 'usps-lead'];
    stage.sheet.must({ ...say, scope: 'shared', mentions }, LEADS.shipper);
    stage.sheet.must(
      { ...say, scope: 'internal', mentions: ['harbor-member'] },
      seat('harbor-member'),
    );
    expect(stage.codes('harbor-member')).toEqual(['mention/comment']);
    const told = stage.the('usps-lead', 'mention/comment');
    const [commentId = ''] = Object.keys(stage.sheetView('usps-lead').comments ?? {});
    expect(told).toMatchObject({
      place: { kind: 'comment', sheetId: stage.listedId, termId: TERM, commentId },
      about: { term: 'Minimum charge', by: 'Grace Mbeki' },
    });
    for (const other of ['harbor-lead', 'usps-member', 'cascade-lead', 'moderator', 'public']) {
      expect(stage.codes(other)).toEqual([]);
    }
    const edit = { type: 'EditComment', side: 'shipper', commentId, entry: 0 } as const;
    stage.sheet.must({ ...edit, scope: 'shared', text: 'again', mentions }, LEADS.shipper);
    expect(stage.the('usps-lead', 'mention/comment').id).not.toBe(told.id);
    const done = { type: 'ResolveComment', side: 'carrier', scope: 'shared', commentId } as const;
    stage.sheet.must(done, LEADS.carrier);
    expect([...stage.codes('usps-lead'), ...stage.codes('harbor-member')]).toEqual([]);
  });
});
