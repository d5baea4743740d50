// What stands in the inputs of a field while somebody edits it, for every type of field, and the value it makes.

import type { TierTable } from '../../shared/sheet/derive/tiers.ts';
import type { FieldType, FieldValue, ScalarValue } from '../../shared/sheet/field-types.ts';
import type { Cells } from './cell-form.ts';
import { formatCount } from '../../shared/kernel/amount-text.ts';
import { checkFieldValue } from '../../shared/sheet/fields.ts';
import { cellsOf, isCellType, readCells } from './cell-form.ts';
import { editableScalar, parseScalar, scalarHint } from './field-value.ts';

/** Each type uses its own part; the others stay empty. */
export interface FieldDraft {
  /** One input; of a list one entry a line. */
  typed: string;
  /** Ids that are ticked. */
  ticked: readonly string[];
  cells: Cells;
  mode: TierTable['mode'];
}

export type DraftReading =
  | { readonly ok: true; readonly value: FieldValue }
  | {
      readonly ok: false;
      readonly message: string;
      readonly row?: number;
      readonly column?: number;
    };

const EMPTY: FieldDraft = { typed: '', ticked: [], cells: [], mode: 'incremental' };

/** The inputs as they stand for a value, or empty ones. */
export const draftOf = (type: FieldType, value: FieldValue | undefined): FieldDraft => {
  if (isCellType(type)) {
    const mode = type.kind === 'tiers' ? (value as TierTable | undefined)?.mode : undefined;
    return { ...EMPTY, cells: cellsOf(type, value), mode: mode ?? 'incremental' };
  }
  if (value === undefined) return EMPTY;
  if (type.kind === 'choices') return { ...EMPTY, ticked: value as readonly string[] };
  if (type.kind === 'list') return { ...EMPTY, typed: (value as readonly string[]).join('\n') };
  return { ...EMPTY, typed: editableScalar(type, value as ScalarValue) };
};

/** What a person gives for a field of this type. */
export const fieldHint = (type: FieldType): string => {
  switch (type.kind) {
    case 'choices':
      return 'tick all that apply';
    case 'list':
      return `one a line, at most ${formatCount(type.maxItems)} of ${formatCount(type.itemLength)} characters`;
    case 'price-grid':
      return `${type.unit}; a block can be pasted from a spreadsheet`;
    case 'tiers':
      return `at most ${formatCount(type.maxTiers)} tiers; a block can be pasted from a spreadsheet`;
    case 'table':
      return `at most ${formatCount(type.maxRows)} rows; a block can be pasted from a spreadsheet`;
    default:
      return scalarHint(type);
  }
};

const readList = (type: FieldType & { kind: 'list' }, typed: string): DraftReading => {
  const items = [
    ...new Set(
      typed
        .split('\n')
        .map((line) => line.trim())
        .filter((line) => line !== ''),
    ),
  ];
  if (items.length === 0) return { ok: false, message: `Enter a value (${fieldHint(type)}).` };
  const found = checkFieldValue(type, items);
  if (!found) return { ok: true, value: items };
  const long = items.find((item) => item.length > type.itemLength);
  return {
    ok: false,
    message:
      long === undefined
        ? `At most ${formatCount(type.maxItems)} entries fit; there are ${formatCount(items.length)}.`
        : `“${long}” is longer than ${formatCount(type.itemLength)} characters.`,
  };
};

/** Reads the inputs. The message says what would be accepted; row and column are given where one cell is meant. */
export const readDraft = (type: FieldType, draft: FieldDraft): DraftReading => {
  if (isCellType(type)) {
    const read = readCells(type, draft.cells, draft.mode);
    return read.ok ? read : { ok: false, ...read.fault };
  }
  if (type.kind === 'list') return readList(type, draft.typed);
  if (type.kind === 'choices') {
    const value = type.options.map(({ id }) => id).filter((id) => draft.ticked.includes(id));
    return value.length > 0 ? { ok: true, value } : { ok: false, message: 'Tick at least one.' };
  }
  return parseScalar(type, draft.typed);
};
