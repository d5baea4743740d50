// What a document says of its signatures, the same in Word and in print: the facts of the certificate.

import { formatCounted } from '../../shared/kernel/amount-text.ts';
import { wordsOf } from '../../shared/record/words.ts';
import { utcText } from '../../shared/report/report-text.ts';
import type { Side } from '../../shared/room/types.ts';
import type {
  GivenSignature,
  PaperSignature,
  PaperSignatures,
} from '../../shared/sheet/paper/paper-signatures.ts';
import { plainText } from './plain-text.ts';

export const SIGNATURES_HEADING = 'Signatures';

const SIDE_NAMES: Readonly<Record<Side, string>> = { carrier: 'Carrier', shipper: 'Shipper' };

/** As much of a hash as tells two apart; the whole of it stands above. */
const HASH_START = 16;

/** The lines above the signatures. */
export const signatureFacts = ({
  rows,
  hash,
  frozenAtMs,
  frozenBy,
  signedAtMs,
}: PaperSignatures): readonly string[] => {
  const given = rows.filter((row) => row.given).length;
  const asked = formatCounted(rows.length, 'signature');
  return [
    `Frozen ${utcText(frozenAtMs)} by ${frozenBy || 'a lead'}.`,
    signedAtMs === undefined
      ? `Not final yet: ${String(given)} of ${asked} given.`
      : `Final since ${utcText(signedAtMs)}: ${asked} given.`,
    `SHA-256 of what is signed: ${hash}`,
    `In words: ${wordsOf(hash).join(' ')}`,
  ].map(plainText);
};

const givenLines = ({ name, title, atMs, hash, seat, hasPasskey }: GivenSignature) => ({
  who: plainText(`${name}, ${title}`),
  how: [
    `${utcText(atMs)}, under ${hash.slice(0, HASH_START)}`,
    `${seat === '' ? '' : `from the seat of ${seat}, `}passkey: ${hasPasskey ? 'yes' : 'no'}`,
  ].map(plainText),
});

export interface SignatureWords {
  /** `Carrier, Counsel`. */
  readonly office: string;
  readonly who: string;
  readonly how: readonly string[];
  readonly isGiven: boolean;
}

/** One signature, or that it is still to be given. */
export const signatureWords = ({
  side,
  office,
  given,
  needsPasskey,
}: PaperSignature): SignatureWords => ({
  office: plainText(`${SIDE_NAMES[side]}, ${office}`),
  ...(given
    ? givenLines(given)
    : { who: 'not signed yet', how: needsPasskey ? ['to be signed with a passkey'] : [] }),
  isGiven: given !== undefined,
});
