// Registering and removing passkeys, and whether one proves a signature. What needs cryptography was found out by the
// server before; what a proof is bound to, and whether it is used for the first time, is decided here.

import type { DecideContext, Decision } from '../../kernel/decider.ts';
import type { SeatId } from '../../kernel/ids.ts';
import type { Rejection } from '../../kernel/rejection.ts';
import type { SheetEvent, SheetState } from '../types.ts';
import type {
  Base64url,
  OfferedProof,
  Passkey,
  PasskeyCommand,
  PasskeyProof,
  PasskeyState,
  PasskeyTicket,
  SignedSubject,
} from './types.ts';
import { accept, refuse } from '../../kernel/decider.ts';
import { canonicalJson } from '../../kernel/json.ts';
import { reject } from '../../kernel/rejection.ts';
import { readAuthenticatorData, readClientData, signatureChallenge } from './challenge.ts';

type Deciding = Decision<SheetEvent>;
type Command<Type extends PasskeyCommand['type']> = PasskeyCommand & { readonly type: Type };

/** Passkeys of one seat for one sheet. */
export const MAX_PASSKEYS = 10;

const NO_PASSKEYS: PasskeyState = { keys: {}, used: {} };

const passkeysOf = ({ signing }: SheetState): PasskeyState => signing?.passkeys ?? NO_PASSKEYS;

const keyOf = (state: SheetState, credentialId: Base64url): Passkey | undefined => {
  const { keys } = passkeysOf(state);
  return Object.hasOwn(keys, credentialId) ? keys[credentialId] : undefined;
};

const ticketFault = (
  state: SheetState,
  { nonce, expiresAtMs }: Pick<PasskeyTicket, 'nonce' | 'expiresAtMs'>,
  at: number,
): Rejection | undefined => {
  if (at > expiresAtMs) return reject('passkey/expired');
  return Object.hasOwn(passkeysOf(state).used, nonce) ? reject('passkey/used') : undefined;
};

const no = (rejection: Rejection): Deciding => refuse<SheetEvent>(rejection);

/** A seat adds a key of its own to a sheet (PKY1). */
export const registerPasskey = (
  state: SheetState,
  { side, name, passkey: { ticket, checked } }: Command<'RegisterPasskey'>,
  { by, at }: DecideContext,
): Deciding => {
  if (by.kind !== 'seat') return no(reject('seat/not-allowed', { action: 'keep-passkey' }));
  if (state.kind === 'common') return no(reject('signing/one-sided'));
  if (state.signing?.signedAtMs !== undefined) return no(reject('sheet/signed'));
  if (!checked?.ok) return no(reject('passkey/not-made', { fault: checked?.fault ?? 'signature' }));
  const fault = ticketFault(state, ticket, at);
  if (fault) return no(fault);
  const { credentialId, publicKey, counter } = checked;
  if (keyOf(state, credentialId)) return no(reject('passkey/known'));
  const own = Object.values(passkeysOf(state).keys).filter(({ seatId }) => seatId === by.seatId);
  if (own.length >= MAX_PASSKEYS) return no(reject('passkey/full', { limit: MAX_PASSKEYS }));
  const { nonce, expiresAtMs } = ticket;
  return accept<SheetEvent>({
    ...{ type: 'PasskeyRegistered', side, seatId: by.seatId, name },
    ...{ credentialId, publicKey, counter, nonce, expiresAtMs },
  });
};

/** A seat takes a key of its own away; what it proved stays proved. */
export const removePasskey = (
  state: SheetState,
  { side, credentialId }: Command<'RemovePasskey'>,
  { by }: DecideContext,
): Deciding => {
  const key = keyOf(state, credentialId);
  if (by.kind !== 'seat' || key?.seatId !== by.seatId) return no(reject('passkey/unknown'));
  return accept<SheetEvent>({ type: 'PasskeyRemoved', side, credentialId });
};

interface Asked {
  readonly proof: OfferedProof;
  readonly subject: Omit<SignedSubject, 'nonce' | 'expiresAtMs'>;
  readonly at: number;
}

/** The key that a proof names, if it is one of the seat's and the one that the signature was checked with. */
const provenKey = (
  state: SheetState,
  { credentialId, checked }: OfferedProof,
  seatId: SeatId,
): Passkey | undefined => {
  const key = keyOf(state, credentialId);
  if (key?.seatId !== seatId || !checked?.ok) return undefined;
  return canonicalJson(key.publicKey) === canonicalJson(checked.publicKey) ? key : undefined;
};

const answerFault = (
  { proof, subject }: Asked,
  { counter: before }: Passkey,
): Rejection | undefined => {
  const { nonce, expiresAtMs } = proof.ticket;
  const client = readClientData(proof.clientDataJSON);
  const data = readAuthenticatorData(proof.authenticatorData);
  if (!client || !data) return reject('passkey/not-proved', { fault: 'signature' });
  if (client.challenge !== signatureChallenge({ ...subject, nonce, expiresAtMs })) {
    return reject('passkey/other');
  }
  if (!data.isVerified || !data.isPresent) return reject('passkey/person');
  const isCounting = data.counter > 0 || before > 0;
  return isCounting && data.counter <= before
    ? reject('passkey/counter', { counter: data.counter, before })
    : undefined;
};

/** What a proof comes to: as it is kept with the signature, or why it proves nothing (PKY2, PKY3). */
export const provedBy = (
  state: SheetState,
  asked: Asked,
):
  | { readonly ok: true; readonly proof: PasskeyProof }
  | { readonly ok: false; readonly rejection: Rejection } => {
  const { proof, subject, at } = asked;
  const { ticket, checked, ...assertion } = proof;
  const refused = (rejection: Rejection) => ({ ok: false, rejection }) as const;
  const early = ticketFault(state, ticket, at);
  if (early) return refused(early);
  const { seatId } = subject;
  if (keyOf(state, proof.credentialId)?.seatId !== seatId) {
    return refused(reject('passkey/unknown'));
  }
  const key = provenKey(state, proof, seatId);
  if (!key || !checked?.ok) {
    const fault = checked?.ok === false ? checked.fault : 'signature';
    return refused(reject('passkey/not-proved', { fault }));
  }
  const fault = answerFault(asked, key);
  if (fault) return refused(fault);
  const { publicKey, rpId } = checked;
  const { nonce, expiresAtMs } = ticket;
  return { ok: true, proof: { ...assertion, publicKey, rpId, seatId, nonce, expiresAtMs } };
};
