// The stream of a caucus by itself: drafts begin, become offers, are thrown away; its text takes what it may take.

import * as Y from 'yjs';
import { describe, expect, it } from 'vitest';
import { textFor } from '../../server/host/text-parts.ts';
import { hashOf } from '../../shared/kernel/hash.ts';
import {
  caucusDecider,
  MAX_CAUCUS_BYTES,
  MAX_DRAFT_OFFERS,
  MAX_DRAFTS,
} from '../../shared/sheet/caucus/caucus.ts';
import { openingOfDraft } from '../../shared/sheet/caucus/opening-text.ts';
import type { CaucusCommand, CaucusEvent, CaucusState } from '../../shared/sheet/caucus/types.ts';
import { viewCaucus } from '../../shared/sheet/caucus/view.ts';
import { CLAUSES_ROOT } from '../../shared/sheet/text-seed.ts';
import { paragraphs } from '../support/offers.ts';
import { seat, Stream } from '../support/stream.ts';

type CaucusStream = Stream<CaucusState, CaucusCommand, CaucusEvent>;
type Begin = Extract<CaucusCommand, { type: 'BeginDraft' }>;

const ANN = seat('usps-lead');
const STANDING = hashOf('what stood');

const opened = (): CaucusStream => {
  const stream: CaucusStream = new Stream(caucusDecider);
  const { text } = textFor('caucus:s1:usps');
  if (!text) throw new Error('a caucus holds text');
  stream.text = text;
  text.load(undefined);
  return stream;
};

const begin = (...texts: readonly string[]): Begin => ({
  ...{ type: 'BeginDraft', termId: 'liability', from: 'standing', standing: STANDING },
  blocks: paragraphs(...texts),
});

/** The update by which somebody adds a paragraph to a draft. */
const edit = ({ text }: CaucusStream, draftId: string, words = 'more'): Uint8Array => {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, text?.encode() ?? new Uint8Array(), 'server');
  const updates: Uint8Array[] = [];
  doc.on('update', (update: Uint8Array) => updates.push(update));
  const fragment = doc.getMap<Y.XmlFragment>(CLAUSES_ROOT).get(draftId);
  const paragraph = new Y.XmlElement('paragraph');
  paragraph.insert(0, [new Y.XmlText(words)]);
  fragment?.push([paragraph]);
  const [update] = updates;
  if (!update) throw new Error(`no draft ${draftId}`);
  return update;
};

const refusalOf = (stream: CaucusStream, update: Uint8Array, by = 'usps-lead') => {
  const check = stream.text?.check(stream.state, by, update);
  stream.text?.discard();
  return check?.ok === false ? check.rejection.code : undefined;
};

describe('[CAU3] a draft begins', () => {
  it('with the wording that was given, under its own key, with a hash of both texts', () => {
    const stream = opened();
    stream.must(begin('Limited to the fee.', 'Nothing else.'), ANN);
    stream.must({ ...begin('Other words.'), name: 'If they refuse', from: 'fallback' }, ANN);
    expect(stream.text?.authored('d1')?.blocks).toEqual(
      paragraphs('Limited to the fee.', 'Nothing else.'),
    );
    expect(stream.text?.authored('d2')?.blocks).toEqual(paragraphs('Other words.'));
    const view = viewCaucus(stream.state, { sheetId: 's1', side: 'carrier', nameOf: (id) => id });
    expect(view.drafts['d2']).toEqual({
      ...{ termId: 'liability', from: 'fallback', name: 'If they refuse', by: 'usps-lead' },
      ...{ begunAtMs: stream.at, standing: STANDING, opening: hashOf(paragraphs('Other words.')) },
    });
    expect(view.drafts['d1']?.opening).toBe(stream.text?.clauseHash('d1'));
  });

  it('may begin with nothing, and with no wording that a clause could not have', () => {
    const stream = opened();
    stream.must({ ...begin(), from: 'empty', blocks: [{ type: 'paragraph' }] }, ANN);
    expect(stream.text?.authored('d1')?.blocks).toEqual([{ type: 'paragraph' }]);
    const odd = { ...begin(), blocks: [{ type: 'heading' }] } as const;
    expect(stream.refusalOf(odd, ANN)).toBe('offer/wording');
    expect(stream.refusalOf(begin('x'.repeat(50_000)), ANN)).toBe('offer/too-large');
  });

  it('is one of at most 40; one that is thrown away makes room', () => {
    const stream = opened();
    for (let count = 0; count < MAX_DRAFTS; count += 1) stream.must(begin('words'), ANN);
    expect(stream.give(begin('one more'), ANN)).toMatchObject({
      rejection: { code: 'caucus/full', maximum: MAX_DRAFTS },
    });
    stream.must({ type: 'DropDraft', draftId: 'd7' }, ANN);
    stream.must(begin('one more'), ANN);
    expect(Object.keys(stream.state.drafts)).toContain(`d${String(MAX_DRAFTS + 1)}`);
  });

  it('writes text alone in its batch, as what throws one away does', () => {
    expect(caucusDecider.writesText?.(begin('words'))).toBe(true);
    expect(caucusDecider.writesText?.({ type: 'DropDraft', draftId: 'd1' })).toBe(true);
    expect(caucusDecider.writesText?.(caucusDecider.tick)).toBe(false);
    expect(caucusDecider.wakeAt(caucusDecider.initial)).toBeUndefined();
  });
});

