// Which notices make a mail, and when: not at once, lest somebody who is about to look is mailed to, and not often.

import type { EpochMs } from '../kernel/units.ts';
import type { Notice, NoticeCode, NoticeKind } from '../notices/types.ts';
import type { MailboxState } from './types.ts';
import { epochMs } from '../kernel/units.ts';

/** So long has something waited, with no live page of the seat to show it, before it is mailed. */
export const QUIET_MS = 10 * 60_000;
/** The same of an offer that is about to expire. */
export const URGENT_QUIET_MS = 2 * 60_000;
/** Between two mails to one seat. */
export const MAIL_GAP_MS = 60 * 60_000;

const URGENT: ReadonlySet<NoticeCode> = new Set<NoticeCode>([
  'offer/theirs-expiring',
  'offer/ours-expiring',
]);

export interface Digest {
  /** The newest of the notices that it is about. */
  readonly upToMs: EpochMs;
  /** Kinds of notices in it, in a fixed order: neither how many nor in which order things happened. */
  readonly kinds: readonly NoticeKind[];
  /** It is time for a mail. */
  readonly isDue: boolean;
}

/** What a mailbox has not been told of; undefined when there is nothing. `nowMs` is the server's time. */
export const digestOf = (
  notices: readonly Notice[],
  { toldUpToMs, kinds, mailedAtMs }: MailboxState,
  nowMs: number,
): Digest | undefined => {
  const fresh = notices.filter(({ kind, atMs }) => kinds.includes(kind) && atMs > toldUpToMs);
  if (fresh.length === 0) return undefined;
  const hasWaited = fresh.some(
    ({ code, atMs }) => nowMs - atMs >= (URGENT.has(code) ? URGENT_QUIET_MS : QUIET_MS),
  );
  const isRested = mailedAtMs === null || nowMs - mailedAtMs >= MAIL_GAP_MS;
  return {
    upToMs: epochMs(Math.max(...fresh.map(({ atMs }) => atMs))),
    kinds: [...new Set(fresh.map(({ kind }) => kind))].sort(),
    isDue: hasWaited && isRested,
  };
};
