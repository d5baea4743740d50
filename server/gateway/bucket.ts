// A token bucket: so many acts a second on average, so many at once. Time is handed in.

export class Bucket {
  readonly #perSecond: number;
  readonly #burst: number;
  readonly #nowMs: () => number;
  #level: number;
  #atMs: number;

  constructor(perSecond: number, burst: number, nowMs: () => number) {
    this.#perSecond = perSecond;
    this.#burst = burst;
    this.#nowMs = nowMs;
    this.#level = burst;
    this.#atMs = nowMs();
  }

  /**
   * Takes one act out, or one that counts for several. 0 when there was so much, otherwise the milliseconds until there
   * is. Of rate and burst only a share (above 0, at most 1) counts, where others have the rest. What is heavier than the
   * burst takes all of it.
   */
  take({
    share = 1,
    weight = 1,
  }: { readonly share?: number; readonly weight?: number } = {}): number {
    const nowMs = this.#nowMs();
    const perSecond = this.#perSecond * share;
    const burst = Math.max(1, this.#burst * share);
    this.#level = Math.min(burst, this.#level + ((nowMs - this.#atMs) * perSecond) / 1_000);
    this.#atMs = nowMs;
    const cost = Math.min(weight, burst);
    if (this.#level >= cost) {
      this.#level -= cost;
      return 0;
    }
    return Math.ceil(((cost - this.#level) * 1_000) / perSecond);
  }
}
