// A sheet's part of the record: where its events are cut, and who reads which part. Asks view.ts what a reader may know.

import type { Json } from '../kernel/json.ts';
import type { Cut } from '../record/cuts.ts';
import type { RecordForm } from '../record/leaves.ts';
import type { SheetEvent, Template } from './types.ts';
import type { SheetReader } from './reader.ts';
import { canonicalJson } from '../kernel/json.ts';
import { isCommentEvent, maySeeCommentEvent } from './comments/rights.ts';
import { maySeeTerm, templateFor } from './view.ts';

const SECTIONS = 'template.sections';

/** The cuts of an event of a sheet: a template section by section. */
const sheetCuts = (json: Json): readonly Cut[] =>
  (json as unknown as SheetEvent).type === 'SheetCreated' ? [{ path: SECTIONS, each: true }] : [];

/** Of sheets that were made before there were comments: little was hidden in them, and there are many segments. */
const MINIMUM_LEVELS = 5;

/** Of sheets made now: some forty comments that a side keeps to itself between two acts of everybody look like none. */
export const RECORD_LEVELS = 8;

/** How the stream of a sheet is recorded. */
export const SHEET_FORM: RecordForm = { cutsOf: sheetCuts, minimumLevels: MINIMUM_LEVELS };

/** A section is shown whole or not at all. */
const seesSection = (template: Template, place: number, reader: SheetReader): boolean =>
  canonicalJson(templateFor(template, reader).sections[place]) ===
  canonicalJson(template.sections[place]);

/**
 * Whether a reader of a sheet may read one part of one of its events (SHT14). `template` is the sheet's; text is read
 * by all readers.
 */
export const maySeeSheetPart = (
  event: SheetEvent | { readonly type: 'TextWritten' },
  name: string,
  { template, reader }: { readonly template: Template; readonly reader: SheetReader },
): boolean => {
  if (isCommentEvent(event)) return maySeeCommentEvent(event, reader.side);
  switch (event.type) {
    case 'SheetCreated':
      return name === '' || seesSection(template, Number(name.slice(SECTIONS.length + 1)), reader);
    case 'PositionTaken':
    case 'PositionWithdrawn':
    case 'TermAgreed':
    case 'TermReopened':
      return maySeeTerm(template, event.termId, reader);
    case 'TargetSet':
    case 'SignerAssigned':
    case 'PasskeyRegistered':
    case 'PasskeyRemoved':
      return event.side === reader.side;
    default:
      return true;
  }
};
