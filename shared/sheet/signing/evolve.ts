// What events of signing make of a sheet. Never fails on an event that was once decided.

import type { EventContext } from '../../kernel/decider.ts';
import type { SheetState } from '../types.ts';
import type { Signature, SigningEvent, SigningState } from './types.ts';
import { unreachable } from '../../kernel/decider.ts';
import { evolvePasskeys, evolveProof } from '../passkeys/evolve.ts';
import { NO_SIGNING } from './standing.ts';

/** Void signatures that a sheet remembers; older ones stay in the journal alone. */
export const MAX_VOID_SIGNATURES = 100;

const momentOf = ({ at, by }: EventContext) => ({
  atMs: at,
  bySeatId: by.kind === 'seat' ? by.seatId : null,
});

const withoutOldest = (signatures: readonly Signature[]): readonly Signature[] => {
  const surplus = signatures.filter(({ voided }) => voided).length - MAX_VOID_SIGNATURES;
  if (surplus <= 0) return signatures;
  const gone = new Set(signatures.filter(({ voided }) => voided).slice(0, surplus));
  return signatures.filter((signature) => !gone.has(signature));
};

const reopened = (signing: SigningState, reason: string, context: EventContext): SigningState => {
  const moment = { ...momentOf(context), reason };
  const signatures = signing.signatures.map((each) =>
    each.voided ? each : { ...each, voided: moment },
  );
  return {
    ...signing,
    frozen: null,
    reopened: moment,
    signatures: withoutOldest(signatures),
  };
};

const signed = (
  signing: SigningState,
  event: SigningEvent & { readonly type: 'SignatureGiven' },
  context: EventContext,
): SigningState => {
  const { signatureId: id, side, office, name, title, hash, passkey } = event;
  const given = {
    ...{ id, side, office, name, title, hash, ...momentOf(context) },
    ...(passkey && { passkey }),
  };
  return {
    ...{ ...signing, next: signing.next + 1, signatures: [...signing.signatures, given] },
    ...(passkey && { passkeys: evolveProof(signing.passkeys, passkey, context.at) }),
  };
};

const assigned = (
  signing: SigningState,
  { side, office, seatId }: SigningEvent & { readonly type: 'SignerAssigned' },
): SigningState => {
  const others = Object.fromEntries(
    Object.entries(signing.signers[side] ?? {}).filter(([each]) => each !== office),
  );
  const own = seatId === null ? others : { ...others, [office]: seatId };
  return { ...signing, signers: { ...signing.signers, [side]: own } };
};

const evolved = (
  signing: SigningState,
  event: SigningEvent,
  context: EventContext,
): SigningState => {
  switch (event.type) {
    case 'SheetFrozen': {
      const { hash, order } = event;
      return { ...signing, frozen: { ...momentOf(context), hash, order } };
    }
    case 'SheetReopened':
      return reopened(signing, event.reason, context);
    case 'SignatureGiven':
      return signed(signing, event, context);
    case 'SheetSigned':
      return { ...signing, signedAtMs: context.at };
    case 'SignerAssigned':
      return assigned(signing, event);
    case 'PasskeyRegistered':
    case 'PasskeyRemoved':
      return { ...signing, passkeys: evolvePasskeys(signing.passkeys, event, context.at) };
    default:
      return unreachable(event);
  }
};

/** The state after one more event of signing. */
export const evolveSigning = (
  state: SheetState,
  event: SigningEvent,
  context: EventContext,
): SheetState => ({ ...state, signing: evolved(state.signing ?? NO_SIGNING, event, context) });
