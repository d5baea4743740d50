// What is open beside the text of a sheet, and the offer that is being put together: kept while the sheet is on the page,
// so that nothing typed is lost when a panel closes, and in the browser, so that a reload costs nothing either.

import { CommentDesk } from './comment-desk.svelte.ts';
import type { DraftItem, KeptOffer, OfferDraft } from './kept-offer.ts';

export type DeskPanel =
  | 'offers'
  | 'points'
  | 'concessions'
  | 'versions'
  | 'definitions'
  | 'targets'
  | 'caucus'
  | 'comments';

/** Which open points are listed: all, what waits for the own side, or what keeps the sheet from being frozen. */
export type PointsChoice = 'all' | 'ours' | 'required';

export class SheetDesk {
  /** As chosen last on this sheet. */
  points = $state<PointsChoice>('all');
  readonly comments = new CommentDesk();
  #panel = $state<DeskPanel>();
  #items = $state.raw<readonly DraftItem[]>([]);
  #answers = $state<string>();
  #isComposing = $state(false);
  #isRestored = $state(false);
  #reason = '';
  #lastsMs = 0;
  #kept: KeptOffer | undefined;
  #clause = $state.raw<{ readonly termId: string }>();

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

  /** Opens the list of open points at some of them. */
  showPoints(which: PointsChoice): void {
    this.points = which;
    this.#panel = 'points';
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

  /** The offer in the making is from an earlier visit. */
  get isRestored(): boolean {
    return this.#isRestored;
  }

  /** Something is written of an offer that is not sent. */
  get hasDraft(): boolean {
    return this.#items.length > 0 || this.#answers !== undefined || this.#reason.trim() !== '';
  }

  /** What the form begins with; what is typed afterwards is told by `typed`. */
  get reason(): string {
    return this.#reason;
  }

  get lastsMs(): number {
    return this.#lastsMs;
  }

  /** A sheet was opened: goes on with the offer that was being made in it, if there is one. */
  open(kept: KeptOffer): void {
    this.#kept = kept;
    const draft = kept.read();
    if (!draft) return;
    this.#isRestored = !this.#isComposing;
    this.#items = draft.items;
    this.#answers = draft.answers;
    [this.#reason, this.#lastsMs] = [draft.reason, draft.lastsMs];
    this.#panel ??= 'offers';
    this.#isComposing = true;
  }

  /** The clause that a draft in the caucus is to be begun of; another object each time that one is chosen. */
  get clause(): { readonly termId: string } | undefined {
    return this.#clause;
  }

  /** Opens the caucus at a clause. */
  draft(termId: string): void {
    this.#clause = { termId };
    this.#panel = 'caucus';
  }

  /** Begins an offer, or goes on with the one in the making. */
  compose(): void {
    this.#panel = 'offers';
    this.#isComposing = true;
  }

  /** Closes the form of the offer in the making and keeps what is in it. */
  setAside(): void {
    this.#isComposing = false;
    // Whoever comes back to it asks for it now.
    this.#isRestored = false;
  }

  /** Puts a term into the offer in the making; one that is there gives way. */
  add(item: DraftItem): void {
    this.#items = [...this.#items.filter(({ termId }) => termId !== item.termId), item];
    this.compose();
    this.#keep();
  }

  remove(termId: string): void {
    this.#items = this.#items.filter((item) => item.termId !== termId);
    this.#keep();
  }

  /** Begins with the terms of an offer of the other side. */
  counter(offerId: string, items: readonly DraftItem[]): void {
    this.#items = items;
    this.#answers = offerId;
    this.compose();
    this.#keep();
  }

  /** The form reads otherwise now. */
  typed({ items, reason, lastsMs }: Omit<OfferDraft, 'answers'>): void {
    this.#items = items;
    [this.#reason, this.#lastsMs] = [reason, lastsMs];
    this.#keep();
  }

  /** Another sheet is opened: nothing of this one stays on the page; its offer stays in the browser. */
  leave(): void {
    this.#kept = undefined;
    this.discard();
    this.#clause = undefined;
    this.comments.leave();
    this.points = 'all';
    this.#panel = undefined;
  }

  /** The offer was sent, or is given up. */
  discard(): void {
    this.#items = [];
    this.#answers = undefined;
    this.#isComposing = false;
    this.#isRestored = false;
    [this.#reason, this.#lastsMs] = ['', 0];
    this.#kept?.drop();
  }

  #keep(): void {
    const answers = this.#answers;
    this.#kept?.keep({
      items: this.#items,
      reason: this.#reason,
      lastsMs: this.#lastsMs,
      ...(answers !== undefined && { answers }),
    });
  }
}
