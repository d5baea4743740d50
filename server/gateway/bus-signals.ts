// What nodes tell each other besides entries: small JSON of a known form. Another version of the server may be among them,
// so that what is not of this form is passed over.

import type { z } from 'zod';

/** A signal of this form; undefined for what another version of the server may have sent. */
export const readSignal = <Schema extends z.ZodType>(
  schema: Schema,
  payload: Uint8Array,
): z.output<Schema> | undefined => {
  try {
    const parsed = schema.safeParse(JSON.parse(new TextDecoder().decode(payload)));
    return parsed.success ? parsed.data : undefined;
  } catch (cause) {
    if (cause instanceof SyntaxError) return undefined;
    throw cause;
  }
};

export const writeSignal = (signal: object): Uint8Array =>
  new TextEncoder().encode(JSON.stringify(signal));
