// The one error that journals reject with, so that callers can tell a full disk from a bug.

/**
 * `unavailable`: not now, try again. `full`: no room to write, reads go on. `read-only`: cannot be written.
 * `corrupt`: an entry does not read back whole. `newer`: written by a newer version. `in-use`: another server has it.
 * `denied`: the store does not let us in, or lacks what we need of it. `not-empty`: a whole record was to go where one is.
 */
export type JournalFaultKind =
  | 'unavailable'
  | 'full'
  | 'read-only'
  | 'corrupt'
  | 'newer'
  | 'in-use'
  | 'denied'
  | 'not-empty'
  | 'closed';

export class JournalFault extends Error {
  readonly kind: JournalFaultKind;
  constructor(kind: JournalFaultKind, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'JournalFault';
    this.kind = kind;
  }
}

/** SQLite's primary result codes that mean something to an operator. */
const SQLITE_KINDS: Readonly<Record<number, [JournalFaultKind, string]>> = {
  5: ['in-use', 'is in use by another process'],
  8: ['read-only', 'cannot be written'],
  10: ['unavailable', 'could not be read or written (I/O error)'],
  11: ['corrupt', 'is damaged'],
  13: ['full', 'is full: no room left to write'],
  14: ['read-only', 'cannot be opened'],
  26: ['corrupt', 'is not a journal'],
};

/**
 * True for what reading a row throws when bytes of the file are not those written: a malformed page (11, 26),
 * tables that are not ours any more (1), a number beyond what an instant or a version can be.
 */
export const isDamage = (cause: unknown): boolean => {
  if (cause instanceof RangeError) return true;
  const errcode = cause instanceof Error && 'errcode' in cause ? Number(cause.errcode) : 0;
  return [1, 11, 26].includes(errcode & 0xff);
};

/** What a system answers where a folder or file cannot be made or written. */
const UNWRITABLE: ReadonlySet<string> = new Set([
  'EACCES',
  'EROFS',
  'EPERM',
  'ENOTDIR',
  'EEXIST',
  'ENOENT',
]);

/** Turns an error of the store into a fault; a fault passes through. */
export const faultOf = (cause: unknown, place: string): JournalFault => {
  if (cause instanceof JournalFault) return cause;
  const { errcode, code, message } = cause as { errcode?: number; code?: string; message?: string };
  if (errcode !== undefined) {
    const [kind, words] = SQLITE_KINDS[errcode & 0xff] ?? ['unavailable', message ?? 'failed'];
    return new JournalFault(kind, `the journal (${place}) ${words}`, { cause });
  }
  if (code !== undefined && UNWRITABLE.has(code)) {
    return new JournalFault('read-only', `the folder ${place} cannot be written`, { cause });
  }
  if (code === 'ENOSPC') return new JournalFault('full', `no room left in ${place}`, { cause });
  return new JournalFault('unavailable', message ?? 'the journal failed', { cause });
};
