// The backup file, line by line. A line is the CRC-32 of what follows as eight hexadecimal digits, a space, one JSON
// object: a header, then each stream with its entries, then an end with the SHA-256 over all lines before it. So a
// changed byte is named by its line, and a missing, added or moved line, or a file that was cut off, is found as well.

import { crc32 } from 'node:zlib';
import { z } from 'zod';
import { JournalFault } from '../journal/fault.ts';

/** Raised with every change after which this version's files could no longer be read by the one before. */
export const BACKUP_FORMAT = 1;

const CHECK_DIGITS = 8;
/** Above any entry that can be: a file without line breaks must not be gathered in memory. */
const MAX_LINE_BYTES = 64 * 1024 * 1024;
const LINE_BREAK = 0x0a;

const count = z.int().min(0);
const digest = z.string().regex(/^[0-9a-f]{64}$/);

const header = z.strictObject({
  parley: z.literal('backup'),
  format: z.literal(BACKUP_FORMAT),
  madeAtMs: count,
  store: z.enum(['sqlite', 'postgres']),
  form: count,
  streams: count,
  entries: count,
  heads: digest,
  lastBeatAtMs: count.exactOptional(),
});
const stream = z.strictObject({
  stream: z.string(),
  version: count,
  atMs: count,
  head: digest,
  lastDecision: count,
  wakeAtMs: count.exactOptional(),
});
const entry = z.strictObject({
  v: count,
  atMs: count,
  id: z.string().exactOptional(),
  body: z.string(),
  head: digest,
});
const end = z.strictObject({ end: z.strictObject({ lines: count, sha256: digest }) });

export const LINE_FORMS = { header, stream, entry, end } as const;

export type HeaderLine = z.infer<typeof header>;
export type StreamLine = z.infer<typeof stream>;
export type EntryLine = z.infer<typeof entry>;
export type EndLine = z.infer<typeof end>;

/** A line with its check and its line break. */
export const lineOf = (value: HeaderLine | StreamLine | EntryLine | EndLine): string => {
  const text = JSON.stringify(value);
  return `${crc32(text).toString(16).padStart(CHECK_DIGITS, '0')} ${text}\n`;
};

export interface RawLine {
  /** From 1 on. */
  readonly number: number;
  /** With its line break; a last line that has none was cut off. */
  readonly bytes: Buffer;
}

/** Cuts what comes into lines. Throws JournalFault for one that no backup can have. */
export async function* linesIn(
  chunks: AsyncIterable<Buffer>,
  place: string,
): AsyncGenerator<RawLine> {
  let number = 1;
  let begun: Buffer[] = [];
  let begunBytes = 0;
  for await (const chunk of chunks) {
    let from = 0;
    for (let at = chunk.indexOf(LINE_BREAK); at >= 0; at = chunk.indexOf(LINE_BREAK, from)) {
      const rest = chunk.subarray(from, at + 1);
      yield { number, bytes: begun.length === 0 ? rest : Buffer.concat([...begun, rest]) };
      [number, begun, begunBytes, from] = [number + 1, [], 0, at + 1];
    }
    begun.push(chunk.subarray(from));
    begunBytes += chunk.length - from;
    if (begunBytes > MAX_LINE_BYTES) throw damagedLine(place, number);
  }
  if (begunBytes > 0) yield { number, bytes: Buffer.concat(begun) };
}

export const damagedLine = (place: string, number: number, cause?: unknown): JournalFault =>
  new JournalFault('corrupt', `${place} is damaged in line ${String(number)}`, { cause });

/** The object of a line, or undefined when the line is not as it was written. */
export const valueOf = ({ bytes }: RawLine): unknown => {
  const check = bytes.subarray(0, CHECK_DIGITS).toString('latin1');
  const json = bytes.subarray(CHECK_DIGITS + 1, -1);
  const isWhole = bytes.at(CHECK_DIGITS) === 0x20 && bytes.at(-1) === LINE_BREAK;
  if (!isWhole || crc32(json).toString(16).padStart(CHECK_DIGITS, '0') !== check) return undefined;
  try {
    return JSON.parse(json.toString('utf8')) as unknown;
  } catch (cause) {
    // Its check fits, so this is how it was written: by something else than a backup.
    if (cause instanceof SyntaxError) return undefined;
    throw cause;
  }
};
