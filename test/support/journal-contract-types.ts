// What a journal contract is run over.

import type { Journal } from '../../server/ports.ts';

export interface OpenedJournal {
  readonly journal: Journal;
  /** Closes the journal and opens the same store again. */
  readonly reopen?: () => Promise<Journal>;
  readonly dispose: () => Promise<void>;
}

export interface OpenedDurableJournal extends OpenedJournal {
  readonly reopen: () => Promise<Journal>;
}

/** Runs a test body over a fresh journal and disposes of it however the test ends. */
export type Use = (body: (journal: Journal) => Promise<void>) => () => Promise<void>;
