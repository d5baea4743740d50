// SHA-256 that gives the same bytes in the server, the browser and the verifier.

import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { canonicalJson } from './json.ts';

/** SHA-256 of a text's UTF-8 bytes, as 64 lower-case hexadecimal digits (FIPS 180-4). */
export const sha256Hex = (text: string): string => bytesToHex(sha256(utf8ToBytes(text)));

/** SHA-256 of the canonical JSON of a value, as 64 lower-case hexadecimal digits. */
export const hashOf = (value: unknown): string => sha256Hex(canonicalJson(value));
