// The program itself as a child process, as an operator starts it.

import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');

export interface Program {
  readonly child: ChildProcess;
  /** Everything written so far. */
  readonly output: () => string;
  /** Resolves once the output matches; rejects with the output when the program ends before. */
  says(pattern: RegExp): Promise<RegExpExecArray>;
  /** Resolves with the exit code (or the signal's name). */
  readonly ended: Promise<number | string>;
}

/** Starts `server/main.ts` with these options and no settings from outside but those given. */
export const startProgram = (
  options: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Program => {
  const child = spawn(process.execPath, [join(ROOT, 'server/main.ts'), ...options], {
    cwd: ROOT,
    env: { PATH: process.env['PATH'] ?? '', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const listeners = new Set<() => void>();
  const heard = (chunk: Buffer): void => {
    output += chunk.toString();
    for (const listener of listeners) listener();
  };
  child.stdout.on('data', heard);
  child.stderr.on('data', heard);
  const ended = new Promise<number | string>((resolve) => {
    child.on('close', (code, signal) => {
      resolve(code ?? signal ?? 'unknown');
    });
  });
  const says = (pattern: RegExp): Promise<RegExpExecArray> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const found = pattern.exec(output);
        if (!found) return;
        listeners.delete(look);
        resolve(found);
      };
      listeners.add(look);
      look();
      void ended.then(() => {
        look();
        reject(new Error(`ended without saying ${String(pattern)}:\n${output}`));
      });
    });
  return { child, output: () => output, says, ended };
};
