// What the server answers to who wants to use a passkey.

import type { PasskeyTicket } from '../sheet/passkeys/types.ts';

export interface PasskeyTicketAnswer {
  readonly ticket: PasskeyTicket;
  /** Names that a key can be bound to; a page of another name, or of a number, has no passkeys. */
  readonly rpIds: readonly string[];
}
