// Cursors as they come from clients and as nodes tell them to each other. Whatever a client says of itself but its
// cursor is thrown away here; a cursor is either well formed or nothing, for a wrong one stops others' editors.

import { z } from 'zod';
import { readSignal, writeSignal } from './bus-signals.ts';
import { FrameReader } from './sync-frames.ts';

const place = z.strictObject({
  client: z.int().nonnegative(),
  clock: z.int().nonnegative(),
});

/** A Yjs relative position. Never by name of a root: looking one up would create it in every reader's document. */
const position = z
  .object({
    type: place.nullish(),
    item: place.nullish(),
    assoc: z.int().nullish(),
  })
  .refine(({ type, item }) => Boolean(type ?? item));

const cursorSchema = z.object({ anchor: position, head: position });

export type Cursor = z.infer<typeof cursorSchema>;

/** What a client's own state says: where its cursor is, or that it is gone. */
export type ClientState =
  { readonly isGone: true } | { readonly isGone: false; readonly cursor: Cursor | null };

/** Takes the cursor out of a client's state; undefined when the text is not JSON. */
export const readClientState = (text: string): ClientState | undefined => {
  let state: unknown;
  try {
    state = JSON.parse(text);
  } catch (cause) {
    if (cause instanceof SyntaxError) return undefined;
    throw cause;
  }
  if (state === null) return { isGone: true };
  const cursor = z.object({ cursor: cursorSchema }).safeParse(state);
  return { isGone: false, cursor: cursor.success ? cursor.data.cursor : null };
};

export interface ClaimedLine {
  readonly clientId: number;
  /** The state as the client wrote it, still to be read. */
  readonly text: Uint8Array;
  /** True for the text `null`: the client says that this one is gone. */
  readonly isNull: boolean;
}

const NULL_TEXT = Buffer.from('null');

/**
 * Splits a y-protocols awareness update without reading states; undefined when it is cut off or longer than it says.
 * An update of more than `maxLines` cannot be a client's own and is not looked at: it counts as empty.
 */
export const splitAwareness = (
  update: Uint8Array,
  maxLines: number,
): readonly ClaimedLine[] | undefined => {
  const reader = new FrameReader(update);
  const count = reader.varUint();
  if (count === undefined || count > reader.left) return undefined;
  if (count > maxLines) return [];
  const lines: ClaimedLine[] = [];
  for (let index = 0; index < count; index += 1) {
    const clientId = reader.varUint();
    const clock = reader.varUint();
    const text = reader.sized();
    if (clientId === undefined || clock === undefined || text === undefined) return undefined;
    lines.push({ clientId, text, isNull: NULL_TEXT.equals(text) });
  }
  return reader.isAtEnd ? lines : undefined;
};

const remoteLine = z.object({
  clientId: z.int().nonnegative(),
  clock: z.int().nonnegative(),
  seatId: z.string(),
  name: z.string(),
  side: z.enum(['carrier', 'shipper']).nullable(),
  cursor: cursorSchema.nullable(),
  isGone: z.boolean(),
});

/** One client's awareness as its node tells it to the others. */
export type RemoteLine = z.infer<typeof remoteLine>;

const signalSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ask') }),
  z.object({ kind: z.literal('lines'), lines: z.array(remoteLine) }),
]);

/** What nodes tell each other: cursors, or the wish to hear of all there are. */
export type AwarenessSignal = z.infer<typeof signalSchema>;

export const encodeSignal = (signal: AwarenessSignal): Uint8Array => writeSignal(signal);

/** Undefined for what another version of the server may have sent. */
export const decodeSignal = (payload: Uint8Array): AwarenessSignal | undefined =>
  readSignal(signalSchema, payload);
