// Freezing, reopening, signing. Whose side a seat may speak for, and which seats are of its team, is asked of
// room/seats.ts before.

import type { DecideContext, Decision } from '../../kernel/decider.ts';
import type { Rejection } from '../../kernel/rejection.ts';
import type { SheetEvent, SheetState } from '../types.ts';
import type { PasskeyProof } from '../passkeys/types.ts';
import type { SigningCommand } from './types.ts';
import { accept, refuse } from '../../kernel/decider.ts';
import { reject } from '../../kernel/rejection.ts';
import { provedBy } from '../passkeys/decide.ts';
import { hashOfState } from './frozen-form.ts';
import {
  blockingTerms,
  missingTerms,
  needsPasskey,
  nextOffice,
  orderOf,
  standing,
} from './standing.ts';

type Deciding = Decision<SheetEvent>;
type Command<Type extends SigningCommand['type']> = SigningCommand & { readonly type: Type };

/** Terms that a refusal names; it counts all of them. */
const NAMED_TERMS = 20;

const no = (code: Rejection['code'], params: Parameters<typeof reject>[1] = {}): Deciding =>
  refuse<SheetEvent>(reject(code, params));

/** Why a sheet cannot be frozen, reopened or signed at all. */
const stageFault = (
  { kind, signing }: SheetState,
  wanted: 'open' | 'frozen',
): Rejection | undefined => {
  if (kind === 'common') return reject('signing/one-sided');
  if (signing?.signedAtMs !== undefined) return reject('sheet/signed');
  const isFrozen = Boolean(signing?.frozen);
  if (wanted === 'open' && isFrozen) return reject('sheet/frozen');
  return wanted === 'frozen' && !isFrozen ? reject('sheet/not-frozen') : undefined;
};

/** A lead freezes what it saw: all that is required must be agreed (SIG1, SIG2). */
export const freezeSheet = (state: SheetState, { hash }: Command<'FreezeSheet'>): Deciding => {
  const fault = stageFault(state, 'open');
  if (fault) return refuse<SheetEvent>(fault);
  const missing = missingTerms(state);
  if (missing.length > 0) {
    const termIds = missing.slice(0, NAMED_TERMS);
    return no('sheet/not-ready', { missing: missing.length, termIds: [...termIds] });
  }
  const now = hashOfState(state);
  if (hash !== now) return no('sheet/hash', { hash: now });
  return accept<SheetEvent>({ type: 'SheetFrozen', hash, order: orderOf(state) });
};

/** Either side opens a frozen sheet again, and says why (SIG5). */
export const reopenSheet = (state: SheetState, { reason }: Command<'ReopenSheet'>): Deciding => {
  const fault = stageFault(state, 'frozen');
  if (fault) return refuse<SheetEvent>(fault);
  return accept<SheetEvent>({ type: 'SheetReopened', reason });
};

/** Why this office cannot be signed for now, or by this seat (SIG4, SIG7). */
const officeFault = (
  state: SheetState,
  { side, office, isAssigned }: Command<'SignSheet'>,
  { by }: DecideContext,
): Rejection | undefined => {
  const offices = orderOf(state)[side];
  if (!offices.includes(office)) return reject('signing/office', { offices: [...offices] });
  const signer = state.signing?.signers[side]?.[office];
  if (isAssigned && signer === undefined) return reject('signing/not-assigned', { office });
  if (signer !== undefined && (by.kind !== 'seat' || by.seatId !== signer)) {
    return reject('signing/other-signer', { office });
  }
  const next = nextOffice(state, side);
  if (next === office) return undefined;
  const isDone = standing(state).some((each) => each.side === side && each.office === office);
  return isDone
    ? reject('signing/done', { office })
    : reject('signing/order', { office, next: next ?? '' });
};

/** The proof by passkey as it is kept, nothing where none is given or asked for, or why it does not do (PKY3, PKY4). */
const proofOf = (
  state: SheetState,
  { side, office, name, title, hash, passkey }: Command<'SignSheet'>,
  { by, at }: DecideContext,
): { readonly proof?: PasskeyProof; readonly fault?: Rejection } => {
  if (!passkey) {
    return needsPasskey(state, side, office) ? { fault: reject('passkey/needed', { office }) } : {};
  }
  if (by.kind !== 'seat') return { fault: reject('passkey/unknown') };
  const subject = { sheetId: state.sheetId, seatId: by.seatId, side, office, name, title, hash };
  const proved = provedBy(state, { proof: passkey, subject, at });
  return proved.ok ? { proof: proved.proof } : { fault: proved.rejection };
};

/** One signature under the frozen hash; the last one makes the sheet final (SIG3, SIG4, SIG6, SIG8). */
export const signSheet = (
  state: SheetState,
  command: Command<'SignSheet'>,
  context: DecideContext,
): Deciding => {
  const fault = stageFault(state, 'frozen') ?? officeFault(state, command, context);
  if (fault) return refuse<SheetEvent>(fault);
  const { side, office, name, title, hash } = command;
  const frozen = state.signing?.frozen?.hash ?? '';
  if (hash !== frozen) return no('sheet/hash', { hash: frozen });
  const blocking = blockingTerms(state, side);
  if (blocking.length > 0) return no('signing/blocked', { termIds: [...blocking] });
  const { proof, fault: unproved } = proofOf(state, command, context);
  if (unproved) return refuse<SheetEvent>(unproved);
  const signatureId = `g${String(state.signing?.next ?? 1)}`;
  const open = Object.values(orderOf(state)).flat().length - standing(state).length;
  return accept<SheetEvent>(
    {
      ...{ type: 'SignatureGiven', signatureId, side, office, name, title, hash },
      ...(proof && { passkey: proof }),
    },
    ...(open === 1 ? [{ type: 'SheetSigned', hash } as const] : []),
  );
};

/** A lead says which seat of its team signs for an office (SIG7); what is signed already stays as it is. */
export const assignSigner = (
  state: SheetState,
  { side, office, seatId }: Command<'AssignSigner'>,
): Deciding => {
  if (state.kind === 'common') return no('signing/one-sided');
  if (state.signing?.signedAtMs !== undefined) return no('sheet/signed');
  const offices = orderOf(state)[side];
  if (!offices.includes(office)) return no('signing/office', { offices: [...offices] });
  const now = state.signing?.signers[side]?.[office] ?? null;
  return now === seatId
    ? accept<SheetEvent>()
    : accept<SheetEvent>({ type: 'SignerAssigned', side, office, seatId });
};
