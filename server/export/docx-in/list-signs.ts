// The signs of list items as Word shows them, for those that become plain lines: items of a list in a cell.

/** Counts the items of all lists of a document, in order. */
export class ListSigns {
  readonly #counts = new Map<string, number[]>();

  /** The sign of the next item of a list. */
  next(numId: string, level: number, isOrdered: boolean): string {
    const counts = this.#counts.get(numId) ?? [];
    this.#counts.set(numId, counts);
    // An item begins the lists inside of it anew.
    counts.length = Math.min(counts.length, level + 1);
    const count = (counts[level] ?? 0) + 1;
    counts[level] = count;
    return isOrdered ? `${String(count)}.` : '•';
  }
}
