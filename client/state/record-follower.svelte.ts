// Follows the seals of a room's record: each must follow from the one before, the last one seen in this browser must
// still be among them, and the server must sign for where they stand. So a record that was changed afterwards shows.

import type { Result } from '../../shared/protocol/messages.ts';
import type { PublicKey, VerifySignature } from '../../shared/record/keys.ts';
import type { Seal, SealsAnswer } from '../../shared/record/seal.ts';
import { sha256Hex } from '../../shared/kernel/hash.ts';
import { firstSeal, nextSeal, sealText } from '../../shared/record/seal.ts';
import { RECORD_PREFIX } from './record-name.ts';

/**
 * `followed`: all of it holds. `cannot-check`: the chain holds, but this browser cannot check signatures. `broken`:
 * what the server says now does not go on from what it said before.
 */
export type FollowState = 'following' | 'followed' | 'cannot-check' | 'broken';

/** A seal that this browser has seen, and how many there were then. */
interface Seen {
  readonly seals: number;
  readonly head: string;
}

export interface RecordFollowerOptions {
  readonly roomId: string;
  readonly storage: Pick<Storage, 'getItem' | 'setItem'>;
  readonly fetchSeals: (after: number) => Promise<Result<SealsAnswer>>;
  readonly fetchKeys: () => Promise<Result<{ readonly keys: readonly PublicKey[] }>>;
  readonly verify: VerifySignature;
}

const isSeen = (value: unknown): value is Seen =>
  typeof value === 'object' && value !== null && 'seals' in value && 'head' in value;

export class RecordFollower {
  readonly #options: RecordFollowerOptions;
  #state = $state<FollowState>('following');
  #last = $state.raw<Seal>();
  #seals = $state(0);
  #head: string;
  #isAsking = false;
  #isWanted = false;

  constructor(options: RecordFollowerOptions) {
    this.#options = options;
    this.#head = firstSeal(this.#stream, sha256Hex);
  }

  get state(): FollowState {
    return this.#state;
  }

  /** The newest seal that was followed; absent before the first. */
  get last(): Seal | undefined {
    return this.#last;
  }

  get seals(): number {
    return this.#seals;
  }

  /** Asks for what is new. Asked again meanwhile, it asks once more afterwards. */
  async follow(): Promise<void> {
    if (this.#state === 'broken') return;
    if (this.#isAsking) {
      this.#isWanted = true;
      return;
    }
    this.#isAsking = true;
    try {
      const answer = await this.#options.fetchSeals(this.#seals);
      if (answer.ok) await this.#take(answer.value);
    } finally {
      this.#isAsking = false;
    }
    if (this.#isWanted) {
      this.#isWanted = false;
      await this.follow();
    }
  }

  get #stream(): string {
    return `room:${this.#options.roomId}`;
  }

  async #take(answer: SealsAnswer): Promise<void> {
    const isNext = answer.stream === this.#stream && answer.after === this.#seals;
    if (!isNext || !this.#chains(answer)) {
      this.#state = 'broken';
      return;
    }
    const state = await this.#signed(answer);
    this.#last = answer.next.at(-1) ?? this.#last;
    this.#head = answer.head;
    this.#seals = answer.seals;
    this.#state = state;
    if (state !== 'broken') this.#keep();
  }

  /** Whether the new seals follow from what was followed, and the one seen before is among them. */
  #chains({ next, head: end, seals }: SealsAnswer): boolean {
    const seen = this.#seen();
    let head = this.#head;
    let count = this.#seals;
    let isMet = seen === undefined || seen.seals <= count;
    for (const seal of next) {
      head = nextSeal(head, seal.root, sha256Hex);
      count += 1;
      if (head !== seal.head) return false;
      if (seen?.seals === count) {
        if (seen.head !== head) return false;
        isMet = true;
      }
    }
    return isMet && head === end && count === seals;
  }

  async #signed(answer: SealsAnswer): Promise<FollowState> {
    const keys = await this.#options.fetchKeys();
    if (!keys.ok) return 'cannot-check';
    const key = keys.value.keys.find(({ keyId }) => keyId === answer.keyId);
    if (!key) return 'broken';
    try {
      const isSigned = await this.#options.verify(
        key.publicKey,
        sealText(answer),
        answer.signature,
      );
      return isSigned ? 'followed' : 'broken';
    } catch (cause) {
      console.info('seals cannot be checked in this browser', cause);
      return 'cannot-check';
    }
  }

  get #name(): string {
    return `${RECORD_PREFIX}${this.#options.roomId}`;
  }

  #seen(): Seen | undefined {
    try {
      const seen: unknown = JSON.parse(this.#options.storage.getItem(this.#name) ?? 'null');
      return isSeen(seen) ? seen : undefined;
    } catch (cause) {
      console.warn('the seal kept in this browser cannot be read', cause);
      return undefined;
    }
  }

  #keep(): void {
    const seen: Seen = { seals: this.#seals, head: this.#head };
    try {
      this.#options.storage.setItem(this.#name, JSON.stringify(seen));
    } catch (cause) {
      console.warn('this browser has no room for the seal', cause);
    }
  }
}
