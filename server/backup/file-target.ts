// Writes a backup file: beside its place first, on disk and read back before it gets its name, for its owner alone. What
// is hidden in the rooms is in it, so nobody else may read it; the key that receipts are signed with is not.

import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream, existsSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Transform } from 'node:stream';
import { PassThrough } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { EpochMs } from '../../shared/kernel/units.ts';
import { JournalFault } from '../journal/fault.ts';
import type { EndLine, EntryLine, HeaderLine, StreamLine } from './file-lines.ts';
import { BACKUP_FORMAT, lineOf } from './file-lines.ts';
import type { BackupFile } from './file-source.ts';
import { fileSource } from './file-source.ts';
import type {
  CopiedEntry,
  CopiedStream,
  RecordPart,
  RecordSource,
  RecordSummary,
  RecordTarget,
} from './types.ts';

const ONLY_OWNER = 0o600;

const entryLine = ({ version, at, commandId, body, head }: CopiedEntry): EntryLine => ({
  v: version,
  atMs: at,
  ...(commandId !== null && { id: commandId }),
  ...{ body, head },
});

const streamLine = ({
  name,
  at,
  wakeAt,
  version,
  head,
  lastDecision,
}: CopiedStream): StreamLine => ({
  ...{ stream: name, version, atMs: at, head, lastDecision },
  ...(wakeAt !== null && { wakeAtMs: wakeAt }),
});

class FileTarget implements RecordTarget {
  readonly place: string;
  readonly #draft: string;
  readonly #madeAt: EpochMs;
  readonly #out: Transform;
  readonly #written: Promise<void>;
  readonly #digest = createHash('sha256');
  #lines = 0;

  constructor({ path, place }: BackupFile, { draft, madeAt }: { draft: string; madeAt: EpochMs }) {
    this.place = place;
    this.#draft = draft;
    this.#madeAt = madeAt;
    this.#out = path.endsWith('.gz') ? createGzip() : new PassThrough();
    const file = createWriteStream(draft, { flags: 'wx', mode: ONLY_OWNER, flush: true });
    this.#written = pipeline(this.#out, file);
    // Whoever writes next, or ends, is told.
    this.#written.catch(() => undefined);
  }

  async begin(summary: RecordSummary): Promise<void> {
    const { lastBeatAt, ...rest } = summary;
    await this.#write([
      {
        parley: 'backup',
        format: BACKUP_FORMAT,
        madeAtMs: this.#madeAt,
        ...rest,
        ...(lastBeatAt !== undefined && { lastBeatAtMs: lastBeatAt }),
      },
    ]);
  }

  async take(part: RecordPart): Promise<void> {
    await this.#write('stream' in part ? [streamLine(part.stream)] : part.entries.map(entryLine));
  }

  async end(): Promise<void> {
    await this.#write([{ end: { lines: this.#lines, sha256: this.#digest.copy().digest('hex') } }]);
    this.#out.end();
    await this.#written;
  }

  written(): RecordSource {
    return fileSource({ path: this.#draft, place: this.place });
  }

  /** Ends early. */
  async drop(): Promise<void> {
    this.#out.destroy();
    await this.#written.catch(() => undefined);
  }

  async #write(values: readonly (HeaderLine | StreamLine | EntryLine | EndLine)[]): Promise<void> {
    const text = values.map(lineOf).join('');
    this.#digest.update(text);
    this.#lines += values.length;
    if (this.#out.destroyed) await this.#written;
    if (!this.#out.write(text)) await Promise.race([once(this.#out, 'drain'), this.#written]);
  }
}

/** What the system said of the file; all else is not about it. */
const fileFault = (cause: unknown, place: string): unknown => {
  const { code, message, syscall } = cause as NodeJS.ErrnoException;
  if (cause instanceof JournalFault || syscall === undefined) return cause;
  if (code === 'ENOSPC') {
    return new JournalFault('full', `${place} cannot be written: no room left`, { cause });
  }
  const words = code === 'ENOENT' ? 'its folder is missing' : message;
  return new JournalFault('read-only', `${place} cannot be written: ${words}`, { cause });
};

/** Makes a rename last; some systems cannot open a folder and need no such thing. */
const flushFolder = async (path: string): Promise<void> => {
  const folder = await open(dirname(path)).catch(() => undefined);
  try {
    await folder?.sync();
  } catch (cause) {
    if ((cause as { code?: string }).code !== 'EINVAL') throw cause;
  } finally {
    await folder?.close();
  }
};

export interface BackupFileOptions extends BackupFile {
  readonly madeAt: EpochMs;
  /** Part of the name under which the file is written. */
  readonly suffix: string;
}

/**
 * Lends a file to write a backup to; compressed when its name ends in `.gz`. It is there once the work is done, whole or
 * not at all. Rejects with JournalFault; never writes over a file.
 */
export const intoFile = async <T>(
  { madeAt, suffix, ...file }: BackupFileOptions,
  work: (target: RecordTarget) => Promise<T>,
): Promise<T> => {
  if (existsSync(file.path)) {
    throw new JournalFault('not-empty', `${file.place} is there already; name another file`);
  }
  const draft = `${file.path}.${suffix}.part`;
  const target = new FileTarget(file, { draft, madeAt });
  try {
    const result = await work(target);
    await rename(draft, file.path);
    await flushFolder(file.path);
    return result;
  } catch (cause) {
    await target.drop();
    // Why there is no backup matters more than what cannot be cleared away.
    await rm(draft, { force: true }).catch(() => undefined);
    throw fileFault(cause, file.place);
  }
};
