// Attacks on a sheet as data, and the place where they are carried out: a text part and a plain clone that receives
// what the part accepted. Half of each attack fits the document, so that the other half is not refused for it.

import { fc } from '../support/fast-check.ts';
import * as Y from 'yjs';
import type { TextCheck, TextPart } from '../../server/host/types.ts';
import type { SeatId } from '../../shared/kernel/ids.ts';
import type { CraftedContent, CraftedId, CraftedStruct } from './crafted-update.ts';
import type { Holder } from '../../shared/sheet/text-form.ts';
import { HELD } from '../../shared/sheet/text-form.ts';
import { craft } from './crafted-update.ts';
import { CLAUSES, clauseOf, forkOf, SEATS, seededPart, sheetState } from './sheet-fixture.ts';

const WRITERS = [70, 71, 72];
export const LOCKED = 'liability';

/** An id as a share of what its client has written, a little beyond it included. */
interface LooseId {
  readonly client: number;
  readonly share: number;
}

interface LooseStruct {
  readonly content: CraftedContent;
  /** The content is replaced by one that the list may hold. */
  readonly isFitting: boolean;
  /** Which list and which place in it, as shares. */
  readonly list: number;
  readonly place: number;
  /** What is true about it: everything, or parts are replaced by those below. */
  readonly truth:
    | 'all'
    | 'no origin'
    | 'no right'
    | 'false origin'
    | 'false right'
    | 'false parent'
    | 'continued';
  readonly falseId: LooseId;
  readonly falseParent: LooseId | string;
  readonly key: string | undefined;
}

/** Shares in thousandths; unlike `fc.double` all are equally likely. */
const shareOf = (max: number): fc.Arbitrary<number> =>
  fc.noBias(fc.nat(max)).map((thousandths) => thousandths / 1_000);

const ids = fc.record<LooseId>({
  client: fc.constantFrom(1, 1, 1, ...WRITERS),
  share: shareOf(1_005),
});

const share = shareOf(999);

const contents = fc.oneof<fc.Arbitrary<CraftedContent>[]>(
  fc.record({
    kind: fc.constant('string' as const),
    text: fc.constantFrom('a', 'bc', '🚚', 'x🚚y'),
  }),
  fc.record({
    kind: fc.constant('format' as const),
    key: fc.constantFrom('strong', 'em'),
    value: fc.constantFrom('{}', 'null'),
  }),
  fc.record({
    kind: fc.constant('element' as const),
    name: fc.constantFrom(
      'paragraph',
      'bullet_list',
      'list_item',
      'table_row',
      'hard_break',
      'script',
    ),
  }),
  fc.record({ kind: fc.constant('type' as const), type: fc.constantFrom(6, 6, 6, 4) }),
  fc.record({
    kind: fc.constantFrom('deleted' as const, 'gc' as const, 'skip' as const),
    length: fc.integer({ min: 1, max: 3 }),
  }),
);

const structs = fc.record<LooseStruct>({
  content: contents,
  isFitting: fc.constantFrom(true, true, true, true, false),
  list: share,
  place: share,
  truth: fc.constantFrom<LooseStruct['truth'][]>(
    ...(['all', 'all', 'all', 'all', 'continued', 'continued', 'no origin', 'no right'] as const),
    ...(['false origin', 'false right', 'false parent'] as const),
  ),
  falseId: ids,
  falseParent: fc.oneof(ids, ids, fc.constantFrom('clauses', 'other')),
  key: fc.option(fc.constantFrom('scope', '__proto__'), { nil: undefined, freq: 30 }),
});

/** One update of one seat. */
export const attacks = fc.record({
  writer: fc.nat(WRITERS.length - 1),
  isThief: fc.constantFrom(false, false, false, false, true),
  backBy: fc.constantFrom(0, 0, 0, 0, 0, 1, 2, -1),
  structs: fc.array(structs, { maxLength: 3 }),
  deletes: fc.array(fc.tuple(ids, fc.integer({ min: 1, max: 4 })), { maxLength: 1, size: '-1' }),
  isDeleting: fc.boolean(),
  /** A place in the bytes and what is put there; most updates stay whole. */
  mutation: fc.option(fc.tuple(share, fc.nat(255)), { nil: undefined, freq: 1 }),
  isMutated: fc.constantFrom(false, false, false, true),
  isCommitted: fc.boolean(),
});

export type Attack = typeof attacks extends fc.Arbitrary<infer Value> ? Value : never;

/** An update and what the part said to it, before anything of it is applied. */
export interface Judged {
  readonly update: Uint8Array;
  readonly by: SeatId;
  readonly check: TextCheck;
  /** The document, and all that was accepted since, in order. */
  readonly before: () => readonly Uint8Array[];
}

export class Arena {
  readonly part: TextPart = seededPart();
  readonly clone = forkOf(this.part, 900);
  readonly #tidied: Uint8Array[] = [];
  readonly rejections = new Map<string, number>();
  accepted = 0;
  #owners: Record<string, string> = {};
  #waiting: Uint8Array[] = [];
  readonly #judge: ((judged: Judged) => void) | undefined;