describe('[CAU4] the text of drafts', () => {
  it('takes edits of drafts that are there, from the seat whose client it is', () => {
    const stream = opened();
    stream.must(begin('words'), ANN);
    const update = edit(stream, 'd1');
    expect(refusalOf(stream, update)).toBeUndefined();
    const check = stream.text?.check(stream.state, 'usps-lead', update);
    if (!check?.ok) throw new Error('an honest edit was refused');
    const claimed = caucusDecider.evolveClaims?.(stream.state, 'usps-lead', check.claims);
    stream.text?.discard();
    const other = stream.text?.check(claimed ?? stream.state, 'usps-member', update);
    expect(other).toMatchObject({ ok: false, rejection: { code: 'text/client-id' } });
  });

  it('what a draft began with can be claimed by nobody', () => {
    const stream = opened();
    stream.must(begin('words'), ANN);
    const [clientId = ''] = Object.keys(stream.state.clients);
    expect(stream.state.clients[clientId]).toBe('');
    const doc = new Y.Doc();
    Y.applyUpdate(doc, stream.text?.encode() ?? new Uint8Array(), 'server');
    doc.clientID = Number(clientId);
    const updates: Uint8Array[] = [];
    doc.on('update', (update: Uint8Array) => updates.push(update));
    doc
      .getMap<Y.XmlFragment>(CLAUSES_ROOT)
      .get('d1')
      ?.push([new Y.XmlElement('paragraph')]);
    expect(refusalOf(stream, updates[0] ?? new Uint8Array())).toBe('text/client-id');
  });

  it('a client can begin no draft by itself', () => {
    const stream = opened();
    const doc = new Y.Doc();
    doc.getMap<Y.XmlFragment>(CLAUSES_ROOT).set('d1', new Y.XmlFragment());
    expect(refusalOf(stream, Y.encodeStateAsUpdate(doc))).toBe('text/unknown-clause');
  });

  it('a draft that was thrown away is gone and takes no edit, however long ago it was made', () => {
    const stream = opened();
    stream.must(begin('secret words'), ANN);
    const late = edit(stream, 'd1');
    stream.must({ type: 'DropDraft', draftId: 'd1' }, ANN);
    expect(stream.text?.authored('d1')?.blocks).toEqual([{ type: 'paragraph' }]);
    expect(refusalOf(stream, late)).toBe('text/locked');
    expect(stream.refusalOf({ type: 'DropDraft', draftId: 'd1' }, ANN)).toBe(
      'caucus/unknown-draft',
    );
    expect(stream.refusalOf({ type: 'DropDraft', draftId: 'constructor' }, ANN)).toBe(
      'caucus/unknown-draft',
    );
  });

  it('is bounded as a whole', () => {
    const stream = opened();
    stream.must(begin('words'), ANN);
    const half = MAX_CAUCUS_BYTES / 2 + 1;
    const first = edit(stream, 'd1', 'x'.repeat(half));
    expect(refusalOf(stream, first)).toBeUndefined();
    stream.text?.apply([first]);
    const second = edit(stream, 'd1', 'y'.repeat(half));
    expect(refusalOf(stream, second)).toBe('text/sheet-full');
  });

  it('a draft can be thrown away when there is no room for anything else', () => {
    const stream = opened();
    stream.must(begin('words'), ANN);
    stream.text?.apply([edit(stream, 'd1', 'x'.repeat(MAX_CAUCUS_BYTES))]);
    stream.must({ type: 'DropDraft', draftId: 'd1' }, ANN);
    expect(stream.state.drafts).toEqual({});
    expect(refusalOf(stream, edit(stream, 'd1'))).toBe('text/locked');
  });
});

describe('[CAU5] how the clause stood', () => {
  it('is kept until somebody notes that it was looked at again', () => {
    const stream = opened();
    stream.must(begin('words'), ANN);
    const anchor = { type: 'AnchorDraft', draftId: 'd1', standing: hashOf('later') } as const;
    stream.must(anchor, ANN);
    expect(stream.state.drafts['d1']?.standing).toBe(hashOf('later'));
    expect(stream.refusalOf(anchor, ANN)).toBe('caucus/anchored');
    expect(stream.refusalOf({ ...anchor, draftId: 'd9' }, ANN)).toBe('caucus/unknown-draft');
  });
});

describe('[CAU6] what a draft began with', () => {
  it('has the ids of its characters in the caucus, so that later authors can be told apart', () => {
    const stream = opened();
    stream.must(begin('Limited to the fee.'), ANN);
    const draft = stream.state.drafts['d1'];
    if (!draft) throw new Error('no draft');
    expect(openingOfDraft('d1', draft)).toEqual(stream.text?.authored('d1'));
  });
});

describe('[CAU7] a draft that became an offer', () => {
  it('stays, and names the offers with what was offered; what is gone is passed over', () => {
    const stream = opened();
    stream.must(begin('one'), ANN);
    const note = (offerId: string): CaucusCommand => ({
      ...{ type: 'NoteOffer', offerId },
      drafts: [
        { draftId: 'd1', hash: hashOf(offerId) },
        { draftId: 'd9', hash: hashOf(offerId) },
      ],
    });
    for (let count = 1; count <= MAX_DRAFT_OFFERS + 2; count += 1) {
      stream.must(note(`o${String(count)}`), ANN);
    }
    const { offers = {} } =
      viewCaucus(stream.state, { sheetId: 's1', side: 'carrier', nameOf: (id) => id }).drafts[
        'd1'
      ] ?? {};
    expect(Object.keys(offers)).toHaveLength(MAX_DRAFT_OFFERS);
    expect(offers['o22']).toEqual({ atMs: stream.at, by: 'usps-lead', hash: hashOf('o22') });
    expect(offers['o2']).toBeUndefined();
    stream.must({ type: 'DropDraft', draftId: 'd1' }, ANN);
    expect(stream.give(note('o30'), ANN)).toMatchObject({ ok: true, events: [] });
  });
});
