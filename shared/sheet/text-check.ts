// Decides whether a text update of one seat may be appended, without touching the document: every struct and every
// deleted range is traced to its clause. What passes here Yjs can apply at once, so it never holds anything back
// for later, and nothing of it changes a locked clause.

import * as Y from 'yjs';
import type { SeatId, TermId } from '../kernel/ids.ts';
import type { Rejection } from '../kernel/rejection.ts';
import type { List, TextPlaces } from './text-places.ts';
import type { WireDeletes, WireSection, WireStruct } from './text-wire.ts';
import { reject } from '../kernel/rejection.ts';
import { areRedundant, isEmptyFrame } from './redundant-text.ts';
import { HELD, MAX_CLAUSE_DEPTH } from './text-form.ts';
import { scanSteps } from './text-cost.ts';
import { isHighSurrogate } from './text-places.ts';
import { CLAUSES_ROOT, SEED_CLIENT_ID } from './text-seed.ts';
import { readUpdate } from './text-wire.ts';

/** Bounds on one update, one seat and one sheet. */
export interface TextLimits {
  readonly maxUpdateBytes: number;
  /** Elements inside elements, counted from the clause; a list in a list takes two. */
  readonly maxDepth: number;
  /** Every visit that types uses up one Yjs client id, so this bounds visits, not connections. */
  readonly maxClientIdsASeat: number;
  /** Client ids one update may use for the first time. */
  readonly maxNewClientIds: number;
  /** Structs in one update. An honest one takes so many bytes that `maxUpdateBytes` is reached first. */
  readonly maxStructs: number;
  /** Items Yjs may have to look at to place an update; honest edits need next to none. */
  readonly maxScanSteps: number;
}

export const TEXT_LIMITS: TextLimits = {
  maxUpdateBytes: 1024 * 1024,
  maxDepth: MAX_CLAUSE_DEPTH,
  maxClientIdsASeat: 1_000,
  maxNewClientIds: 50,
  maxStructs: 60_000,
  maxScanSteps: 2_000_000,
};

/** The outcome of a check. */
export type TextVerdict =
  | {
      readonly ok: true;
      /** Client ids used here that belonged to nobody. */
      readonly claims: readonly number[];
      /** False when everything in the update is there already. */
      readonly changes: boolean;
      /** False for an update that at most deletes. */
      readonly grows: boolean;
    }
  | { readonly ok: false; readonly rejection: Rejection };

/** What the check looks at in the state of the stream that a text is in. */
export interface TextOwner {
  /** Yjs client id → the seat that used it first. */
  readonly clients: Readonly<Record<string, SeatId>>;
}

export interface TextQuestion {
  readonly state: TextOwner;
  /** Whether a clause takes no edits. */
  readonly isLocked: (clause: TermId) => boolean;
  readonly by: SeatId;
  readonly update: Uint8Array;
  readonly limits: TextLimits;
  /** The rejection when the sheet has no room for so many bytes more; asked only for updates that add something. */
  readonly noRoomFor: (bytes: number) => Rejection | undefined;
}

/**
 * Checks one update against the document and everything accepted since. On success `places` knows what it adds, so
 * that the next check builds on it; on refusal `places` is as before.
 */
export const checkText = (places: TextPlaces, question: TextQuestion): TextVerdict => {
  const { update, limits } = question;
  if (update.length > limits.maxUpdateBytes) {
    const { maxUpdateBytes } = limits;
    return refuse(reject('text/too-large', { bytes: update.length, maximumBytes: maxUpdateBytes }));
  }
  const wire = readUpdate(update, limits.maxStructs);
  if ('code' in wire) return refuse(wire);
  const check = new UpdateCheck(places, question);
  const rejection = check.structs(wire.sections) ?? check.deletes(wire.deletes) ?? check.size();
  if (rejection) {
    places.drop();
    return refuse(rejection);
  }
  places.keep();
  return { ok: true, claims: [...check.claims], changes: check.changes, grows: check.grows };
};

const refuse = (rejection: Rejection): TextVerdict => ({ ok: false, rejection });

const GAP = reject('text/gap');
const MALFORMED = reject('text/malformed');
const HALVED = reject('text/content', { what: 'half a character' });

/** A struct waits for another of the same update; the value is that one's client. */
interface Waits {
  readonly client: number;
}

/** A section and how far it was read. */
interface Progress {
  readonly client: number;
  readonly structs: readonly WireStruct[];
  next: number;
  isWaiting: boolean;
}

