// What the files of a sheet have opened: a file of the other side that was read, why one was not, the filing.

import type { Result } from '../../shared/protocol/messages.ts';
import type { ComparedFile, SheetFileAnswer } from '../../shared/protocol/files.ts';
import type { ProtocolError } from '../../shared/protocol/errors.ts';
import type { Rejection } from '../../shared/kernel/rejection.ts';
import { reject } from '../../shared/kernel/rejection.ts';
import type { SheetPlace } from '../net/sheet-files.ts';
import { compareFile } from '../net/sheet-files.ts';

/** As docs/files.md says; the server counts for itself. */
const MAX_FILE_BYTES = 8 * 1024 * 1024;

export class SheetFileDesk {
  #isReading = $state(false);
  #refusal = $state.raw<Rejection | ProtocolError>();
  #found = $state.raw<{ readonly name: string; readonly file: ComparedFile }>();
  #isFiling = $state(false);

  get isReading(): boolean {
    return this.#isReading;
  }

  /** Why the last file was not read, or could not be had. */
  get refusal(): Rejection | ProtocolError | undefined {
    return this.#refusal;
  }

  get found(): { readonly name: string; readonly file: ComparedFile } | undefined {
    return this.#found;
  }

  get isFiling(): boolean {
    return this.#isFiling;
  }

  /** Has a file compared with the sheet; changes nothing of it. One that no server takes is not sent. */
  async read(place: SheetPlace, file: File): Promise<void> {
    this.#found = undefined;
    this.#refusal = file.size > MAX_FILE_BYTES ? reject('file/too-large') : undefined;
    if (this.#refusal) return;
    this.#isReading = true;
    this.#take(file.name, await compareFile(place, file));
    this.#isReading = false;
  }

  #take(name: string, answer: Result<SheetFileAnswer>): void {
    if (!answer.ok) this.#refusal = answer.error;
    else if (!answer.value.ok) this.#refusal = answer.value.rejection;
    else this.#found = { name, file: answer.value };
  }

  showFiling(): void {
    this.#isFiling = true;
  }

  toggleFiling(): void {
    this.#isFiling = !this.#isFiling;
  }

  /** Why a file could not be had, or that nothing is known against it any more. */
  refuse(refusal: ProtocolError | undefined): void {
    this.#refusal = refusal;
  }

  close(): void {
    this.#found = undefined;
  }
}
