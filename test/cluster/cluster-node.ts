// One node of the cluster: the program as a process, whose lines to Redis and to the database a test can cut.

import type { Program } from '../support/program.ts';
import { startProgram } from '../support/program.ts';
import type { Relay } from '../support/relay.ts';

export interface NodePlace {
  readonly port: number;
  readonly options: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly redis: Relay;
  readonly database: Relay;
}

export class ClusterNode {
  readonly port: number;
  readonly redis: Relay;
  readonly database: Relay;
  readonly #place: NodePlace;
  #program: Program | undefined;
  #coming: Promise<void> = Promise.resolve();
  #isUp = false;
  /** Whatever ends the tests ends the node. */
  readonly #killWithUs = (): void => {
    this.strike();
  };

  constructor(place: NodePlace) {
    this.port = place.port;
    this.redis = place.redis;
    this.database = place.database;
    this.#place = place;
    process.on('exit', this.#killWithUs);
  }

  /** Listens, as far as is known. */
  get isUp(): boolean {
    return this.#isUp;
  }

  get origin(): string {
    return `http://127.0.0.1:${String(this.port)}`;
  }

  /** Of the present process; undefined before the first. */
  get pid(): number | undefined {
    return this.#program?.child.pid;
  }

  /** Everything the present process has said. */
  get output(): string {
    return this.#program?.output() ?? '';
  }

  /** Starts a process; resolves once it listens, or was struck down before. */
  start(more: readonly string[] = ['--no-demo']): Promise<void> {
    const { options, environment } = this.#place;
    const program = startProgram([...options, ...more], environment);
    this.#program = program;
    const come = async (): Promise<void> => {
      try {
        await program.says(/Stop it with/);
        this.#isUp = this.#program === program;
      } catch (cause) {
        if ((await program.ended) !== 'SIGKILL' || !program.child.killed) throw cause;
      }
    };
    this.#coming = come();
    return this.#coming;
  }

  /** Resolves once the last start has come to its end. */
  up(): Promise<void> {
    return this.#coming;
  }

  /** Ends the process as `kill -9` does. */
  strike(): void {
    this.#isUp = false;
    this.#program?.child.kill('SIGKILL');
  }

  /** Asks the process to stop. */
  stop(): void {
    this.#isUp = false;
    this.#program?.child.kill('SIGTERM');
  }

  /** Resolves with the exit code or the signal. */
  async ended(): Promise<number | string | undefined> {
    return this.#program?.ended;
  }

  /** What the node says of itself; undefined while it does not answer. */
  async readiness(): Promise<{ ready: boolean; nodes: string } | undefined> {
    try {
      const answer = await fetch(`${this.origin}/readyz`);
      return (await answer.json()) as { ready: boolean; nodes: string };
    } catch {
      // It is down, or was struck down while it answered.
      return undefined;
    }
  }

  async dispose(): Promise<void> {
    process.off('exit', this.#killWithUs);
    this.strike();
    await this.ended();
    await this.redis.dispose();
    await this.database.dispose();
  }
}
