// Names the variables of the environment that look like settings and are none: a misspelt one would otherwise be passed
// over in silence. Knows names alone; a value may be secret and is part of no line.

import { settingRows } from './settings.ts';

const OURS = /^parley_/i;
/** Tests read these, see docs/development.md. */
const OF_TESTS = 'PARLEY_TEST_';
/** The launcher tells the commands where it was called from. */
const OF_THE_LAUNCHER = 'PARLEY_CALLED_FROM';
const MAX_NAMED = 8;
/** Of the letters after `PARLEY_` so many, at most, may differ in a name that is meant. */
const MAX_SHARE_WRONG = 1 / 3;

type Environment = Readonly<Record<string, string | undefined>>;

/** Letters to put in, take out or replace, or neighbours to exchange, until one word is the other. */
const distance = (from: string, to: string): number => {
  let before: number[] = [];
  let above = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row += 1) {
    const line = [row];
    for (let column = 1; column <= to.length; column += 1) {
      const at = (cells: readonly number[], back: number): number => cells[column - back] ?? 0;
      const isSame = from[row - 1] === to[column - 1];
      let least = Math.min(at(above, 0) + 1, at(line, 1) + 1, at(above, 1) + (isSame ? 0 : 1));
      const isExchanged = from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      if (row > 1 && column > 1 && isExchanged) least = Math.min(least, at(before, 2) + 1);
      line.push(least);
    }
    [before, above] = [above, line];
  }
  return above[to.length] ?? 0;
};

/** The setting that was probably meant; undefined where none is near. */
const meant = (name: string, settings: readonly string[]): string | undefined => {
  const given = name.toUpperCase();
  const ranked = settings
    .map((setting) => ({ setting, wrong: distance(given, setting) }))
    .sort((a, b) => a.wrong - b.wrong);
  const [first] = ranked;
  const letters = given.length - 'PARLEY_'.length;
  if (first && first.wrong <= Math.max(1, letters * MAX_SHARE_WRONG)) return first.setting;
  // A name may say more than the setting is called, as with `_DIR` or `_URL` after it.
  return ranked.find(({ setting }) => given.startsWith(`${setting}_`))?.setting;
};

/**
 * One line that names the variables which begin with `PARLEY_` and are no settings, each with the setting that is
 * nearest; undefined where all are known. Empty ones count as not set. Rule CFG13.
 */
export const unknownVariables = (env: Environment): string | undefined => {
  const settings = settingRows().map(({ variable }) => variable);
  const isKnown = (name: string): boolean => {
    if (settings.includes(name) || name === OF_THE_LAUNCHER) return true;
    // Windows reads a variable whatever the case of its name.
    const upper = name.toUpperCase();
    return settings.includes(upper) && env[upper] === env[name];
  };
  const unknown = Object.keys(env)
    .filter((name) => OURS.test(name) && !name.startsWith(OF_TESTS))
    .filter((name) => Boolean(env[name]?.trim()) && !isKnown(name))
    .sort();
  if (unknown.length === 0) return undefined;
  const named = unknown.slice(0, MAX_NAMED).map((name) => {
    const setting = meant(name, settings);
    const shown = name.replaceAll(/[^\w.-]/g, '?');
    return setting === undefined ? shown : `${shown} (${setting} is meant?)`;
  });
  const more = unknown.length - named.length;
  if (more > 0) named.push(`${String(more)} more`);
  const is = unknown.length === 1 ? 'is no setting and has' : 'are no settings and have';
  return `${named.join(', ')} ${is} no effect; --help lists the settings`;
};
