// The mailbox of a seat over HTTP: where it is told by e-mail, and of what.

import type { NoticeKind } from '../../shared/notices/types.ts';
import type { Result } from '../../shared/protocol/messages.ts';
import type { Answer } from '../../shared/record/receipt.ts';
import type { SeatPlace } from './api.ts';
import { call, roomPath } from './api.ts';

/** Addresses are shown in part: `g…@example.org`. */
export type Mailbox =
  | { readonly isOffered: false }
  | {
      readonly isOffered: true;
      /** Confirmed. */
      readonly address?: string;
      /** Given, and waiting for its code. */
      readonly asked?: string;
      readonly codeUntilMs?: number;
      readonly kinds: readonly NoticeKind[];
    };

const path = (place: SeatPlace, rest = ''): string => roomPath(place, `/mailbox${rest}`);

export const fetchMailbox = (place: SeatPlace): Promise<Result<Mailbox>> =>
  call('GET', path(place));

/** Has a code mailed to an address. */
export const askMailbox = (
  place: SeatPlace,
  wanted: { readonly address: string; readonly kinds: readonly NoticeKind[] },
): Promise<Result<Answer>> => call('POST', path(place), wanted);

export const confirmMailbox = (place: SeatPlace, code: string): Promise<Result<Answer>> =>
  call('POST', path(place, '/confirm'), { code });

export const chooseMail = (
  place: SeatPlace,
  kinds: readonly NoticeKind[],
): Promise<Result<Answer>> => call('POST', path(place, '/kinds'), { kinds });

export const removeMailbox = (place: SeatPlace): Promise<Result<Answer>> =>
  call('POST', path(place, '/remove'));
