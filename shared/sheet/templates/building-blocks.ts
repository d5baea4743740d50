// Short forms for writing templates: each makes one field or clause with the defaults that most of them share.

import type { Side } from '../../room/types.ts';
import type { ClauseTemplate, FieldTemplate, FieldType } from '../types.ts';

type Options = Pick<FieldTemplate, 'help'> &
  Partial<Pick<FieldTemplate, 'sides' | 'isRequired' | 'confidentiality' | 'award'>>;

const BOTH: readonly Side[] = ['carrier', 'shipper'];

const field = (
  [id, label]: readonly [id: string, label: string],
  type: FieldType,
  options: Options,
): FieldTemplate => ({
  kind: 'field',
  id,
  label,
  type,
  help: options.help,
  sides: options.sides ?? BOTH,
  isRequired: options.isRequired ?? true,
  confidentiality: options.confidentiality ?? 'parties',
  ...(options.award && { award: options.award }),
});

/** Whole mills; `unit` is shown beside the amount. */
export const money = (
  id: string,
  label: string,
  options: Options & { readonly unit: string },
): FieldTemplate => field([id, label], { kind: 'money', unit: options.unit }, options);

/** Whole basis points. */
export const percent = (id: string, label: string, options: Options): FieldTemplate =>
  field([id, label], { kind: 'percent' }, options);

/** A whole number from `min` to `max`. */
export const quantity = (
  id: string,
  label: string,
  options: Options & { readonly unit: string; readonly min: number; readonly max: number },
): FieldTemplate => {
  const { unit, min, max } = options;
  return field([id, label], { kind: 'quantity', unit, min, max }, options);
};

/** One of the options. */
export const choice = (
  id: string,
  label: string,
  options: Options & {
    readonly options: readonly { readonly id: string; readonly label: string }[];
  },
): FieldTemplate => field([id, label], { kind: 'choice', options: options.options }, options);

/** Free words up to `maxLength` characters. */
export const text = (
  id: string,
  label: string,
  options: Options & { readonly maxLength: number },
): FieldTemplate => field([id, label], { kind: 'text', maxLength: options.maxLength }, options);

/** Prose with its opening wording and one fallback. */
export const clause = (
  id: string,
  heading: string,
  wording: Pick<ClauseTemplate, 'text' | 'fallback'>,
): ClauseTemplate => ({ kind: 'clause', id, heading, isRequired: true, ...wording });
