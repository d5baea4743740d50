// An authenticator in software, for tests of passkeys without a browser: makes keys and answers as WebAuthn says, and can
// be told to answer wrongly.

import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { isoCBOR } from '@simplewebauthn/server/helpers';
import type { Assertion } from '../../shared/sheet/passkeys/types.ts';
import { toBase64url } from '../../shared/kernel/base64url.ts';

export interface Ceremony {
  readonly challenge: string;
  readonly origin: string;
  readonly rpId: string;
  /** Whether it verified its person; true unless said. */
  readonly isVerified?: boolean;
}

type Value = number | Uint8Array<ArrayBuffer>;

const [PRESENT, VERIFIED, HAS_KEY] = [0x01, 0x04, 0x40];
const KINDS = {
  EC: { pair: () => generateKeyPairSync('ec', { namedCurve: 'P-256' }), hash: 'sha256' },
  OKP: { pair: () => generateKeyPairSync('ed25519'), hash: null },
  RSA: { pair: () => generateKeyPairSync('rsa', { modulusLength: 2_048 }), hash: 'sha256' },
} as const;

const bytesOf = (text: string | undefined): Uint8Array<ArrayBuffer> =>
  new Uint8Array(Buffer.from(text ?? '', 'base64url'));

const coseOf = (key: KeyObject): Map<number, Value> => {
  const { kty, x, y, n, e } = key.export({ format: 'jwk' });
  if (kty === 'EC') {
    return new Map<number, Value>([
      ...([
        [1, 2],
        [3, -7],
        [-1, 1],
      ] as const),
      ...([
        [-2, bytesOf(x)],
        [-3, bytesOf(y)],
      ] as const),
    ]);
  }
  if (kty === 'OKP') {
    return new Map<number, Value>([
      ...([
        [1, 1],
        [3, -8],
        [-1, 6],
      ] as const),
      [-2, bytesOf(x)],
    ]);
  }
  return new Map<number, Value>([
    [1, 3],
    [3, -257],
    [-1, bytesOf(n)],
    [-2, bytesOf(e)],
  ]);
};

export class SoftAuthenticator {
  /** What the next answer counts; 0 for one that does not count. */
  counter: number;
  readonly credentialId: string = toBase64url(new Uint8Array(randomBytes(24)));
  readonly #kind: keyof typeof KINDS;
  readonly #pair: { readonly publicKey: KeyObject; readonly privateKey: KeyObject };

  constructor({ kind = 'EC', counter = 0 }: { kind?: keyof typeof KINDS; counter?: number } = {}) {
    this.#kind = kind;
    this.counter = counter;
    this.#pair = KINDS[kind].pair();
  }

  /** A new key, without an attestation. */
  register(ceremony: Ceremony): { clientDataJSON: string; attestationObject: string } {
    const id = bytesOf(this.credentialId);
    const authData = new Uint8Array(
      Buffer.concat([
        this.#data(ceremony, HAS_KEY),
        new Uint8Array(16),
        new Uint8Array([0, id.length]),
        id,
        isoCBOR.encode(coseOf(this.#pair.publicKey)),
      ]),
    );
    const attestation = new Map<string, string | Uint8Array<ArrayBuffer> | Map<string, never>>([
      ['fmt', 'none'],
      ['attStmt', new Map<string, never>()],
      ['authData', authData],
    ]);
    return {
      clientDataJSON: clientData('webauthn.create', ceremony),
      attestationObject: toBase64url(isoCBOR.encode(attestation)),
    };
  }

  /** An answer to a challenge; counts on. */
  answer(ceremony: Ceremony): Assertion {
    const data = this.#data(ceremony, 0);
    const clientDataJSON = clientData('webauthn.get', ceremony);
    const signed = Buffer.concat([data, sha256(bytesOf(clientDataJSON))]);
    const signature = sign(KINDS[this.#kind].hash, signed, this.#pair.privateKey);
    if (this.counter > 0) this.counter += 1;
    return {
      credentialId: this.credentialId,
      authenticatorData: toBase64url(data),
      clientDataJSON,
      signature: toBase64url(new Uint8Array(signature)),
    };
  }

  #data({ rpId, isVerified = true }: Ceremony, more: number): Uint8Array<ArrayBuffer> {
    const data = new Uint8Array(37);
    data.set(sha256(rpId));
    data[32] = PRESENT | (isVerified ? VERIFIED : 0) | more;
    new DataView(data.buffer).setUint32(33, this.counter);
    return data;
  }
}

const sha256 = (what: string | Uint8Array): Uint8Array =>
  new Uint8Array(createHash('sha256').update(what).digest());

const clientData = (type: string, { challenge, origin }: Ceremony): string =>
  Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false })).toString(
    'base64url',
  );
