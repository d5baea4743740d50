// Knows whether every local edit is durable at the server. "Saved" is said only then.

/** Counts edits made, frames sent on the present connection, and frames the server has made durable. */
export class SaveLedger {
  #isDirty = false;
  #sent = 0;
  #durable = 0;
  /** What was typed before this connection has been sent over it. */
  #hasCaughtUp = false;

  /** A local edit was made, connected or not. */
  edited(): void {
    this.#isDirty = true;
  }

  /** A new connection: counting starts again, and what is unsaved will be sent again as sync step 2. */
  opened(): void {
    this.#hasCaughtUp = false;
    this.#sent = 0;
    this.#durable = 0;
  }

  sentEdits(isCatchUp: boolean): void {
    this.#hasCaughtUp ||= isCatchUp;
    this.#sent += 1;
  }

  /** The server says how many edit frames of this connection are durable. */
  durable(count: number): void {
    this.#durable = count;
    if (this.#hasCaughtUp && this.#durable >= this.#sent) this.#isDirty = false;
  }

  get isSaved(): boolean {
    return !this.#isDirty;
  }
}
