// The frame that all commands of the operator share: which words mean what, help, one line for what went wrong.

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Command, CommandArguments } from '../../server/cli/command.ts';
import { EXIT, Obstacle } from '../../server/cli/command.ts';
import { COMMANDS } from '../../server/cli/commands.ts';
import { runCommand } from '../../server/cli/run.ts';
import { JournalFault } from '../../server/journal/fault.ts';
import { TestTerminal } from '../support/terminal.ts';

/** A command that only tells what it was given. */
const told = (ran: CommandArguments[], change: Partial<Command> = {}): Command => ({
  name: 'copy',
  operands: '<from> [<to>]',
  operandCount: { min: 1, max: 2 },
  summary: 'Copies one thing.',
  details: ['Nothing is overwritten.'],
  options: [
    { name: '--force', meaning: 'Overwrites.' },
    { name: '--as', value: 'name', meaning: 'Under another name.' },
  ],
  settings: ['dataFolder', 'metrics'],
  run: (args) => {
    ran.push(args);
    return Promise.resolve(EXIT.done);
  },
  ...change,
});

const run = async (
  words: readonly string[],
  { env = {}, change = {} }: { env?: Record<string, string>; change?: Partial<Command> } = {},
) => {
  const ran: CommandArguments[] = [];
  const terminal = new TestTerminal(env);
  const code = await runCommand([told(ran, change)], words, terminal);
  return { code, ran, said: terminal.said, warned: terminal.warned };
};

describe('help', () => {
  it('[CMD1] without a command the list is shown, and that is not what was wanted', async () => {
    const { code, said } = await run([]);
    expect(code).toBe(2);
    expect(said.join('\n')).toContain('copy   Copies one thing.');
  });

  it.each(['--help', '-h'])('[CMD1] %s lists all commands', async (word) => {
    const { code, said, warned } = await run([word]);
    expect({ code, warned }).toEqual({ code: 0, warned: [] });
    expect(said.join('\n')).toMatch(/^Usage: parley <command> \[options\]\n/);
    expect(said.join('\n')).toContain('  start  Starts the server');
  });

  it('[CMD1] --help of a command tells operands, options and settings, and does nothing', async () => {
    const { code, said, ran } = await run(['copy', 'a', '--nonsense', '--help']);
    expect({ code, ran }).toEqual({ code: 0, ran: [] });
    const help = said.join('\n');
    expect(help).toContain('Usage: parley copy <from> [<to>] [options]');
    expect(help).toContain('Nothing is overwritten.');
    expect(help).toMatch(/--as <name> +Under another name\./);
    expect(help).toMatch(/--data <value> .*\(PARLEY_DATA; otherwise \.\/data\)/);
    expect(help).not.toContain('--port');
  });
});

describe('words', () => {
  it('[CMD2] options stand anywhere, with a space or an equals sign, and the last one counts', async () => {
    const { code, ran } = await run(['copy', '--as', 'x', 'a', '--force', '--as=y=z', 'b']);
    expect(code).toBe(0);
    expect(ran[0]?.operands).toEqual(['a', 'b']);
    expect([...(ran[0]?.options ?? [])]).toEqual([
      ['--as', 'y=z'],
      ['--force', ''],
    ]);
  });

  it('[CMD2] after -- everything is an operand, and a lone dash is one', async () => {
    const { ran } = await run(['copy', '-', '--', '--help']);
    expect(ran[0]?.operands).toEqual(['-', '--help']);
  });

  it.each([
    [['move', 'a'], 'parley: "move" is not a command; parley --help lists them'],
    [['copy', 'a', '--fast'], 'parley: "--fast" is not an option of copy; see parley copy --help'],
    [['copy', 'a', '-f'], 'parley: "-f" is not an option of copy; see parley copy --help'],
    [['copy', 'a', '--port', '1'], 'parley: "--port" is not an option of copy;'],
    [['copy', 'a', '--force=yes'], 'parley: --force takes no value;'],
    [['copy', 'a', '--as'], 'parley: --as needs a value: <name>;'],
    [['copy', 'a', '--as', '--force'], 'parley: --as needs a value: <name>;'],
    [['copy'], 'parley: copy needs <from> [<to>];'],
    [['copy', 'a', 'b', 'c'], 'parley: "c" is too much for copy;'],
    [['copy', 'a', '--data'], 'parley: --data needs a value: a path'],
  ])('[CMD2] %j is refused with one line', async (words, line) => {
    const { code, ran, said, warned } = await run(words);
    expect({ code, ran, said }).toEqual({ code: 2, ran: [], said: [] });
    expect(warned).toHaveLength(1);
    expect(warned[0]).toContain(line);
    expect(warned[0]).not.toContain('\n');
  });
});

