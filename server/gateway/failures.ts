// The one place where a failure becomes words for a client: bad input as ProtocolError, faults as a logged id.

import type { ProtocolError, ProtocolErrorCode } from '../../shared/protocol/errors.ts';
import type { Chance, Log } from '../ports.ts';
import { Busy } from '../export/busy.ts';
import { TooLong } from '../export/too-long.ts';
import { JournalFault } from '../journal/fault.ts';

const FAULT_ID_BYTES = 6;
const JOURNAL_RETRY_MS = 2_000;

/** Thrown inside a door and answered at its edge; carries what the client is told. */
export class Refusal extends Error {
  readonly error: ProtocolError;

  constructor(error: ProtocolError) {
    super(error.message);
    this.name = 'Refusal';
    this.error = error;
  }
}

const SENTENCES: Readonly<Record<ProtocolErrorCode, string>> = {
  'protocol/malformed': 'The message was not understood. Load the page again.',
  'protocol/version': 'This page is older than the server. Load it again.',
  'protocol/too-large': 'The message is too large. Split it up and send it again.',
  'protocol/rate': 'Too many messages at once. Wait a moment and try again.',
  'protocol/unavailable': 'The server cannot store anything just now. Nothing was lost; try again.',
  'protocol/busy':
    'The server makes other files just now. Nothing was changed; try again in a moment.',
  'protocol/file-too-long':
    'This is too long for a file of this form. Take it out in another one, such as JSON.',
  'protocol/fault': 'Something went wrong on the server. Nothing was recorded; try again.',
  'auth/required': 'You are not signed in here. Open your invite link again.',
  'auth/denied': 'This seat may not do that.',
  'auth/origin': 'The request came from another site and was refused.',
  'auth/revoked': 'This seat was taken back by the moderator. Ask for a new invite.',
  'auth/invite': 'This invite link is not valid any more. Ask for a new one.',
  'not-found': 'There is nothing here that you may see.',
};

export interface FailureExtras {
  readonly message?: string;
  readonly retry?: ProtocolError['retry'];
  readonly afterMs?: number;
  readonly faultId?: string;
}

/** Builds the error body for a code, with its usual sentence unless another is given. */
export const protocolError = (
  code: ProtocolErrorCode,
  extras: FailureExtras = {},
): ProtocolError => ({
  message: SENTENCES[code],
  retry: 'never',
  ...extras,
  code,
});

export const refusal = (code: ProtocolErrorCode, extras: FailureExtras = {}): Refusal =>
  new Refusal(protocolError(code, extras));

/** What a client is told about anything that was thrown; faults are logged with the id that the client gets. */
export const errorFor = (
  cause: unknown,
  { chance, log }: { readonly chance: Chance; readonly log: Log },
): ProtocolError => {
  if (cause instanceof Refusal) return cause.error;
  if (cause instanceof Busy) {
    return protocolError('protocol/busy', { retry: 'later', afterMs: cause.afterMs });
  }
  if (cause instanceof TooLong) return protocolError('protocol/file-too-long');
  const faultId = chance.hex(FAULT_ID_BYTES);
  log.error({ faultId, err: cause }, 'fault');
  if (cause instanceof JournalFault) {
    const retry = { retry: 'later', afterMs: JOURNAL_RETRY_MS } as const;
    return protocolError('protocol/unavailable', { ...retry, faultId });
  }
  return protocolError('protocol/fault', { retry: 'later', faultId });
};

const STATUS: Partial<Record<ProtocolErrorCode, number>> = {
  'protocol/malformed': 400,
  'protocol/version': 400,
  'protocol/too-large': 413,
  'protocol/rate': 429,
  'protocol/unavailable': 503,
  'protocol/busy': 503,
  'protocol/file-too-long': 422,
  'protocol/fault': 500,
  'auth/required': 401,
  'auth/invite': 410,
  'not-found': 404,
};

/** HTTP status for an error body. */
export const statusOf = ({ code }: ProtocolError): number => STATUS[code] ?? 403;
