// Which rules hold in which stream: by the beginning of its name.

import type { Decider } from '../../shared/kernel/decider.ts';
import type { StreamName } from '../../shared/kernel/ids.ts';
import { sessionDecider } from '../../shared/access/session.ts';
import { siteDecider } from '../../shared/access/site.ts';
import { MAILBOXES, SITE_STREAM } from '../../shared/kernel/ids.ts';
import { mailboxDecider } from '../../shared/mail/mailbox.ts';
import { roomDecider } from '../../shared/room/room.ts';
import { caucusDecider } from '../../shared/sheet/caucus/caucus.ts';
import { sheetDecider } from '../../shared/sheet/sheet.ts';

/** States differ by stream, so to those who handle all kinds of streams they are unknown. */
export type AnyDecider = Decider<unknown, unknown, unknown>;

const deciders: readonly [string, Decider<never, never, never>][] = [
  ['room:', roomDecider],
  ['sheet:', sheetDecider],
  ['caucus:', caucusDecider],
  ['session:', sessionDecider],
  [MAILBOXES, mailboxDecider],
  [SITE_STREAM, siteDecider],
] as unknown as readonly [string, Decider<never, never, never>][];

export const deciderOf = (stream: StreamName): AnyDecider => {
  const found = deciders.find(([prefix]) => stream.startsWith(prefix))?.[1];
  if (!found) throw new Error(`no decider for ${stream}`);
  return found as unknown as AnyDecider;
};
