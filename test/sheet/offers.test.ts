// Offers by rule: several terms, all or none, with an answer; what time, changes and wording do to them.

import * as Y from 'yjs';
import { describe, expect, it } from 'vitest';
import { hashOf } from '../../shared/kernel/hash.ts';
import { epochMs } from '../../shared/kernel/units.ts';
import { MAX_OPEN_OFFERS } from '../../shared/sheet/offers/decide.ts';
import { MAX_ENDED_OFFERS } from '../../shared/sheet/offers/evolve.ts';
import { sheetDecider } from '../../shared/sheet/sheet.ts';
import type { SheetCommand, SheetEvent } from '../../shared/sheet/types.ts';
import { clauseText } from '../../shared/sheet/text-seed.ts';
import { seat } from '../support/stream.ts';
import {
  LEADS,
  acceptance,
  acceptedBy,
  field,
  offer,
  offerSheet,
  paragraphs,
  typeInto,
  viewOf,
  wording,
} from '../support/offers.ts';
import type { SheetStream } from '../support/offers.ts';

const CLAUSE = 'governance-liability';
const FIELDS = [
  { termId: 'minimum-charge', value: field(2_100) },
  { termId: 'annual-commitment', value: field(12_000_000) },
];

const make = (items: unknown, more: object = {}): SheetCommand =>
  ({ type: 'MakeOffer', side: 'carrier', items, ...more }) as SheetCommand;

const accept = (stream: SheetStream, offerId: string) => {
  const command = acceptance(stream, offerId);
  return stream.give(command, acceptedBy(command));
};

const typesOf = (events: readonly SheetEvent[]): string[] => events.map(({ type }) => type);

describe('[OFR1] an offer names terms that both sides speak about', () => {
  it.each([
    ['no terms', [], 'offer/empty'],
    ['a term twice', [FIELDS[0], FIELDS[0]], 'offer/double'],
    ['a term that is not there', [{ termId: 'no-such', value: field(1) }], 'sheet/unknown-term'],
    [
      'a field that is private to its own side',
      [{ termId: 'cost-coverage', value: field(9_000) }],
      'offer/one-sided',
    ],
    [
      'a value that does not fit',
      [{ termId: 'minimum-charge', value: field(-1) }],
      'field/out-of-range',
    ],
    ['wording for a field', [{ termId: 'minimum-charge', value: wording('a') }], 'position/kind'],
    ['a value for a clause', [{ termId: CLAUSE, value: field(1) }], 'position/kind'],
    [
      'a wording that nobody knows',
      [{ termId: CLAUSE, value: { kind: 'clause', hash: 'a'.repeat(64) } }],
      'offer/unknown-wording',
    ],
    ['more terms than fit', Array.from({ length: 61 }, () => FIELDS[0]), 'offer/too-many-items'],
  ])('%s is refused and nothing is offered', (_what, items, code) => {
    const stream = offerSheet();
    expect(stream.refusalOf(make(items), LEADS.carrier)).toBe(code);
    expect(stream.state.offers).toBeUndefined();
  });

  it('to the other side a private field is a term that is not there', () => {
    const stream = offerSheet();
    const items = [{ termId: 'cost-coverage', value: field(9_000) }];
    expect(stream.refusalOf(make(items, { side: 'shipper' }), LEADS.shipper)).toBe(
      'sheet/unknown-term',
    );
  });

  it('on the common sheet one side alone speaks, so there are none', () => {
    expect(offerSheet('common').refusalOf(make(FIELDS), LEADS.carrier)).toBe('offer/one-sided');
  });

  it('what is agreed so already is not offered', () => {
    const stream = offerSheet();
    accept(stream, offer(stream, 'carrier', FIELDS));
    expect(stream.refusalOf(make(FIELDS), LEADS.carrier)).toBe('offer/agreed-so');
  });

  it('a side has so many open at once', () => {
    const stream = offerSheet();
    for (let made = 0; made < MAX_OPEN_OFFERS; made += 1) offer(stream, 'carrier', FIELDS);
    expect(stream.refusalOf(make(FIELDS), LEADS.carrier)).toBe('offer/full');
    offer(stream, 'shipper', FIELDS);
  });
});

