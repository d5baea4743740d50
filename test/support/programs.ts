// Tests that need programs of the system: a failure in CI where one is missing, skipped by name elsewhere.

import { describe, expect, it } from 'vitest';
import type { PROGRAMS } from '../../server/launch-system.mjs';
import { isInPath, missingLine } from '../../server/launch-system.mjs';

export type ProgramName = keyof typeof PROGRAMS;

/** Describes tests that run only where all these programs are. */
export const describeWith = (
  programs: readonly ProgramName[],
  name: string,
  body: () => void,
): void => {
  const missing = programs.filter((program) => !isInPath(program));
  if (missing.length > 0 && process.env['CI']) {
    it(name, () => {
      expect.fail(missing.map((program) => missingLine(program, true)).join(' '));
    });
    return;
  }
  describe.skipIf(missing.length > 0)(name, body);
};
