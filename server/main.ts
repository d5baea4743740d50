// The program: settings → parts → server → links → until told to stop. The only reader of the environment and
// the only writer on the terminal. Whatever keeps it from starting becomes one clear line and an exit code.

import { join } from 'node:path';
import { openBus } from './bus/open.ts';
import { startServer } from './compose.ts';
import type { Config } from './config.ts';
import { originOf, readConfig, signingKeyFileOf } from './config.ts';
import { JournalFault } from './journal/fault.ts';
import { openJournal } from './journal/open.ts';
import { createChance } from './platform/chance.ts';
import { createClock, steadyMs } from './platform/clock.ts';
import { createLog } from './platform/log.ts';
import { createMetrics } from './platform/metrics.ts';
import { createTimers } from './platform/timers.ts';
import type { Clock, Journal } from './ports.ts';
import { KeyFileError } from './record/signing-key.ts';
import { demoLinks, seedAdminSecret, seedDemo } from './seed.ts';
import { unknownVariables } from './unknown-variables.ts';

const EXIT_USAGE = 2;
const DRAIN_LIMIT_MS = 5_000;
/** A terminal, npm and a supervisor can each pass on one and the same request to stop. */
const SAME_REQUEST_MS = 1_000;
/** After some hundred starts within a week. */
const NO_LINK = '(no link: too many are open; older ones work, and expire within a week)';
const PAGE_FOLDER = join(import.meta.dirname, '../dist');

const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

/** One line for what an operator can put right; anything else is a bug and keeps its stack. */
const explain = (cause: unknown, config: Config): string | undefined => {
  if (cause instanceof JournalFault || cause instanceof KeyFileError) return cause.message;
  const { code } = cause as { code?: string };
  const place = `${config.host}:${String(config.port)}`;
  if (code === 'EADDRINUSE') {
    return `${place} is in use by another program; choose another port with --port or PARLEY_PORT`;
  }
  if (code === 'EACCES') return `${place} may not be used by this account; choose a port over 1023`;
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    return `${config.host} is not an address of this machine; see --host or PARLEY_HOST`;
  }
  return undefined;
};

const openParts = async (config: Config) => {
  const machine = createClock();
  const log = createLog(config.logLevel);
  const chance = createChance();
  const journal = await openJournal(config, {
    clock: machine,
    steadyMs,
    // Between two attempts to connect nothing else keeps the program going.
    timers: createTimers(machine, { isHolding: true }),
    chance,
    log,
  });
  // Whatever this node tells or waits for goes by the clock that all nodes share.
  const clock: Clock = { now: () => journal.now() };
  const metrics = createMetrics();
  const timers = createTimers(clock);
  const bus = openBus(config, { timers, chance, log, metrics });
  return { clock, log, journal, timers, chance, metrics, bus };
};

const serve = async (config: Config, journalOpened: (journal: Journal) => void) => {
  const parts = await openParts(config);
  journalOpened(parts.journal);
  const server = await startServer(parts, {
    host: config.host,
    port: config.port,
    originFor: (port) => originOf(config, port),
    trustedProxies: config.trustedProxies,
    isDemo: config.isDemo,
    isSecure: config.hasSecureCookies,
    hasMetrics: config.hasMetrics,
    metricsToken: config.metricsToken,
    sessionDays: config.sessionDays,
    pageFolder: PAGE_FOLDER,
    mail: config.mail,
    signingKeyFile: signingKeyFileOf(config),
  });
  const { context, origin } = server;
  const adminSecret = await seedAdminSecret(context);
  if (config.isDemo) await seedDemo(context);
  say(`Parley is running at ${origin}`);
  if (config.isDemo) await sayLinks(context);
  if (adminSecret !== undefined) {
    say(`\nAdministrator’s secret for ${origin}/admin (shown this once): ${adminSecret}`);
  }
  return { parts, server };
};

const sayLinks = async (context: Parameters<typeof demoLinks>[0]): Promise<void> => {
  say('\nThe demo room. Open each link in a window of its own:\n');
  for (const { label, link } of await demoLinks(context)) {
    say(`  ${label}\n    ${link ?? NO_LINK}`);
  }
};

const run = async (): Promise<void> => {
  const settings = readConfig(process.env, process.argv.slice(2));
  if ('help' in settings) {
    say(settings.help);
    return;
  }
  // Before what else may be wrong: a misspelt name is often why.
  const unknown = unknownVariables(process.env);
  if (unknown !== undefined) process.stderr.write(`parley: ${unknown}\n`);
  if (!settings.ok) {
    process.stderr.write(`parley: ${settings.message}\n`);
    process.exitCode = EXIT_USAGE;
    return;
  }
  const { config } = settings;
  let journal: Journal | undefined;
  try {
    const { parts, server } = await serve(config, (opened) => {
      journal = opened;
    });
    let askedAtMs: number | undefined;
    const stop = (): void => {
      const nowMs = parts.clock.now();
      if (askedAtMs !== undefined) {
        // Asked a second time: at once.
        if (nowMs - askedAtMs > SAME_REQUEST_MS) process.exit(1);
        return;
      }
      askedAtMs = nowMs;
      parts.timers.after(DRAIN_LIMIT_MS as Parameters<typeof parts.timers.after>[0], () => {
        process.exit(1);
      });
      void server
        .close()
        .then(() => parts.bus.close())
        .then(() => parts.journal.close())
        .then(() => {
          parts.metrics.close();
          process.exit(0);
        });
    };
    process.on('SIGINT', stop);
    process.on('SIGTERM', stop);
    // The terminal was closed.
    process.on('SIGHUP', stop);
    // Said last: from here on a request to stop is heard.
    const place = config.database ? 'database' : 'data folder';
    say(`\nStop it with Ctrl+C. The record stays in the ${place}.`);
  } catch (cause) {
    const line = explain(cause, config);
    process.stderr.write(
      line === undefined
        ? `parley: could not start\n${cause instanceof Error ? (cause.stack ?? '') : String(cause)}\n`
        : `parley: ${line}\n`,
    );
    await journal?.close();
    // Whatever was already open (timers, sockets) ends with the program.
    process.exit(1);
  }
};

await run();
