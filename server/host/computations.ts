// Has computed what a stream waits for, and submits the answer as a command of the server. The question is in the
// state, the command id follows from it: several nodes may answer, and one answer counts. Tried until it works.

import type { Decider, Question } from '../../shared/kernel/decider.ts';
import type { CommandId, StreamName } from '../../shared/kernel/ids.ts';
import type { Answer } from '../../shared/record/receipt.ts';
import type { CancelTimer, Log, Solver, Timers } from '../ports.ts';
import { durationMs } from '../../shared/kernel/units.ts';
import { commandIdFor } from './deliveries.ts';

const RETRY_MS = 1_000;

export interface ComputationDeps<Command> {
  readonly from: StreamName;
  readonly solver: Solver;
  readonly submit: (id: CommandId, command: Command) => Promise<Answer>;
  readonly timers: Timers;
  readonly log: Log;
}

export class Computations<State, Command, Event> {
  readonly #decider: Decider<State, Command, Event>;
  readonly #deps: ComputationDeps<Command>;
  readonly #running = new Set<string>();
  readonly #retries = new Set<CancelTimer>();
  #asked: readonly Question[] = [];
  #isStopped = false;

  constructor(decider: Decider<State, Command, Event>, deps: ComputationDeps<Command>) {
    this.#decider = decider;
    this.#deps = deps;
  }

  get isIdle(): boolean {
    return this.#asked.length === 0;
  }

  /** Takes note of what the newest state asks; a question is computed once at a time. */
  update(state: State): void {
    this.#asked = this.#decider.asks?.(state) ?? [];
    for (const question of this.#asked) {
      if (!this.#running.has(question.id)) void this.#compute(question);
    }
  }

  /** Nothing is submitted any more; what is asked stays asked, in the journal. */
  stop(): void {
    this.#isStopped = true;
    for (const cancel of this.#retries) cancel();
  }

  async #compute(question: Question): Promise<void> {
    const { from, solver, submit, log } = this.#deps;
    this.#running.add(question.id);
    try {
      const answer = await solver.answer(question.input);
      if (this.#isStopped) return;
      const command = this.#decider.answered?.(question, answer);
      if (command === undefined) throw new Error(`${from} asks but takes no answer`);
      const result = await submit(commandIdFor(`answer ${from} ${question.id}`), command);
      if (!result.ok) log.warn({ stream: from, code: result.rejection.code }, 'answer refused');
    } catch (cause) {
      if (this.#isStopped) return;
      log.warn({ stream: from, err: cause }, 'computation failed, will try again');
      this.#retry(question);
      return;
    }
    this.#running.delete(question.id);
  }

  #retry(question: Question): void {
    const cancel = this.#deps.timers.after(durationMs(RETRY_MS), () => {
      this.#retries.delete(cancel);
      this.#running.delete(question.id);
      if (this.#asked.some(({ id }) => id === question.id)) void this.#compute(question);
    });
    this.#retries.add(cancel);
  }
}
