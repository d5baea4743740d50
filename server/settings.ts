// The one table of settings: what each is called, what it is when nobody says, what is allowed and what it does.
// The command line, the environment, `--help` and docs/configuration.md are all read from here; it opens nothing.

import { isIP } from 'node:net';
import { isChannelPrefix } from './bus/redis-names.ts';
import { isMailAddress } from '../shared/mail/mailbox.ts';
import { parseMailUrl } from './mail/mail-config.ts';

/** From most to least talkative; `silent` writes nothing. */
const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** `auto` leaves the choice to the other settings. */
export type Switch = 'on' | 'off' | 'auto';

export interface Setting<Value> {
  readonly name: string;
  readonly variable: string;
  /** With the leading dashes. A switch is also known with `no-` before its name. */
  readonly option: string;
  readonly isSwitch: boolean;
  /** As text, so that it is read exactly as a person's value would be. */
  readonly standard: string;
  readonly unit: string;
  readonly allowed: string;
  readonly meaning: string;
  /** Its value may let somebody in, and is part of no message. */
  readonly isSecret?: boolean;
  /** Undefined when the text is not allowed. */
  readonly parse: (text: string) => Value | undefined;
}

const MAX_PORT = 65_535;
const MAX_SESSION_DAYS = 365;

const wholeNumber = (text: string, range: { min: number; max: number }): number | undefined => {
  if (!/^\d{1,9}$/.test(text)) return undefined;
  const value = Number(text);
  return value >= range.min && value <= range.max ? value : undefined;
};

const oneOf =
  <Choice extends string>(choices: readonly Choice[]) =>
  (text: string): Choice | undefined =>
    choices.find((choice) => choice === text);

/** The name of a machine or an address of it, without brackets, scheme or port. */
const parseHost = (text: string): string | undefined => {
  const isName = /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/i.test(text);
  if (!isName && isIP(text) === 0) return undefined;
  // It becomes part of the links, so it must be able to stand in one.
  return URL.canParse(`http://${isIP(text) === 6 ? `[${text}]` : text}`) ? text : undefined;
};

