// Comments: who reads which, where they point, and that nothing which is said later changes either.

import { fc } from '../support/fast-check.ts';
import * as Y from 'yjs';
import { describe, expect, it } from 'vitest';
import type { SheetCommand, SheetEvent, SheetView } from '../../shared/sheet/types.ts';
import type { CommentScope } from '../../shared/sheet/comments/types.ts';
import { authoredClause } from '../../shared/sheet/redline/authored.ts';
import {
  MAX_CHARACTERS,
  MAX_ENTRIES,
  MAX_PACE,
  MAX_THREADS,
} from '../../shared/sheet/comments/book.ts';
import { MAX_QUOTE, PACE_MS } from '../../shared/sheet/comments/decide.ts';
import { mentionsOf } from '../../shared/sheet/comments/mentions.ts';
import {
  anchorAt,
  neighboursIn,
  passageNow,
  wordsOf,
} from '../../shared/sheet/comments/passages.ts';
import { epochMs } from '../../shared/kernel/units.ts';
import { SheetSeals } from '../../shared/room/record-seals.ts';
import { maySeeSheetPart } from '../../shared/sheet/record-rights.ts';
import { sheetDecider } from '../../shared/sheet/sheet.ts';
import { CLAUSES_ROOT } from '../../shared/sheet/text-seed.ts';
import { viewSheet } from '../../shared/sheet/view.ts';
import { LEADS, offerSheet, typeInto } from '../support/offers.ts';
import type { SheetStream } from '../support/offers.ts';
import { SYSTEM } from '../../shared/kernel/decider.ts';
import { seat } from '../support/stream.ts';

const CLAUSE = 'governance-liability';
const FIELD = 'minimum-charge';
const PRIVATE = 'cost-coverage';
const SCOPES: readonly CommentScope[] = ['note', 'internal', 'shared'];
const MATE = seat('harbor-member');

type Side = 'carrier' | 'shipper';

const SEATS = {
  'usps-lead': 'carrier',
  'usps-member': 'carrier',
  'harbor-lead': 'shipper',
  'harbor-member': 'shipper',
  moderator: null,
  regulator: null,
} as const satisfies Readonly<Record<string, Side | null>>;
type SeatName = keyof typeof SEATS;

const see = (stream: SheetStream, seatId: SeatName): SheetView =>
  viewSheet(stream.state, {
    ...{ side: SEATS[seatId], seatId, nameOf: (id: string) => id },
    ...(seatId === 'regulator' && { isRegulator: true }),
  });

const make = (scope: CommentScope, more: object = {}): SheetCommand =>
  ({
    ...{ type: 'MakeComment', side: 'shipper', scope, termId: CLAUSE, text: 'What of holidays?' },
    ...more,
  }) as SheetCommand;

/** Makes a comment and answers its id. */
const made = (stream: SheetStream, command: SheetCommand, by = LEADS.shipper): string => {
  const decision = stream.give(command, by);
  const [event] = decision.events;
  if (event?.type !== 'CommentMade') throw new Error(`not made: ${JSON.stringify(decision)}`);
  return event.commentId;
};

const on = (type: string, commentId: string, more: object = {}): SheetCommand =>
  ({ type, side: 'shipper', scope: 'shared', commentId, ...more }) as SheetCommand;

const clauseOf = ({ text }: SheetStream) => {
  const clause = text?.authored(CLAUSE);
  if (!clause) throw new Error('no clause');
  return wordsOf(clause);
};

/** The anchor of words that stand in the clause. */
const anchorOf = (stream: SheetStream, words: string) => {
  const clause = clauseOf(stream);
  const from = clause.text.indexOf(words);
  const anchor = anchorAt(clause, from, from + words.length);
  if (from < 0 || !anchor) throw new Error(`no ${words}`);
  return { start: anchor.start, end: anchor.end };
};

const someWords = (stream: SheetStream): string => clauseOf(stream).text.trim().slice(4, 40).trim();

