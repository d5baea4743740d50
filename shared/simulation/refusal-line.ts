// A refusal of a scenario by the engine, as a line for a person. What is wrong with the form of a file is said by
// form-faults.ts.

import type { Rejection } from '../kernel/rejection.ts';

const valueText = (value: unknown): string =>
  typeof value === 'string' ? value : JSON.stringify(value);

/** A refusal of rules or lots by the engine: the place in the file, the code, and what is allowed. */
export const refusalLine = ({ code, lotId, field, ...rest }: Rejection): string => {
  const place = typeof field === 'string' ? `.${field}` : '';
  const at = typeof lotId === 'string' ? `lots.${lotId}` : 'rules';
  const said = Object.entries(rest).map(([name, value]) => `${name} ${valueText(value)}`);
  return [`${at}${place}: ${code}`, ...said].join('; ');
};
