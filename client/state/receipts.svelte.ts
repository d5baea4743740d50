// Receipts of this seat: each is checked when it comes and kept in this browser, so that it can be held against the
// record later. Signing out forgets them.

import { SvelteMap } from 'svelte/reactivity';
import type { Result } from '../../shared/protocol/messages.ts';
import type { PublicKey, VerifySignature } from '../../shared/record/keys.ts';
import type { Receipt, ReceiptCheck } from '../../shared/record/receipt.ts';
import { checkReceipt } from '../../shared/record/receipt.ts';

export type ReceiptState = ReceiptCheck | 'checking' | 'cannot-check';

export const RECEIPTS_PREFIX = 'parley-receipts:';
const KEPT_RECEIPTS = 2_000;

export interface ReceiptBookOptions {
  readonly place: string;
  readonly storage: Pick<Storage, 'getItem' | 'setItem'>;
  readonly fetchKeys: () => Promise<Result<{ readonly keys: readonly PublicKey[] }>>;
  readonly verify: VerifySignature;
}

export class ReceiptBook {
  readonly #options: ReceiptBookOptions;
  readonly #states = new SvelteMap<string, ReceiptState>();
  #keys: readonly PublicKey[] = [];

  constructor(options: ReceiptBookOptions) {
    this.#options = options;
  }

  /** Whose they are: room and seat. */
  get place(): string {
    return this.#options.place;
  }

  /** All that are kept, oldest first. */
  kept(): readonly Receipt[] {
    try {
      return JSON.parse(this.#options.storage.getItem(this.#name) ?? '[]') as Receipt[];
    } catch (cause) {
      console.warn('the receipts kept in this browser cannot be read', cause);
      return [];
    }
  }

  stateOf({ commandId }: Receipt): ReceiptState {
    return this.#states.get(commandId) ?? 'checking';
  }

  /** Keeps a receipt and checks it; the outcome shows in `stateOf`. */
  add(receipt: Receipt): void {
    this.#keep(receipt);
    this.#states.set(receipt.commandId, 'checking');
    void this.#check(receipt).then((state) => {
      this.#states.set(receipt.commandId, state);
    });
  }

  get #name(): string {
    return `${RECEIPTS_PREFIX}${this.#options.place}`;
  }

  #keep(receipt: Receipt): void {
    const others = this.kept().filter(({ commandId }) => commandId !== receipt.commandId);
    const kept = [...others, receipt].slice(-KEPT_RECEIPTS);
    try {
      this.#options.storage.setItem(this.#name, JSON.stringify(kept));
    } catch (cause) {
      console.warn('this browser has no room for receipts', cause);
    }
  }

  async #check(receipt: Receipt): Promise<ReceiptState> {
    try {
      const first = await checkReceipt(receipt, this.#keys, this.#options.verify);
      if (first !== 'unknown-key') return first;
      // A key that is new to this page: made at the server's last start, or after one was retired.
      const answer = await this.#options.fetchKeys();
      if (!answer.ok) return 'cannot-check';
      this.#keys = answer.value.keys;
      return await checkReceipt(receipt, this.#keys, this.#options.verify);
    } catch (cause) {
      console.info('receipts cannot be checked in this browser', cause);
      return 'cannot-check';
    }
  }
}
