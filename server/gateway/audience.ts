// One audience: everybody who gets the same bytes of one topic. Holds the last released view and its tag, and makes
// the delta to the next one once, whoever many listen.

import type { Json } from '../../shared/kernel/json.ts';
import { diff } from '../../shared/protocol/patch.ts';

export interface Release {
  readonly from: string;
  readonly to: string;
  readonly patch: Json;
}

export class Audience<View> {
  readonly #nonce: string;
  #view: View;
  #count = 0;

  constructor(nonce: string, view: View) {
    this.#nonce = nonce;
    this.#view = view;
  }

  get view(): View {
    return this.#view;
  }

  /** Names the released view. It counts what this audience saw change and nothing else (NET4). */
  get tag(): string {
    return `${this.#nonce}.${String(this.#count)}`;
  }

  /** Takes a newer view; undefined when this audience sees no change, and then nothing is sent (NET5). */
  release(view: View): Release | undefined {
    const patch = diff(this.#view, view);
    if (patch === undefined) return undefined;
    const from = this.tag;
    this.#count += 1;
    this.#view = view;
    return { from, to: this.tag, patch };
  }
}
