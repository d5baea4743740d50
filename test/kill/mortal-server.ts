// The real program on a folder and port of its own, that a test ends with SIGKILL and starts again.

import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SqliteStore } from '../../server/journal/sqlite-store.ts';
import { freePort } from '../support/free-port.ts';
import type { Program } from '../support/program.ts';
import { startProgram } from '../support/program.ts';

/** What a dead process leaves behind; the index of the write-ahead log is made anew from it. */
const REMAINS = ['journal.sqlite', 'journal.sqlite-wal'];

export class MortalServer {
  readonly port: number;
  readonly #root = mkdtempSync(join(tmpdir(), 'parley-kill-'));
  #program: Program | undefined;
  #copies = 0;

  private constructor(port: number) {
    this.port = port;
  }

  static async create(): Promise<MortalServer> {
    const server = new MortalServer(await freePort());
    // A process that is struck down keeps nothing of what it compiled; this one ends by itself.
    await server.#run(['--help']).ended;
    return server;
  }

  get origin(): string {
    return `http://127.0.0.1:${String(this.port)}`;
  }

  /** Everything the present process has said. */
  get output(): string {
    return this.#program?.output() ?? '';
  }

  /** Starts a process; resolves once it listens, or has been struck down before. */
  async start(): Promise<void> {
    const options = ['--port', String(this.port), '--data', join(this.#root, 'data')];
    const program = this.#run([...options, '--log-level', 'warn']);
    this.#program = program;
    await program.says(/running at/).catch(async (cause: unknown) => {
      if ((await program.ended) !== 'SIGKILL' || !program.child.killed) throw cause;
    });
  }

  #run(options: readonly string[]): Program {
    return startProgram(options, { NODE_COMPILE_CACHE: join(this.#root, 'compiled') });
  }

  /** Resolves once the process has printed the links of the demo. */
  async links(): Promise<readonly string[]> {
    await this.#program?.says(/Stop it with/);
    return this.output.match(/\S+\/join#\S+/g) ?? [];
  }

  /** Ends the process as `kill -9` does. */
  strike(): void {
    this.#program?.child.kill('SIGKILL');
  }

  /** Asks the process to stop. */
  stop(): void {
    this.#program?.child.kill('SIGTERM');
  }

  /** Resolves with the exit code or the signal. */
  async ended(): Promise<number | string | undefined> {
    return this.#program?.ended;
  }

  /** Reads what the ended process left, in a copy: the next one finds it untouched. */
  async autopsy(read: (store: SqliteStore) => Promise<void>): Promise<void> {
    const copy = join(this.#root, `copy-${String((this.#copies += 1))}`);
    mkdirSync(copy);
    for (const name of REMAINS) {
      const file = join(this.#root, 'data', name);
      if (existsSync(file)) cpSync(file, join(copy, name));
    }
    const store = new SqliteStore({ folder: copy });
    try {
      await read(store);
    } finally {
      store.close();
      rmSync(copy, { recursive: true });
    }
  }

  async dispose(): Promise<void> {
    this.strike();
    await this.ended();
    rmSync(this.#root, { recursive: true, force: true });
  }
}
