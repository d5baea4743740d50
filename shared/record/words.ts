// A seal as eight words that two people can compare by telephone.

import { wordlist } from '@scure/bip39/wordlists/english.js';

const WORDS = 8;
const BITS_A_WORD = 11;

/** The first 88 bits of 64 hexadecimal digits as eight words of the English list of BIP 39. */
export const wordsOf = (head: string): readonly string[] => {
  const bits = BigInt(`0x${head.slice(0, (WORDS * BITS_A_WORD) / 4)}`);
  return Array.from({ length: WORDS }, (_, place) => {
    const shift = BigInt((WORDS - 1 - place) * BITS_A_WORD);
    return wordlist[Number((bits >> shift) & 0x7ffn)] ?? '';
  });
};