describe('[OFR2] an acceptance takes all of it in one entry', () => {
  it('both sides hold every item, agreed, each by the name of its own', () => {
    const stream = offerSheet();
    const id = offer(stream, 'carrier', FIELDS, { reason: 'if the term is 36 months' });
    expect(accept(stream, id).ok).toBe(true);
    const { terms, offers } = viewOf(stream, 'shipper');
    for (const { termId, value } of FIELDS) {
      expect(terms[termId]).toMatchObject({
        state: 'agreed',
        carrier: { value: value.value, by: 'usps-lead' },
        shipper: { value: value.value, by: 'harbor-lead' },
      });
    }
    expect(offers?.[id]).toMatchObject({ status: 'accepted', ended: { by: 'harbor-lead' } });
  });

  it('a term that was agreed otherwise is reopened first, with the reason of the offer', () => {
    const stream = offerSheet();
    accept(stream, offer(stream, 'carrier', FIELDS));
    const changed = [{ termId: 'minimum-charge', value: field(2_200) }];
    const decision = accept(stream, offer(stream, 'shipper', changed, { reason: 'fuel' }));
    expect(typesOf(decision.events)).toEqual([
      ...['OfferAccepted', 'TermReopened', 'PositionTaken', 'PositionTaken', 'TermAgreed'],
    ]);
    expect(decision.events[1]).toMatchObject({ reason: 'fuel' });
    expect(viewOf(stream, 'carrier').terms['minimum-charge']?.carrier?.value).toBe(2_200);
  });
});

describe('[OFR3] an offer ends once', () => {
  it('only the other side answers, only its own takes it back', () => {
    const stream = offerSheet();
    const offerId = offer(stream, 'carrier', FIELDS);
    const hash = 'a'.repeat(64);
    const refused: readonly [SheetCommand, string][] = [
      [{ type: 'AcceptOffer', side: 'carrier', offerId, hash }, 'offer/own'],
      [{ type: 'RejectOffer', side: 'carrier', offerId, reason: 'no' }, 'offer/own'],
      [make(FIELDS, { answers: offerId }), 'offer/own'],
      [{ type: 'WithdrawOffer', side: 'shipper', offerId }, 'offer/not-own'],
      [{ type: 'AcceptOffer', side: 'shipper', offerId, hash }, 'offer/hash'],
      [{ type: 'AcceptOffer', side: 'shipper', offerId: 'o7', hash }, 'offer/unknown'],
      [{ type: 'AcceptOffer', side: 'shipper', offerId: 'constructor', hash }, 'offer/unknown'],
    ];
    for (const [command, code] of refused) {
      expect(stream.refusalOf(command, acceptedBy(command))).toBe(code);
    }
  });

  it.each(['rejected', 'withdrawn'] as const)('%s, it changes nothing any more', (status) => {
    const stream = offerSheet();
    const offerId = offer(stream, 'carrier', FIELDS);
    const end: SheetCommand =
      status === 'rejected'
        ? { type: 'RejectOffer', side: 'shipper', offerId, reason: 'too dear' }
        : { type: 'WithdrawOffer', side: 'carrier', offerId, reason: 'a mistake' };
    stream.must(end, acceptedBy(end));
    expect(viewOf(stream, 'shipper').offers?.[offerId]).toMatchObject({
      status,
      ended: { reason: status === 'rejected' ? 'too dear' : 'a mistake' },
    });
    const before = stream.state.terms;
    expect(accept(stream, offerId)).toMatchObject({ rejection: { code: 'offer/ended', status } });
    expect(stream.state.terms).toEqual(before);
  });

  it('the newest of those that ended are remembered', () => {
    const stream = offerSheet();
    for (let made = 0; made < MAX_ENDED_OFFERS + 5; made += 1) {
      const offerId = offer(stream, 'carrier', FIELDS);
      stream.must({ type: 'WithdrawOffer', side: 'carrier', offerId }, LEADS.carrier);
    }
    const ids = Object.keys(viewOf(stream, 'carrier').offers ?? {});
    expect(ids).toHaveLength(MAX_ENDED_OFFERS);
    expect(ids).not.toContain('o5');
    expect(ids).toContain('o6');
  });
});

describe('[OFR4] a counter-offer takes the place of what it answers', () => {
  it('in one entry, and names it', () => {
    const stream = offerSheet();
    const first = offer(stream, 'carrier', FIELDS);
    const second = offer(stream, 'shipper', [{ termId: 'minimum-charge', value: field(1_900) }], {
      answers: first,
    });
    const { offers } = viewOf(stream, 'carrier');
    expect(offers?.[first]?.status).toBe('countered');
    expect(offers?.[second]).toMatchObject({ status: 'open', answers: first });
    expect(accept(stream, first)).toMatchObject({ rejection: { code: 'offer/ended' } });
    expect(accept(stream, second).ok).toBe(true);
  });
});

