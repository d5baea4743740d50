// Laws of offers over random courses: whatever both sides do, an acceptance makes all its terms agreed and equal on both
// sides or changes nothing, and what has ended changes nothing.

import { fc } from '../support/fast-check.ts';
import * as Y from 'yjs';
import { describe, expect, it } from 'vitest';
import { hashOf } from '../../shared/kernel/hash.ts';
import { epochMs } from '../../shared/kernel/units.ts';
import { checkWording } from '../../shared/sheet/offers/wording.ts';
import type { ClauseNode } from '../../shared/sheet/clause-hash.ts';
import { clauseHash, clauseJson } from '../../shared/sheet/clause-hash.ts';
import type { SheetCommand, SheetState } from '../../shared/sheet/types.ts';
import { isSameValue } from '../../shared/sheet/fields.ts';
import { canonicalWording, rewriteClause } from '../../shared/sheet/offers/put-text.ts';
import type { SheetStream } from '../support/offers.ts';
import {
  LEADS,
  SIDES,
  field,
  offerSheet,
  otherOf,
  typeInto,
  viewOf,
  wording,
} from '../support/offers.ts';

const FIELDS = ['minimum-charge', 'dim-divisor', 'payment-days'] as const;
const CLAUSES = ['governance-liability', 'term-exit'] as const;

type Act =
  | {
      readonly kind: 'offer' | 'counter';
      readonly side: number;
      readonly items: readonly Item[];
      readonly lasts: number;
    }
  | { readonly kind: 'accept' | 'reject' | 'withdraw'; readonly which: number }
  | { readonly kind: 'take'; readonly side: number; readonly term: number; readonly value: number }
  | { readonly kind: 'reopen'; readonly term: number }
  | { readonly kind: 'type'; readonly clause: number }
  | { readonly kind: 'wait'; readonly ms: number };

interface Item {
  readonly term: number;
  readonly value: number;
}

const item = fc.record({ term: fc.nat({ max: 4 }), value: fc.integer({ min: 1, max: 4 }) });
const items = fc.uniqueArray(item, { selector: ({ term }) => term, minLength: 1, maxLength: 5 });
const side = fc.nat({ max: 1 });
const act: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constantFrom('offer', 'counter'),
      side,
      items,
      lasts: fc.constantFrom(0, 20_000, 60_000),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constantFrom('accept', 'accept', 'accept', 'reject', 'withdraw'),
      which: fc.nat({ max: 4 }),
    }),
  },
  fc.record({
    kind: fc.constant('take' as const),
    side,
    term: fc.nat({ max: 2 }),
    value: fc.integer({ min: 1, max: 4 }),
  }),
  fc.record({ kind: fc.constant('reopen' as const), term: fc.nat({ max: 4 }) }),
  fc.record({ kind: fc.constant('type' as const), clause: side }),
  fc.record({ kind: fc.constant('wait' as const), ms: fc.constantFrom(1_000, 30_000) }),
);

const termOf = (place: number): string => FIELDS[place] ?? CLAUSES[place - FIELDS.length] ?? '';

const commandOf = (stream: SheetStream, one: Act): SheetCommand | undefined => {
  const offers = Object.entries(viewOf(stream, 'carrier').offers ?? {});
  switch (one.kind) {
    case 'offer':
    case 'counter': {
      const by = SIDES[one.side] ?? 'carrier';
      const open = offers.find(([, { status, side: of }]) => status === 'open' && of !== by)?.[0];
      return {
        type: 'MakeOffer',
        side: by,
        items: one.items.map(({ term, value }) => ({
          termId: termOf(term),
          value:
            term < FIELDS.length
              ? field(value)
              : wording(`Wording ${String(value)} 🚚.`, 'The end.'),
        })),
        ...(one.lasts > 0 && { expiresAtMs: epochMs(stream.at + one.lasts) }),
        ...(one.kind === 'counter' && open !== undefined && { answers: open }),
      };
    }
    case 'accept':
    case 'reject':
    case 'withdraw': {
      const [offerId, shown] = offers.at(-1 - one.which) ?? offers[0] ?? [];
      if (offerId === undefined || !shown) return undefined;
      const answering = otherOf(shown.side);
      if (one.kind === 'reject')
        return { type: 'RejectOffer', side: answering, offerId, reason: 'no' };
      if (one.kind === 'withdraw') return { type: 'WithdrawOffer', side: shown.side, offerId };
      return { type: 'AcceptOffer', side: answering, offerId, hash: shown.hash };
    }
    case 'take':
      return {
        ...{ type: 'TakePosition', side: SIDES[one.side] ?? 'carrier' },
        ...{ termId: termOf(one.term), value: field(one.value) },
      };
    case 'reopen':
      return { type: 'ReopenTerm', side: 'carrier', termId: termOf(one.term), reason: 'again' };
    default:
      return undefined;
  }
};

