// Why a file is not made just now: the thread that makes it has as much to do as is reasonable.

/** How long what waits takes, about. */
const AGAIN_AFTER_MS = 5_000;

/** Nothing was done, nothing is wrong: the file can be asked for again. */
export class Busy extends Error {
  override readonly name = 'Busy';
  /** When to ask again, in milliseconds from now. */
  readonly afterMs = AGAIN_AFTER_MS;
}