describe('[OFR5] an offer expires by the server’s clock', () => {
  const expiring = () => {
    const stream = offerSheet();
    const expiresAtMs = epochMs(stream.at + 60_000);
    return { stream, expiresAtMs, offerId: offer(stream, 'carrier', FIELDS, { expiresAtMs }) };
  };

  it('at its instant, not before, and the tick says so', () => {
    const { stream, expiresAtMs, offerId } = expiring();
    expect(sheetDecider.wakeAt(stream.state)).toBe(expiresAtMs);
    stream.at = epochMs(expiresAtMs - 2);
    expect(stream.give({ type: 'TickSheet' }).events).toEqual([]);
    expect(stream.give({ type: 'TickSheet' }).events).toEqual([{ type: 'OfferExpired', offerId }]);
    expect(viewOf(stream, 'shipper').offers?.[offerId]?.status).toBe('expired');
    expect(sheetDecider.wakeAt(stream.state)).toBeUndefined();
    expect(accept(stream, offerId)).toMatchObject({ rejection: { code: 'offer/expired' } });
  });

  it('also before any tick has come', () => {
    const { stream, expiresAtMs, offerId } = expiring();
    stream.at = epochMs(expiresAtMs - 1);
    expect(accept(stream, offerId)).toMatchObject({ rejection: { code: 'offer/expired' } });
  });

  it('an end that nobody could meet is refused', () => {
    const stream = offerSheet();
    const expiresAtMs = epochMs(stream.at + 5_000);
    expect(stream.refusalOf(make(FIELDS, { expiresAtMs }), LEADS.carrier)).toBe('offer/expiry');
  });
});

describe('[OFR6] what changed since', () => {
  it('other terms do not touch an offer: it is accepted as it was read', () => {
    const stream = offerSheet();
    const offerId = offer(stream, 'carrier', FIELDS);
    const read = acceptance(stream, offerId);
    accept(stream, offer(stream, 'carrier', [{ termId: 'dim-divisor', value: field(166) }]));
    expect(viewOf(stream, 'shipper').offers?.[offerId]).toMatchObject({ changedElsewhere: 1 });
    expect(viewOf(stream, 'shipper').offers?.[offerId]?.touched).toBeUndefined();
    expect(stream.give(read, LEADS.shipper).ok).toBe(true);
  });

  it('an offered term does: marked, refused, and taken once the newer hash is confirmed', () => {
    const stream = offerSheet();
    const offerId = offer(stream, 'carrier', FIELDS);
    const read = acceptance(stream, offerId);
    const [{ termId }] = FIELDS as [(typeof FIELDS)[number]];
    const take: SheetCommand = {
      type: 'TakePosition',
      side: 'carrier',
      termId,
      value: field(2_300),
    };
    stream.must(take, LEADS.carrier);
    expect(viewOf(stream, 'shipper').offers?.[offerId]?.touched).toEqual([termId]);
    const refused = stream.give(read, LEADS.shipper);
    expect(refused).toMatchObject({ rejection: { code: 'offer/stale', termIds: [termId] } });
    const newer = refused.ok ? '' : String(refused.rejection['hash']);
    stream.must({ ...take, value: field(2_400) } as SheetCommand, LEADS.carrier);
    const again = { ...read, hash: newer } as SheetCommand;
    const once = stream.give(again, LEADS.shipper);
    expect(once).toMatchObject({ rejection: { code: 'offer/stale' } });
    const newest = once.ok ? '' : String(once.rejection['hash']);
    expect(newest).not.toBe(newer);
    expect(stream.give({ ...read, hash: newest } as SheetCommand, LEADS.shipper).ok).toBe(true);
    expect(stream.state.terms[termId]?.agreed?.value).toEqual(field(2_100));
  });

  it('the reader’s own position, and what brings a term nearer to the offer, change nothing', () => {
    const stream = offerSheet();
    const offerId = offer(stream, 'carrier', FIELDS);
    const read = acceptance(stream, offerId);
    for (const [side, value] of [
      ['shipper', 1_800],
      ['carrier', 2_100],
      ['shipper', 2_100],
    ] as const) {
      stream.must(
        { type: 'TakePosition', side, termId: 'minimum-charge', value: field(value) },
        LEADS[side],
      );
    }
    expect(stream.state.terms['minimum-charge']?.agreed).not.toBeNull();
    expect(stream.give(read, LEADS.shipper).ok).toBe(true);
  });

  it('typing in an offered clause is a change of it', () => {
    const stream = offerSheet();
    const offerId = offer(stream, 'carrier', [{ termId: CLAUSE, value: wording('New words.') }]);
    const read = acceptance(stream, offerId);
    typeInto(stream, CLAUSE, (fragment) => {
      fragment.insert(0, [new Y.XmlElement('paragraph')]);
    });
    expect(stream.give(read, LEADS.shipper)).toMatchObject({
      rejection: { code: 'offer/stale', termIds: [CLAUSE] },
    });
  });
});

describe('[OFR7] a side learns when the other has seen its offer', () => {
  it('once, by whoever of the other side had it first', () => {
    const stream = offerSheet();
    const offerId = offer(stream, 'carrier', FIELDS);
    const see = (side: 'carrier' | 'shipper'): SheetCommand => ({
      type: 'SeeOffer',
      side,
      offerId,
    });
    expect(viewOf(stream, 'carrier').offers?.[offerId]?.seen).toBeUndefined();
    expect(stream.refusalOf(see('carrier'), LEADS.carrier)).toBe('offer/own');
    stream.must(see('shipper'), seat('harbor-member'));
    expect(stream.refusalOf(see('shipper'), LEADS.shipper)).toBe('offer/seen');
    expect(viewOf(stream, 'carrier').offers?.[offerId]?.seen).toMatchObject({
      by: 'harbor-member',
    });
  });
});

