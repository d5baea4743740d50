// Settings as people give them, and the page of documentation that lists them.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Config } from '../../server/config.ts';
import { LIMITS, originOf, readConfig } from '../../server/config.ts';
import { settingRows } from '../../server/settings.ts';

type Environment = Readonly<Record<string, string | undefined>>;

const configOf = (env: Environment, argv: readonly string[] = []): Config => {
  const result = readConfig(env, argv);
  if ('help' in result) throw new Error('help instead of a config');
  if (!result.ok) throw new Error(result.message);
  return result.config;
};

const messageOf = (env: Environment, argv: readonly string[] = []): string => {
  const result = readConfig(env, argv);
  return 'message' in result ? result.message : 'no message';
};

describe('settings', () => {
  it('[CFG1] without a word said, only this machine is served, with the demo', () => {
    expect(configOf({})).toEqual({
      host: '127.0.0.1',
      port: 4400,
      dataFolder: './data',
      origin: undefined,
      trustedProxies: [],
      isDemo: true,
      sessionDays: 30,
      logLevel: 'info',
      database: undefined,
      signingKeyFile: undefined,
      redis: undefined,
      mail: undefined,
      hasSecureCookies: false,
      hasMetrics: true,
      metricsToken: undefined,
    });
  });

  it('[MAIL8] mail needs a server and a sender, and says what is wrong without the password', () => {
    const url = 'smtp://parley:canary-of-mail@mail.example';
    const from = 'parley@sale.example';
    expect(configOf({ PARLEY_MAIL_URL: url, PARLEY_MAIL_FROM: from }).mail).toEqual({
      ...{ host: 'mail.example', port: 587, isSecure: false, needsTls: true, from },
      auth: { user: 'parley', pass: 'canary-of-mail' },
    });
    const half = 'PARLEY_MAIL_URL and PARLEY_MAIL_FROM belong together';
    expect(messageOf({ PARLEY_MAIL_URL: url })).toContain(half);
    expect(messageOf({ PARLEY_MAIL_FROM: from })).toContain(half);
    const wrong = messageOf({ PARLEY_MAIL_URL: `${url}?debug=true`, PARLEY_MAIL_FROM: from });
    expect(wrong).toMatch(/^PARLEY_MAIL_URL is something \(not shown, it may be secret\)/);
    expect(wrong).not.toContain('canary');
    expect(messageOf({ PARLEY_MAIL_URL: url, PARLEY_MAIL_FROM: 'parley' })).toContain(
      'PARLEY_MAIL_FROM is "parley"',
    );
  });

  it('[CFG2] an option beats a variable, and a variable beats the standard value', () => {
    const env = { PARLEY_PORT: '5000', PARLEY_DATA: '/srv/parley' };
    const config = configOf(env, ['--port', '6000']);
    expect([config.port, config.dataFolder]).toEqual([6000, '/srv/parley']);
  });

  it('[CFG2] an option takes its value after a space or an equals sign, the last one counts', () => {
    expect(configOf({}, ['--data=a=b', '--port=1', '--port', '2'])).toMatchObject({
      dataFolder: 'a=b',
      port: 2,
    });
  });

  it('[CFG2] an empty variable counts as not set', () => {
    expect(configOf({ PARLEY_PORT: '', PARLEY_HOST: '  ' })).toMatchObject({
      port: 4400,
      host: '127.0.0.1',
    });
  });

  it('[CFG2] a switch is an option alone, its no- form, or a value', () => {
    expect(configOf({}, ['--no-demo', '--no-metrics'])).toMatchObject({
      isDemo: false,
      hasMetrics: false,
    });
    expect(configOf({ PARLEY_DEMO: 'off' }, ['--demo']).isDemo).toBe(true);
    expect(configOf({ PARLEY_DEMO: 'off' }, ['--demo=auto']).isDemo).toBe(true);
  });
});

