// Places in a queue that are worth looking at, smallest first: a binary heap of whole numbers. It knows nothing of
// what stands at a place.

/** A set of places to look at; taking one and adding one cost the logarithm of how many there are. */
export class PlaceQueue {
  readonly #heap: number[];

  /** Holds the places 0 to `length` − 1. */
  constructor(length: number) {
    this.#heap = Array.from({ length }, (_, place) => place);
  }

  /** Takes the smallest place out; undefined when there is none. */
  take(): number | undefined {
    const smallest = this.#heap[0];
    const last = this.#heap.pop();
    if (last !== undefined && this.#heap.length > 0) this.#sink(last);
    return smallest;
  }

  /** Adds a place that is not in the queue. */
  add(place: number): void {
    let at = this.#heap.length;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = this.#heap[parent] ?? 0;
      if (above <= place) break;
      this.#heap[at] = above;
      at = parent;
    }
    this.#heap[at] = place;
  }

  #sink(place: number): void {
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      const left = this.#heap[child];
      if (left === undefined) break;
      const right = this.#heap[child + 1];
      if (right !== undefined && right < left) child += 1;
      const below = this.#heap[child] ?? left;
      if (below >= place) break;
      this.#heap[at] = below;
      at = child;
    }
    this.#heap[at] = place;
  }
}
