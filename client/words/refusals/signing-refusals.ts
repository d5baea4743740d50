// Refusals about freezing and signing a sheet in words.

import type { Words } from './refusal-words.ts';

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
  'signing/blocked': () =>
    'A field that only your side sees keeps it from signing: it is open, or below what signing needs, such as a cost coverage of 100 %. Nothing was signed.',
};
