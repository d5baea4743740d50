// Short forms for writing templates: each makes one field or clause with the defaults that most of them share.

import type { Side } from '../../room/types.ts';
import type { ColumnTemplate, FieldOption, FieldType, ScalarType, TypeOf } from '../field-types.ts';
import type { ClauseTemplate, FieldTemplate } from '../types.ts';

type Common = Pick<FieldTemplate, 'help'> &
  Partial<
    Pick<
      FieldTemplate,
      | 'sides'
      | 'isRequired'
      | 'confidentiality'
      | 'award'
      | 'listsSchedules'
      | 'privateTo'
      | 'signs'
      | 'toSign'
    >
  >;
/** What a kind needs besides its name, and what any field may say. */
type Options<Kind extends FieldType['kind']> = Common & Omit<TypeOf<Kind>, 'kind'>;

const BOTH: readonly Side[] = ['carrier', 'shipper'];

const field = (
  id: string,
  label: string,
  { type, options }: { readonly type: FieldType; readonly options: Common },
): FieldTemplate => ({
  kind: 'field',
  id,
  label,
  type,
  help: options.help,
  sides: options.privateTo ? [options.privateTo] : (options.sides ?? BOTH),
  isRequired: options.isRequired ?? true,
  confidentiality: options.confidentiality ?? 'parties',
  ...(options.award && { award: options.award }),
  ...(options.listsSchedules && { listsSchedules: true }),
  ...(options.privateTo && { privateTo: options.privateTo }),
  ...(options.signs && { signs: options.signs }),
  ...(options.toSign && { toSign: options.toSign }),
});

/** Whole mills; `unit` is shown beside the amount. */
export const money = (id: string, label: string, options: Options<'money'>): FieldTemplate =>
  field(id, label, { type: { kind: 'money', unit: options.unit }, options });

/** Whole basis points; from 0 % to 1,000 % unless said. */
export const percent = (id: string, label: string, options: Options<'percent'>): FieldTemplate => {
  const { min, max } = options;
  const limits = { ...(min !== undefined && { min }), ...(max !== undefined && { max }) };
  return field(id, label, { type: { kind: 'percent', ...limits }, options });
};

/** A whole number from `min` to `max`. */
export const quantity = (
  id: string,
  label: string,
  options: Options<'quantity'>,
): FieldTemplate => {
  const { unit, min, max } = options;
  return field(id, label, { type: { kind: 'quantity', unit, min, max }, options });
};

/** Whole thousandths of a pound up to `max`. */
export const weight = (id: string, label: string, options: Options<'weight'>): FieldTemplate =>
  field(id, label, { type: { kind: 'weight', max: options.max }, options });

/** A day. */
export const date = (id: string, label: string, options: Common): FieldTemplate =>
  field(id, label, { type: { kind: 'date' }, options });

/** A tender window with its zone. */
export const tenderWindow = (id: string, label: string, options: Common): FieldTemplate =>
  field(id, label, { type: { kind: 'window' }, options });

/** One of the options. */
export const choice = (id: string, label: string, options: Options<'choice'>): FieldTemplate =>
  field(id, label, { type: { kind: 'choice', options: options.options }, options });

/** Some of the options, in their order. */
export const choices = (id: string, label: string, options: Options<'choices'>): FieldTemplate =>
  field(id, label, { type: { kind: 'choices', options: options.options }, options });

/** Free words up to `maxLength` characters. */
export const text = (id: string, label: string, options: Options<'text'>): FieldTemplate =>
  field(id, label, { type: { kind: 'text', maxLength: options.maxLength }, options });

/** Short different texts. */
export const list = (id: string, label: string, options: Options<'list'>): FieldTemplate => {
  const { itemLength, maxItems } = options;
  return field(id, label, { type: { kind: 'list', itemLength, maxItems }, options });
};

/** Prices by entry level and weight step. */
export const priceGrid = (
  id: string,
  label: string,
  options: Options<'price-grid'>,
): FieldTemplate => {
  const { unit, rows, steps } = options;
  return field(id, label, { type: { kind: 'price-grid', unit, rows, steps }, options });
};

/** Prices by volume. */
export const tiers = (id: string, label: string, options: Options<'tiers'>): FieldTemplate => {
  const { priceUnit, volumeUnit, maxTiers } = options;
  return field(id, label, { type: { kind: 'tiers', priceUnit, volumeUnit, maxTiers }, options });
};

/** Rows of the same columns. */
export const table = (id: string, label: string, options: Options<'table'>): FieldTemplate => {
  const { columns, maxRows } = options;
  return field(id, label, { type: { kind: 'table', columns, maxRows }, options });
};

/** A column that every row fills. */
export const column = (id: string, label: string, type: ScalarType): ColumnTemplate => ({
  id,
  label,
  type,
  isRequired: true,
});

/** A column that a row may leave empty. */
export const optionalColumn = (id: string, label: string, type: ScalarType): ColumnTemplate => ({
  id,
  label,
  type,
  isRequired: false,
});

/** An option of a choice, or a row of a grid. */
export const option = (id: string, label: string): FieldOption => ({ id, label });

/** Prose with its opening wording and one fallback. */
export const clause = (
  id: string,
  heading: string,
  wording: Pick<ClauseTemplate, 'text' | 'fallback' | 'dependsOn'>,
): ClauseTemplate => ({ kind: 'clause', id, heading, isRequired: true, ...wording });
