// Turns environment and command line into one checked Config, and holds the limits of the gateway. Pure: it reads
// nothing by itself, and a value that is not allowed becomes one line that says which, what it was and what may be.

import { durationMs } from '../shared/kernel/units.ts';
import { MAX_MESSAGE_BYTES } from '../shared/protocol/schemas.ts';
import { helpText } from './config-help.ts';
import type { MailConfig } from './mail/mail-config.ts';
import type { LogLevel, Setting, SettingKey } from './settings.ts';
import { SETTINGS, settingRows } from './settings.ts';

export interface DatabaseConfig {
  /** With the password: for connecting, and for no message. */
  readonly url: string;
  readonly schema: string;
}

export interface RedisConfig {
  /** One address, or several of one cluster; with passwords, as above. */
  readonly urls: readonly string[];
  readonly prefix: string;
}

export interface Config {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  /** As given: relative to the working directory. */
  readonly dataFolder: string;
  /** Undefined: made of host and port, see `originOf`. */
  readonly origin: string | undefined;
  /** Addresses and ranges; empty: nobody's word on where a request comes from is believed. */
  readonly trustedProxies: readonly string[];
  readonly isDemo: boolean;
  readonly sessionDays: number;
  readonly logLevel: LogLevel;
  /** Undefined: a SQLite file in the data folder keeps the record. */
  readonly database: DatabaseConfig | undefined;
  /** As given; undefined: beside the journal, see `signingKeyFileOf`. */
  readonly signingKeyFile: string | undefined;
  /** Undefined: nodes on one database learn of each other by asking it. */
  readonly redis: RedisConfig | undefined;
  /** Undefined: no mail is sent. */
  readonly mail: MailConfig | undefined;
  readonly hasSecureCookies: boolean;
  readonly hasMetrics: boolean;
  /** Undefined: only an administrator may read them. */
  readonly metricsToken: string | undefined;
}

export type ConfigResult =
  | { readonly ok: true; readonly config: Config }
  | { readonly ok: false; readonly message: string }
  | { readonly help: string };

/** What one client may do before the gateway says stop. Bytes are 8 bits; a burst is what may come at once. */
export const LIMITS = {
  messageBytes: MAX_MESSAGE_BYTES,
  commandsPerSecond: 20,
  commandBurst: 40,
  editsPerSecond: 60,
  editBurst: 240,
  connectionsPerSeat: 20,
  sheetBytes: 4 * 1024 * 1024,
  inviteLifeMs: durationMs(7 * 86_400_000),
  roomsPerHour: 60,
  filesPerMinute: 60,
  bodyBytes: 1024 * 1024,
} as const;

/** The same with other numbers, as tests and benches set them. */
export type Limits = { readonly [Key in keyof typeof LIMITS]: number };

const REDIS_ALONE =
  'PARLEY_REDIS_URL is for several nodes, which need one database: give PARLEY_DATABASE_URL too, or none of both';

const MAIL_HALF =
  'PARLEY_MAIL_URL and PARLEY_MAIL_FROM belong together: give both, or none of both';

interface Given {
  readonly text: string;
  /** What the person wrote it as: `PARLEY_PORT` or `--port (PARLEY_PORT)`. */
  readonly place: string;
}

type GivenTexts = Partial<Record<SettingKey, Given>>;

type Values = {
  readonly [Key in SettingKey]: Exclude<ReturnType<(typeof SETTINGS)[Key]['parse']>, undefined>;
};

const KEYS = Object.keys(SETTINGS) as SettingKey[];

const fromEnvironment = (env: Readonly<Record<string, string | undefined>>): GivenTexts => {
  const given: GivenTexts = {};
  for (const key of KEYS) {
    const { variable } = SETTINGS[key];
    const text = env[variable]?.trim();
    // An empty variable is how many a shell and compose file says "not set".
    if (text) given[key] = { text, place: variable };
  }
  return given;
};

/** The setting an option names, and the value when the name alone says it. */
const optionNamed = (name: string): { key: SettingKey; text?: string } | undefined => {
  const key = KEYS.find((candidate) => SETTINGS[candidate].option === name);
  if (key) return SETTINGS[key].isSwitch ? { key, text: 'on' } : { key };
  const negated = KEYS.find(
    (candidate) =>
      SETTINGS[candidate].isSwitch && name === SETTINGS[candidate].option.replace('--', '--no-'),
  );
  return negated ? { key: negated, text: 'off' } : undefined;
};

