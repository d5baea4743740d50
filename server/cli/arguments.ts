// Reads the words after a command's name. Nothing is guessed: an option that the command does not have, a value that
// is missing and an operand too many or too few each become one line and exit code 2.

import type { Command, CommandArguments } from './command.ts';
import { EXIT, Obstacle } from './command.ts';
import { readConfig } from '../config.ts';
import type { Setting } from '../settings.ts';
import { SETTINGS } from '../settings.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Rejections of the command line, all of one form. */
const misused = (command: Command, message: string): Obstacle =>
  new Obstacle(`${message}; see parley ${command.name} --help`, EXIT.usage);

/** Only the variables that count for the command: a wrong port must not keep anybody from making a backup. */
const environmentFor = ({ settings }: Command, env: Environment): Environment =>
  Object.fromEntries(
    settings.map((key) => [SETTINGS[key].variable, env[SETTINGS[key].variable]] as const),
  );

const settingNamed = ({ settings }: Command, name: string): Setting<unknown> | undefined =>
  settings
    .map((key): Setting<unknown> => SETTINGS[key])
    .find(
      ({ option, isSwitch }) =>
        name === option || (isSwitch && name === option.replace('--', '--no-')),
    );

interface Sorted {
  readonly operands: string[];
  readonly options: Map<string, string>;
  /** As readConfig takes them. */
  readonly settings: string[];
}

/** The value of an option: after its equals sign, or else the next word. */
const valueFor = (inline: string | undefined, waiting: string[]): string | undefined =>
  inline ?? (waiting[0]?.startsWith('--') ? undefined : waiting.shift());

const takeOption = (
  command: Command,
  { word, waiting }: { word: string; waiting: string[] },
  sorted: Sorted,
): void => {
  const [name = word, inline] = word.split(/=(.*)/s, 2);
  const setting = settingNamed(command, name);
  if (setting) {
    const value = setting.isSwitch ? inline : valueFor(inline, waiting);
    sorted.settings.push(value === undefined ? name : `${name}=${value}`);
    return;
  }
  const option = command.options.find((each) => each.name === name);
  if (!option) throw misused(command, `"${name}" is not an option of ${command.name}`);
  if (option.value === undefined) {
    if (inline !== undefined) throw misused(command, `${name} takes no value`);
    sorted.options.set(name, '');
    return;
  }
  const value = valueFor(inline, waiting);
  if (!value) throw misused(command, `${name} needs a value: <${option.value}>`);
  sorted.options.set(name, value);
};

const sortWords = (command: Command, words: readonly string[]): Sorted => {
  const sorted: Sorted = { operands: [], options: new Map(), settings: [] };
  const waiting = [...words];
  for (let word = waiting.shift(); word !== undefined; word = waiting.shift()) {
    if (word === '--') sorted.operands.push(...waiting.splice(0));
    else if (word.startsWith('--')) takeOption(command, { word, waiting }, sorted);
    // A lone dash is how files that are not files are written.
    else if (word.startsWith('-') && word !== '-') {
      throw misused(command, `"${word}" is not an option of ${command.name}`);
    } else sorted.operands.push(word);
  }
  return sorted;
};

/** What the words say to the command. Throws Obstacle with exit code 2. Rules CMD2 and CMD3. */
export const readArguments = (
  command: Command,
  words: readonly string[],
  env: Environment,
): CommandArguments => {
  const { operands, options, settings } = sortWords(command, words);
  const { min, max } = command.operandCount;
  if (operands.length < min) throw misused(command, `${command.name} needs ${command.operands}`);
  const extra = operands[max];
  if (extra !== undefined) throw misused(command, `"${extra}" is too much for ${command.name}`);
  const read = readConfig(environmentFor(command, env), settings);
  if ('help' in read) throw new Error('help is answered before arguments are read');
  if (!read.ok) throw new Obstacle(read.message, EXIT.usage);
  return { operands, options, config: read.config };
};