/** What positions, agreements and text say. */
const standing = (stream: SheetStream): string =>
  hashOf([
    Object.entries(stream.state.terms).map(([id, { carrier, shipper, agreed }]) => [
      id,
      {
        carrier: carrier?.value ?? null,
        shipper: shipper?.value ?? null,
        agreed: agreed?.value ?? null,
      },
    ]),
    CLAUSES.map((id) => stream.text?.clauseHash(id) ?? ''),
  ]);

const seen = { accepted: 0, stale: 0, expired: 0, ended: 0, withText: 0 };

const checkAccepted = (stream: SheetStream, before: SheetState, offerId: string): void => {
  const offer = before.offers?.byId[offerId];
  expect(offer?.status).toBe('open');
  for (const { termId, value } of offer?.items ?? []) {
    const term = stream.state.terms[termId];
    for (const one of [term?.carrier, term?.shipper, term?.agreed]) {
      expect(one && isSameValue(one.value, value)).toBe(true);
    }
    if (value.kind === 'clause') {
      seen.withText += 1;
      expect(stream.text?.clauseHash(termId)).toBe(value.hash);
    }
  }
};

const give = (stream: SheetStream, command: SheetCommand): void => {
  const [before, stood] = [stream.state, standing(stream)];
  const by = LEADS['side' in command && command.side ? command.side : 'carrier'];
  let decision = stream.give(command, by);
  if (!decision.ok && decision.rejection.code === 'offer/stale' && command.type === 'AcceptOffer') {
    seen.stale += 1;
    expect(standing(stream)).toBe(stood);
    decision = stream.give({ ...command, hash: String(decision.rejection['hash']) }, by);
    expect(decision.ok).toBe(true);
  }
  if (!decision.ok) {
    if (decision.rejection.code === 'offer/expired') seen.expired += 1;
    if (decision.rejection.code === 'offer/ended') seen.ended += 1;
    expect(decision.events).toEqual([]);
  }
  if (command.type === 'AcceptOffer' && decision.ok) {
    seen.accepted += 1;
    checkAccepted(stream, before, command.offerId);
  } else if (command.type !== 'TakePosition' && command.type !== 'ReopenTerm') {
    expect(standing(stream)).toBe(stood);
  }
};

describe('laws of offers', () => {
  it('[OFR2] [OFR3] [OFR5] [OFR8] all or nothing, on both sides, and ended for good', () => {
    fc.assert(
      fc.property(fc.array(act, { minLength: 6, maxLength: 24 }), (acts) => {
        const stream = offerSheet();
        for (const one of acts) {
          if (one.kind === 'wait') {
            stream.at = epochMs(stream.at + one.ms);
            stream.give({ type: 'TickSheet' });
          } else if (one.kind === 'type') {
            const termId = CLAUSES[one.clause] ?? '';
            if (stream.state.terms[termId]?.agreed) continue;
            typeInto(stream, termId, (fragment) => {
              fragment.insert(0, [new Y.XmlElement('paragraph')]);
            });
          } else {
            const command = commandOf(stream, one);
            if (command) give(stream, command);
          }
        }
        for (const { agreed, carrier, shipper } of Object.values(stream.state.terms)) {
          if (agreed) expect(carrier?.value ?? shipper?.value).toEqual(agreed.value);
        }
      }),
      { numRuns: 150 },
    );
    // The rarest of them comes about ten times.
    expect(Math.min(...Object.values(seen))).toBeGreaterThan(0);
  });
});

