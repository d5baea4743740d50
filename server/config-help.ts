// The table of settings as text for a terminal. Knows how to lay out, not what the settings are.

import type { Setting } from './settings.ts';

const optionsOf = (row: Setting<unknown>): string =>
  row.isSwitch
    ? `${row.option}, ${row.option.replace('--', '--no-')}`
    : `${row.option} <${row.unit === 'none' ? 'value' : row.unit}>`;

/** What `--help` prints: usage, then two or three lines a setting. Ends with a line break. */
export const helpText = (rows: readonly Setting<unknown>[]): string => {
  const wide = Math.max(...rows.map((row) => optionsOf(row).length));
  const lines = rows.flatMap((row) => [
    `  ${optionsOf(row).padEnd(wide)}  ${row.variable}`,
    `      ${row.meaning}`,
    `      Allowed: ${row.allowed}. Otherwise: ${row.standard}.`,
  ]);
  return [
    'Usage: npm start -- [options]',
    '',
    'Each setting can be given as an option or as a variable of the environment; the option wins.',
    '',
    ...lines,
    '',
  ].join('\n');
};
