// Variables that look like settings and are none: each is named, with what was probably meant, and its value is not.

import { describe, expect, it } from 'vitest';
import { settingRows } from '../../server/settings.ts';
import { unknownVariables } from '../../server/unknown-variables.ts';

/** Spelt in two parts: the documents have every variable that stands in a test. */
const ours = (name: string): string => `${'PARLEY'}_${name}`;

describe('[CFG13] variables that are no settings', () => {
  it('every setting, the launcher’s variable and those of tests are known', () => {
    const all = Object.fromEntries(settingRows().map(({ variable }) => [variable, 'x']));
    const others = { PARLEY_CALLED_FROM: '/home', PARLEY_TEST_SEED: '7', PATH: '/bin', port: '1' };
    expect(unknownVariables({ ...all, ...others })).toBeUndefined();
  });

  it('a misspelt one is named with the setting that is nearest', () => {
    const nearest: Readonly<Record<string, string>> = {
      PROT: 'PARLEY_PORT',
      DATABSE_URL: 'PARLEY_DATABASE_URL',
      TRUSTED_PROXY: 'PARLEY_TRUSTED_PROXIES',
      METRIC_TOKEN: 'PARLEY_METRICS_TOKEN',
      DATA_DIR: 'PARLEY_DATA',
      LOGLEVEL: 'PARLEY_LOG_LEVEL',
    };
    for (const [name, setting] of Object.entries(nearest)) {
      expect(unknownVariables({ [ours(name)]: 'x' })).toBe(
        `${ours(name)} (${setting} is meant?) is no setting and has no effect; --help lists the settings`,
      );
    }
    expect(unknownVariables({ parley_port: '1' })).toMatch(/^parley_port \(PARLEY_PORT is meant/);
  });

  it('one that is near to nothing is named alone, several in one line by name', () => {
    expect(unknownVariables({ [ours('COLOUR')]: 'blue' })).toMatch(/^\w+_COLOUR is no setting/);
    expect(unknownVariables({ [ours('COLOUR')]: 'blue', [ours('ADDRESS')]: 'x' })).toMatch(
      /^\w+_ADDRESS, \w+_COLOUR are no settings and have no effect/,
    );
    const many = Object.fromEntries(Array.from({ length: 40 }, (_, at) => [ours(`X${at}Q`), 'x']));
    expect(unknownVariables(many)).toMatch(/, 32 more are no settings/);
  });

  it('no value is told, an empty one counts as not set, and the line stays one', () => {
    const line = unknownVariables({ [ours('METRICS_TOKN')]: 'canary', [ours('A\nB\t')]: 'canary' });
    expect(line).not.toMatch(/canary|[\n\t]/);
    expect(unknownVariables({ [ours('PROT')]: ' ' })).toBeUndefined();
  });

  it('a name in other case is known where the system takes it for the setting', () => {
    // As the environment of Windows: both names read the same variable.
    expect(unknownVariables({ Parley_Port: '5000', PARLEY_PORT: '5000' })).toBeUndefined();
  });
});
