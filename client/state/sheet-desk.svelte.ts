// What is open beside the text of a sheet, and the offer that is being put together: kept while the sheet is on the page,
// so that nothing typed is lost when a panel closes.

import type { FieldValue } from '../../shared/sheet/field-types.ts';
import type { ClauseNode } from '../../shared/sheet/clause-hash.ts';

export type DeskPanel = 'offers' | 'points' | 'concessions' | 'versions' | 'targets';

/** One term of an offer in the making: a value to begin with, wording to begin with, or wording by its hash. */
export interface DraftItem {
  readonly termId: string;
  readonly value?: FieldValue;
  readonly blocks?: readonly ClauseNode[];
  readonly hash?: string;
}

export class SheetDesk {
  #panel = $state<DeskPanel>();
  #items = $state.raw<readonly DraftItem[]>([]);
  #answers = $state<string>();
  #isComposing = $state(false);

  get panel(): DeskPanel | undefined {
    return this.#panel;
  }

  /** Opens a panel, or closes it when it is open. */
  toggle(panel: DeskPanel): void {
    this.#panel = this.#panel === panel ? undefined : panel;
  }

  show(panel: DeskPanel | undefined): void {
    this.#panel = panel;
  }

  get items(): readonly DraftItem[] {
    return this.#items;
  }

  /** The offer that the one in the making answers. */
  get answers(): string | undefined {
    return this.#answers;
  }

  get isComposing(): boolean {
    return this.#isComposing;
  }

  /** Begins an offer, or goes on with the one in the making. */
  compose(): void {
    this.#panel = 'offers';
    this.#isComposing = true;
  }

  /** Puts a term into the offer in the making; one that is there gives way. */
  add(item: DraftItem): void {
    this.#items = [...this.#items.filter(({ termId }) => termId !== item.termId), item];
    this.compose();
  }

  remove(termId: string): void {
    this.#items = this.#items.filter((item) => item.termId !== termId);
  }

  /** Begins with the terms of an offer of the other side. */
  counter(offerId: string, items: readonly DraftItem[]): void {
    this.#items = items;
    this.#answers = offerId;
    this.compose();
  }

  /** Another sheet was opened: nothing of this one stays. */
  leave(): void {
    this.discard();
    this.#panel = undefined;
  }

  discard(): void {
    this.#items = [];
    this.#answers = undefined;
    this.#isComposing = false;
  }
}
