// The table of a template that lists schedules of awards, and its rows.

import type { TableRow, TypeOf } from './field-types.ts';
import type { FieldTemplate, SheetState, Template } from './types.ts';

/** The columns of such a table, in their order. */
export const SCHEDULE_TYPE: TypeOf<'table'> = {
  kind: 'table',
  columns: [
    { id: 'sale', label: 'Sale', type: { kind: 'text', maxLength: 200 }, isRequired: true },
    {
      ...{ id: 'lots', label: 'Lots', isRequired: true },
      type: { kind: 'quantity', unit: '', min: 1, max: 1_000_000 },
    },
    {
      ...{ id: 'pieces', label: 'Pieces a delivery day', isRequired: true },
      type: { kind: 'quantity', unit: 'pieces/day', min: 1, max: 2_000_000_000 },
    },
    {
      ...{ id: 'value', label: 'Value a year', isRequired: true },
      type: { kind: 'money', unit: '$/year' },
    },
    {
      ...{ id: 'sha256', label: 'SHA-256 of the file', isRequired: true },
      type: { kind: 'text', maxLength: 64 },
    },
    { id: 'auction', label: 'Auction', type: { kind: 'text', maxLength: 64 }, isRequired: true },
  ],
  maxRows: 50,
};

/** The field that lists schedules; undefined in a template without one. */
export const scheduleField = ({ sections }: Template): FieldTemplate | undefined =>
  sections
    .flatMap(({ terms }) => terms)
    .find((term): term is FieldTemplate => term.kind === 'field' && term.listsSchedules === true);

/** Rows of such a table, as a view or a term holds them. */
export const scheduleRows = (value: unknown): readonly TableRow[] =>
  Array.isArray(value) ? (value as readonly TableRow[]) : [];

/** Whether a certificate gave this sheet a schedule of that auction. */
export const hasSchedule = ({ template, terms }: SheetState, auctionId: string): boolean => {
  const id = template ? scheduleField(template)?.id : undefined;
  const awarded = id === undefined ? undefined : terms[id]?.awarded;
  return (
    awarded?.kind === 'field' &&
    scheduleRows(awarded.value).some(({ auction }) => auction === auctionId)
  );
};
