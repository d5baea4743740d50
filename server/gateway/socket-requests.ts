// The requests of one connection: each is answered once, whatever happens, and none that came before the end is left behind.
// What a request means is the session's.

import type { Result } from '../../shared/protocol/messages.ts';
import type { GatewayContext } from './context.ts';
import { errorFor, refusal } from './failures.ts';

const ONE_MESSAGE = { message: 'An event has one message, and a callback for its answer.' };

interface RequestsDeps {
  readonly context: GatewayContext;
  /** Takes one message out of what the seat may send: 0, or the milliseconds until it may. */
  readonly spend: () => number;
}

type Callback = (result: Result<unknown>) => void;

/** The function that a client wants its answer by: what it sent last, if that is one. */
export const callbackIn = (sent: readonly unknown[]): Callback | undefined => {
  const last = sent.at(-1);
  return typeof last === 'function' ? (last as Callback) : undefined;
};

export class SocketRequests {
  readonly #deps: RequestsDeps;
  /** Those that are not answered yet. */
  readonly #inHand = new Set<Promise<unknown>>();
  #isEnding = false;

  constructor(deps: RequestsDeps) {
    this.#deps = deps;
  }

  /** Takes nothing more in; resolves once everything that came before is answered. */
  async finish(): Promise<void> {
    this.#isEnding = true;
    await Promise.all(this.#inHand);
  }

  /** What comes after the end has begun stays unanswered, and its client gives it to another node. */
  answer<T>(
    sent: readonly unknown[],
    run: (message: unknown) => Promise<() => T>,
  ): Promise<Result<T> | undefined> {
    if (this.#isEnding) return Promise.resolve(undefined);
    const answered = this.#answerNow(sent, run);
    this.#inHand.add(answered);
    void answered.finally(() => this.#inHand.delete(answered));
    return answered;
  }

  /**
   * Runs one request and answers it whatever happens; a client that wants no answer gets none. What `run` gives at
   * last is called in the turn in which the answer is sent, so that no delta can come between the two.
   */
  async #answerNow<T>(
    sent: readonly unknown[],
    run: (message: unknown) => Promise<() => T>,
  ): Promise<Result<T>> {
    const callback = callbackIn(sent);
    let result: Result<T>;
    try {
      this.#spend();
      if (sent.length > (callback ? 2 : 1)) throw refusal('protocol/malformed', ONE_MESSAGE);
      const finish = await run(sent[0] === callback ? undefined : sent[0]);
      result = { ok: true, value: finish() };
    } catch (cause) {
      result = { ok: false, error: errorFor(cause, this.#deps.context) };
    }
    callback?.(result);
    return result;
  }

  #spend(): void {
    const afterMs = this.#deps.spend();
    if (afterMs > 0) throw refusal('protocol/rate', { retry: 'later', afterMs });
  }
}
