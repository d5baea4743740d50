// The document of one sheet inside its host: a Y.Doc that holds exactly what the journal says. Updates are checked
// against it, applied only once durable, and go out merged; nothing here writes a character of its own.

import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import * as Y from 'yjs';
import type { SeatId, TermId } from '../../shared/kernel/ids.ts';
import type { Rewriting } from '../../shared/kernel/decider.ts';
import type { Rejection } from '../../shared/kernel/rejection.ts';
import type { ClauseNode } from '../../shared/sheet/clause-hash.ts';
import type { TextLimits, TextOwner } from '../../shared/sheet/text-check.ts';
import type { SheetState } from '../../shared/sheet/types.ts';
import type { DocumentState, TextCheck, TextPart } from './types.ts';
import { canonicalJson } from '../../shared/kernel/json.ts';
import { reject } from '../../shared/kernel/rejection.ts';
import { keepAsWritten } from '../../shared/sheet/as-written.ts';
import { checkText, TEXT_LIMITS } from '../../shared/sheet/text-check.ts';
import type { Removals } from '../../shared/sheet/redline/author-tables.ts';
import type { AuthoredClause } from '../../shared/sheet/redline/authored.ts';
import { authoredClause } from '../../shared/sheet/redline/authored.ts';
import { rewritten } from './rewritten.ts';
import { TextPlaces } from '../../shared/sheet/text-places.ts';
import { CLAUSES_ROOT } from '../../shared/sheet/text-seed.ts';
import { sha256 } from '../platform/sha256.ts';
import { DeletionReader, Deletions } from './deletions.ts';

export interface TextPartOptions {
  /** What replaces the default limits of one update. */
  readonly limits?: Partial<TextLimits>;
  /** Bytes of a whole sheet's text, encoded as one Yjs update; 4 MiB unless said. */
  readonly maxSheetBytes?: number;
  /** Which clauses take no edits, by the state of the stream; those that a sheet locks unless said. */
  readonly isLocked?: (state: TextOwner, clause: TermId) => boolean;
}

const DEFAULT_SHEET_BYTES = 4 * 1024 * 1024;

/** Client ids that a client may know of before the server does: its own, of visits without a line. */
const UNSENT_CLIENTS = 1_000;

/** An update without structs and without deletions. */
const NOTHING = new Uint8Array([0, 0]);

/** The text part of one sheet's host; empty until `load` or `apply`. */
export const createTextPart = (options: TextPartOptions = {}): TextPart =>
  new SheetText({
    limits: { ...TEXT_LIMITS, ...options.limits },
    maxSheetBytes: options.maxSheetBytes ?? DEFAULT_SHEET_BYTES,
    isLocked: options.isLocked ?? isLockedInSheet,
  });

/** What is agreed is locked, and all of a sheet that is frozen. */
const isLockedInSheet = (state: TextOwner, clause: TermId): boolean => {
  const { terms, signing } = state as SheetState;
  if (signing?.frozen) return true;
  return Boolean(Object.hasOwn(terms, clause) && terms[clause]?.agreed);
};

class SheetText implements TextPart {
  readonly #limits: TextLimits;
  readonly #maxSheetBytes: number;
  readonly #isLocked: Required<TextPartOptions>['isLocked'];
  #doc: Y.Doc;
  #places: TextPlaces;
  /** The merged form of what the last transaction changed. */
  #merged: Uint8Array = NOTHING;
  /** The whole document, encoded at most once between two changes. */
  #whole: DocumentState | undefined;
  /** Never less than the whole document's size. */
  #bytes = 0;
  /** Bytes accepted since the last `apply`. */
  #waitingBytes = 0;
  readonly #deletions = new Deletions();
  /** Clauses as they were read last; one that changes leaves. */
  readonly #read = new Map<string, AuthoredClause>();
  readonly #hashes = new WeakMap<AuthoredClause, string>();

  constructor({
    limits,
    maxSheetBytes,
    isLocked,
  }: Required<TextPartOptions> & { readonly limits: TextLimits }) {
    this.#limits = limits;
    this.#maxSheetBytes = maxSheetBytes;
    this.#isLocked = isLocked;
    this.#doc = this.#open();
    this.#places = new TextPlaces(this.#doc);
  }

  load(document: Uint8Array | undefined): void {
    this.#doc.destroy();
    this.#doc = this.#open();
    this.#places = new TextPlaces(this.#doc);
    this.#whole = undefined;
    this.#bytes = 0;
    this.#waitingBytes = 0;
    this.#deletions.clear();
    if (document) this.apply([document]);
  }

  restore(kept: Uint8Array): void {
    const decoder = decoding.createDecoder(kept);
    this.load(decoding.readVarUint8Array(decoder));
    this.#deletions.read(decoder);
  }

  keep(): Uint8Array {
    return encoding.encode((encoder) => {
      encoding.writeVarUint8Array(encoder, this.encode());
      this.#deletions.write(encoder);
    });
  }

