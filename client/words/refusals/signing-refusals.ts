// Refusals about freezing and signing a sheet in words.

import type { Words } from './refusal-words.ts';

const NOT_PROVED = 'The answer of the passkey does not hold.';
const PASSKEY_FAULTS: Readonly<Record<string, string>> = {
  ticket: 'The server did not ask for this answer of a passkey.',
  origin: 'The passkey was used on another page than this server’s.',
  signature: NOT_PROVED,
};

export const SIGNING_REFUSALS: Words = {
  'sheet/frozen': () =>
    'The sheet is frozen for signature. Reopen it first; that voids what was signed. Nothing was changed.',
  'sheet/signed': () => 'The sheet is signed by both sides and final. Nothing was changed.',
  'sheet/not-frozen': () =>
    'The sheet is not frozen any more: it was opened again. Nothing was signed.',
  'sheet/not-ready': (of) =>
    of.number('missing') === 1
      ? 'One required term is not agreed yet. Nothing was frozen.'
      : `${of.count('missing')} required terms are not agreed yet. Nothing was frozen.`,
  'sheet/hash': () =>
    'The sheet is not what you saw any more. Read it as it stands now, then decide; nothing was frozen or signed.',
  'signing/one-sided': () => 'Nobody signs this sheet. Nothing was changed.',
  'signing/office': () => 'Nobody signs for this function on your side. Nothing was signed.',
  'signing/not-assigned': () =>
    'This function is not yours to sign any more. Ask your lead; nothing was signed.',
  'signing/other-signer': () =>
    'Your lead gave this function to somebody else of your team. Nothing was signed.',
  'signing/signer': () => 'Only somebody of your own team can sign for your side.',
  'signing/done': () => 'This function has signed already. Nothing was changed.',
  'signing/order': (of) => `First signs: ${of.text('next')}. Nothing was signed.`,
  'passkey/needed': (of) =>
    `For this function (${of.text('office')}) one signs with a passkey only. Make one, then sign with it; nothing was signed.`,
  'passkey/not-proved': (of) =>
    `${PASSKEY_FAULTS[of.text('fault')] ?? NOT_PROVED} Nothing was signed.`,
  'passkey/not-made': (of) =>
    `${PASSKEY_FAULTS[of.text('fault')] ?? NOT_PROVED} No passkey was added.`,
  'passkey/unknown': () =>
    'This passkey is none of yours on this sheet, or not any more. Nothing was changed.',
  'passkey/expired': () => 'The passkey was asked too long ago. Nothing was changed; try again.',
  'passkey/used': () =>
    'This answer of the passkey was used before, and each counts once. Nothing was changed; try again.',
  'passkey/other': () =>
    'The passkey proved something else: another sheet, another text, function, name or person. Nothing was signed.',
  'passkey/person': () =>
    'The passkey did not verify who uses it, by PIN, finger or face. Nothing was signed.',
  'passkey/counter': (of) =>
    `The passkey counts ${of.count('counter')} uses and had counted ${of.count('before')} before: there may be a copy of it. Nothing was signed; remove it and make another.`,
  'passkey/known': () => 'This passkey is there already. Nothing was changed.',
  'passkey/full': (of) =>
    `There are ${of.count('limit')} passkeys of yours already. Remove one first; nothing was changed.`,
  'signing/blocked': () =>
    'A field that only your side sees keeps it from signing: it is open, or below what signing needs, such as a cost coverage of 100 %. Nothing was signed.',
};