describe('[COM1] comments on terms and words', () => {
  it('are made by a seat on a term that it sees, and by nobody else', () => {
    const stream = offerSheet();
    expect(Object.keys(see(stream, 'usps-lead').comments ?? {})).toEqual([]);
    made(stream, make('shared'));
    made(stream, make('shared', { termId: FIELD }));
    expect(stream.refusalOf(make('internal', { termId: 'nothing' }), LEADS.shipper)).toBe(
      'sheet/unknown-term',
    );
    expect(stream.refusalOf(make('internal', { termId: PRIVATE }), LEADS.shipper)).toBe(
      'sheet/unknown-term',
    );
    expect(stream.refusalOf(make('shared'), SYSTEM)).toBe('sheet/not-allowed');
    const [first] = Object.values(see(stream, 'usps-lead').comments ?? {});
    expect(first).toMatchObject({ scope: 'shared', side: 'shipper', termId: CLAUSE });
    expect(first?.entries['0']).toMatchObject({ by: 'harbor-lead', text: 'What of holidays?' });
  });

  it('are bounded in number, in length and in pace, each by what is of who meets the bound', () => {
    const stream = offerSheet();
    const wait = (): void => {
      stream.at = epochMs(stream.at + PACE_MS);
    };
    for (let count = 0; count < MAX_PACE; count += 1) made(stream, make('note'));
    expect(stream.refusalOf(make('shared'), LEADS.shipper)).toBe('comment/rate');
    made(stream, make('shared'), MATE);
    wait();
    for (let count = MAX_PACE; count < MAX_THREADS.note; count += 1) {
      if (count % MAX_PACE === 0) wait();
      made(stream, make('note'));
    }
    wait();
    expect(stream.refusalOf(make('note'), LEADS.shipper)).toBe('comment/full');
    made(stream, make('note'), MATE);
    const [oldest = ''] = Object.keys(see(stream, 'harbor-lead').comments ?? {});
    stream.must(on('ResolveComment', oldest, { scope: 'note' }), LEADS.shipper);
    const newest = made(stream, make('note'));
    const left = Object.keys(see(stream, 'harbor-lead').comments ?? {});
    expect([left.includes(oldest), left.includes(newest)]).toEqual([false, true]);
    expect(left.length).toBe(MAX_THREADS.note + 1);
  });

  it('a thread and the words of a side have an end', () => {
    const stream = offerSheet();
    const id = made(stream, make('shared'));
    const reply = (text: string) => on('ReplyToComment', id, { text });
    for (let count = 1; count < MAX_ENTRIES; count += 1) {
      if (count % MAX_PACE === 0) stream.at = epochMs(stream.at + PACE_MS);
      stream.must(reply(`Reply ${String(count)}`), LEADS.shipper);
    }
    stream.at = epochMs(stream.at + PACE_MS);
    expect(stream.refusalOf(reply('One more'), LEADS.shipper)).toBe('comment/thread-full');
    const long = 'x'.repeat(MAX_CHARACTERS);
    expect(stream.refusalOf(make('shared', { text: long }), LEADS.shipper)).toBe(
      'comment/characters',
    );
    made(stream, make('internal', { text: 'Another kind has room.' }));
    const carrier = { ...make('shared', { side: 'carrier' }) } as SheetCommand;
    made(stream, carrier, LEADS.carrier);
  });
});

describe('[COM2] who reads a comment', () => {
  const readers: Readonly<Record<CommentScope, readonly SeatName[]>> = {
    note: ['harbor-lead'],
    internal: ['harbor-lead', 'harbor-member'],
    shared: ['usps-lead', 'usps-member', 'harbor-lead', 'harbor-member', 'moderator', 'regulator'],
  };

  it.each(SCOPES)('%s', (scope) => {
    const stream = offerSheet();
    const id = made(stream, make(scope));
    for (const name of Object.keys(SEATS) as SeatName[]) {
      const shown = see(stream, name).comments;
      expect([name, shown && Object.keys(shown)]).toEqual([
        name,
        readers[scope].includes(name) ? [id] : undefined,
      ]);
    }
  });

  it('nothing is shared where there is nobody to share it with', () => {
    const common = offerSheet('common');
    const carrier = (scope: CommentScope, termId: string) =>
      make(scope, { side: 'carrier', termId });
    expect(common.refusalOf(carrier('shared', CLAUSE), LEADS.carrier)).toBe('comment/one-sided');
    expect(common.refusalOf(carrier('internal', CLAUSE), LEADS.carrier)).toBeUndefined();
    const stream = offerSheet();
    expect(stream.refusalOf(carrier('shared', PRIVATE), LEADS.carrier)).toBe(
      'comment/private-term',
    );
    expect(stream.refusalOf(carrier('internal', PRIVATE), LEADS.carrier)).toBeUndefined();
  });
});

