// Edits that came too early: sent on a new connection before the client had caught up, they build on text that is
// still on its way (typed offline, or never confirmed). Kept until it has caught up, within limits of size and time.

import type { CancelTimer, Timers } from '../ports.ts';
import { durationMs } from '../../shared/kernel/units.ts';
import type { Edit } from './sync-frames.ts';

/** A client answers what the server lacks at once; one that has not by then will not. */
const CATCH_UP_MS = 5_000;

export interface EarlyEditsDeps {
  readonly timers: Timers;
  readonly maxBytes: number;
  /** Called once when edits were kept and the client did not catch up in time. */
  readonly expired: () => void;
}

export class EarlyEdits {
  readonly #deps: EarlyEditsDeps;
  #edits: Edit[] = [];
  #bytes = 0;
  #hasCaughtUp = false;
  #cancel: CancelTimer | undefined;

  constructor(deps: EarlyEditsDeps) {
    this.#deps = deps;
  }

  /** True when the edit is kept; false when nothing is to come that could fill its gap, or too much is kept. */
  keep(edit: Edit): boolean {
    const bytes = this.#bytes + edit.update.length;
    if (edit.isCatchUp || this.#hasCaughtUp || bytes > this.#deps.maxBytes) return false;
    this.#edits.push(edit);
    this.#bytes = bytes;
    this.#cancel ??= this.#deps.timers.after(durationMs(CATCH_UP_MS), this.#deps.expired);
    return true;
  }

  /** The client has sent all that the server lacked: gives back what was kept, in order. */
  caughtUp(): readonly Edit[] {
    const edits = this.#edits;
    this.#hasCaughtUp = true;
    this.drop();
    return edits;
  }

  /** Forgets what was kept; a client brings it again when it comes back. */
  drop(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    this.#edits = [];
    this.#bytes = 0;
  }
}
