// What the WebAuthn library finds of a new key and of an assertion. Loaded when the first passkey comes: it brings a
// parser of certificates with it, which a server without passkeys does not need.

import type { PasskeyKey } from '../../shared/sheet/passkeys/types.ts';
import { fromBase64url, toBase64url } from '../../shared/kernel/base64url.ts';

/** Pages and names that count. */
export interface Places {
  readonly origins: readonly string[];
  readonly rpIds: readonly string[];
}

interface NewKey {
  readonly clientDataJSON: string;
  readonly attestationObject: string;
  readonly challenge: string;
}

interface Answer {
  readonly credentialId: string;
  readonly authenticatorData: string;
  readonly clientDataJSON: string;
  readonly signature: string;
  readonly publicKey: PasskeyKey;
}

/** COSE names of algorithms (RFC 9053): EdDSA, ES256, RS256. */
export const ALGORITHMS = [-8, -7, -257] as const;

/** Labels of a COSE key (RFC 9052 §7): they mean other things for other kinds. */
const LABEL = { kind: 1, algorithm: 3, curve: -1, x: -2, y: -3, n: -1, e: -2 } as const;
const KIND = { okp: 1, ec: 2, rsa: 3 } as const;
const CURVE = { p256: 1, ed25519: 6 } as const;
const [EDDSA, ES256, RS256] = ALGORITHMS;

type Cose = ReadonlyMap<number, number | Uint8Array>;

const bytesAt = (key: Cose, label: number): string => {
  const value = key.get(label);
  if (!(value instanceof Uint8Array)) throw new Error(`the key has nothing at ${String(label)}`);
  return toBase64url(value);
};

const jwkOf = (key: Cose): PasskeyKey => {
  const [kind, curve] = [key.get(LABEL.kind), key.get(LABEL.curve)];
  if (kind === KIND.ec && curve === CURVE.p256) {
    return { kty: 'EC', crv: 'P-256', x: bytesAt(key, LABEL.x), y: bytesAt(key, LABEL.y) };
  }
  if (kind === KIND.okp && curve === CURVE.ed25519) {
    return { kty: 'OKP', crv: 'Ed25519', x: bytesAt(key, LABEL.x) };
  }
  if (kind === KIND.rsa) {
    return { kty: 'RSA', n: bytesAt(key, LABEL.n), e: bytesAt(key, LABEL.e) };
  }
  throw new Error('the key is of no kind that counts here');
};

const bytesOf = (text: string): Uint8Array<ArrayBuffer> => {
  const bytes = fromBase64url(text);
  if (!bytes) throw new Error('not base64url');
  return bytes;
};

const coseOf = (key: PasskeyKey): Map<number, number | Uint8Array<ArrayBuffer>> => {
  switch (key.kty) {
    case 'EC':
      return new Map<number, number | Uint8Array<ArrayBuffer>>([
        [LABEL.kind, KIND.ec],
        [LABEL.algorithm, ES256],
        [LABEL.curve, CURVE.p256],
        [LABEL.x, bytesOf(key.x)],
        [LABEL.y, bytesOf(key.y)],
      ]);
    case 'OKP':
      return new Map<number, number | Uint8Array<ArrayBuffer>>([
        [LABEL.kind, KIND.okp],
        [LABEL.algorithm, EDDSA],
        [LABEL.curve, CURVE.ed25519],
        [LABEL.x, bytesOf(key.x)],
      ]);
    case 'RSA':
      return new Map<number, number | Uint8Array<ArrayBuffer>>([
        [LABEL.kind, KIND.rsa],
        [LABEL.algorithm, RS256],
        [LABEL.n, bytesOf(key.n)],
        [LABEL.e, bytesOf(key.e)],
      ]);
  }
};

/**
 * The key that an authenticator made. Rejects for anything that is not one made here, with its person verified. An
 * attestation with certificates is refused unread: nothing is asked of where they claim to be checked.
 */
export const newKeyOf = async (
  { clientDataJSON, attestationObject, challenge }: NewKey,
  { origins, rpIds }: Places,
): Promise<{ credentialId: string; publicKey: PasskeyKey; counter: number }> => {
  const [{ verifyRegistrationResponse }, helpers] = await Promise.all([
    import('@simplewebauthn/server'),
    import('@simplewebauthn/server/helpers'),
  ]);
  const attestation = helpers.decodeAttestationObject(bytesOf(attestationObject));
  const [form, statement] = [attestation.get('fmt'), attestation.get('attStmt')];
  if (!['none', 'packed'].includes(form) || statement.get('x5c')) {
    throw new Error('the attestation has certificates');
  }
  const { credentialID } = helpers.parseAuthenticatorData(attestation.get('authData'));
  const id = toBase64url(credentialID ?? new Uint8Array());
  const { verified, registrationInfo } = await verifyRegistrationResponse({
    response: {
      ...{ id, rawId: id, type: 'public-key', clientExtensionResults: {} },
      response: { clientDataJSON, attestationObject },
    },
    expectedChallenge: challenge,
    expectedOrigin: [...origins],
    expectedRPID: [...rpIds],
    requireUserVerification: true,
    supportedAlgorithmIDs: [...ALGORITHMS],
  });
  if (!verified) throw new Error('the key is not verified');
  const { publicKey, counter } = registrationInfo.credential;
  const cose = helpers.decodeCredentialPublicKey(publicKey) as unknown as Cose;
  return { credentialId: id, publicKey: jwkOf(cose), counter };
};

/**
 * The name that an assertion is bound to, if the key made it on one of the pages. What it is made for, whether its person
 * was verified and whether its counter has grown is for the sheet to decide.
 */
export const boundNameOf = async (
  { credentialId: id, authenticatorData, clientDataJSON, signature, publicKey }: Answer,
  { origins, rpIds }: Places,
): Promise<string> => {
  const [{ verifyAuthenticationResponse }, { isoCBOR }] = await Promise.all([
    import('@simplewebauthn/server'),
    import('@simplewebauthn/server/helpers'),
  ]);
  const { verified, authenticationInfo } = await verifyAuthenticationResponse({
    response: {
      ...{ id, rawId: id, type: 'public-key', clientExtensionResults: {} },
      response: { clientDataJSON, authenticatorData, signature },
    },
    expectedChallenge: () => true,
    expectedOrigin: [...origins],
    expectedRPID: [...rpIds],
    credential: { id, publicKey: isoCBOR.encode(coseOf(publicKey)), counter: 0 },
    requireUserVerification: false,
  });
  if (!verified) throw new Error('the key did not sign it');
  return authenticationInfo.rpID;
};
