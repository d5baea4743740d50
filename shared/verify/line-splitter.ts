// Cuts bytes into lines, however they come. Lines are handed out as bytes: what they say is the reader's business.

const LINE_FEED = 0x0a;

export class LineSplitter {
  #waiting: Uint8Array[] = [];

  /** Lines that are whole with these bytes, without their line feeds. */
  push(bytes: Uint8Array): readonly Uint8Array[] {
    const lines: Uint8Array[] = [];
    let from = 0;
    for (let at = bytes.indexOf(LINE_FEED); at >= 0; at = bytes.indexOf(LINE_FEED, from)) {
      lines.push(this.#joined(bytes.subarray(from, at)));
      from = at + 1;
    }
    if (from < bytes.length) this.#waiting.push(bytes.subarray(from));
    return lines;
  }

  /** What came after the last line feed; undefined for nothing. */
  rest(): Uint8Array | undefined {
    return this.#waiting.length > 0 ? this.#joined(new Uint8Array()) : undefined;
  }

  #joined(last: Uint8Array): Uint8Array {
    if (this.#waiting.length === 0) return last;
    const parts = [...this.#waiting, last];
    this.#waiting = [];
    const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
    let at = 0;
    for (const part of parts) {
      whole.set(part, at);
      at += part.length;
    }
    return whole;
  }
}
