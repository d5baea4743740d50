// Freezing and signing by rule: what is frozen, who signs when, what voids it, and what only one side learns.

import * as Y from 'yjs';
import { describe, expect, it } from 'vitest';
import type { SheetCommand, SheetEvent } from '../../shared/sheet/types.ts';
import { openPointsOf, waitingOffers } from '../../client/ui/sheet/offers/offer-rows.ts';
import { sectionsOf } from '../../client/ui/sheet/sheet-rows.ts';
import {
  blockingRows,
  officeRows,
  voidsByTerm,
} from '../../client/ui/sheet/signing/signing-rows.ts';
import { MAX_VOID_SIGNATURES } from '../../shared/sheet/signing/evolve.ts';
import { frozenHash, signableOf } from '../../shared/sheet/signing/frozen-form.ts';
import { missingForReader } from '../../shared/sheet/signing/standing.ts';
import { maySeeSheetPart } from '../../shared/sheet/record-rights.ts';
import { checkText } from '../support/check-text.ts';
import { LEADS, SIDES, field, offer, offerSheet, viewOf } from '../support/offers.ts';
import { agreeAll, cover, freeze, readySheet, sign, signAll } from '../support/signing.ts';
import { seat } from '../support/stream.ts';

const OFFICES = ['counsel', 'finance', 'lead', 'executive'];
const CLAUSE = 'governance-liability';
const MEMBER = seat('harbor-member');
const reason = 'The board wants another cap';

const take = (side: 'carrier' | 'shipper', termId: string, value: number): SheetCommand => ({
  ...{ type: 'TakePosition', side, termId, value: field(value) },
});

const frozenSheet = () => {
  const stream = readySheet();
  cover(stream, 10_400);
  freeze(stream);
  return stream;
};

const signedSheet = () => {
  const stream = frozenSheet();
  for (const side of SIDES) signAll(stream, side);
  return stream;
};

describe('[SIG1] a sheet is frozen once all that is required is agreed', () => {
  it('before that it is refused with what is missing', () => {
    const stream = offerSheet();
    const decision = stream.give(
      { type: 'FreezeSheet', side: 'carrier', hash: '0'.repeat(64) },
      LEADS.carrier,
    );
    const { missing, stage, hash } = viewOf(stream, 'shipper').signing ?? {};
    expect(decision).toMatchObject({
      ok: false,
      rejection: { code: 'sheet/not-ready', missing },
    });
    expect(missing).toBeGreaterThan(50);
    expect({ stage, hash }).toEqual({ stage: 'open', hash: undefined });
  });

  it.each(SIDES)('a lead of the %s freezes it', (side) => {
    const stream = readySheet();
    expect(viewOf(stream, side).signing).toMatchObject({ stage: 'ready', missing: 0 });
    freeze(stream, side);
    expect(viewOf(stream, null).signing).toMatchObject({
      ...{ stage: 'frozen', order: { carrier: OFFICES, shipper: OFFICES } },
      frozen: { by: side === 'carrier' ? 'usps-lead' : 'harbor-lead' },
    });
    expect(stream.refusalOf({ type: 'FreezeSheet', side, hash: '' }, LEADS[side])).toBe(
      'sheet/frozen',
    );
  });

  it('a lot counts once something was said of it', () => {
    const stream = readySheet();
    stream.must(award);
    // Clauses that depend on the award are looked at again.
    agreeAll(stream);
    expect(viewOf(stream, 'carrier').signing?.stage).toBe('ready');
    stream.must({ type: 'ReopenTerm', termId: 'award-price.q1', reason }, LEADS.carrier);
    expect(viewOf(stream, 'carrier').signing).toMatchObject({ stage: 'open', missing: 1 });
  });

  it('nobody signs the common sheet', () => {
    const stream = offerSheet('common');
    expect(viewOf(stream, 'carrier').signing).toBeUndefined();
    for (const command of [
      { type: 'FreezeSheet', side: 'carrier', hash: '' },
      { type: 'AssignSigner', side: 'carrier', office: 'lead', seatId: null },
    ] as const) {
      expect(stream.refusalOf(command, LEADS.carrier)).toBe('signing/one-sided');
    }
  });
});

