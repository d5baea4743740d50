// Signing as one reader of a sheet may see it. Both sides see the same of it, but for what a side keeps to itself: who of
// its house signs for which office, and which of its private fields keeps it from signing.

import type { SeatId } from '../../kernel/ids.ts';
import type { Side } from '../../room/types.ts';
import type { PasskeyView } from '../passkeys/types.ts';
import type { SheetState } from '../types.ts';
import type { SheetAudience } from '../reader.ts';
import type { Moment, Signature, SignatureView, SigningStage, SigningView } from './types.ts';
import { hashOfState } from './frozen-form.ts';
import { blockingTerms, missingTerms, orderOf, passkeyOffices } from './standing.ts';

type NameOf = SheetAudience['nameOf'];

const momentView = ({ atMs, bySeatId }: Moment, nameOf: NameOf) => ({
  atMs,
  by: bySeatId === null ? '' : nameOf(bySeatId),
});

const signatureView = (signature: Signature, nameOf: NameOf): SignatureView => {
  const { side, office, name, title, hash, passkey, voided } = signature;
  return {
    ...{ side, office, name, title, hash },
    ...(passkey && { passkey }),
    ...momentView(signature, nameOf),
    ...(voided && { voided: { ...momentView(voided, nameOf), reason: voided.reason } }),
  };
};

const stageOf = ({ signing }: SheetState, missing: number): SigningStage => {
  if (signing?.signedAtMs !== undefined) return 'signed';
  if (signing?.frozen) return 'frozen';
  return missing === 0 ? 'ready' : 'open';
};

/** Keys of the people of one side, without what a name and a day do not need. */
const keysOf = ({ signing }: SheetState, side: Side): Readonly<Record<string, PasskeyView>> =>
  Object.fromEntries(
    Object.entries(signing?.passkeys?.keys ?? {})
      .filter(([, key]) => key.side === side)
      .map(([id, { seatId, name, addedAtMs }]) => [id, { seatId, name, addedAtMs }]),
  );

/** Offices that sign with a passkey only; both sides see them in the template. */
const passkeyFor = (state: SheetState): Pick<SigningView, 'passkeyFor'> => {
  const asked = (['carrier', 'shipper'] as const)
    .map((side) => [side, passkeyOffices(state, side)] as const)
    .filter(([, offices]) => offices.length > 0);
  return asked.length > 0 ? { passkeyFor: Object.fromEntries(asked) } : {};
};

/** What only the viewer's own side reads (SIG6, SIG7, PKY1). */
const ownView = (
  state: SheetState,
  { side }: SheetAudience,
): Pick<SigningView, 'signers' | 'blockedBy' | 'passkeys'> => {
  if (!side) return {};
  const signers: Readonly<Record<string, SeatId>> = state.signing?.signers[side] ?? {};
  const passkeys = keysOf(state, side);
  const blockedBy = state.signing?.signedAtMs === undefined ? blockingTerms(state, side) : [];
  return {
    ...(Object.keys(signers).length > 0 && { signers }),
    ...(Object.keys(passkeys).length > 0 && { passkeys }),
    ...(blockedBy.length > 0 && { blockedBy }),
  };
};

/** The part of a sheet's view about signing; nothing on the common sheet, which nobody signs. */
export const viewSigning = (
  state: SheetState,
  audience: SheetAudience,
): { signing?: SigningView } => {
  if (state.kind === 'common' || !state.template) return {};
  const { nameOf } = audience;
  const { frozen, signatures = [], reopened, signedAtMs } = state.signing ?? {};
  const missing = missingTerms(state).length;
  const stage = stageOf(state, missing);
  const hash = frozen?.hash ?? (stage === 'ready' ? hashOfState(state) : undefined);
  return {
    signing: {
      ...{ stage, missing, order: orderOf(state) },
      ...(hash !== undefined && { hash }),
      ...(frozen && { frozen: momentView(frozen, nameOf) }),
      ...(signatures.length > 0 && {
        signatures: Object.fromEntries(
          signatures.map((each) => [each.id, signatureView(each, nameOf)]),
        ),
      }),
      ...(reopened && { reopened: { ...momentView(reopened, nameOf), reason: reopened.reason } }),
      ...(signedAtMs !== undefined && { signedAtMs }),
      ...passkeyFor(state),
      ...ownView(state, audience),
    },
  };
};
