// The form of words for refusals: a sentence a code, made from the refusal's numbers.

import { count } from '../../format/amounts.ts';
import { formatMills } from '../../format/money.ts';

/** The numbers behind a refusal, read carefully: a missing one must not break the sentence. */
export class Params {
  readonly #values: Readonly<Record<string, unknown>>;

  constructor(values: Readonly<Record<string, unknown>>) {
    this.#values = values;
  }

  number(name: string): number {
    const value = this.#values[name];
    return typeof value === 'number' ? value : Number.NaN;
  }

  has(...names: string[]): boolean {
    return names.every((name) => typeof this.#values[name] === 'number');
  }

  price(name: string): string {
    return this.has(name) ? formatMills(this.number(name)) : 'the allowed price';
  }

  count(name: string): string {
    return this.has(name) ? count(this.number(name)) : 'another number';
  }

  text(name: string): string {
    const value = this.#values[name];
    return typeof value === 'string' ? value : '';
  }

  because(name: string): string {
    const reason = this.text(name);
    return reason === '' ? '' : ` (${reason})`;
  }
}

/** A sentence a code. */
export type Words = Readonly<Record<string, (of: Params) => string>>;

/** What a refused bidder worries about first. */
export const BID_STANDS = 'What you bid before still stands.';
