// One stream without a host: decides and folds commands one after the other, as given-when-then.

import type { Actor, DecideContext, Decider, Decision } from '../../shared/kernel/decider.ts';
import type { EpochMs } from '../../shared/kernel/units.ts';
import type { TextPart } from '../../server/host/types.ts';
import { SYSTEM } from '../../shared/kernel/decider.ts';
import { sha256Hex } from '../../shared/kernel/hash.ts';
import { epochMs } from '../../shared/kernel/units.ts';

export const seat = (seatId: string): Actor => ({ kind: 'seat', seatId });
export const ADMIN: Actor = { kind: 'admin' };

const inText = (text: TextPart): Partial<DecideContext> => ({
  clauseHash: (termId) => text.clauseHash(termId),
  wording: (termId) => text.authored(termId),
  rewrite: (wordings, clientId) => text.rewrite(wordings, clientId),
});

export class Stream<State, Command, Event> {
  readonly #decider: Decider<State, Command, Event>;
  #state: State;
  #count = 0;
  at: EpochMs = epochMs(1_000_000);
  /** What clauses say, where a test needs them. */
  clauseHash: (termId: string) => string | undefined = () => undefined;
  /** The document of a sheet, where a test needs it; events that write text write into it. */
  text: TextPart | undefined;

  constructor(decider: Decider<State, Command, Event>) {
    this.#decider = decider;
    this.#state = decider.initial;
  }

  get state(): State {
    return this.#state;
  }

  /** Decides a command and folds its events; the state must survive JSON, as a snapshot does. */
  give(command: Command, by: Actor = SYSTEM): Decision<Event> {
    this.#count += 1;
    this.at = epochMs(this.at + 1);
    const context = { by, id: `command-${String(this.#count)}`, at: this.at };
    const decision = this.#decider.decide(this.#state, command, {
      ...context,
      entropy: () => sha256Hex(`entropy ${String(this.#count)}`),
      clauseHash: (termId) => this.clauseHash(termId),
      ...(this.text && inText(this.text)),
    });
    for (const event of decision.events) {
      this.#state = this.#decider.evolve(this.#state, event, context);
      const update = this.#decider.textOf?.(event);
      if (update === undefined) continue;
      const author = this.#decider.textAuthor?.(this.#state, event);
      this.text?.apply([Buffer.from(update, 'base64')], [author ?? null]);
    }
    this.#state = JSON.parse(JSON.stringify(this.#state)) as State;
    return decision;
  }

  /** Gives a command that must be accepted. Throws Error with the refusal otherwise. */
  must(command: Command, by: Actor = SYSTEM): void {
    const decision = this.give(command, by);
    if (!decision.ok) throw new Error(`refused: ${decision.rejection.code}`);
  }

  /** The code of the refusal; undefined when the command was accepted. */
  refusalOf(command: Command, by: Actor = SYSTEM): string | undefined {
    const decision = this.give(command, by);
    return decision.ok ? undefined : decision.rejection.code;
  }
}
