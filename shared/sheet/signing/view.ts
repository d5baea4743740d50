// Signing as one reader of a sheet may see it. Both sides see the same of it, but for what a side keeps to itself: who of
// its house signs for which office, and which of its private fields keeps it from signing.

import type { SeatId } from '../../kernel/ids.ts';
import type { SheetState } from '../types.ts';
import type { SheetAudience } from '../view.ts';
import type { Moment, Signature, SignatureView, SigningStage, SigningView } from './types.ts';
import { hashOfState } from './frozen-form.ts';
import { blockingTerms, missingTerms, orderOf } from './standing.ts';

type NameOf = SheetAudience['nameOf'];

const momentView = ({ atMs, bySeatId }: Moment, nameOf: NameOf) => ({
  atMs,
  by: bySeatId === null ? '' : nameOf(bySeatId),
});

const signatureView = (signature: Signature, nameOf: NameOf): SignatureView => {
  const { side, office, name, title, hash, voided } = signature;
  return {
    ...{ side, office, name, title, hash },
    ...momentView(signature, nameOf),
    ...(voided && { voided: { ...momentView(voided, nameOf), reason: voided.reason } }),
  };
};

const stageOf = ({ signing }: SheetState, missing: number): SigningStage => {
  if (signing?.signedAtMs !== undefined) return 'signed';
  if (signing?.frozen) return 'frozen';
  return missing === 0 ? 'ready' : 'open';
};

/** What only the viewer's own side reads (SIG6, SIG7). */
const ownView = (
  state: SheetState,
  { side }: SheetAudience,
): Pick<SigningView, 'signers' | 'blockedBy'> => {
  if (!side) return {};
  const signers: Readonly<Record<string, SeatId>> = state.signing?.signers[side] ?? {};
  const blockedBy = state.signing?.signedAtMs === undefined ? blockingTerms(state, side) : [];
  return {
    ...(Object.keys(signers).length > 0 && { signers }),
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
      ...ownView(state, audience),
    },
  };
};
