// A real nginx before nodes of a test, with the file that operators get: only the lines they are told to change differ.

import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './free-port.ts';
import { eventually } from './patience.ts';

const EXAMPLE = join(import.meta.dirname, '../../docs/examples/nginx.conf');
const NODE_LINE = /^( *server )10\.0\.0\.11:4400( [^\n]*;\n)(?: *server 10\.[^\n]*;\n)+/m;
const LISTEN_LINE = 'listen 80;';
const TEMPORARY = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];

export interface Nginx {
  readonly port: number;
  readonly origin: string;
  /** What it has complained of. */
  complaints(): string;
  dispose(): Promise<void>;
}

/** The operators' file for these nodes. Throws Error when it has no place for them. */
const exampleFor = (port: number, nodePorts: readonly number[]): string => {
  const example = readFileSync(EXAMPLE, 'utf8');
  if (!NODE_LINE.test(example) || !example.includes(LISTEN_LINE)) {
    throw new Error('the example has other lines to change');
  }
  return example
    .replace(NODE_LINE, (_lines, before: string, after: string) =>
      nodePorts.map((node) => `${before}127.0.0.1:${String(node)}${after}`).join(''),
    )
    .replace(LISTEN_LINE, `listen 127.0.0.1:${String(port)};`);
};

const mainFile = (folder: string): string => `
daemon off;
master_process off;
pid ${folder}/nginx.pid;
error_log ${folder}/error.log warn;
events { worker_connections 1024; }
http {
  access_log off;
  ${TEMPORARY.map((name) => `${name}_temp_path ${folder}/${name};`).join('\n  ')}
  include ${folder}/parley.conf;
}
`;

const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => {
      resolve(false);
    });
  });

const listening = async (child: ChildProcess, port: number): Promise<void> => {
  let isUp = false;
  const ask = async (): Promise<void> => {
    while (!isUp && child.exitCode === null) isUp = await answers(port);
  };
  void ask();
  await eventually(() => isUp || child.exitCode !== null, 'nginx listens');
};

/** Starts one before nodes on these ports, which need not be there yet; dispose of it in the end. */
export const startNginx = async (nodePorts: readonly number[], port?: number): Promise<Nginx> => {
  const own = port ?? (await freePort());
  const folder = mkdtempSync(join(tmpdir(), 'parley-nginx-'));
  const complaints = (): string => readFileSync(join(folder, 'error.log'), 'utf8');
  writeFileSync(join(folder, 'parley.conf'), exampleFor(own, nodePorts));
  writeFileSync(join(folder, 'nginx.conf'), mainFile(folder));
  const words = ['-p', folder, '-e', join(folder, 'error.log'), '-c', join(folder, 'nginx.conf')];
  const child = spawn('nginx', words, { stdio: 'ignore' });
  const killWithUs = (): void => {
    child.kill('SIGKILL');
  };
  process.on('exit', killWithUs);
  await listening(child, own);
  if (child.exitCode !== null) throw new Error(`nginx ended:\n${complaints()}`);
  return {
    port: own,
    origin: `http://127.0.0.1:${String(own)}`,
    complaints,
    dispose: async () => {
      process.off('exit', killWithUs);
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
