// Text that the server refused, kept as cards until its author puts it back or throws it away.

import { SvelteMap } from 'svelte/reactivity';

export interface Draft {
  readonly termId: string;
  /** Plain text, paragraphs parted by an empty line. */
  readonly text: string;
  /**
   * The same as the wording of a clause, with its lists, tables and marks; absent in drafts kept before there were any.
   * Storage can hold anything: whether it is one is looked at where it is used.
   */
  readonly blocks?: unknown;
  /** Rejection code of the refusal. */
  readonly reason: string;
}

export class Drafts {
  readonly #key: string;
  readonly #storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;
  readonly #drafts = new SvelteMap<string, Draft>();

  constructor(key: string, storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>) {
    this.#key = `parley-drafts:${key}`;
    this.#storage = storage;
    for (const draft of parse(storage.getItem(this.#key))) this.#drafts.set(draft.termId, draft);
  }

  get all(): readonly Draft[] {
    return [...this.#drafts.values()];
  }

  for(termId: string): Draft | undefined {
    return this.#drafts.get(termId);
  }

  keep(draft: Draft): void {
    this.#drafts.set(draft.termId, draft);
    this.#store();
  }

  drop(termId: string): void {
    this.#drafts.delete(termId);
    this.#store();
  }

  #store(): void {
    if (this.#drafts.size === 0) this.#storage.removeItem(this.#key);
    else this.#storage.setItem(this.#key, JSON.stringify([...this.#drafts.values()]));
  }
}

const isDraft = (value: unknown): value is Draft =>
  typeof value === 'object' &&
  value !== null &&
  ['termId', 'text', 'reason'].every(
    (key) => typeof (value as Record<string, unknown>)[key] === 'string',
  );

const parse = (stored: string | null): readonly Draft[] => {
  if (stored === null) return [];
  try {
    const value: unknown = JSON.parse(stored);
    return Array.isArray(value) ? value.filter(isDraft) : [];
  } catch (cause) {
    console.warn('kept drafts could not be read', cause);
    return [];
  }
};
