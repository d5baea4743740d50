// Bytes as base64url without padding (RFC 4648 §5), the form in which passkeys travel and are kept.

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const BITS_A_DIGIT = 6;
const BITS_A_BYTE = 8;

const VALUES: ReadonlyMap<string, number> = new Map([...DIGITS].map((digit, at) => [digit, at]));

/** The bytes as text; of no bytes the empty text. */
export const toBase64url = (bytes: Uint8Array): string => {
  let [text, held, bits] = ['', 0, 0];
  for (const byte of bytes) {
    held = (held << BITS_A_BYTE) | byte;
    bits += BITS_A_BYTE;
    while (bits >= BITS_A_DIGIT) {
      bits -= BITS_A_DIGIT;
      text += DIGITS[(held >> bits) & 63] ?? '';
    }
    held &= (1 << bits) - 1;
  }
  return bits === 0 ? text : text + (DIGITS[(held << (BITS_A_DIGIT - bits)) & 63] ?? '');
};

/** The bytes behind a text, or undefined where it is none that `toBase64url` writes: each text has one reading. */
export const fromBase64url = (text: string): Uint8Array<ArrayBuffer> | undefined => {
  const bytes = new Uint8Array(Math.floor((text.length * BITS_A_DIGIT) / BITS_A_BYTE));
  let [held, bits, at] = [0, 0, 0];
  for (const digit of text) {
    const value = VALUES.get(digit);
    if (value === undefined) return undefined;
    held = (held << BITS_A_DIGIT) | value;
    bits += BITS_A_DIGIT;
    if (bits < BITS_A_BYTE) continue;
    bits -= BITS_A_BYTE;
    bytes[at] = held >> bits;
    at += 1;
    held &= (1 << bits) - 1;
  }
  // What is left over is padding: less than one digit of it, and zero.
  return bits < BITS_A_DIGIT && held === 0 ? bytes : undefined;
};
