// Finds the command that the words ask for, runs it, and turns whatever goes wrong into one line and an exit code.
// Only a bug keeps its stack.

import type { Command, Terminal } from './command.ts';
import { EXIT, Obstacle } from './command.ts';
import { readArguments } from './arguments.ts';
import { helpOf, helpOfAll } from './help.ts';
import { JournalFault } from '../journal/fault.ts';

const isHelp = (word: string): boolean => word === '--help' || word === '-h';

const lineOf = (cause: unknown): string | undefined =>
  cause instanceof Obstacle || cause instanceof JournalFault ? cause.message : undefined;

/** Everything that is no letter to a terminal but an order, but for line breaks and tabs. */
// eslint-disable-next-line no-control-regex
const ORDERS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;

/** A terminal to which words out of files and rooms are letters and nothing else. */
const lettersOnly = (terminal: Terminal): Terminal => {
  const plain = (write: (line: string) => void) => (line: string) => {
    write(line.replaceAll(ORDERS, '\ufffd'));
  };
  const { say, warn, note } = terminal;
  return {
    ...terminal,
    say: plain(say.bind(terminal)),
    warn: plain(warn.bind(terminal)),
    note: plain(note.bind(terminal)),
    placeOf: terminal.placeOf.bind(terminal),
  };
};

/** Runs what the words say and gives the exit code: 0 done, 1 failed, 2 for words that mean nothing. Rules CMD1 to CMD5. */
export const runCommand = async (
  commands: readonly Command[],
  words: readonly string[],
  given: Terminal,
): Promise<number> => {
  const terminal = lettersOnly(given);
  const [name, ...rest] = words;
  if (name === undefined || isHelp(name)) {
    terminal.say(helpOfAll(commands));
    return name === undefined ? EXIT.usage : EXIT.done;
  }
  const command = commands.find((each) => each.name === name);
  if (!command) {
    terminal.warn(`parley: "${name}" is not a command; parley --help lists them`);
    return EXIT.usage;
  }
  const end = rest.indexOf('--');
  if (rest.slice(0, end < 0 ? undefined : end).some(isHelp)) {
    terminal.say(helpOf(command));
    return EXIT.done;
  }
  try {
    return await command.run(readArguments(command, rest, terminal.env), terminal);
  } catch (cause) {
    const line = lineOf(cause);
    const stack = cause instanceof Error ? (cause.stack ?? '') : String(cause);
    terminal.warn(`parley: ${line ?? `${name} failed\n${stack}`}`);
    return cause instanceof Obstacle ? cause.exitCode : EXIT.failed;
  }
};
