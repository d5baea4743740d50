// The one error that journals reject with, so that callers can tell a full disk from a bug.

/**
 * `unavailable`: not now, try again. `full`: no room to write, reads go on. `read-only`: cannot be written.
 * `corrupt`: an entry does not read back whole. `newer`: written by a newer version. `in-use`: another server has it.
 */
export type JournalFaultKind =
  'unavailable' | 'full' | 'read-only' | 'corrupt' | 'newer' | 'in-use' | 'closed';

export class JournalFault extends Error {
  readonly kind: JournalFaultKind;
  constructor(kind: JournalFaultKind, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'JournalFault';
    this.kind = kind;
  }
}
