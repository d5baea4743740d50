// Honest clients type, format, undo, go offline, reload and meet each other; none is ever refused, and the server's
// document is what a plain Y.Doc would be.

import { fc } from '../support/fast-check.ts';
import { initProseMirrorDoc } from 'y-prosemirror';
import * as Y from 'yjs';
import { describe, expect, it } from 'vitest';
import type { TextPart } from '../../server/host/types.ts';
import type { Deed } from './honest-client.ts';
import { keepAsWritten } from '../../shared/sheet/as-written.ts';
import { clauseHash, clauseJson } from '../../shared/sheet/clause-hash.ts';
import { clauseSchema } from '../../shared/sheet/text-schema.ts';
import { HonestClient } from './honest-client.ts';
import { CLAUSES, clauseOf, forkOf, SEATS, SEED, seededPart, sheetState } from './sheet-fixture.ts';

const CLIENTS = 3;

type Step =
  | { readonly kind: 'deed'; readonly who: number; readonly deed: Deed }
  | { readonly kind: 'send'; readonly who: number; readonly count: number }
  | { readonly kind: 'commit' }
  | { readonly kind: 'receive'; readonly who: number }
  | { readonly kind: 'resync'; readonly who: number; readonly isDoubled: boolean }
  | { readonly kind: 'reload'; readonly who: number };

/** Unlike in `fc.double`, all places are equally likely. */
const share = fc.noBias(fc.nat(1_000)).map((thousandths) => thousandths / 1_000);

const deeds = fc.record<Deed>({
  clause: fc.constantFrom(...CLAUSES),
  kind: fc.constantFrom<Deed['kind'][]>(
    ...(['type', 'type', 'type', 'delete', 'delete', 'strong', 'strong', 'em', 'split'] as const),
    ...([
      'break',
      'bullets',
      'numbers',
      'item',
      'sink',
      'lift',
      'paste',
      'table',
      'undo',
      'redo',
    ] as const),
  ),
  from: share,
  to: share,
  text: fc.constantFrom('a', 'fee ', '🚚', 'ünlimited', '\u0301', 'longer words of a clause'),
});

const who = fc.nat(CLIENTS - 1);
const steps = fc.array(
  fc.oneof(
    { weight: 12, arbitrary: fc.record({ kind: fc.constant('deed' as const), who, deed: deeds }) },
    {
      weight: 4,
      arbitrary: fc.record({
        kind: fc.constant('send' as const),
        who,
        count: fc.integer({ min: 1, max: 4 }),
      }),
    },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('commit' as const) }) },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('receive' as const), who }) },
    {
      weight: 1,
      arbitrary: fc.record({ kind: fc.constant('resync' as const), who, isDoubled: fc.boolean() }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('reload' as const), who }) },
  ),
  { minLength: 5, maxLength: 60 },
);

/** One server and its clients; each client has its own line, on which nothing overtakes. */
class Table {
  readonly part: TextPart = seededPart({ limits: { maxDepth: 1_000 } });
  readonly plain = new Y.Doc();
  readonly clients: readonly HonestClient[];
  readonly refusals: unknown[] = [];
  readonly #inboxes: Uint8Array[][];
  #owners: Record<string, string> = {};
  #waiting: Uint8Array[] = [];
  #clientIds = 100;

