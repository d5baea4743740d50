// What events make of the passkeys of a sheet. Never fails on an event that was once decided.

import type { EpochMs } from '../../kernel/units.ts';
import type { PasskeyEvent, PasskeyProof, PasskeyState } from './types.ts';
import { readAuthenticatorData } from './challenge.ts';

const NONE: PasskeyState = { keys: {}, used: {} };

interface Use {
  readonly nonce: string;
  readonly expiresAtMs: EpochMs;
}

/** Remembers a number as long as it could come again, and forgets those that cannot any more. */
const withUse = (
  used: PasskeyState['used'],
  { nonce, expiresAtMs }: Use,
  at: EpochMs,
): PasskeyState['used'] => ({
  ...Object.fromEntries(Object.entries(used).filter(([, until]) => until >= at)),
  [nonce]: expiresAtMs,
});

/** The passkeys after an event about them. */
export const evolvePasskeys = (
  { keys, used }: PasskeyState = NONE,
  event: PasskeyEvent,
  at: EpochMs,
): PasskeyState => {
  const { credentialId } = event;
  const others = Object.fromEntries(Object.entries(keys).filter(([id]) => id !== credentialId));
  if (event.type === 'PasskeyRemoved') return { keys: others, used };
  const { seatId, side, name, publicKey, counter } = event;
  const key = { seatId, side, name, publicKey, counter, addedAtMs: at };
  return { keys: { ...others, [credentialId]: key }, used: withUse(used, event, at) };
};

/** The passkeys after one of them proved a signature. */
export const evolveProof = (
  { keys, used }: PasskeyState = NONE,
  proof: PasskeyProof,
  at: EpochMs,
): PasskeyState => {
  const key = keys[proof.credentialId];
  const counter = readAuthenticatorData(proof.authenticatorData)?.counter;
  return {
    keys: key
      ? { ...keys, [proof.credentialId]: { ...key, counter: counter ?? key.counter } }
      : keys,
    used: withUse(used, proof, at),
  };
};
