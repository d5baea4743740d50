// Checks signatures with the browser's own Ed25519 (WebCrypto), so that no word of the server is taken for it.

import type { VerifySignature } from '../../shared/record/keys.ts';

/** Thrown where the browser has no Ed25519, or none on a page that came without TLS. */
export class CannotVerify extends Error {
  override readonly name = 'CannotVerify';
}

const bytesOf = (hex: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from({ length: hex.length / 2 }, (_, place) =>
    Number.parseInt(hex.slice(place * 2, place * 2 + 2), 16),
  );

const imported = new Map<string, Promise<CryptoKey>>();

const importKey = (publicKey: string): Promise<CryptoKey> => {
  // Absent on pages that are neither https nor on this machine, whatever the types say.
  const subtle = crypto.subtle as SubtleCrypto | undefined;
  if (!subtle) return Promise.reject(new CannotVerify('no WebCrypto here'));
  const known = imported.get(publicKey);
  if (known) return known;
  const key = subtle
    .importKey('raw', bytesOf(publicKey), { name: 'Ed25519' }, false, ['verify'])
    .catch((cause: unknown) => {
      throw new CannotVerify('no Ed25519 here', { cause });
    });
  imported.set(publicKey, key);
  return key;
};

/** Rejects with CannotVerify where this browser cannot check. */
export const verifySignature: VerifySignature = async (publicKey, text, signature) => {
  if (!/^[0-9a-f]{64}$/.test(publicKey) || !/^[0-9a-f]{128}$/.test(signature)) return false;
  const key = await importKey(publicKey);
  const signed = new TextEncoder().encode(text);
  return crypto.subtle.verify({ name: 'Ed25519' }, key, bytesOf(signature), signed);
};
