// A real Redis for tests: a process on a free port in a folder of its own, that a test can kill, freeze and start
// again.

import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient } from 'redis';
import { freePort } from './free-port.ts';
import { describeWith } from './programs.ts';

const READY = /Ready to accept connections/;
/** Another process may take a port between finding it and using it. */
const MAX_STARTS = 5;

export interface RedisOptions {
  /** Further options of redis-server, as on its command line. */
  readonly options?: readonly string[];
}

export interface RedisServer {
  readonly port: number;
  readonly url: string;
  /** Ends it as a power cut does. */
  kill(): Promise<void>;
  /** Sends one command as an operator does. */
  ask(...words: readonly string[]): Promise<unknown>;
  /** Starts it again on the same port, empty. */
  restart(): Promise<void>;
  /** Freezes the process: connections stay open, and nothing is answered. */
  freeze(): void;
  thaw(): void;
  /** Ends it and removes its folder. */
  dispose(): Promise<void>;
}

/** Resolves once the process takes connections. Rejects with its words when it ends before. */
const ready = (child: ChildProcess): Promise<void> =>
  new Promise((resolve, reject) => {
    let words = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      words += chunk.toString();
      if (READY.test(words)) resolve();
    });
    child.once('error', reject);
    child.once('exit', () => {
      reject(new Error(`redis-server ended:\n${words}`));
    });
  });

class RedisProcess implements RedisServer {
  readonly port: number;
  readonly #folder: string;
  readonly #options: readonly string[];
  #child: ChildProcess | undefined;
  readonly #killWithUs = (): void => {
    this.#child?.kill('SIGKILL');
  };

  constructor(port: number, { options = [] }: RedisOptions) {
    this.port = port;
    this.#folder = mkdtempSync(join(tmpdir(), 'parley-redis-'));
    this.#options = options;
    process.on('exit', this.#killWithUs);
  }

  get url(): string {
    return `redis://127.0.0.1:${String(this.port)}`;
  }

  async restart(): Promise<void> {
    const place = ['--port', String(this.port), '--bind', '127.0.0.1', '--dir', this.#folder];
    const memory = ['--save', '', '--appendonly', 'no', '--daemonize', 'no'];
    const child = spawn('redis-server', [...place, ...memory, ...this.#options], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    this.#child = child;
    await ready(child);
  }

  async kill(): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  }

  async ask(...words: readonly string[]): Promise<unknown> {
    const client = await createClient({ url: this.url }).connect();
    try {
      return await client.sendCommand(words);
    } finally {
      client.destroy();
    }
  }

  freeze(): void {
    this.#child?.kill('SIGSTOP');
  }

  thaw(): void {
    this.#child?.kill('SIGCONT');
  }

  async dispose(): Promise<void> {
    await this.kill();
    process.off('exit', this.#killWithUs);
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** Starts one; dispose of it in the end, whatever happened. */
export const startRedis = async (options: RedisOptions = {}): Promise<RedisServer> => {
  for (let start = 1; ; start += 1) {
    const redis = new RedisProcess(await freePort(), options);
    try {
      await redis.restart();
      return redis;
    } catch (cause) {
      await redis.dispose();
      if (start === MAX_STARTS) throw cause;
    }
  }
};

/** Tests over a real Redis. */
export const describeWithRedis = (name: string, body: () => void): void => {
  describeWith(['redis-server'], name, body);
};
