// The key this node signs with now. It is registered in the stream of the site before the first receipt, so that all
// nodes publish it; when somebody retires it there, the node goes on with a fresh one.

import type { SiteCommand, SiteState } from '../../shared/access/types.ts';
import type { Durability, Receipt } from '../../shared/record/receipt.ts';
import type { StreamHost } from '../host/types.ts';
import type { Chance, Log, Unsubscribe } from '../ports.ts';
import type { SigningKey } from './signing-key.ts';
import { SYSTEM } from '../../shared/kernel/decider.ts';
import { receiptText } from '../../shared/record/receipt.ts';
import { freshKey, keyInFile, replaceKeyFile } from './signing-key.ts';

export interface ServerKeyOptions {
  /** Where the key is kept; undefined: in memory, a new one at each start. */
  readonly file: string | undefined;
  readonly durability: Durability;
  readonly log: Log;
}

type Site = StreamHost<SiteState, SiteCommand>;

export class ServerKey {
  readonly #options: ServerKeyOptions;
  #key: SigningKey;
  #stop: Unsubscribe = () => undefined;

  /** Throws KeyFileError when the file is there and cannot be used. */
  constructor(options: ServerKeyOptions) {
    this.#options = options;
    this.#key = options.file === undefined ? freshKey() : keyInFile(options.file);
  }

  get keyId(): string {
    return this.#key.keyId;
  }

  /** Signs any text; its first line says what it is. */
  sign(text: string): { readonly keyId: string; readonly signature: string } {
    return { keyId: this.#key.keyId, signature: this.#key.sign(text) };
  }

  /**
   * The receipt with its signature. Each is signed by itself: one signature over a batch would tell a bidder that
   * somebody else acted in the same moment.
   */
  signReceipt(receipt: Receipt): Receipt {
    const statement = { ...receipt, durability: this.#options.durability, keyId: this.keyId };
    return { ...statement, signature: this.#key.sign(receiptText(statement)) };
  }

  /** Registers the key, and from then on replaces it once it is retired. Rejects when the site cannot be written. */
  async register(site: Site, chance: Pick<Chance, 'id'>): Promise<void> {
    const { state } = await site.confirmed();
    if (state.keys[this.keyId]?.retiredAtMs !== undefined) this.#replace();
    await this.#submit(site, chance);
    this.#stop = site.watch(({ state: { keys } }) => {
      if (keys[this.keyId]?.retiredAtMs === undefined) return;
      this.#replace();
      this.#submit(site, chance).catch((cause: unknown) => {
        this.#options.log.error({ err: cause }, 'the fresh signing key was not registered');
      });
    });
  }

  close(): void {
    this.#stop();
  }

  async #submit(site: Site, chance: Pick<Chance, 'id'>): Promise<void> {
    const { keyId, publicKey } = this.#key;
    const answer = await site.submit(chance.id(), SYSTEM, {
      type: 'RegisterKey',
      keyId,
      publicKey,
    });
    if (!answer.ok) throw new Error(`the signing key was refused: ${answer.rejection.code}`);
  }

  #replace(): void {
    const { file, log } = this.#options;
    const fresh = freshKey();
    if (file !== undefined) replaceKeyFile(file, fresh);
    log.warn({ retired: this.keyId, keyId: fresh.keyId }, 'signing with a fresh key');
    this.#key = fresh;
  }
}