describe('[SIG2] what is frozen is one hash that either side computes from what it sees', () => {
  it('the same from both views and the texts, and no other for what is private', () => {
    const stream = readySheet();
    const texts = (termId: string) => stream.text?.clauseHash(termId);
    const hashes = () =>
      [...SIDES, null].map((side) => frozenHash(signableOf(viewOf(stream, side), texts)));
    const before = hashes();
    expect(new Set(before)).toEqual(new Set([viewOf(stream, 'carrier').signing?.hash]));
    cover(stream, 11_000);
    expect(hashes()).toEqual(before);
  });

  it('another text or value is another hash', () => {
    const view = viewOf(readySheet(), 'shipper');
    const hash = (term: string) => frozenHash(signableOf(view, (id) => (id === term ? 'x' : 'y')));
    expect(hash(CLAUSE)).not.toBe(hash('no-such'));
    const changed = { ...view, title: 'Another title' };
    expect(frozenHash(signableOf(changed, () => 'y'))).not.toBe(hash('no-such'));
  });

  it('a freeze and a signature carry what was seen, and are told what stands', () => {
    const stream = readySheet();
    const other = '0'.repeat(64);
    const { hash } = viewOf(stream, 'carrier').signing ?? {};
    const refused = { ok: false, rejection: { code: 'sheet/hash', hash } };
    expect(
      stream.give({ type: 'FreezeSheet', side: 'carrier', hash: other }, LEADS.carrier),
    ).toMatchObject(refused);
    freeze(stream);
    const command = sign(stream, 'shipper', 'counsel', { hash: other });
    expect(stream.give(command, LEADS.shipper)).toMatchObject(refused);
  });
});

describe('[SIG3] a frozen sheet takes nothing', () => {
  it('no position, offer or acceptance', () => {
    const stream = readySheet();
    const items = [{ termId: 'minimum-charge', value: field(2_222) }];
    const offerId = offer(stream, 'carrier', items);
    const { hash = '' } = viewOf(stream, 'shipper').offers?.[offerId] ?? {};
    freeze(stream);
    const refusals = (
      [
        [take('carrier', 'minimum-charge', 1), LEADS.carrier],
        [{ type: 'WithdrawPosition', side: 'carrier', termId: 'minimum-charge' }, LEADS.carrier],
        [{ type: 'MakeOffer', side: 'carrier', items }, LEADS.carrier],
        [{ type: 'AcceptOffer', side: 'shipper', offerId, hash }, LEADS.shipper],
      ] as const
    ).map(([command, by]) => stream.refusalOf(command, by));
    expect(refusals).toEqual(Array.from({ length: 4 }, () => 'sheet/frozen'));
    const withdrawal = { type: 'WithdrawOffer', side: 'carrier', offerId } as const;
    expect(stream.refusalOf(withdrawal, LEADS.carrier)).toBeUndefined();
  });

  it('no text, where a term was not agreed either', () => {
    const stream = readySheet();
    const { terms } = stream.state;
    const free = { ...terms, [CLAUSE]: { ...terms[CLAUSE], agreed: null } } as typeof terms;
    const open = { ...stream.state, terms: free };
    const edit = (fragment: Y.XmlFragment) => {
      fragment.insert(0, [new Y.XmlElement('paragraph')]);
    };
    expect(checkText(stream, open, { termId: CLAUSE, edit })).toBeUndefined();
    freeze(stream);
    const frozen = { ...stream.state, terms: free };
    expect(checkText(stream, frozen, { termId: CLAUSE, edit })).toBe('text/locked');
  });

  it('what is private stays open to its side until that side signs', () => {
    const stream = frozenSheet();
    const reopen: Extract<SheetCommand, { type: 'ReopenTerm' }> = {
      ...{ type: 'ReopenTerm', side: 'carrier', termId: 'cost-coverage', reason },
    };
    stream.must(reopen, LEADS.carrier);
    cover(stream, 10_100);
    expect(viewOf(stream, 'shipper').signing?.stage).toBe('frozen');
    stream.must(sign(stream, 'carrier', 'counsel'), LEADS.carrier);
    expect(stream.refusalOf(reopen, LEADS.carrier)).toBe('sheet/frozen');
    expect(stream.refusalOf({ ...reopen, side: 'shipper' }, LEADS.shipper)).toBe(
      'sheet/unknown-term',
    );
  });
});

