// What the launcher decides, apart from what it does: which verb, whether what is installed fits the lock file,
// how a run of tests is counted. Plain JavaScript, since it runs on whatever Node starts npm; touches no file.

const OLDEST_NODE = 26;

export const NO_NODE = `Parley needs Node ${String(OLDEST_NODE)} or newer: install it from https://nodejs.org, or run "npm ci --include=optional", which brings it on Linux, macOS (Apple silicon) and Windows (x64).`;

const VERBS = ['start', 'test', 'long', 'bench'];

/** The verb and what follows it; anything else is a command of the operator, which knows best what is none. */
export const readVerb = (words) => {
  const [verb, ...rest] = words;
  return VERBS.includes(verb) ? { verb, args: rest } : { verb: 'command', args: [...words] };
};

/** True for `26.1.0` or `v26.1.0` and later. */
export const isNewEnough = (version) => {
  const major = /^v?(\d+)\./.exec(version.trim());
  return major !== null && Number(major[1]) >= OLDEST_NODE;
};

/** Where Node may be in node_modules, best first: a link in .bin cannot be started without a shell on Windows. */
export const nodePlaces = (platform, arch) => {
  if (platform === 'win32') return [`node_modules/node-win-${arch}/bin/node.exe`];
  const own = platform === 'darwin' ? `node-bin-darwin-${arch}` : `node-${platform}-${arch}`;
  return ['node_modules/.bin/node', `node_modules/${own}/bin/node`];
};

/**
 * True when every package of the lock file is installed in its version, by npm's own list of what it installed.
 * Optional packages may be missing, as they are on other platforms.
 */
export const isInstalled = (lock, installed) =>
  Object.entries(lock.packages ?? {}).every(([place, wanted]) => {
    if (place === '' || wanted.link) return true;
    const found = installed.packages?.[place];
    return found === undefined
      ? Boolean(wanted.optional || wanted.devOptional)
      : found.version === wanted.version;
  });

/**
 * Counts a run from the reporter's JSON (undefined when it wrote none) and the runner's exit code. A file that
 * failed without a failed test, a test that never ended, a run that failed otherwise or had no test at all: each is a failure.
 */
export const countsOf = (report, exitCode) => {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const file of report?.testResults ?? []) {
    let hasFailed = false;
    for (const { status } of file.assertionResults ?? []) {
      if (status === 'passed') counts.passed += 1;
      else if (status === 'skipped' || status === 'todo') counts.skipped += 1;
      else {
        counts.failed += 1;
        hasFailed = true;
      }
    }
    if (file.status === 'failed' && !hasFailed) counts.failed += 1;
  }
  const isEmpty = counts.passed + counts.failed === 0;
  if (counts.failed === 0 && (exitCode !== 0 || isEmpty || report === undefined)) counts.failed = 1;
  return counts;
};

/** The last line of every run of tests; scripts read it. */
export const countsLine = ({ passed, failed, skipped }) =>
  `${String(passed)} passed, ${String(failed)} failed, ${String(skipped)} skipped`;

/** How a process ended as an exit code; a signal counts as shells count it. */
export const exitCodeOf = (code, signal, signalNumbers) =>
  code ?? 128 + (signalNumbers[signal] ?? 1);

/** True when starting needs no page: only help is asked for. */
export const asksForHelp = (args) => args.includes('--help') || args.includes('-h');