class UpdateCheck {
  readonly claims = new Set<number>();
  changes = false;
  grows = false;
  readonly #places: TextPlaces;
  readonly #question: TextQuestion;
  #scanSteps = 0;

  constructor(places: TextPlaces, question: TextQuestion) {
    this.#places = places;
    this.#question = question;
  }

  /** Takes structs in an order in which each finds what it refers to, as Yjs will. */
  structs(sections: readonly WireSection[]): Rejection | undefined {
    const all = new Map<number, Progress>();
    for (const { client, structs } of sections) {
      all.set(client, { client, structs, next: 0, isWaiting: false });
    }
    for (const first of all.values()) {
      const stack = [first];
      for (let top = stack.at(-1); top; top = stack.at(-1)) {
        const struct = top.structs[top.next];
        if (!struct) {
          stack.pop();
          continue;
        }
        const outcome = this.#struct(top.client, struct);
        if (outcome && 'code' in outcome) return outcome;
        top.isWaiting = outcome !== undefined;
        if (outcome) {
          const other = all.get(outcome.client);
          if (!other || other.isWaiting || other.next === other.structs.length) return GAP;
          stack.push(other);
          continue;
        }
        top.next += 1;
        // Whoever waits is asked again after each step.
        if (stack.length > 1) stack.pop();
      }
    }
    return undefined;
  }

  deletes(all: readonly WireDeletes[]): Rejection | undefined {
    const marks = new Map<List, Set<Y.Item>>();
    for (const { client, ranges } of all) {
      const known = this.#places.known(client);
      for (const { clock, length } of ranges) {
        const end = clock + length;
        if (end > known) return GAP;
        if (this.#places.halves(client, clock) || this.#places.halves(client, end)) return HALVED;
        for (const struct of this.#places.stored(client, clock, end)) {
          const rejection = struct.deleted ? undefined : this.#deleted(struct, marks);
          if (rejection) return rejection;
        }
        this.changes ||= this.#places.hasAlive(client, clock, end);
      }
    }
    for (const [{ clause, type }, removed] of marks) {
      if (type && !areRedundant(type, removed)) return locked(clause);
    }
    return undefined;
  }

  size(): Rejection | undefined {
    const { update, noRoomFor } = this.#question;
    return this.grows ? noRoomFor(update.length) : undefined;
  }

  #deleted(struct: Y.Item | Y.GC, marks: Map<List, Set<Y.Item>>): Rejection | undefined {
    const list = this.#places.listOf(struct);
    if (!list || !(struct instanceof Y.Item)) return undefined;
    if (list.holder === 'root') return content('clause');
    this.changes = true;
    if (!this.#isLocked(list) || isEmptyFrame(struct)) return undefined;
    if (!(struct.content instanceof Y.ContentFormat)) return locked(list.clause);
    const removed = marks.get(list) ?? new Set();
    marks.set(list, removed.add(struct));
    return undefined;
  }

  #struct(client: number, struct: WireStruct): Rejection | Waits | undefined {
    const known = this.#places.known(client);
    const end = struct.clock + struct.length;
    if (struct.clock > known) return GAP;
    if (struct.content === 'skip') return end > known ? GAP : undefined;
    const missing = this.#missing(client, struct);
    if (missing) return missing;
    if (typeof struct.parent === 'string' && struct.parent !== CLAUSES_ROOT) {
      return reject('text/unknown-root');
    }
    if (end <= known) return undefined;
    if (struct.text && isHighSurrogate(struct.text, known - struct.clock - 1)) return HALVED;
    return this.#claim(client) ?? this.#add(client, struct, known);
  }