describe('[SIG4] each side signs in its order', () => {
  it('out of turn, twice and for nobody is refused', () => {
    const stream = frozenSheet();
    const refusal = (office: string) => stream.give(sign(stream, 'shipper', office), LEADS.shipper);
    expect(refusal('finance')).toMatchObject({
      rejection: { code: 'signing/order', next: 'counsel' },
    });
    expect(refusal('counsel').ok).toBe(true);
    expect(refusal('counsel')).toMatchObject({ rejection: { code: 'signing/done' } });
    expect(refusal('janitor')).toMatchObject({
      rejection: { code: 'signing/office', offices: OFFICES },
    });
    expect(stream.refusalOf(sign(stream, 'carrier', 'counsel'), LEADS.carrier)).toBeUndefined();
  });

  it('nothing is signed before it is frozen', () => {
    const stream = readySheet();
    expect(stream.refusalOf(sign(stream, 'shipper', 'counsel'), LEADS.shipper)).toBe(
      'sheet/not-frozen',
    );
  });

  it('the order is that of the offices that the field names', () => {
    const stream = offerSheet();
    const value = { kind: 'field', value: ['counsel', 'executive'] } as const;
    stream.must(
      { type: 'TakePosition', side: 'shipper', termId: 'shipper-signing', value },
      LEADS.shipper,
    );
    agreeAll(stream);
    freeze(stream);
    expect(viewOf(stream, 'carrier').signing?.order).toEqual({
      carrier: OFFICES,
      shipper: ['counsel', 'executive'],
    });
  });
});

describe('[SIG5] opening a frozen sheet voids what was signed', () => {
  it('a lead reopens it with a reason; signatures stay, marked', () => {
    const stream = frozenSheet();
    signAll(stream, 'shipper');
    stream.must({ type: 'ReopenSheet', side: 'carrier', reason }, LEADS.carrier);
    const { stage, signatures = {}, reopened } = viewOf(stream, 'shipper').signing ?? {};
    expect({ stage, reopened }).toMatchObject({
      ...{ stage: 'ready', reopened: { by: 'usps-lead', reason } },
    });
    expect(Object.values(signatures).map(({ voided }) => voided?.reason)).toEqual(
      OFFICES.map(() => reason),
    );
    expect(stream.refusalOf({ type: 'ReopenSheet', side: 'carrier', reason }, LEADS.carrier)).toBe(
      'sheet/not-frozen',
    );
    freeze(stream);
    expect(stream.refusalOf(sign(stream, 'shipper', 'counsel'), LEADS.shipper)).toBeUndefined();
  });

  it('so do a reopened term and an award, in the same entry', () => {
    const typesOf = (events: readonly SheetEvent[]) => events.map(({ type }) => type);
    const stream = frozenSheet();
    const { events } = stream.give(
      { type: 'ReopenTerm', side: 'shipper', termId: 'minimum-charge', reason },
      LEADS.shipper,
    );
    expect(typesOf(events)).toEqual(['SheetReopened', 'TermReopened']);
    expect(viewOf(stream, null).signing?.stage).toBe('open');
    const again = frozenSheet();
    const awarded = again.give(award);
    expect(typesOf(awarded.events).slice(0, 2)).toEqual(['SheetReopened', 'AwardTaken']);
  });

  it('only so many void signatures are remembered', () => {
    const stream = frozenSheet();
    for (let time = 0; time < MAX_VOID_SIGNATURES + 5; time += 1) {
      stream.must(sign(stream, 'shipper', 'counsel'), LEADS.shipper);
      stream.must({ type: 'ReopenSheet', side: 'shipper', reason }, LEADS.shipper);
      freeze(stream);
    }
    expect(stream.state.signing?.signatures).toHaveLength(MAX_VOID_SIGNATURES);
    expect(stream.state.signing?.signatures[0]?.id).toBe('g6');
  });
});

const award: SheetCommand = {
  type: 'TakeAward',
  lot: {
    ...{ id: 'q1', name: 'Q1' },
    window: { opens: '05:00', closes: '07:00', zone: 'America/New_York' },
  },
  ...{ priceMills: 2_800, piecesPerDay: 300 },
  link: { auctionId: 'clock', lotId: 'q1', round: 3 },
};

describe('[SIG6] cost coverage below 100 % keeps the carrier from signing, and only the carrier knows', () => {
  it.each([
    ['open', undefined],
    ['below', 9_999],
  ])('%s', (_what, basisPoints) => {
    const stream = readySheet();
    const before = JSON.stringify(viewOf(stream, 'shipper').signing);
    if (basisPoints !== undefined) cover(stream, basisPoints);
    expect(JSON.stringify(viewOf(stream, 'shipper').signing)).toBe(before);
    freeze(stream, 'shipper');
    const decision = stream.give(sign(stream, 'carrier', 'counsel'), LEADS.carrier);
    expect(decision).toMatchObject({
      ...{ ok: false, events: [] },
      rejection: { code: 'signing/blocked', termIds: ['cost-coverage'] },
    });
    expect(viewOf(stream, 'carrier').signing?.blockedBy).toEqual(['cost-coverage']);
    for (const reader of ['shipper', null] as const) {
      expect(JSON.stringify(viewOf(stream, reader).signing)).not.toContain('cost-coverage');
    }
    signAll(stream, 'shipper');
    expect(viewOf(stream, 'shipper').signing?.stage).toBe('frozen');
  });

  it('at 100 % it signs', () => {
    const stream = readySheet();
    cover(stream, 10_000);
    freeze(stream);
    expect(viewOf(stream, 'carrier').signing?.blockedBy).toBeUndefined();
    signAll(stream, 'carrier');
  });
});