  constructor(judge?: (judged: Judged) => void) {
    this.#judge = judge;
    this.clone.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== 'server') this.#tidied.push(update);
    });
  }

  attack(attack: Attack): void {
    this.take(this.#updateOf(attack), attack);
    if (attack.isCommitted) this.commit();
  }

  /** Gives an update of any origin to the part, as this writer or as a thief of its id. */
  take(update: Uint8Array, attack: Pick<Attack, 'writer' | 'isThief'>): TextCheck {
    const seat = attack.writer + (attack.isThief ? 1 : 0);
    const by = SEATS[seat % SEATS.length] ?? 'carrier';
    const now = { locked: [LOCKED], clients: this.#owners };
    const check = this.part.check(sheetState(now), by, update);
    this.#judge?.({ update, by, check, before: () => this.#before() });
    if (check.ok && check.changes) {
      this.accepted += 1;
      for (const id of check.claims) this.#owners = { ...this.#owners, [String(id)]: by };
      this.#waiting.push(update);
    } else if (!check.ok) {
      const { code } = check.rejection;
      this.rejections.set(code, (this.rejections.get(code) ?? 0) + 1);
    }
    return check;
  }

  commit(): void {
    this.part.discard();
    this.part.apply(this.#waiting);
    for (const update of this.#waiting) Y.applyUpdate(this.clone, update, 'server');
    this.#waiting = [];
    this.#tidyUp();
  }

  #before(): readonly Uint8Array[] {
    return [Y.encodeStateAsUpdate(this.clone), ...this.#waiting];
  }

  /** What Yjs deletes by itself in the clone goes to the part, as from any client; it must always pass. */
  #tidyUp(): void {
    for (const update of this.#tidied.splice(0)) {
      const check = this.part.check(sheetState({ locked: [LOCKED] }), 'shipper', update);
      if (!check.ok) throw new Error(`tidying up was refused: ${check.rejection.code}`);
      if (check.changes) this.part.apply([update]);
    }
  }

  #updateOf(attack: Attack): Uint8Array {
    const { writer, backBy, structs: loose, mutation, isMutated } = attack;
    const deletes = attack.isDeleting ? attack.deletes : [];
    const client = WRITERS[writer] ?? 70;
    const clock = Math.max(0, this.#known(client) - backBy);
    let next = clock;
    const made = loose.map((struct): CraftedStruct => {
      const at = { client, clock: next };
      const made = this.#structOf(struct, at);
      const { content } = made;
      if (content.kind === 'string') next += content.text.length;
      else next += 'length' in content ? content.length : 1;
      return made;
    });
    const update = craft(
      made.length > 0 ? [{ client, clock, structs: made }] : [],
      deletes.map(([id, length]) => ({ ...this.#idOf(id), length })),
    );
    if (mutation && isMutated) update[Math.floor(mutation[0] * update.length)] = mutation[1];
    return update;
  }

  #structOf(loose: LooseStruct, at: CraftedId): CraftedStruct {
    const { truth, key, falseId, falseParent } = loose;
    const list = this.#lists()[Math.floor(loose.list * this.#lists().length)];
    if (!list) throw new Error('no list');
    const content = loose.isFitting ? fitting(list, loose) : loose.content;
    const items = itemsOf(list);
    const index = Math.floor(loose.place * (items.length + 1));
    const [left, right] = [items[index - 1], items[index]];
    let origin = left && { client: left.lastId.client, clock: left.lastId.clock };
    let rightOrigin = right && { client: right.id.client, clock: right.id.clock };
    if (truth === 'continued' && at.clock > 0) origin = { ...at, clock: at.clock - 1 };
    if (truth === 'false origin') origin = this.#idOf(falseId);
    if (truth === 'false right') rightOrigin = this.#idOf(falseId);
    if (truth === 'no origin') origin = undefined;
    if (truth === 'no right' || truth === 'continued') rightOrigin = undefined;
    let parent: CraftedId | string | undefined = list._item?.id;
    if (truth === 'false parent') {
      parent = typeof falseParent === 'string' ? falseParent : this.#idOf(falseParent);
      [origin, rightOrigin] = [undefined, undefined];
    }
    return {
      content,
      ...(origin && { origin }),
      ...(rightOrigin && { rightOrigin }),
      ...(parent !== undefined && { parent }),
      ...(key !== undefined && { key }),
    };
  }

  #lists(): Y.XmlFragment[] {
    const lists: Y.XmlFragment[] = [];
    const collect = (list: Y.XmlFragment): void => {
      lists.push(list);
      for (const { content, deleted } of itemsOf(list)) {
        if (!deleted && content instanceof Y.ContentType) collect(content.type as Y.XmlFragment);
      }
    };
    for (const termId of CLAUSES) collect(clauseOf(this.clone, termId));
    return lists;
  }

  #known(client: number): number {
    return Y.getState(this.clone.store, client);
  }

  #idOf({ client, share: part }: LooseId): CraftedId {
    return { client, clock: Math.floor(part * this.#known(client)) };
  }
}

const fitting = (list: Y.XmlFragment, { content, place }: LooseStruct): CraftedContent => {
  const name = list instanceof Y.XmlElement ? list.nodeName : 'clause';
  const held = HELD[list instanceof Y.XmlText ? 'text' : (name as Holder)];
  const kind = held[Math.floor(place * 97) % held.length];
  if (kind === 'text') return { kind: 'type', type: 6 };
  if (kind === 'format') return { kind, key: 'strong', value: place < 0.5 ? '{}' : 'null' };
  if (kind === 'string') return content.kind === 'string' ? content : { kind, text: '🚚b' };
  return kind === undefined ? content : { kind: 'element', name: kind };
};

const itemsOf = (list: Y.XmlFragment): Y.Item[] => {
  const items: Y.Item[] = [];
  for (let item = list._start; item !== null; item = item.right) items.push(item);
  return items;
};
