// Everything that goes out of a sheet as a file, and comes to it as one: put together once for all doors.

import type { Hosts } from '../host/types.ts';
import type { Journal, Timers } from '../ports.ts';
import { sheetFileOf } from '../../shared/sheet/paper/json-form.ts';
import type { Paper } from '../../shared/sheet/paper/types.ts';
import { FileRefused } from './docx-in/refused.ts';
import { EditTimes } from './edit-times.ts';
import type { Office } from './office.ts';
import { createOffice } from './office.ts';
import type { PdfPress } from './pdf.ts';
import { pdfSourceOf } from './pdf-paper.ts';
import { pricesCsv } from './prices-csv.ts';
import type { PaperAsk, SeenSheet } from './sheet-paper.ts';
import { seeSheet } from './sheet-paper.ts';
import { TooLong } from './too-long.ts';

export type ExportForm = 'docx' | 'pdf' | 'json' | 'csv';

export const EXPORT_FORMS: readonly ExportForm[] = ['docx', 'pdf', 'json', 'csv'];

/** Media types of the files, by their form. */
export const MEDIA_TYPES: Readonly<Record<ExportForm, string>> = {
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  pdf: 'application/pdf',
  json: 'application/json; charset=utf-8',
  csv: 'text/csv; charset=utf-8',
};

export interface SheetExportsDeps {
  readonly hosts: Pick<Hosts, 'sheet'>;
  readonly journal: Pick<Journal, 'read'>;
  readonly timers: Timers;
  readonly press: PdfPress;
}

const slug = (text: string): string =>
  text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60);

/** A name that any system takes: letters, digits, dashes. A redacted paper's title names nobody, so neither does this. */
export const fileNameOf = (
  { title, template, edition, hasInternal }: Paper,
  form: string,
): string => `${slug(title) || template}.${edition}.${hasInternal ? 'internal.' : ''}${form}`;

/** Files of sheets. Close it in the end. */
export class SheetExports {
  readonly office: Office;
  readonly #deps: SheetExportsDeps;
  readonly #times: EditTimes;

  constructor(deps: SheetExportsDeps) {
    this.#deps = deps;
    this.#times = new EditTimes(deps);
    this.office = createOffice(deps.timers);
  }

  /** A sheet as a seat that may read it sees it. */
  see(ask: PaperAsk): Promise<SeenSheet> {
    return seeSheet({ ...this.#deps, times: this.#times }, ask);
  }

  /** The bytes of a file. The same paper gives the same bytes. Rejects with TooLong, Busy or a fault. */
  async write(paper: Paper, form: ExportForm): Promise<Uint8Array> {
    switch (form) {
      case 'docx':
        return this.#word(paper);
      case 'pdf':
        return this.#deps.press.print(pdfSourceOf(paper));
      case 'json':
        return Buffer.from(`${JSON.stringify(sheetFileOf(paper), null, 2)}\n`);
      case 'csv':
        return Buffer.from(pricesCsv(paper));
    }
  }

  async #word(paper: Paper): Promise<Uint8Array> {
    try {
      return await this.office.run({ kind: 'write-docx', paper });
    } catch (cause) {
      // Of what is written, and not read, only the bounds on time and memory are ever broken.
      if (cause instanceof FileRefused) throw new TooLong('a Word file', { cause });
      throw cause;
    }
  }

  async close(): Promise<void> {
    await this.office.close();
  }
}
