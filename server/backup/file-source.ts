// Reads a backup file: checks each line and the digest over all of them, and gives what they say in the form in which
// every record is copied. Never holds more than a piece of it.

import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { z } from 'zod';
import { JournalFault } from '../journal/fault.ts';
import type { EntryLine, HeaderLine, RawLine, StreamLine } from './file-lines.ts';
import { BACKUP_FORMAT, damagedLine, LINE_FORMS, linesIn, valueOf } from './file-lines.ts';
import type { CopiedEntry, RecordPart, RecordSource, RecordSummary } from './types.ts';
import { PIECE_BYTES, PIECE_ENTRIES } from './types.ts';

const GZIP_MAGIC = '1f8b';

export interface BackupFile {
  readonly path: string;
  /** As the person wrote it. */
  readonly place: string;
}

export interface BackupText {
  /** For messages. */
  readonly place: string;
  /** The text from its beginning, each time it is called. */
  readonly chunks: () => Promise<AsyncIterable<Buffer>>;
}

const isGzip = async (path: string): Promise<boolean> => {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(2), 0, 2, 0);
    return bytesRead === 2 && buffer.toString('hex') === GZIP_MAGIC;
  } finally {
    await file.close();
  }
};

const chunksOf = async (path: string): Promise<AsyncIterable<Buffer>> => {
  if (!(await isGzip(path))) return createReadStream(path);
  // What ends either of the two reaches whoever reads the second.
  return pipeline(createReadStream(path), createGunzip(), () => undefined);
};

const streamOf = ({ stream, atMs, wakeAtMs, ...rest }: StreamLine): RecordPart => ({
  stream: { name: stream, at: atMs, wakeAt: wakeAtMs ?? null, ...rest },
});

const entryOf = ({ v, atMs, id, body, head }: EntryLine): CopiedEntry => ({
  ...{ version: v, at: atMs, commandId: id ?? null, body, head },
});

const has = (value: unknown, key: string): boolean =>
  typeof value === 'object' && value !== null && key in value;

export class BackupSource implements RecordSource {
  readonly place: string;
  readonly #chunks: BackupText['chunks'];

  constructor({ place, chunks }: BackupText) {
    this.place = place;
    this.#chunks = chunks;
  }

  async summary(): Promise<RecordSummary> {
    for await (const line of this.#lines()) {
      const { store, form, streams, entries, heads, lastBeatAtMs } = this.#header(line);
      return { store, form, streams, entries, heads, lastBeatAt: lastBeatAtMs };
    }
    throw this.#noBackup();
  }

  async *parts(): AsyncGenerator<RecordPart> {
    let piece: CopiedEntry[] = [];
    let bytes = 0;
    for await (const { line, value } of this.#checkedLines()) {
      const isEntry = has(value, 'v');
      if (piece.length > 0 && (!isEntry || piece.length >= PIECE_ENTRIES || bytes >= PIECE_BYTES)) {
        yield { entries: piece };
        [piece, bytes] = [[], 0];
      }
      if (isEntry) {
        piece.push(entryOf(this.#read(LINE_FORMS.entry, line, value)));
        bytes += line.bytes.length;
      } else {
        yield streamOf(this.#read(LINE_FORMS.stream, line, value));
      }
    }
    if (piece.length > 0) yield { entries: piece };
  }

  /** Lines between the first and the last, which are checked here; nothing may follow the last. */
  async *#checkedLines(): AsyncGenerator<{ line: RawLine; value: unknown }> {
    const digest = createHash('sha256');
    let last = 0;
    let isEnded = false;
    for await (const line of this.#lines()) {
      if (isEnded) throw this.#fault(`goes on after its end, in line ${String(line.number)}`);
      last = line.number;
      if (last === 1) this.#header(line);
      const value = last === 1 ? undefined : this.#value(line);
      isEnded = has(value, 'end');
      if (isEnded) {
        const { end } = this.#read(LINE_FORMS.end, line, value);
        if (end.lines !== last - 1 || end.sha256 !== digest.digest('hex')) {
          throw this.#fault('is damaged: lines are missing, added or in another place');
        }
        continue;
      }
      digest.update(line.bytes);
      if (last > 1) yield { line, value };
    }
    if (!isEnded) throw this.#cutOff(last);
  }

  async *#lines(): AsyncGenerator<RawLine> {
    let last = 0;
    try {
      for await (const line of linesIn(await this.#chunks(), this.place)) {
        last = line.number;
        yield line;
      }
    } catch (cause) {
      throw this.#faultOf(cause, last);
    }
  }

  #header(line: RawLine): HeaderLine {
    const value = valueOf(line);
    if (!has(value, 'parley')) throw this.#noBackup();
    const { format } = value as { format?: unknown };
    if (typeof format === 'number' && format > BACKUP_FORMAT) {
      const words = `it has format ${String(format)}; this version knows ${String(BACKUP_FORMAT)}`;
      throw new JournalFault('newer', `${this.place} was made by a newer Parley: ${words}`);
    }
    return this.#read(LINE_FORMS.header, line, value);
  }

  #value(line: RawLine): unknown {
    const value = valueOf(line);
    if (value !== undefined) return value;
    if (!line.bytes.subarray(-1).equals(Buffer.from('\n'))) throw this.#cutOff(line.number - 1);
    throw damagedLine(this.place, line.number);
  }

  #read<Line>(form: z.ZodType<Line>, { number }: RawLine, value: unknown): Line {
    const { data, error } = form.safeParse(value);
    if (error) throw damagedLine(this.place, number, error);
    return data;
  }

  #fault(words: string, cause?: unknown): JournalFault {
    return new JournalFault('corrupt', `${this.place} ${words}`, { cause });
  }

  #noBackup(): JournalFault {
    return this.#fault('is no backup of Parley, or is damaged in line 1');
  }

  #cutOff(line: number): JournalFault {
    return this.#fault(`is cut off after line ${String(line)}`);
  }

  #faultOf(cause: unknown, line: number): unknown {
    const { code, message } = cause as { code?: unknown; message?: unknown };
    if (cause instanceof JournalFault || typeof code !== 'string') return cause;
    if (code === 'Z_BUF_ERROR') return this.#cutOff(line);
    if (code.startsWith('Z_')) return this.#fault(`is damaged behind line ${String(line)}`, cause);
    const words = code === 'ENOENT' ? 'there is none' : String(message);
    return new JournalFault('unavailable', `${this.place} cannot be read: ${words}`, { cause });
  }
}

/** The record in a backup file, compressed or not. */
export const fileSource = ({ path, place }: BackupFile): RecordSource =>
  new BackupSource({ place, chunks: () => chunksOf(path) });
