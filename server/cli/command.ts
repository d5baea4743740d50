// What a command of the operator is: its words for --help, what it takes, and what it does. A command is one file
// beside this one and a row in commands.ts; it never touches the process, so that a test can run it whole.

import type { Config } from '../config.ts';
import type { Chance, Clock, Timers } from '../ports.ts';
import type { SettingKey } from '../settings.ts';

/** Exit codes that scripts can rely on. */
export const EXIT = { done: 0, failed: 1, usage: 2 } as const;

/** Something that a person can put right: its message is the one line they get, and the exit code is not zero. */
export class Obstacle extends Error {
  readonly exitCode: number;
  constructor(message: string, exitCode: number = EXIT.failed) {
    super(message);
    this.name = 'Obstacle';
    this.exitCode = exitCode;
  }
}

export interface CommandOption {
  /** With the leading dashes. */
  readonly name: `--${string}`;
  /** What stands for the value in the usage; without it the option is a switch. */
  readonly value?: string;
  readonly meaning: string;
}

export interface CommandArguments {
  /** In order; at least and at most as many as the command takes. */
  readonly operands: readonly string[];
  /** By name with dashes: the value given last; an empty text for a switch. */
  readonly options: ReadonlyMap<string, string>;
  /** Settings of the server, from the environment and those options that the command takes. */
  readonly config: Config;
}

/** What a command may touch of the outside. */
export interface Terminal {
  /** One line for a person, on the standard output. */
  say(line: string): void;
  /** One line about something that is not as it should be, on the standard error. */
  warn(line: string): void;
  /** One line on how far a long command is, on the standard error. */
  note(line: string): void;
  /** Where a path that the person wrote begins, as an absolute path. */
  placeOf(path: string): string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly chance: Chance;
}

export interface Command {
  readonly name: string;
  /** What follows the name, e.g. `<file>`; options are added by themselves. */
  readonly operands: string;
  readonly operandCount: { readonly min: number; readonly max: number };
  /** One line for the list of commands. */
  readonly summary: string;
  /** Lines of the command's own help, below usage and summary; what it reads, what it writes, what it refuses. */
  readonly details: readonly string[];
  readonly options: readonly CommandOption[];
  /** Settings of the server that also count here, as options and as variables. */
  readonly settings: readonly SettingKey[];
  /** Gives the exit code. Throws Obstacle or JournalFault for what a person can put right. */
  run(args: CommandArguments, terminal: Terminal): Promise<number>;
}
