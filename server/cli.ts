// The operator's commands as a program: `parley <command>`. Beside main.ts the only reader of the environment, and
// the only writer on the terminal for commands; what a command does is in cli/.

import { resolve } from 'node:path';
import { COMMANDS } from './cli/commands.ts';
import { runCommand } from './cli/run.ts';
import { createChance } from './platform/chance.ts';
import { createClock } from './platform/clock.ts';
import { createTimers } from './platform/timers.ts';

const clock = createClock();

process.exitCode = await runCommand(COMMANDS, process.argv.slice(2), {
  say: (line) => {
    process.stdout.write(`${line}\n`);
  },
  warn: (line) => {
    process.stderr.write(`${line}\n`);
  },
  note: (line) => {
    process.stderr.write(`${line}\n`);
  },
  // The launcher runs everything in Parley's own folder, and says where the person is.
  placeOf: (path) => resolve(process.env['PARLEY_CALLED_FROM'] ?? process.cwd(), path),
  env: process.env,
  clock,
  // Between two attempts to reach a database nothing else keeps the command going.
  timers: createTimers(clock, { isHolding: true }),
  chance: createChance(),
});
