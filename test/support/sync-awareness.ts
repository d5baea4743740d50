// Awareness as hostile or plain clients write it.

import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';

/** A well-formed cursor somewhere in the text; equal numbers are equal places. */
export const cursorAt = (clock: number) => {
  const place = { item: { client: 1, clock }, assoc: 0 };
  return { anchor: place, head: place };
};

export interface AwarenessItem {
  readonly clientId: number;
  readonly clock: number;
  readonly state: unknown;
}

/** An awareness frame as y-websocket clients send it. */
export const awarenessOf = (...items: readonly AwarenessItem[]): Uint8Array => {
  const inner = encoding.createEncoder();
  encoding.writeVarUint(inner, items.length);
  for (const { clientId, clock, state } of items) {
    encoding.writeVarUint(inner, clientId);
    encoding.writeVarUint(inner, clock);
    encoding.writeVarString(inner, JSON.stringify(state));
  }
  const frame = encoding.createEncoder();
  encoding.writeVarUint(frame, 1);
  encoding.writeVarUint8Array(frame, encoding.toUint8Array(inner));
  return encoding.toUint8Array(frame);
};

/** What an awareness frame says. */
export const awarenessIn = (frame: Uint8Array): readonly AwarenessItem[] => {
  const decoder = decoding.createDecoder(frame);
  decoding.readVarUint(decoder);
  const inner = decoding.createDecoder(decoding.readVarUint8Array(decoder));
  return Array.from({ length: decoding.readVarUint(inner) }, () => ({
    clientId: decoding.readVarUint(inner),
    clock: decoding.readVarUint(inner),
    state: JSON.parse(decoding.readVarString(inner)) as unknown,
  }));
};
