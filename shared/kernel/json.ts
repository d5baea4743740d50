// Canonical JSON after RFC 8785: the one text form that hashes, signatures and the journal use.
// Keys are sorted by UTF-16 code units, undefined properties are absent, numbers are ECMAScript's shortest form.

export type Json =
  null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json | undefined };

/**
 * The canonical text of a JSON value (RFC 8785). Properties that are `undefined` are left out, as in
 * `JSON.stringify`. Throws TypeError on NaN, infinities, functions, bigint and `undefined` inside arrays.
 */
export const canonicalJson = (value: unknown): string => {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') {
    return JSON.stringify(value);
  }
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new TypeError(`${String(value)} is not JSON`);
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value === 'object') return canonicalObject(value as Record<string, unknown>);
  throw new TypeError(`${typeof value} is not JSON`);
};

const canonicalObject = (value: Record<string, unknown>): string => {
  const parts: string[] = [];
  for (const key of Object.keys(value).sort()) {
    const item = value[key];
    if (item !== undefined) parts.push(`${JSON.stringify(key)}:${canonicalJson(item)}`);
  }
  return `{${parts.join(',')}}`;
};
