// Checks the signature of a passkey's assertion with the browser's own WebCrypto, so that no word of the server is taken
// for it.

import type { PasskeyKey } from '../../shared/sheet/passkeys/types.ts';
import type { VerifyAssertion } from '../../shared/sheet/passkeys/check.ts';
import { rawSignature } from '../../shared/sheet/passkeys/check.ts';
import { CannotVerify } from './signatures.ts';

const ALGORITHMS = {
  EC: { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' },
  OKP: { name: 'Ed25519' },
  RSA: { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' },
} as const satisfies Record<PasskeyKey['kty'], object>;

/** Rejects with CannotVerify where this browser cannot check. */
export const verifyAssertion: VerifyAssertion = async (key, data, signature) => {
  // Absent on pages that are neither https nor on this machine, whatever the types say.
  const subtle = crypto.subtle as SubtleCrypto | undefined;
  if (!subtle) throw new CannotVerify('no WebCrypto here');
  const algorithm = ALGORITHMS[key.kty];
  const raw = key.kty === 'EC' ? rawSignature(signature) : signature;
  if (!raw) return false;
  let publicKey: CryptoKey;
  try {
    publicKey = await subtle.importKey('jwk', { ...key }, algorithm, false, ['verify']);
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'NotSupportedError') {
      throw new CannotVerify('this kind of key is not known here', { cause });
    }
    return false;
  }
  return subtle.verify(algorithm, publicKey, raw, data);
};