const text = fc.record({
  type: fc.constant('text' as const),
  text: fc.stringMatching(/^[a-d 🚚é]{1,9}$/u),
  marks: fc.subarray(['em', 'strong']),
});
const paragraph: fc.Arbitrary<ClauseNode> = fc.record({
  type: fc.constant('paragraph'),
  content: fc.array(
    fc.oneof(
      { weight: 4, arbitrary: text },
      { weight: 1, arbitrary: fc.constant({ type: 'hard_break' }) },
    ),
    { maxLength: 4 },
  ),
});
const { block } = fc.letrec<{ block: ClauseNode }>((tie) => ({
  block: fc.oneof(
    { depthSize: 'small' },
    { weight: 4, arbitrary: paragraph },
    {
      weight: 1,
      arbitrary: fc.record({
        type: fc.constantFrom('bullet_list', 'ordered_list'),
        content: fc.array(
          fc.record({
            type: fc.constant('list_item'),
            content: fc.array(tie('block'), { maxLength: 2 }),
          }),
          { maxLength: 2 },
        ),
      }),
    },
  ),
}));

const table: fc.Arbitrary<ClauseNode> = fc
  .array(
    fc.array(
      fc.record({ type: fc.constant('table_cell'), content: fc.array(text, { maxLength: 2 }) }),
      { minLength: 1, maxLength: 3 },
    ),
    { minLength: 1, maxLength: 3 },
  )
  .map((rows) => ({
    type: 'table',
    content: rows.map((content) => ({ type: 'table_row', content })),
  }));

describe('[OFR8] from any wording to any other', () => {
  it('in a table and in a list only what differs is written anew', () => {
    const cell = (words: string): ClauseNode => ({
      type: 'table_cell',
      content: [{ type: 'text', text: words }],
    });
    const days = (...rows: readonly (readonly string[])[]): ClauseNode => ({
      type: 'table',
      content: rows.map((cells) => ({ type: 'table_row', content: cells.map(cell) })),
    });
    const list = (...items: readonly string[]): ClauseNode => ({
      type: 'bullet_list',
      content: items.map((words) => ({
        type: 'list_item',
        content: [{ type: 'paragraph', content: [{ type: 'text', text: words }] }],
      })),
    });
    const doc = new Y.Doc();
    const fragment = doc.getXmlFragment('c');
    rewriteClause(fragment, [days(['Ground', '5'], ['Express', '1']), list('one', 'two')]);
    const before = Y.encodeStateVector(doc);
    rewriteClause(fragment, [
      days(['Ground', '4'], ['Parcel', '3'], ['Express', '1']),
      list('one', 'two or three'),
    ]);
    const written = Y.decodeUpdate(Y.encodeStateAsUpdate(doc, before)).structs.flatMap((struct) =>
      struct instanceof Y.Item && struct.content instanceof Y.ContentString
        ? [struct.content.str]
        : [],
    );
    expect(written.sort()).toEqual([' or three', '3', '4', 'Parcel']);
  });

  it('the text becomes exactly the offered wording, and what is the same at both ends stays', () => {
    const blocks = fc.oneof({ arbitrary: block, weight: 3 }, { arbitrary: table, weight: 1 });
    const wordings = fc.array(blocks, { minLength: 1, maxLength: 4 });
    let kept = 0;
    fc.assert(
      fc.property(wordings, wordings, (one, other) => {
        const [before, after] = [checkWording(one), checkWording(other)];
        if ('code' in before || 'code' in after) return;
        const doc = new Y.Doc();
        const fragment = doc.getXmlFragment('c');
        doc.transact(() => {
          rewriteClause(fragment, before.blocks);
        });
        expect(clauseJson(fragment)).toEqual(before.blocks);
        const [first] = fragment.toArray();
        doc.transact(() => {
          rewriteClause(fragment, after.blocks);
        });
        expect(clauseHash(fragment)).toBe(hashOf(after.blocks));
        expect(canonicalWording(after.blocks)).toEqual(after.blocks);
        if (hashOf(before.blocks[0]) === hashOf(after.blocks[0])) {
          kept += 1;
          expect(fragment.toArray()[0]).toBe(first);
        }
      }),
      { numRuns: 1_500 },
    );
    expect(kept).toBeGreaterThan(10);
  });
});
