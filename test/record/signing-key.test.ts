// The key file: made once, readable by nobody else, kept over starts, and never silently replaced.

import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createMemoryJournal } from '../../server/journal/memory.ts';
import { freshKey, keyInFile, verifySignature } from '../../server/record/signing-key.ts';
import type { PublicKey } from '../../shared/record/keys.ts';
import { ask } from '../support/http-client.ts';
import { startLive } from '../support/live-server.ts';
import { startProgram } from '../support/program.ts';
import { SkippableTime } from '../support/skippable-time.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'parley-key-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe('[REC3] the signing key', () => {
  it('is made where the file is missing, for its owner alone, and is the same at the next start', () => {
    const file = join(folder, 'deeper', 'signing-key.pem');
    const made = keyInFile(file);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(keyInFile(file).publicKey).toBe(made.publicKey);
    expect(keyInFile(file).sign('text')).toBe(made.sign('text'));
  });

  it.runIf(existsSync('/proc'))(
    'a place where no folder can be made is told, and not waited for',
    () => {
      expect(() => keyInFile('/proc/parley/signing-key.pem')).toThrow('cannot be written');
    },
  );

  it('signs what its public half alone confirms', async () => {
    const { publicKey, sign } = freshKey();
    expect(await verifySignature(publicKey, 'text', sign('text'))).toBe(true);
    expect(await verifySignature(publicKey, 'Text', sign('text'))).toBe(false);
    expect(await verifySignature(publicKey, 'text', 'no signature')).toBe(false);
    expect(await verifySignature('no key', 'text', sign('text'))).toBe(false);
  });

  it('every key that nodes of one journal sign with is published by all of them', async () => {
    const time = new SkippableTime();
    const journal = createMemoryJournal({ clock: time });
    const file = join(folder, 'signing-key.pem');
    const keys: string[][] = [];
    for (const signingKeyFile of [file, join(folder, 'other.pem'), file]) {
      const live = await startLive({ time, journal, server: { signingKeyFile } });
      const { body } = await ask(live, '/.well-known/parley-keys.json');
      keys.push((body['keys'] as readonly PublicKey[]).map(({ keyId }) => keyId));
      await live.close();
    }
    const [own, both, again] = keys;
    expect(own).toHaveLength(1);
    expect(both).toHaveLength(2);
    expect(both?.[0]).toBe(own?.[0]);
    expect(again).toEqual(both);
  });

  it('a file that holds no key stops the start with one line and stays as it was', async () => {
    const file = join(folder, 'signing-key.pem');
    writeFileSync(file, 'not a key');
    const { ended, output } = startProgram([
      ...['--data', folder, '--port', '0', '--log-level', 'silent'],
    ]);
    expect(await ended).toBe(1);
    expect(output().trim()).toBe(`parley: the signing key ${file} is no private key in PEM form`);
    expect(readFileSync(file, 'utf8')).toBe('not a key');
  });

  it('the program keeps it beside the journal, or where it is told to', async () => {
    const elsewhere = join(folder, 'keys', 'key.pem');
    for (const options of [[], ['--signing-key', elsewhere]]) {
      const program = startProgram(['--data', folder, '--port', '0', ...options]);
      await program.says(/running at/);
      program.child.kill('SIGTERM');
      await program.ended;
    }
    expect(existsSync(join(folder, 'signing-key.pem'))).toBe(true);
    expect(existsSync(elsewhere)).toBe(true);
  });
});