describe('[SIG7] a lead gives offices to seats of its team', () => {
  const assign = (office: string, seatId: string | null): SheetCommand => ({
    ...{ type: 'AssignSigner', side: 'shipper', office, seatId },
  });

  it('then that seat signs, and nobody else; taken back, the lead does', () => {
    const stream = frozenSheet();
    const own = { isAssigned: true } as const;
    expect(stream.refusalOf(sign(stream, 'shipper', 'counsel', own), MEMBER)).toBe(
      'signing/not-assigned',
    );
    stream.must(assign('counsel', 'harbor-member'), LEADS.shipper);
    expect(stream.refusalOf(sign(stream, 'shipper', 'counsel'), LEADS.shipper)).toBe(
      'signing/other-signer',
    );
    stream.must(sign(stream, 'shipper', 'counsel', own), MEMBER);
    stream.must(assign('finance', 'harbor-member'), LEADS.shipper);
    stream.must(assign('finance', null), LEADS.shipper);
    stream.must(sign(stream, 'shipper', 'finance'), LEADS.shipper);
    expect(stream.refusalOf(assign('janitor', null), LEADS.shipper)).toBe('signing/office');
  });

  it('only its side reads who it is, in views and in the record', () => {
    const stream = frozenSheet();
    const before = JSON.stringify(viewOf(stream, 'carrier'));
    const { events } = stream.give(assign('counsel', 'harbor-member'), LEADS.shipper);
    expect(viewOf(stream, 'shipper').signing?.signers).toEqual({ counsel: 'harbor-member' });
    expect(JSON.stringify(viewOf(stream, 'carrier'))).toBe(before);
    const [event] = events;
    const { template } = stream.state;
    if (!event || !template) throw new Error('nothing was assigned');
    const reads = [...SIDES, null].map((side) =>
      maySeeSheetPart(event, '', { template, reader: { side } }),
    );
    expect(reads).toEqual([false, true, false]);
  });
});

describe('[SIG8] signed by both, a sheet is final', () => {
  it('nothing of it changes any more', () => {
    const stream = signedSheet();
    expect(viewOf(stream, null).signing).toMatchObject({ stage: 'signed' });
    const commands: readonly SheetCommand[] = [
      take('shipper', 'minimum-charge', 1),
      { type: 'ReopenTerm', side: 'shipper', termId: 'minimum-charge', reason },
      { type: 'ReopenSheet', side: 'shipper', reason },
      { type: 'AssignSigner', side: 'shipper', office: 'lead', seatId: null },
      sign(stream, 'shipper', 'lead'),
    ];
    expect(commands.map((command) => stream.refusalOf(command, LEADS.shipper))).toEqual(
      commands.map(() => 'sheet/signed'),
    );
    expect(stream.refusalOf(award)).toBe('sheet/signed');
  });
});

describe('[SIG10] a frozen sheet has no open points', () => {
  it('optional terms are points before the freeze only; what blocks a side is one for that side', () => {
    const stream = readySheet();
    const counts = () => [...SIDES, null].map((side) => viewOf(stream, side).openPoints);
    const before = counts();
    expect(Math.min(...before)).toBeGreaterThan(0);
    freeze(stream);
    expect(counts()).toEqual([1, 0, 0]);
    cover(stream, 10_000);
    expect(counts()).toEqual([0, 0, 0]);
    stream.must({ type: 'ReopenSheet', side: 'carrier', reason }, LEADS.carrier);
    expect(counts()).toEqual(before.map((count, at) => (at === 0 ? count - 1 : count)));
  });

  it('the page counts the same: no section and no list of points has one', () => {
    const stream = readySheet();
    const offered = [{ termId: 'minimum-charge', value: field(2_222) }];
    offer(stream, 'carrier', offered);
    expect(openPointsOf(viewOf(stream, 'shipper')).length).toBeGreaterThan(0);
    freeze(stream);
    const view = viewOf(stream, 'shipper');
    expect(openPointsOf(view)).toEqual([]);
    expect(sectionsOf(view).filter(({ openPoints }) => openPoints > 0)).toEqual([]);
    expect(sectionsOf(view).some(({ isAgreed }) => !isAgreed)).toBe(true);
  });
});