/** An origin in the form that browsers send: scheme, host and port, without a path. */
const parseOrigin = (text: string): string | undefined => {
  if (text === 'auto') return text;
  if (!/^https?:\/\/[^/?#@\s\\]+\/?$/i.test(text) || !URL.canParse(text)) return undefined;
  return new URL(text).origin;
};

/** An address with a database in it; host, user and the rest may come from PostgreSQL's own variables. */
const parseDatabaseUrl = (text: string): string | undefined => {
  if (text === 'none') return text;
  if (!/^postgres(ql)?:\/\//i.test(text) || !URL.canParse(text)) return undefined;
  return new URL(text).pathname.length > 1 ? text : undefined;
};

const isRedisUrl = (text: string): boolean => {
  if (!/^rediss?:\/\//i.test(text) || !URL.canParse(text)) return false;
  const { hostname, pathname, search, hash } = new URL(text);
  return hostname !== '' && /^(\/\d*)?$/.test(pathname) && search + hash === '';
};

/** Addresses of one Redis, or of one cluster; none of them for `none`. */
const parseRedisUrls = (text: string): readonly string[] | undefined => {
  if (text === 'none') return [];
  const urls = text.split(',').map((part) => part.trim());
  return urls.every(isRedisUrl) ? urls : undefined;
};

/** An address, or a range of them as in 10.0.0.0/8. */
const isAddressRange = (text: string): boolean => {
  const [address = '', bits, ...rest] = text.split('/');
  const kind = isIP(address);
  if (kind === 0 || rest.length > 0) return false;
  return (
    bits === undefined || wholeNumber(bits, { min: 1, max: kind === 4 ? 32 : 128 }) !== undefined
  );
};

/** Addresses and ranges of proxies; none of them for `none`. */
const parseProxies = (text: string): readonly string[] | undefined => {
  if (text === 'none') return [];
  const proxies = text.split(',').map((part) => part.trim());
  return proxies.every(isAddressRange) ? proxies : undefined;
};

const setting = <Value>(row: Setting<Value>): Setting<Value> => row;

/** All settings, in the order in which they are shown. */
export const SETTINGS = {
  host: setting({
    name: 'host',
    variable: 'PARLEY_HOST',
    option: '--host',
    isSwitch: false,
    standard: '127.0.0.1',
    unit: 'none',
    allowed: 'a host name or an IP address',
    meaning: 'Address to listen on. 127.0.0.1 can be reached from this machine only.',
    parse: parseHost,
  }),
  port: setting({
    name: 'port',
    variable: 'PARLEY_PORT',
    option: '--port',
    isSwitch: false,
    standard: '4400',
    unit: 'none',
    allowed: `a whole number from 0 to ${String(MAX_PORT)}`,
    meaning: 'Port to listen on; 0 takes any free one.',
    parse: (text) => wholeNumber(text, { min: 0, max: MAX_PORT }),
  }),
  dataFolder: setting({
    name: 'data folder',
    variable: 'PARLEY_DATA',
    option: '--data',
    isSwitch: false,
    standard: './data',
    unit: 'none',
    allowed: 'a path',
    meaning: 'Where the journal is kept; made when it is missing.',
    parse: (text) => (text.includes('\0') ? undefined : text),
  }),
  origin: setting({
    name: 'origin',
    variable: 'PARLEY_ORIGIN',
    option: '--origin',
    isSwitch: false,
    standard: 'auto',
    unit: 'none',
    allowed: 'auto, or http:// or https:// with host and port and no path',
    meaning:
      'Public address of the page: links begin with it, and only pages from it may act. auto is http with host and port.',
    parse: parseOrigin,
  }),
  trustedProxies: setting({
    name: 'trusted proxies',
    variable: 'PARLEY_TRUSTED_PROXIES',
    option: '--trusted-proxies',
    isSwitch: false,
    standard: 'none',
    unit: 'none',
    allowed: 'none, or IP addresses and ranges as in 10.0.0.0/8, with commas',
    meaning:
      'Proxies whose X-Forwarded-For is believed, so that limits of an address count for each person. With none all who come through a proxy share one address.',
    parse: parseProxies,
  }),
  demo: setting<Switch>({
    name: 'demo',
    variable: 'PARLEY_DEMO',
    option: '--demo',
    isSwitch: true,
    standard: 'auto',
    unit: 'none',
    allowed: 'on, off or auto',
    meaning:
      'Makes the demo room and lets anybody take any seat in it. auto is on while host and origin are this machine.',
    parse: oneOf(['on', 'off', 'auto']),
  }),
  sessionDays: setting({
    name: 'session days',
    variable: 'PARLEY_SESSION_DAYS',
    option: '--session-days',
    isSwitch: false,
    standard: '30',
    unit: 'days',
    allowed: `a whole number from 1 to ${String(MAX_SESSION_DAYS)}`,
    meaning: 'How long a browser stays signed in.',
    parse: (text) => wholeNumber(text, { min: 1, max: MAX_SESSION_DAYS }),
  }),
  logLevel: setting<LogLevel>({
    name: 'log level',
    variable: 'PARLEY_LOG_LEVEL',
    option: '--log-level',
    isSwitch: false,
    standard: 'info',
    unit: 'none',
    allowed: 'debug, info, warn, error or silent',
    meaning: 'The least important lines that are still written to the log.',
    parse: oneOf(LOG_LEVELS),
  }),
  databaseUrl: setting({
    name: 'database',
    variable: 'PARLEY_DATABASE_URL',
    option: '--database-url',
    isSwitch: false,
    isSecret: true,
    standard: 'none',
    unit: 'none',
    allowed: 'none, or postgres://user:password@host:port/database',
    meaning:
      'PostgreSQL database that keeps the record, for any number of nodes. none keeps it in a SQLite file in the data folder.',
    parse: parseDatabaseUrl,
  }),
  databaseSchema: setting({
    name: 'database schema',
    variable: 'PARLEY_DATABASE_SCHEMA',
    option: '--database-schema',
    isSwitch: false,
    standard: 'parley',
    unit: 'none',
    allowed: 'a lower-case letter and at most 62 more, digits or underscores',
    meaning:
      'Schema of the database that holds the tables, made when it is missing. Installations that share a database each have their own.',
    parse: (text) => (/^[a-z][a-z0-9_]{0,62}$/.test(text) ? text : undefined),
  }),
  redisUrls: setting({
    name: 'Redis',
    variable: 'PARLEY_REDIS_URL',
    option: '--redis-url',
    isSwitch: false,
    isSecret: true,
    standard: 'none',
    unit: 'none',
    allowed:
      'none, or redis:// or rediss:// with user:password@host:port, of a cluster several with commas',
    meaning:
      'Redis through which several nodes on one database tell each other at once what happens. With none each asks the database five times a second.',
    parse: parseRedisUrls,
  }),
  redisPrefix: setting({
    name: 'Redis prefix',
    variable: 'PARLEY_REDIS_PREFIX',
    option: '--redis-prefix',
    isSwitch: false,
    standard: 'parley',
    unit: 'none',
    allowed: '1 to 40 letters, digits, dots and dashes',
    meaning:
      'Begins the names of all channels. Installations that share a Redis each have their own.',
    parse: (text) => (isChannelPrefix(text) ? text : undefined),
  }),
  signingKey: setting({
    name: 'signing key',
    variable: 'PARLEY_SIGNING_KEY',
    option: '--signing-key',
    isSwitch: false,
    standard: 'auto',
    unit: 'none',
    allowed: 'auto or a path',
    meaning:
      'File of the key that receipts are signed with; made when it is missing. auto is signing-key.pem in the data folder.',
    parse: (text) => (text.includes('\0') ? undefined : text),
  }),
  mailServer: setting({
    name: 'mail server',
    variable: 'PARLEY_MAIL_URL',
    option: '--mail-url',
    isSwitch: false,
    isSecret: true,
    standard: 'none',
    unit: 'none',
    allowed: 'none, or smtp:// or smtps:// with user:password@host:port and nothing after it',
    meaning:
      'Mail server for notices to those who were away. With none no mail is sent and nobody is asked for an address. Needs a sender too.',
    parse: (text) => (text === 'none' ? text : parseMailUrl(text)),
  }),
  mailFrom: setting({
    name: 'mail sender',
    variable: 'PARLEY_MAIL_FROM',
    option: '--mail-from',
    isSwitch: false,
    standard: 'none',
    unit: 'none',
    allowed: 'none, or an address as in parley@example.org',
    meaning: 'Address that mail comes from.',
    parse: (text) => (text === 'none' || isMailAddress(text) ? text : undefined),
  }),
  secureCookies: setting<Switch>({
    name: 'secure cookies',
    variable: 'PARLEY_SECURE_COOKIES',
    option: '--secure-cookies',
    isSwitch: true,
    standard: 'auto',
    unit: 'none',
    allowed: 'on, off or auto',
    meaning: 'Browsers send the session over https only. auto is on when the origin is https.',
    parse: oneOf(['on', 'off', 'auto']),
  }),
  metrics: setting<'on' | 'off'>({
    name: 'metrics',
    variable: 'PARLEY_METRICS',
    option: '--metrics',
    isSwitch: true,
    standard: 'on',
    unit: 'none',
    allowed: 'on or off',
    meaning: 'Serves figures for Prometheus at /metrics.',
    parse: oneOf(['on', 'off']),
  }),
  metricsToken: setting({
    name: 'metrics token',
    variable: 'PARLEY_METRICS_TOKEN',
    option: '--metrics-token',
    isSwitch: false,
    isSecret: true,
    standard: 'none',
    unit: 'none',
    allowed: 'none, or 16 to 200 letters, digits and . _ ~ -',
    meaning:
      'What a scraper brings to /metrics as bearer token. With none only an administrator may read the figures.',
    parse: (text) => (text === 'none' || /^[\w.~-]{16,200}$/.test(text) ? text : undefined),
  }),
} as const;

export type SettingKey = keyof typeof SETTINGS;

/** The settings as rows of text, in order. */
export const settingRows = (): readonly Setting<unknown>[] => Object.values(SETTINGS);
