// What `parley --help` and `parley <command> --help` print: made from the table of commands, so it cannot differ from
// what the commands do.

import type { Command } from './command.ts';
import type { Setting } from '../settings.ts';
import { SETTINGS } from '../settings.ts';

/** Words that the launcher itself takes, before any command is looked for. */
const LAUNCHER_ROWS: readonly (readonly [string, string])[] = [
  ['start', 'Starts the server; --help lists its settings.'],
  ['test', 'Runs the tests.'],
  ['bench', 'Runs the benchmarks.'],
];

const columns = (rows: readonly (readonly [string, string])[]): string[] => {
  const wide = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(wide)}  ${right}`);
};

/** The list of commands. */
export const helpOfAll = (commands: readonly Command[]): string =>
  [
    'Usage: parley <command> [options]',
    '',
    ...columns([
      ...LAUNCHER_ROWS,
      ...commands.map(({ name, summary }) => [name, summary] as const),
    ]),
    '',
    'parley <command> --help tells more of one.',
  ].join('\n');

const settingRow = ({ option, variable, meaning, standard }: Setting<unknown>) =>
  [`${option} <value>`, `${meaning} (${variable}; otherwise ${standard})`] as const;

/** Usage, summary, details and options of one command. */
export const helpOf = ({
  name,
  operands,
  summary,
  details,
  options,
  settings,
}: Command): string => {
  const rows = [
    ...options.map(
      (option) =>
        [
          option.value === undefined ? option.name : `${option.name} <${option.value}>`,
          option.meaning,
        ] as const,
    ),
    ...settings.map((key) => settingRow(SETTINGS[key])),
  ];
  const usage = ['parley', name, ...(operands === '' ? [] : [operands])].join(' ');
  return [
    `Usage: ${usage}${rows.length > 0 ? ' [options]' : ''}`,
    '',
    summary,
    ...(details.length > 0 ? ['', ...details] : []),
    ...(rows.length > 0 ? ['', ...columns(rows)] : []),
  ].join('\n');
};
