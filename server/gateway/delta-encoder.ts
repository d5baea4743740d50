// How a delta becomes the text of a packet. A merge patch is JSON by its making, so that the parser's search through all
// of it for bytes is left out: with thousands of new lines that search took as long as the text itself.

import type { Server } from 'socket.io';

type Encoder = Pick<Server['encoder'], 'encode'>;
type Packet = Parameters<Encoder['encode']>[0];

/** Number of packets that carry an event, in the protocol of Socket.IO. */
const EVENT = 2;

const isDelta = ({ type, nsp, id, data }: Packet): boolean =>
  (type as number) === EVENT &&
  nsp === '/' &&
  id === undefined &&
  Array.isArray(data) &&
  data[0] === 'delta';

/**
 * Has an encoder make the text of deltas at once, the same that it would make by itself, and counts them: this is the
 * one place where what many lines carry is made.
 */
export const encodeDeltas = (encoder: Encoder, count: () => void): void => {
  const encode = encoder.encode.bind(encoder);
  encoder.encode = (packet) => {
    if (!isDelta(packet)) return encode(packet);
    count();
    return [`${String(EVENT)}${JSON.stringify(packet.data)}`];
  };
};
