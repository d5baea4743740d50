// The notices of one seat on this page, which of them were read, and what the seat wants to be told about. What was read
// is kept in this browser for the seat, and signing out forgets it; tabs of one browser share it.

import type { Notice, NoticeKind } from '../../shared/notices/types.ts';
import { noticeKindsOf, noticesOf } from '../../shared/notices/notices.ts';
import { followedSheets } from './followed-sheets.ts';
import { NOTICES_PREFIX } from './notices-name.ts';
import type { RoomSession } from './room.svelte.ts';

/** Marks that are kept, the newest last: more than there are notices, so that none comes back unread. */
const MOST_MARKS = 500;
/** Notices change by the minute; the clock of the page ticks five times a second. */
const STEP_MS = 1_000;

type MarkStorage = Pick<Storage, 'getItem' | 'setItem'>;

interface Kept {
  readonly read: readonly string[];
  readonly muted: readonly NoticeKind[];
}

const texts = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];

const parse = (stored: string | null): Kept => {
  if (stored === null) return { read: [], muted: [] };
  try {
    const value = JSON.parse(stored) as { readonly read?: unknown; readonly muted?: unknown };
    // Kinds that this page does not know match nothing.
    return { read: texts(value.read), muted: texts(value.muted) as readonly NoticeKind[] };
  } catch (cause) {
    console.warn('the marks of notices kept in this browser cannot be read', cause);
    return { read: [], muted: [] };
  }
};

export interface NoticeRow extends Notice {
  readonly isRead: boolean;
}

export class NoticeBook {
  readonly #session: RoomSession;
  readonly #storage: MarkStorage;
  /** Key in the storage of this browser. */
  readonly name: string;
  #kept = $state.raw<Kept>({ read: [], muted: [] });

  readonly #nowMs = $derived.by(() => Math.floor(this.#session.serverNow / STEP_MS) * STEP_MS);
  readonly #notices = $derived.by(() => this.#derive());

  constructor(session: RoomSession, storage: MarkStorage) {
    this.#session = session;
    this.#storage = storage;
    this.name = `${NOTICES_PREFIX}${session.roomId}/${session.seatId}`;
    this.recall();
  }

  /** The newest first; without what the seat does not want to be told about. */
  get rows(): readonly NoticeRow[] {
    const { read, muted } = this.#kept;
    return this.#notices
      .filter(({ kind }) => !muted.includes(kind))
      .map((notice) => ({ ...notice, isRead: read.includes(notice.id) }));
  }

  get unread(): number {
    return this.rows.filter(({ isRead }) => !isRead).length;
  }

  /** What this seat can be told about, and whether it is. */
  get kinds(): readonly { readonly kind: NoticeKind; readonly isTold: boolean }[] {
    const { seat } = this.#session;
    if (!seat) return [];
    return noticeKindsOf(seat).map((kind) => ({
      kind,
      isTold: !this.#kept.muted.includes(kind),
    }));
  }

  /**
   * Asks for the sheets that are followed, each once the one before has come, so that the page's own come first. To be
   * called in an effect.
   */
  follow(): void {
    const { view, seat } = this.#session;
    if (!view || !seat) return;
    for (const id of followedSheets(view, seat)) {
      const isAnswered = this.#session.sheet(id) ?? this.#session.sheetProblem(id);
      if (!isAnswered) return;
    }
  }

  mark(id: string, isRead: boolean): void {
    const others = this.#kept.read.filter((each) => each !== id);
    this.#keep({ ...this.#kept, read: isRead ? [...others, id] : others });
  }

  markAll(): void {
    const shown = this.rows.map(({ id }) => id);
    const others = this.#kept.read.filter((id) => !shown.includes(id));
    this.#keep({ ...this.#kept, read: [...others, ...shown] });
  }

  tell(kind: NoticeKind, isTold: boolean): void {
    const others = this.#kept.muted.filter((each) => each !== kind);
    this.#keep({ ...this.#kept, muted: isTold ? others : [...others, kind] });
  }

  /** Takes over what another tab has kept. */
  recall(): void {
    this.#kept = parse(this.#storage.getItem(this.name));
  }

  #derive(): readonly Notice[] {
    const { view, seat, seatId } = this.#session;
    const nowMs = this.#nowMs;
    if (!view || !seat || nowMs === 0) return [];
    const sheets = followedSheets(view, seat).flatMap((id) => this.#session.sheetIfThere(id) ?? []);
    return noticesOf({ room: view, sheets }, seatId, nowMs);
  }

  #keep({ read, muted }: Kept): void {
    this.#kept = { read: read.slice(-MOST_MARKS), muted };
    try {
      this.#storage.setItem(this.name, JSON.stringify(this.#kept));
    } catch (cause) {
      console.warn('this browser has no room for the marks of notices', cause);
    }
  }
}