const fromArguments = (argv: readonly string[]): GivenTexts | string => {
  const given: GivenTexts = {};
  const waiting = [...argv];
  for (let word = waiting.shift(); word !== undefined; word = waiting.shift()) {
    const [name = word, inline] = word.split(/=(.*)/s, 2);
    const named = optionNamed(name);
    if (!named) return `"${name}" is not an option; --help lists them`;
    const { option, variable, allowed } = SETTINGS[named.key];
    if (named.text !== undefined && (inline === undefined || name !== option)) {
      if (inline !== undefined) return `${name} takes no value`;
      given[named.key] = { text: named.text, place: name };
      continue;
    }
    const text = inline ?? (waiting[0]?.startsWith('--') ? undefined : waiting.shift());
    if (!text) return `${name} needs a value: ${allowed}`;
    given[named.key] = { text, place: `${name} (${variable})` };
  }
  return given;
};

const parseAll = (given: GivenTexts): Values | string => {
  const values: Partial<Record<SettingKey, unknown>> = {};
  for (const key of KEYS) {
    const row: Setting<unknown> = SETTINGS[key];
    const { text, place } = given[key] ?? { text: row.standard, place: row.variable };
    const value = row.parse(text);
    if (value === undefined) {
      const shown = row.isSecret ? 'something (not shown, it may be secret)' : JSON.stringify(text);
      return `${place} is ${shown}, which is not allowed: give ${row.allowed}`;
    }
    values[key] = value;
  }
  return values as Values;
};

/** True for names and addresses by which only this machine can reach itself. */
const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);

const hostOf = (origin: string): string => new URL(origin).hostname.replace(/^\[|\]$/g, '');

const configOf = (values: Values): Config => {
  const origin = values.origin === 'auto' ? undefined : values.origin;
  const isLocal = isLoopback(values.host) && (origin === undefined || isLoopback(hostOf(origin)));
  return {
    host: values.host,
    port: values.port,
    dataFolder: values.dataFolder,
    origin,
    trustedProxies: values.trustedProxies,
    isDemo: values.demo === 'auto' ? isLocal : values.demo === 'on',
    sessionDays: values.sessionDays,
    logLevel: values.logLevel,
    database:
      values.databaseUrl === 'none'
        ? undefined
        : { url: values.databaseUrl, schema: values.databaseSchema },
    signingKeyFile: values.signingKey === 'auto' ? undefined : values.signingKey,
    redis:
      values.redisUrls.length === 0
        ? undefined
        : { urls: values.redisUrls, prefix: values.redisPrefix },
    mail:
      values.mailServer === 'none' || values.mailFrom === 'none'
        ? undefined
        : { ...values.mailServer, from: values.mailFrom },
    hasSecureCookies:
      values.secureCookies === 'auto'
        ? (origin?.startsWith('https:') ?? false)
        : values.secureCookies === 'on',
    hasMetrics: values.metrics === 'on',
    metricsToken: values.metricsToken === 'none' ? undefined : values.metricsToken,
  };
};

/**
 * Reads the settings; an option beats a variable, a variable beats the standard value, an empty variable counts as
 * not set. `--help` or `-h` anywhere answers the table instead. Rules CFG1 to CFG8, MAIL8.
 */
export const readConfig = (
  env: Readonly<Record<string, string | undefined>>,
  argv: readonly string[],
): ConfigResult => {
  if (argv.includes('--help') || argv.includes('-h')) return { help: helpText(settingRows()) };
  const fromOptions = fromArguments(argv);
  if (typeof fromOptions === 'string') return { ok: false, message: fromOptions };
  const values = parseAll({ ...fromEnvironment(env), ...fromOptions });
  if (typeof values === 'string') return { ok: false, message: values };
  const config = configOf(values);
  if (config.redis && !config.database) return { ok: false, message: REDIS_ALONE };
  if ((values.mailServer === 'none') !== (values.mailFrom === 'none')) {
    return { ok: false, message: MAIL_HALF };
  }
  return { ok: true, config };
};

/** Where the signing key is kept. */
export const signingKeyFileOf = ({
  dataFolder,
  signingKeyFile,
}: Pick<Config, 'dataFolder' | 'signingKeyFile'>): string =>
  signingKeyFile ?? `${dataFolder}/signing-key.pem`;

/**
 * The public origin once the port is known. A host that means every address of the machine gives `localhost`,
 * since no browser can open it.
 */
export const originOf = (config: Pick<Config, 'host' | 'origin'>, port: number): string => {
  if (config.origin !== undefined) return config.origin;
  const isEveryAddress = config.host === '0.0.0.0' || config.host === '::';
  const name = isEveryAddress ? 'localhost' : config.host;
  // The URL leaves out port 80 and puts names in lower case, as browsers do in their Origin header.
  return new URL(`http://${name.includes(':') ? `[${name}]` : name}:${String(port)}`).origin;
};
