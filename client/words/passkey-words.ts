// What the page says of passkeys: why there are none here, why one was not made or used, what a proof on a certificate
// comes to.

import type { NoPasskeys, PasskeyFailure } from '../net/passkeys.ts';
import type { ProofFinding } from '../../shared/sheet/passkeys/check.ts';
import { sentenceFor } from './rejections.ts';

const NONE: Readonly<Record<NoPasskeys, string>> = {
  insecure:
    'No passkeys here: this page came over http, and browsers give passkeys to https pages only. Signing works without.',
  absent: 'No passkeys here: this browser has none. Signing works without.',
  address:
    'No passkeys here: this page was opened by a number, and a passkey is bound to a name. Open it by the name of the server, on this machine as localhost. Signing works without.',
};

/** Why this page has no passkeys. */
export const noPasskeysSentence = (why: NoPasskeys): string => NONE[why];

/** Why a passkey was not made (`made`), or a signature not proved with one (`signed`). */
export const passkeyFailureSentence = (
  failure: PasskeyFailure,
  nothing: 'made' | 'signed',
): string => {
  switch (failure.kind) {
    case 'server':
      return sentenceFor(failure.error);
    case 'address':
      return `Passkeys of this server are bound to ${failure.names.join(' or ') || 'no name, because its public address is a number'}. Open the page by that name; nothing was ${nothing}.`;
    case 'known':
      return `This device has a passkey for this sheet already. Nothing was ${nothing}.`;
    case 'cancelled':
      return `The passkey was not used, or not in time. Nothing was ${nothing}; try again, or sign without.`;
    case 'failed':
      return `The passkey could not be used. Nothing was ${nothing}.`;
  }
};

const FINDINGS: Readonly<Record<ProofFinding, string>> = {
  form: 'the proof is none that an authenticator writes',
  subject: 'the proof is for something else than stands here',
  person: 'the authenticator did not verify its person',
  address: 'the proof was made on another page',
  signature: 'the key did not sign it',
};

/** What is wrong with a proof, after "with passkey:". */
export const proofWords = (finding: ProofFinding): string => FINDINGS[finding];
