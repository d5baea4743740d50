// What of a log line's fields may be written: ids, codes, numbers and faults. People's words, names and secrets are
// left out by the name of their field, at any depth, so that one careless call does not fill a log with them.

/** Names of fields that hold what people wrote, who they are, or what lets somebody in. */
const PERSONAL =
  /(^|_)(name|text|title|body|value|content|reason|note|email|user|author|password|secret|token|cookie|cookies|authorization|link|form|payload|input|command|event|events|update|state|view)$/;

const LEFT_OUT = '[left out]';
const MAX_DEPTH = 4;
const MAX_CHARACTERS = 500;
const MAX_ITEMS = 50;

const isPersonal = (field: string): boolean =>
  PERSONAL.test(field.replace(/([a-z])([A-Z])/g, '$1_$2').toLowerCase());

const clipped = (text: string): string =>
  text.length > MAX_CHARACTERS ? `${text.slice(0, MAX_CHARACTERS)}…` : text;

/** Query and fragment can hold a token. */
const withoutQuery = (url: string): string => url.replace(/[?#].*$/s, '');

const safeError = (error: Error, depth: number): Record<string, unknown> => {
  // A parser quotes the text it could not read, in its message and in the first line of its stack.
  const isQuoting = error instanceof SyntaxError;
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  const { code, kind, faultId } = error as { code?: unknown; kind?: unknown; faultId?: unknown };
  return {
    type: error.name,
    message: isQuoting ? LEFT_OUT : clipped(error.message),
    ...(code === undefined ? {} : { code: safe(code, depth + 1) }),
    ...(kind === undefined ? {} : { kind: safe(kind, depth + 1) }),
    ...(faultId === undefined ? {} : { faultId: safe(faultId, depth + 1) }),
    stack: frames.join('\n'),
    ...(error.cause === undefined ? {} : { cause: safe(error.cause, depth + 1) }),
  };
};

const safe = (value: unknown, depth: number): unknown => {
  if (typeof value === 'string') return clipped(value);
  if (typeof value === 'bigint') return String(value);
  if (typeof value === 'function' || typeof value === 'symbol') return LEFT_OUT;
  if (value === null || typeof value !== 'object') return value;
  if (depth > MAX_DEPTH) return LEFT_OUT;
  if (value instanceof Error) return safeError(value, depth);
  if (ArrayBuffer.isView(value)) return `[${String(value.byteLength)} bytes]`;
  if (Array.isArray(value)) return value.slice(0, MAX_ITEMS).map((item) => safe(item, depth + 1));
  return safeRecord(value as Readonly<Record<string, unknown>>, depth);
};

const safeRecord = (
  fields: Readonly<Record<string, unknown>>,
  depth: number,
): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(fields)
      .slice(0, MAX_ITEMS)
      .map(([field, value]) => {
        if (field === 'url' && typeof value === 'string') return [field, withoutQuery(value)];
        return [field, isPersonal(field) ? LEFT_OUT : safe(value, depth + 1)];
      }),
  );

/** The fields as they may be written (rule OPS4): personal ones replaced, texts of at most 500 characters. */
export const safeFields = (fields: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  safeRecord(fields, 0);
