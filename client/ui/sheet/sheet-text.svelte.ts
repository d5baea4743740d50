// The text of the open sheet as state of the page: its line, its clauses, their hashes, and drafts of what the
// server refused. The editor's code and Yjs are loaded on opening, after the first view. Nothing typed is lost: what
// was refused is stored before the document is rebuilt.

import { SvelteMap, SvelteSet } from 'svelte/reactivity';
import type * as Y from 'yjs';
import type { Awareness } from 'y-protocols/awareness';
import type { SheetText, SheetTextStatus } from '../../net/sheet-text.ts';
import type { ClauseNode } from '../../../shared/sheet/clause-hash.ts';
import type { Draft } from '../../state/drafts.svelte.ts';
import { Drafts } from '../../state/drafts.svelte.ts';
import type { TextTools as Tools } from './text-tools.ts';
import { loadTextTools } from './load.ts';

const BEFORE: SheetTextStatus = {
  line: 'connecting',
  ...{ isRead: false, isKept: true, isLoaded: false, isSaved: true },
};
/** Longer than any browser reads; what is slower comes into a sheet that already stands. */
const READ_MS = 300;

export interface SheetTextPlace {
  /** Whose text: the sheet's unless said. */
  readonly kind?: 'caucus';
  readonly sheetId: string;
  readonly roomId: string;
  readonly seatId: string;
  readonly storage: Storage;
}

export class SheetTextState {
  readonly #place: SheetTextPlace;
  readonly #drafts: Drafts;
  /** What stood here when an edit was refused; becomes a draft once the server's text shows that it differs. */
  readonly #refused: Drafts;
  readonly #versions = new SvelteMap<string, number>();
  /** The hash of a clause is asked for in many places, and is dear; it holds as long as the clause's version. */
  readonly #hashes = new WeakMap<
    Y.XmlFragment,
    { readonly version: number; readonly hash: string }
  >();
  readonly #words = new WeakMap<
    Y.XmlFragment,
    { readonly version: number; readonly words: string }
  >();
  #status = $state.raw<SheetTextStatus>(BEFORE);
  #text = $state.raw<SheetText>();
  #tools = $state.raw<Tools>();
  #hasFailed = $state(false);
  #isRead = $state(false);
  #isClosed = false;
  /** The document in use; absent between a refusal and the rebuilt document. */
  #current: SheetText | undefined;
  /** Clauses edited here since all was saved; undefined: unknown, text from an earlier visit may be among it. */
  #touched: readonly string[] | undefined;
  /** The same, as state of the page: a key of one clause must not concern the others. */
  readonly #unsaved = new SvelteSet<string>();
  #isAllInDoubt = $state(true);

  constructor(place: SheetTextPlace) {
    const { kind, roomId, seatId, sheetId } = place;
    const key = `${roomId}:${seatId}:${kind === undefined ? '' : `${kind}:`}${sheetId}`;
    this.#place = place;
    this.#drafts = new Drafts(key, place.storage);
    this.#refused = new Drafts(`${key}:refused`, place.storage);
  }

  get status(): SheetTextStatus {
    return this.#status;
  }

  /**
   * What this browser kept of the text has been read, or is not waited for any longer. A sheet that is drawn before would
   * be laid out twice.
   */
  get isRead(): boolean {
    return this.#isRead || this.#hasFailed;
  }

  /** The code for text could not be loaded. */
  get hasFailed(): boolean {
    return this.#hasFailed;
  }

  get awareness(): Awareness | undefined {
    return this.#text?.provider.awareness;
  }

  clause(termId: string): Y.XmlFragment | undefined {
    return this.#versions.has(termId) ? this.#text?.clause(termId) : undefined;
  }