const ACTS = ['ReplyToComment', 'EditComment', 'ResolveComment', 'ReopenComment'] as const;
const words = (type: string) =>
  type === 'ReplyToComment' || type === 'EditComment' ? { text: 'New words', entry: 0 } : {};

describe('[COM3] a thread that is not for somebody', () => {
  it.each(ACTS)('%s: the same answer as for one that is not there', (type) => {
    const stream = offerSheet();
    const [note, internal] = [made(stream, make('note')), made(stream, make('internal'))];
    const carrier = (commentId: string, scope: CommentScope) =>
      stream.give(on(type, commentId, { side: 'carrier', scope, ...words(type) }), LEADS.carrier);
    const nothing = carrier('c0000', 'internal');
    expect(nothing).toMatchObject({ ok: false, rejection: { code: 'comment/unknown' } });
    for (const scope of SCOPES) {
      expect(carrier(note, scope)).toEqual(nothing);
      expect(carrier(internal, scope)).toEqual(nothing);
    }
    const mate = stream.refusalOf(on(type, note, { scope: 'note', ...words(type) }), MATE);
    expect(mate).toBe('comment/unknown');
    const lead = on(type, 'constructor', { ...words(type) });
    expect(stream.refusalOf(lead, LEADS.shipper)).toBe('comment/unknown');
  });
});

