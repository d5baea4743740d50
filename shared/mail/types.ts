// The words of a mailbox: where one seat wants to be told by e-mail, of what, and how far it has been told. A stream of its
// own for each seat, so that an address is in no room, view or bundle.

import type { EpochMs } from '../kernel/units.ts';
import type { NoticeKind } from '../notices/types.ts';

export type MailboxCommand =
  /** `codeHash` is that of the code which is mailed to the address. Takes the place of an earlier request. */
  | {
      readonly type: 'AskMailbox';
      readonly address: string;
      readonly kinds: readonly NoticeKind[];
      readonly codeHash: string;
    }
  | { readonly type: 'ConfirmMailbox'; readonly codeHash: string }
  | { readonly type: 'ChooseMail'; readonly kinds: readonly NoticeKind[] }
  | { readonly type: 'RemoveMailbox' }
  /** A live page of the seat has shown all up to then. */
  | { readonly type: 'SeeMail'; readonly upToMs: EpochMs }
  /** Before a mail is sent: whoever names how far was told takes all up to `upToMs`, and nobody takes it again. */
  | { readonly type: 'ClaimMail'; readonly sinceMs: EpochMs; readonly upToMs: EpochMs }
  | { readonly type: 'TickMailbox' };

export type MailboxEvent =
  | {
      readonly type: 'MailboxAsked';
      readonly address: string;
      readonly kinds: readonly NoticeKind[];
      readonly codeHash: string;
      readonly expiresAtMs: EpochMs;
    }
  | { readonly type: 'MailCodeWrong' }
  | { readonly type: 'MailboxConfirmed' }
  | { readonly type: 'MailChosen'; readonly kinds: readonly NoticeKind[] }
  | { readonly type: 'MailboxRemoved' }
  | { readonly type: 'MailSeen'; readonly upToMs: EpochMs }
  | { readonly type: 'MailClaimed'; readonly upToMs: EpochMs };

/** An address that was given and not confirmed. */
export interface AskedMailbox {
  readonly address: string;
  readonly codeHash: string;
  readonly expiresAtMs: EpochMs;
  /** Wrong codes that it still takes. */
  readonly triesLeft: number;
}

export interface MailboxState {
  /** Confirmed; null: nothing is mailed. */
  readonly address: string | null;
  readonly asked: AskedMailbox | null;
  readonly kinds: readonly NoticeKind[];
  /** Notices up to here were shown on a page, or taken into a mail. */
  readonly toldUpToMs: EpochMs;
  /** When the last mail was claimed. */
  readonly mailedAtMs: EpochMs | null;
  /** When the last codes were asked for, the newest last; removing the address does not forget them. */
  readonly codesAtMs: readonly EpochMs[];
}