  /** Everything a struct refers to must exist, even when the struct itself is known: Yjs looks it up anyway. */
  #missing(client: number, struct: WireStruct): Rejection | Waits | undefined {
    const { origin, rightOrigin, parent } = struct;
    for (const id of [origin, rightOrigin, parent]) {
      if (id === undefined || typeof id === 'string') continue;
      if (id.client === client && id.clock >= struct.clock) return MALFORMED;
      if (id.clock >= this.#places.known(id.client)) return { client: id.client };
    }
    const isCut =
      (origin !== undefined && this.#places.halves(origin.client, origin.clock + 1)) ||
      (rightOrigin !== undefined && this.#places.halves(rightOrigin.client, rightOrigin.clock));
    return isCut ? HALVED : undefined;
  }

  #claim(client: number): Rejection | undefined {
    const { state, by, limits } = this.#question;
    if (this.claims.has(client)) return undefined;
    const owner = state.clients[String(client)];
    if (owner === by) return undefined;
    if (owner !== undefined || client === SEED_CLIENT_ID) {
      return reject('text/client-id', { clientId: client });
    }
    const used = Object.values(state.clients).filter((seatId) => seatId === by).length;
    const isTooMany =
      this.claims.size >= limits.maxNewClientIds ||
      used + this.claims.size >= limits.maxClientIdsASeat;
    if (isTooMany) {
      return reject('text/client-id', { clientId: client, maximum: limits.maxClientIdsASeat });
    }
    this.claims.add(client);
    return undefined;
  }

  #add(client: number, struct: WireStruct, known: number): Rejection | undefined {
    const list = struct.content === 'gc' ? undefined : this.#placeOf(client, struct, known);
    if (list && 'code' in list) return list;
    const rejection = list && this.#mayAdd(client, list, struct);
    if (rejection) return rejection;
    const isGone = struct.content === 'gc' || struct.content === 'deleted';
    const isBare = struct.content === 'string' || struct.content === 'format';
    this.#places.add(client, {
      clock: known,
      length: struct.clock + struct.length - known,
      text: struct.text?.slice(known - struct.clock),
      list,
      inner: list && !isGone && !isBare ? innerOf(list, struct) : undefined,
      isDeleted: isGone || list === undefined,
      isHolder: !isBare,
    });
    this.changes = true;
    this.grows = true;
    return undefined;
  }

  /** The list a new struct will stand in; undefined when that list is gone and the struct with it. */
  #placeOf(client: number, struct: WireStruct, known: number): List | Rejection | undefined {
    if (struct.key !== undefined) return this.#keyed(struct);
    const lists: (List | undefined)[] = [];
    for (const id of [struct.origin, struct.rightOrigin]) {
      if (id) lists.push(this.#places.listOf(this.#places.find(id)));
    }
    if (lists.length === 0) {
      if (typeof struct.parent !== 'object') return content('clause');
      const inside = this.#places.inside(this.#places.find(struct.parent));
      if (inside === 'none') return MALFORMED;
      lists.push(inside === 'gone' ? undefined : inside);
    }
    // The rest of a run that is partly there goes on where it broke off.
    const isPartlyThere = struct.clock < known;
    if (isPartlyThere) {
      lists.push(this.#places.listOf(this.#places.find({ client, clock: known - 1 })));
    }
    // Neighbours always have one parent; two parents would tie two clauses together.
    return lists.every((list) => list === lists[0]) ? lists[0] : MALFORMED;
  }

  /** Only clauses have keys, and those came with the seed; elements have no attributes. */
  #keyed({ parent, key }: WireStruct): Rejection {
    const isNewClause = parent === CLAUSES_ROOT && key !== undefined && !this.#places.clause(key);
    return isNewClause ? reject('text/unknown-clause') : content('attribute');
  }

  #mayAdd(client: number, list: List, struct: WireStruct): Rejection | undefined {
    const { maxDepth, maxScanSteps } = this.#question.limits;
    if (list.holder === 'root') return content('clause');
    const budget = maxScanSteps - this.#scanSteps;
    this.#scanSteps += scanSteps(this.#places, { client, struct, list, budget });
    if (this.#scanSteps > maxScanSteps)
      return reject('text/too-large', { maximumSteps: maxScanSteps });
    // What was deleted before it came changes nothing, so it may still arrive in a locked clause.
    if (struct.content === 'deleted') return undefined;
    if (this.#isLocked(list)) return locked(list.clause);
    const kind = typeof struct.content === 'object' ? struct.content.element : struct.content;
    if (!HELD[list.holder].includes(kind)) return content(`${kind} in ${list.holder}`);
    const isInner = kind !== 'string' && kind !== 'format';
    const isTooDeep = isInner && list.depth + 1 > maxDepth;
    return isTooDeep ? reject('text/too-deep', { maximumDepth: maxDepth }) : undefined;
  }

  #isLocked({ clause }: List): boolean {
    return clause !== undefined && this.#question.isLocked(clause);
  }
}

const locked = (termId: TermId | undefined): Rejection =>
  reject('text/locked', { termId: termId ?? '' });

const content = (what: string): Rejection => reject('text/content', { what });

const innerOf = (list: List, { content }: WireStruct): List => ({
  holder: typeof content === 'object' ? (content.element as List['holder']) : 'text',
  clause: list.clause,
  depth: list.depth + 1,
  type: undefined,
});
