// What a receipt's check is called: a shape, a word, and what it means.

import type { ReceiptState } from '../state/receipts.svelte.ts';

export interface ReceiptWords {
  readonly tone: 'agreed' | 'warn' | 'stop' | 'soft';
  readonly shape: string;
  readonly word: string;
  readonly meaning: string;
}

const WORDS: Readonly<Record<ReceiptState, ReceiptWords>> = {
  checking: {
    tone: 'soft',
    shape: '○',
    word: 'receipt',
    meaning: 'Its signature is being checked.',
  },
  valid: {
    tone: 'agreed',
    shape: '✓',
    word: 'receipt checked',
    meaning: 'Signed by the server; this page checked the signature and keeps the receipt.',
  },
  'cannot-check': {
    tone: 'warn',
    shape: '○',
    word: 'receipt not checked',
    meaning: 'This browser cannot check signatures here. The receipt is kept all the same.',
  },
  unsigned: {
    tone: 'warn',
    shape: '○',
    word: 'receipt not signed',
    meaning: 'This server signs nothing. The receipt is kept all the same.',
  },
  'unknown-key': {
    tone: 'stop',
    shape: '■',
    word: 'receipt not valid',
    meaning: 'It names a key that the server does not publish. Keep it and tell the moderator.',
  },
  'retired-key': {
    tone: 'stop',
    shape: '■',
    word: 'receipt not valid',
    meaning: 'Its key was retired before that moment. Keep it and tell the moderator.',
  },
  'wrong-signature': {
    tone: 'stop',
    shape: '■',
    word: 'receipt not valid',
    meaning: 'The signature does not fit. Keep it and tell the moderator.',
  },
};

export const receiptWords = (state: ReceiptState): ReceiptWords => WORDS[state];