describe('settings', () => {
  it('[CMD3] those listed count, the option before the variable', async () => {
    const env = { PARLEY_DATA: '/srv/a', PARLEY_METRICS: 'off' };
    const first = await run(['copy', 'a'], { env });
    expect(first.ran[0]?.config).toMatchObject({ dataFolder: '/srv/a', hasMetrics: false });
    const second = await run(['copy', 'a', '--data', '/srv/b', '--metrics'], { env });
    expect(second.ran[0]?.config).toMatchObject({ dataFolder: '/srv/b', hasMetrics: true });
    const third = await run(['copy', 'a', '--no-metrics']);
    expect(third.ran[0]?.config.hasMetrics).toBe(false);
  });

  it('[CMD3] a wrong value of one listed is refused, of another not even read', async () => {
    const env = { PARLEY_PORT: 'wrong' };
    expect((await run(['copy', 'a'], { env })).code).toBe(0);
    const { code, warned } = await run(['copy', 'a'], { env: { PARLEY_METRICS: 'maybe' } });
    expect(code).toBe(2);
    expect(warned).toEqual([
      'parley: PARLEY_METRICS is "maybe", which is not allowed: give on or off',
    ]);
  });
});

describe('what goes wrong', () => {
  const failing = (cause: unknown): Partial<Command> => ({ run: () => Promise.reject(cause) });

  it.each([
    [new Obstacle('the file is there already'), 1],
    [new Obstacle('give one of both', EXIT.usage), 2],
    [new JournalFault('in-use', 'another server is using it'), 1],
  ])('[CMD4] %s is one line', async (cause, expected) => {
    const { code, warned } = await run(['copy', 'a'], { change: failing(cause) });
    expect(code).toBe(expected);
    expect(warned).toEqual([`parley: ${cause.message}`]);
  });

  it('[CMD5] words that came from elsewhere give the terminal no orders', async () => {
    const hostile = 'a\u001b]0;title\u0007b\r\u009b2Jc\td\ne';
    const { warned, said } = await run(['copy', 'a'], {
      change: {
        run: (_, terminal) => {
          terminal.say(hostile);
          return Promise.reject(new Obstacle(hostile));
        },
      },
    });
    const plain = 'a\ufffd]0;title\ufffdb\ufffd\ufffd2Jc\td\ne';
    expect(said).toEqual([plain]);
    expect(warned).toEqual([`parley: ${plain}`]);
  });

  it('[CMD4] a bug keeps its stack', async () => {
    const { code, warned } = await run(['copy', 'a'], { change: failing(new TypeError('oops')) });
    expect(code).toBe(1);
    expect(warned.join('\n')).toMatch(/^parley: copy failed\nTypeError: oops\n\s+at /);
  });
});

describe('the program', () => {
  it('[CMD2] ends with the exit code, and keeps the standard output for what was asked', () => {
    const cli = join(import.meta.dirname, '../../server/cli.ts');
    const ended = spawnSync(process.execPath, [cli, 'nonsense'], { encoding: 'utf8' });
    expect(ended).toMatchObject({
      status: 2,
      stdout: '',
      stderr: 'parley: "nonsense" is not a command; parley --help lists them\n',
    });
  });

  it('[CMD1] every command has a name of its own, help without line breaks, and a possible count', () => {
    const names = COMMANDS.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const { name, summary, details, operandCount } of COMMANDS) {
      expect(name).toMatch(/^[a-z]+$/);
      for (const line of [summary, ...details]) expect(line).not.toContain('\n');
      expect(operandCount.min).toBeLessThanOrEqual(operandCount.max);
    }
  });
});