describe('[OFR8] accepted wording becomes the text', () => {
  const textOf = ({ text }: SheetStream, termId = CLAUSE): string => {
    const doc = new Y.Doc();
    Y.applyUpdate(doc, text?.encode() ?? new Uint8Array([0, 0]));
    return clauseText(doc.getMap('clauses').get(termId) as Y.XmlFragment);
  };

  it('in the same entry, locked, by the hand of the seat that offered it', () => {
    const stream = offerSheet();
    const before = textOf(stream, 'governance-assignment');
    const offerId = offer(stream, 'carrier', [
      { termId: CLAUSE, value: wording('The carrier pays.', 'Every day 🚚.') },
      ...FIELDS,
    ]);
    const decision = accept(stream, offerId);
    expect(typesOf(decision.events)).toContain('TextPut');
    expect(textOf(stream)).toBe('The carrier pays.\n\nEvery day 🚚.');
    expect(textOf(stream, 'governance-assignment')).toBe(before);
    const { agreed } = stream.state.terms[CLAUSE] ?? {};
    expect(agreed?.value).toEqual({ kind: 'clause', hash: stream.text?.clauseHash(CLAUSE) });
    const put = decision.events.find((event) => event.type === 'TextPut');
    expect(put && stream.state.clients[String(put.clientId)]).toBe('usps-lead');
  });

  it('the text that stands, and any that is remembered, is offered by its hash', () => {
    const stream = offerSheet();
    const hash = stream.text?.clauseHash(CLAUSE) ?? '';
    const first = offer(stream, 'carrier', [{ termId: CLAUSE, value: { kind: 'clause', hash } }]);
    const decision = accept(stream, first);
    expect(typesOf(decision.events)).not.toContain('TextPut');
    accept(stream, offer(stream, 'shipper', [{ termId: CLAUSE, value: wording('Other words.') }]));
    expect(textOf(stream)).toBe('Other words.');
    const back = offer(stream, 'carrier', [{ termId: CLAUSE, value: { kind: 'clause', hash } }]);
    expect(accept(stream, back).ok).toBe(true);
    expect(stream.text?.clauseHash(CLAUSE)).toBe(hash);
  });

  it('what does not differ keeps its author', () => {
    const stream = offerSheet();
    accept(
      stream,
      offer(stream, 'carrier', [{ termId: CLAUSE, value: wording('One two three.') }]),
    );
    accept(
      stream,
      offer(stream, 'shipper', [{ termId: CLAUSE, value: wording('One 2 three.', 'More.') }]),
    );
    const authors = stream.text?.authored(CLAUSE)?.runs.map(({ id, units }) => {
      return `${stream.state.clients[String(id[0])] ?? ''} ${String(units)}`;
    });
    expect(new Set(authors?.map((author) => author.split(' ')[0]))).toEqual(
      new Set(['usps-lead', 'harbor-lead']),
    );
  });

  it.each([
    ['no wording', [{ type: 'bullet_list' }], 'offer/wording'],
    ['text outside of a block', [{ type: 'text', text: 'a' }], 'offer/wording'],
    ['a list item outside of a list', [{ type: 'list_item' }], 'offer/wording'],
    [
      'half a character',
      [{ type: 'paragraph', content: [{ type: 'text', text: '\ud83d' }] }],
      'offer/wording',
    ],
    ['a table without rows', [{ type: 'table' }], 'offer/wording'],
    ['a long wording', paragraphs('x'.repeat(50_000)), 'offer/too-large'],
  ])('%s is refused', (_what, blocks, code) => {
    const items = [{ termId: CLAUSE, value: { kind: 'wording', blocks } }];
    expect(offerSheet().refusalOf(make(items), LEADS.carrier)).toBe(code);
  });

  it('an empty list in it vanishes, so that the hash is that of the text', () => {
    const stream = offerSheet();
    const blocks = [...paragraphs('A.'), { type: 'bullet_list' }];
    const offerId = offer(stream, 'carrier', [
      { termId: CLAUSE, value: { kind: 'wording', blocks } },
    ]);
    expect(viewOf(stream, 'shipper').offers?.[offerId]?.items[0]?.value).toBe(
      hashOf(paragraphs('A.')),
    );
    expect(accept(stream, offerId).ok).toBe(true);
    expect(stream.text?.clauseHash(CLAUSE)).toBe(hashOf(paragraphs('A.')));
  });
});
