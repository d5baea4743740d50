// Checks the signature of a passkey's assertion with Node's own cryptography; what it is made for is checked elsewhere.

import { createPublicKey, verify } from 'node:crypto';
import type { PasskeyKey } from '../../shared/sheet/passkeys/types.ts';
import type { VerifyAssertion } from '../../shared/sheet/passkeys/check.ts';

/** Ed25519 has its own hash; the others sign one of SHA-256 (RFC 9053). */
const hashOf = ({ kty }: PasskeyKey): string | null => (kty === 'OKP' ? null : 'sha256');

/** ES256 in DER form, EdDSA or RS256, as the key is; a malformed key or signature is none. */
export const verifyAssertion: VerifyAssertion = (key, data, signature) => {
  try {
    const publicKey = createPublicKey({ key: { ...key }, format: 'jwk' });
    return Promise.resolve(verify(hashOf(key), data, publicKey, signature));
  } catch {
    // What is no key signed nothing.
    return Promise.resolve(false);
  }
};
