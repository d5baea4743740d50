// What PostgreSQL's errors mean to an operator: a kind of JournalFault and one line without address or password of
// the user. Also tells whether a statement may be sent again: only when it is certain that it did nothing.

import { JournalFault } from './fault.ts';
import type { JournalFaultKind } from './fault.ts';

/** Where the journal is, for messages: host, port and database, never who connects. */
export type DatabasePlace = string;

interface ServerError extends Error {
  /** SQLSTATE: five characters; Node's own errors have longer ones. */
  readonly code?: string;
}

const KINDS: Readonly<Record<string, [JournalFaultKind, string]>> = {
  '25006': ['read-only', 'takes no writes: it is read-only, or a standby'],
  '28000': ['denied', 'refuses this user'],
  '28P01': ['denied', 'refuses the user or the password'],
  '3D000': ['denied', 'does not exist'],
  '3F000': ['corrupt', 'has lost the schema of the journal'],
  '42501': ['denied', 'does not give the user the rights that the journal needs'],
  '42P01': ['corrupt', 'has lost a table of the journal'],
  '42703': ['corrupt', 'has lost a column of the journal'],
  '53100': ['full', 'is full: no room left to write'],
  '53300': ['unavailable', 'has no connection free'],
  '55P03': ['unavailable', 'did not give a lock in time'],
  '57014': ['unavailable', 'did not answer in time'],
  '57P03': ['unavailable', 'is starting up or shutting down'],
  XX001: ['corrupt', 'does not read back what was written'],
  XX002: ['corrupt', 'does not read back what was written: an index is damaged'],
};

/** What the system says when a file cannot grow comes through with no code of its own. */
const isOutOfRoom = ({ code, message }: ServerError): boolean =>
  /^(XX000|58030)$/.test(code ?? '') && /No space left|File too large|Disk quota/i.test(message);

const sqlStateOf = ({ code }: ServerError): string | undefined =>
  code !== undefined && /^[0-9A-Z]{5}$/.test(code) ? code : undefined;

/** A page of a table or index that is not as it was written. */
const isDamagedPage = ({ message }: ServerError): boolean =>
  /invalid page|checksum|could not read blocks?|missing chunk|unexpected chunk/i.test(message);

/** The SQLSTATE, or the one that says what the message does. */
const meaningOf = (error: ServerError, state: string): string => {
  if (isOutOfRoom(error)) return '53100';
  return isDamagedPage(error) ? 'XX001' : state;
};

/**
 * True when the connection is gone or of no use: nothing is known of what was under way on it. So it is for everything
 * that does not come from the server, and for its farewells.
 */
export const isConnectionLost = (cause: unknown): boolean => {
  if (cause instanceof JournalFault) return false;
  const state = sqlStateOf(cause as ServerError);
  return state === undefined || /^(08|57P)/.test(state);
};

/** True for refusals to connect that time may heal: not for a wrong password. */
export const isWorthAnotherTry = (cause: unknown): boolean =>
  isConnectionLost(cause) || sqlStateOf(cause as ServerError) === '53300';

/** True when the server took the statement back because of others, so that it can be sent again at once. */
export const isTakenBack = (cause: unknown): boolean =>
  ['40001', '40P01'].includes(sqlStateOf(cause as ServerError) ?? '');

/** Turns an error into a fault; a fault passes through. */
export const postgresFault = (cause: unknown, place: DatabasePlace): JournalFault => {
  if (cause instanceof JournalFault) return cause;
  const error = cause as ServerError;
  const state = sqlStateOf(error);
  if (state === undefined) {
    const words = `the database ${place} cannot be reached: ${error.message || String(error.code)}`;
    return new JournalFault('unavailable', words, { cause });
  }
  const known = KINDS[meaningOf(error, state)];
  if (known) return new JournalFault(known[0], `the database ${place} ${known[1]}`, { cause });
  // Class 22 quotes the value that it could not take.
  const words = state.startsWith('22') ? 'a value was not taken' : error.message;
  return new JournalFault('unavailable', `the database ${place} failed (${state}): ${words}`, {
    cause,
  });
};

/** True for a refusal that lies in what one stream is or was to get: the others can be written without it. */
export const isOfOneStream = (fault: JournalFault): boolean => {
  const { code = '' } = (fault.cause ?? {}) as ServerError;
  return fault.kind === 'corrupt' || /^(22|23|54)\w{3}$/.test(code);
};
