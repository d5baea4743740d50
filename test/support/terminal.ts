// What a command of the operator is given in place of a real terminal: it keeps every line.

import { resolve } from 'node:path';
import type { Terminal } from '../../server/cli/command.ts';
import { createChance } from '../../server/platform/chance.ts';
import { createClock } from '../../server/platform/clock.ts';
import { createTimers } from '../../server/platform/timers.ts';

export class TestTerminal implements Terminal {
  readonly said: string[] = [];
  readonly warned: string[] = [];
  readonly noted: string[] = [];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock = createClock();
  readonly timers = createTimers(this.clock);
  readonly chance = createChance();

  constructor(env: Readonly<Record<string, string | undefined>> = {}) {
    this.env = env;
  }

  say(line: string): void {
    this.said.push(line);
  }

  warn(line: string): void {
    this.warned.push(line);
  }

  note(line: string): void {
    this.noted.push(line);
  }

  placeOf(path: string): string {
    return resolve(path);
  }
}