  check(state: TextOwner, by: SeatId, update: Uint8Array): TextCheck {
    const verdict = checkText(this.#places, {
      state,
      isLocked: (clause) => this.#isLocked(state, clause),
      by,
      update,
      limits: this.#limits,
      noRoomFor: (bytes) => this.#noRoomFor(bytes),
    });
    if (!verdict.ok) return verdict;
    if (verdict.grows) this.#waitingBytes += update.length;
    return { ok: true, claims: verdict.claims, changes: verdict.changes };
  }

  discard(): void {
    this.#places.clear();
    this.#waitingBytes = 0;
  }

  apply(updates: readonly Uint8Array[], authors: readonly (SeatId | null)[] = []): Uint8Array {
    this.discard();
    this.#whole = undefined;
    this.#merged = NOTHING;
    const deleted = new DeletionReader();
    this.#doc.transact((transaction) => {
      updates.forEach((update, index) => {
        Y.applyUpdate(this.#doc, update);
        const by = authors[index] ?? undefined;
        for (const { client, ...range } of deleted.fresh(transaction)) {
          if (by !== undefined) this.#deletions.add(client, range, by);
        }
      });
    });
    const { pendingStructs, pendingDs } = this.#doc.store;
    if (pendingStructs !== null || pendingDs !== null) {
      throw new Error('the text in the journal has a gap');
    }
    this.#bytes += this.#merged.length;
    return this.#merged;
  }

  clauseHash(termId: TermId): string | undefined {
    const clause = this.authored(termId);
    if (!clause) return undefined;
    const hash = this.#hashes.get(clause) ?? sha256(canonicalJson(clause.blocks));
    this.#hashes.set(clause, hash);
    return hash;
  }

  authored(termId: TermId): AuthoredClause | undefined {
    const fragment = this.#places.clause(termId);
    if (!fragment) return undefined;
    const clause = this.#read.get(termId) ?? authoredClause(fragment);
    this.#read.set(termId, clause);
    return clause;
  }

  rewrite(wordings: ReadonlyMap<TermId, readonly ClauseNode[]>, clientId: number): Rewriting {
    const { update, clauses } = rewritten(this.encode(), wordings, clientId);
    const rejection = this.#noRoomFor(update.length);
    if (rejection) return { ok: false, rejection };
    return { ok: true, update: Buffer.from(update).toString('base64'), wordings: clauses };
  }

  removerOf(client: number, clock: number): SeatId | undefined {
    return this.#deletions.byOf(client, clock);
  }

  removalsOf(client: number): Removals | undefined {
    return this.#deletions.of(client);
  }

  missing(stateVector: Uint8Array): DocumentState {
    const whole = this.#encoded();
    // Decoding costs by what the client claims to know, so what nobody can know is not decoded.
    const maximum = this.#doc.store.clients.size + UNSENT_CLIENTS;
    if (isEmptyOrUnreadable(stateVector, maximum)) return whole;
    const state = Y.encodeStateAsUpdate(this.#doc, stateVector);
    return { state, stateVector: whole.stateVector };
  }

  encode(): Uint8Array {
    return this.#encoded().state;
  }

  #open(): Y.Doc {
    const doc = new Y.Doc({ gc: true });
    keepAsWritten(doc);
    this.#read.clear();
    // Named before anything arrives, so that the root is a map from the start.
    doc.getMap(CLAUSES_ROOT).observeDeep((events) => {
      for (const event of events) {
        const [clause] = event.path;
        // On the root itself it is clauses that come.
        const changed = clause === undefined ? event.keys.keys() : [String(clause)];
        for (const termId of changed) this.#read.delete(termId);
      }
    });
    doc.on('update', (update: Uint8Array) => {
      this.#merged = update;
    });
    return doc;
  }

  #encoded(): DocumentState {
    this.#whole ??= {
      state: Y.encodeStateAsUpdate(this.#doc),
      stateVector: Y.encodeStateVector(this.#doc),
    };
    this.#bytes = this.#whole.state.length;
    return this.#whole;
  }

  #noRoomFor(bytes: number): Rejection | undefined {
    const room = this.#maxSheetBytes - this.#waitingBytes - bytes;
    // Deleted text still counts in the running sum; only the encoded document tells.
    if (this.#bytes <= room || this.encode().length <= room) return undefined;
    return reject('text/sheet-full', { maximumBytes: this.#maxSheetBytes });
  }
}

/** A reader who sends neither, or names more than `maximum` clients, gets everything, which is never wrong. */
const isEmptyOrUnreadable = (stateVector: Uint8Array, maximum: number): boolean => {
  try {
    if (decoding.readVarUint(decoding.createDecoder(stateVector)) > maximum) return true;
    return Y.decodeStateVector(stateVector).size === 0;
  } catch (cause) {
    return cause instanceof Error;
  }
};