  constructor() {
    keepAsWritten(this.plain);
    this.plain.getMap('clauses');
    Y.applyUpdate(this.plain, SEED);
    this.clients = Array.from(
      { length: CLIENTS },
      (_, index) => new HonestClient(SEED, this.#newClientId(), index > 0),
    );
    this.#inboxes = this.clients.map(() => []);
  }

  take(step: Step): void {
    if (step.kind === 'commit') {
      this.commit();
      return;
    }
    const client = this.clients[step.who];
    if (!client) return;
    if (step.kind === 'deed') client.do(step.deed);
    if (step.kind === 'send') this.send(client, step.count);
    if (step.kind === 'receive') this.receive(client);
    if (step.kind === 'resync') this.resync(client, step.isDoubled);
    // What was typed and not sent is kept by the browser and sent by the resync that follows.
    if (step.kind === 'reload') client.reload(this.#newClientId());
    if (step.kind === 'reload') this.resync(client, false);
  }

  send(client: HonestClient, count: number): void {
    for (const update of client.outbox.splice(0, count)) this.#submit(client, update);
  }

  receive(client: HonestClient): void {
    for (const update of this.#inboxes[this.clients.indexOf(client)]?.splice(0) ?? []) {
      client.receive(update);
    }
  }

  /** A new connection: both sides tell what they have. */
  resync(client: HonestClient, isDoubled: boolean): void {
    this.commit();
    this.#inboxes[this.clients.indexOf(client)]?.splice(0);
    client.receive(this.part.missing(Y.encodeStateVector(client.doc)).state);
    const { stateVector } = this.part.missing(new Uint8Array([0]));
    const lacking = Y.encodeStateAsUpdate(client.doc, isDoubled ? undefined : stateVector);
    if (!isDoubled) client.outbox = [];
    this.#submit(client, lacking);
  }

  commit(): void {
    this.part.discard();
    if (this.#waiting.length === 0) return;
    const merged = this.part.apply(this.#waiting);
    for (const update of this.#waiting) Y.applyUpdate(this.plain, update);
    this.#waiting = [];
    for (const inbox of this.#inboxes) inbox.push(merged);
  }

  /** Until nobody has anything left to say. */
  settle(): void {
    for (let round = 0; round < 20; round += 1) {
      for (const client of this.clients) this.send(client, Infinity);
      this.commit();
      for (const client of this.clients) this.receive(client);
      if (this.clients.every(({ outbox }) => outbox.length === 0)) return;
    }
    throw new Error('the clients never come to rest');
  }

  #submit(client: HonestClient, update: Uint8Array): void {
    const by = SEATS[this.clients.indexOf(client) % SEATS.length] ?? 'carrier';
    const check = this.part.check(sheetState({ clients: this.#owners }), by, update);
    if (!check.ok) {
      this.refusals.push(check.rejection);
      return;
    }
    for (const id of check.claims) this.#owners = { ...this.#owners, [String(id)]: by };
    if (check.changes) this.#waiting.push(update);
  }

  #newClientId(): number {
    this.#clientIds += 1;
    // Not in order of age: Yjs settles conflicts by client id.
    return (this.#clientIds * 7_919) % 100_003;
  }
}

/** JSON of a clause as ProseMirror shows it. */
const shownOf = (doc: Y.Doc, termId: string): unknown => {
  const shown = initProseMirrorDoc(clauseOf(doc, termId), clauseSchema).doc;
  if (shown.childCount > 0) shown.check();
  const plain = (node: {
    type: string;
    marks?: { type: string }[];
    content?: never[];
  }): unknown => ({
    ...node,
    ...(node.marks && { marks: node.marks.map(({ type }) => type).sort() }),
    ...(node.type === 'hard_break' && { marks: undefined }),
    ...(node.content && { content: node.content.map(plain) }),
  });
  const { content = [] } = shown.toJSON() as { content?: never[] };
  return content.map(plain);
};

describe('honest clients', () => {
  it('[TXT1] [TXT14] nobody who types, formats, undoes, reloads or comes back late is ever refused', () => {
    fc.assert(
      fc.property(steps, (plan) => {
        const table = new Table();
        for (const step of plan) table.take(step);
        table.settle();
        expect(table.refusals).toEqual([]);
        const server = forkOf(table.part, 1_000_000);
        for (const termId of CLAUSES) {
          const json = clauseJson(clauseOf(server, termId));
          expect(clauseJson(clauseOf(table.plain, termId))).toEqual(json);
          for (const { doc } of table.clients) {
            expect(clauseJson(clauseOf(doc, termId))).toEqual(json);
          }
          expect(table.part.clauseHash(termId)).toBe(clauseHash(clauseOf(server, termId)));
        }
      }),
      { numRuns: 250 },
    );
  });

  it('[TXT2] the canonical value is what the page shows, and showing it changes nothing', () => {
    fc.assert(
      fc.property(steps, (plan) => {
        const table = new Table();
        for (const step of plan) table.take(step);
        table.settle();
        const reader = forkOf(table.part, 1_000_000);
        for (const termId of CLAUSES) {
          const before = clauseJson(clauseOf(reader, termId));
          expect(shownOf(reader, termId)).toEqual(before);
          expect(clauseJson(clauseOf(reader, termId))).toEqual(before);
        }
      }),
      { numRuns: 150 },
    );
  });
});