describe('[SIG11] what reopening voids is said before', () => {
  it('how many signatures count, of a term that is signed alone', () => {
    const stream = readySheet();
    const said = (termId: string) => voidsByTerm(viewOf(stream, 'carrier'), termId);
    expect(said('minimum-charge')).toBeUndefined();
    cover(stream, 10_000);
    freeze(stream);
    expect(said('minimum-charge')).toContain('would have to be frozen again');
    stream.must(sign(stream, 'shipper', 'counsel'), LEADS.shipper);
    expect(said('minimum-charge')).toContain('the 1 signature that was given is void');
    signAll(stream, 'carrier');
    expect(said('minimum-charge')).toContain('the 5 signatures that were given are void');
    expect(said('cost-coverage')).toBeUndefined();
  });
});

it('[SIG9] each freeze is a version', () => {
  const { list = {} } = viewOf(frozenSheet(), 'shipper').versions ?? {};
  expect(Object.values(list).at(-1)).toMatchObject({ kind: 'freeze', by: 'usps-lead' });
});

describe('[SIG12] what is left before a freeze or a signature is named', () => {
  const READERS = ['carrier', 'shipper', null] as const;

  it('the list of missing terms is as long as the count, for every reader at every step', () => {
    const stream = offerSheet();
    const seen: (number | undefined)[] = [];
    const steps: readonly (() => void)[] = [
      () => undefined,
      () => {
        stream.must(take('carrier', 'minimum-charge', 2_100), LEADS.carrier);
        stream.must(take('shipper', 'minimum-charge', 2_100), LEADS.shipper);
      },
      () => {
        stream.must(award);
      },
      () => {
        agreeAll(stream);
      },
      () => {
        stream.must(
          { type: 'ReopenTerm', side: 'shipper', termId: 'minimum-charge', reason },
          LEADS.shipper,
        );
      },
    ];
    for (const step of steps) {
      step();
      for (const reader of READERS) {
        const view = viewOf(stream, reader);
        expect(missingForReader(view)).toHaveLength(view.signing?.missing ?? -1);
        expect(openPointsOf(view).filter(({ isRequired }) => isRequired)).toHaveLength(
          view.signing?.missing ?? -1,
        );
      }
      seen.push(viewOf(stream, null).signing?.missing);
    }
    expect(seen.at(-1)).toBe(1);
    expect(new Set(seen).size).toBeGreaterThan(2);
  });

  it('what keeps the own side from signing has its name and what is needed; the other side reads nothing', () => {
    const stream = readySheet();
    const words = (side: 'carrier' | 'shipper' | null) =>
      blockingRows(viewOf(stream, side)).map(({ label, words: said }) =>
        `${label} ${said}`.replaceAll(/\s/g, ' '),
      );
    expect(words('carrier')).toEqual(['Cost coverage is open and has to be at least 100 %']);
    cover(stream, 9_650);
    expect(words('carrier')).toEqual(['Cost coverage is 96.5 % and has to be at least 100 %']);
    expect([words('shipper'), words(null)]).toEqual([[], []]);
  });

  it('of each side one office is next, until all have signed', () => {
    const stream = frozenSheet();
    const next = (side: 'carrier' | 'shipper') => {
      const view = viewOf(stream, null);
      if (!view.signing) throw new Error('the sheet can be signed');
      return officeRows(view, view.signing, side).flatMap(({ office, isNext }) =>
        isNext ? [office] : [],
      );
    };
    expect([next('carrier'), next('shipper')]).toEqual([['counsel'], ['counsel']]);
    stream.must(sign(stream, 'carrier', 'counsel'), LEADS.carrier);
    expect([next('carrier'), next('shipper')]).toEqual([['finance'], ['counsel']]);
    signAll(stream, 'shipper');
    expect(next('shipper')).toEqual([]);
  });

  it('[SIG3] no offer waits for anybody while the sheet is frozen', () => {
    const stream = readySheet();
    cover(stream, 10_400);
    const id = offer(stream, 'carrier', [{ termId: 'minimum-charge', value: field(2_300) }]);
    const waiting = () => waitingOffers(viewOf(stream, 'shipper')).map((row) => row.id);
    expect(waiting()).toEqual([id]);
    expect(waitingOffers(viewOf(stream, 'carrier'))).toEqual([]);
    freeze(stream);
    expect(waiting()).toEqual([]);
    stream.must({ type: 'ReopenSheet', side: 'carrier', reason }, LEADS.carrier);
    expect(waiting()).toEqual([id]);
  });
});
