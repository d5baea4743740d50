// One Ed25519 key of this node: made, kept in a file that nobody else can read, and used to sign. The private half
// leaves this file only into the key file.

import type { KeyObject } from 'node:crypto';
import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto';
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { makeFolder } from '../platform/folder.ts';
import type { VerifySignature } from '../../shared/record/keys.ts';
import { keyIdOf } from '../../shared/record/keys.ts';

/** What is before the 32 bytes of a public key in its DER form (RFC 8410). */
const DER_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');
const ONLY_OWNER = 0o600;

export interface SigningKey {
  readonly keyId: string;
  /** 64 hexadecimal digits. */
  readonly publicKey: string;
  /** Signs the UTF-8 bytes of a text: 128 hexadecimal digits, the same each time (RFC 8032). */
  sign(text: string): string;
  /** PKCS #8 PEM of the private half. */
  toPem(): string;
}

const signingKey = (privateKey: KeyObject): SigningKey => {
  const der = createPublicKey(privateKey).export({ format: 'der', type: 'spki' });
  const publicKey = der.subarray(DER_PREFIX.length).toString('hex');
  return {
    keyId: keyIdOf(publicKey),
    publicKey,
    sign: (text) => sign(null, Buffer.from(text), privateKey).toString('hex'),
    toPem: () => privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
  };
};

/** A key that nobody had before. */
export const freshKey = (): SigningKey => signingKey(generateKeyPairSync('ed25519').privateKey);

/** Thrown for a key file that is there and cannot be used. */
export class KeyFileError extends Error {
  override readonly name = 'KeyFileError';
}

const readKey = (path: string): SigningKey | undefined => {
  let pem: string;
  try {
    pem = readFileSync(path, 'utf8');
  } catch (cause) {
    if ((cause as { code?: string }).code === 'ENOENT') return undefined;
    throw new KeyFileError(`the signing key ${path} cannot be read`, { cause });
  }
  try {
    const key = createPrivateKey(pem);
    if (key.asymmetricKeyType === 'ed25519') return signingKey(key);
  } catch (cause) {
    throw new KeyFileError(`the signing key ${path} is no private key in PEM form`, { cause });
  }
  throw new KeyFileError(`the signing key ${path} is not of the kind Ed25519`);
};

/** Writes beside the file first, so that no reader ever meets half a key. */
const writeKey = (path: string, key: SigningKey, place: (from: string, to: string) => void) => {
  const draft = `${path}.${key.keyId}.new`;
  try {
    makeFolder(dirname(path));
    writeFileSync(draft, key.toPem(), { mode: ONLY_OWNER, flag: 'wx', flush: true });
    place(draft, path);
  } catch (cause) {
    throw new KeyFileError(`the signing key ${path} cannot be written`, { cause });
  } finally {
    rmSync(draft, { force: true });
  }
};

/** The key in a file; made there when the file is missing (REC3). Throws KeyFileError. */
export const keyInFile = (path: string): SigningKey => {
  const found = readKey(path);
  if (found) return found;
  const key = freshKey();
  writeKey(path, key, (from, to) => {
    try {
      linkSync(from, to);
    } catch (cause) {
      // Another node made the shared file in the meantime: that one counts.
      if ((cause as { code?: string }).code !== 'EEXIST') throw cause;
    }
  });
  return readKey(path) ?? key;
};

/** Puts another key in the place of the one in the file, which is gone then. Throws KeyFileError. */
export const replaceKeyFile = (path: string, key: SigningKey): void => {
  writeKey(path, key, renameSync);
};

/** Checks a signature with Node's own Ed25519. */
export const verifySignature: VerifySignature = (publicKey, text, signature) => {
  if (!/^[0-9a-f]{64}$/.test(publicKey) || !/^[0-9a-f]{128}$/.test(signature)) {
    return Promise.resolve(false);
  }
  const key = createPublicKey({
    key: Buffer.concat([DER_PREFIX, Buffer.from(publicKey, 'hex')]),
    format: 'der',
    type: 'spki',
  });
  return Promise.resolve(verify(null, Buffer.from(text), key, Buffer.from(signature, 'hex')));
};
