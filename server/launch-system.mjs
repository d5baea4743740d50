// Programs that tests need and no package of npm brings. What is missing is installed by the system's own package
// manager where that needs nobody's leave; otherwise words say how to get it. Plain JavaScript, like the launcher.

import { spawnSync } from 'node:child_process';
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** By program: what it is for, and its package, by package manager. */
export const PROGRAMS = {
  'redis-server': {
    purpose: 'tests of several nodes',
    packages: { 'apt-get': 'redis-server', dnf: 'redis', apk: 'redis' },
  },
  nginx: {
    purpose: 'tests of several nodes behind a proxy',
    packages: { 'apt-get': 'nginx', dnf: 'nginx', apk: 'nginx' },
  },
};

/** Debian starts services as it installs them, unless this file says no; one that is there already is left alone. */
const QUIETLY = `policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
  trap 'rm -f "$policy"' EXIT
  printf '#!/bin/sh\\nexit 101\\n' > "$policy"
  chmod 755 "$policy"
fi
export DEBIAN_FRONTEND=noninteractive`;

const SCRIPTS = {
  'apt-get': (names) => `set -e
${QUIETLY}
apt-get update -qq
apt-get install -y -qq --no-install-recommends -o DPkg::Lock::Timeout=120 ${names}`,
  dnf: (names) => `dnf install -y -q ${names}`,
  apk: (names) => `apk add --no-cache ${names}`,
};

/** Whether a program is in one of the folders of the path. */
export const isInPath = (program, path = process.env.PATH ?? '') =>
  path.split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return folder !== '' && statSync(join(folder, program)).isFile();
    } catch {
      // Not there, or not to be run: both mean that this folder does not bring it.
      return false;
    }
  });

/**
 * How the missing programs are installed here: the words of one command, or undefined when that is not to be done
 * without being asked. Root may; in CI also who becomes root without a password. `has` tells which programs there are.
 */
export const installWords = (missing, { has, isRoot, isCi, canSudo }) => {
  const manager = Object.keys(SCRIPTS).find((name) => has(name));
  if (manager === undefined || !(isRoot || (isCi && canSudo()))) return undefined;
  const names = missing.map((program) => PROGRAMS[program].packages[manager]).join(' ');
  const words = ['sh', '-c', SCRIPTS[manager](names)];
  return isRoot ? words : ['sudo', '-n', ...words];
};

/** What is said when a program is missing and stays so. */
export const missingLine = (program, isCi) =>
  `${program} is missing: install it from your system's packages. Without it ${PROGRAMS[program].purpose} ${isCi ? 'fail' : 'are skipped'}.`;

/** Brings the programs that tests need, saying what it does. Nothing here stops the tests: they tell themselves. */
export const bringPrograms = (say) => {
  const isCi = Boolean(process.env.CI);
  const missing = Object.keys(PROGRAMS).filter((program) => !isInPath(program));
  if (missing.length === 0) return;
  const [command, ...args] =
    installWords(missing, {
      has: (program) => isInPath(program),
      isRoot: process.getuid?.() === 0,
      isCi,
      canSudo: () => spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' }).status === 0,
    }) ?? [];
  if (command !== undefined) {
    say(`Installing ${missing.join(' and ')} by the system's package manager…`);
    spawnSync(command, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  }
  for (const program of missing) if (!isInPath(program)) say(missingLine(program, isCi));
};
