// Reads zip files from outside with bounds on everything: the file, the number and names of its entries, and what each
// unpacks to, whatever the file says of itself. Writes nothing anywhere.

import { inflateRawSync } from 'node:zlib';
import { FileRefused } from './refused.ts';

export interface ZipLimits {
  readonly fileBytes: number;
  readonly entries: number;
  /** Of one entry unpacked, and of all that were unpacked. */
  readonly entryBytes: number;
  readonly allBytes: number;
}

export const ZIP_LIMITS: ZipLimits = {
  fileBytes: 8 * 1024 * 1024,
  entries: 400,
  entryBytes: 24 * 1024 * 1024,
  allBytes: 48 * 1024 * 1024,
};

const END_SIGN = 0x06_05_4b_50;
const ENTRY_SIGN = 0x02_01_4b_50;
const LOCAL_SIGN = 0x04_03_4b_50;
const END_BYTES = 22;
const ENTRY_BYTES = 46;
const LOCAL_BYTES = 30;
const MAX_COMMENT = 0xffff;
const [STORED, DEFLATED] = [0, 8];
const ENCRYPTED_FLAG = 1;

interface Entry {
  readonly method: number;
  readonly packedBytes: number;
  readonly at: number;
}

const endOf = (file: Buffer): number => {
  const last = file.length - END_BYTES;
  for (let at = last; at >= Math.max(0, last - MAX_COMMENT); at -= 1) {
    if (file.readUInt32LE(at) === END_SIGN) return at;
  }
  throw new FileRefused('file/not-a-zip');
};

const isUnsafe = (name: string): boolean =>
  name.includes('\\') ||
  name.includes('\0') ||
  name.startsWith('/') ||
  /^[a-z]:/i.test(name) ||
  name.split('/').includes('..');

/** One zip file. Throws FileRefused wherever it breaks a bound or does not hold together. */
export class ZipIn {
  readonly #file: Buffer;
  readonly #limits: ZipLimits;
  readonly #entries = new Map<string, Entry>();
  #unpacked = 0;

  constructor(bytes: Uint8Array, limits: ZipLimits = ZIP_LIMITS) {
    if (bytes.length > limits.fileBytes) throw new FileRefused('file/too-large');
    if (bytes.length < END_BYTES) throw new FileRefused('file/not-a-zip');
    this.#file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#limits = limits;
    this.#guarded(() => {
      this.#readDirectory();
    });
  }

  get names(): readonly string[] {
    return [...this.#entries.keys()];
  }

  /** The content of an entry; undefined where there is none of that name. */
  read(name: string): Buffer | undefined {
    const entry = this.#entries.get(name);
    return entry && this.#guarded(() => this.#unpack(entry));
  }

  /** A place outside of the file is a fault of the file. */
  #guarded<T>(run: () => T): T {
    try {
      return run();
    } catch (cause) {
      if (cause instanceof FileRefused) throw cause;
      const { code } = cause as { readonly code?: string };
      throw new FileRefused(code === 'ERR_BUFFER_TOO_LARGE' ? 'file/bomb' : 'file/not-a-zip');
    }
  }

  #readDirectory(): void {
    const end = endOf(this.#file);
    const count = this.#file.readUInt16LE(end + 10);
    if (count > this.#limits.entries) throw new FileRefused('file/bomb');
    let at = this.#file.readUInt32LE(end + 16);
    for (let left = count; left > 0; left -= 1) at = this.#readEntry(at);
  }

  #readEntry(at: number): number {
    const file = this.#file;
    if (file.readUInt32LE(at) !== ENTRY_SIGN) throw new FileRefused('file/not-a-zip');
    if ((file.readUInt16LE(at + 8) & ENCRYPTED_FLAG) !== 0) throw new FileRefused('file/encrypted');
    const [nameBytes, extraBytes, commentBytes] = [28, 30, 32].map((place) =>
      file.readUInt16LE(at + place),
    ) as [number, number, number];
    const name = file.toString('utf8', at + ENTRY_BYTES, at + ENTRY_BYTES + nameBytes);
    if (isUnsafe(name)) throw new FileRefused('file/path');
    if (this.#entries.has(name)) throw new FileRefused('file/not-a-zip', name);
    const unpackedBytes = file.readUInt32LE(at + 24);
    if (unpackedBytes > this.#limits.entryBytes) throw new FileRefused('file/bomb');
    this.#entries.set(name, {
      method: file.readUInt16LE(at + 10),
      packedBytes: file.readUInt32LE(at + 20),
      at: file.readUInt32LE(at + 42),
    });
    return at + ENTRY_BYTES + nameBytes + extraBytes + commentBytes;
  }

  #unpack({ method, packedBytes, at }: Entry): Buffer {
    const file = this.#file;
    if (file.readUInt32LE(at) !== LOCAL_SIGN) throw new FileRefused('file/not-a-zip');
    const start = at + LOCAL_BYTES + file.readUInt16LE(at + 26) + file.readUInt16LE(at + 28);
    const packed = file.subarray(start, start + packedBytes);
    if (packed.length !== packedBytes) throw new FileRefused('file/not-a-zip');
    const room = Math.min(this.#limits.entryBytes, this.#limits.allBytes - this.#unpacked);
    if (room <= 0 || (method === STORED && packedBytes > room)) throw new FileRefused('file/bomb');
    if (method !== STORED && method !== DEFLATED) throw new FileRefused('file/not-a-zip');
    const content = method === STORED ? packed : inflateRawSync(packed, { maxOutputLength: room });
    this.#unpacked += content.length;
    return content;
  }
}
