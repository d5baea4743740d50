// Commands about freezing and signing a sheet as a seat may send them, checked.

import { z } from 'zod';
import { hash, side } from './offer-schemas.ts';
import { id, instant, text } from './wire-values.ts';

/** Name or title of a signatory: one line. */
const line = z
  .string()
  .trim()
  .min(1)
  .max(120)
  .regex(/^[^\p{Cc}]*$/u);

const base64url = (bytes: number) =>
  z
    .string()
    .min(1)
    .max(Math.ceil((bytes * 4) / 3))
    .regex(/^[\w-]+$/);

/** What browsers write is some hundred bytes; an attestation carries certificates. */
const [CLIENT_BYTES, ATTESTATION_BYTES, ID_BYTES] = [4_096, 16_384, 1_023];

const ticket = z.strictObject({
  nonce: z.string().regex(/^[0-9a-f]{64}$/),
  expiresAtMs: instant,
  keyId: z.string().regex(/^[0-9a-f]{16}$/),
  signature: z.string().regex(/^[0-9a-f]{128}$/),
});

const proof = z.strictObject({
  credentialId: base64url(ID_BYTES),
  authenticatorData: base64url(CLIENT_BYTES),
  clientDataJSON: base64url(CLIENT_BYTES),
  signature: base64url(CLIENT_BYTES),
  ticket,
});

/** The commands, each with a `type` of its own. */
export const signingCommandSchemas = [
  z.strictObject({ type: z.literal('FreezeSheet'), side, hash }),
  z.strictObject({ type: z.literal('ReopenSheet'), side, reason: text }),
  z.strictObject({
    type: z.literal('SignSheet'),
    side,
    office: id,
    name: line,
    title: line,
    hash,
    isAssigned: z.literal(true).exactOptional(),
    passkey: proof.exactOptional(),
  }),
  z.strictObject({
    type: z.literal('RegisterPasskey'),
    side,
    name: line,
    passkey: z.strictObject({
      clientDataJSON: base64url(CLIENT_BYTES),
      attestationObject: base64url(ATTESTATION_BYTES),
      ticket,
    }),
  }),
  z.strictObject({
    type: z.literal('RemovePasskey'),
    side,
    credentialId: base64url(ID_BYTES),
  }),
  z.strictObject({ type: z.literal('AssignSigner'), side, office: id, seatId: id.nullable() }),
] as const;
