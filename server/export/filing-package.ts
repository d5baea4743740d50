// Everything that goes to the regulator in one zip: each document sealed and redacted, the checklist, and an index with
// the hash of every file. The same state gives the same bytes.

import { createHash } from 'node:crypto';
import { csvText } from '../../shared/kernel/csv.ts';
import { REHEARSAL_NOTE, isRehearsalTitle } from '../../shared/room/rehearsal-title.ts';
import type { FilingChecklist } from '../../shared/sheet/paper/filing-types.ts';
import type { FilingAsk } from '../../shared/sheet/paper/filing.ts';
import { signatureTable } from '../../shared/sheet/paper/filing-signatures.ts';
import type { Paper } from '../../shared/sheet/paper/types.ts';
import type { ExportForm, SheetExports } from './sheet-exports.ts';
import type { ZipEntry } from './zip.ts';
import { zipOf } from './zip.ts';

/** The documents, each in both editions. */
export const FILING_DOCUMENTS: readonly { readonly name: string; readonly form: ExportForm }[] = [
  { name: 'agreement.docx', form: 'docx' },
  { name: 'agreement.pdf', form: 'pdf' },
  { name: 'prices.csv', form: 'csv' },
  { name: 'sheet.json', form: 'json' },
];

const INDEX_FORM = 'parley.filing/1';

const bytesOf = (value: unknown): Uint8Array =>
  new TextEncoder().encode(`${JSON.stringify(value, null, 2)}\n`);

const checklistTable = ({ items }: FilingChecklist): string =>
  csvText([
    ['item', 'state', 'day', 'words'],
    ...items.map(({ label, state, on, words }) => [label, state, on ?? '', words]),
  ]);

/** The bytes of the package (FILE3). */
export const filingPackage = async (
  exports: SheetExports,
  papers: readonly Paper[],
  {
    checklist,
    signed,
  }: { readonly checklist: FilingChecklist; readonly signed: FilingAsk['signed'] },
): Promise<Uint8Array> => {
  const entries: ZipEntry[] = [];
  for (const paper of papers) {
    for (const { name, form } of FILING_DOCUMENTS) {
      const bytes = await exports.write(paper, form);
      entries.push({ name: `${paper.edition}/${name}`, bytes });
    }
  }
  const signatures = signatureTable(signed);
  if (signatures) {
    const bytes = new TextEncoder().encode(csvText(signatures));
    entries.push({ name: 'sealed/signatures.csv', bytes });
  }
  entries.push({
    name: 'checklist.csv',
    bytes: new TextEncoder().encode(checklistTable(checklist)),
  });
  entries.push({ name: 'checklist.json', bytes: bytesOf(checklist) });
  const files = entries.map(({ name, bytes }) => ({
    ...{ name, bytes: bytes.length },
    sha256: createHash('sha256').update(bytes).digest('hex'),
  }));
  const asOf = new Date(Math.max(...papers.map(({ asOfMs }) => asOfMs))).toISOString();
  const isRehearsal = papers.some(({ title }) => isRehearsalTitle(title));
  const index = {
    ...{ form: INDEX_FORM, asOf, isReady: checklist.isReady },
    ...(isRehearsal && { rehearsal: REHEARSAL_NOTE }),
    files,
  };
  return zipOf([{ name: 'index.json', bytes: bytesOf(index) }, ...entries]);
};