describe('what is not allowed', () => {
  it.each([
    ['PARLEY_HOST', 'http://here', 'a host name or an IP address'],
    ['PARLEY_HOST', '999.1.1.1', 'a host name or an IP address'],
    ['PARLEY_PORT', '65536', 'a whole number from 0 to 65535'],
    ['PARLEY_PORT', '-1', 'a whole number from 0 to 65535'],
    ['PARLEY_PORT', '44.5', 'a whole number from 0 to 65535'],
    ['PARLEY_PORT', 'tcp://10.0.0.1:4400', 'a whole number from 0 to 65535'],
    ['PARLEY_ORIGIN', 'parley.example', 'http:// or https://'],
    ['PARLEY_ORIGIN', 'https://parley.example/room', 'no path'],
    ['PARLEY_ORIGIN', 'https://me@parley.example', 'no path'],
    ['PARLEY_DEMO', 'yes', 'on, off or auto'],
    ['PARLEY_SESSION_DAYS', '0', 'a whole number from 1 to 365'],
    ['PARLEY_LOG_LEVEL', 'loud', 'debug, info, warn, error or silent'],
    ['PARLEY_DATABASE_SCHEMA', 'Parley', 'a lower-case letter'],
    ['PARLEY_DATABASE_SCHEMA', '1st', 'a lower-case letter'],
    ['PARLEY_DATABASE_SCHEMA', 'a'.repeat(64), 'at most 62 more'],
    ['PARLEY_REDIS_PREFIX', 'a:b', 'letters, digits, dots and dashes'],
    ['PARLEY_REDIS_PREFIX', '{a}', 'letters, digits, dots and dashes'],
    ['PARLEY_SECURE_COOKIES', 'true', 'on, off or auto'],
    ['PARLEY_METRICS', 'auto', 'on or off'],
    ['PARLEY_DATA', 'a\0b', 'a path'],
  ])('[CFG3] %s=%s is refused with variable, value and what is allowed', (name, value, allowed) => {
    const message = messageOf({ [name]: value });
    expect(message).toContain(name);
    expect(message).toContain(JSON.stringify(value));
    expect(message).toContain(allowed);
    expect(message).not.toContain('\n');
  });

  it.each(['secret-word', 'mysql://u:secret-word@h/d', 'postgres://u:secret-word@host'])(
    '[CFG9] an address of a database that is not allowed is refused without being shown: %s',
    (address) => {
      for (const message of [
        messageOf({ PARLEY_DATABASE_URL: address }),
        messageOf({}, ['--database-url', address]),
        messageOf({}, [`--database-ur=${address}`]),
      ]) {
        expect(message).not.toContain('secret-word');
        expect(message).toMatch(/PARLEY_DATABASE_URL.* postgres:\/\/user|"--database-ur" is not/);
      }
    },
  );

  it.each([
    'secret-word',
    'http://:secret-word@h',
    'redis://:secret-word@h/d',
    'redis://:secret-word@h?x=1',
    'redis://:secret-word@',
    'redis://:secret-word@one,two',
  ])('[CFG9] an address of Redis that is not allowed is refused without being shown: %s', (url) => {
    const message = messageOf({ PARLEY_REDIS_URL: url });
    expect(message).not.toContain('secret-word');
    expect(message).toMatch(/^PARLEY_REDIS_URL is .* none, or redis:\/\//);
  });

  it.each(['too-short', 'with spaces in between it'])(
    '[CFG9] a token that is not allowed is refused without being shown: %s',
    (token) => {
      const message = messageOf({ PARLEY_METRICS_TOKEN: token });
      expect(message).not.toContain(token);
      expect(message).toMatch(/^PARLEY_METRICS_TOKEN is .* none, or 16 to 200/);
    },
  );

  it('[CFG3] a wrong option is named with its variable', () => {
    expect(messageOf({}, ['--port', 'abc'])).toBe(
      '--port (PARLEY_PORT) is "abc", which is not allowed: give a whole number from 0 to 65535',
    );
  });

  it.each([
    [['--prot', '1'], '"--prot" is not an option'],
    [['4400'], '"4400" is not an option'],
    [['--port'], '--port needs a value'],
    [['--port', '--no-demo'], '--port needs a value'],
    [['--data='], '--data needs a value'],
    [['--no-demo=on'], '--no-demo takes no value'],
    [['--no-port'], '"--no-port" is not an option'],
  ])('[CFG4] %j is refused and not guessed at', (argv, message) => {
    expect(messageOf({}, argv)).toContain(message);
  });
});

describe('what follows from other settings', () => {
  it('[CFG10] with the address of a database the record is kept there, in the schema named', () => {
    const url = 'postgresql://parley:word@db.example:5433/sales?sslmode=verify-full';
    expect(configOf({ PARLEY_DATABASE_URL: url }).database).toEqual({ url, schema: 'parley' });
    const env = { PARLEY_DATABASE_URL: 'none', PARLEY_DATABASE_SCHEMA: 'sales_2' };
    expect(configOf(env).database).toBeUndefined();
    const socket = 'postgres:///sales?host=/var/run/postgresql';
    expect(configOf(env, ['--database-url', socket]).database).toEqual({
      url: socket,
      schema: 'sales_2',
    });
  });

  it('[CFG12] trusted proxies are addresses and ranges, and nothing else', () => {
    const trusted = (text: string) => configOf({ PARLEY_TRUSTED_PROXIES: text }).trustedProxies;
    expect(trusted('none')).toEqual([]);
    expect(trusted('127.0.0.1, 10.0.0.0/8,fd00::/8')).toEqual([
      '127.0.0.1',
      '10.0.0.0/8',
      'fd00::/8',
    ]);
    // A range of everybody would let everybody say where they come from.
    for (const wrong of [
      'proxy',
      'true',
      '1',
      '10.0.0.0/33',
      '0.0.0.0/0',
      '10.0.0.0/8/8',
      '::1,',
    ]) {
      expect(messageOf({ PARLEY_TRUSTED_PROXIES: wrong })).toMatch(/^PARLEY_TRUSTED_PROXIES is "/);
    }
  });

  it('[CFG11] Redis is for nodes on one database: one address, or several of a cluster', () => {
    const database = { PARLEY_DATABASE_URL: 'postgres://parley@db.example/sales' };
    expect(configOf({ ...database, PARLEY_REDIS_URL: 'redis://:word@cache:6380/2' }).redis).toEqual(
      {
        urls: ['redis://:word@cache:6380/2'],
        prefix: 'parley',
      },
    );
    const cluster = ['--redis-url', 'rediss://a:1, rediss://b:2', '--redis-prefix', 'sale.2'];
    expect(configOf(database, cluster).redis).toEqual({
      urls: ['rediss://a:1', 'rediss://b:2'],
      prefix: 'sale.2',
    });
    expect(configOf({ ...database, PARLEY_REDIS_URL: 'none' }).redis).toBeUndefined();
    const alone = messageOf({ PARLEY_REDIS_URL: 'redis://:secret-word@cache' });
    expect(alone).toMatch(/^PARLEY_REDIS_URL .* PARLEY_DATABASE_URL/);
    expect(alone).not.toContain('secret-word');
  });

  it.each([
    [{ PARLEY_HOST: 'localhost' }, true],
    [{ PARLEY_HOST: '127.8.0.1' }, true],
    [{ PARLEY_HOST: '::1', PARLEY_ORIGIN: 'http://[::1]:80' }, true],
    [{ PARLEY_HOST: '0.0.0.0' }, false],
    [{ PARLEY_HOST: '127.0.0.1.parley.example' }, false],
    [{ PARLEY_ORIGIN: 'https://parley.example' }, false],
    [{ PARLEY_HOST: '0.0.0.0', PARLEY_DEMO: 'on' }, true],
  ])(
    '[CFG5] %j: the demo is open only while host and origin are this machine, or by word',
    (env, isDemo) => {
      expect(configOf(env).isDemo).toBe(isDemo);
    },
  );

  it('[CFG6] cookies are for https only when the origin is, or by word', () => {
    const https = { PARLEY_ORIGIN: 'https://parley.example' };
    expect(configOf(https).hasSecureCookies).toBe(true);
    expect(configOf(https, ['--no-secure-cookies']).hasSecureCookies).toBe(false);
    expect(configOf({}, ['--secure-cookies']).hasSecureCookies).toBe(true);
  });

  it.each([
    [{}, 4400, 'http://127.0.0.1:4400'],
    [{}, 80, 'http://127.0.0.1'],
    [{ PARLEY_HOST: '::1' }, 81, 'http://[::1]:81'],
    [{ PARLEY_HOST: '0.0.0.0' }, 81, 'http://localhost:81'],
    [{ PARLEY_HOST: 'Sale.Local' }, 81, 'http://sale.local:81'],
    [{ PARLEY_ORIGIN: 'https://Parley.example:443/' }, 81, 'https://parley.example'],
  ])('[CFG7] %j on port %i has the origin %s, as browsers write it', (env, port, origin) => {
    expect(originOf(configOf(env), port)).toBe(origin);
  });
});

const cellsOf = (line: string): string[] =>
  line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim().replaceAll('`', ''));

/** The rows of the documentation's table under a heading, without its head. */
const documented = (heading: string): string[][] => {
  const page = readFileSync(join(import.meta.dirname, '../../docs/configuration.md'), 'utf8');
  const section = page.split(/^## /m).find((part) => part.startsWith(heading)) ?? '';
  return section
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .slice(2)
    .map(cellsOf);
};

describe('what is written about the settings', () => {
  it('[CFG8] --help tells every setting with option, variable, standard value and what is allowed', () => {
    const result = readConfig({ PARLEY_PORT: 'wrong' }, ['--port', 'wrong', '--help']);
    const help = 'help' in result ? result.help : '';
    for (const { option, variable, standard, allowed, meaning } of settingRows()) {
      for (const part of [option, variable, standard, allowed, meaning])
        expect(help).toContain(part);
    }
  });

  it('[CFG8] the documentation lists the same settings as the program', () => {
    const rows = settingRows().map((row) => [
      row.name,
      row.variable,
      row.isSwitch ? `${row.option}, ${row.option.replace('--', '--no-')}` : row.option,
      row.standard,
      row.unit,
      row.allowed,
      row.meaning,
    ]);
    expect(documented('Settings')).toEqual(rows);
  });

  it('[CFG8] the documentation lists the same limits as the program', () => {
    const rows = documented('Limits').map(([name, value]) => [name, value]);
    expect(rows).toEqual(
      Object.entries(LIMITS).map(([name, value]) => [name, value.toLocaleString('en-US')]),
    );
  });
});
