// Which slot of a Redis cluster a channel is in (Redis cluster specification, "Key distribution model"): CRC-16/XMODEM
// of the name. Names here have no braces, which would make part of a name count.

export const SLOTS = 16_384;

const POLYNOMIAL = 0x1021;
const TOP_BIT = 0x8000;
const MASK = 0xffff;
const BYTE_BITS = 8;

const table = Uint16Array.from({ length: 1 << BYTE_BITS }, (_, byte) => {
  let value = byte << BYTE_BITS;
  for (let bit = 0; bit < BYTE_BITS; bit += 1) {
    value = value & TOP_BIT ? (value << 1) ^ POLYNOMIAL : value << 1;
  }
  return value & MASK;
});

/** The slot of a channel, 0 to 16,383. */
export const slotOf = (channel: string): number => {
  let crc = 0;
  for (const byte of Buffer.from(channel)) {
    const index = ((crc >> BYTE_BITS) ^ byte) & (MASK >> BYTE_BITS);
    crc = ((crc << BYTE_BITS) & MASK) ^ (table[index] ?? 0);
  }
  return crc % SLOTS;
};