describe('[COM4] a thread keeps its readers', () => {
  it.each(ACTS)('%s with another belief of who reads it is refused', (type) => {
    for (const scope of SCOPES) {
      const stream = offerSheet();
      const id = made(stream, make(scope));
      const before = JSON.stringify(stream.state.comments?.byId);
      for (const other of SCOPES.filter((each) => each !== scope)) {
        const command = on(type, id, { scope: other, ...words(type) });
        expect(stream.refusalOf(command, LEADS.shipper)).toBe('comment/scope');
      }
      expect(JSON.stringify(stream.state.comments?.byId)).toBe(before);
    }
  });

  it('law: whatever is done, what was not shared never reaches anybody else', () => {
    const act = fc.record({
      type: fc.constantFrom('MakeComment', ...ACTS),
      by: fc.constantFrom<SeatName>('harbor-lead', 'harbor-member', 'usps-lead'),
      scope: fc.constantFrom(...SCOPES),
      place: fc.nat(6),
      entry: fc.nat(2),
    });
    fc.assert(
      fc.property(fc.array(act, { maxLength: 18 }), (acts) => {
        const stream = offerSheet();
        const ids: string[] = [];
        acts.forEach(({ type, by, scope, place, entry }, index) => {
          const side = SEATS[by];
          const text = `${scope}-by-${by}-${String(index)}`;
          const target = { commentId: ids[place] ?? 'c0' };
          const say = type === 'MakeComment' ? { termId: CLAUSE } : target;
          const command = { type, side, scope, entry, text, ...say } as unknown as SheetCommand;
          const [event] = stream.give(command, seat(by)).events;
          if (event?.type === 'CommentMade') ids.push(event.commentId);
        });
        for (const name of Object.keys(SEATS) as SeatName[]) {
          const seen = JSON.stringify(see(stream, name));
          for (const [, scope, by] of seen.matchAll(/"(note|internal|shared)-by-([a-z-]+)-\d+"/g)) {
            const author = by as SeatName;
            const isFor =
              scope === 'shared' ||
              (scope === 'internal' ? SEATS[author] === SEATS[name] : author === name);
            expect([name, scope, by, isFor]).toEqual([name, scope, by, true]);
          }
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('[COM5] the words that a comment is about', () => {
  it('are quoted by the server, whatever the author says', () => {
    const stream = offerSheet();
    const quote = someWords(stream);
    const anchor = anchorOf(stream, quote);
    const id = made(stream, make('shared', { anchor }));
    expect(see(stream, 'usps-lead').comments?.[id]?.passage).toEqual({ ...anchor, quote });
  });

  it('must stand: nothing malformed, nothing elsewhere, nothing that is gone, nothing too long', () => {
    const stream = offerSheet();
    const anchor = anchorOf(stream, someWords(stream));
    const refusal = (more: object) =>
      stream.refusalOf(make('shared', { anchor, ...more }), LEADS.shipper);
    for (const wrong of ['AAAA', '', '!', 'x'.repeat(400), `${anchor.start}=`, anchor.end]) {
      expect(refusal({ anchor: { ...anchor, start: wrong } })).toBe('comment/anchor');
    }
    expect(refusal({ termId: FIELD })).toBe('comment/anchor');
    expect(refusal({ anchor: { start: anchor.start, end: anchor.start } })).toBe('comment/anchor');
    const other = Object.keys(stream.state.terms).find(
      (id) => id !== CLAUSE && (stream.text?.authored(id)?.runs.length ?? 0) > 0,
    );
    expect(refusal({ termId: other })).toBe('comment/passage-gone');
    const [a, b] = [anchorOf(stream, 'Neither'), anchorOf(stream, someWords(stream).slice(-3))];
    expect(refusal({ anchor: { start: b.start, end: a.end } })).toBe('comment/passage-gone');
    typeInto(stream, CLAUSE, (fragment) => {
      const [first] = fragment.toArray() as Y.XmlElement[];
      (first?.get(0) as Y.XmlText).insert(1, 'x'.repeat(MAX_QUOTE + 1));
    });
    const { text } = clauseOf(stream);
    const long = anchorAt(clauseOf(stream), 0, text.length);
    const ends = { start: long?.start, end: long?.end };
    expect(refusal({ anchor: ends })).toBe('comment/passage-long');
    typeInto(stream, CLAUSE, (fragment) => {
      fragment.delete(0, fragment.length);
    });
    expect(refusal({})).toBe('comment/passage-gone');
  });
});

describe('[COM6] the words of a comment as the text goes on', () => {
  const doc = (
    quote = 'on every day',
  ): { readonly doc: Y.Doc; readonly text: Y.XmlText; now: () => string } => {
    const made = new Y.Doc();
    const fragment = new Y.XmlFragment();
    made.getMap(CLAUSES_ROOT).set(CLAUSE, fragment);
    const text = new Y.XmlText('The carrier delivers on every day but Sunday.');
    const paragraph = new Y.XmlElement('paragraph');
    paragraph.insert(0, [text]);
    fragment.insert(0, [paragraph]);
    const clause = () => wordsOf(authoredClause(fragment));
    const from = clause().text.indexOf(quote);
    const passage = anchorAt(clause(), from, from + quote.length);
    if (!passage) throw new Error('no passage');
    const now = (): string => {
      const place = passageNow(clause(), passage, neighboursIn(made));
      return `${place.state}: ${clause().text.slice(place.from ?? 0, place.to ?? 0)}`;
    };
    return { doc: made, text, now };
  };

  it('go with it', () => {
    const { text, now } = doc();
    text.insert(0, 'Note: ');
    text.insert(text.length, ' Always.');
    expect(now()).toBe('as-is: on every day');
  });

  it('do not take in what is written beside them', () => {
    const { text, now } = doc();
    const at = text.toString().indexOf('on every');
    text.insert(at, 'only ');
    text.insert(text.toString().indexOf(' but'), 's');
    expect(now()).toBe('as-is: on every day');
  });

  it('say when something in them has changed, their ends among it', () => {
    const { text, now } = doc();
    text.insert(text.toString().indexOf('every'), 'nearly ');
    expect(now()).toBe('changed: on nearly every day');
    text.delete(text.toString().indexOf('on nearly'), 3);
    expect(now()).toBe('changed: nearly every day');
    text.delete(text.toString().indexOf(' day'), 4);
    expect(now()).toBe('changed: nearly every');
  });

  it.each(['The carrier', 'but Sunday.', 'The carrier delivers on every day but Sunday.'])(
    'say that they are gone at the edges of a line too: %s',
    (quote) => {
      const { text, now } = doc(quote);
      text.delete(text.toString().indexOf(quote), quote.length);
      expect(now()).toBe('gone: ');
    },
  );

  it('say when they are gone, and are found where they stand again', () => {
    const { text, now } = doc();
    text.delete(text.toString().indexOf('on every day'), 'on every day'.length);
    expect(now()).toBe('gone: ');
    text.insert(0, 'on every day ');
    expect(now()).toBe('found: on every day');
    text.insert(0, 'on every day ');
    expect(now()).toBe('gone: ');
  });
});

describe('[COM7] who was named', () => {
  it('follows from the own view: where, by whom, when', () => {
    const stream = offerSheet();
    const text = 'See this, @usps-lead and @harbor-member.';
    const id = made(stream, make('shared', { text, mentions: ['usps-lead', 'harbor-member'] }));
    const internal = make('internal', { text: '@harbor-member?', mentions: ['harbor-member'] });
    made(stream, internal);
    const seen = (name: SeatName) => mentionsOf(see(stream, name), name);
    expect(seen('usps-lead')).toMatchObject([
      { commentId: id, entry: 0, scope: 'shared', termId: CLAUSE, by: 'harbor-lead', text },
    ]);
    expect(seen('harbor-member').map(({ scope }) => scope)).toEqual(['internal', 'shared']);
    expect(seen('harbor-lead')).toEqual([]);
    stream.must(on('EditComment', id, { entry: 0, text: 'Never mind.' }), LEADS.shipper);
    expect(seen('usps-lead')).toEqual([]);
  });

  it('tells a reader of no seat that it may not know, neither who wrote nor who was named', () => {
    const stream = offerSheet();
    const text = 'See this, @usps-lead and @harbor-member.';
    made(stream, make('shared', { text, mentions: ['usps-lead', 'harbor-member'] }));
    const shown = (nameOf: (id: string) => string) => {
      const view = viewSheet(stream.state, { side: 'carrier', seatId: 'usps-lead', nameOf });
      return Object.values(view.comments ?? {})[0]?.entries[0];
    };
    const known = shown((id) => id);
    expect(known).toMatchObject({ seatId: 'harbor-lead', by: 'harbor-lead' });
    expect(known?.mentions).toEqual(['usps-lead', 'harbor-member']);
    const unknown = shown((id) => (id.startsWith('usps') ? id : ''));
    expect(unknown).toMatchObject({ side: 'shipper', by: '', mentions: ['usps-lead'] });
    expect(unknown).not.toHaveProperty('seatId');
  });
});

describe('[COM8] edits and turns', () => {
  it('an entry is edited by who wrote it, and says what it said before', () => {
    const stream = offerSheet();
    const id = made(stream, make('shared'));
    const edit = (text: string, more: object = {}) =>
      on('EditComment', id, { entry: 0, text, ...more });
    expect(stream.refusalOf(edit('Mine'), MATE)).toBe('comment/not-own');
    expect(stream.refusalOf(edit('What of holidays?'), LEADS.shipper)).toBe('comment/same');
    expect(stream.refusalOf(edit('x', { entry: 3 }), LEADS.shipper)).toBe('comment/unknown');
    for (let count = 0; count < 10; count += 1)
      stream.must(edit(`v${String(count)}`), LEADS.shipper);
    expect(stream.refusalOf(edit('once more'), LEADS.shipper)).toBe('comment/edits');
    const said = see(stream, 'usps-lead').comments?.[id]?.entries['0'];
    expect(said?.text).toBe('v9');
    expect(said?.earlier?.map(({ text }) => text)).toEqual([
      'What of holidays?',
      ...Array.from({ length: 9 }, (_, count) => `v${String(count)}`),
    ]);
  });

  it('a thread is resolved and opened again, by whom and when', () => {
    const stream = offerSheet();
    const id = made(stream, make('shared'));
    const carrier = (type: string, more: object = {}) =>
      stream.refusalOf(on(type, id, { side: 'carrier', ...more }), LEADS.carrier);
    expect(carrier('ReopenComment')).toBe('comment/open');
    expect(carrier('ResolveComment')).toBeUndefined();
    const at = stream.at;
    expect(carrier('ResolveComment')).toBe('comment/resolved');
    expect(carrier('ReplyToComment', { text: 'But' })).toBe('comment/resolved');
    const edit = on('EditComment', id, { entry: 0, text: 'But' });
    expect(stream.refusalOf(edit, LEADS.shipper)).toBe('comment/resolved');
    const thread = () => see(stream, 'harbor-member').comments?.[id];
    expect(thread()).toMatchObject({
      isResolved: true,
      turns: [{ kind: 'resolved', by: 'usps-lead', atMs: at }],
    });
    stream.must(on('ReopenComment', id), LEADS.shipper);
    expect(thread()?.isResolved).toBe(false);
    expect(carrier('ReplyToComment', { text: 'But' })).toBeUndefined();
  });
});

describe('[COM9] what is not shared changes nothing for others', () => {
  it('law: their views do not depend on it', () => {
    const act = fc.record({
      scope: fc.constantFrom<CommentScope>('note', 'internal'),
      mate: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(act, { minLength: 1, maxLength: 8 }), (acts) => {
        const [quiet, busy] = [offerSheet(), offerSheet()];
        for (const { scope, mate } of acts) {
          const id = made(busy, make(scope), mate ? MATE : LEADS.shipper);
          busy.must(on('ResolveComment', id, { scope }), mate ? MATE : LEADS.shipper);
        }
        for (const name of ['usps-lead', 'usps-member', 'moderator', 'regulator'] as const) {
          expect(JSON.stringify(see(busy, name))).toBe(JSON.stringify(see(quiet, name)));
        }
        const [idle] = [...[quiet, busy].map((each) => made(each, make('shared')))];
        expect(idle).toMatch(/^c[0-9a-f]{16}$/);
      }),
      { numRuns: 30 },
    );
  });

  it('in the record it is a hash, and ends no segment', () => {
    const stream = offerSheet();
    const { template } = stream.state;
    if (!template) throw new Error('no template');
    const seals = new SheetSeals();
    const readers = { carrier: 'carrier', shipper: 'shipper', none: null } as const;
    const seenBy = (event: SheetEvent) =>
      Object.entries(readers).flatMap(([name, side]) =>
        maySeeSheetPart(event, '', { template, reader: { side } }) ? [name] : [],
      );
    const expected = { note: [], internal: ['shipper'], shared: ['carrier', 'shipper', 'none'] };
    for (const scope of SCOPES) {
      const [event] = stream.give(make(scope), LEADS.shipper).events;
      if (!event) throw new Error('nothing made');
      expect([scope, seenBy(event)]).toEqual([scope, expected[scope]]);
      const body = { kind: 'decision', id: 'c', by: LEADS.shipper, salt: '' } as const;
      expect(seals.ends({ ...body, events: [event as never] })).toBe(scope === 'shared');
    }
  });

  it('a record that shows only part of it still folds', () => {
    const event: SheetEvent = {
      ...{ type: 'CommentReplied', commentId: 'c1', scope: 'shared', side: 'carrier' },
      ...{ text: 'To nothing', mentions: [] },
    };
    const { state, at } = offerSheet();
    const after = sheetDecider.evolve(state, event, { by: LEADS.carrier, id: 'c', at });
    expect(after.comments?.byId).toEqual({});
  });
});