  /** Hash of the text of a clause as it stands on this page. */
  hashOf(termId: string): string | undefined {
    const version = this.#versions.get(termId);
    const fragment = version === undefined ? undefined : this.#text?.clause(termId);
    if (version === undefined || !fragment || !this.#tools) return undefined;
    const known = this.#hashes.get(fragment);
    if (known?.version === version) return known.hash;
    const hash = this.#tools.clauseHash(fragment);
    this.#hashes.set(fragment, { version, hash });
    return hash;
  }

  /** The wording of a clause as it stands on this page. */
  blocksOf(termId: string): readonly ClauseNode[] | undefined {
    const fragment = this.clause(termId);
    return fragment && this.#tools?.clauseJson(fragment);
  }

  /** The same as plain text, made anew only when the clause has changed. */
  wordsOf(termId: string): string | undefined {
    const version = this.#versions.get(termId);
    const fragment = version === undefined ? undefined : this.#text?.clause(termId);
    if (version === undefined || !fragment || !this.#tools) return undefined;
    const known = this.#words.get(fragment);
    if (known?.version === version) return known.words;
    const words = this.#tools.clauseText(fragment);
    this.#words.set(fragment, { version, words });
    return words;
  }

  /** Whether the server is known to have all that was written here in a clause, and the line stands. */
  isSettled(termId: string): boolean {
    const { line, isSaved } = this.#status;
    if (line !== 'live') return false;
    return this.#isAllInDoubt ? isSaved : !this.#unsaved.has(termId);
  }

  draftFor(termId: string): Draft | undefined {
    return this.#drafts.for(termId);
  }

  /** Drafts of refused text, by what they were written in. */
  get drafts(): readonly Draft[] {
    return this.#drafts.all;
  }

  discardDraft(termId: string): void {
    this.#drafts.drop(termId);
  }

  /** The wording of a draft, to be offered instead. */
  draftBlocks(termId: string): readonly ClauseNode[] | undefined {
    const draft = this.#drafts.for(termId);
    return draft && this.#tools?.draftWording(draft);
  }

  /** Writes a draft into its clause again; a new refusal would give the draft back. */
  putDraftBack(termId: string): void {
    const draft = this.#drafts.for(termId);
    const fragment = this.clause(termId);
    if (!draft || !fragment || !this.#tools) return;
    this.#tools.putDraftBack(fragment, draft);
    this.#drafts.drop(termId);
  }

  /** Opens the text; the returned function closes it. */
  open(): () => void {
    let close: (() => void) | undefined;
    this.#isClosed = false;
    const timer = setTimeout(() => {
      this.#isRead = true;
    }, READ_MS);
    loadTextTools().then(
      (tools) => {
        if (this.#isClosed) return;
        this.#tools = tools;
        close = this.#connect(tools);
      },
      (cause: unknown) => {
        console.error('the code for text could not be loaded', cause);
        this.#hasFailed = true;
      },
    );
    return () => {
      this.#isClosed = true;
      clearTimeout(timer);
      close?.();
    };
  }

  #connect(tools: Tools): () => void {
    const { kind, sheetId, roomId, seatId } = this.#place;
    return tools.openSheetText({
      kind,
      sheetId,
      roomId,
      seatId,
      status: (status) => {
        this.#took(status, tools);
      },
      refused: (reason, local) => {
        this.#keepRefused(reason, local, tools);
      },
      replaced: (text) => {
        this.#use(text);
      },
    });
  }

  #took(status: SheetTextStatus, tools: Tools): void {
    // The former document still reports while it is torn down; its text is not the server's.
    const shown = this.#current ? status : { ...status, isLoaded: false };
    if (shown.isLoaded) this.#settleRefused(tools);
    if (shown.isLoaded && shown.isSaved) this.#touched = [];
    const isAllSaved = shown.isLoaded && shown.isSaved;
    this.#later(() => {
      this.#status = shown;
      this.#isRead ||= shown.isRead;
      if (!isAllSaved) return;
      this.#unsaved.clear();
      this.#isAllInDoubt = false;
    });
  }

  #use(text: SheetText): void {
    this.#current = text;
    const clauses = text.doc.getMap<Y.XmlFragment>('clauses');
    clauses.observeDeep((events, transaction) => {
      const changed = events.flatMap((event) =>
        event.path.length === 0 ? [...event.changes.keys.keys()] : [String(event.path[0])],
      );
      if (transaction.local && this.#touched) {
        const known = this.#touched;
        this.#touched = [...known, ...changed.filter((termId) => !known.includes(termId))];
      }
      this.#later(() => {
        if (transaction.local) for (const termId of changed) this.#unsaved.add(termId);
        this.#bump(changed);
      });
    });
    this.#later(() => {
      this.#text = text;
      this.#versions.clear();
      this.#bump(clauses.keys());
    });
  }

  #bump(termIds: Iterable<string>): void {
    for (const termId of termIds) {
      this.#versions.set(termId, (this.#versions.get(termId) ?? 0) + 1);
    }
  }

  #keepRefused(reason: string, local: Y.Doc, tools: Tools): void {
    const clauses = local.getMap<Y.XmlFragment>('clauses');
    for (const [termId, fragment] of clauses.entries()) {
      if (this.#touched && !this.#touched.includes(termId)) continue;
      const [text, blocks] = [tools.clauseText(fragment), tools.clauseJson(fragment)];
      this.#refused.keep({ termId, reason, text, blocks });
    }
    this.#current = undefined;
    // The rebuilt document starts from the server alone.
    this.#touched = [];
    this.#later(() => {
      this.#text = undefined;
      this.#versions.clear();
    });
  }

  #settleRefused(tools: Tools): void {
    const clauses = this.#current?.doc.getMap<Y.XmlFragment>('clauses');
    for (const [termId, fragment] of clauses?.entries() ?? []) {
      const refused = this.#refused.for(termId);
      if (!refused) continue;
      if (tools.differs(refused, fragment)) this.#addDraft(refused, tools);
      this.#refused.drop(termId);
    }
  }

  #addDraft(draft: Draft, tools: Tools): void {
    const former = this.#drafts.for(draft.termId);
    const isNew = former === undefined || tools.isSameDraft(former, draft);
    // A draft that was never dealt with must not vanish under the next one.
    this.#drafts.keep(isNew ? draft : { ...draft, ...tools.joinedDrafts(draft, former) });
  }

  /** Yjs and ProseMirror report in the middle of their own work, sometimes inside an effect of the page. */
  #later(change: () => void): void {
    queueMicrotask(() => {
      if (!this.#isClosed) change();
    });
  }
}
