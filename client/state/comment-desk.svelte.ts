// Comments on the page: what is selected in a clause, the comment that is being written, the thread that is looked at,
// where the words of each stand now. Kept while the sheet is on the page, so that nothing typed is lost.

import { SvelteMap } from 'svelte/reactivity';
import type { Passage } from '../../shared/sheet/comments/types.ts';
import type { PassageState } from '../../shared/sheet/comments/passages.ts';

export type CommentFilter = 'open' | 'resolved' | 'mine';

/** What a comment is going to be about. */
export interface CommentPlace {
  readonly termId: string;
  readonly passage?: Passage;
}

export class CommentDesk {
  #selected = $state.raw<CommentPlace>();
  #draft = $state.raw<CommentPlace>();
  #openId = $state<string>();
  #wanted = $state<string>();
  #filter = $state<CommentFilter>('open');
  readonly #states = new SvelteMap<string, PassageState>();

  /** The words that are selected in a clause. */
  get selected(): CommentPlace | undefined {
    return this.#selected;
  }

  /** Words of a clause were selected, or are not any more. */
  select(termId: string, passage: Passage | undefined): void {
    if (passage) this.#selected = { termId, passage };
    else if (this.#selected?.termId === termId) this.#selected = undefined;
  }

  get draft(): CommentPlace | undefined {
    return this.#draft;
  }

  /** Begins a comment on what is selected in a term, or on the whole of it. */
  begin(termId: string): void {
    this.#draft = this.#selected?.termId === termId ? this.#selected : { termId };
  }

  end(): void {
    this.#draft = undefined;
  }

  get openId(): string | undefined {
    return this.#openId;
  }

  /** Marks a thread in list and text; whoever works in the text stays there. */
  open(commentId: string | undefined): void {
    this.#openId = commentId;
  }

  /** The thread that is to take the focus. */
  get wanted(): string | undefined {
    return this.#wanted;
  }

  /** Leads to an open thread in the list, also where others are listed just now. */
  goTo(commentId: string): void {
    this.#filter = 'open';
    this.#openId = commentId;
    this.#wanted = commentId;
  }

  arrived(): void {
    this.#wanted = undefined;
  }

  get filter(): CommentFilter {
    return this.#filter;
  }

  set filter(filter: CommentFilter) {
    this.#filter = filter;
  }

  /** How the words of a comment stand; undefined until its clause is on the page. */
  stateOf(commentId: string): PassageState | undefined {
    return this.#states.get(commentId);
  }

  placed(states: ReadonlyMap<string, PassageState>): void {
    for (const [id, state] of states) {
      if (this.#states.get(id) !== state) this.#states.set(id, state);
    }
  }

  leave(): void {
    this.#selected = undefined;
    this.#draft = undefined;
    this.#openId = undefined;
    this.#wanted = undefined;
    this.#filter = 'open';
    this.#states.clear();
  }
}
