// An offer in the making, kept in this browser for each sheet and seat until it is sent or given up: what was typed into
// it outlives a reload. Signing out forgets it. Storage can be full, or edited by hand; neither may break the page.

import type { ClauseNode } from '../../shared/sheet/clause-hash.ts';
import type { FieldValue } from '../../shared/sheet/field-types.ts';
import type { FieldDraft } from '../format/field-draft.ts';

export const OFFER_PREFIX = 'parley-offer:';

/** One term of an offer in the making: a value or wording to begin with, or wording by its hash, and what was typed. */
export interface DraftItem {
  readonly termId: string;
  readonly value?: FieldValue;
  readonly blocks?: readonly ClauseNode[];
  readonly hash?: string;
  /** The inputs of a field as they stand, right or wrong. */
  readonly typed?: FieldDraft;
  /** The draft of the own caucus that the wording comes from. */
  readonly draftId?: string;
}

export interface OfferDraft {
  readonly items: readonly DraftItem[];
  /** The offer that this one answers. */
  readonly answers?: string;
  readonly reason: string;
  /** How long it is to stand from when it is sent, in milliseconds; 0: without an end. */
  readonly lastsMs: number;
}

type OfferStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;
type Fields = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((each) => typeof each === 'string');

const isNode = (value: unknown): value is ClauseNode =>
  isObject(value) &&
  typeof value['type'] === 'string' &&
  (value['type'] === 'text'
    ? typeof value['text'] === 'string' && (value['marks'] === undefined || isTexts(value['marks']))
    : value['content'] === undefined || isNodes(value['content']));

const isNodes = (value: unknown): value is readonly ClauseNode[] =>
  Array.isArray(value) && value.every(isNode);

const isTyped = (value: unknown): value is FieldDraft =>
  isObject(value) &&
  typeof value['typed'] === 'string' &&
  isTexts(value['ticked']) &&
  Array.isArray(value['cells']) &&
  value['cells'].every(isTexts) &&
  (value['mode'] === 'incremental' || value['mode'] === 'all-units');

const isItem = (value: unknown): value is DraftItem =>
  isObject(value) &&
  typeof value['termId'] === 'string' &&
  (value['blocks'] === undefined || isNodes(value['blocks'])) &&
  (value['hash'] === undefined || typeof value['hash'] === 'string') &&
  (value['draftId'] === undefined || typeof value['draftId'] === 'string') &&
  (value['typed'] === undefined || isTyped(value['typed']));

const isDraft = (value: unknown): value is OfferDraft =>
  isObject(value) &&
  Array.isArray(value['items']) &&
  value['items'].every(isItem) &&
  typeof value['reason'] === 'string' &&
  Number.isSafeInteger(value['lastsMs']) &&
  (value['answers'] === undefined || typeof value['answers'] === 'string');

export class KeptOffer {
  readonly #name: string;
  readonly #storage: OfferStorage;

  /** `place`: room, seat and sheet. */
  constructor(place: string, storage: OfferStorage) {
    this.#name = `${OFFER_PREFIX}${place}`;
    this.#storage = storage;
  }

  read(): OfferDraft | undefined {
    const stored = this.#storage.getItem(this.#name);
    if (stored === null) return undefined;
    try {
      const value: unknown = JSON.parse(stored);
      if (isDraft(value)) return value;
      console.warn('what is kept in this browser is no offer');
    } catch (cause) {
      console.warn('the offer kept in this browser cannot be read', cause);
    }
    return undefined;
  }

  keep(draft: OfferDraft): void {
    try {
      this.#storage.setItem(this.#name, JSON.stringify(draft));
    } catch (cause) {
      // A full storage costs the offer at a reload; it is still on the page.
      console.warn('this browser has no room for the offer', cause);
    }
  }

  drop(): void {
    this.#storage.removeItem(this.#name);
  }
}
